# SPDX-License-Identifier: Apache-2.0
"""Tests of columns ask each node about each value once, and answer for all messages."""

import itertools

import numpy as np
import pytest

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.column_tests import (
    FIELD_COLUMNS,
    FLAG_COLUMNS,
    AnnotatedIds,
    ColumnTests,
)
from ocppdesk.capture.columns import Columns
from ocppdesk.capture.raws import Rows
from ocppdesk.capture.subjects import subjects
from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.fields import FIELDS, FLAGS
from ocppdesk.filters.nodes import Flagged, Presence
from ocppdesk.filters.values import Context

CONTEXT = Context(now=1_800_000_020_000_000, latest=0, patience_us=5_000_000)
ANNOTATIONS = Annotations(
    frozenset({2, 6}), {3: "ticket"}, {6: (Finding("R1", Level.WARNING),)}
)


@pytest.fixture
def tests_of(capture_of, message, answer):
    """Record a conversation; return the tests of its columns, and its reader."""
    link = {"direction": Direction.LINK, "type": None}
    reader = capture_of(
        message(1, "CP1 connected.", action="Connected", **link),
        message(2, connector=1),
        answer(3, to=2, latency_ms=3_000.0),
        message(4, charger="CP2", connection=9, transaction_id="t"),
        message(5, "{", type=None, action=None),
        answer(6, to=4, type=MessageType.CALLERROR, transaction_id=7, evse=2),
        message(7),
    )
    columns = Columns(reader)
    columns.refresh(7)
    names = {*sum(FIELD_COLUMNS.values(), ()), *sum(FLAG_COLUMNS.values(), ())}
    columns.need(names, 0)
    return ColumnTests(reader, columns, AnnotatedIds(ANNOTATIONS), CONTEXT), reader


ROWS = (Rows(0, 7), Rows(3, 6), Rows.of(np.array([1, 3, 6, 7])), Rows.of(np.array([5])))
TEXTS = (
    "charger == CP2", "action != heartbeat", "version == 1.6", "version != 1.6",
    "dir in {out, link}", "type == error", "ws == connected", "not ws", "no in 3..5",
    "time > 2027-01-15T08:00:04Z", "delta == 1s", "delta", "latency > 2s",
    "latency", "size < 20B", "size", "connector == 1", "connector != 1", "evse",
    "tx == 7", "tx == t", "tx", "comment contains TICK", "comment != x",
    "level >= note", "finding == R1", "finding != R2",
)  # fmt: skip


def expected(reader, test, rows):
    return [
        subject.message.id
        for subject in subjects(reader, rows.ids, ANNOTATIONS)
        if test.matches(subject, CONTEXT)
    ]


def test_fields_are_tested_as_nodes_do(tests_of):
    tests, reader = tests_of
    for text, rows in itertools.product(TEXTS, ROWS):
        chosen = parse_filter(text)
        test = getattr(chosen, "part", chosen)
        found = rows.ids[tests.field(test, test.operand.name, rows)].tolist()
        assert found == expected(reader, test, rows), text


def test_flags_are_tested_as_nodes_do(tests_of):
    tests, reader = tests_of
    for flag, rows in itertools.product(FLAGS.values(), ROWS):
        test = Flagged(flag)
        found = rows.ids[tests.flag(test, flag, rows)].tolist()
        assert found == expected(reader, test, rows), flag
        assert found or rows is not ROWS[0]


def test_all_flags_and_fields_without_payloads_are_known():
    assert set(FLAG_COLUMNS) == set(FLAGS)
    elsewhere = {name for name, field in FIELDS.items() if field.keys} | {"id"}
    assert set(FIELD_COLUMNS) == set(FIELDS) - elsewhere


def test_a_node_is_asked_once_for_each_value(tests_of):
    tests, _reader = tests_of
    asked = []

    class Counting:
        def matches(self, subject, _context):
            asked.append(subject.message.action)
            return subject.message.action == "Heartbeat"

    counting = Counting()
    for _ in range(3):
        found = tests.coded(counting, "action", Rows(0, 7))
    assert found.tolist() == [False, True, True, True, False, True, True]
    assert sorted(map(str, asked)) == ["Connected", "Heartbeat", "None"]


def test_exchanges_are_known_from_both_sides(tests_of):
    tests, _reader = tests_of
    assert tests.calls_of(Rows(0, 7)).tolist() == [0, 2, 2, 4, 0, 4, 7]
    assert tests.answers_of(Rows(0, 7)).tolist() == [0, 3, 3, 6, 0, 6, 0]


def test_what_was_annotated_is_sorted():
    annotated = AnnotatedIds(Annotations(frozenset({9, 2}), {7: "x", 3: "y"}, {}))
    assert annotated.numbers["marks"].tolist() == [2, 9]
    assert annotated.numbers["notes"].tolist() == [3, 7]
    assert annotated.numbers["findings"].tolist() == []
    assert AnnotatedIds(EMPTY).all is EMPTY


def test_presence_is_tested_like_any_other(tests_of):
    tests, _reader = tests_of
    found = tests.field(Presence(FIELDS["evse"]), "evse", Rows(0, 7))
    assert found.tolist() == [False, False, False, True, False, True, False]
