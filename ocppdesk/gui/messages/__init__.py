# SPDX-License-Identifier: Apache-2.0
"""The message table: a million messages, of which only what is painted is read.

`MessagesPane` is what the window uses. Inside, from the bottom up: `ids` holds which
messages are shown, `cells` and `cache` the texts of the rows that were painted, `texts`
and `times` word what changes with the time, `model` makes a Qt model of all that.
`painter` draws rows, `live_view` scrolls by the rules of a live list (`following`),
`view` adds the chosen message. `feed` fills the model with what passes the filter,
`layout` has the columns, `overlays` what lies on top (`table_overlays`).

What can be done with rows is in `row_pane`: `chosen` is what is selected, `actions` the
row menu (`row_menu`, with filters by `proposals`), `copy_actions` the clipboard
(`copying`), `marking` marks and notes (`annotating`, `note_dialog`), `walking` the ways
to other rows (`history`, `finding`, `find_bar`), `windows` messages side by side.
"""
