# SPDX-License-Identifier: Apache-2.0
"""How many messages a second all rules together judge, without all other analysis."""

import contextlib
import time
from typing import Final

from ocppdesk.analysis.findings.engine import Diagnosis
from ocppdesk.analysis.observing import Observation, Observer
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.samples import samples_in
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.analysed import messages_of
from tests.benchmarks.million import MILLION, capture_of
from tests.benchmarks.report import report

_COUNTS: Final = (10_000, 100_000, MILLION)
_AT_ONCE: Final = 5_000  # observations that are in memory

_Seen = tuple[str, Observation, tuple[Sample, ...]]


def run() -> None:
    """Measure and print."""
    for count in _COUNTS:
        with contextlib.closing(CaptureReader(capture_of(count))) as reader:
            _measure(reader)


def _measure(reader: CaptureReader) -> None:
    observers: dict[str, Observer] = {}
    diagnoses: dict[str, Diagnosis] = {}
    waiting: list[_Seen] = []
    seconds, count, last = 0.0, 0, 0
    for message in messages_of(reader):
        observer = observers.setdefault(message.charger, Observer())
        seen = observer.observe(message)
        waiting.append((message.charger, seen, samples_in(seen).samples))
        count, last = count + 1, message.at
        if len(waiting) == _AT_ONCE:
            seconds += _fed(diagnoses, waiting)
    seconds += _fed(diagnoses, waiting)
    name = f"findings of {count:,} messages"
    report(f"{name}: all rules", count / seconds, unit="messages/s")
    began = time.perf_counter()
    found = [diagnosis.findings(last) for diagnosis in diagnoses.values()]
    took = (time.perf_counter() - began) / max(len(found), 1)
    number = sum(map(len, found))
    report(f"{name}: {number} findings told, a charger", took * 1_000, unit="ms")


def _fed(diagnoses: dict[str, Diagnosis], waiting: list[_Seen]) -> float:
    """Feed what waits, and return how many seconds that alone took."""
    for charger, _seen, _samples in waiting:
        if charger not in diagnoses:
            diagnoses[charger] = Diagnosis(charger)
    began = time.perf_counter()
    for charger, seen, samples in waiting:
        diagnoses[charger].feed(seen, samples)
    took = time.perf_counter() - began
    waiting.clear()
    return took
