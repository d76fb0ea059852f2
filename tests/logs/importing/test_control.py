# SPDX-License-Identifier: Apache-2.0
"""Imports as a window or a command sees them; real processes, real files."""

import os
import signal

import psutil
import pytest

from ocppdesk.capture.errors import CaptureLockedError
from ocppdesk.capture.lock import locked
from ocppdesk.capture.log_records import LogState
from ocppdesk.capture.origins import read_logs, read_origin
from ocppdesk.core.messages import Direction
from ocppdesk.logs.errors import ExistsError
from ocppdesk.logs.importing.control import Import, Phase, Prepared
from ocppdesk.logs.reading.found import Assumptions


@pytest.fixture
def endless(tmp_path):
    """A log that takes long to read."""
    path = tmp_path / "long.log"
    line = (
        "2026-08-01 12:00:00.000 INFO (MainThread) [ocpp] CP1: receive message "
        '[2,"%d","DataTransfer",{"vendorId":"V","data":"%s"}]\n'
    )
    with path.open("w") as file:
        for number in range(150_000):
            file.write(line % (number, "x" * 100))
    return path


def processes():
    """Return the processes that this one has started, and theirs."""
    return psutil.Process().children(recursive=True)


def test_a_log_becomes_a_capture(importing, log_file, tmp_path, reading):
    path = log_file(count=20)
    end = importing(path).wait(30)
    assert (end.phase, end.done, end.committed_id) == (Phase.COMPLETE, 1.0, 40)
    [log] = end.logs
    assert (log.name, log.title, log.state) == (
        "site.log", "Home Assistant", LogState.COMPLETE,
    )  # fmt: skip
    assert log.counts.complete == 40
    with reading(tmp_path / "out.ocppdesk") as reader:
        call, answer = reader.messages([1, 2])
        assert (call.charger, call.direction) == ("CP1", Direction.IN)
        assert answer.answer_to == 1
        assert read_logs(reader) == [log]
        assert read_origin(reader, 2).first.line == 2
        assert reader.was_closed()
    assert {p.name for p in tmp_path.iterdir() if p.is_file()} == {
        "site.log", "out.ocppdesk",
    }  # fmt: skip


def test_progress_is_told_from_the_first_rows_to_the_end(importing, log_file):
    told = []
    importing(log_file(count=3_000), heard=told.append).wait(120)
    assert told[0].is_readable
    assert [p.committed_id for p in told] == sorted(p.committed_id for p in told)
    assert any(0 < p.done < 1 and p.phase is Phase.READING for p in told)
    assert [p.phase for p in told if p.phase.is_over] == [Phase.COMPLETE]
    assert told[-1].phase is Phase.COMPLETE


def test_rows_can_be_read_while_reading_goes_on(
    importing, endless, until, reading, tmp_path
):
    made = importing(endless)
    until(lambda: made.progress.committed_id)
    assert made.progress.phase is Phase.READING
    with reading(tmp_path / "out.ocppdesk") as reader:
        assert reader.messages([1])[0].charger == "CP1"


def test_what_is_cancelled_is_a_capture_of_what_was_read(
    importing, endless, until, reading, tmp_path
):
    made = importing(endless)
    until(lambda: made.progress.committed_id > 100)
    made.cancel()
    end = made.wait(10)
    assert end.phase is Phase.CANCELLED
    assert processes() == []
    assert not list(tmp_path.glob("*-wal")) + list(tmp_path.glob("*-lock"))
    with reading(tmp_path / "out.ocppdesk") as reader:
        assert reader.last_id() == end.committed_id
        assert read_logs(reader)[0].state is LogState.CANCELLED
        assert reader.query("PRAGMA integrity_check") == [("ok",)]


def test_what_is_cancelled_can_be_thrown_away(importing, endless, until, tmp_path):
    made = importing(endless)
    until(lambda: made.progress.committed_id)
    made.cancel(keep=False)
    end = made.wait(10)
    assert (end.phase, end.is_readable) == (Phase.CANCELLED, False)
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"long.log"}


def test_it_can_be_cancelled_at_once(importing, log_file):
    made = importing(log_file())
    made.cancel(keep=False)
    assert made.wait(10).phase.is_over
    assert processes() == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_process_that_is_killed_is_a_failure_with_a_sentence(
    importing, endless, until, reading, tmp_path, which
):
    made = importing(endless)
    until(lambda: made.progress.committed_id > 100)
    # The one that writes is our child, the one that reads is its.
    os.kill(processes()[which].pid, signal.SIGKILL)
    end = made.wait(10)
    assert end.phase is Phase.FAILED
    assert end.failure.endswith((".", "memory."))
    until(lambda: not processes())
    with reading(tmp_path / "out.ocppdesk") as reader:
        assert reader.last_id() >= 100
        assert reader.was_closed()
        [log] = read_logs(reader)
    assert (log.state, log.failure) == (LogState.FAILED, end.failure)
    assert end.logs[0].state is LogState.FAILED


def test_what_is_appended_is_read_as_it_comes(importing, log_file, talk, until):
    path = log_file(count=3)
    made = importing(path, follow=True)
    until(lambda: made.progress.phase is Phase.FOLLOWING)
    assert made.progress.committed_id == 6
    with path.open("a") as file:
        file.write(talk(4))
        file.flush()
        until(lambda: made.progress.committed_id == 8)
        file.write(talk(5))
        file.flush()
        until(lambda: made.progress.committed_id == 10)
    made.cancel()
    end = made.wait(10)
    assert end.phase is Phase.COMPLETE
    assert end.logs[0].state is LogState.COMPLETE
    assert end.logs[0].lines == 10


def test_a_file_that_is_empty_yet_can_be_followed(importing, tmp_path, talk, until):
    path = tmp_path / "new.log"
    path.touch()
    made = importing(path, follow=True)
    until(lambda: made.progress.phase is Phase.FOLLOWING)
    path.write_text(talk(1) + talk(2))
    until(lambda: made.progress.committed_id == 4)


def test_a_charger_and_its_csms_become_one_timeline(
    importing, log_file, tmp_path, reading
):
    csms = log_file("csms.log", count=5)
    charger = tmp_path / "charger.log"
    charger.write_text(csms.read_text().replace("08-01 12:00", "08-01 12:02"))
    end = importing(csms, charger, merge=True).wait(30)
    assert end.committed_id == 10
    assert end.logs[1].alignment.offset_us == -120_000_000
    with reading(tmp_path / "out.ocppdesk") as reader:
        origin = read_origin(reader, 1)
        assert (origin.first.name, origin.second.name) == ("csms.log", "charger.log")
        assert reader.messages([1])[0].at == origin.second_at


def test_what_is_known_is_heeded(importing, log_file, reading, tmp_path):
    known = Assumptions(zone_minutes=120)
    end = importing(log_file(), assumptions=known).wait(30)
    assert end.logs[0].assumptions == {"zone_minutes": 120}
    with reading(tmp_path / "out.ocppdesk") as reader:
        assert reader.messages([1])[0].at == 1_785_578_400_000_000  # 10:00 UTC


def test_a_file_that_is_not_there_is_a_failure(importing, tmp_path):
    end = importing(tmp_path / "gone.log").wait(30)
    assert end.phase is Phase.FAILED
    assert "There is no file" in end.failure


def test_a_file_that_is_not_there_does_not_stop_the_others(
    importing, log_file, tmp_path
):
    end = importing(tmp_path / "gone.log", log_file()).wait(30)
    assert (end.phase, end.committed_id) == (Phase.COMPLETE, 20)
    assert [log.state for log in end.logs] == [LogState.FAILED, LogState.COMPLETE]


def test_a_log_without_frames_is_complete_with_advice(importing, tmp_path):
    path = tmp_path / "notes.log"
    path.write_text("2026-08-01 12:00:00 Monday: nothing charged.\n" * 5)
    end = importing(path).wait(30)
    assert (end.phase, end.committed_id) == (Phase.COMPLETE, 0)
    assert end.logs[0].counts.other == 5
    assert end.logs[0].advice


def test_a_place_that_cannot_be_written_is_a_failure(importing, log_file, tmp_path):
    target = log_file("file") / "out.ocppdesk"
    end = importing(log_file(), target=target).wait(30)
    assert end.phase is Phase.FAILED
    assert "cannot be written" in end.failure
    assert not end.is_readable


def test_a_target_that_exists_is_left_alone(log_file, tmp_path):
    target = tmp_path / "out.ocppdesk"
    target.write_text("mine")
    with pytest.raises(ExistsError):
        Import([log_file()], target).start()
    assert target.read_text() == "mine"


def test_a_target_that_exists_can_be_replaced(importing, log_file, tmp_path):
    (tmp_path / "out.ocppdesk").write_text("old")
    assert importing(log_file(), overwrite=True).wait(30).committed_id == 20


def test_a_recording_is_not_replaced(log_file, tmp_path):
    target = tmp_path / "out.ocppdesk"
    target.touch()
    lock = locked(target)
    try:
        with pytest.raises(CaptureLockedError):
            Import([log_file()], target, overwrite=True).start()
    finally:
        lock.release()


def test_what_was_not_started_can_be_cancelled_and_waited_for(log_file, tmp_path):
    made = Import([log_file()], tmp_path / "out.ocppdesk")
    made.cancel()
    assert made.wait().phase is Phase.READING


def test_processes_can_wait_for_an_import(log_file, tmp_path):
    prepared = Prepared()
    for name in ("first", "second"):
        # The second one finds them used up, and starts its own.
        made = Import([log_file()], tmp_path / f"{name}.ocppdesk")
        made.start(prepared=prepared)
        assert made.wait(30).committed_id == 20
    prepared.close()


def test_processes_that_wait_in_vain_are_ended(until):
    prepared = Prepared()
    until(lambda: len(processes()) == 2)
    prepared.close()
    until(lambda: not processes())


def test_a_waiting_process_that_was_killed_is_replaced(log_file, tmp_path):
    prepared = Prepared()
    for process in processes():
        process.kill()
        process.wait()
    made = Import([log_file()], tmp_path / "out.ocppdesk")
    made.start(prepared=prepared)
    assert made.wait(30).committed_id == 20
