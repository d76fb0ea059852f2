# SPDX-License-Identifier: Apache-2.0
import io
import json
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ocppdesk.logs.reading import json_values
from ocppdesk.logs.reading.json_values import JsonValues, Shapes, member_text

RECORD = {"timestamp": "2026-01-01T00:00:00Z", "message": '[2,"1","Heartbeat",{}]'}
FRAME = [2, "1", "Heartbeat", {}]


def elements(text):
    return [e for e in JsonValues(io.StringIO(text, newline="")).elements() if e]


def values(text):
    return [element.value for element in elements(text)]


def whys(text):
    return [element.why for element in elements(text)]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_its_elements(indent):
    text = json.dumps([RECORD, {"a": [1]}, "text"], indent=indent)
    assert values(text) == [RECORD, {"a": [1]}, "text"]
    assert [element.number for element in elements(text)] == [1, 2, 3]


@pytest.mark.parametrize("indent", [None, 2])
def test_values_one_after_the_other_have_the_numbers_of_their_lines(indent):
    text = "".join(json.dumps(RECORD, indent=indent) + "\n" for _i in range(3))
    assert values(text) == [RECORD] * 3
    step = 1 if indent is None else 4
    assert [e.number for e in elements(text)] == [1, 1 + step, 1 + 2 * step]


def test_records_keep_the_text_that_they_have():
    text = '[ {"a" : 1.0, "b":"\\u00e4"} ,\n[2,"1",\n"X",{}]]'
    assert [e.text for e in elements(text)] == [
        '{"a" : 1.0, "b":"\\u00e4"}',
        '[2,"1",\n"X",{}]',
    ]


def test_what_stands_around_an_array_is_its_context():
    text = json.dumps({"metadata": {"stationId": "A"}, "v": 1, "events": [RECORD] * 2})
    assert values(text) == [RECORD, RECORD]
    context = elements(text)[0].context
    assert context == {"metadata": {"stationId": "A"}, "v": 1}


def test_an_array_deep_within_is_found():
    text = json.dumps({"hits": {"total": 2, "hits": [RECORD, RECORD]}})
    assert values(text) == [RECORD, RECORD]


def test_an_object_of_its_own_is_a_record():
    record = {"timestamp": "x", "direction": "in", "message": FRAME}
    assert values(json.dumps(record)) == [record]


def test_an_array_in_a_payload_has_no_records():
    payload = {"meterValue": [{"timestamp": "x", "sampledValue": [{"value": "1"}]}]}
    assert not Shapes().has_records({"action": "MeterValues", "payload": payload})


def test_what_has_the_keys_of_many_that_hold_none_holds_none():
    shapes = Shapes()
    plain = {"payload": {"items": [{"unit": "x", "phase": 1}]}}
    records = {"payload": {"items": [RECORD]}}
    assert shapes.has_records(records)
    for _number in range(json_values._ENOUGH):
        assert not shapes.has_records(plain)
    assert not shapes.has_records({"payload": {"items": [{"unit": 2, "phase": 3}]}})
    assert shapes.has_records(records)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"a": {"b" :  {"c":1.0 } }}', ("a", "b"), '{"c":1.0 }'),
        ('{"b": "x", "a": {"b": [1]}}', ("a", "b"), "[1]"),
        ('{"x": "b", "b": [2, 3]}', ("b",), "[2, 3]"),
        (r'{"s": "\"b\": [9]", "b": [2]}', ("b",), "[2]"),
        (r'{"\u0062": [2]}', ("b",), "[2]"),
        ('{"a": [1', ("a",), None),
        ('{"c": 1}', ("b",), None),
    ],
)
def test_the_text_of_a_value_is_that_in_the_file(text, path, expected):
    assert member_text(text, path) == expected


def test_frames_one_after_the_other_are_records():
    assert values(f"{json.dumps(FRAME)}\n{json.dumps(FRAME)}") == [FRAME, FRAME]
    assert values(json.dumps([FRAME, FRAME])) == [FRAME, FRAME]


def test_a_word_before_an_object_is_kept():
    (element,) = elements('12:00:00 Request {"a": 1}\n')
    assert (element.before, element.value) == ("12:00:00 Request ", {"a": 1})


def test_text_between_is_told():
    found = elements('started\n{"a": 1}\nstopped')
    assert [each.value for each in found] == [None, {"a": 1}, None]
    assert [each.number for each in found] == [1, 2, 3]


def test_a_file_may_begin_and_end_in_the_middle():
    text = '"a": null,\n"b": 1\n},\n{"c": 1},\n{"d": "un'
    found = elements(text)
    assert {"c": 1} in [each.value for each in found]
    assert found[-1].why.startswith("The JSON ends too early")


def test_a_broken_record_is_told_and_the_next_ones_are_read():
    found = elements('[{"a": ,}, {"b": 1}]')
    assert found[0].why == "This is not JSON."
    assert found[-1].value == {"b": 1}
    assert values('{"a": ,}\n{"b": 1}\n')[-1] == {"b": 1}


def test_records_longer_than_a_block_are_read():
    record = {"message": "x" * 300_000}
    assert values(json.dumps([record, record])) == [record, record]


def test_a_number_at_the_edge_of_a_block_is_whole():
    filler = " " * (65_536 - 9)
    assert values(f'[{filler}{{"a": 1}}, 1234567890123]') == [{"a": 1}, 1234567890123]


def test_an_object_too_long_to_be_held_has_its_records():
    long = json.dumps({"events": [{**RECORD, "n": "x" * 200} for _i in range(75_000)]})
    assert len(long) > 17 << 20
    assert sum(1 for _each in elements(long)) == 75_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 300_000,
        "[{" * 500_000,
        '[{"a":' * 300_000,
        '{"a": "' + "x" * (20 << 20),
        "x" * (20 << 20),
        '[{"events": [' * 100_000,
        "{" * 200_000,
        '{"a":1}' * 50_000,
        "{}" + "]" * 1_000_000,
        "[2,\n" * 50_000,
    ],
    ids=["brackets", "objects", "mixed", "records", "text", "line", "events", "braces",
         "flat", "closing", "frames"],
)  # fmt: skip
def test_hostile_texts_take_no_longer_than_others(text):
    began = time.monotonic()
    for _each in JsonValues(io.StringIO(text)).elements():
        pass
    assert time.monotonic() - began < 20


def test_deep_nesting_is_told():
    assert "The JSON is nested too deeply to be read." in whys("[" * 5_000)
    assert "The JSON is nested too deeply to be read." in whys('{"a":' * 5_000)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=9,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), _JSON, max_size=4), max_size=5))
def test_the_objects_of_any_array_are_read(records):
    assume(not any(map(Shapes().has_records, records)))
    assert values(json.dumps(records)) == records
    assert values("\n".join(map(json.dumps, records))) == records


@given(st.text(alphabet='[]{}",:\\ \n2ax', max_size=60))
def test_no_text_breaks_it(text):
    elements(text)


def test_the_text_of_a_value_is_found_by_its_keys():
    text = '{"a": 1, "b" : {"c": "x", "c": [1.0, 2] }}'
    assert member_text(text, ("b", "c")) == "[1.0, 2]"
    assert member_text(text, ("b", "d")) is None
    assert member_text(text, ("a", "d")) is None
    assert member_text("[1]", ("a",)) is None
    assert member_text('{"a": ', ("a",)) is None
