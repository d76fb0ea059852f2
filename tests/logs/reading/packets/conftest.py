# SPDX-License-Identifier: Apache-2.0
"""Packets as a network card would see them, and files of them."""

import base64
import ipaddress
import struct

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

START = 1_767_225_600_000_000  # 2026-01-01


class Network:
    """One TCP connection of a charger to a CSMS, packet by packet."""

    def __init__(self, *, client=("192.0.2.7", 50_123), server=("192.0.2.1", 9000)):
        self.ends = {True: client, False: server}
        self.numbers = {True: 1_000, False: 4_294_967_290}  # the second wraps soon
        self.packets = []
        self.at = START
        self.deflators = {}

    def segment(self, data=b"", *, is_client=True, flags=16, number=None, snap=None):
        """Add a packet with a TCP segment and return the packet."""
        if number is None:
            number = self.numbers[is_client]
            self.numbers[is_client] = (number + len(data) + (flags & 3 > 0)) % 2**32
        source, target = self.ends[is_client], self.ends[not is_client]
        tcp = struct.pack("!HHIIBBHHH", source[1], target[1], number, 0, 0x50, flags,
                          1000, 0, 0)  # fmt: skip
        packet = ethernet(source[0], target[0], tcp + data)
        self.at += 1_000
        self.packets.append((self.at, packet[:snap] if snap else packet))
        return packet

    def open(self, path="/ocpp/CP%2F1", *, protocol="ocpp1.6", extensions=""):
        """Shake hands."""
        self.segment(flags=2)
        self.segment(is_client=False, flags=18)
        self.segment(request(path, protocol))
        self.segment(answer(protocol, extensions), is_client=False)

    def say(self, text, *, is_client=True, opcode=Opcode.TEXT, is_final=True):
        """Send a frame in one segment."""
        self.segment(
            self.frame(text, is_client=is_client, opcode=opcode, is_final=is_final),
            is_client=is_client,
        )

    def frame(self, text, *, is_client=True, opcode=Opcode.TEXT, is_final=True):
        data = text.encode() if isinstance(text, str) else text
        return Frame(opcode, data, is_final).serialize(mask=is_client)

    def deflated(self, text, *, is_client=True):
        """Return a compressed frame; what came before is its dictionary."""
        extension = self.deflators.setdefault(
            is_client, PerMessageDeflate(False, False, 15, 15)
        )
        frame = Frame(Opcode.TEXT, text.encode())
        return frame.serialize(mask=is_client, extensions=[extension])

    def pcap(self):
        """Return the packets as a pcap file."""
        head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1)
        return head + b"".join(
            struct.pack("<IIII", at // 10**6, at % 10**6, len(data), len(data)) + data
            for at, data in self.packets
        )


def ethernet(source, target, segment):
    addresses = [ipaddress.ip_address(end).packed for end in (source, target)]
    length = len(segment)
    if len(addresses[0]) == 4:
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, 1, 0, 64, 6, 0)
        return bytes(12) + b"\x08\x00" + head + b"".join(addresses) + segment
    head = struct.pack("!IHBB", 0x6000_0000, length, 6, 64)
    return bytes(12) + b"\x86\xdd" + head + b"".join(addresses) + segment


def request(path, protocol):
    key = base64.b64encode(bytes(16)).decode()
    lines = [f"GET {path} HTTP/1.1", "Host: csms", "Upgrade: websocket",
             "Connection: Upgrade", f"Sec-WebSocket-Key: {key}"]  # fmt: skip
    if protocol:
        lines.append(f"Sec-WebSocket-Protocol: {protocol}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def answer(protocol, extensions="", status="101 Switching Protocols"):
    lines = [f"HTTP/1.1 {status}", "Upgrade: websocket", "Connection: Upgrade"]
    if protocol:
        lines.append(f"Sec-WebSocket-Protocol: {protocol}")
    if extensions:
        lines.append(f"Sec-WebSocket-Extensions: {extensions}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.fixture
def make_network():
    """Make a connection."""
    return Network


@pytest.fixture
def network():
    """A connection between 192.0.2.7:50123 and 192.0.2.1:9000."""
    return Network()


@pytest.fixture
def http_answer():
    """Write the head of an answer to a handshake."""
    return answer
