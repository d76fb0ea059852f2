# SPDX-License-Identifier: Apache-2.0
"""Which parts of a filter are asked, of which messages, and in which order."""

import pytest

from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.arrays import go_on
from ocppdesk.capture.column_tests import AnnotatedIds
from ocppdesk.capture.columns import Columns
from ocppdesk.capture.masks import Cost, Masks, columns_of, cost
from ocppdesk.capture.raws import Rows
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.fields import FIELDS, FLAGS
from ocppdesk.filters.nodes import Flagged, Presence
from ocppdesk.filters.values import Context

CONTEXT = Context(now=0, latest=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Cost.COLUMNS),
        ("Heartbeat and charger == CP1 and time > -5m and ~q", Cost.COLUMNS),
        ("not (tx == 5 or latency > 5s)", Cost.COLUMNS),
        ("~mark or comment contains x or level > note", Cost.COLUMNS),
        ("~mark or x", Cost.TEXT),
        ("not x and tx", Cost.TEXT),
        (".status == Faulted", Cost.PAYLOAD),
        ("x and status == Faulted", Cost.PAYLOAD),
        ("id == 5", Cost.PAYLOAD),
        ("/x/", Cost.PAYLOAD),
    ],
)
def test_a_filter_costs_as_much_as_its_dearest_part(text, expected):
    assert cost(parse_filter(text)) is expected


def test_every_filter_can_say_which_columns_it_needs():
    tests = [*map(Presence, FIELDS.values()), *map(Flagged, FLAGS.values())]
    for test in tests:
        assert "kind" in columns_of(test)
    assert columns_of(parse_filter("Heartbeat or tx")) >= {"action", "tx", "answer_to"}
    assert columns_of(parse_filter("not (x and size > 1kB)")) >= {"charger", "size"}
    assert columns_of(parse_filter("")) == {"kind"}


@pytest.fixture
def asked(capture_of, message, monkeypatch):
    """Return the numbers found, and what the raw texts were asked for meanwhile."""

    def record(*fields):
        reader = capture_of(*(message(n, **f) for n, f in enumerate(fields, start=1)))
        columns = Columns(reader)
        columns.refresh(len(fields))
        query = reader.query

        def find(text):
            chosen = parse_filter(text)
            columns.need(columns_of(chosen), 0)
            queries = []

            def noted(sql, values=()):
                queries.append((sql, values))
                return query(sql, values)

            monkeypatch.setattr(reader, "query", noted)
            rows = Rows(0, len(fields))
            masks = Masks(reader, columns, AnnotatedIds(EMPTY), CONTEXT, go_on)
            found = rows.ids[masks.mask(chosen, rows)].tolist()
            return found, [values for sql, values in queries if "raw" in sql]

        return find

    return record


RESETS = [{"action": "Reset", "raw": '[2,"1","Reset",{"a":1}]'} for _ in range(30)]


def test_texts_are_not_read_where_columns_have_decided(asked):
    find = asked(*RESETS)
    assert find("x and Heartbeat") == ([], [])
    assert find("Reset or .a == 1") == (list(range(1, 31)), [])


def test_texts_are_looked_for_in_what_is_left(asked):
    find = asked(*RESETS, {"raw": "needle"}, *RESETS)
    found, queries = find(".a and needle and Heartbeat")
    assert found == []
    assert [values[:2] for values in queries] == [(30, 31), (30, 31)]
    assert find("needle and Heartbeat")[0] == [31]


def test_no_rows_ask_for_nothing(asked):
    assert asked()("x or .a") == ([], [])
