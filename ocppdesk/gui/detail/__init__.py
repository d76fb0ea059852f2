# SPDX-License-Identifier: Apache-2.0
"""The detail pane: one message, explained.

`pane` puts it together. `heading` says what, when and where, `problems` what is wrong;
`fields` shows a payload as a tree (`fields_model`, `payloads`) with meanings
(`meanings`, `values`); `json_view` shows the text that was sent (`text_view`,
`find_bar`); `answer_page` the other half of the exchange; `explanation` what it is.
`value_menus` and `filter_button` filter on what is shown (`json_place`); `window` shows
a message in a window of its own.
"""
