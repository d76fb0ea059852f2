# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.records import Row
from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.versions import Version
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.cells import (
    LONGEST_TEXT,
    cells_of,
    one_line,
    unreadable_cells,
)
from ocppdesk.gui.messages.columns import COLUMNS, Column, path_column
from ocppdesk.gui.messages.look import Look

START = 1_769_864_731_204_000


@pytest.fixture
def look():
    """What cells are made with."""
    made = Look()
    made.context = lambda: Context(now=START, latest=START)
    return made


@pytest.fixture
def cells(recording, reader, look):
    """The cells of a message by its number."""

    def of(number):
        recording.commit()
        return cells_of(reader.rows([number])[number], look)

    return of


def test_a_call_of_the_charger_shows_how_it_was_answered(recording, cells):
    recording.line().say("Heartbeat")
    found = cells(2)
    assert found.texts[Column.MESSAGE] == "Heartbeat"
    assert found.texts[Column.DIRECTION] == "◀"
    assert found.texts[Column.RESULT] == "✓"
    assert found.texts[Column.LATENCY] == "4"
    assert found.texts[Column.JSON] == '[2,"c1","Heartbeat",{}]'
    assert not found.is_answer


def test_an_answer_bears_the_name_of_its_call(recording, cells):
    recording.line().say("BootNotification")
    found = cells(3)
    assert found.is_answer
    assert found.texts[Column.DIRECTION] == "▶"
    assert found.texts[Column.MESSAGE] == "BootNotification"
    assert found.texts[Column.RESULT] == "✓ Accepted"


def test_a_refused_command_says_so_on_both_rows(recording, cells):
    line = recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})
    for number in (2, 3):
        found = cells(number)
        assert found.texts[Column.RESULT] == "✗ Rejected"
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


def test_a_status_names_its_connector_and_its_error(recording, cells):
    payload = {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"}
    recording.line().say("StatusNotification", payload)
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


def test_a_session_bears_its_transaction(recording, cells):
    payload = {
        "connectorId": 1,
        "idTag": "04A2",
        "meterStart": 0,
        "timestamp": "2026-01-31T13:05:31Z",
    }
    recording.line().say("StartTransaction", payload)
    assert cells(2).texts[Column.TRANSACTION].isdigit()


def test_a_connection_event_is_no_json_and_has_no_result(recording, cells):
    recording.line()
    found = cells(1)
    assert found.texts[Column.DIRECTION] == "⚡"
    assert found.texts[Column.JSON] == ""
    assert found.texts[Column.SIZE] == ""
    assert found.texts[Column.RESULT] == "—"
    assert "connected" in found.texts[Column.SUMMARY]


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


def test_sizes_are_bytes(recording, cells):
    recording.line().send('[2,"1","Heartbeat",{"x":"üü"}]')
    assert cells(2).texts[Column.SIZE] == "32"


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


BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}


def rule_name(found):
    return None if found.rule is None else found.rule.name


def test_each_row_knows_the_rule_that_colours_it(recording, cells):
    line = recording.line()  # 1
    line.say("BootNotification", BOOT)  # 2, 3
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})  # 4, 5
    line.fail(line.ask("ClearCache"), "InternalError")  # 6, 7
    line.say("StatusNotification", {"connectorId": 1, "status": "Faulted"})  # 8, 9
    line.say("Heartbeat")  # 10, 11
    line.say("Authorize", {"idTag": "04A2"})  # 12, 13
    line.ask("ClearCache")  # 14
    assert [rule_name(cells(number)) for number in range(1, 15)] == [
        "Boot and connection", "Boot and connection", "Boot and connection",
        "Errors and refusals", "Errors and refusals",
        "Commands", "Errors and refusals",
        "Faults", None,
        "Heartbeats", "Heartbeats",
        None, None,
        "Commands",
    ]  # fmt: skip


def test_a_fault_of_ocpp_2_is_one_as_well(recording, cells):
    payload = {"connectorStatus": "Faulted", "evseId": 1, "connectorId": 2}
    recording.line("CP-2", Version.V201).say("StatusNotification", payload)
    assert rule_name(cells(2)) == "Faults"


def test_a_session_has_the_colours_of_transactions_on_both_rows(recording, cells):
    payload = {"connectorId": 1, "idTag": "04A2", "meterStart": 0}
    payload["timestamp"] = "2026-01-31T13:05:31Z"
    recording.line().say("StartTransaction", payload)
    assert rule_name(cells(2)) == rule_name(cells(3)) == "Transactions"


def test_what_breaks_the_specification_has_a_colour(recording, cells):
    recording.line().say("BootNotification")
    assert rule_name(cells(2)) == "Against the specification"


def test_a_call_that_nobody_waits_for_any_more_has_another_rule(recording, cells):
    recording.line().ask("Reset", {"type": "Soft"})
    assert cells(2).rule.name == "Commands"
    assert cells(2).late_rule.name == "No answer"


def test_a_row_for_an_exchange_takes_the_rule_of_its_answer(recording, cells, look):
    line = recording.line()
    line.fail(line.ask("ClearCache"), "InternalError")
    assert rule_name(cells(2)) == "Commands"
    look.exchanges = True
    assert rule_name(cells(2)) == "Errors and refusals"


def test_marks_and_notes_are_signs(recording, cells, look):
    recording.beat(2)
    look.annotations = Annotations(frozenset({2, 3}), {3: "ticket 5", 4: "?"}, {})
    texts = [cells(number).texts[Column.MARKS] for number in (2, 3, 4, 5)]
    assert texts == ["★", "★ ✎", "✎", ""]
    assert cells(3).note == "ticket 5"


def test_the_worst_finding_is_a_sign_before_marks(recording, cells, look):
    recording.beat(2)
    found = (Finding("CON-07", Level.ERROR), Finding("PRO-01", Level.NOTE))
    findings = {2: found, 3: found[1:]}
    look.annotations = Annotations(frozenset({2}), {}, findings)
    texts = [cells(number).texts[Column.MARKS] for number in (2, 3, 4)]
    assert texts == ["⊖ ★", "◆", ""]
    assert cells(2).findings == found


def test_the_columns_of_fields_are_worked_out_if_they_are_wanted(
    recording, cells, look
):
    payload = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure"}
    recording.line().say("StatusNotification", payload)
    assert cells(2).texts[Column.STATUS] == ""
    look.shown_fields = frozenset({Column.STATUS, Column.CODE})
    assert cells(2).texts[Column.STATUS] == "Faulted"
    assert cells(2).texts[Column.CODE] == "GroundFailure"
    assert cells(2).texts[Column.ID_TAG] == ""


def test_places_in_payloads_have_their_texts_behind_all_others(recording, cells, look):
    recording.line().say("Authorize", {"idTag": "04A2", "x": {"list": [1, True, None]}})
    look.columns = (*COLUMNS, path_column(".x.list", len(COLUMNS)))
    assert set(cells(2).texts[-1].split(", ")) == {"1", "true", "null"}
    assert cells(1).texts[-1] == cells(3).texts[-1] == ""
    assert len(unreadable_cells(1, "gone", look).texts) == len(COLUMNS) + 1


@pytest.mark.parametrize(
    ("action", "payload", "expected"),
    [
        ("StatusNotification", {"timestamp": "2026-01-31T13:05:31.204Z"}, START),
        ("NotifyEvent", {"generatedAt": "2026-01-31T13:05:31.204Z"}, START),
        (
            "MeterValues",
            {"meterValue": [
                {"timestamp": "2026-01-31T13:05:31.204Z"},
                {"timestamp": "2026-01-31T13:05:30.204Z"}, {}, 7,
            ]},
            START,
        ),
        ("StatusNotification", {"timestamp": "yesterday"}, None),
        ("StatusNotification", {"timestamp": 5, "meterValue": "x"}, None),
        ("Heartbeat", {}, None),
    ],
)  # fmt: skip
def test_the_time_by_the_clock_of_the_charger(
    recording, cells, action, payload, expected
):
    recording.line().say(action, payload)
    assert cells(2).charger_at == expected


def test_an_answer_of_ours_has_no_time_of_the_charger(recording, cells):
    recording.line().say("Heartbeat")
    assert "currentTime" in cells(3).texts[Column.JSON]
    assert cells(3).charger_at is None


def test_a_call_and_its_answer_know_each_other(recording, cells):
    recording.beat(1)
    assert (cells(2).partner, cells(3).partner, cells(1).partner) == (3, 2, None)
