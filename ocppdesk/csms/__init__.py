# SPDX-License-Identifier: Apache-2.0
"""The embedded CSMS: everything that touches a socket.

`Engine` runs it in a thread of its own with its own asyncio loop, so that a busy window
never delays an answer and a busy charger never freezes the window. Inside, `Csms` is
the middle: `Listener` and `ChargerConnection` bring what arrives, `core.session`
decides, the recorder writes, and only then the answers leave.
"""
