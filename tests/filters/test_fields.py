# SPDX-License-Identifier: Apache-2.0
"""Each field reads what a message has, each flag answers yes or no."""

import dataclasses

import pytest

from ocppdesk.core.findings import Level
from ocppdesk.core.frames import Problem
from ocppdesk.filters.fields import (
    FIELDS,
    FLAGS,
    id_tags_in,
    is_unanswered,
    keys_in,
    size_of,
)
from tests.filters.subjects import (
    CONTEXT,
    FINDINGS,
    MARKED,
    NOTES,
    SECOND,
    at,
    conversation,
    subjects_of,
)


def all_subjects():
    return subjects_of(conversation(), marked=MARKED, notes=NOTES, findings=FINDINGS)


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("charger", 4, ["CP-0042"]),
        ("dir", 1, ["link"]),
        ("dir", 3, ["out"]),
        ("type", 22, ["error"]),
        ("type", 25, []),
        ("action", 3, ["BootNotification"]),
        ("action", 25, []),
        ("id", 5, ["4"]),
        ("id", 1, []),
        ("no", 5, [5]),
        ("time", 4, [at("14:05:00")]),
        ("delta", 3, [200_000]),
        ("delta", 1, []),
        ("latency", 2, [200_000]),
        ("latency", 3, []),
        ("latency", 10, []),
        ("size", 25, [23]),
        ("size", 1, []),
        ("connector", 5, [2]),
        ("connector", 1, []),
        ("evse", 26, [1]),
        ("tx", 13, [48213]),
        ("tx", 27, ["abc-1"]),
        ("idtag", 12, ["04A2B3"]),
        ("idtag", 26, ["04A2FF"]),
        ("idtag", 2, []),
        ("status", 12, ["Blocked"]),
        ("status", 28, ["Faulted"]),
        ("status", 11, []),
        ("key", 8, ["MeterValueSampleInterval"]),
        ("key", 9, ["MeterValueSampleInterval"]),
        ("code", 4, ["GroundFailure"]),
        ("code", 22, ["NotSupported"]),
        ("problem", 25, ["malformed"]),
        ("problem", 2, []),
        ("comment", 10, ["Ticket 17: does not restart"]),
        ("comment", 1, []),
        ("version", 1, ["1.6"]),
        ("ws", 23, ["Disconnected"]),
        ("ws", 2, []),
        ("level", 4, [Level.ERROR]),
        ("level", 1, []),
        ("finding", 4, ["CON-01", "R012"]),
    ],
)
def test_a_field_has_these_values(name, number, expected):
    assert list(FIELDS[name].read(all_subjects()[number - 1])) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("~ws", [1, 23]),
        ("~err", [22]),
        ("~q", [10]),
        ("~slow", [6]),
        ("~mark", [7]),
        ("~note", [10]),
        ("~finding", [4, 7, 12, 15]),
        ("~call", [2, 4, 6, 8, 10, 11, 13, 15, 17, 19, 21, 24, 26, 28]),
        ("~result", [3, 5, 7, 9, 12, 14, 16, 18, 20, 27]),
        ("~out", [3, 5, 7, 8, 10, 12, 14, 16, 18, 20, 21, 27]),
        ("~in", [2, 4, 6, 9, 11, 13, 15, 17, 19, 22, 24, 25, 26, 28]),
    ],
)
def test_a_flag_holds_for_these(name, expected):
    holds = FLAGS[name].holds
    assert [s.message.id for s in all_subjects() if holds(s, CONTEXT)] == expected


@pytest.mark.parametrize(
    ("waited_s", "expected"), [(0, False), (29.9, False), (30, True), (-1, True)]
)
def test_a_call_is_given_up_after_the_time_for_answers(waited_s, expected):
    call = all_subjects()[23]
    now = call.message.at + round(waited_s * SECOND)
    context = dataclasses.replace(CONTEXT, now=now)
    assert is_unanswered(call, context) is expected


def test_slow_is_what_takes_longer_than_the_setting():
    slow = FLAGS["~slow"].holds
    boot = all_subjects()[1]
    assert slow(boot, dataclasses.replace(CONTEXT, slow_us=199_999))
    assert not slow(boot, dataclasses.replace(CONTEXT, slow_us=200_000))


def test_tokens_and_keys_are_found_in_both_versions():
    assert list(id_tags_in({"idToken": {"idToken": "A", "type": "x"}})) == ["A"]
    assert list(id_tags_in([{"idTag": "B"}, {"idTag": 5}])) == ["B"]
    assert list(keys_in({"key": ["A", "B"]})) == ["A", "B"]
    assert list(keys_in({"x": [{"variable": {"name": "C"}}]})) == ["C"]
    assert list(keys_in({"unknownKey": ["D"]})) == ["D"]
    assert list(keys_in(None)) == []


def test_each_problem_is_a_word_that_can_be_chosen():
    assert FIELDS["problem"].choices == tuple(problem.value for problem in Problem)


def test_sizes_are_bytes():
    assert size_of("Größe") == 7
    assert size_of(b"\xff\xfe") == 2
    assert size_of("\ud800") == 3


def test_fields_and_flags_say_what_they_are():
    for table in (FIELDS, FLAGS):
        for name, entry in table.items():
            assert str(entry) == entry.name == name
            assert entry.meaning
            assert name == name.lower()
