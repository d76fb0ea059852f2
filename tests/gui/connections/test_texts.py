# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.connections.texts import (
    close_text,
    hex_dump,
    lasted_text,
    outcome_color,
    outcome_mark,
    outcome_text,
    time_text,
    version_text,
)

PLAIN = Connection(1, "", "10.0.0.5:4000", 0, Outcome.NO_REQUEST)
SECOND = 1_000_000


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words_that_are_not_its_code(outcome):
    text = outcome_text(replace(PLAIN, outcome=outcome))
    assert text[0].isupper()
    assert "_" not in text


def test_states_differ_in_sign_and_colour():
    states = [
        replace(PLAIN, outcome=Outcome.OPEN, opened_at=1),
        replace(PLAIN, outcome=Outcome.CLOSED, opened_at=1),
        PLAIN,
    ]
    assert len({outcome_mark(state) for state in states}) == 3
    assert len({outcome_color(state) for state in states}) == 3


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.3, "0.3 s"),
        (42, "42 s"),
        (62, "1 min 02 s"),
        (3_700, "1 h 01 min"),
        (90_000, "1 d 01 h"),
    ],
)
def test_durations(seconds, text):
    ended = replace(PLAIN, ended_at=int(seconds * SECOND))
    assert lasted_text(ended, 0) == text


def test_a_connection_that_is_open_lasts_until_now():
    assert lasted_text(PLAIN, 5 * SECOND) == "5 s"


def test_a_clock_set_back_gives_no_negative_duration():
    assert lasted_text(replace(PLAIN, began_at=9 * SECOND), 5 * SECOND) == "0 s"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"subprotocol": "ocpp2.0.1", "version": "2.0.1"}, "ocpp2.0.1"),
        ({"version": "1.6"}, "none, taken for OCPP 1.6"),
        ({"offered": "ocpp1.5"}, "offered ocpp1.5"),
        ({}, ""),
    ],
)
def test_what_was_agreed_on(change, text):
    assert version_text(replace(PLAIN, **change)) == text


def test_a_close_code_is_explained_and_quoted_with_its_reason():
    text = close_text(replace(PLAIN, close_code=1001, close_reason="reboot"))
    assert text.startswith("1001: ")
    assert text.endswith("“reboot”")
    assert len(text) > 30


def test_an_unknown_close_code_is_only_a_number():
    assert close_text(replace(PLAIN, close_code=9_999)) == "9999"
    assert close_text(PLAIN) == ""


def test_bytes_are_shown_as_digits_and_text():
    assert hex_dump(b"GET /\r\n").split() == [
        "0000", "47", "45", "54", "20", "2f", "0d", "0a", "GET", "/··",
    ]  # fmt: skip


def test_lines_of_bytes_are_aligned():
    lines = hex_dump(bytes(range(40))).splitlines()
    assert [line[:4] for line in lines] == ["0000", "0010", "0020"]
    assert len({line.index("  ", 6) for line in lines[:2]}) == 1


def test_times_are_those_of_the_wall():
    assert len(time_text(1_790_000_000 * SECOND)) == len("2026-09-21 14:13:20")
