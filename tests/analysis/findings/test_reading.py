# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.findings.reading import (
    number_at,
    part_at,
    parts_at,
    status_of,
    text_at,
    whole_at,
)

ODD = {"a": {"b": "x" * 500, "c": [1, {"d": 2}], "e": "é", "n": None}, "f": "7"}


def test_parts_are_objects_or_nothing():
    assert part_at(ODD, "a", "n") == part_at(ODD, "f", "g") == part_at(7, "a") == {}
    assert part_at(ODD, "a")["e"] == "é"


def test_lists_hold_their_objects_and_one_alone_is_a_list():
    assert parts_at(ODD, "a", "c") == [{"d": 2}]
    assert parts_at({"x": {"y": 1}}, "x") == [{"y": 1}]
    assert parts_at(ODD, "f") == parts_at(ODD, "none") == []


def test_texts_are_cut_and_can_be_written():
    assert len(text_at(ODD, "a", "b")) == 201
    assert text_at(ODD, "a", "e") == "é"
    assert text_at({"a": "\ud800"}, "a") == "\\ud800"
    assert text_at(ODD, "a", "c") == text_at(ODD, "a", "n") == text_at(None, "x") == ""


def test_whole_numbers_may_be_texts():
    assert whole_at(ODD, "f") == 7
    assert whole_at(ODD, "a", "e") is None


@pytest.mark.parametrize(
    ("value", "number"),
    [("7.5", 7.5), (3, 3.0), ("x", None), ("nan", None), ("inf", None), (True, None),
     (10**400, None), ([1], None)],
)  # fmt: skip
def test_numbers_are_such_that_one_can_count_with(value, number):
    assert number_at({"a": value}, "a") == number


def test_the_status_of_an_answer_is_found_wherever_it_is():
    assert status_of({"status": "Accepted"}) == "Accepted"
    assert status_of({"idTagInfo": {"status": "Blocked"}}) == "Blocked"
    assert status_of({"idTokenInfo": {"status": "Unknown"}}) == "Unknown"
    assert status_of({}) == ""
