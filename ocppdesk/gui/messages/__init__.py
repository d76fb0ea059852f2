# SPDX-License-Identifier: Apache-2.0
"""The message table: a million messages, of which only what is painted is read.

`MessagesPane` is what the window uses. Inside, from the bottom up: `ids` holds which
messages are shown, `cells` and `cache` hold the texts of the rows that were painted,
`model` makes a Qt model of both, `painter` draws, `view` scrolls and selects by the
rules of a live list (`following`), `header` has the columns, `copying` the clipboard.
"""
