# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.meanings import ErrorMeanings, PayloadMeanings
from ocppdesk.gui.detail.payloads import (
    LARGEST,
    connection_payload,
    known_version,
    payload_of,
    show_payload,
)

CONNECTION = Connection(
    1,
    "CP-0042",
    "192.168.50.20:40001",
    1_000_000,
    Outcome.CLOSED,
    opened_at=2_000_000,
    ended_at=62_000_000,
    path="/CP-0042",
    version="1.6",
    close_code=1006,
)


def last_message(recording, reader):
    return reader.message(recording.commit())


def first_named(recording, reader, action):
    last = recording.commit()
    found = reader.messages(range(1, last + 1))
    return next(m for m in found if m.action == action)


def test_a_call_is_explained_as_a_request(recording, reader):
    recording.line().say("StatusNotification", {"connectorId": 1})
    found = payload_of(first_named(recording, reader, "StatusNotification"), "1.6")
    assert found.value == {"connectorId": 1}
    assert isinstance(found.meanings, PayloadMeanings)
    assert found.meanings.is_request


def test_an_answer_is_explained_as_one(recording, reader):
    recording.line().say("Heartbeat")
    found = payload_of(last_message(recording, reader), "1.6")
    assert list(found.value) == ["currentTime"]
    assert not found.meanings.is_request


def test_an_error_shows_its_three_parts(recording, reader):
    line = recording.line()
    line.fail(line.ask("Reset"), "NotSupported")
    found = payload_of(last_message(recording, reader), "1.6")
    assert found.value == {
        "errorCode": "NotSupported",
        "errorDescription": "",
        "errorDetails": {},
    }
    assert isinstance(found.meanings, ErrorMeanings)


@pytest.mark.parametrize("text", ["garbage", '[2,"1","MeterValues",{"a'])
def test_what_cannot_be_read_points_to_the_text(recording, reader, text):
    recording.line().send(text)
    message = reader.messages(range(1, recording.commit() + 1))[1]
    assert payload_of(message, "1.6").value == {}
    assert "JSON" in payload_of(message, "1.6").empty_text


def test_an_answer_to_nobody_has_fields_without_meanings(recording, reader):
    recording.line().send('[3,"nobody",{"status":"Accepted"}]')
    found = payload_of(last_message(recording, reader), "1.6")
    assert found.value == {"status": "Accepted"}
    assert found.meanings.of_field("status") == ""


def test_a_version_that_is_not_known_counts_as_the_most_common():
    assert known_version("2.0.1") == "2.0.1"
    assert known_version("") == known_version("1.5") == "1.6"


def test_a_very_long_message_is_parsed_when_asked_for(recording, reader):
    recording.line().send('[2,"1","DataTransfer",{"data":"' + "x" * LARGEST + '"}]')
    message = first_named(recording, reader, "DataTransfer")
    assert payload_of(message, "1.6").is_cut
    assert payload_of(message, "1.6").value == {}
    assert len(payload_of(message, "1.6", is_asked=True).value["data"]) == LARGEST


def test_wrong_fields_are_marked_in_the_tree(recording, reader, theme, qtbot):
    recording.line().say(
        "StatusNotification",
        {"connectorId": "1", "errorCode": "NoError", "status": "Available"},
    )
    view = FieldsView(theme)
    qtbot.addWidget(view)
    message = first_named(recording, reader, "StatusNotification")
    assert not show_payload(view, message, "1.6")
    assert view.model.find("connectorId").data() == "✕ connectorId"


def test_a_connection_shows_what_is_known_of_it(qapp):
    found = connection_payload(CONNECTION, 0)
    assert found.value["From"] == "192.168.50.20:40001"
    assert found.value["Lasted"] == "1 min 01 s"
    assert found.value["Close code"].startswith("1006: ")
    assert "Remarks" not in found.value
    assert not found.has_meanings


def test_a_connection_that_lasts_has_no_end_yet(qapp):
    still = replace(
        CONNECTION, outcome=Outcome.OPEN, ended_at=None, close_code=None, pings=3
    )
    found = connection_payload(still, 3_000_000)
    assert "Ended" not in found.value
    assert "Close code" not in found.value
    assert found.value["Lasted"] == "2 s"
    assert found.value["WebSocket pings"] == 3
