# SPDX-License-Identifier: Apache-2.0
"""Files for other programs and other people: a module for each format.

`formats` has the table of them, `targets` opens a file that gets its name when it is
whole. JSON Lines and CSV, which are read as well, are in `ocppdesk.logs.jsonl` and
`ocppdesk.logs.csv_table`.
"""
