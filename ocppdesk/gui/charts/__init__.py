# SPDX-License-Identifier: Apache-2.0
"""Charts of what a charger measured, on one axis of time with what happened.

Samples become lines (`lines`, `picking`), lines of one unit a pane (`kinds`, `pane`),
panes a stack (`stack`) with the ribbon of states above it and the axis below. pyqtgraph
takes half a second to load: only what a window imports late may import this package's
`pane`, `plot` and `curve`.
"""
