# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.differences import MOST, Line, compare
from ocppdesk.core.forms.places import MISSING

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def differing(left, right):
    return [(one.place, one.left, one.right) for one in compare(left, right)
            if not one.is_same]  # fmt: skip


def test_only_what_is_not_alike_differs():
    left = {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
    right = {**left, "status": "Faulted", "info": "x"}
    assert [one.place for one in compare(left, right)] == [
        "connectorId", "status", "errorCode", "info",
    ]  # fmt: skip
    assert differing(left, right) == [
        ("status", "Available", "Faulted"),
        ("info", MISSING, "x"),
    ]


def test_items_of_arrays_are_compared_by_their_position():
    left = {"values": [{"v": 1}, {"v": 2}]}
    right = {"values": [{"v": 1}, {"v": 3}, {"v": 4}]}
    assert differing(left, right) == [
        ("values[1].v", 2, 3),
        ("values[2].v", MISSING, 4),
    ]


def test_an_object_that_one_side_lacks_is_taken_apart():
    assert differing({}, {"a": {"b": 1, "c": 2}}) == [
        ("a.b", MISSING, 1),
        ("a.c", MISSING, 2),
    ]


def test_an_object_against_a_value_is_one_line():
    assert differing({"a": {"b": 1}}, {"a": 5}) == [("a", {"b": 1}, 5)]


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [(1, 1.0, True), (1, True, False), ("1", 1, False), (None, MISSING, False)],
)
def test_what_is_the_same(left, right, is_same):
    assert Line("a", left, right).is_same is is_same


def test_no_payload_at_all_is_nothing():
    assert compare(None, None) == []


@pytest.mark.parametrize(
    ("payload", "places"),
    [
        ({"key": "AuthorizationKey", "value": "x"}, {"value"}),
        ({"key": "HeartbeatInterval", "value": "60"}, set()),
        ({"d": [{"variable": {"name": "BasicAuthPassword"}, "attributeValue": "x"}]},
         {"d[0].attributeValue"}),
        ({"password": "x", "user": "y"}, {"password"}),
    ],
)  # fmt: skip
def test_secrets_are_told_as_such(payload, places):
    assert {one.place for one in compare(payload, {}) if one.is_secret} == places


def test_very_long_payloads_are_compared_in_part():
    assert len(compare(list(range(MOST + 10)), [])) == MOST


@given(JSON)
def test_a_payload_is_the_same_as_itself(payload):
    assert all(line.is_same for line in compare(payload, payload))


@given(JSON, JSON)
def test_turned_round_the_same_places_differ(left, right):
    there = {place for place, _left, _right in differing(left, right)}
    back = {place for place, _left, _right in differing(right, left)}
    assert there == back
