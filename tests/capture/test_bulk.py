# SPDX-License-Identifier: Apache-2.0
"""Captures in blocks. Each is read when its writer is done, or by another process: two
SQLites in one process lose each other's locks."""

import contextlib
import subprocess
import sys

import pytest

from ocppdesk.capture.bulk import BulkWriter
from ocppdesk.capture.errors import CaptureLockedError, CaptureUnwritableError
from ocppdesk.capture.lock import is_recording
from ocppdesk.capture.log_records import LogSummary
from ocppdesk.capture.origins import read_lines, read_logs, read_origin
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.facts import Boot, ConnectorStatus
from ocppdesk.core.messages import Direction, Violation

BEAT = '[2,"1","Heartbeat",{}]'
LOG = LogSummary(1, "a.log", "a.log", "text", "Text")


def row(number, *, raw=BEAT, violations=None, log=1, line=None, charger=1, **changes):
    """Return a Heartbeat of the first charger as a bystander gives it."""
    values = {
        "message_id": "1", "action": "Heartbeat", "problem": None, "transaction": None,
        **changes,
    }  # fmt: skip
    return (
        number, 1_000_000 * number, charger, 1, 0, 2, values["message_id"],
        values["action"], None, None, None, None, None, values["transaction"],
        values["problem"], violations, raw, log, line or number,
    )  # fmt: skip


@pytest.fixture
def writer(path):
    """A writer that has one charger, its connection and a log."""
    with contextlib.closing(BulkWriter(path)) as writer:
        writer.add_chargers({"CP1": 1}, first_seen=5)
        writer.put_log(LOG)
        yield writer


def reading(path):
    return contextlib.closing(CaptureReader(path))


def test_messages_come_back(writer, path, connection):
    writer.put_connection(connection(1), charger=1)
    writer.add_messages([row(1), row(2, raw='[2,"2","Heartbeat",{}]')])
    writer.commit()
    writer.close()
    with reading(path) as reader:
        first, second = reader.messages([1, 2])
        assert (first.charger, first.at, first.raw) == ("CP1", 1_000_000, BEAT)
        assert first.direction is Direction.IN
        assert second.raw == '[2,"2","Heartbeat",{}]'
        assert reader.connections() == [connection(1)]
        assert read_origin(reader, 2).first == (1, "a.log", 2)
        assert [log.name for log in read_logs(reader)] == ["a.log"]


def test_violations_come_back(writer, path):
    writer.add_messages([row(1, violations=(("a.b", "Wrong."),), problem="invalid")])
    writer.commit()
    writer.close()
    with reading(path) as reader:
        [message] = reader.messages([1])
    assert message.violations == (Violation("a.b", "Wrong."),)


def test_facts_about_chargers_come_back(writer, path):
    boot = Boot("V", "M", "S", "F", {"x": 1})
    writer.set_boot(1, boot, at=7)
    writer.set_version(1, "1.6")
    writer.set_status(1, ConnectorStatus(0, 2, "Faulted", "E", ""), at=8)
    writer.commit()
    writer.close()
    with reading(path) as reader:
        [charger] = reader.chargers()
    assert (charger.vendor, charger.model, charger.boot_at) == ("V", "M", 7)
    assert (charger.version, charger.first_seen) == ("1.6", 5)
    assert charger.connectors[0].status == "Faulted"


def test_lines_originals_and_second_places_come_back(writer, path):
    writer.put_log(LogSummary(2, "b.log", "b.log", "text", "Text"))
    writer.add_messages([row(1), row(2)])
    writer.set_originals([(1, "as it stood")])
    writer.set_seconds([(1, 2, 9, 77), (2, 2, 10, 78)])
    writer.add_lines([(1, 3, "other", "Started", "", None)])
    writer.commit()
    writer.close()
    with reading(path) as reader:
        first, second = read_origin(reader, 1), read_origin(reader, 2)
        assert (first.original, first.second, first.second_at) == (
            "as it stood", (2, "b.log", 9), 77,
        )  # fmt: skip
        assert (second.original, second.second_at) == (None, 78)
        assert [line.text for line in read_lines(reader)] == ["Started"]


COUNT = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
print(database.execute("SELECT count(*) FROM messages").fetchone()[0])
"""


def _count_elsewhere(path):
    """Count messages in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", COUNT, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return int(done.stdout)


def test_each_block_is_seen_when_it_is_committed(writer, path):
    writer.add_messages([row(1)])
    assert _count_elsewhere(path) == 0
    writer.commit()
    assert _count_elsewhere(path) == 1


def test_a_finished_capture_is_one_file(writer, path):
    writer.add_messages([row(1)])
    writer.commit()
    assert is_recording(path)
    writer.close()
    assert [found.name for found in path.parent.glob(f"*{path.name}*")] == [path.name]
    with reading(path) as reader:
        assert reader.was_closed()


def test_a_finished_capture_can_be_recorded_into(writer, path, message):
    writer.add_messages([row(1)])
    writer.commit()
    writer.close()
    with contextlib.closing(Recorder(path)) as recorder:
        recorder.add_message(message(recorder.next_message_id()))
    with reading(path) as reader:
        assert reader.last_id() == 2
        assert read_origin(reader, 2) is None


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"raw": "\ud800x"}, "raw", "\\ud800x"),
        ({"message_id": "\udcff"}, "message_id", "\\udcff"),
        ({"transaction": 2**70}, "transaction_id", str(2**70)),
        ({"violations": (("", "\ud800"),)}, "violations", (Violation("", "\\ud800"),)),
    ],
)
def test_what_sqlite_cannot_hold_is_written_as_text(
    writer, path, changes, field, expected
):
    writer.add_messages([row(1), row(2, **changes)])
    writer.commit()
    writer.close()
    with reading(path) as reader:
        assert getattr(reader.messages([2])[0], field) == expected


def test_bytes_that_are_no_text_are_kept_as_they_came(writer, path):
    data = b'[2,"1","Heartbeat",{"note":"\xff\xc3\xbc"}]'
    raw = data.decode("utf-8", "surrogateescape")
    writer.add_messages([row(1), row(2, raw=raw), row(3, raw="\udcff\ud800")])
    writer.commit()
    writer.close()
    with reading(path) as reader:
        messages = reader.messages([1, 2, 3])
    assert [each.raw for each in messages] == [BEAT, data, r"\udcff\ud800"]


def test_a_full_disk_is_said_and_leaves_what_was_there(writer, path):
    writer.add_messages([row(1)])
    writer.commit()
    writer.limit_size(30)
    writer.add_messages([row(n, raw="x" * 10_000) for n in range(2, 100)])
    with pytest.raises(CaptureUnwritableError, match="full"):
        writer.commit()
    writer.close()
    with reading(path) as reader:
        assert reader.last_id() == 1
        assert reader.query("PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_is_there_is_left_alone(path):
    path.write_text("mine")
    with pytest.raises(CaptureUnwritableError, match="exists"):
        BulkWriter(path)
    assert path.read_text() == "mine"
    assert not is_recording(path)


def test_a_place_that_cannot_be_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CaptureUnwritableError):
        BulkWriter(tmp_path / "file" / "x.ocppdesk")


def test_two_do_not_write_one_file(writer, path):
    with pytest.raises(CaptureLockedError):
        BulkWriter(path)
