# SPDX-License-Identifier: Apache-2.0
"""How quickly a log of a million lines becomes a capture that can be searched.

Beside it the floor: to read the file and parse the JSON of each frame, in one process
that does nothing else; and what lnav and ripgrep take to count its lines.
"""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psutil

from ocppdesk.logs.importing.control import Import, Phase, Prepared, Progress
from tests.benchmarks.reading_lines import log_of
from tests.benchmarks.report import report

_CANCELLED_AFTER: Final = 50_000  # messages
_FLOOR: Final = """
import sys, time
import orjson

began = time.perf_counter()
count = 0
with open(sys.argv[1], "rb") as file:
    for line in file:
        start = line.find(b"[", 60)
        if start < 0:
            continue
        try:
            orjson.loads(line[start:])
        except ValueError:
            pass
        count += 1
print(count / (time.perf_counter() - began))
"""


def run() -> None:
    """Measure and print."""
    log = log_of()
    report("reading: the log", log.stat().st_size / 2**20, unit="MB")
    floor = _floor(log)
    report("reading: floor", floor, unit="messages/s")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "read.ocppdesk")
        speed = _report_import(log, target)
        report("reading: of the floor's speed", speed / floor, goal=">= 0.4")
        report("reading: the capture", target.stat().st_size / 2**20, unit="MB")
        _report_cancel(log, Path(folder, "cancelled.ocppdesk"))
        _report_prepared(log, Path(folder, "prepared.ocppdesk"))
    lnav = ("lnav", "-n", "-c", ";select count(*) from all_logs", str(log))
    for words in (lnav, ("rg", "-c", "Heartbeat", str(log))):
        if shutil.which(words[0]) is None:
            print(f"reading: {words[0]} is not installed")
            continue
        seconds = _seconds(lambda words=words: _quietly(words))  # type: ignore[misc]
        report(f"reading: {words[0]}", 1_000_000 / seconds, unit="lines/s")


def _floor(log: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _FLOOR, str(log)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return float(done.stdout)


class _Meter:
    """Watches the memory and the work of all processes of an import."""

    def __init__(self) -> None:
        self.peak = 0
        self.work: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.25):  # it takes some work itself
            memory = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    # What several processes share counts once.
                    memory += process.memory_full_info().pss
                    times = process.cpu_times()
                except psutil.Error:
                    continue
                self.work[process.pid] = times.user + times.system
            self.peak = max(self.peak, memory)


def _report_import(log: Path, target: Path) -> float:
    first: list[float] = []
    meter = _Meter()
    began = time.perf_counter()

    def heard(progress: Progress) -> None:
        if progress.committed_id and not first:
            first.append(time.perf_counter() - began)

    made = Import([log], target)
    made.start(heard)
    end = made.wait()
    seconds = time.perf_counter() - began
    meter.stop()
    assert end.phase is Phase.COMPLETE, end
    report("reading: first rows after", first[0], unit="s", goal="< 0.5")
    report("reading: all after", seconds, unit="s")
    report("reading: speed", end.committed_id / seconds, unit="messages/s")
    report("reading: memory of all processes, at most", meter.peak / 2**20, unit="MB",
           goal="< 400")  # fmt: skip
    work = sum(meter.work.values()) / seconds
    report("reading: processors used", work, goal="> 1")
    for number, each in enumerate(sorted(meter.work.values()), start=1):
        report(f"reading: work of process {number}", each, unit="s")
    return end.committed_id / seconds


def _report_cancel(log: Path, target: Path) -> None:
    made = Import([log], target)
    made.start()
    while made.progress.committed_id < _CANCELLED_AFTER:
        time.sleep(0.01)
    seconds = _seconds(lambda: (made.cancel(), made.wait()))
    assert made.progress.phase is Phase.CANCELLED
    report("reading: cancelled within", seconds, unit="s", goal="< 0.2")


def _report_prepared(log: Path, target: Path) -> None:
    """Measure the first rows where the window saw that a log was about to come."""
    prepared = Prepared()
    time.sleep(3)
    made = Import([log], target)
    began = time.perf_counter()
    made.start(prepared=prepared)
    while not made.progress.committed_id:
        time.sleep(0.002)
    report("reading: first rows of processes that waited", time.perf_counter() - began,
           unit="s", goal="< 0.5")  # fmt: skip
    made.cancel()
    made.wait()


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _quietly(words: tuple[str, ...]) -> None:
    subprocess.run(words, capture_output=True, check=False)
