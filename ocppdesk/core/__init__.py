# SPDX-License-Identifier: Apache-2.0
"""OCPP-J without input or output.

Text and time go in; messages to record, and texts to send, come out. Nothing here
opens a socket, reads a clock or touches a file other than the program's own tables.
What a charger gets wrong is data here, never an exception.
"""
