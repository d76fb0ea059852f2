# SPDX-License-Identifier: Apache-2.0
"""Our own text log says all in so many words, and is read so."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading import own_text
from ocppdesk.logs.reading.found import (
    Assumptions,
    Frame,
    Kind,
    Line,
    LinkEvent,
    State,
)
from ocppdesk.logs.reading.opening import open_logs
from ocppdesk.logs.reading.own_text import OwnTextFormat, OwnTextReader
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.text_log import HEADING, TextLogWriter

AT = 1_785_592_800_123_456
TIME = "2026-08-01T14:00:00.123456Z"
CALL = '[2,"19","Heartbeat",{}]'
TEXTS = st.text() | st.text(' %-CSM"[]\n\r\x85\u2028:#', max_size=8)


def file_of(*lines):
    return "".join(f"{line}\n" for line in (HEADING, *lines))


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (f"{HEADING}\n", 1.0),
        (f"\ufeff{HEADING}\r\n{TIME} A -> CSMS []\r\n", 1.0),
        (HEADING, 1.0),
        (f"{HEADING}2\n", 0.0),
        (f"\n{HEADING}\n", 0.0),
        ("", 0.0),
    ],
)
def test_the_first_line_tells_whose_it_is(head, sure):
    assert OwnTextFormat().confidence(Path("a.log"), head.encode()) == sure


def test_it_is_opened_as_a_format_of_its_own(tmp_path):
    path = tmp_path / "a.log"
    path.write_text(file_of(f"{TIME} CP1 -> CSMS {CALL}"))
    [reader] = open_logs(path)
    assert isinstance(reader, OwnTextReader)


def test_frames_come_with_all_that_their_lines_say(read_as):
    read = read_as(
        OwnTextReader,
        file_of(
            f"{TIME} CP%201 -> CSMS {CALL}",
            f"{TIME} CSMS -> - [3,",
            f"{TIME} CP1 -> CSMS base64:WzIs/10=",
            rf'{TIME} CP1 -> CSMS "[2,\n\"1\",\"Heartbeat\",{{}}]"',
        ),
    )
    assert read.frames == [
        Frame(
            CALL, [2, "19", "Heartbeat", {}], 2, AT, Direction.IN, "CP 1",
            State.COMPLETE,
        ),
        Frame("[3,", None, 3, AT, Direction.OUT, "", State.MALFORMED),
        Frame(
            "[2,\udcff]", None, 4, AT, Direction.IN, "CP1", State.MALFORMED,
            ("The text is not valid UTF-8.",),
        ),
        Frame(
            '[2,\n"1","Heartbeat",{}]', [2, "1", "Heartbeat", {}], 5, AT, Direction.IN,
            "CP1", State.COMPLETE,
        ),
    ]  # fmt: skip
    assert (read.reader.lines, read.reader.done) == (5, 1.0)


def test_connections_come_and_go(read_as):
    read = read_as(
        OwnTextReader,
        file_of(
            f"{TIME} CP1 -- CSMS Connected: It speaks OCPP 1.6.",
            f"{TIME} CP1 -- CSMS Disconnected: The charger left.",
        ),
    )
    assert read.found == [
        LinkEvent(2, AT, "CP1", True, "It speaks OCPP 1.6."),
        LinkEvent(3, AT, "CP1", False, "The charger left."),
    ]


def test_what_people_noted_and_what_is_no_line_is_told(read_as):
    read = read_as(OwnTextReader, file_of("# Marked.", "", "oops"))
    assert read.found == [
        Line(2, Kind.OTHER, "# Marked."),
        Line(4, Kind.UNREADABLE, "oops", "This is no line of a text log."),
    ]


def test_a_line_that_is_too_long_is_told_and_the_rest_is_read(read_as, monkeypatch):
    monkeypatch.setattr(own_text, "_LONGEST", 64)
    read = read_as(
        OwnTextReader,
        file_of(
            f"{TIME} CP1 -> CSMS {'x' * 200}",
            f"{TIME} CP1 -> CSMS []",
            f"{TIME} CP1 -> CSMS {'x' * (64 - len(TIME) - 13)}",
        ),
    )
    assert [line.why for line in read.others] == ["The line is longer than 16 MB."] * 2
    assert [(frame.line, frame.raw) for frame in read.frames] == [(3, "[]")]


def test_a_charger_that_somebody_knows_is_that_of_lines_without_one(read_as):
    read = read_as(
        OwnTextReader,
        file_of(f"{TIME} - -> CSMS {CALL}", f"{TIME} CP1 -> CSMS {CALL}"),
        assumptions=Assumptions(charger="CP9"),
    )
    assert [frame.charger for frame in read.frames] == ["CP9", "CP1"]


def test_another_file_is_refused(read_as):
    with pytest.raises(ConversionError, match="no text log of OCPP Desk"):
        read_as(OwnTextReader, "hello\n")


def text_of(raw):
    return raw.decode("utf-8", "surrogateescape") if isinstance(raw, bytes) else raw


@st.composite
def messages(draw):
    direction = draw(st.sampled_from(Direction))
    is_link = direction is Direction.LINK
    return Message(
        1,
        draw(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999)),
        draw(TEXTS),
        1,
        direction,
        draw(TEXTS if is_link else TEXTS | st.binary()),
        action=draw(st.sampled_from(["Connected", "Disconnected"]))
        if is_link
        else None,
    )


@given(st.lists(messages(), max_size=4))
def test_everything_that_was_written_is_found(written):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        with path.open("wb") as file:
            writer = TextLogWriter(file)
            for message in written:
                writer.add(Entry(message, is_marked=True, note="# x"))
        batches = list(OwnTextReader(path, Assumptions()).batches())
    found = [e for batch in batches for e in batch if not isinstance(e, Line)]
    assert [
        (Direction.LINK, e.at, e.charger, e.text, e.is_opened)
        if isinstance(e, LinkEvent)
        else (e.direction, e.at, e.charger, e.raw, None)
        for e in found
    ] == [
        (
            each.direction,
            each.at,
            each.charger,
            text_of(each.raw),
            each.action == "Connected" if each.direction is Direction.LINK else None,
        )
        for each in written
    ]
