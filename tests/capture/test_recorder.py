# SPDX-License-Identifier: Apache-2.0
import sqlite3
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture.errors import (
    CaptureForeignError,
    CaptureLockedError,
    CaptureNewerError,
    CaptureUnwritableError,
    RecordingError,
)
from ocppdesk.capture.lock import is_recording, lock_path
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Outcome
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.core.replies import TransactionStart

# Recording.


def test_what_was_committed_is_seen_by_a_reader_at_once(record, read, message):
    recorder = record()
    reader = read()
    recorder.add_message(message(1))
    assert reader.last_id() == 0
    recorder.commit()
    assert reader.messages([1]) == [message(1)]
    assert recorder.committed_id == 1


def test_frames_that_are_not_utf8_are_kept_byte_for_byte(capture_of, message):
    raw = b'[2,"1","DataTransfer",{"vendorId":"\xff\xfe\x00"}]'
    reader = capture_of(message(1, raw))
    assert reader.message(1).raw == raw
    with sqlite3.connect(reader.path) as database:
        kinds = database.execute("SELECT typeof(raw) FROM messages").fetchall()
    database.close()
    assert kinds == [("blob",)]


def test_a_text_with_nul_and_odd_characters_is_kept_as_it_is(capture_of, message):
    raw = '\ufeff[2,"\x00","Heartbeat",{"x":"😀\u2028\x7f"}]\x00\r\n'
    assert capture_of(message(1, raw)).message(1).raw == raw


def test_nothing_to_write_is_written_without_harm(record, read):
    recorder = record()
    assert not recorder.has_work
    recorder.commit()
    assert read().last_id() == 0


def test_what_is_left_when_the_recorder_closes_is_written(record, read, message):
    recorder = record()
    recorder.add_message(message(1))
    assert recorder.has_work
    recorder.close()
    assert read().last_id() == 1


def test_numbers_go_on_where_an_earlier_recording_ended(record, message, connection):
    first = record()
    assert (first.next_connection_id(), first.next_message_id()) == (1, 1)
    first.put_connection(connection(1))
    first.add_message(message(1))
    first.close()
    again = record()
    assert (again.last_message_id, again.committed_id) == (1, 1)
    assert (again.next_connection_id(), again.next_message_id()) == (2, 2)


def test_the_newest_state_of_a_connection_replaces_the_older(record, read, connection):
    recorder = record()
    recorder.put_connection(connection(1))
    recorder.commit()
    ended = connection(1, outcome=Outcome.CLOSED, ended_at=9, close_code=1000)
    recorder.put_connection(connection(1, pings=5))
    recorder.put_connection(ended)
    recorder.commit()
    assert read().connections() == [ended]


def test_a_connection_that_an_earlier_run_left_open_was_ended_by_its_end(
    record, read, connection
):
    first = record()
    first.put_connection(connection(1))
    first.close()
    record()
    (found,) = read().connections()
    assert found.outcome is Outcome.CLOSED
    assert found.ended_at == found.last_heard_at
    assert "recording ended" in found.cause


def test_an_attempt_that_an_earlier_run_left_waiting_was_ended_by_its_end(
    record, read, connection
):
    first = record()
    waiting = connection(1, charger="", outcome=Outcome.WAITING, opened_at=None)
    first.put_connection(waiting)
    first.close()
    record()
    (found,) = read().connections()
    assert found.outcome is Outcome.ABORTED
    assert found.ended_at == found.began_at
    assert "recording ended" in found.cause


def test_a_boot_and_a_status_are_kept_about_the_charger(record, read, message):
    boot = (
        '[2,"1","BootNotification",{"chargePointVendor":"Acme","chargePointModel":'
        '"One","chargePointSerialNumber":"S1","firmwareVersion":"1.2"}]'
    )
    status = (
        '[2,"2","StatusNotification",{"connectorId":2,"status":"Faulted",'
        '"errorCode":"GroundFailure","info":"RCD","vendorErrorCode":"E7"}]'
    )
    recorder = record()
    recorder.add_message(message(1, boot, action="BootNotification"))
    recorder.add_message(message(2, status, action="StatusNotification"))
    recorder.commit()
    (charger,) = read().chargers()
    assert (charger.vendor, charger.model) == ("Acme", "One")
    assert (charger.serial, charger.firmware) == ("S1", "1.2")
    assert charger.boot_at == message(1).at
    (connector,) = charger.connectors
    assert (connector.evse, connector.connector) == (0, 2)
    assert (connector.status, connector.error_code) == ("Faulted", "GroundFailure")
    assert connector.info == "RCD · E7"
    assert connector.at == message(2).at


def test_a_state_that_an_event_tells_is_kept_about_the_charger(record, read, message):
    raw = (
        '[2,"1","NotifyEvent",{"eventData":[{"component":{"name":"Connector","evse":'
        '{"id":1,"connectorId":2}},"variable":{"name":"AvailabilityState"},'
        '"actualValue":"Occupied"}]}]'
    )
    recorder = record()
    recorder.add_message(message(1, raw, action="NotifyEvent"))
    recorder.commit()
    ((connector,),) = (charger.connectors for charger in read().chargers())
    assert (connector.evse, connector.connector) == (1, 2)
    assert connector.status == "Occupied"


@pytest.mark.parametrize(
    "value", [r'"\ud800"', "1e400", "12345678901234567890123", "NaN"]
)
def test_a_boot_with_values_that_few_can_read_is_kept(record, read, message, value):
    raw = f'[2,"1","BootNotification",{{"chargePointVendor":{value}}}]'
    recorder = record()
    recorder.add_message(message(1, raw, action="BootNotification"))
    recorder.commit()
    assert read().chargers()[0].vendor


@pytest.mark.parametrize("raw", ["[2", "[2,1,2,3]", '[2,"1","BootNotification",[]]'])
def test_a_boot_that_says_nothing_changes_nothing(record, read, message, raw):
    recorder = record()
    recorder.add_message(message(1, raw, action="BootNotification"))
    recorder.add_message(message(2, raw, action="StatusNotification"))
    recorder.commit()
    (charger,) = read().chargers()
    assert charger.boot_at is None
    assert charger.connectors == ()


def test_the_answer_to_a_boot_says_nothing_about_the_charger(record, read, answer):
    recorder = record()
    recorder.add_message(answer(1, to=0, action="BootNotification"))
    recorder.commit()
    assert read().chargers()[0].boot_at is None


def test_transaction_ids_are_known_to_the_next_recording(record):
    start = TransactionStart("CP1", 1, "TAG", 100, "2027-01-15T08:00:00Z")
    odd = TransactionStart("CP1", {"a": [1.5]}, None, 2**70, "2027")
    first = record()
    first.add_transaction(start, 700)
    first.add_transaction(odd, 701)
    first.close()
    memory = record().transactions()
    assert memory.id_for(start, at=0) == 700
    assert memory.connector_of("CP1", 700) == 1
    assert memory.last == 701
    assert memory.id_for(TransactionStart("CP1", 2, "T", 0, ""), at=0) == 702


# When it cannot be written.


def test_what_a_full_disk_refuses_is_kept_and_written_later(record, read, message):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    with sqlite3.connect(recorder.path) as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.close()
    recorder.limit_size(pages)
    big = message(2, f'[2,"2","DataTransfer",{{"data":"{"x" * 9000}"}}]')
    recorder.add_message(big)
    for _ in range(2):
        with pytest.raises(RecordingError, match="is full"):
            recorder.commit()
    assert recorder.has_work
    assert recorder.committed_id == 1
    recorder.limit_size(pages + 1000)
    recorder.commit()
    assert read().messages([1, 2]) == [message(1), big]


def test_a_failed_write_leaves_no_half_of_it(record, read, message, connection):
    recorder = record()
    recorder.put_connection(connection(1))
    recorder.add_message(message(1))
    recorder.add_message(message(1))  # the same number twice cannot be
    with pytest.raises(RecordingError):
        recorder.commit()
    reader = read()
    assert reader.last_id() == 0
    assert reader.connections() == []
    assert reader.chargers() == []


def test_another_program_recording_into_the_file_is_said(record):
    recorder = record()
    script = (
        "import sys; from pathlib import Path\n"
        "from ocppdesk.capture.errors import CaptureLockedError\n"
        "from ocppdesk.capture.recorder import Recorder\n"
        "try: Recorder(Path(sys.argv[1]))\n"
        "except CaptureLockedError: sys.exit(9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(recorder.path)], timeout=30, check=False
    )
    assert done.returncode == 9
    with pytest.raises(CaptureLockedError, match="Another OCPP Desk"):
        Recorder(recorder.path)
    assert is_recording(recorder.path)


def test_the_lock_goes_with_the_recording(record):
    recorder = record()
    recorder.close()
    assert not is_recording(recorder.path)
    assert not lock_path(recorder.path).exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    for path in (blocker / "day.ocppdesk", blocker / "deep" / "day.ocppdesk"):
        with pytest.raises(CaptureUnwritableError, match="Choose another folder"):
            Recorder(path)
        assert not is_recording(path)


def test_a_folder_in_place_of_the_file_is_said_and_not_locked(tmp_path):
    path = tmp_path / "folder.ocppdesk"
    path.mkdir()
    with pytest.raises(CaptureUnwritableError):
        Recorder(path)
    assert not is_recording(path)


def test_a_missing_folder_is_made(tmp_path, record):
    record(tmp_path / "a" / "b" / "day.ocppdesk")
    assert (tmp_path / "a" / "b" / "day.ocppdesk").is_file()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"my notes " * 500, CaptureForeignError),
        (b"SQLite format 3\x00" + bytes(84), CaptureForeignError),
    ],
    ids=["text", "broken database"],
)
def test_a_foreign_file_is_neither_continued_nor_changed(path, content, error):
    path.write_bytes(content)
    with pytest.raises(error):
        Recorder(path)
    assert path.read_bytes() == content
    assert not is_recording(path)


def test_a_newer_capture_is_neither_continued_nor_changed(record, path):
    record().close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 999")
    database.close()
    before = path.read_bytes()
    with pytest.raises(CaptureNewerError):
        Recorder(path)
    assert path.read_bytes() == before


# The end of a process.

WRITE_AND_DIE = """
import os, sys
from pathlib import Path
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message

recorder = Recorder(Path(sys.argv[1]))
for number in range(1, 101):
    recorder.add_message(Message(number, number, "CP1", 1, Direction.IN, "[]"))
    if number % 10 == 0:
        recorder.commit()
    if number == 55:
        recorder.checkpoint()
    if number == 95:
        os._exit(9)
"""


def test_a_process_that_dies_loses_nothing_that_was_committed(path, killed, read):
    killed(WRITE_AND_DIE, path)
    reader = read()
    assert reader.last_id() == 90
    assert len(reader.messages(range(1, 91))) == 90
    assert not reader.was_closed()


def test_a_capture_of_a_dead_process_is_continued(path, killed, record, read, message):
    killed(WRITE_AND_DIE, path)
    recorder = record()
    assert recorder.next_message_id() == 91
    recorder.add_message(message(91))
    recorder.close()
    reader = read()
    assert reader.last_id() == 91
    assert reader.was_closed()


def test_a_closed_capture_is_one_file(record, message, path):
    recorder = record()
    recorder.add_message(message(1))
    recorder.close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_checkpoint_moves_the_log_into_the_file(record, message, path):
    recorder = record()
    for number in range(1, 200):
        recorder.add_message(message(number))
        recorder.commit()
    before = path.stat().st_size
    recorder.checkpoint()
    assert path.stat().st_size > before


def test_a_checkpoint_gives_way_to_whoever_is_writing(record, message, path):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    recorder.checkpoint()
    other.execute("ROLLBACK")
    other.close()
    recorder.add_message(message(2))
    recorder.commit()
    assert recorder.committed_id == 2


@pytest.fixture
def long_log(record, message, path, monkeypatch):
    """A recorder whose log has grown beyond its limit, and the log."""
    monkeypatch.setattr("ocppdesk.capture.recorder._LONGEST_LOG", 100_000)
    recorder = record()
    log = path.with_name(f"{path.name}-wal")
    while not log.exists() or log.stat().st_size < 100_000:
        recorder.add_message(message(recorder.next_message_id()))
        recorder.commit()
    return recorder, log


def test_a_log_that_has_grown_long_is_emptied(long_log, read):
    recorder, log = long_log
    recorder.shorten_log()
    assert log.stat().st_size == 0
    assert read().last_id() == recorder.last_message_id


def test_a_short_log_is_left_alone(record, message, path):
    recorder = record()
    recorder.add_message(message(1))
    recorder.commit()
    log = path.with_name(f"{path.name}-wal")
    before = log.stat().st_size
    recorder.shorten_log()
    assert log.stat().st_size == before > 0


def test_a_long_log_that_somebody_reads_is_left_for_later(long_log, path, message):
    recorder, log = long_log
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM messages").fetchone()
    before = time.monotonic()
    recorder.shorten_log()
    assert time.monotonic() - before < 1  # the reader was not waited for
    assert log.stat().st_size > 0
    recorder.add_message(message(recorder.next_message_id()))
    recorder.commit()
    reader.execute("COMMIT")
    reader.close()
    recorder.shorten_log()
    assert log.stat().st_size == 0


# Whatever goes in comes out.

TEXTS = st.text(st.characters(codec="utf-8"))
NUMBERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
PARTS = st.fixed_dictionaries(
    {
        "at": NUMBERS,
        "charger": TEXTS,
        "connection": NUMBERS,
        "direction": st.sampled_from(Direction),
        "raw": TEXTS | st.binary(),
    },
    optional={
        "type": st.sampled_from(MessageType),
        "message_id": TEXTS,
        "action": st.sampled_from(["BootNotification", "StatusNotification"]) | TEXTS,
        "answer_to": NUMBERS,
        "latency_ms": st.floats(allow_nan=False),
        "error_code": TEXTS,
        "evse": NUMBERS,
        "connector": NUMBERS,
        "transaction_id": NUMBERS | TEXTS,
        "problem": st.sampled_from(Problem),
        "violations": st.lists(st.builds(Violation, TEXTS, TEXTS)).map(tuple),
    },
)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """A recorder and a reader for many examples."""
    recorder = Recorder(tmp_path_factory.mktemp("lasting") / "day.ocppdesk")
    reader = CaptureReader(recorder.path)
    yield recorder, reader
    reader.close()
    recorder.close()


@given(parts=st.lists(PARTS, min_size=1, max_size=5))
def test_whatever_messages_go_in_come_out_equal(lasting, parts):
    recorder, reader = lasting
    messages = [Message(id=recorder.next_message_id(), **part) for part in parts]
    for message in messages:
        recorder.add_message(message)
    recorder.commit()
    assert reader.messages([message.id for message in messages]) == messages
    assert recorder.committed_id == reader.last_id() == messages[-1].id


PAYLOADS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=6,
)


@given(
    parts=st.tuples(PAYLOADS, PAYLOADS, PAYLOADS, PAYLOADS), transaction_id=st.uuids()
)
def test_any_start_of_a_transaction_can_be_recorded(lasting, parts, transaction_id):
    recorder, _reader = lasting
    start = TransactionStart("CP1", *parts)
    recorder.add_transaction(start, transaction_id.int % 2**62)
    recorder.commit()
    assert not recorder.has_work


def test_marks_and_notes_of_another_file_come_with_its_messages(record, read, message):
    recorder = record()
    for number, is_marked, note in [
        (1, True, None),
        (2, False, "a\0b"),
        (3, True, "x"),
        (4, False, " "),
    ]:
        recorder.add_message(message(number))
        recorder.annotate(number, is_marked=is_marked, note=note)
    recorder.commit()
    annotations = read().annotations()
    assert annotations.marks == {1, 3}
    assert annotations.notes == {2: "a\ufffdb", 3: "x"}
