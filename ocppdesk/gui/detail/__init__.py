# SPDX-License-Identifier: Apache-2.0
"""The detail pane: one message, explained.

`pane` puts it together. `heading` says what, when and where; `fields` shows a payload
as a tree with meanings (`meanings`, `values`), `json_view` shows the text that was
sent, `answer_page` the other half of the exchange, and `copying` makes texts for the
clipboard.
"""
