# SPDX-License-Identifier: Apache-2.0
"""What a capture knows of settings is told on a terminal."""

import json

import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.frames import MessageType
from ocppdesk.core.masking import MASK
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.settings_listing import (
    ChargerError,
    chosen_charger,
    settings_lines,
    settings_records,
)

NOON = 1_800_000_000_000_000


def message(number, action, frame, **more):
    return Message(
        id=number,
        at=NOON,
        charger=more.pop("charger", "CP1"),
        connection=1,
        raw=json.dumps(frame),
        message_id="1",
        action=action,
        **more,
    )


@pytest.fixture
def reader(tmp_path):
    """A capture in which CP1 told three keys and refused one change."""
    path = tmp_path / "day.ocppdesk"
    recorder = Recorder(path)
    rows = [
        {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
        {"key": "AuthorizationKey", "readonly": False, "value": "hush"},
        {"key": "NumberOfConnectors", "readonly": True, "value": "2"},
    ]
    change = {"key": "NumberOfConnectors", "value": "3"}
    call = {"direction": Direction.OUT, "type": MessageType.CALL}
    answer = {"direction": Direction.IN, "type": MessageType.CALLRESULT}
    get, put = "GetConfiguration", "ChangeConfiguration"
    result, status = {"configurationKey": rows}, {"status": "Rejected"}
    for recorded in (
        message(1, get, [2, "1", get, {}], **call),
        message(2, get, [3, "1", result], answer_to=1, **answer),
        message(3, put, [2, "1", put, change], **call),
        message(4, put, [3, "1", status], answer_to=3, **answer),
    ):
        recorder.add_message(recorded)
    recorder.commit()
    reader = CaptureReader(path)
    yield reader
    reader.close()
    recorder.close()


def test_each_setting_is_told_with_its_meaning(reader):
    found = {record["setting"]: record for record in settings_records(reader, "CP1")}
    heartbeat = found["HeartbeatInterval"]
    assert heartbeat["key"] == "HeartbeatInterval"
    assert heartbeat["value"] == "300"
    assert heartbeat["access"] == "read-write"
    assert heartbeat["read_at"] == "2027-01-15T08:00:00.000000Z"
    assert heartbeat["type"] == "whole number, s, from 0"
    assert heartbeat["counterpart"] == "OCPPCommCtrlr.HeartbeatInterval"
    assert heartbeat["meaning"].startswith("After so long")
    assert found["NumberOfConnectors"]["status"] == "Rejected"
    assert json.dumps(list(found.values()))


def test_secrets_are_masked(reader):
    records = list(settings_records(reader, "CP1"))
    lines = list(settings_lines(reader, "CP1"))
    assert "hush" not in f"{records}{lines}"
    assert MASK in f"{records}"
    assert MASK in f"{lines}"


def test_lines_are_for_people(reader):
    assert list(settings_lines(reader, "CP1")) == [
        f"AuthorizationKey    {MASK}  (read-write)",
        "HeartbeatInterval   300  (read-write)",
        "NumberOfConnectors  2  (read-only)  [last change: Rejected]",
    ]


def test_a_charger_that_was_never_read_is_said(reader):
    (line,) = settings_lines(reader, "CP2")
    assert "nobody read them" in line
    assert list(settings_records(reader, "CP2")) == []


def test_the_only_charger_needs_no_name(reader):
    assert chosen_charger(reader) == "CP1"
    assert chosen_charger(reader, "CP1") == "CP1"
    with pytest.raises(ChargerError, match=r"knows no charger X\. It knows: CP1"):
        chosen_charger(reader, "X")


def test_several_chargers_are_listed(tmp_path):
    path = tmp_path / "two.ocppdesk"
    recorder = Recorder(path)
    reader = CaptureReader(path)
    with pytest.raises(ChargerError, match="knows no charger"):
        chosen_charger(reader)
    for number, charger in enumerate(("B", "A"), start=1):
        recorder.add_message(
            message(
                number,
                "Heartbeat",
                [2, "1", "Heartbeat", {}],
                charger=charger,
                direction=Direction.IN,
                type=MessageType.CALL,
            )
        )
    recorder.commit()
    with pytest.raises(ChargerError, match="--charger: A, B"):
        chosen_charger(reader)
    reader.close()
    recorder.close()
