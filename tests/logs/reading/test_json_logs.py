# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Assumptions, Kind, LinkEvent
from ocppdesk.logs.reading.json_logs import JsonFormat, JsonReader

IN, OUT = Direction.IN, Direction.OUT
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
ANSWER = '[3,"1",{"currentTime":"2026-01-01T00:00:00Z","interval":1.0}]'
AT = 1_767_225_600_000_000


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def test_entries_with_messages_are_read(read_as):
    entries = [
        {"timestamp": "2026-01-01T00:00:00.5",
         "message": 'HTTP Charger\u2192CMS Handshake:\n{"path": "/ws/Pole"}'},
        {"timestamp": "2026-01-01T00:00:00.6",
         "message": f"WebSocket Charger\u2192CMS Frame: {BOOT}"},
        {"timestamp": "2026-01-01T00:00:00.7", "message": "BootNotification: V"},
        {"timestamp": "2026-01-01T00:00:00.8",
         "message": f"WebSocket CMS\u2192Charger Frame: {ANSWER}"},
        {"timestamp": "2026-01-01T00:00:00.9",
         "message": f"failed: Waited 30s for response on {BOOT}"},
    ]  # fmt: skip
    read = read_as(JsonReader, json.dumps(entries))
    assert [frame.direction for frame in read.frames] == [IN, OUT]
    assert {frame.charger for frame in read.frames} == {"Pole"}
    assert read.frames[0].at == AT + 600_000
    opened, other, echo = read.others
    assert isinstance(opened, LinkEvent)
    assert (other.kind, echo.kind, echo.twin) == (Kind.OTHER, Kind.DUPLICATE, 2)
    assert read.reader.inferences.charger.value == "Pole"


def test_python_bytes_in_json_lines_are_read(read_as):
    said = "received charge_point_id: CP_1 msg_value: b'" + BOOT.replace('"', '\\"')
    text = lines({"timestamp": "2026-01-01T00:00:00", "message": said + "'"})
    (frame,) = read_as(JsonReader, text).frames
    assert (frame.value[2], frame.charger) == ("BootNotification", "CP_1")
    assert frame.repairs


def test_an_open_ocpp_trace_is_read_by_its_raw_texts(read_as):
    record = {
        "schemaVersion": "1.1", "timestamp": "2026-01-01T00:00:00Z",
        "transport": "json", "chargePointId": "A", "direction": "cp-to-csms",
        "messageType": "CALL", "messageId": "1", "action": "BootNotification",
        "payload": {"a": 1}, "raw": BOOT,
    }  # fmt: skip
    read = read_as(JsonReader, lines(record))
    (frame,) = read.frames
    assert (frame.raw, frame.at, frame.charger, frame.direction) == (BOOT, AT, "A", IN)
    assert frame.repairs == ()
    assert read.reader.title == "Open OCPP Trace"


def test_an_open_ocpp_trace_without_raw_texts_is_put_together(read_as):
    text = lines(
        {"schemaVersion": "1.1", "timestamp": "2026-01-01T00:00:00Z",
         "transport": "json", "direction": "csms-to-cp", "messageType": "CALL",
         "messageId": "1", "action": "Reset", "payload": {"type": "Soft"}},
        {"schemaVersion": "1.1", "timestamp": "2026-01-01T00:00:00Z",
         "transport": "json", "direction": "cp-to-csms", "messageType": "CALLERROR",
         "messageId": "1", "errorCode": "NotSupported", "payload": {}},
    )  # fmt: skip
    call, error = read_as(JsonReader, text).frames
    assert call.raw == '[2,"1","Reset",{"type": "Soft"}]'
    assert error.value == [4, "1", "NotSupported", "", {}]


@pytest.mark.parametrize("shape", ["object", "lines", "array"])
def test_a_debugkit_trace_is_read_in_every_shape(read_as, shape):
    message = '[2,"1","BootNotification",{"limit":1.0}]'
    event = (
        '{"timestamp":"2026-01-01T00:00:00Z","direction":"CS_TO_CSMS",'
        f'"message":{message}}}'
    )
    text = {
        "object": '{"traceId":"t","metadata":{"stationId":"A","ocppVersion":"1.6"},'
        f'"events":[{event},{event}]}}',
        "lines": f"{event}\n{event}\n",
        "array": f"[{event},{event}]",
    }[shape]
    frames = read_as(JsonReader, text).frames
    assert [(f.raw, f.direction, f.at) for f in frames] == [(message, IN, AT)] * 2
    assert frames[0].charger == ("A" if shape == "object" else "")


def test_objects_with_a_word_before_them_are_frames(read_as):
    text = (
        'Request {"CallType":2,"UUID":"u","Action":"RemoteStopTransaction",'
        '"Payload":{"transactionId":7}}  \n'
        'Response {"CallType":3,"UUID":"u","Payload":{"status":"Accepted"}}  \n'
        'Error {"CallType":4,"UUID":"w","errCode":"InternalError",'
        '"errDescription":"oops","Payload":{"error":{}}}  \n'
    )
    call, result, error = read_as(JsonReader, text).frames
    assert call.raw == '[2,"u","RemoteStopTransaction",{"transactionId":7}]'
    assert (call.direction, result.direction) == (OUT, IN)
    assert error.value == [4, "w", "InternalError", "oops", {"error": {}}]


def test_records_of_a_search_engine_are_read_by_dotted_paths(read_as):
    hit = {"_id": "x", "_source": {"@timestamp": "2026-01-01T00:00:00Z",
                                   "message": f"Received {BOOT}",
                                   "kubernetes": {"pod": "csms"}}}  # fmt: skip
    read = read_as(JsonReader, json.dumps({"hits": {"hits": [hit]}}))
    assert (read.frames[0].at, read.frames[0].direction) == (AT, IN)
    assert "_source.kubernetes.pod" in read.reader.proposal.header


def test_an_explicit_mapping_of_paths_is_used(read_as):
    known = Assumptions(columns={"body": "x.y", "charger": "x.z"})
    text = lines({"x": {"y": BOOT, "z": "A"}})
    (frame,) = read_as(JsonReader, text, assumptions=known).frames
    assert frame.charger == "A"


def test_keys_within_a_payload_are_not_those_of_the_log(read_as):
    text = lines(
        {"stationId": "A", "action": "StatusNotification", "messageId": "7",
         "payload": {"timestamp": "2020-01-01T00:00:00Z", "id": "B"}}
    )  # fmt: skip
    (frame,) = read_as(JsonReader, text).frames
    assert (frame.at, frame.charger) == (None, "A")


def test_epochs_are_times(read_as):
    text = lines({"time": AT // 1000, "message": BOOT})
    assert read_as(JsonReader, text).frames[0].at == AT


def test_a_record_that_is_cut_off_gives_the_beginning_of_its_frame(read_as):
    text = json.dumps([{"timestamp": "2026-01-01T00:00:00Z", "message": FRAME}] * 2)
    read = read_as(JsonReader, text[:-30])
    assert [frame.state for frame in read.frames] == ["complete", "truncated"]


FRAME = [2, "1", "BootNotification", {"chargePointVendor": "V" * 20}]


def test_events_of_a_portal_are_no_messages(read_as):
    event = {"LOG_DATE": "01-Dec-2025 04:30:00", "NOTIFICATION": "Reset accepted",
             "EVENT_TYPE": 1, "IDX": 7}  # fmt: skip
    whole = json.dumps({"data": [event] * 3}, indent=2)
    read = read_as(JsonReader, whole[whole.index("NOTIFICATION") - 1 : -60])
    assert not read.frames
    assert read.reader.title == "Event log of an EVC-net portal"
    assert "portal" in read.reader.advice


def test_numbers_and_the_like_are_lines(read_as):
    assert [e.kind for e in read_as(JsonReader, "[1, true]").others] == [Kind.OTHER] * 2


@pytest.mark.parametrize(
    ("name", "text", "is_sure"),
    [
        ("a.json", '[{"a": 1}]', True),
        ("a.txt", '[\n  {\n    "a": 1}]', True),
        ("a.log", '{"a": 1}\n{"b": 2}\n', True),
        ("a.log", 'Request {"CallType":2,"Payload":{}}\n' * 3, True),
        ("a.json", '  "a": 1,\n', True),
        ("a.log", f"{BOOT}\n{ANSWER}\n", False),
        ("a.json", BOOT, False),
        ("a.log", f"2026-01-01 sent {BOOT}\n", False),
        ("a.log", "{curly} words\n", False),
        ("a.log", '2026-01-01 payload {"a": 1}\n' * 3, False),
        ("a.bin", '{"a"\0', False),
    ],
)
def test_json_is_recognised(tmp_path, name, text, is_sure):
    found = JsonFormat().confidence(tmp_path / name, text.encode())
    assert (found >= 0.6) is is_sure


def test_the_newest_first_is_turned_round(read_as):
    text = lines(
        {"time": "2026-01-01T00:00:02Z", "msg": ANSWER},
        {"time": "2026-01-01T00:00:01Z", "msg": BOOT},
    )
    assert [f.value[0] for f in read_as(JsonReader, text).frames] == [2, 3]
