# SPDX-License-Identifier: Apache-2.0
"""Texts are found in what was on the wire, in actions, chargers and message ids."""

import pytest

from ocppdesk.capture import watch
from ocppdesk.capture.annotations import EMPTY
from ocppdesk.capture.search import Search
from ocppdesk.core.frames import Problem
from ocppdesk.core.messages import Direction
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Regex, Text
from ocppdesk.filters.values import Context, SlowPatternError, is_match

CONTEXT = Context(now=0, latest=0)


@pytest.fixture
def numbers():
    """Return the numbers of the messages that a filter finds, the newest first."""

    def of(reader, chosen):
        if isinstance(chosen, str):
            chosen = parse_filter(chosen)
        slices = Search(reader, EMPTY).ids(chosen, CONTEXT)
        return [number for ids, _low in slices for number in ids.tolist()]

    return of


@pytest.mark.parametrize("special", ["%", "_", "\\", "\\%", "%%", "'", '"', "*", "?"])
def test_special_characters_are_looked_for_as_they_are(
    capture_of, message, numbers, special
):
    reader = capture_of(
        message(1, "nothing of the kind"), message(2, f"before{special}behind")
    )
    assert numbers(reader, Text(special)) == [2]
    assert numbers(reader, Text(f"before{special}behind")) == [2]


@pytest.mark.parametrize("text", ["groundfailure", "GROUNDFAILURE", "/ground.?F/"])
def test_upper_and_lower_case_are_alike(capture_of, message, numbers, text):
    reader = capture_of(message(1, "Noerror"), message(2, '"GroundFailure"'))
    assert numbers(reader, text) == [2]


def test_letters_beyond_ascii_are_alike_too(capture_of, message, numbers):
    reader = capture_of(message(1, "GR\u00d6SSE"), message(2, "Gr\u00f6\u00dfe"),
                        message(3, "Grosse"))  # fmt: skip
    assert numbers(reader, Text("gr\u00f6\u00dfe")) == [2, 1]
    assert numbers(reader, Text("\u00df")) == [3, 2, 1]


@pytest.mark.parametrize("text", ["needle", "/n.*le/"])
def test_frames_that_are_not_utf8_are_searched_too(capture_of, message, numbers, text):
    reader = capture_of(message(1, b'\xff{"idTag":"Needle"}\xfe'), message(2, "hay"))
    assert numbers(reader, text) == [1]


@pytest.mark.parametrize("text", ["needle", "/n.*le/"])
def test_what_stands_behind_a_nul_is_found(capture_of, message, numbers, text):
    reader = capture_of(
        message(1, "\0 needle", problem=Problem.MALFORMED),
        message(2, "gone\0 needle", direction=Direction.LINK, type=None),
    )
    assert numbers(reader, text) == [2, 1]


def test_the_answers_to_an_action_are_found_by_its_name(
    capture_of, message, answer, numbers
):
    reader = capture_of(message(1), answer(2, to=1), message(3, action="Reset"))
    assert numbers(reader, Text("heartb")) == [3, 2, 1]
    assert numbers(reader, "Heartbeat") == [2, 1]
    assert numbers(reader, "/^reset$/") == [3]


def test_the_charger_is_found_by_its_identity(capture_of, message, numbers):
    reader = capture_of(message(1, charger="A"), message(2, charger="Garage 1"))
    assert numbers(reader, Text("garage")) == [2]
    assert numbers(reader, "/^A$/") == [1]


@pytest.mark.parametrize(
    "pattern",
    ["Ground.*ure", "ground.?failure", "GroundX*Failure", "Gr(ound|und)", "[G]round",
     "^.{10}", "fish", "elvin", "KELVIN", "f.sh", "more$", "nothing.of.it", ""],
)  # fmt: skip
def test_patterns_find_what_they_match(capture_of, message, numbers, pattern):
    raws = ("GroundFailure", "\u212aelv\u0130n", "F\u0130\u017fh and more", "Kelvin")
    nothing = {"action": None, "charger": "\n"}
    reader = capture_of(*(message(n, r, **nothing) for n, r in enumerate(raws, 1)))
    expected = [n for n, raw in enumerate(raws, 1) if is_match(pattern, raw, CONTEXT)]
    assert numbers(reader, Regex(pattern)) == expected[::-1]


def test_a_pattern_that_is_slow_on_each_of_many_texts_is_stopped(
    capture_of, message, numbers, monkeypatch
):
    monkeypatch.setattr(watch, "_PATIENCE_S", 0.001)
    monkeypatch.setattr(watch, "_USUAL_S", 0.0001)
    reader = capture_of(*(message(n, "a" * 22 + "!") for n in range(1, 20)))
    with pytest.raises(SlowPatternError):
        numbers(reader, "/(a|aa)+$/")


def test_a_very_long_text_is_found(capture_of, message, numbers):
    long = "x" * 60_000
    reader = capture_of(message(1, long), message(2, long[:-1]))
    assert numbers(reader, Text(long)) == [1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id == 7", [4, 3, 1]),
        ("id === 7", [1]),
        ("id != 7", [6, 5]),
        ("id == ABC-k", [5]),
        ("id contains 7", [4, 3, 1]),
        ("id contains tail", [6]),
        ("id in {7, abc-k}", [5, 4, 3, 1]),
        ("id > 6", [4, 3, 1]),
        ('id matches "^.$"', [1]),
        ("id", [6, 5, 4, 3, 1]),
        ("not id", [2]),
    ],
)
def test_message_ids_are_compared(capture_of, message, numbers, text, expected):
    ids = ("7", None, " 7", "7.0", "abc-\u212a", "a\0tail")
    reader = capture_of(*(message(n, message_id=i) for n, i in enumerate(ids, 1)))
    assert numbers(reader, text) == expected
