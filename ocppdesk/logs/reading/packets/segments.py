# SPDX-License-Identifier: Apache-2.0
"""TCP segments in packets of several kinds of networks."""

import ipaddress
import struct
from typing import Final, NamedTuple

Endpoint = tuple[bytes, int]
"""An address (4 or 16 bytes) and a port."""

_ETHERNET: Final = 1
_LOOPBACK: Final = (0, 108)
_RAW: Final = (12, 14, 101, 228, 229)
_COOKED: Final = 113
_COOKED_2: Final = 276
_PPP: Final = 9

_IP4: Final = 0x0800
_IP6: Final = 0x86DD
_VLANS: Final = (0x8100, 0x88A8, 0x9100)
_PPPOE: Final = 0x8864
_TCP: Final = 6
_IP6_OPTIONS: Final = (0, 43, 60, 135)  # headers that say how long they are
_IP6_FRAGMENT: Final = 44


class Segment(NamedTuple):
    """What one packet brought from one end of a TCP connection to the other."""

    source: Endpoint
    """Where it came from."""
    target: Endpoint
    """Where it went."""
    number: int
    """The sequence number of its first byte."""
    is_first: bool
    """Whether it asks for a connection or grants it (SYN)."""
    is_answer: bool
    """Whether it acknowledges something (ACK)."""
    is_last: bool
    """Whether nothing comes after it (FIN)."""
    is_abort: bool
    """Whether it breaks the connection off (RST)."""
    data: bytes
    """What it brought, as far as it was recorded."""
    missing: int
    """How many bytes behind those were not recorded."""


def endpoint_text(endpoint: Endpoint) -> str:
    """Write an address and a port as in `192.0.2.1:9000`."""
    address, port = endpoint
    text = str(ipaddress.ip_address(address))
    return f"[{text}]:{port}" if len(address) == 16 else f"{text}:{port}"


def segment_of(link_type: int, data: bytes) -> Segment | None:
    """Find the TCP segment in a packet.

    Args:
        link_type: What the packet begins with, a LINKTYPE of tcpdump.org.
        data: The packet.

    Returns:
        The segment, or None if it has none, or so little of one that nothing is told.
    """
    try:
        return _linked(link_type, data)
    except (struct.error, IndexError):
        return None  # Cut off before the end of a header.


def _linked(link_type: int, data: bytes) -> Segment | None:
    if link_type == _ETHERNET:
        return _typed(data, 12)
    if link_type == _COOKED:
        return _typed(data, 14)
    if link_type == _COOKED_2:
        return _of_protocol(struct.unpack_from("!H", data)[0], data, 20)
    if link_type in _LOOPBACK:
        return _internet(data, 4)
    if link_type in _RAW:
        return _internet(data, 0)
    if link_type == _PPP:
        return _internet(data, 4 if data[:2] == b"\xff\x03" else 2)
    return None


def _typed(data: bytes, position: int) -> Segment | None:
    """Go on where the two bytes stand that name the next protocol."""
    (protocol,) = struct.unpack_from("!H", data, position)
    while protocol in _VLANS:
        position += 4
        (protocol,) = struct.unpack_from("!H", data, position)
    return _of_protocol(protocol, data, position + 2)


def _of_protocol(protocol: int, data: bytes, position: int) -> Segment | None:
    if protocol in (_IP4, _IP6):
        return _internet(data, position)
    if protocol == _PPPOE:
        return _internet(data, position + 8)
    return None


def _internet(data: bytes, start: int) -> Segment | None:
    version = data[start] >> 4
    if version == 4:
        return _internet_4(data, start)
    if version == 6:
        return _internet_6(data, start)
    return None


def _internet_4(data: bytes, start: int) -> Segment | None:
    head, _kind, length, _id, fragment, _hops, protocol = struct.unpack_from(
        "!BBHHHBB", data, start
    )
    # The first fragment has the ports; the others would need all of them put together,
    # which TCP over any network of today avoids.
    if protocol != _TCP or fragment & 0x1FFF:
        return None
    begin = start + (head & 0xF) * 4
    # A network card that cuts packets itself leaves the length to be 0.
    end = start + length if length else len(data)
    source, target = data[start + 12 : start + 16], data[start + 16 : start + 20]
    return _tcp(data, begin, end, source, target)


def _internet_6(data: bytes, start: int) -> Segment | None:
    length, following = struct.unpack_from("!HB", data, start + 4)
    begin = start + 40
    end = begin + length if length else len(data)
    source, target = data[start + 8 : start + 24], data[start + 24 : start + 40]
    while following != _TCP:
        if following in _IP6_OPTIONS:
            following, size = data[begin], (data[begin + 1] + 1) * 8
        elif following == _IP6_FRAGMENT:
            if struct.unpack_from("!H", data, begin + 2)[0] & 0xFFF8:
                return None
            following, size = data[begin], 8
        else:
            return None
        begin += size
    return _tcp(data, begin, end, source, target)


def _tcp(
    data: bytes, start: int, end: int, source: bytes, target: bytes
) -> Segment | None:
    source_port, target_port, number, _acknowledged, size, flags = struct.unpack_from(
        "!HHIIBB", data, start
    )
    begin = start + (size >> 4) * 4
    found = data[begin:end]
    if begin < start + 20 or end < begin:
        return None
    return Segment(
        (source, source_port),
        (target, target_port),
        number,
        is_first=bool(flags & 2),
        is_answer=bool(flags & 16),
        is_last=bool(flags & 1),
        is_abort=bool(flags & 4),
        data=found,
        missing=end - begin - len(found),
    )
