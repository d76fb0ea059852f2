# SPDX-License-Identifier: Apache-2.0
import struct

import pytest

from ocppdesk.logs.reading.packets.segments import endpoint_text, segment_of


def internet(packet):
    return packet[14:]


@pytest.fixture
def packet(network):
    return network.segment(b"hello")


@pytest.fixture
def packet_6(make_network):
    network = make_network(client=("2001:db8::7", 50_123), server=("2001:db8::1", 9000))
    return network.segment(b"hello")


@pytest.mark.parametrize(
    ("link_type", "head"),
    [
        (1, bytes(12) + b"\x08\x00"),
        (1, bytes(12) + b"\x81\x00\0\x05\x08\x00"),
        (1, bytes(12) + b"\x88\xa8\0\x05\x81\x00\0\x07\x08\x00"),
        (1, bytes(12) + b"\x88\x64" + b"\x11\0\0\0\0\0\0\x21"),
        (113, bytes(14) + b"\x08\x00"),
        (276, b"\x08\x00" + bytes(18)),
        (0, b"\x02\0\0\0"),
        (101, b""),
        (12, b""),
        (9, b"\xff\x03\x00\x21"),
    ],
    ids=["ethernet", "vlan", "two-vlans", "pppoe", "any", "any-2", "loopback", "raw",
         "raw-bsd", "ppp"],
)  # fmt: skip
def test_segments_are_found_on_every_kind_of_network(packet, link_type, head):
    found = segment_of(link_type, head + internet(packet))
    assert (found.data, found.missing) == (b"hello", 0)
    assert endpoint_text(found.source) == "192.0.2.7:50123"


def test_segments_are_found_in_ip_6(packet_6):
    found = segment_of(1, packet_6)
    assert found.data == b"hello"
    assert endpoint_text(found.target) == "[2001:db8::1]:9000"


def test_segments_are_found_behind_options_of_ip_6(packet_6):
    start, segment = packet_6[:54], packet_6[54:]
    length = struct.pack("!H", len(segment) + 16)
    head = start[:18] + length + b"\x00" + start[21:]
    options = b"\x3c\x00" + bytes(6) + b"\x06\x00" + bytes(6)
    assert segment_of(1, head + options + segment).data == b"hello"


def test_padding_is_no_data(network):
    assert segment_of(1, network.segment(b"") + bytes(6)).data == b""


def test_bytes_that_were_not_recorded_are_counted(packet):
    found = segment_of(1, packet[:-3])
    assert (found.data, found.missing) == (b"he", 3)


def test_what_a_segment_does_is_told(network):
    flags = segment_of(1, network.segment(flags=2 | 16))
    assert (flags.is_first, flags.is_answer, flags.is_last) == (True, True, False)
    assert segment_of(1, network.segment(flags=1)).is_last
    assert segment_of(1, network.segment(flags=4)).is_abort


def test_other_protocols_have_no_segments(packet):
    udp = packet[:23] + b"\x11" + packet[24:]
    assert segment_of(1, udp) is None
    assert segment_of(1, bytes(12) + b"\x08\x06" + bytes(40)) is None
    assert segment_of(147, packet) is None


def test_a_later_fragment_has_no_segment(packet):
    assert segment_of(1, packet[:20] + b"\x00\x10" + packet[22:]) is None


@pytest.mark.parametrize("length", range(0, 48, 3))
def test_a_packet_that_was_cut_off_has_no_segment(packet, length):
    assert segment_of(1, packet[:length]) is None
