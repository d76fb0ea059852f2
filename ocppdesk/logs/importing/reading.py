# SPDX-License-Identifier: Apache-2.0
"""The process that reads, once it has its job."""

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ocppdesk.capture.log_records import LogState
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.blocks import Block, packed
from ocppdesk.logs.importing.job import Job, Open
from ocppdesk.logs.importing.listening import Listening
from ocppdesk.logs.importing.producing import Producer, key_of, opened
from ocppdesk.logs.importing.streams import in_order
from ocppdesk.logs.merging import Mark, merging_of
from ocppdesk.logs.reading.found import Frame, View
from ocppdesk.logs.reading.opening import open_logs

_POLL_S: Final = 0.1
_MOST_MARKS: Final = 200_000  # frames of a log; enough to know its clock


def read_all(
    job: Job, write: Callable[[bytes], object], flush: Callable[[], None]
) -> None:
    """Read all logs of a job and send what is in them; follow them if that is wanted.

    Args:
        job: What is to be read.
        write: Takes bytes of blocks.
        flush: Sends them on their way.
    """

    def send(block: Block) -> None:
        write(packed(block))
        flush()

    opener: Open = open_logs
    producer = Producer(send)
    producer.open(job, opener)
    try:
        if job.merge:
            _merge(producer, job, opener)
        producer.read()
        if job.follow:
            producer.flush(is_whole=True)
            while True:
                time.sleep(_POLL_S)
                if producer.read():
                    producer.flush(is_whole=True)
    except Exception as error:
        # A mistake of ours: what was read until here is worth having.
        text = f"it could not be read on ({type(error).__name__}: {error})."
        for listening in producer.logs:
            if listening.state is LogState.READING:
                producer.fail(listening, ConversionError(listening.path, text))
        producer.flush(is_last=True)
        raise
    producer.finish()
    producer.flush(is_whole=True, is_last=True)


def _merge(producer: Producer, job: Job, opener: Open) -> None:
    """Find out how two logs fit together, by reading their beginnings first."""
    first, second = job.paths[0], job.paths[-1]
    scouts = opened(job, opener)
    marks = [
        list(itertools.islice(_marks(scouts, path), _MOST_MARKS))
        for path in (first, second)
    ]
    merging = merging_of(marks[0], marks[1], prefers_second=_is_of_csms(scouts, second))
    producer.merge(merging, second=second)


def _marks(scouts: list[Listening], path: Path) -> Iterator[Mark]:
    logs = [
        each
        for each in scouts
        if each.path == path and each.state is not LogState.FAILED
    ]
    for listening, times, found in in_order(logs, lambda _log, _error: None):
        for at, each in zip(times, found, strict=True):
            if isinstance(each, Frame):
                item = listening.item(each, at)
                key = key_of(item)
                if key is not None and item[0] is not None and item[5]:
                    yield Mark(key, at, item[0][0], each.charger)


def _is_of_csms(scouts: list[Listening], path: Path) -> bool:
    views = [each.reader.inferences.view for each in scouts if each.path == path]
    return any(view is not None and view.value == View.CSMS for view in views)
