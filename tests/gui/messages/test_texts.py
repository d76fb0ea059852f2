# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.gui.messages.cells import Cells, RowKind, unreadable_cells
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.texts import RowTexts
from ocppdesk.gui.messages.times import TimeMode

AT = 1_769_864_731_204_000
CALL = Cells(
    id=2,
    at=AT,
    texts=("",) * len(COLUMNS),
    kind=RowKind.COMMAND,
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


def test_a_call_is_remarkable_only_when_it_has_waited_a_while(texts):
    later(texts, 1.9)
    assert texts.kind(CALL) is RowKind.COMMAND
    later(texts, 2)
    assert texts.kind(CALL) is RowKind.WAITING


@pytest.mark.parametrize(
    ("changes", "column", "shown", "expected"),
    [
        ({}, Column.DIRECTION, "▶", "To the charger"),
        ({"direction": Direction.IN}, Column.DIRECTION, "◀", "From the charger"),
        ({"direction": Direction.LINK}, Column.DIRECTION, "⚡", "Connection event"),
        ({"direction": None}, Column.DIRECTION, "", ""),
        ({}, Column.MESSAGE, "Reset", "Reset"),
        ({"is_answer": True}, Column.MESSAGE, "Reset", "Answer to Reset"),
        (
            {"is_answer": True},
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
    tip = texts.all_times(replace(CALL, latency_ms=41.5), BEFORE)
    for text in ("2026-01-31T13:05:31.204Z", "+2.704 s", "41.500 ms", "time zero"):
        assert text in tip
