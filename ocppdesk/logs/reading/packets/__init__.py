# SPDX-License-Identifier: Apache-2.0
"""Packet captures: from the packets of a network to the frames in WebSockets.

`files` reads pcap and pcapng, `segments` finds TCP in a packet, `streams` puts the
bytes of one direction in order, `conversations` reads the handshake and the WebSocket
frames, `packets` makes frames of OCPP of them.

Why no library? scapy is under the GPL, which a program under the Apache License cannot
ship. dpkt has had no release since 2022 and takes every packet of a capture of two
interfaces for one of the first. What is needed of them is small and does not change.
"""
