# SPDX-License-Identifier: Apache-2.0
"""The configuration of a charger: read, explained, edited, applied and compared.

`view` is the tab. `rows` and `filter` say what stands in its table, `model` and `table`
show it, `known` follows the capture, `errand` watches work in the engine's thread.
Editing fills pending edits and sends nothing; `review_dialog` is the only sender.
"""
