# SPDX-License-Identifier: Apache-2.0
"""Paths lead into payloads."""

import pytest

from ocppdesk.filters.literals import value_of
from ocppdesk.filters.paths import (
    ElementTest,
    Path,
    Side,
    holds_among,
    scalars,
    values_under,
)
from ocppdesk.filters.values import Context, Operator
from tests.filters.subjects import conversation, subjects_of

CONTEXT = Context(now=0, latest=0)
SAMPLES = {
    "meterValue": [
        {"sampledValue": [{"value": "1", "unit": "A"}, {"value": "2", "unit": "V"}]},
        {"sampledValue": [[{"value": "3"}]], "value": None},
    ],
    "value": {"value": 4},
}


def values(*keys):
    return sorted(map(str, Path(keys).values_in(SAMPLES)))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("value",), ["1", "2", "3", "4", "None"]),
        (("value", "value"), ["4"]),
        (("sampledValue", "value"), ["1", "2", "3"]),
        (("meterValue", "sampledValue", "unit"), ["A", "V"]),
        (("meterValue", "unit"), []),
        (("sampledValue",), []),
        (("nothing",), []),
    ],
)
def test_the_first_key_is_anywhere_and_the_others_follow(keys, expected):
    assert values(*keys) == expected


def test_a_place_exists_whatever_stands_there():
    assert Path(("sampledValue",)).exists_in(SAMPLES, CONTEXT)
    assert Path(("meterValue", "value")).exists_in(SAMPLES, CONTEXT)
    assert not Path(("unit", "value")).exists_in(SAMPLES, CONTEXT)
    assert not Path(("x",)).exists_in(None, CONTEXT)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [("1", "A", True), ("1", "V", False), ("2", "V", True), ("3", "A", False)],
)
def test_one_element_passes_all_tests(value, unit, expected):
    tests = (
        ElementTest(("value",), Operator.IS, value_of(value)),
        ElementTest(("unit",), Operator.IS, value_of(unit)),
    )
    path = Path(("sampledValue",), tests=tests)
    assert path.exists_in(SAMPLES, CONTEXT) is expected
    text = f".sampledValue[value == {value} and unit == {unit}]"
    assert str(path) == text


def test_a_side_is_a_payload_of_the_exchange():
    answer = subjects_of(conversation())[8]
    assert Path(("status",), Side.OWN).payload_of(answer) == {"status": "Rejected"}
    assert Path(("status",), Side.RESPONSE).payload_of(answer) == {"status": "Rejected"}
    assert Path(("key",), Side.REQUEST).payload_of(answer)["value"] == "60"
    assert str(Path(("a", "b"), Side.REQUEST)) == "req.a.b"


@pytest.mark.parametrize(
    ("have", "operator", "expected"),
    [
        ([], "==", False),
        ([], "!=", False),
        ([1, 2], "==", True),
        ([1, 2], "!=", False),
        ([1, 3], "!=", True),
        ([1, 3], ">", True),
    ],
)
def test_one_of_several_values_is_enough_but_all_must_differ(have, operator, expected):
    value = value_of("2")
    assert holds_among(have, Operator(operator), value, CONTEXT) is expected


def test_nesting_has_no_limit():
    payload = {"a": 1}
    for _level in range(5_000):
        payload = {"b": [payload]}
    assert list(values_under(payload, frozenset({"a"}))) == [1]
    assert list(scalars([[[1], 2], {"a": 3}])) == [2, 1]
