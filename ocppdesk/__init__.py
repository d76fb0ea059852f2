# SPDX-License-Identifier: Apache-2.0
"""OCPP Desk: see, explain and record what EV chargers say.

The packages, from the top down (imports only ever point down this list):

- `cli`, `app`: the command line, and what puts the window together
- `gui`: the window; with `app` the only code that imports Qt
- `csms`: the embedded CSMS: sockets, connections, its own thread
- `logs`: readers and writers of other formats
- `simulator`: a charger for the demo and the tests
- `capture`: the SQLite file that everything on screen is a view of
- `filters`: what the search box means
- `core`: OCPP-J without input or output
"""

__version__ = "0.1.0"
