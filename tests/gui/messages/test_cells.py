# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.records import Row
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.versions import Version
from ocppdesk.gui.messages.cells import (
    LONGEST_TEXT,
    RowKind,
    cells_of,
    one_line,
    unreadable_cells,
)
from ocppdesk.gui.messages.columns import COLUMNS, Column


@pytest.fixture
def cells(recording, reader):
    """The cells of a message by its number."""

    def of(number):
        recording.commit()
        return cells_of(reader.rows([number])[number])

    return of


def test_a_call_of_the_charger_shows_how_it_was_answered(recording, cells):
    recording.line().say("Heartbeat")
    found = cells(2)
    assert found.texts[Column.MESSAGE] == "Heartbeat"
    assert found.texts[Column.DIRECTION] == "◀"
    assert found.texts[Column.RESULT] == "✓"
    assert found.texts[Column.LATENCY] == "4"
    assert found.texts[Column.JSON] == '[2,"c1","Heartbeat",{}]'
    assert found.kind is RowKind.HEARTBEAT
    assert not found.is_answer


def test_an_answer_bears_the_name_of_its_call(recording, cells):
    recording.line().say("BootNotification")
    found = cells(3)
    assert found.is_answer
    assert found.texts[Column.DIRECTION] == "▶"
    assert found.texts[Column.MESSAGE] == "BootNotification"
    assert found.texts[Column.RESULT] == "✓ Accepted"
    assert found.kind is RowKind.LINK


def test_a_refused_command_is_tinted_as_an_error_on_both_rows(recording, cells):
    line = recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})
    for number in (2, 3):
        found = cells(number)
        assert found.texts[Column.RESULT] == "✗ Rejected"
        assert found.kind is RowKind.ERROR
        assert found.is_refused


def test_a_call_error_names_its_code_beside_the_action(recording, cells):
    line = recording.line()
    line.fail(line.ask("Reset", {"type": "Soft"}), "InternalError")
    assert cells(3).texts[Column.MESSAGE] == "Reset ✗ InternalError"
    assert cells(2).texts[Column.MESSAGE] == "Reset"


def test_an_unanswered_command_waits(recording, cells):
    recording.line().ask("Reset", {"type": "Soft"})
    found = cells(2)
    assert found.is_waiting
    assert found.texts[Column.RESULT] == ""
    assert found.kind is RowKind.COMMAND


def test_a_fault_stands_out(recording, cells):
    payload = {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"}
    recording.line().say("StatusNotification", payload)
    assert cells(2).kind is RowKind.FAULT
    assert cells(2).texts[Column.CONNECTOR] == "2"
    assert "GroundFailure" in cells(2).texts[Column.SUMMARY]


def test_a_connector_of_ocpp_2_is_named_with_its_evse(recording, cells):
    payload = {
        "timestamp": "2026-01-31T13:05:31Z",
        "connectorStatus": "Faulted",
        "evseId": 1,
        "connectorId": 2,
    }
    recording.line("CP-2", Version.V201).say("StatusNotification", payload)
    assert cells(2).texts[Column.CONNECTOR] == "1.2"
    assert cells(2).kind is RowKind.FAULT


def test_a_session_is_tinted_and_bears_its_transaction(recording, cells):
    payload = {
        "connectorId": 1,
        "idTag": "04A2",
        "meterStart": 0,
        "timestamp": "2026-01-31T13:05:31Z",
    }
    recording.line().say("StartTransaction", payload)
    assert cells(2).kind is RowKind.TRANSACTION
    assert cells(3).kind is RowKind.TRANSACTION
    assert cells(2).texts[Column.TRANSACTION].isdigit()


def test_a_connection_event_is_no_json_and_has_no_result(recording, cells):
    recording.line()
    found = cells(1)
    assert found.texts[Column.DIRECTION] == "⚡"
    assert found.texts[Column.JSON] == ""
    assert found.texts[Column.SIZE] == ""
    assert found.texts[Column.RESULT] == "—"
    assert "connected" in found.texts[Column.SUMMARY]
    assert found.kind is RowKind.LINK


def test_what_is_no_frame_says_so_and_shows_its_text(recording, cells):
    recording.line().send("hello")
    found = cells(2)
    assert found.texts[Column.MESSAGE] == "Not an OCPP message"
    assert found.texts[Column.JSON] == "hello"
    assert found.texts[Column.PROBLEM] == "malformed"


def test_bytes_that_are_not_utf8_are_shown_as_far_as_they_can_be(recording, cells):
    recording.line().send(b'[2,"1","Heartbeat",{"x":"\xff"}]')
    assert cells(2).texts[Column.JSON] == '[2,"1","Heartbeat",{"x":"\ufffd"}]'


def test_a_long_message_is_cut_and_keeps_its_true_size(recording, cells):
    recording.line().say("DataTransfer", {"vendorId": "v", "data": "x" * 200_000})
    found = cells(2)
    assert len(found.texts[Column.JSON]) == LONGEST_TEXT + 1
    assert found.texts[Column.JSON].endswith("…")
    assert int(found.texts[Column.SIZE]) > 200_000


def test_a_charger_cannot_break_the_line_or_turn_its_direction(recording, cells):
    recording.line().send('[2,"1","A\u202eB",\r\n{"x":"\u2028"}]')
    for text in cells(2).texts:
        assert not set(text) & set("\r\n\u2028\u202e")


def test_half_of_a_surrogate_pair_is_no_text():
    assert one_line("a\ud800b") == "a\ufffdb"


def test_an_answer_faster_than_a_millisecond_is_not_zero():
    message = Message(
        1, 0, "CP", 1, Direction.OUT, '[3,"1",{}]', message_id="1", latency_ms=0.25
    )
    assert cells_of(Row(message, None, 10)).texts[Column.LATENCY] == "<1"


def test_an_unreadable_message_says_why():
    found = unreadable_cells(7, "the disk is gone")
    assert found.texts[Column.NUMBER] == "7"
    assert "the disk is gone" in found.texts[Column.SUMMARY]
    assert not found.is_readable
    assert len(found.texts) == len(COLUMNS)
