# SPDX-License-Identifier: Apache-2.0
"""Records of Open OCPP Trace are as its schema and its rules for producers ask."""

import io
import json
from dataclasses import replace

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.trace import TraceTarget, trace_record

TEXT = {"type": "string"}
# What the format's own schema demands, in our words.
RECORD = jsonschema_rs.validator_for(
    {
        "type": "object",
        "required": [
            "schemaVersion",
            "timestamp",
            "transport",
            "direction",
            "messageType",
        ],
        "additionalProperties": False,
        "properties": {
            "schemaVersion": {"const": "1.1"},
            "timestamp": {"type": "string", "format": "date-time"},
            "transport": {"const": "json"},
            "chargePointId": TEXT,
            "connectorId": {"type": "integer", "minimum": 0},
            "direction": {"enum": ["cp-to-csms", "csms-to-cp"]},
            "messageType": {"enum": ["CALL", "CALLRESULT", "CALLERROR"]},
            "messageId": TEXT,
            "action": TEXT,
            "payload": True,
            "raw": TEXT,
            "error": {
                "type": "object",
                "properties": {"code": TEXT, "description": TEXT},
            },
            "meta": {"type": "object"},
        },
        "if": {"properties": {"messageType": {"const": "CALLERROR"}}},
        "then": {"required": ["error"]},
        "else": {"properties": {"error": False}},
    }
)
CALL = Message(
    1,
    1_785_592_800_123_456,
    "CP1",
    1,
    Direction.IN,
    '[2,"1","StatusNotification",{"connectorId":1}]',
    connector=1,
)


def record(raw, **changes):
    return trace_record(Entry(replace(CALL, raw=raw, **changes)))


def test_a_call_has_its_action_and_payload():
    assert record(CALL.raw) == {
        "schemaVersion": "1.1",
        "timestamp": "2026-08-01T14:00:00.123456Z",
        "transport": "json",
        "chargePointId": "CP1",
        "connectorId": 1,
        "direction": "cp-to-csms",
        "messageType": "CALL",
        "messageId": "1",
        "action": "StatusNotification",
        "raw": CALL.raw,
        "payload": {"connectorId": 1},
    }


def test_an_answer_has_the_action_of_its_call():
    found = record(
        '[3,"1",{}]', action="Heartbeat", direction=Direction.OUT, connector=None
    )
    assert found["messageType"] == "CALLRESULT"
    assert found["direction"] == "csms-to-cp"
    assert found["action"] == "Heartbeat"
    assert found["payload"] == {}
    assert "connectorId" not in found


def test_an_error_has_its_parts():
    found = record('[4,"1","NotSupported","no",{"a":1}]')
    assert found["error"] == {
        "code": "NotSupported",
        "description": "no",
        "details": {"a": 1},
    }
    assert "payload" not in found


def test_the_frame_is_kept_as_it_was():
    raw = ' [2, "1", "Heartbeat", { }]\n'
    assert record(raw)["raw"] == raw


def test_marks_and_notes_are_in_meta():
    found = trace_record(Entry(CALL, is_marked=True, note="why?"))
    assert found["meta"] == {"ocppdesk": {"marked": True, "note": "why?"}}


@pytest.mark.parametrize(
    "message",
    [
        replace(CALL, direction=Direction.LINK, raw="CP1 connected."),
        replace(CALL, raw=b'[2,"1","\xff",{}]'),
        replace(CALL, raw='[6,"1","NotifyPeriodicEventStream",{}]'),
        replace(CALL, raw='[2,"1","Heartbeat",{'),
        replace(CALL, raw="hello"),
        replace(CALL, raw='[2,"1"]'),
    ],
)
def test_what_the_format_has_no_room_for_is_left_out_and_counted(message):
    file = io.BytesIO()
    target = TraceTarget(file)
    target.add(Entry(message))
    target.add(Entry(CALL))
    target.finish()
    assert target.left_out == 1
    assert file.getvalue().count(b"\n") == 1


FRAMES = st.builds(
    lambda *parts: json.dumps(list(parts)),
    st.sampled_from([2, 3, 4, 5, 6, "2", None]),
    st.text() | st.integers() | st.none(),
    st.sampled_from(["Heartbeat", "", 5, None]),
    st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=2),
)


@given(
    st.builds(
        Message,
        id=st.just(1),
        at=st.integers(0, 4_000_000_000_000_000),
        charger=st.text(),
        connection=st.just(1),
        direction=st.sampled_from(Direction),
        raw=st.text() | st.binary() | FRAMES,
        action=st.none() | st.text(),
        connector=st.none() | st.integers(-5, 2**62),
    )
)
def test_every_record_is_as_the_schema_asks(message):
    file = io.BytesIO()
    target = TraceTarget(file)
    target.add(Entry(message))
    lines = file.getvalue().splitlines()
    assert len(lines) + target.left_out == 1
    for line in lines:
        found = json.loads(line)
        RECORD.validate(found)
        assert found["raw"] == message.raw
