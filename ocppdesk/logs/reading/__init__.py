# SPDX-License-Identifier: Apache-2.0
"""Logs of other systems: from a file of any kind to the frames in it.

`opening` looks at a file and chooses the reader that is surest of it. A reader yields
what `found` describes: frames, connections that came and went, and lines that are
neither. It says in `Inferences` what it had to conclude from the whole file (who wrote
it, its time zone, its charger), and takes `Assumptions` of somebody who knows better.

`text` has the readers of lines; the other modules read containers (tables, JSON,
packets, …) and pass the texts in them to the scanner of `text`.
"""
