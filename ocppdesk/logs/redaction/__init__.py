# SPDX-License-Identifier: Apache-2.0
"""Captures for strangers: what identifies people and places becomes a pseudonym.

It takes two passes. The first one learns the values: `fields` finds them in the JSON of
a message by the names of fields (`names`) and in free text by their looks
(`patterns`). Each gets an alias (`aliases`), the same one wherever it stands. The
second pass (`redactor`) puts the aliases in place of the values, and also wherever else
a value that was learned stands: in malformed frames, in notes, in vendors' texts.

Texts are changed in place: what is not replaced stays letter by letter as it was.
Meter values, times, statuses and transaction ids are not touched. Nothing here reads or
writes files but `passes`.
"""
