# SPDX-License-Identifier: Apache-2.0
"""Logs that are lines of text, of known systems and of unknown ones.

`decode` turns bytes into text, `scanner` finds the frames in it, with `matching` (where
a frame ends), `repairs` (what the log did to it) and `wrapping` (what stands between
its lines). `prefixes` reads what stands before a frame: its time (`times`), its
direction (`directions`), its charger. `conclude` says what the frames of a file tell
about the file, with `zones`; `twins` finds what was logged twice, `systems` names the
system that wrote the log. `learning` makes a `layout` of all that from the beginning of
a file; `reader` reads the whole file by it, `formats` is the way in.

Readers of tables, JSON and the like use `scanner.scan_cell`, `times`, `directions` and
`conclude`.
"""
