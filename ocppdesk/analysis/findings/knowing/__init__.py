# SPDX-License-Identifier: Apache-2.0
"""The parts of what all rules share about a charger; `known.Known` has them all."""
