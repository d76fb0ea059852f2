# SPDX-License-Identifier: Apache-2.0
"""A capture tells what it knows of a charger's settings, and what is new."""

import json

from ocppdesk.capture import configurations
from ocppdesk.capture.configurations import follow_settings, read_settings
from ocppdesk.core.configuration.settings import key_address
from ocppdesk.core.messages import Direction

ASKED = '[2,"d1","GetConfiguration",{}]'


def asked(message, number, **changes):
    return message(
        number,
        ASKED,
        action="GetConfiguration",
        direction=Direction.OUT,
        message_id="d1",
        **changes,
    )


def told(answer, number, value, **changes):
    rows = [{"key": "HeartbeatInterval", "readonly": False, "value": value}]
    raw = json.dumps([3, "d1", {"configurationKey": rows}])
    return answer(
        number,
        raw,
        to=number - 1,
        action="GetConfiguration",
        direction=Direction.IN,
        **changes,
    )


def test_what_was_read_is_known(capture_of, message, answer):
    reader = capture_of(message(1), asked(message, 2), told(answer, 3, "300"))
    settings = read_settings(reader, "CP1")
    assert settings.entry(key_address("HeartbeatInterval")).value == "300"
    assert settings.complete_at == message(3).at
    assert read_settings(reader, "CP2").entries == ()


def test_only_what_is_new_is_taken_in(record, read, message, answer):
    recorder = record()
    for part in (asked(message, 1), told(answer, 2, "300")):
        recorder.add_message(part)
    recorder.commit()
    reader = read()
    settings = read_settings(reader, "CP1")
    assert not follow_settings(reader, settings)
    for part in (asked(message, 3), told(answer, 4, "60"), message(5)):
        recorder.add_message(part)
    recorder.commit()
    assert follow_settings(reader, settings)
    assert settings.entry(key_address("HeartbeatInterval")).value == "60"
    assert settings.last_id == 5


def test_many_messages_are_read_in_parts(capture_of, message, answer, monkeypatch):
    monkeypatch.setattr(configurations, "_AT_ONCE", 2)
    talk = [
        part
        for number in range(1, 10, 2)
        for part in (
            asked(message, number),
            told(answer, number + 1, str(number)),
        )
    ]
    settings = read_settings(capture_of(*talk), "CP1")
    assert settings.entry(key_address("HeartbeatInterval")).value == "9"
