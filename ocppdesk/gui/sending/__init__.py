# SPDX-License-Identifier: Apache-2.0
"""Sending commands: the form, the queue, the answers and what proves them.

`view` puts it together: `command_list` chooses, `payload_form` and `json_editor` edit
the same payload, `outbox` sends it and follows it, `outcomes` tells how it went.
`raw_page` sends any text, `rules_dialog` says how chargers are answered, `preview`
draws a charging profile, and `keeping` remembers what was sent.
"""
