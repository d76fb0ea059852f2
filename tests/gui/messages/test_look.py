# SPDX-License-Identifier: Apache-2.0
from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.records import Row
from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.color_rules import ColorRule
from ocppdesk.gui.messages.look import FIELD_COLUMNS, PLAIN, Look

PAIR = ("#000000", "#FFFFFF")
CALL = Message(
    5, 0, "CP", 7, Direction.OUT, '[2,"1","Reset",{}]',
    type=MessageType.CALL, message_id="1", action="Reset",
)  # fmt: skip
ANSWER = Message(
    6, 9, "CP", 7, Direction.IN, '[3,"1",{"status":"Rejected"}]',
    type=MessageType.CALLRESULT, message_id="1", action="Reset", answer_to=5,
)  # fmt: skip


def names(look, row, *, is_waiting=False):
    found = look.rules(row, look.subject(row), is_waiting=is_waiting)
    return [None if rule is None else rule.name for rule in found]


def look_with(*expressions):
    look = Look()
    look.colorist.rules = tuple(ColorRule(e, e, PAIR, PAIR) for e in expressions)
    return look


def test_filters_see_what_is_known_of_a_row():
    look = Look()
    finding = Finding("CON-01", Level.WARNING)
    look.annotations = Annotations(frozenset({5}), {5: "why"}, {5: (finding,)})
    look.version_of = {7: "2.0.1"}.get
    subject = look.subject(Row(CALL, ANSWER, 10))
    assert (subject.is_marked, subject.note, subject.findings) == (
        True, "why", (finding,)
    )  # fmt: skip
    assert subject.version == "2.0.1"
    assert subject.response() == {"status": "Rejected"}
    other = look.subject(Row(ANSWER, None, 10, call=CALL))
    assert (other.is_marked, other.note) == (False, "")
    assert other.request() == {}


def test_marks_colour_rows():
    look = look_with("~mark")
    assert names(look, Row(CALL, None, 10)) == [None, None]
    look.annotations = Annotations(frozenset({5}), {}, {})
    assert names(look, Row(CALL, None, 10)) == ["~mark", "~mark"]


def test_the_time_changes_the_rule_of_a_call_that_waits_only():
    look = look_with("~q", "~out")
    look.context = lambda: Context(now=10**12, latest=10**12, patience_us=5_000_000)
    assert names(look, Row(CALL, None, 10), is_waiting=True) == ["~out", "~q"]
    assert names(look, Row(CALL, ANSWER, 10)) == ["~out", "~out"]


def test_the_answer_counts_where_a_row_stands_for_an_exchange():
    look = look_with("~result", "~out")
    row = Row(CALL, ANSWER, 10)
    assert names(look, row)[0] == "~out"
    look.exchanges = True
    assert names(look, row)[0] == "~result"


def test_the_plain_look_has_no_column_that_costs_time():
    assert PLAIN.shown_fields == frozenset()
    assert all(column.name for column in FIELD_COLUMNS)
    assert list(FIELD_COLUMNS) == sorted(FIELD_COLUMNS)
