# SPDX-License-Identifier: Apache-2.0
"""The configuration of a charger: read, explained, edited, applied and compared.

`view` is the tab. `rows` says what stands in its table; `model`, `table` and `cells`
show it, and `filtering` narrows it by a line, chips and columns. `known` follows the
capture, `errand` watches work in the engine's thread. `changing` edits and applies,
`comparing` has snapshots and files, `diagnosing` the preset. Editing fills pending
edits and sends nothing; `review_dialog` is the only sender.
"""
