# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.text.matching import (
    ODD_START,
    START,
    decode,
    find_end,
    is_frame,
    is_nearly_frame,
)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('[2,"1"', '"'),
        ('[ 3 , "1"', '"'),
        ('[\n  4,\n  "1"', '"'),
        ('[2,\\"1', '\\"'),
        ('[2, ""1', '""'),
        ("[3, '1'", "'"),
        ("[2,”1”", "”"),
        ("[2,&quot;1", "&quot;"),
        ('[2,17,"Heartbeat"', None),
        ('[\\n  2,\\n  \\"1', '\\"'),
    ],
)
def test_a_frame_begins_with_its_type_and_its_id(text, quote):
    assert START.search(f"x {text}")["quote"] == quote


@pytest.mark.parametrize(
    "text",
    ["[13.3 13.3 13.3]A", "CALL [531531560, BootNotification]", "[7,“1", "[2]", "[2,a",
     "[0 0 0]A", "[1,2,3]", '[12,"1"'],
)  # fmt: skip
def test_other_brackets_are_no_beginning(text):
    assert START.search(text) is None


def test_a_type_that_does_not_exist_can_be_recognised():
    assert ODD_START.search('x [1,"17","BootNotification",{"a":1}]')[1] == "1"
    assert ODD_START.search('[1,"17","18"]') is None


@pytest.mark.parametrize(
    "value",
    [
        [2, "1", "Reset", {}],
        [2, "1", "Vendor.Own_Action-2", None],
        [3, "1", {}],
        [4, "1", "FormationViolation", ""],
        [4, "1", "", "", {}],
        [5, "1", "InternalError", "", {}],
        [6, "1", "NotifyPeriodicEventStream", {}],
        [2, 17, "Heartbeat", {}],
    ],
)
def test_frames_are_known_by_their_form(value):
    assert is_frame(value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        [],
        [2],
        [2, "1", "Reset"],
        [2, "1", "Re set", {}],
        [2, "1", "Reset", []],
        [2, "1", {}, {}],
        [3, "1"],
        [3, "1", "a"],
        [3, "1", {}, {}],
        [4, "1", {}, ""],
        [1, "1", "Reset", {}],
        [True, "1", {}],
        [[2], "1", {}],
        ["2", "1", "Reset", {}],
    ],
)
def test_other_values_are_no_frames(value):
    assert not is_frame(value)


def test_a_frame_of_the_wrong_form_is_told_from_a_list_of_words():
    assert is_nearly_frame([2, "1", "Reset", {}, 5])
    assert is_nearly_frame([2, "1", "Reset"])
    assert not is_nearly_frame([3, "a", "b"])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('[2,"]",{"a":"\\"]"}]', '"'),
        (r"[2,\"]\",{\"a\":\"\\\"]\"}]", '\\"'),
        ('[2,""]"",{""a"":""}""}]', '""'),
        ("[2,'\"]',{\"a\":'}'}]", "'"),
        ("[2,“]”,{”a”:“}”}]", "“"),
        ("[2,&quot;]&quot;,{}]", "&quot;"),
        ('[2,"a\n]",{}]', '"'),
    ],
)
def test_the_end_is_found_past_brackets_in_texts(text, quote):
    assert find_end(f"{text} ] tail", 0, 100, quote=quote) == len(text)


@pytest.mark.parametrize("text", ['[2,"1",{', '[2,"1', "", '[2,"]'])
def test_an_open_frame_has_no_end(text):
    assert find_end(text, 0, len(text), quote='"') is None


def test_deep_nesting_is_no_value():
    assert decode("[" * 100_000) is None
    assert decode('[2,"1",{}] tail') == ([2, "1", {}], 10)
