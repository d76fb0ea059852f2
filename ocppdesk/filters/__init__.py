# SPDX-License-Identifier: Apache-2.0
"""The filter language: what is typed into the search box, after `--filter`, in rules.

A filter is a small tree (`nodes`) that `parse_filter` makes of a text and that writes
itself as text again. Each node says of one message whether it matches; a whole capture
is searched faster by `ocppdesk.capture.search`, with the same result. What can be asked
for stands in one table (`fields`), which the parser, the completion, the help and the
evaluation read.
"""
