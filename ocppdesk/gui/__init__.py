# SPDX-License-Identifier: Apache-2.0
"""The window: views of a capture, and the doors to the embedded CSMS.

`window` is the whole, its views are in `messages` (below `messages_tab`, with `times`,
`search` and `chips` above it), `detail`, `chargers`, `connections` and `waiting`. What
the user can do is in `commands`, what it looks like in `look`.

Every view reads the capture through a `CaptureReader`; `query` searches it in a thread
of its own. `Bridge` alone turns what happens in the engine's thread into signals, at
most one batch every 66 ms.
"""
