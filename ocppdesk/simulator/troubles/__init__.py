# SPDX-License-Identifier: Apache-2.0
"""Troubles for the simulated charger to play, to learn from and to test diagnosis.

`table.TROUBLES` names them. A trouble is how the charger calls (`trouble`), what it
says wrongly (`habits`), and what happens to it (`scripts`); `playing` is the way from
the command line. All speak OCPP 1.6, which most chargers with such troubles do.
"""
