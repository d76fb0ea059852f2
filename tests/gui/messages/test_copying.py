# SPDX-License-Identifier: Apache-2.0
import csv
import json
import re
import shlex
import sys
from dataclasses import replace

import pytest

from ocppdesk.capture.annotations import Annotations
from ocppdesk.gui.messages.copying import (
    can_be_sent,
    csv_rows,
    markdown,
    pretty_json,
    summary_lines,
    wire_text,
    wscat_command,
)

RESET = '[2,"d1","Reset",{"type":"Soft"}]'


@pytest.fixture
def ids(recording):
    """A refused Reset: connection event, call and answer."""
    line = recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})
    recording.commit()
    return [1, 2, 3]


def test_a_summary_line_says_when_who_what_and_how_it_went(reader, ids):
    rows = reader.rows(ids)
    lines = summary_lines(rows[number] for number in ids).split("\n")
    assert len(lines) == 3
    time, *rest = lines[1].split("  ")
    assert re.fullmatch(r"2026-01-31T\d\d:\d\d:33\.204[+-]\d\d:\d\d", time)
    assert rest == [
        "CP-0042", "to charger", "Reset", "Soft reset", "✗ Rejected", "(1000 ms)"
    ]  # fmt: skip


def test_the_wire_text_is_what_was_on_the_wire_and_nothing_else(reader, ids):
    assert wire_text(reader.messages(ids)).split("\n") == [
        RESET,
        '[3,"d1",{"status":"Rejected"}]',
    ]


def test_a_connection_event_alone_is_its_sentence(reader, ids):
    assert wire_text(reader.messages([1])) == "CP-0042 connected with OCPP 1.6."


def test_indented_json_is_the_same_json(reader, ids):
    text = pretty_json(reader.messages([2]))
    assert "\n" in text
    assert json.loads(text) == json.loads(RESET)


def test_numbers_stay_letter_by_letter_when_indented(recording, reader):
    recording.line().send('[2,"1","Heartbeat",{"x":1.10,"y":1E3,"x":2}]')
    recording.commit()
    text = pretty_json(reader.messages([2]))
    assert [part in text for part in ('"x": 1.10', "1E3", '"x": 2')] == [True] * 3


def test_what_is_no_json_stays_as_it_was(recording, reader):
    recording.line().send('[2,  "1"  oops')
    recording.commit()
    assert pretty_json(reader.messages([2])) == '[2,  "1"  oops'


def test_markdown_has_the_call_and_its_answer(reader, ids):
    text = markdown([reader.messages([2, 3])])
    assert text.startswith("**Reset** to charger CP-0042, 2026-01-31T")
    assert "**answer to Reset** from charger" in text
    assert "after 1000 ms" in text
    assert text.count("```json") == 2


def test_a_message_cannot_end_its_block_of_code(recording, reader):
    recording.line().send('[2,"1","Heartbeat",{"x":"```"}]')
    recording.commit()
    assert "````json" in markdown([reader.messages([2])])


def test_a_connection_event_is_a_line_of_markdown(reader, ids):
    assert markdown([reader.messages([1])]).endswith(
        ": CP-0042 connected with OCPP 1.6."
    )


def test_csv_has_a_row_of_names_and_a_row_for_each_message(reader, ids):
    rows = list(csv.DictReader(csv_rows(reader.messages(ids)).splitlines()))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["raw"] == RESET
    assert rows[1]["time"].startswith("2026-01-31T13:05:33.204")


def test_marks_and_notes_go_into_the_csv(reader, ids):
    put = Annotations(frozenset({2}), {3: "why?"}, {})
    rows = list(csv.DictReader(csv_rows(reader.messages(ids), put).splitlines()))
    assert [row["marked"] for row in rows] == ["", "yes", ""]
    assert [row["note"] for row in rows] == ["", "", "why?"]


@pytest.fixture
def sent(recording, reader):
    """Send a text as a charger with an odd name; return the command line for it."""

    def sending(raw, charger="CP-0042", **changes):
        recording.line(charger).send(raw)
        message = reader.message(recording.commit() - 1)
        connection = replace(reader.connection(message.connection), **changes)
        return wscat_command(message, connection, port=9000)

    return sending


@pytest.mark.skipif(sys.platform == "win32", reason="its shell quotes otherwise")
def test_wscat_sends_the_very_same_call_whatever_is_in_it(sent):
    raw = '[2,"it\'s","Heartbeat",{"x":"$(rm) `rm` \\"!\\\\ ü"}]'
    assert shlex.split(sent(raw)) == [
        "wscat", "-c", "ws://localhost:9000/CP-0042", "-s", "ocpp1.6", "-x", raw
    ]  # fmt: skip


def test_wscat_connects_as_the_charger_did(sent):
    line = sent('[2,"1","Heartbeat",{}]', path="/ocpp/CP-0042", subprotocol="ocpp2.0.1")
    assert "-c ws://localhost:9000/ocpp/CP-0042 -s ocpp2.0.1 " in line


def test_a_charger_whose_path_is_not_known_is_called_by_its_name(sent):
    line = sent('[2,"1","Heartbeat",{}]', charger="a b/c", version="")
    assert "-c ws://localhost:9000/a%20b%2Fc -s ocpp1.6 " in line


def test_only_calls_of_chargers_can_be_sent(recording, reader):
    line = recording.line()
    line.say("Heartbeat")
    line.ask("Reset")
    line.send(b"\xff")
    recording.commit()
    can = [m.id for m in reader.messages(range(1, 6)) if can_be_sent(m)]
    assert can == [2]
