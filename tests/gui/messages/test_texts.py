# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.messages import Direction
from ocppdesk.filters.local_time import local_offset
from ocppdesk.gui.messages.cells import Cells, unreadable_cells
from ocppdesk.gui.messages.color_rules import ColorRule
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.texts import RowTexts
from ocppdesk.gui.messages.times import TimeMode, local_date

PAIR = ("#000000", "#FFFFFF")
COMMAND = ColorRule("Commands", "~out ~call", PAIR, PAIR)
NO_ANSWER = ColorRule("No answer", "~q", PAIR, PAIR)
AT = 1_769_864_731_204_000
CALL = Cells(
    id=2,
    at=AT,
    texts=("",) * len(COLUMNS),
    rule=COMMAND,
    late_rule=NO_ANSWER,
    direction=Direction.OUT,
    is_waiting=True,
)
BEFORE = replace(CALL, id=1, at=AT - 2_704_000)


@pytest.fixture
def texts():
    made = RowTexts()
    made.clock = lambda: AT
    return made


def later(texts, seconds):
    texts.clock = lambda: AT + round(seconds * 1_000_000)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (TimeMode.UTC, "2026-01-31T13:05:31.204Z"),
        (TimeMode.ZERO, "+00:00:01.204"),
        (TimeMode.PREVIOUS, "+2.704 s"),
    ],
)
def test_time_is_written_in_the_chosen_way(texts, mode, expected):
    texts.mode, texts.zero = mode, AT - 1_204_000
    assert texts.time(CALL, BEFORE) == expected


def test_the_first_row_has_no_time_since_the_one_before(texts):
    texts.mode = TimeMode.PREVIOUS
    assert texts.time(CALL, None) == texts.delta(CALL, None) == ""


def test_rows_that_cannot_be_read_have_no_time(texts):
    gone = unreadable_cells(1, "gone")
    assert texts.time(gone, None) == texts.all_times(gone, None) == ""
    assert texts.delta(CALL, gone) == texts.delta(gone, CALL) == ""


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "⏳ 0 s waiting"),
        (9.9, "⏳ 9 s waiting"),
        (30, "⌛ no answer"),
        (-5, "⌛ no answer"),
    ],
)
def test_a_call_waits_until_patience_ends(texts, seconds, expected):
    later(texts, seconds)
    assert texts.result(CALL) == expected


def test_a_call_has_other_colours_once_nobody_waits_for_it(texts):
    later(texts, 29.9)
    assert texts.rule(CALL) is COMMAND
    later(texts, 30)
    assert texts.rule(CALL) is NO_ANSWER
    assert texts.rule(replace(CALL, is_waiting=False)) is COMMAND


@pytest.mark.parametrize(
    ("latency_ms", "expected"),
    [(None, ""), (500, ""), (501, "slow"), (900, "slow"), (901, "very_slow")],
)
def test_slow_answers_have_a_colour_by_the_settings(texts, latency_ms, expected):
    texts.slow_ms, texts.very_slow_ms = 500, 900
    cells = replace(CALL, is_waiting=False, latency_ms=latency_ms)
    assert texts.slowness(cells) == expected


def test_a_call_that_waits_gets_slow(texts):
    later(texts, 1)
    assert texts.slowness(CALL) == ""
    later(texts, 3)
    assert texts.slowness(CALL) == "slow"


def test_filters_of_rules_go_by_the_same_limits(texts):
    texts.patience_s, texts.slow_ms = 7, 300
    context = texts.context()
    assert context.now == AT
    assert (context.patience_us, context.slow_us) == (7_000_000, 300_000)
    assert context.offset_at(AT) == local_offset(AT)


def test_the_clock_of_the_charger_is_compared(texts):
    ahead = replace(CALL, charger_at=AT + 1_500_000)
    assert texts.clock_offset(ahead) == "+1.5 s"
    assert texts.clock_offset(CALL) == texts.charger_time(CALL) == ""
    texts.mode = TimeMode.UTC
    assert texts.charger_time(ahead) == "2026-01-31T13:05:32.704Z"
    texts.mode = TimeMode.LOCAL
    assert texts.charger_time(ahead) == local_date(AT + 1_500_000)


@pytest.mark.parametrize(
    ("changes", "column", "shown", "expected"),
    [
        ({}, Column.DIRECTION, "▶", "To the charger"),
        ({"direction": Direction.IN}, Column.DIRECTION, "◀", "From the charger"),
        ({"direction": Direction.LINK}, Column.DIRECTION, "⚡", "Connection event"),
        ({"direction": None}, Column.DIRECTION, "", ""),
        ({}, Column.MESSAGE, "Reset", "Reset, Commands"),
        (
            {"is_answer": True, "rule": None},
            Column.MESSAGE,
            "Reset",
            "Answer to Reset",
        ),
        ({}, Column.MARKS, "", ""),
        ({}, Column.MARKS, "★", "Marked"),
        ({"note": "ticket 5"}, Column.MARKS, "★ ✎", "Marked, Note: ticket 5"),
        ({}, Column.MARKS, "⊖ ★", "Error, Marked"),
        (
            {"is_answer": True, "rule": None},
            Column.MESSAGE,
            "Reset ✗ InternalError",
            "Answer to Reset failed with InternalError",
        ),
        ({}, Column.RESULT, "✓ Accepted", "Accepted"),
        ({}, Column.RESULT, "✓", "Answered"),
        ({}, Column.RESULT, "—", "No result"),
        ({}, Column.RESULT, "⏳ 9 s waiting", "9 s waiting"),
        ({}, Column.RESULT, "⌛ no answer", "no answer"),
        ({"is_refused": True}, Column.RESULT, "✗ Rejected", "Refused: Rejected"),
        ({}, Column.PROBLEM, "late", "Problem: late"),
        ({}, Column.PROBLEM, "", "None"),
        ({}, Column.LATENCY, "41", "41 milliseconds"),
        ({}, Column.SUMMARY, "Soft reset", "Soft reset"),
    ],
)
def test_signs_are_spelt_for_those_who_hear_them(
    texts, changes, column, shown, expected
):
    assert texts.in_words(replace(CALL, **changes), column, shown) == expected


def test_the_tool_tip_has_a_time_in_all_ways(texts):
    cells = replace(CALL, latency_ms=41.5, charger_at=AT - 1_250_000)
    tip = texts.tip(cells, BEFORE, Column.TIME)
    for text in (
        "1.250 s",
        "2026-01-31T13:05:31.204Z",
        "+2.704 s",
        "41.500 ms",
        "time zero",
    ):
        assert text in tip


def test_a_note_is_the_tool_tip_of_its_sign(texts):
    cells = replace(CALL, note="<b>ticket</b> 5")
    assert "&lt;b&gt;ticket" in texts.tip(cells, None, Column.MARKS)
    assert texts.tip(CALL, None, Column.MARKS) == ""


def test_findings_are_named_in_the_tool_tip(texts):
    found = (Finding("CON-07", Level.ERROR), Finding("OWN-1", Level.NOTE))
    tip = texts.tip(replace(CALL, findings=found, note="mine"), None, Column.MARKS)
    assert "Error: " in tip
    assert "(CON-07)<br>Note: " in tip
    assert "mine" in tip


def test_the_rule_of_a_row_has_a_tool_tip(texts):
    assert "Commands" in texts.tip(CALL, None, Column.DIRECTION)
    plain = replace(CALL, rule=None)
    assert texts.tip(plain, None, Column.DIRECTION) == ""
    assert texts.tip(CALL, None, Column.SUMMARY) == ""
