# SPDX-License-Identifier: Apache-2.0
"""Forms for the payloads of calls, made from the JSON schemas.

`fields` turns a schema into a tree of fields, `filling` gives a payload to begin with,
`checking` says why a value is refused, `texts` goes between values and what is typed,
and `places` reads and changes a payload at one place. The payload itself is what a form
edits: whatever it has besides the fields stays in it.
"""
