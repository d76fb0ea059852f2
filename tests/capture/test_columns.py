# SPDX-License-Identifier: Apache-2.0
"""Columns of captures: what is loaded when, and what they hold."""

import sqlite3

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocppdesk.capture import columns as columns_module
from ocppdesk.capture.columns import NO_LATENCY, ODD, Columns
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(columns_module, "_BLOCK", 3)
    monkeypatch.setattr(columns_module, "_LEAST", 1)


@pytest.fixture
def columns_of(capture_of):
    """Record messages and return their columns, of which nothing is loaded yet."""

    def make(*messages):
        reader = capture_of(*messages)
        columns = Columns(reader)
        columns.refresh(reader.last_id())
        return columns

    return make


def held(columns, name, low=0):
    """Return the values of a column above a number."""
    found = columns.array(name)[low + 1 : columns.top + 1]
    if len(columns.values(name)) > 1:
        return [columns.values(name)[code] for code in found]
    return found.tolist()


def test_columns_hold_what_messages_have(columns_of, message, answer):
    columns = columns_of(
        message(1, connector=2, transaction_id=7),
        answer(2, to=1, transaction_id="7"),
        message(3, "\u00f6", type=None, action=None, direction=Direction.OUT, evse=-1),
        message(4, b"\xff", action="Reset", charger="B", error_code="X"),
    )
    names = ("at", "charger", "action", "tx", "connector", "evse", "error_code", "size")
    columns.need([*names, "kind", "answer_to", "latency", "connection"], 0)
    first = message(1).at
    assert held(columns, "at") == [first + n * 1_000_000 for n in range(4)]
    assert held(columns, "action") == ["Heartbeat", "Heartbeat", None, "Reset"]
    assert held(columns, "tx") == [7, "7", None, None]
    assert held(columns, "connector") == [2, None, None, None]
    assert held(columns, "evse") == [None, None, -1, None]
    assert held(columns, "error_code") == [None, None, None, "X"]
    assert held(columns, "size") == [22, 10, 2, 1]
    assert held(columns, "charger") == [1, 1, 1, 2]
    assert held(columns, "connection") == [1, 1, 1, 1]
    assert held(columns, "answer_to") == [0, 1, 0, 0]
    assert held(columns, "latency") == [NO_LATENCY, 1_000_000, NO_LATENCY, NO_LATENCY]
    call, result = int(MessageType.CALL), int(MessageType.CALLRESULT)
    assert held(columns, "kind") == [call, result + 8, 8, call + ODD]


@pytest.mark.parametrize(
    ("changes", "is_odd"),
    [
        ({}, False),
        ({"problem": Problem.INVALID}, False),
        ({"problem": Problem.LATE}, False),
        ({"problem": Problem.REPAIRED}, True),
        ({"problem": Problem.MALFORMED}, True),
        ({"problem": Problem.TRUNCATED}, True),
        ({"raw": b"\xff", "problem": Problem.INVALID}, True),
        ({"direction": Direction.LINK, "type": None}, True),
    ],
)
def test_what_may_not_be_clean_json_is_odd(columns_of, message, changes, is_odd):
    columns = columns_of(message(1, **changes))
    columns.need(["kind"], 0)
    assert bool(columns.array("kind")[1] & ODD) is is_odd


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(-10_000, 10_000).map(lambda n: n / 2) | st.floats(-1e9, 1e9))
def test_latencies_are_rounded_as_python_does(latency_us):
    latency_ms = latency_us / 1000
    database = sqlite3.connect(":memory:")
    query = f"SELECT {columns_module._LATENCY} FROM (SELECT ? AS latency_ms)"
    [(found,)] = database.execute(query, (latency_ms,))
    database.close()
    assert found == round(latency_ms * 1000)


def test_only_what_is_needed_is_loaded_newest_first(small_blocks, columns_of, message):
    columns = columns_of(*(message(number) for number in range(1, 11)))
    columns.need(["at"], 8)
    assert columns.loaded_from(["at"]) == 8
    assert columns.loaded_from(["at", "kind"]) == 10
    columns.need(["at", "kind"], 3)
    assert columns.loaded_from(["at", "kind"]) == 3
    assert np.count_nonzero(columns.array("at")) == 7
    columns.need(["at"], 3)
    assert columns.loaded_from(["at"]) == 3
    assert columns.loaded_from([]) == 0


def test_columns_grow_with_the_capture(record, read, message, answer, small_blocks):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    columns = Columns(read())
    columns.refresh(1)
    columns.need(["answer_to", "action"], 0)
    for number in range(2, 2_000):
        recorder.add_message(message(number, action=f"Own{number % 5}"))
    recorder.add_message(answer(2_000, to=1))
    recorder.commit()
    columns.refresh(2_000)
    columns.refresh(7)
    assert columns.top == 2_000
    columns.need(["answer_to", "action"], 0)
    assert columns.first_answers[1] == 2_000
    assert held(columns, "action")[:3] == ["Heartbeat", "Own2", "Own3"]
    assert columns.loaded_from(["answer_to", "action"]) == 0


def test_the_first_answer_counts_in_whatever_order_they_are_loaded(
    small_blocks, columns_of, message, answer
):
    columns = columns_of(
        message(1), message(2), answer(3, to=2), answer(4, to=1), answer(5, to=2),
        answer(6, to=1), message(7), answer(8, to=1),
    )  # fmt: skip
    columns.need(["answer_to"], 6)
    assert columns.first_answers[:3].tolist() == [0, 8, 0]
    columns.need(["answer_to"], 4)
    assert columns.first_answers[:3].tolist() == [0, 6, 5]
    columns.need(["answer_to"], 0)
    assert columns.first_answers[:3].tolist() == [0, 4, 3]


def test_what_answers_nothing_that_can_be_is_no_answer(columns_of, message):
    columns = columns_of(
        message(1, answer_to=5), message(2, answer_to=-1), message(3, answer_to=3),
        message(4, answer_to=2**40), message(5),
    )  # fmt: skip
    columns.need(["answer_to"], 0)
    assert held(columns, "answer_to") == [0, 0, 0, 0, 0]
    assert not columns.first_answers.any()


def test_missing_numbers_are_known(small_blocks, columns_of, message):
    columns = columns_of(message(2), message(3), message(7))
    assert columns.missing is None
    columns.need(["kind", "action", "connector"], 0)
    assert np.flatnonzero(columns.missing[1:8]).tolist() == [0, 3, 4, 5]
    assert columns.array("kind")[[2, 3, 7]].tolist() == [2, 2, 2]


def test_codes_of_far_messages_are_read_from_the_file(
    small_blocks, columns_of, message
):
    columns = columns_of(*(message(n, connector=n % 4 or None) for n in range(1, 10)))
    columns.need(["connector"], 7)
    codes = columns.codes_of("connector", np.array([9, 1, 4, 1]))
    assert [columns.values("connector")[code] for code in codes] == [1, 1, None, 1]


def test_more_values_than_short_codes_have_room(columns_of, message, monkeypatch):
    monkeypatch.setattr(columns_module, "_SMALL_CODES", 3)
    columns = columns_of(*(message(n, transaction_id=f"t{n}") for n in range(1, 6)))
    columns.need(["tx", "action"], 0)
    assert columns.array("tx").dtype == np.int32
    assert columns.array("action").dtype == np.uint16
    assert held(columns, "tx") == ["t1", "t2", "t3", "t4", "t5"]


@pytest.mark.parametrize("frequent", [0, 1, 2, 30])
def test_rare_actions_are_known_like_frequent_ones(
    columns_of, message, monkeypatch, small_blocks, frequent
):
    monkeypatch.setattr(columns_module, "_FREQUENT", frequent)
    actions = ["a", None, "b", "a", "c, d", "a", "", "b", "'", None]
    columns = columns_of(*(message(n, action=a) for n, a in enumerate(actions, 1)))
    columns.need(["action"], 0)
    assert held(columns, "action") == actions
