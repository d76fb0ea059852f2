# SPDX-License-Identifier: Apache-2.0
"""What the search box and `--filter` mean.

A filter is a small tree of conditions; each becomes an SQL condition over the message
table of a capture. There is one way to evaluate it, so live messages, a search in a
capture and the command line cannot disagree.
"""
