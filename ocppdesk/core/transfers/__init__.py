# SPDX-License-Identifier: Apache-2.0
"""Firmware and log files on their way to and from a charger, without I/O.

A job builds the request in the charger's OCPP version (`requests`), is told of
messages and of what happens at the file server (`events`), and says at any time how
far it is (`states`): the checklist that a window draws. `firmware` and `logs` are the
two kinds of job; both put up with chargers that leave steps out or tell them in another
order. `kinds` tells what a received file is by its first bytes; `certificates` and
`signatures` read what signed firmware comes with.
"""
