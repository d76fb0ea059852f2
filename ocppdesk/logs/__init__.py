# SPDX-License-Identifier: Apache-2.0
"""Captures as files for other programs, and back.

`records` turns a message, with its mark and note, into plain values and back, `jsonl`
and `csv_table` write and read them, `convert` turns whole files into each other,
`export` writes chosen messages of a capture, `listing` shows messages on a terminal.
"""
