# SPDX-License-Identifier: Apache-2.0
"""The files packet captures are kept in: pcap and pcapng.

pcap: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html, pcapng:
https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html. What is cut off or
damaged ends the capture; what came before is read.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

LONGEST_PACKET: Final = 1 << 20  # libpcap's own limit is 256 kB
_LONGEST_BLOCK: Final = 1 << 24  # a block has options and name tables besides

_PCAP: Final = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000),
}
_SECTION: Final = 0x0A0D0D0A
_INTERFACE: Final = 1
_OLD_PACKET: Final = 2
_SIMPLE_PACKET: Final = 3
_PACKET: Final = 6
_RESOLUTION: Final = 9
_OFFSET: Final = 14


class Packet(NamedTuple):
    """A packet as the network interface saw it."""

    at: int | None
    """Microseconds since 1970, UTC; None where the file does not tell."""
    link_type: int
    """What the packet begins with, a LINKTYPE of tcpdump.org."""
    data: bytes
    """Its bytes, as far as they were recorded."""


class DamagedError(Exception):
    """The rest of the file cannot be read; the text says why."""


def is_capture(head: bytes) -> bool:
    """Tell whether a file that begins so is a packet capture."""
    return head[:4] in _PCAP or (
        head[:4] == b"\x0a\x0d\x0d\x0a"
        and head[8:12] in (b"\x4d\x3c\x2b\x1a", b"\x1a\x2b\x3c\x4d")
    )


def read_packets(file: BinaryIO) -> Iterator[Packet]:
    """Read the packets of a file in their order.

    Args:
        file: The file, opened for bytes, at its beginning.

    Raises:
        DamagedError: Where the file cannot be read further.
    """
    magic = file.read(4)
    if magic in _PCAP:
        order, units = _PCAP[magic]
        return _pcap(file, order, units)
    file.seek(-len(magic), 1)
    return _pcapng(file)


def _pcap(file: BinaryIO, order: str, units: int) -> Iterator[Packet]:
    header = struct.Struct(order + "HHiIII")
    _major, _minor, _zone, _figures, _longest, link_type = header.unpack(
        _exactly(file, header.size)
    )
    # The upper bits tell of frame check sequences, which nothing here reads.
    link_type &= 0x0FFF_FFFF
    record = struct.Struct(order + "IIII")
    while start := file.read(record.size):
        if len(start) < record.size:
            raise DamagedError("The capture ends in the middle of a packet.")
        seconds, fraction, size, _length = record.unpack(start)
        if size > LONGEST_PACKET:
            raise DamagedError(f"A packet claims to have {size} bytes.")
        at = seconds * 1_000_000 + fraction * 1_000_000 // units
        yield Packet(at, link_type, _exactly(file, size))


class _Interface(NamedTuple):
    link_type: int
    longest: int
    units: int
    offset_s: int


def _pcapng(file: BinaryIO) -> Iterator[Packet]:
    order = "<"
    interfaces: list[_Interface] = []
    while start := file.read(8):
        if len(start) < 8:
            raise DamagedError("The capture ends in the middle of a block.")
        kind, size = struct.unpack(order + "II", start)
        if kind == _SECTION:
            # Each section has an order of bytes and interfaces of its own.
            magic = _exactly(file, 4)
            order = "<" if magic == b"\x4d\x3c\x2b\x1a" else ">"
            size = struct.unpack(order + "I", start[4:])[0]
            interfaces = []
            body = magic + _body(file, size - 4)
        else:
            body = _body(file, size)
        if kind == _INTERFACE:
            interfaces.append(_interface(body, order))
        elif kind in (_PACKET, _OLD_PACKET):
            yield _packet(body, order, interfaces, is_old=kind == _OLD_PACKET)
        elif kind == _SIMPLE_PACKET and interfaces and len(body) >= 4:
            length = min(struct.unpack_from(order + "I", body)[0], len(body) - 4)
            if interfaces[0].longest:
                length = min(length, interfaces[0].longest)
            yield Packet(None, interfaces[0].link_type, body[4 : 4 + length])


def _body(file: BinaryIO, size: int) -> bytes:
    """Read what stands between the head of a block and the size at its end."""
    if not 12 <= size <= _LONGEST_BLOCK:
        raise DamagedError(f"A block claims to have {size} bytes.")
    return _exactly(file, size - 8)[:-4]


def _packet(
    body: bytes, order: str, interfaces: list[_Interface], *, is_old: bool
) -> Packet:
    if len(body) < 20:
        raise DamagedError("A packet is shorter than what has to stand in it.")
    # The old block has a count of lost packets in the upper half of the first field.
    number = struct.unpack_from(order + ("H" if is_old else "I"), body)[0]
    high, low, size = struct.unpack_from(order + "III", body, 4)
    if number >= len(interfaces):
        raise DamagedError("A packet names an interface that the file does not have.")
    interface = interfaces[number]
    ticks = high << 32 | low
    at = ticks * 1_000_000 // interface.units + interface.offset_s * 1_000_000
    return Packet(at, interface.link_type, body[20 : 20 + size])


def _interface(body: bytes, order: str) -> _Interface:
    if len(body) < 8:
        raise DamagedError("An interface is described in too few bytes.")
    link_type, _reserved, longest = struct.unpack_from(order + "HHI", body)
    units, offset_s = 1_000_000, 0
    position = 8
    while position + 4 <= len(body):
        code, size = struct.unpack_from(order + "HH", body, position)
        value = body[position + 4 : position + 4 + size]
        position += 4 + (size + 3) // 4 * 4
        if code == _RESOLUTION and len(value) == 1:
            # The first bit chooses between powers of two and of ten.
            exponent = value[0] & 0x7F
            units = 2**exponent if value[0] & 0x80 else 10 ** min(exponent, 30)
        elif code == _OFFSET and len(value) == 8:
            offset_s = struct.unpack(order + "q", value)[0]
    return _Interface(link_type, longest, units, offset_s)


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise DamagedError("The capture ends in the middle of a packet.")
    return data
