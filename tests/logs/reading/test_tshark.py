# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Kind, LinkEvent, State
from ocppdesk.logs.reading.tshark import TsharkFormat, TsharkReader

IN, OUT = Direction.IN, Direction.OUT
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
ANSWER = '[3,"1",{"status":"Accepted"}]'


def verbose(number, inner, *, is_up=True, time="1767225600.500000000"):
    ends = ("192.0.2.7", "192.0.2.1") if is_up else ("192.0.2.1", "192.0.2.7")
    ports = (50123, 9000) if is_up else (9000, 50123)
    return (
        f"Frame {number}: 246 bytes on wire (1968 bits), 246 bytes captured\n"
        f"    Epoch Arrival Time: {time}\n"
        f"Internet Protocol Version 4, Src: {ends[0]}, Dst: {ends[1]}\n"
        f"Transmission Control Protocol, Src Port: {ports[0]}, Dst Port: {ports[1]}, "
        f"Seq: 1\n{inner}\n"
    )


def websocket(text, *, is_masked=True, mark=""):
    return (
        "WebSocket\n    .... 0001 = Opcode: Text (1)\n"
        f"    {int(is_masked)}... .... = Mask: {is_masked}\n    Payload\n"
        f"        Text{mark}: {text}\nLine-based text data (1 lines)\n"
    )


GET = "Hypertext Transfer Protocol\n    GET /ocpp/Pole HTTP/1.1\\r\\n\n"
SWITCHED = (
    "Hypertext Transfer Protocol\n    HTTP/1.1 101 Switching Protocols\\r\\n\n"
    "    Sec-WebSocket-Protocol: ocpp1.6\\r\\n\n"
)


def layers(number, *, is_up=True, **inner):
    ends = ("192.0.2.7", "192.0.2.1") if is_up else ("192.0.2.1", "192.0.2.7")
    ports = ("50123", "9000") if is_up else ("9000", "50123")
    return {"_source": {"layers": {
        "frame": {"frame.number": str(number), "frame.time_epoch": "1767225600.5"},
        "ip": {"ip.src": ends[0], "ip.dst": ends[1]},
        "tcp": {"tcp.srcport": ports[0], "tcp.dstport": ports[1]},
        **inner,
    }}}  # fmt: skip


def test_the_text_of_minus_v_is_read(read_as):
    read = read_as(
        TsharkReader,
        verbose(1, GET)
        + verbose(2, SWITCHED, is_up=False)
        + verbose(4, websocket(BOOT))
        + verbose(5, websocket(ANSWER, is_masked=False), is_up=False),
    )
    boot, answer = read.frames
    assert (boot.raw, boot.line, boot.charger) == (BOOT, 4, "Pole")
    assert (boot.at, boot.link) == (1_767_225_600_500_000, "192.0.2.7:50123")
    assert (boot.direction, answer.direction) == (IN, OUT)
    assert answer.charger == "Pole"
    (opened,) = read.others
    assert isinstance(opened, LinkEvent)
    assert read.reader.inferences.version.value == "1.6"
    assert read.reader.advice == ""


@pytest.mark.parametrize("mark", [" [truncated]", " […]"])
def test_a_text_that_tshark_cut_off_is_truncated(read_as, mark):
    (frame,) = read_as(TsharkReader, verbose(1, websocket(BOOT[:50], mark=mark))).frames
    assert frame.state is State.TRUNCATED


def test_a_text_that_stands_twice_is_one_message(read_as):
    inner = websocket(BOOT[:50], mark=" [truncated]") + f"    {BOOT}\n"
    (frame,) = read_as(TsharkReader, verbose(1, inner)).frames
    assert (frame.raw, frame.state) == (BOOT, State.COMPLETE)


def test_a_text_that_is_no_message_is_told(read_as):
    (line,) = read_as(TsharkReader, verbose(1, websocket("[oops"))).others
    assert line.kind is Kind.UNREADABLE


def test_json_has_each_message_once(read_as):
    packets = [
        layers(1, http={"GET /Pole HTTP/1.1\\r\\n": {"http.request.uri": "/Pole"}}),
        layers(3, websocket={"websocket.mask": "1",
                             "websocket.payload": {"websocket.payload.text": BOOT}},
               **{"data-text-lines": {BOOT: ""}}),
        layers(4, is_up=False, websocket={"websocket.mask": "0",
                                          "websocket.payload.text": ANSWER}),
    ]  # fmt: skip
    read = read_as(TsharkReader, json.dumps(packets, indent=2))
    boot, answer = read.frames
    assert (boot.raw, boot.line, boot.charger, boot.direction) == (BOOT, 3, "Pole", IN)
    assert (answer.direction, answer.charger) == (OUT, "Pole")
    assert boot.at == 1_767_225_600_500_000


def test_several_messages_in_a_packet_are_all_read(read_as):
    packet = layers(3, websocket={"websocket.mask": "1", "t": BOOT})
    text = json.dumps([packet]).replace(
        '"websocket":', '"websocket": {"x": "[2,\\"9\\",\\"Heartbeat\\",{}]"}, '
        '"websocket":',
    )  # fmt: skip
    assert len(read_as(TsharkReader, text).frames) == 2


def test_a_print_without_messages_says_what_to_do(read_as):
    assert "pcapng" in read_as(TsharkReader, verbose(1, "")).reader.advice


def test_prints_of_tshark_are_recognised(tmp_path):
    confidence = TsharkFormat().confidence
    assert confidence(tmp_path, verbose(1, "").encode()) > 0.9
    assert confidence(tmp_path, json.dumps([layers(1)]).encode()) > 0.9
    assert confidence(tmp_path, b"Frame 1: sent") == 0


def test_deep_nesting_does_no_harm(read_as):
    deep = '{"a":' * 900 + "1" + "}" * 900
    text = f'[{json.dumps(layers(1))}, {{"_source": {{"layers": {deep}}}}}]'
    assert not read_as(TsharkReader, text).frames
