# SPDX-License-Identifier: Apache-2.0
"""What stands in payloads is found wherever it may be written, and only there read."""

import pytest

from ocppdesk.capture import columns, search, watch
from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.payload_tests import condition
from ocppdesk.capture.search import Search
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.values import Context, SlowPatternError

CONTEXT = Context(now=0, latest=0)


def patterns(text):
    """Return what is looked for in raw texts, without the signs for anything."""
    sql, values = condition(parse_filter(text))
    return sql, [value.strip("%") for value in values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".status", ["status"]),
        (".status == Accepted", ["accepted", "status"]),
        (".status != Accepted", ["status"]),
        (".a.b contains Wide", ["Wide", "a", "b"]),
        (".status === Faulted", ["Faulted", "status"]),
        (".value > 32", ["value"]),
        (".value == 32", ["value"]),
        ('.value == "1e5"', ["value"]),
        ('.value matches "[a-z]"', ["value"]),
        (".status in {Accepted, Occupied}", ["accepted", "occupied", "status"]),
        (".status in {Accepted, 5}", ["status"]),
        (".m[unit == Volt and value > 3]", ["volt", "m", "unit", "value"]),
        ("idtag == 04A2-9B", ["04a2-9b", "idTag", "idToken"]),
        ("code == GroundFailure", ["ground", "errorCode", "vendorErrorCode"]),
    ],
)
def test_sql_looks_for_keys_and_values(text, expected):
    found = patterns(text)[1]
    assert sorted(found) == sorted(expected)


@pytest.fixture
def searched(capture_of, message):
    """Record raw texts, some with fields; return what a filter finds among them."""

    def record(*raws):
        messages = []
        for number, raw in enumerate(raws, start=1):
            text, fields = raw if isinstance(raw, tuple) else (raw, {})
            messages.append(message(number, text, **fields))
        searching = Search(capture_of(*messages), EMPTY)
        return lambda text: numbers_of(searching, text)

    return record


def numbers_of(searching, text):
    slices = searching.ids(parse_filter(text), CONTEXT)
    return sorted(number for ids, _low in slices for number in ids.tolist())


def call(payload):
    return f'[2,"1","X",{payload}]'


def test_keys_and_values_may_be_written_with_escapes(searched):
    found = searched(
        call('{"st\\u0061tus":"Accepted"}'), call('{"status":"Acc\\u0065pted"}'),
        call('{"status":"Rejected"}'), call('{"other":"Accepted"}'),
    )  # fmt: skip
    assert found(".status == Accepted") == [1, 2]
    assert found("status == accepted") == [1, 2]


def test_what_is_no_clean_json_is_looked_at_all_the_same(searched):
    problem = {"problem": Problem.REPAIRED}
    found = searched(
        ("\0" + call('{"status":"Faulted"}'), problem),
        (b"\xff" + call('{"status":"Faulted"}').encode(), problem),
        (call('{"status":"Faulted"}') + call("{}"), problem),
    )
    assert found(".status == Faulted") == [1, 3]


def test_letters_that_are_alike_in_other_scripts_are_found(searched):
    words = ("\u017foft", "SOFT", "GR\u00d6SSE", "gr\u00f6\u00dfe")
    found = searched(*(call(f'{{"status":"{word}"}}') for word in words))
    assert found(".status == soft") == [1, 2]
    assert found(".status == Gr\u00f6\u00dfe") == [3, 4]


def test_numbers_are_found_however_they_are_written(searched):
    found = searched(*(call(f'{{"v":{v}}}') for v in ("32", '"32.0"', "3.2e1", "3")))
    assert found(".v == 32") == [1, 2, 3]


def test_an_exchange_is_found_from_both_sides(capture_of, message, answer):
    reader = capture_of(
        message(1, call('{"key":"A","idTag":"T1"}')),
        message(2, call('{"key":"B"}')),
        answer(3, '[3,"1",{"status":"Rejected"}]', to=1),
        answer(4, '[3,"1",{"status":"Accepted"}]', to=2),
        answer(5, '[3,"1",{"idTag":"T1"}]', to=1),
        message(6, '[3,"9",{"idTag":"T1"}]', type=MessageType.CALLRESULT),
    )
    searching = Search(reader, EMPTY)

    def numbers(text):
        return numbers_of(searching, text)

    assert numbers("req.key == A") == [1, 3, 5]
    assert numbers("res.status == Rejected") == [1, 3]
    assert numbers("res.status") == [1, 2, 3, 4]
    assert numbers(".status == Rejected") == [3]
    assert numbers("key == B") == [2, 4]
    assert numbers("idtag == T1") == [1, 3, 5, 6]


@pytest.mark.parametrize(
    "text",
    [r'.v matches "(a|aa)+$"', r'status matches "(a|aa)+$"', r'.e[v ~ "(a|aa)+$"]'],
)
def test_a_pattern_that_is_slow_on_each_of_many_texts_is_stopped(
    searched, monkeypatch, text
):
    monkeypatch.setattr(watch, "_PATIENCE_S", 0.001)
    monkeypatch.setattr(watch, "_USUAL_S", 0.0001)
    slow = "a" * 22 + "!"
    payload = f'{{"v":"{slow}","status":"{slow}","e":{{"v":"{slow}"}}}}'
    found = searched(*[call(payload)] * 20)
    with pytest.raises(SlowPatternError):
        found(text)


def test_the_call_of_a_late_answer_is_read_wherever_it_is(
    capture_of, message, answer, monkeypatch
):
    monkeypatch.setattr(search, "FIRST_SLICE", 1)
    monkeypatch.setattr(columns, "_LEAST", 1)
    odd = {"problem": Problem.REPAIRED}
    reader = capture_of(
        message(1, call('{"st\\u0061tus":"Faulted"}')),
        message(2, "\0" + call('{"status":"Faulted"}'), **odd),
        message(3, call('{"other":"Faulted"}')),
        answer(4, to=3),
        answer(5, to=2),
        answer(6, to=1),
    )
    slices = Search(reader, EMPTY).ids(parse_filter("req.status == Faulted"), CONTEXT)
    assert next(slices)[0].tolist() == [6]
    assert [number for ids, _low in slices for number in ids.tolist()] == [5, 2, 1]


def test_error_codes_come_from_errors_and_from_payloads(searched):
    error = {"type": MessageType.CALLERROR, "error_code": "InternalError"}
    found = searched(
        ('[4,"1","InternalError","",{}]', error),
        call('{"errorCode":"GroundFailure"}'),
        ('[4,"1","InternalError","",{"errorCode":"X"}]', error),
        call("{}"),
    )
    assert found("code == internalerror") == [1, 3]
    assert found("code == GroundFailure") == [2]
    assert found("code != InternalError") == [2]
    assert found("code") == [1, 2, 3]
