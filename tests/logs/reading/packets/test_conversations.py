# SPDX-License-Identifier: Apache-2.0
import struct

import pytest
from websockets.frames import Opcode

from ocppdesk.logs.reading.packets.conversations import (
    Goodbye,
    HalfConversation,
    Handshake,
    Message,
    Trouble,
)

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'


@pytest.fixture
def server(http_answer):
    half = HalfConversation(is_client=False)
    half.feed(http_answer("ocpp1.6"))
    return half


def deflating(http_answer, parameters=""):
    half = HalfConversation(is_client=False)
    half.feed(http_answer("ocpp1.6", f"permessage-deflate{parameters}"))
    return half


def test_the_answer_to_a_handshake_is_read(http_answer):
    half = HalfConversation(is_client=False)
    head = http_answer("ocpp1.6")
    assert half.feed(head[:30]) == []
    (found,) = half.feed(head[30:])
    assert found.first_line == "HTTP/1.1 101 Switching Protocols"
    assert found.headers["sec-websocket-protocol"] == "ocpp1.6"


def test_frames_behind_the_answer_are_read(http_answer, network):
    half = HalfConversation(is_client=False)
    found = half.feed(http_answer("") + network.frame(BOOT, is_client=False))
    assert found[1:] == [Message(BOOT.encode(), True)]


def test_a_frame_in_many_pieces_is_one_message(server, network):
    data = network.frame(BOOT, is_client=False)
    found = [event for byte in data for event in server.feed(bytes([byte]))]
    assert found == [Message(BOOT.encode(), True)]


def test_fragments_are_one_message_and_pings_may_stand_between(server, network):
    def frame(text, opcode, **flags):
        return network.frame(text, is_client=False, opcode=opcode, **flags)

    found = server.feed(
        frame("[3,", Opcode.TEXT, is_final=False)
        + frame("?", Opcode.PING)
        + frame('"1",', Opcode.CONT, is_final=False)
        + frame("{}]", Opcode.CONT)
    )
    assert found == [Message(b'[3,"1",{}]', True)]


def test_the_goodbye_tells_why(server, network):
    data = struct.pack("!H", 1001) + b"reboot"
    frame = network.frame(data, is_client=False, opcode=Opcode.CLOSE)
    assert server.feed(frame) == [Goodbye(1001, "reboot")]


@pytest.mark.parametrize(
    ("data", "goodbye"),
    [(b"", Goodbye(None, "")), (b"\x03\xed", Goodbye(1005, ""))],
    ids=["nothing", "a-code-that-is-never-sent"],
)
def test_odd_goodbyes_are_told_as_they_are(server, network, data, goodbye):
    frame = network.frame(data, is_client=False, opcode=Opcode.CLOSE)
    assert server.feed(frame) == [goodbye]


def test_compressed_messages_use_those_before_as_a_dictionary(http_answer, network):
    half = deflating(http_answer)
    found = []
    for _repetition in range(3):
        found += half.feed(network.deflated(BOOT, is_client=False))
    assert found == [Message(BOOT.encode(), True)] * 3


def test_compression_without_a_dictionary_is_undone(http_answer, make_network):
    half = deflating(http_answer, "; server_no_context_takeover")
    found = half.feed(make_network().deflated(BOOT, is_client=False))
    found += half.feed(make_network().deflated(BOOT, is_client=False))
    assert found == [Message(BOOT.encode(), True)] * 2


def test_odd_window_sizes_do_no_harm(http_answer, network):
    half = deflating(http_answer, "; server_max_window_bits=99")
    assert half.feed(network.deflated(BOOT, is_client=False))


def test_what_lacks_its_dictionary_is_said_to_be_compressed(http_answer, network):
    half = deflating(http_answer)
    network.deflated(BOOT, is_client=False)
    assert half.feed(network.deflated(BOOT, is_client=False)) == [Trouble.COMPRESSED]


def test_a_message_that_grows_beyond_all_measure_is_refused(http_answer, network):
    half = deflating(http_answer)
    bomb = network.deflated("x" * (17 << 20), is_client=False)
    assert half.feed(bomb) == [Trouble.TOO_LONG]
    assert half.is_dead


def test_a_frame_that_claims_too_much_is_refused(server):
    assert server.feed(b"\x81\x7f" + struct.pack("!Q", 2**40)) == [Trouble.TOO_LONG]


def test_fragments_without_end_are_refused(server, network):
    part = b"\x01" + network.frame("x" * (1 << 20), is_client=False)[1:]
    following = b"\x00" + part[1:]
    found = server.feed(part) + [e for _i in range(17) for e in server.feed(following)]
    assert found == [Trouble.TOO_LONG]


def test_after_a_gap_reading_goes_on_with_the_next_frame(server, network):
    frame = network.frame(BOOT, is_client=False)
    server.feed(frame[:20])
    assert server.gap() == [Trouble.GAP]
    assert server.feed(frame[40:]) == []
    assert server.feed(frame) == [Message(BOOT.encode(), True)]


@pytest.mark.parametrize("head", [b"\x16\x03\x01\x02\0", b"\x17\x03\x03\x02\0"])
def test_encryption_is_recognised(head):
    half = HalfConversation(is_client=True)
    assert half.feed(head) == [Trouble.ENCRYPTED]
    assert half.feed(b"more") == []


@pytest.mark.parametrize("data", [b"SSH-2.0-x\r\n", b"GET / HTTP/1.1\r\n\r\n"])
def test_other_protocols_are_no_websockets(data):
    assert HalfConversation(is_client=True).feed(data) == [Trouble.FOREIGN]


def test_a_head_without_end_is_no_websocket():
    half = HalfConversation(is_client=True)
    assert half.feed(b"GET /" + b"x" * (1 << 17)) == [Trouble.FOREIGN]


def test_a_handshake_that_was_refused_is_told(http_answer):
    half = HalfConversation(is_client=False)
    refused, trouble = half.feed(http_answer("", status="401 Unauthorized"))
    assert isinstance(refused, Handshake)
    assert trouble is Trouble.FOREIGN


def test_frames_of_an_older_connection_are_read(network):
    half = HalfConversation(is_client=True)
    assert half.feed(network.frame(BOOT)) == [Message(BOOT.encode(), True)]


def test_bytes_that_are_no_frames_end_it(server):
    assert server.feed(b"\xff\xff\xff\xff") == [Trouble.BROKEN]
    assert server.is_dead
