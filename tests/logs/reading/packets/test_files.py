# SPDX-License-Identifier: Apache-2.0
import io
import struct

import pytest

from ocppdesk.logs.reading.packets.files import DamagedError, is_capture, read_packets

AT = 1_767_225_600_123_456


def pcap(order="<", magic=0xA1B2C3D4, fraction=123_456, link_type=1):
    head = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65_535, link_type)
    seconds = AT // 1_000_000
    return head + struct.pack(order + "IIII", seconds, fraction, 3, 3) + b"abc"


def block(kind, body, order="<"):
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def section(order="<"):
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(order="<", link_type=1, options=b""):
    body = struct.pack(order + "HHI", link_type, 0, 0) + options
    return block(1, body, order)


def packet(data=b"abc", order="<", number=0, ticks=AT):
    head = struct.pack(order + "IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF,
                       len(data), len(data))  # fmt: skip
    return block(6, head + data, order)


def read(data):
    return list(read_packets(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("order", "magic", "fraction"),
    [
        ("<", 0xA1B2C3D4, 123_456),
        (">", 0xA1B2C3D4, 123_456),
        ("<", 0xA1B23C4D, 123_456_789),
        (">", 0xA1B23C4D, 123_456_789),
    ],
    ids=["little", "big", "little-nanoseconds", "big-nanoseconds"],
)
def test_pcap_of_either_order_and_unit_is_read(order, magic, fraction):
    data = pcap(order, magic, fraction)
    assert is_capture(data)
    assert read(data) == [(AT, 1, b"abc")]


@pytest.mark.parametrize("order", "<>")
def test_pcapng_of_either_order_is_read(order):
    data = section(order) + interface(order) + packet(order=order)
    assert is_capture(data)
    assert read(data) == [(AT, 1, b"abc")]


def test_each_packet_begins_as_its_own_interface_says():
    data = section() + interface(link_type=1) + interface(link_type=113)
    found = read(data + packet(number=1) + packet(number=0))
    assert [each.link_type for each in found] == [113, 1]


@pytest.mark.parametrize(
    ("resolution", "ticks"),
    [(9, AT * 1000 + 7), (6, AT), (0x80 | 20, AT * 2**20 // 1_000_000 + 1)],
    ids=["nanoseconds", "microseconds", "power-of-two"],
)
def test_the_unit_of_times_is_heeded(resolution, ticks):
    options = struct.pack("<HHB3x", 9, 1, resolution)
    found = read(section() + interface(options=options) + packet(ticks=ticks))
    assert found[0].at == pytest.approx(AT, abs=1)


def test_a_section_has_interfaces_of_its_own():
    first = section() + interface() + packet()
    second = section(">") + interface(">", link_type=113) + packet(order=">")
    assert [each.link_type for each in read(first + second)] == [1, 113]


def test_other_blocks_are_passed_over():
    data = section() + interface() + block(4, b"names") + packet()
    assert len(read(data)) == 1


def test_packets_without_a_time_are_read():
    simple = block(3, struct.pack("<I", 3) + b"abc")
    assert read(section() + interface() + simple) == [(None, 1, b"abc")]


@pytest.mark.parametrize(
    "data",
    [
        pcap()[:-1],
        pcap() + b"\x01\x02",
        pcap()[:32] + struct.pack("<II", 2**31, 2**31),
        section() + interface() + packet()[:-6],
        section() + interface() + packet(number=7),
        section() + struct.pack("<II", 6, 2**31),
        section() + struct.pack("<II", 6, 4),
        section() + interface() + block(6, b"abc"),
        section() + block(1, b"abc"),
    ],
    ids=["cut", "cut-head", "huge-packet", "cut-block", "unknown-interface",
         "huge-block", "tiny-block", "short-packet", "short-interface"],
)  # fmt: skip
def test_damage_ends_the_capture_with_a_sentence(data):
    with pytest.raises(DamagedError, match=r"\.$"):
        read(data)


def test_what_came_before_the_damage_is_read():
    packets = read_packets(io.BytesIO(pcap() + b"\0"))
    assert next(packets).data == b"abc"


@pytest.mark.parametrize("head", [b"", b"\xd4\xc3", b"{}", b"\n\r\r\n" + bytes(20)])
def test_other_files_are_no_captures(head):
    assert not is_capture(head)
