# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.found import Assumptions, Frame, Kind, Line, LinkEvent, State
from ocppdesk.logs.reading.packets.packets import PacketFormat, PacketReader

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
ANSWER = '[3,"1",{"currentTime":"2026-01-01T00:00:00Z","interval":10}]'


@pytest.fixture
def read(tmp_path):
    def read(*networks, assumptions=None):
        path = tmp_path / "a.pcap"
        packets = sorted(p for network in networks for p in network.packets)
        networks[0].packets = packets
        path.write_bytes(networks[0].pcap())
        reader = PacketReader(path, assumptions or Assumptions())
        found = [each for batch in reader.batches() for each in batch]
        assert reader.done == 1.0
        return reader, found

    return read


def frames(found):
    return [each for each in found if isinstance(each, Frame)]


def links(found):
    return [each for each in found if isinstance(each, LinkEvent)]


def test_messages_have_charger_direction_time_and_connection(network, read):
    network.open()
    network.say(BOOT)
    at = network.at
    network.say(ANSWER, is_client=False)
    boot, answer = frames(read(network)[1])
    assert (boot.raw, boot.value[2], boot.at) == (BOOT, "BootNotification", at)
    assert (boot.charger, boot.direction) == ("CP/1", Direction.IN)
    assert (answer.direction, answer.line) == (Direction.OUT, 6)
    assert boot.link == answer.link == "192.0.2.7:50123"


def test_the_handshake_and_the_end_are_told(network, read):
    network.open()
    network.say(BOOT)
    network.segment(flags=4)
    reader, found = read(network)
    opened, closed = links(found)
    assert (opened.is_opened, opened.charger) == (True, "CP/1")
    assert "ocpp1.6" in opened.text
    assert not closed.is_opened
    assert "charger reset the TCP connection" in closed.text
    assert reader.inferences.version.value == "1.6"
    assert reader.inferences.zone.is_explicit


def test_a_close_frame_is_told_once(network, read):
    network.open()
    network.segment(b"\x88\x02\x03\xe9", is_client=False)
    network.segment(b"\x88\x80\x00\x00\x00\x00")
    network.segment(flags=1)
    _opened, *closed = links(read(network)[1])
    assert [each.text for each in closed] == [
        "The CSMS closed the WebSocket with code 1001."
    ]


def test_a_refused_handshake_is_told(network, read, http_answer):
    network.open()
    network.packets.pop()
    network.numbers[False] = 4_294_967_291
    network.segment(http_answer("", status="404 Not Found"), is_client=False)
    (refused,) = links(read(network)[1])
    assert not refused.is_opened
    assert "404 Not Found" in refused.text


def test_segments_may_come_twice_and_in_any_order(network, read):
    network.open()
    data = network.frame(BOOT)
    number = network.numbers[True]
    network.segment(data[20:40], number=number + 20)
    network.segment(data[40:], number=number + 40)
    network.segment(data[:20], number=number)
    network.segment(data[:20], number=number)
    assert [frame.raw for frame in frames(read(network)[1])] == [BOOT]


def test_compression_is_undone_as_the_handshake_agreed(network, read):
    network.open(extensions="permessage-deflate; client_max_window_bits=15")
    for _repetition in range(2):
        network.segment(network.deflated(BOOT))
    network.segment(network.deflated(ANSWER, is_client=False), is_client=False)
    assert [f.raw for f in frames(read(network)[1])] == [BOOT, BOOT, ANSWER]


def test_a_connection_older_than_the_capture_is_read(network, read):
    network.say(ANSWER, is_client=False)
    network.say(BOOT)
    reader, found = read(network, assumptions=Assumptions(charger="Pole"))
    assert [(f.direction, f.charger) for f in frames(found)] == [
        (Direction.OUT, "Pole"),
        (Direction.IN, "Pole"),
    ]
    assert reader.inferences.version.value == "1.6"


def test_missing_packets_are_told(network, read):
    network.open()
    network.say(BOOT)
    network.packets.pop()
    network.say(BOOT)
    found = read(network)[1]
    assert len(frames(found)) == 1
    (line,) = [each for each in found if isinstance(each, Line)]
    assert line.kind is Kind.UNREADABLE
    assert "missing" in line.why


def test_a_port_that_is_used_again_is_another_connection(network, read):
    network.open("/A")
    network.say(BOOT)
    network.open("/B")
    network.say(BOOT)
    found = read(network)[1]
    assert [frame.charger for frame in frames(found)] == ["A", "B"]


def test_encrypted_connections_are_said_to_be(network, read):
    network.segment(b"\x16\x03\x01\x02\x00\x01\x00")
    reader, found = read(network)
    assert "encrypted" in found[0].text
    assert "wss" in reader.advice


def test_noise_of_scrambling_chargers_is_said_to_be(network, read):
    network.open()
    network.say(bytes(range(128, 200)))
    (line,) = [each for each in read(network)[1] if isinstance(each, Line)]
    assert "Blink" in line.why


def test_what_is_no_frame_in_an_ocpp_connection_is_malformed(network, read):
    network.open()
    network.say('[2,"1","Heart')
    network.say("{}")
    states = [(f.state, f.value) for f in frames(read(network)[1])]
    assert states == [(State.MALFORMED, None)] * 2


def test_websockets_about_something_else_are_no_messages(network, read):
    network.open("/admin", protocol="")
    network.say("list")
    reader, found = read(network)
    assert [each.kind for each in found] == [Kind.OTHER]
    assert reader.advice


def test_what_came_before_the_damage_is_there(network, tmp_path):
    network.open()
    network.say(BOOT)
    path = tmp_path / "a.pcap"
    path.write_bytes(network.pcap() + b"abc")
    found = [e for b in PacketReader(path, Assumptions()).batches() for e in b]
    assert len(frames(found)) == 1
    assert found[-1].kind is Kind.UNREADABLE


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "a.pcap"
    path.write_bytes(b"hello")
    with pytest.raises(ConversionError, match="no packet capture"):
        list(PacketReader(path, Assumptions()).batches())


def test_captures_are_recognised_by_their_beginning(network, tmp_path):
    network.open()
    assert PacketFormat().confidence(tmp_path, network.pcap()) == 1.0
    assert PacketFormat().confidence(tmp_path / "a.pcap", b"text") == 0.0
