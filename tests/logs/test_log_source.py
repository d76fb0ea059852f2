# SPDX-License-Identifier: Apache-2.0
"""Foreign logs as files to read messages from."""

import pytest

from ocppdesk.logs.errors import ImportFailedError, UnreadableError
from ocppdesk.logs.log_source import LogSource, import_logs
from ocppdesk.logs.records import Unreadable

LINE = (
    "2026-08-01 12:00:0%d.000 INFO (MainThread) [ocpp] CP7: receive message "
    '[2,"%d","Heartbeat",{}]\n'
)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "site.log"
    path.write_text("".join(LINE % (n, n) for n in range(5)))
    return path


@pytest.fixture
def source(log):
    made = LogSource(log)
    yield made
    made.close()


def test_its_messages_are_read(source):
    entries = list(source.entries())
    assert [entry.message.id for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].message.charger == "CP7"
    assert source.done == 1.0
    assert source.unreadable_count == 0


def test_its_connections_are_told(source):
    assert [found.charger for found in source.connections()] == ["CP7"]


def test_it_can_be_read_again(source):
    assert len(list(source.entries())) == len(list(source.entries())) == 5


def test_how_far_it_is_read_is_told_and_may_be_stopped(log, tmp_path):
    def stop(done):
        raise InterruptedError(done)

    with pytest.raises(InterruptedError):
        import_logs([log], tmp_path / "out.ocppdesk", told=stop)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["site.log"]


def test_a_log_that_is_not_there_is_a_failure(tmp_path):
    with pytest.raises(ImportFailedError, match="There is no file"):
        import_logs([tmp_path / "gone.log"], tmp_path / "out.ocppdesk")


def test_one_log_of_several_that_is_not_there_is_a_failure(log, tmp_path):
    with pytest.raises(ImportFailedError, match=r"gone\.log"):
        import_logs([log, tmp_path / "gone.log"], tmp_path / "out.ocppdesk")


def test_a_log_without_frames_is_unreadable(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Nothing happened.\n")
    with pytest.raises(UnreadableError, match="no OCPP frames"):
        list(LogSource(path).entries())


def test_lines_that_cannot_be_read_are_named(tmp_path):
    path = tmp_path / "site.csv"
    path.write_text(
        "timestamp,charge_point_id,message\n"
        '2026-08-01T12:00:00Z,CP1,"[2,""1"",""Heartbeat"",{}]"\n'
    )
    source = LogSource(path)
    assert len(list(source.entries())) == 1
    assert all(isinstance(line, Unreadable) for line in source.unreadable)
    assert source.unreadable_count == len(source.unreadable)
    source.close()
