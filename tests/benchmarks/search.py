# SPDX-License-Identifier: Apache-2.0
"""How fast a filter finds its messages among a million, beside ripgrep on their texts.

What a person waits for are the first rows; the count grows meanwhile.
"""

import contextlib
import itertools
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import psutil

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.search import Search
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Filter, Text, between, both, of_charger
from ocppdesk.filters.values import Context, SlowPatternError
from tests.benchmarks.million import MILLION, capture_of
from tests.benchmarks.report import median, report

_TEXTS: Final = ("GroundFailure", "Faulted", "Heartbeat", "04A2", "CP-0007")
_TYPED: Final = "GroundFailure"
_PATH: Final = ".sampledValue[measurand == Voltage and value > 235]"
_RARE_PATH: Final = ".errorCode == GroundFailure"
_CATASTROPHE: Final = r"/(\S|\S\S)+;/"
_HOUR_US: Final = 3_600_000_000
_ROUNDS: Final = 5
_BATCH: Final = 20  # messages of a commit

Ids = npt.NDArray[np.int64]


def run() -> None:
    """Measure and print."""
    path = capture_of(MILLION)
    process = psutil.Process()
    with contextlib.closing(CaptureReader(path)) as reader:
        span = reader.time_span()
        assert span is not None
        context = Context(now=span[1], latest=span[1])
        before = process.memory_info().rss
        search = Search(reader)
        _report_fields(search, reader, context, span)
        _report_payloads(search, context)
        _report_texts(search, context)
        _load_everything(search)
        growth = (process.memory_info().rss - before) / 2**20
        report("search: memory for a million messages", growth, unit="MB", goal="< 150")
        _report_catastrophe(search, context)
        with tempfile.TemporaryDirectory() as folder:
            _report_ripgrep(search, reader, context, Path(folder, "raws.txt"))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "recorded.ocppdesk")
        shutil.copy(path, copy)
        _report_recording(copy)


def _report_fields(
    search: Search, reader: CaptureReader, context: Context, span: tuple[int, int]
) -> None:
    chargers = [charger.identity for charger in reader.chargers()]
    actions = ("StatusNotification", "MeterValues", "Heartbeat", "Authorize")
    filters = [
        both(
            parse_filter(f"action == {action} and ~call"),
            of_charger(charger),
            between(start, start + 6 * _HOUR_US),
        )
        for action, charger, start in zip(
            itertools.cycle(actions),
            chargers[:20],
            range(span[0], span[1], (span[1] - span[0]) // 20),
            strict=False,
        )
    ]
    newest = both(parse_filter("action == Heartbeat"), of_charger(chargers[0]))
    first, whole, _ids = _timed(search, newest, context)
    report("search: fields for the first time, first rows", first * 1000, unit="ms")
    report("search: fields for the first time, everything", whole * 1000, unit="ms")
    times = [_timed(search, chosen, context)[1] for chosen in filters]
    report("search: fields, ids and count", median(times) * 1000, unit="ms",
           goal="< 20")  # fmt: skip


def _report_payloads(search: Search, context: Context) -> None:
    for text in (_PATH, _RARE_PATH):
        chosen = parse_filter(text)
        first, whole, ids = _timed(search, chosen, context)
        name = f"search: {text}"
        report(f"{name}, first rows", first * 1000, unit="ms", goal="< 100")
        report(f"{name}, all {len(ids):,}", whole, unit="s")


def _report_texts(search: Search, context: Context) -> None:
    firsts, wholes = [], []
    for text in _TEXTS:
        results = [_timed(search, Text(text), context) for _ in range(_ROUNDS)]
        firsts.append(median([first for first, _whole, _ids in results]))
        wholes.append(median([whole for _first, whole, _ids in results]))
    report("search: text, first rows, slowest of 5 texts", max(firsts) * 1000,
           unit="ms", goal="< 50")  # fmt: skip
    report("search: text, full count, slowest of 5 texts", max(wholes) * 1000,
           unit="ms", goal="< 500")  # fmt: skip
    within = _timed(search, Text(_TYPED[:-1]), context)[2]
    times = [
        _timed(search, Text(_TYPED), context, within=within)[1] for _ in range(_ROUNDS)
    ]
    report("search: text, one letter more", median(times) * 1000, unit="ms",
           goal="< 50")  # fmt: skip


def _load_everything(search: Search) -> None:
    for name in ("charger", "action", "type", "connector", "evse", "tx", "version"):
        search.values_of(name)


def _report_catastrophe(search: Search, context: Context) -> None:
    began = time.perf_counter()
    try:
        _timed(search, parse_filter(_CATASTROPHE), context)
    except SlowPatternError:
        report("search: a catastrophic regular expression is stopped after",
               time.perf_counter() - began, unit="s", goal="< 2")  # fmt: skip
    else:
        print("search: the catastrophic regular expression was none")


def _report_ripgrep(
    search: Search, reader: CaptureReader, context: Context, file: Path
) -> None:
    if shutil.which("rg") is None:
        print("search: ripgrep is not installed (rg)")
        return
    with file.open("w", encoding="utf-8", errors="replace") as lines:
        for (raw,) in reader.query("SELECT raw FROM messages ORDER BY id"):
            text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
            lines.write(text.replace("\n", " ") + "\n")
    for text in _TEXTS[:3]:
        ours, theirs = [], []
        for _ in range(_ROUNDS):
            ours.append(_timed(search, Text(text), context, is_first_enough=True)[0])
            theirs.append(_seconds(lambda text=text: _ripgrep(text, file)))
        report(f"search: {text}, rg -c", median(theirs) * 1000, unit="ms")
        report(f"search: {text}, our first rows, of its time",
               median(ours) / median(theirs), goal="< 1")  # fmt: skip


def _report_recording(path: Path) -> None:
    """Measure commits beside searches that never stop."""
    with (
        contextlib.closing(Recorder(path)) as recorder,
        contextlib.closing(CaptureReader(path)) as reader,
    ):
        quiet = _commit_times(recorder, reader)
        ended = threading.Event()
        searcher = threading.Thread(target=_search_on, args=(path, ended))
        searcher.start()
        try:
            busy = _commit_times(recorder, reader)
        finally:
            ended.set()
            searcher.join()
    report("search: commit while nothing is searched, median",
           median(quiet) * 1000, unit="ms")  # fmt: skip
    report("search: commit beside a search, median", median(busy) * 1000, unit="ms")
    report("search: commit beside a search, longest", max(busy) * 1000, unit="ms",
           goal="< 200")  # fmt: skip


def _commit_times(recorder: Recorder, reader: CaptureReader) -> list[float]:
    [like] = reader.messages([1_000])
    times = []
    for _ in range(300):
        for _ in range(_BATCH):
            number = recorder.next_message_id()
            recorder.add_message(replace(like, id=number))
        times.append(_seconds(recorder.commit))
        time.sleep(0.005)
    return times


def _search_on(path: Path, ended: threading.Event) -> None:
    with contextlib.closing(CaptureReader(path)) as reader:
        search, context = Search(reader), Context(now=0, latest=0)
        for text in itertools.cycle(("Faulted", ".status == Faulted", "tx > 5")):
            for _found in search.ids(parse_filter(text), context):
                if ended.is_set():
                    return


def _timed(
    search: Search,
    chosen: Filter,
    context: Context,
    *,
    within: Ids | None = None,
    is_first_enough: bool = False,
) -> tuple[float, float, Ids]:
    """Return the seconds until the first rows and until the end, and all rows."""
    began = time.perf_counter()
    first = None
    found = []
    for ids, _low in search.ids(chosen, context, within=within):
        found.append(ids)
        if first is None and len(ids):
            first = time.perf_counter() - began
            if is_first_enough:
                break
    whole = time.perf_counter() - began
    return whole if first is None else first, whole, np.concatenate(found)


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _ripgrep(text: str, file: Path) -> None:
    subprocess.run(["rg", "-ic", text, str(file)], capture_output=True, check=False)
