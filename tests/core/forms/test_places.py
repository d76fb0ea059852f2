# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.forms.places import (
    MISSING,
    moved,
    names_in,
    place_text,
    value_at,
    with_value,
)

PAYLOAD = {"a": {"b": [1, {"c": None}]}, "d": "e"}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((), PAYLOAD),
        (("a", "b", 0), 1),
        (("a", "b", 1, "c"), None),
        (("a", "b", 2), MISSING),
        (("a", "b", -1), MISSING),
        (("a", "x"), MISSING),
        (("d", "x"), MISSING),
        (("d", 0), MISSING),
    ],
)
def test_a_value_is_found_at_its_place(place, value):
    assert value_at(PAYLOAD, place) == value


@pytest.mark.parametrize(
    ("place", "value", "result"),
    [
        (("d",), 5, {"a": {"b": [1, {"c": None}]}, "d": 5}),
        (("d",), MISSING, {"a": {"b": [1, {"c": None}]}}),
        (("d", "x"), 1, {"a": {"b": [1, {"c": None}]}, "d": {"x": 1}}),
        (("a", "b", 0), MISSING, {"a": {"b": [{"c": None}]}, "d": "e"}),
        (("a", "b", 2), 3, {"a": {"b": [1, {"c": None}, 3]}, "d": "e"}),
        (("a", "b", 5), MISSING, PAYLOAD),
        (("n", "m"), 1, {**PAYLOAD, "n": {"m": 1}}),
        (("n", 0, "m"), 1, {**PAYLOAD, "n": [{"m": 1}]}),
        ((), 7, 7),
    ],
)
def test_a_value_is_changed_at_its_place_only(place, value, result):
    assert with_value(PAYLOAD, place, value) == result
    assert PAYLOAD == {"a": {"b": [1, {"c": None}]}, "d": "e"}


@pytest.mark.parametrize(
    ("number", "by", "items"),
    [(0, 1, [2, 1, 3]), (2, -1, [1, 3, 2]), (0, -1, [1, 2, 3]), (2, 1, [1, 2, 3])],
)
def test_items_of_an_array_move_and_stop_at_the_ends(number, by, items):
    assert moved({"a": [1, 2, 3]}, ("a", number), by) == {"a": items}


def test_places_are_written_for_people():
    place = ("schedule", "period", 0, "limit")
    assert place_text(place) == "schedule.period[0].limit"
    assert names_in(place) == "schedule.period.limit"
    assert repr(MISSING) == "MISSING"
