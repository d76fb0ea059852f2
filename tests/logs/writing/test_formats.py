# SPDX-License-Identifier: Apache-2.0
"""The table of formats, which dialogs and the command line read."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.convert import convert
from ocppdesk.logs.errors import SuffixError, UnreadableError
from ocppdesk.logs.jsonl import JsonlWriter, read_jsonl
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.formats import FORMATS, Keeps, format_of


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.suffix)
def test_each_format_is_found_by_its_name(found):
    assert format_of(Path(f"site{found.suffix}")) is found
    assert format_of(Path(f"SITE{found.suffix.upper()}")) is found


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.suffix)
def test_each_format_has_a_title_and_can_be_written_here(found):
    assert found.title
    assert found.is_available


def test_suffixes_are_used_once():
    suffixes = [found.suffix for found in FORMATS]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("name", ["a", "a.pdf", "a.csv.bak", ".csv", "csv"])
def test_a_name_of_no_format_is_refused(name):
    with pytest.raises(SuffixError, match=r"\.ocppdesk or \.jsonl or \.csv"):
        format_of(Path(name))


# There and back.

IDENTITIES = st.from_regex(r"[A-Z]{2}-[0-9]{4}", fullmatch=True)
PAYLOADS = st.dictionaries(
    st.text(max_size=5), st.text(max_size=9) | st.none(), max_size=3
)


def calls(number):
    """Draw a call of its own, which no other one repeats."""
    actions = st.sampled_from(["Heartbeat", "Authorize", "MeterValues"])
    return st.tuples(actions, PAYLOADS).map(
        lambda parts: json.dumps([2, f"{number}-x", *parts])
    )


def anything(_number):
    # Captures have bytes where they are no text.
    return st.text() | st.binary(max_size=9).map(lambda data: data + b"\xff")


FRAMES = (Direction.IN, Direction.OUT)


@st.composite
def logs(draw, raws, chargers, directions=FRAMES):
    """Draw the messages of a log in the order of their times."""
    count = draw(st.integers(1, 5))
    begin = draw(st.integers(0, 4_000_000_000_000_000))
    steps = draw(st.lists(st.integers(1, 10**9), min_size=count, max_size=count))
    return [
        Message(
            number,
            begin + sum(steps[:number]),
            draw(chargers),
            1,
            (direction := draw(st.sampled_from(directions))),
            draw(st.text() if direction is Direction.LINK else raws(number)),
            action=draw(st.sampled_from(["Connected", "Disconnected", "CardShown"]))
            if direction is Direction.LINK
            else None,
        )
        for number in range(1, count + 1)
    ]


def told(message):
    is_link = message.direction is Direction.LINK
    action = message.action if is_link else None
    return (message.raw, message.at, message.direction, message.charger, action)


def back(messages, suffix):
    """Convert messages into a format and out of it again."""
    with tempfile.TemporaryDirectory() as folder:
        first, middle, last = (
            Path(folder, n) for n in ("a.jsonl", f"b{suffix}", "c.jsonl")
        )
        with first.open("wb") as file:
            for message in messages:
                JsonlWriter(file).add(Entry(message))
        convert([first], middle)
        convert([middle], last)
        with last.open("rb") as file:
            return [entry.message for entry in read_jsonl(file)]


def is_read(found):
    """Return whether `convert` reads a format."""
    try:
        back(
            [Message(1, 0, "CP1", 1, Direction.IN, '[2,"1","Heartbeat",{}]')],
            found.suffix,
        )
    except SuffixError:
        return False
    except UnreadableError:
        return False
    return True


READ = [found for found in FORMATS if found.keeps is not Keeps.VIEW and is_read(found)]
LOSSLESS = [found for found in READ if found.keeps is Keeps.ALL]
EXACT = [*LOSSLESS, format_of(Path("a.txt"))]


def test_what_keeps_all_is_read():
    assert {found.suffix for found in FORMATS if found.keeps is Keeps.ALL} == {
        found.suffix for found in LOSSLESS
    }


@settings(max_examples=30)
@given(logs(calls, IDENTITIES), st.sampled_from(READ))
def test_frames_come_back_with_time_direction_and_charger(messages, found):
    assert list(map(told, back(messages, found.suffix))) == list(map(told, messages))


@settings(max_examples=60)
@given(logs(anything, st.text(), tuple(Direction)), st.sampled_from(EXACT))
def test_anything_comes_back_with_time_direction_and_charger(messages, found):
    assert list(map(told, back(messages, found.suffix))) == list(map(told, messages))
