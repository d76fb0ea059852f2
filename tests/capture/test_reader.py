# SPDX-License-Identifier: Apache-2.0
import json
import sqlite3
import sys
import threading

import pytest

from ocppdesk.capture.annotations import EMPTY, Annotator
from ocppdesk.capture.errors import (
    CaptureError,
    CaptureForeignError,
    CaptureMissingError,
    CaptureNewerError,
)
from ocppdesk.capture.reader import CUT, SHOWN, CaptureReader
from ocppdesk.capture.records import Outcome
from ocppdesk.core.messages import Direction

# Opening.


def test_a_missing_file_is_said_with_a_way_out(path):
    with pytest.raises(CaptureMissingError, match="ocppdesk serve --capture"):
        CaptureReader(path)
    assert not path.exists()


def test_a_folder_is_no_capture(tmp_path):
    with pytest.raises(CaptureMissingError):
        CaptureReader(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"notes " * 500, b"SQLite format 3\x00" + bytes(84)],
    ids=["empty", "text", "broken database"],
)
def test_what_is_no_capture_is_said_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(CaptureForeignError):
        CaptureReader(path)
    assert path.read_bytes() == content
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_another_programs_database_is_foreign(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE songs (title TEXT)")
    database.close()
    with pytest.raises(CaptureForeignError, match="another program's database"):
        CaptureReader(path)


def test_a_newer_capture_is_said(record, path):
    record().close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 999")
    database.close()
    with pytest.raises(CaptureNewerError, match="format 999"):
        CaptureReader(path)


@pytest.mark.parametrize(
    "name",
    [
        "50% #1.ocppdesk",
        "Ladesäule 7 «é».ocppdesk",
        pytest.param(
            "why?.ocppdesk",
            marks=pytest.mark.skipif(
                sys.platform == "win32", reason="no question marks in names there"
            ),
        ),
    ],
)
def test_any_file_name_will_do(tmp_path, record, read, message, name):
    recorder = record(tmp_path / name)
    recorder.add_message(message(1))
    recorder.commit()
    assert read(tmp_path / name).last_id() == 1


READ_THERE = """
import json, sys
from pathlib import Path
from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader

path, target = Path(sys.argv[1]), Path(sys.argv[2])
try:
    (path.parent / "probe").write_text("")
    sys.exit("The folder can be written.")
except PermissionError:
    pass
try:
    reader = CaptureReader(path)
except CaptureError as error:
    print(json.dumps(str(error)))
else:
    reader.save_copy(target)
    ids = [message.id for message in reader.messages([2, 1])]
    print(json.dumps([reader.last_id(), ids, CaptureReader(target).last_id()]))
"""

RECORD_AND_END = """
import os, sys
from pathlib import Path
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message

path = Path(sys.argv[1])
recorder = Recorder(path)
for number in (1, 2):
    text = '[2,"1","Heartbeat",{}]'
    recorder.add_message(Message(number, 5, "CP1", 1, Direction.IN, text))
recorder.commit()
if sys.argv[2] == "closed":
    recorder.close()
path.with_name(path.name + "-shm").unlink(missing_ok=True)
os._exit(9)
"""


@pytest.fixture
def read_elsewhere(tmp_path, killed, as_a_plain_user):
    """Record, end, and read in a folder that cannot be written; return the result."""

    def read(end):
        folder = tmp_path / "archive"
        folder.mkdir()
        path = folder / "day.ocppdesk"
        killed(RECORD_AND_END, path, end)
        folder.chmod(0o555)
        try:
            said = as_a_plain_user(READ_THERE, path, tmp_path / "copy.ocppdesk")
        finally:
            folder.chmod(0o755)
        return json.loads(said)

    return read


only_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="drops root's rights the Linux way"
)


@only_linux
def test_a_capture_in_a_folder_that_cannot_be_written_is_read(read_elsewhere):
    assert read_elsewhere("closed") == [2, [2, 1], 2]


@only_linux
def test_where_the_newest_messages_could_not_be_read_it_is_said(read_elsewhere):
    sentence = read_elsewhere("crashed")
    assert "newest messages are in day.ocppdesk-wal" in sentence
    assert "Copy both files" in sentence


# Searching (see test_search.py).


def test_a_query_can_be_stopped_from_another_thread(capture_of, message):
    reader = capture_of(message(1))
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT count(*) FROM n"
    )
    ended = threading.Event()

    def stop():
        # An interruption before the query has begun is without effect.
        while not ended.wait(0.01):
            reader.interrupt()

    stopper = threading.Thread(target=stop)
    stopper.start()
    try:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            reader.query(endless)
    finally:
        ended.set()
        stopper.join()
    assert reader.query("SELECT ?", (7,)) == [(7,)]


# What is read.


def test_rows_carry_the_first_answer_and_long_texts_are_cut(
    capture_of, message, answer
):
    long = "x" * (CUT + 1)
    reader = capture_of(
        message(1), message(2, long), answer(3, to=1), answer(4, to=1), message(5)
    )
    rows = reader.rows([5, 2, 1, 99])
    assert set(rows) == {5, 2, 1}
    assert rows[1].answer == reader.message(3)
    assert rows[1].message == message(1)
    assert rows[1].size == len(message(1).raw)
    assert rows[2].message.raw == long[:SHOWN]
    assert rows[2].size == len(long)
    assert rows[5].answer is None


def test_a_long_answer_is_cut_in_its_calls_row(capture_of, message, answer):
    reader = capture_of(message(1), answer(2, to=1, raw="x" * (CUT + 1)))
    assert len(reader.rows([1])[1].answer.raw) == SHOWN
    assert len(reader.message(2).raw) == CUT + 1


def test_each_answer_comes_with_its_call(capture_of, message, answer):
    long = "x" * (CUT + 1)
    reader = capture_of(
        message(1), answer(2, to=1), answer(3, to=1), message(4, long), answer(5, to=4)
    )
    rows = reader.rows([1, 2, 3, 5])
    assert rows[1].call is None
    assert rows[2].call == rows[3].call == message(1)
    assert rows[5].call.id == 4
    assert rows[5].call.raw == long[:SHOWN]


def test_an_answer_whose_call_is_not_in_the_capture_has_none(capture_of, answer):
    assert capture_of(answer(2, to=1)).rows([2])[2].call is None


def test_texts_up_to_the_limit_and_bytes_are_whole_in_rows(capture_of, message):
    raws = {1: "x" * CUT, 2: b"\xff" * 3, 3: ""}
    reader = capture_of(*(message(n, raw) for n, raw in raws.items()))
    rows = reader.rows([1, 2, 3])
    assert {n: row.message.raw for n, row in rows.items()} == raws
    assert {n: row.size for n, row in rows.items()} == {1: CUT, 2: 3, 3: 0}


def test_long_bytes_are_cut_as_bytes(capture_of, message):
    row = capture_of(message(1, b"\xff" * (CUT + 1))).rows([1])[1]
    assert row.message.raw == b"\xff" * SHOWN
    assert row.size == CUT + 1


def test_messages_come_in_the_order_asked_for(capture_of, message):
    reader = capture_of(*(message(number) for number in range(1, 6)))
    assert [m.id for m in reader.messages([4, 1, 99, 3])] == [4, 1, 3]
    assert reader.messages([]) == []
    assert reader.message(99) is None


def test_all_answers_to_a_call_come_the_first_one_first(capture_of, message, answer):
    reader = capture_of(message(1), answer(2, to=1), message(3), answer(4, to=1))
    assert [m.id for m in reader.answers(1)] == [2, 4]
    assert reader.answers(3) == []


def test_annotations_are_those_of_now(capture_of, message):
    reader = capture_of(message(1))
    assert reader.annotations() == EMPTY
    Annotator(reader.path).set_mark([1], is_marked=True)
    assert reader.annotations().marks == {1}


def test_calls_are_counted_by_action_once_each(capture_of, message, answer):
    reader = capture_of(
        message(1),
        answer(2, to=1),
        message(3, action="Reset", direction=Direction.OUT),
        message(4, direction=Direction.LINK, action="Connected"),
        message(5, "rubbish", action=None, type=None),
        message(6),
    )
    assert reader.action_counts(after=0, upto=6) == {"Heartbeat": 2, "Reset": 1}
    assert reader.action_counts(after=1, upto=5) == {"Reset": 1}


def test_the_time_span_is_from_the_first_to_the_last(capture_of, message):
    reader = capture_of(message(1, at=50), message(2, at=20), message(3, at=90))
    assert reader.time_span() == (50, 90)


def test_connections_come_newest_first_and_one_by_one(record, read, connection):
    recorder = record()
    attempt = connection(
        2, charger="", outcome=Outcome.NOT_HTTP, opened_at=None, head=b"\xff"
    )
    for one in (connection(1), attempt, connection(3)):
        recorder.put_connection(one)
    recorder.commit()
    reader = read()
    assert reader.connections() == [connection(3), attempt, connection(1)]
    assert reader.connections(limit=2) == [connection(3), attempt]
    assert reader.connection(2) == attempt
    assert reader.connection(9) is None


def test_a_charger_is_connected_while_its_newest_connection_is(
    record, read, connection
):
    recorder = record()
    recorder.put_connection(connection(1, outcome=Outcome.CLOSED))
    recorder.put_connection(connection(2, last_heard_at=77))
    recorder.put_connection(connection(3, outcome=Outcome.ABORTED, opened_at=None))
    recorder.put_connection(connection(4, charger="A", outcome=Outcome.CLOSED))
    recorder.commit()
    chargers = read().chargers()
    assert [(c.identity, c.is_connected) for c in chargers] == [
        ("A", False),
        ("CP1", True),
    ]
    assert chargers[1].last_heard_at == 77
    assert chargers[1].version == "1.6"


def test_anybody_can_read_the_list_of_messages_with_sqlite(capture_of, message):
    reader = capture_of(message(1), message(2, direction=Direction.OUT))
    with sqlite3.connect(reader.path) as database:
        rows = database.execute(
            "SELECT id, time, charger, direction, action FROM message_list"
        ).fetchall()
    database.close()
    assert rows == [
        (2, "2027-01-15T08:00:02.000000Z", "CP1", "out", "Heartbeat"),
        (1, "2027-01-15T08:00:01.000000Z", "CP1", "in", "Heartbeat"),
    ]


# Copies.


def test_a_copy_made_while_recording_goes_on_is_one_clean_file(
    record, read, message, tmp_path
):
    recorder = record()
    reader = read()
    for number in range(1, 301):
        recorder.add_message(message(number))
        recorder.commit()
    recorder.add_message(message(301))
    folder = tmp_path / "copies"
    folder.mkdir()
    target = folder / "copy.ocppdesk"
    reader.save_copy(target)
    recorder.commit()
    assert [found.name for found in folder.iterdir()] == ["copy.ocppdesk"]
    copy = read(target)
    assert copy.last_id() == 300
    assert copy.messages(range(1, 301)) == reader.messages(range(1, 301))
    with sqlite3.connect(target) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
    assert reader.last_id() == 301


def test_a_copy_made_in_the_middle_of_a_burst_is_whole(record, read, message, tmp_path):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    is_copied = threading.Event()

    def burst():
        while not is_copied.is_set():
            recorder.add_message(message(recorder.next_message_id()))
            recorder.commit()

    recorder.last_message_id = 1
    writer = threading.Thread(target=burst)
    writer.start()
    try:
        for number in range(5):
            target = tmp_path / f"copy{number}.ocppdesk"
            read().save_copy(target)
            copy = read(target)
            newest = copy.last_id()
            assert len(copy.messages(range(1, newest + 1))) == newest
    finally:
        is_copied.set()
        writer.join()


def test_a_copy_can_be_continued(capture_of, record, message, tmp_path):
    reader = capture_of(message(1))
    target = tmp_path / "copy.ocppdesk"
    reader.save_copy(target)
    assert record(target).next_message_id() == 2


def test_a_copy_takes_the_place_of_an_older_file(capture_of, read, message, tmp_path):
    target = tmp_path / "copy.ocppdesk"
    target.write_text("an older file")
    capture_of(message(1)).save_copy(target)
    assert read(target).last_id() == 1


def test_a_copy_to_an_impossible_place_is_said_and_leaves_nothing(
    capture_of, message, tmp_path
):
    reader = capture_of(message(1))
    blocker = tmp_path / "file"
    blocker.write_text("")
    before = sorted(tmp_path.iterdir())
    places = [
        tmp_path / "missing" / "copy.ocppdesk",
        blocker / "copy.ocppdesk",
        tmp_path / f"{'x' * 300}.ocppdesk",
    ]
    for target in places:
        with pytest.raises(CaptureError, match="Choose another folder"):
            reader.save_copy(target)
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_onto_a_folder_is_said_and_leaves_nothing(capture_of, message, tmp_path):
    reader = capture_of(message(1))
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(CaptureError):
        reader.save_copy(target)
    assert not list(tmp_path.glob(".*"))


def test_a_copy_onto_itself_is_refused_and_recording_goes_on(
    record, read, message, path
):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    reader = read()
    for target in (path, path.parent / "." / path.name):
        with pytest.raises(CaptureError, match="itself"):
            reader.save_copy(target)
    recorder.add_message(message(2))
    recorder.commit()
    assert read().last_id() == 2


def test_rows_know_when_the_messages_before_them_were(capture_of, message, answer):
    reader = capture_of(message(1), answer(2, to=1), message(3), answer(4, to=3))
    rows = reader.rows([1, 3, 9])
    at = {number: reader.message(number).at for number in (1, 2, 3)}
    assert (rows[1].previous_at, rows[1].answer_previous_at) == (None, at[1])
    assert (rows[3].previous_at, rows[3].answer_previous_at) == (at[2], at[3])
    assert 9 not in rows
