# SPDX-License-Identifier: Apache-2.0
import sqlite3

import pytest

from ocppdesk.core.messages import CARD_SHOWN, Direction, Message
from ocppdesk.logs.convert import convert
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.found import Assumptions, Kind, Line, LinkEvent, State
from ocppdesk.logs.reading.own_files import (
    OwnFormat,
    OwnReader,
    found_in,
    own_suffix,
    own_suffix_of,
)


@pytest.fixture
def made(record, tmp_path):
    """The same conversation in each of this program's formats."""
    capture = tmp_path / "a.ocppdesk"
    record(capture)
    for suffix in (".jsonl", ".csv", ".parquet"):
        convert([capture], tmp_path / f"a{suffix}")
    return lambda suffix: tmp_path / f"a{suffix}"


SUFFIXES = [".ocppdesk", ".jsonl", ".csv", ".parquet"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_format_is_recognised_whatever_it_is_called(made, suffix):
    head = made(suffix).read_bytes()[: 1 << 16]
    assert own_suffix_of(made(suffix), head) == suffix
    assert OwnFormat().confidence(made(suffix), head) == 1.0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_format_gives_the_same_messages(made, read_all, suffix):
    read = read_all(OwnReader(made(suffix), Assumptions()))
    assert read.frames[0].raw.startswith('[2,"1","BootNotification"')
    assert {frame.charger for frame in read.frames} == {"CP1"}
    assert {frame.direction for frame in read.frames} == {Direction.IN, Direction.OUT}
    assert all(frame.at is not None and frame.link for frame in read.frames)
    assert [f for f in read.frames if f.state is State.MALFORMED]
    links = [each for each in read.others if isinstance(each, LinkEvent)]
    assert links
    assert read.reader.done == 1.0


def test_that_a_card_was_shown_is_no_connection_that_came():
    message = Message(1, 5, "CP1", 1, Direction.LINK, "Shown.", action=CARD_SHOWN)
    assert found_in(message, 7) == Line(7, Kind.OTHER, "Shown.")


def test_a_line_that_is_no_message_is_told(made, read_all):
    path = made(".jsonl")
    path.write_bytes(path.read_bytes() + b"oops\n")
    assert read_all(OwnReader(path, Assumptions())).others[-1].kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        b'{"time":"2026-01-01T00:00:00Z","direction":"inbound","raw":"[]"}\n',
        b'{"chargePointId":"A","time":"2026-01-01T00:00:00Z","direction":"in",'
        b'"raw":"[]"}\n',
        b"time,direction,message\n",
        b"time,direction,raw\n2026-01-01T00:00:00Z,received,[]\n",
        b"",
        b"\0\1\2",
    ],
)
def test_files_of_others_are_not_ours(text):
    assert own_suffix(text) is None


def test_other_databases_are_not_ours(tmp_path):
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.close()
    assert own_suffix(path.read_bytes()) is None


def test_reading_what_is_not_ours_says_so(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("hello")
    with pytest.raises(ConversionError, match="no file of OCPP Desk"):
        list(OwnReader(path, Assumptions()).batches())
