# SPDX-License-Identifier: Apache-2.0
"""The process that writes, once it has its job: blocks come in, reports go out."""

import threading
from collections.abc import Iterator
from typing import IO

import orjson

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.log_records import LogState, LogSummary, log_values
from ocppdesk.logs.errors import UnwritableError
from ocppdesk.logs.importing.blocks import unpacked
from ocppdesk.logs.importing.job import Job
from ocppdesk.logs.importing.writing import CaptureMaker

DIED = "The process that reads the log ended unexpectedly; it may need more memory."


def consume(
    job: Job, blocks: Iterator[bytes], stopped: threading.Event, out: IO[bytes]
) -> None:
    """Make a capture of blocks until they end, and report.

    Args:
        job: What is to be done.
        blocks: What comes from the process that reads.
        stopped: Set when somebody wants it to end.
        out: Where reports go, a line each.
    """
    phase = "reading"

    def tell(done: float, last_id: int, logs: list[LogSummary]) -> None:
        _report(out, phase, done=done, committed=last_id, logs=logs)

    try:
        maker = CaptureMaker(job.target, tell)
    except CaptureError as error:
        _report(out, "failed", failure=str(error))
        return
    maker.tell()
    is_whole = is_last = False
    try:
        for body in blocks:
            if stopped.is_set():
                break
            block = unpacked(body)
            is_whole, is_last = block.is_whole or is_whole, block.is_last
            if is_whole and not is_last:
                phase = "following"
            maker.take(block)
            if is_last:
                break
        if is_last or (is_whole and stopped.is_set()):
            phase = "complete"
            maker.finish(LogState.COMPLETE)
        elif stopped.is_set():
            phase = "cancelled"
            maker.finish(LogState.CANCELLED)
        else:
            phase = "failed"
            maker.finish(LogState.FAILED, DIED)
            _report(out, phase, failure=DIED)
    except CaptureError as error:
        text = str(UnwritableError(job.target, error.detail))
        _fail(maker, text)
        _report(out, "failed", failure=text)


def _fail(maker: CaptureMaker, text: str) -> None:
    try:
        maker.finish(LogState.FAILED, text)
    except CaptureError:
        # The disk is still full; the file was closed all the same.
        return


def _report(
    out: IO[bytes],
    phase: str,
    *,
    done: float | None = None,
    committed: int | None = None,
    logs: list[LogSummary] | None = None,
    failure: str = "",
) -> None:
    values = {
        "phase": phase,
        "done": done,
        "committed": committed,
        "logs": [log_values(log) for log in logs or ()],
        "failure": failure,
    }
    out.write(orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))
    out.flush()
