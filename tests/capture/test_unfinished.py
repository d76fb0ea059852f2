# SPDX-License-Identifier: Apache-2.0
"""A capture whose writer was killed is finished by whoever started it."""

import contextlib

from ocppdesk.capture.lock import lock_path
from ocppdesk.capture.log_records import LogState
from ocppdesk.capture.origins import read_logs
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.unfinished import finish_cut_off

WRITE = """
import os, sys
from pathlib import Path
from ocppdesk.capture.bulk import BulkWriter
from ocppdesk.capture.origins import LogState, LogSummary

writer = BulkWriter(Path(sys.argv[1]))
writer.put_log(LogSummary(1, "a.log", "a.log", "text", "Text"))
writer.put_log(LogSummary(2, "b.log", "b.log", "text", "Text", LogState.COMPLETE))
writer.add_chargers({"CP1": 1}, first_seen=5)
writer.add_messages([(1, 1, 1, 1, 0, 2, "1", "Heartbeat", None, None, None, None, None,
                      None, None, None, '[2,"1","Heartbeat",{}]', 1, 1)])
writer.commit()
os._exit(9)
"""


def test_what_was_committed_is_in_one_finished_file(path, killed):
    killed(WRITE, path)
    finish_cut_off(path, "It was killed.")
    assert [found.name for found in path.parent.glob(f"*{path.name}*")] == [path.name]
    with contextlib.closing(CaptureReader(path)) as reader:
        assert reader.last_id() == 1
        assert reader.was_closed()
        states = [(log.state, log.failure) for log in read_logs(reader)]
    assert states == [(LogState.FAILED, "It was killed."), (LogState.COMPLETE, "")]


def test_what_is_no_capture_is_left_alone(path):
    path.write_bytes(b"x" * 5_000)
    lock_path(path).touch()
    finish_cut_off(path, "It was killed.")
    assert path.read_bytes() == b"x" * 5_000
    assert not lock_path(path).exists()
