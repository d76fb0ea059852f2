# SPDX-License-Identifier: Apache-2.0
"""Findings on screen: the view, the marks in the table, the word in the status bar.

`board` knows what was found and what became of it, `groups` puts it in order, `list`
and `page` show it, `marks` brings it into the capture, `desk` makes all of it work in a
window.
"""
