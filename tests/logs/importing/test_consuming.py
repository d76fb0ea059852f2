# SPDX-License-Identifier: Apache-2.0
"""What the process that writes reports, without the process."""

import io
import threading

import orjson
import pytest

from ocppdesk.capture.log_records import LogState, log_from
from ocppdesk.capture.origins import read_logs
from ocppdesk.logs.importing.blocks import Block, packed
from ocppdesk.logs.importing.consuming import DIED, consume


@pytest.fixture
def consumed(job, tmp_path, listening, frame):
    """Consume blocks; return the reports."""

    def run(*blocks, stop=False, target=None):
        heard = listening()
        first = Block(logs=[heard.summary()], items=[heard.item(frame(1), 1)])
        bodies = [packed(block)[4:] for block in (first, *blocks)]
        stopped = threading.Event()

        def arriving():
            yield from bodies
            if stop:
                stopped.set()
                yield bodies[0]

        out = io.BytesIO()
        consume(job(tmp_path / "made.log", target=target), arriving(), stopped, out)
        return [orjson.loads(line) for line in out.getvalue().splitlines()]

    return run


def log_of(reports):
    return [log_from(values) for report in reports for values in report["logs"]][-1]


def test_blocks_to_the_last_are_a_complete_capture(consumed):
    reports = consumed(Block(done=1.0, is_whole=True, is_last=True))
    assert reports[0]["phase"] == "reading"
    assert reports[-1]["phase"] == "complete"
    assert reports[-1]["committed"] == 1


def test_what_is_stopped_is_cancelled(consumed, tmp_path, reading):
    reports = consumed(stop=True)
    assert reports[-1]["phase"] == "cancelled"
    assert log_of(reports).state is LogState.CANCELLED
    with reading(tmp_path / "out.ocppdesk") as reader:
        assert reader.last_id() == 1
        assert read_logs(reader)[0].state is LogState.CANCELLED


def test_what_is_followed_and_stopped_is_complete(consumed):
    reports = consumed(Block(is_whole=True), stop=True)
    assert "following" in [report["phase"] for report in reports]
    assert reports[-1]["phase"] == "complete"
    assert log_of(reports).state is LogState.COMPLETE


def test_a_stream_that_breaks_off_is_a_failure(consumed, tmp_path, reading):
    reports = consumed()
    assert (reports[-1]["phase"], reports[-1]["failure"]) == ("failed", DIED)
    with reading(tmp_path / "out.ocppdesk") as reader:
        assert reader.last_id() == 1
        assert read_logs(reader)[0].failure == DIED


def test_a_place_that_cannot_be_written_is_a_failure(consumed, tmp_path):
    (tmp_path / "file").touch()
    [report] = consumed(target=tmp_path / "file" / "x.ocppdesk")
    assert report["phase"] == "failed"
    assert "cannot be written" in report["failure"]
