# SPDX-License-Identifier: Apache-2.0
"""The view of firmware on its way in, and of logs on their way out.

`view` holds it together: forms (`firmware_dialog`, `log_dialog`) ask what is wanted,
`jobs` starts it in the engine's thread and hears of it, `checklist` shows how far a job
is, `received_pane` lists the files that came in, and `glimpse` looks for OCPP in them.
`abilities` is what the capture knows of a charger's ways to move files. In a review,
`past` finds the jobs of the recording.
"""
