# SPDX-License-Identifier: Apache-2.0
"""Times are understood as people type them, and a message is one line."""

import contextlib
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.listing import (
    TimeError,
    local_text,
    parse_time,
    place_text,
    rounded,
    text_line,
)


def micros(*parts, zone=UTC):
    return int(datetime(*parts, tzinfo=zone).timestamp()) * 1_000_000


SUMMER = timezone(timedelta(hours=2))
NOW = micros(2026, 8, 1, 22, 30)  # already tomorrow in Berlin


@pytest.fixture
def berlin(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("The zone of a process is fixed on this system.")
    with monkeypatch.context() as change:
        change.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:05", micros(2026, 8, 2, 14, 5, zone=SUMMER)),
        ("9:05", micros(2026, 8, 2, 9, 5, zone=SUMMER)),
        (" 14:05:30 ", micros(2026, 8, 2, 14, 5, 30, zone=SUMMER)),
        ("14:05:30.25", micros(2026, 8, 2, 14, 5, 30, zone=SUMMER) + 250_000),
        ("2026-07-01", micros(2026, 7, 1, zone=SUMMER)),
        ("2026-01-01", micros(2026, 1, 1, zone=timezone(timedelta(hours=1)))),
        ("2026-07-01T14:05", micros(2026, 7, 1, 14, 5, zone=SUMMER)),
        ("2026-07-01 14:05:30", micros(2026, 7, 1, 14, 5, 30, zone=SUMMER)),
        ("2026-07-01T14:05:30Z", micros(2026, 7, 1, 14, 5, 30)),
        ("2026-07-01T14:05:30-05:00", micros(2026, 7, 1, 19, 5, 30)),
        ("2026-07-01T14:05:30.000001Z", micros(2026, 7, 1, 14, 5, 30) + 1),
    ],
)
def test_times_are_local_unless_a_zone_follows(text, expected):
    assert parse_time(text, now=NOW) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("-30s", 30),
        ("-5m", 300),
        ("-5min", 300),
        ("- 2 H", 7200),
        ("-1d", 86_400),
        ("-0m", 0),
    ],
)
def test_a_minus_is_so_long_ago(text, seconds):
    assert parse_time(text, now=NOW) == NOW - seconds * 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "noon",
        "25:00",
        "14:60",
        "2026-13-01",
        "5m",
        "-5 weeks",
        "-999999999d",
        "14:05:30.1234567",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_anything_else_is_explained_with_examples(text):
    with pytest.raises(TimeError) as caught:
        parse_time(text, now=NOW)
    assert f"“{text}” is not a time" in str(caught.value)
    for example in ("14:05", "2026-08-01", "-5m"):
        assert example in str(caught.value)


@given(st.text())
def test_no_text_raises_anything_else(text):
    with contextlib.suppress(TimeError):
        assert isinstance(parse_time(text, now=NOW), int)


FAULT = Message(
    id=1,
    at=NOW + 7_999,
    charger="CP1",
    connection=1,
    direction=Direction.IN,
    raw='[2,"1","StatusNotification",{"connectorId":2,"status":"Faulted"}]',
    type=MessageType.CALL,
    message_id="1",
    action="StatusNotification",
)


@pytest.mark.usefixtures("berlin")
def test_a_message_is_one_line():
    assert text_line(FAULT) == (
        "2026-08-02 00:30:00.007  ◀  CP1  StatusNotification  Connector 2 → Faulted"
    )


def test_places_are_written_as_far_as_they_are_told():
    assert place_text(1, 2) == "EVSE 1 connector 2"
    assert place_text(None, 0) == "connector 0"
    assert place_text(None, None) == "-"


def test_numbers_have_the_digits_that_mean_something():
    assert rounded(1.23456) == 1.235
    assert rounded(None) is None


def test_arrows_tell_the_direction():
    def line(direction, **fields):
        values = {name: getattr(FAULT, name) for name in Message.__slots__}
        return text_line(Message(**(values | {"direction": direction} | fields)))

    assert "  ▶  CP1  " in line(Direction.OUT)
    assert "  ⚡  CP1  Connected  It is here." in line(
        Direction.LINK, raw="It is here.", action="Connected", type=None
    )


def test_what_is_missing_and_what_is_wrong_are_said():
    line = text_line(
        Message(1, NOW, "", 1, Direction.IN, "x", problem=Problem.MALFORMED)
    )
    assert line.endswith("  (no identity)  (no action)  x  [malformed]")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone is the system's")
def test_the_ends_of_the_calendar_are_written_as_well(monkeypatch):
    first, last = -62_135_596_800_000_000, 253_402_300_799_999_999
    texts = []
    for zone in ("Asia/Tokyo", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        texts += [local_text(first), local_text(last, with_ms=True)]
    monkeypatch.undo()
    time.tzset()
    assert [text[-1] == "Z" for text in texts] == [False, True, True, False]
    assert all(text[4] == "-" for text in texts)
    assert texts[1][-5:] == ".999Z"
