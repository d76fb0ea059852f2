# SPDX-License-Identifier: Apache-2.0
"""Logs as Home Assistant writes them, finds as readers have them, and a clock."""

import contextlib
import threading
import time
from pathlib import Path

import orjson
import pytest

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Direction
from ocppdesk.logs.importing.control import Import
from ocppdesk.logs.importing.job import Job
from ocppdesk.logs.importing.listening import Listening
from ocppdesk.logs.reading.found import Assumptions, Frame, Inferences

NOON = 1_785_585_600_000_000  # 2026-08-01T12:00:00Z, microseconds since 1970


class Reader:
    """Hands out finds that a test has made up."""

    name = "made"
    title = "Made up"
    done = 1.0
    lines = 0
    advice = ""

    def __init__(self, *batches):
        self.inferences = Inferences()
        self._batches = batches

    def batches(self):
        yield from self._batches


def a_frame(
    line, raw=None, *, at=None, direction=Direction.IN, charger="CP1", **options
):
    """Make a Heartbeat, one a second by its line."""
    raw = raw or f'[2,"{line}","Heartbeat",{{}}]'
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        value = None
    moment = NOON + line * 1_000_000 if at is None else at
    return Frame(raw, value, line, moment, direction, charger, **options)


@pytest.fixture(scope="session")
def frame():
    return a_frame


@pytest.fixture(scope="session")
def reader_of():
    """Make a reader of batches."""
    return Reader


@pytest.fixture
def listening(tmp_path):
    """Listen to batches."""

    def make(*batches, number=1, assumptions=None, path=None):
        return Listening(
            number,
            Reader(*batches),
            name="made.log",
            path=path or tmp_path / "made.log",
            assumptions=assumptions or Assumptions(),
        )

    return make


@pytest.fixture
def job(tmp_path):
    """Make a job."""

    def make(*paths, target=None, assumptions=None, **options):
        target = target or tmp_path / "out.ocppdesk"
        return Job(paths, target, assumptions or Assumptions(), **options)

    return make


def _clock(second):
    return f"{second // 60 % 60:02d}:{second % 60:02d}"


def a_line(second, charger, word, raw):
    """Write a line of Home Assistant's log."""
    at = f"2026-08-01 {12 + second // 3600}:{_clock(second)}.000"
    return f"{at} INFO (MainThread) [ocpp] {charger}: {word} {raw}\n"


def a_talk(number, *, charger="CP1", second=None):
    """Write a Heartbeat and its answer, the answer with the CSMS's time."""
    second = number if second is None else second
    at = f"2026-08-01T{12 + second // 3600}:{_clock(second)}Z"
    name = f"{charger}-{number}"
    return a_line(
        second, charger, "receive message", f'[2,"{name}","Heartbeat",{{}}]'
    ) + a_line(second, charger, "send", f'[3,"{name}",{{"currentTime":"{at}"}}]')


@pytest.fixture(scope="session")
def line():
    return a_line


@pytest.fixture(scope="session")
def talk():
    return a_talk


@pytest.fixture
def log_file(tmp_path):
    """Write a log of some Heartbeats."""

    def write(name="site.log", *, count=10, first=0, charger="CP1"):
        path = tmp_path / name
        numbers = range(first, first + count)
        path.write_text("".join(a_talk(n, charger=charger) for n in numbers))
        return path

    return write


@pytest.fixture
def importing(tmp_path):
    """Start imports; what still runs at the end is stopped."""
    started = []

    def start(*paths, target=None, heard=None, **options):
        target = target or tmp_path / "out.ocppdesk"
        made = Import(paths, target, **options)
        started.append(made)
        made.start(heard)
        return made

    yield start
    for made in started:
        made.cancel()
        made.wait(10)


@pytest.fixture(scope="session")
def until():
    """Wait until something is so."""

    def wait(condition, *, seconds=20):
        pause = threading.Event()
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "It did not happen."
            pause.wait(0.01)

    return wait


@pytest.fixture(scope="session")
def reading():
    """Open a capture for a while."""

    def read(path: Path):
        return contextlib.closing(CaptureReader(path))

    return read
