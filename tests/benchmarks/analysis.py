# SPDX-License-Identifier: Apache-2.0
"""How many messages a second are read from a capture and analysed, and what it takes.

Each run is a process of its own, so that memory is that of the analysis alone.
"""

import contextlib
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import psutil

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sample_table import SampleTable
from ocppdesk.analysis.samples import samples_in
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.analysed import analyses, messages_of
from tests.benchmarks.million import MILLION, capture_of
from tests.benchmarks.report import report

_COUNTS: Final = (10_000, 100_000, MILLION)


def run() -> None:
    """Measure and print."""
    for count in _COUNTS:
        path = capture_of(count)
        words = (sys.executable, "-m", "tests.benchmarks.analysis", str(path))
        subprocess.run(words, check=True)


def _measure(path: Path) -> None:
    with contextlib.closing(CaptureReader(path)) as reader:
        count = reader.last_id()
        name = f"analysis of {count:,} messages"
        began = time.perf_counter()
        for _message in messages_of(reader):
            pass
        seconds = time.perf_counter() - began
        report(f"{name}: only read", count / seconds, unit="messages/s")
        seconds, samples = _sampled(reader)
        text = f"{name}: {samples:,} samples taken"
        report(text, count / seconds, unit="messages/s")
        before = psutil.Process().memory_info().rss
        began = time.perf_counter()
        found = analyses(reader)
        seconds = time.perf_counter() - began
        report(f"{name}: everything", count / seconds, unit="messages/s")
        last = reader.time_span()
        assert last is not None
        began = time.perf_counter()
        facts = [analysis.facts(last[1]) for analysis in found.values()]
        seconds = (time.perf_counter() - began) / len(facts)
        report(f"{name}: facts of a charger, at first", seconds * 1_000, unit="ms")
        began = time.perf_counter()
        for analysis in found.values():
            analysis.facts(last[1])
        seconds = (time.perf_counter() - began) / len(facts)
        report(f"{name}: facts of a charger, again", seconds * 1_000, unit="ms")
        grown = psutil.Process().memory_info().rss - before
        report(f"{name}: memory", grown / 2**20, unit="MB")


def _sampled(reader: CaptureReader) -> tuple[float, int]:
    began = time.perf_counter()
    observers: dict[str, Observer] = {}
    tables: dict[str, SampleTable] = {}
    for message in messages_of(reader):
        if message.charger not in observers:
            observers[message.charger] = Observer()
            tables[message.charger] = SampleTable()
        observation = observers[message.charger].observe(message)
        tables[message.charger].add(samples_in(observation).samples)
    samples = sum(len(series.value) for each in tables.values()
                  for series in each.series())  # fmt: skip
    return time.perf_counter() - began, samples


if __name__ == "__main__":
    _measure(Path(sys.argv[1]))
