# SPDX-License-Identifier: Apache-2.0
"""Tells a window what the messages of its capture mean together."""

import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.errors import CaptureError
from ocppdesk.gui.loading import resting
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.analysis.facts import Facts
    from ocppdesk.analysis.findings.finding import Finding
    from ocppdesk.analysis.links import Link
    from ocppdesk.gui.analysing.course import Analysis
    from ocppdesk.gui.analysing.sweep import Found, Judge
    from ocppdesk.gui.analysing.worker import Worker

_TELL_EVERY_S: Final = 0.25  # nobody reads faster
_COST_SHARE: Final = 5  # making facts takes no more than this part of the time
_REFRESH_S: Final = 10.0  # limits and durations change without a message
_FOUND_EVERY_S: Final = 0.5  # findings of all chargers
_REST_SHARE: Final = 2  # nobody waits for the other chargers
_CLOSE_TIMEOUT_S: Final = 5.0

_Order = Callable[["Worker"], None]


def _now() -> int:
    return time.time_ns() // 1000


def _analysis_of(charger: str) -> "Analysis":
    # Not sooner: the window opens before numpy is loaded.
    from ocppdesk.analysis.charger import ChargerAnalysis

    return ChargerAnalysis(charger)


def analysis_by(settings: Settings) -> "Callable[[str], Analysis]":
    """Return what makes analyses whose rules speak as the user has set it."""

    def make(charger: str) -> "Analysis":
        from ocppdesk.analysis.charger import ChargerAnalysis
        from ocppdesk.analysis.findings.thresholds import Thresholds

        return ChargerAnalysis(charger, Thresholds.of(settings.values()))

    return make


def judge_by(settings: Settings) -> "Judge":
    """Return what judges all chargers together, as the user has set it."""

    def judge(
        links: "Sequence[Link]",
        now: int,
        listening_since: int | None,
        offsets_us: Mapping[str, int],
    ) -> "tuple[Finding, ...]":
        from ocppdesk.analysis.findings.fleet import fleet_findings
        from ocppdesk.analysis.findings.fleet_rule import Fleet
        from ocppdesk.analysis.findings.thresholds import Thresholds

        thresholds = Thresholds.of(settings.values())
        return fleet_findings(
            Fleet(links, now, thresholds, listening_since, offsets_us)
        )

    return judge


class Analyst(QObject):
    """One thread that analyses the capture of a window, the chosen charger first.

    Its thread begins with the first capture. While much is to be done it works in
    slices of a few milliseconds and rests as long, so that the window and the answers
    to chargers have their turns. What it tells is frozen and may be kept.

    Args:
        is_live: Whether chargers talk now: limits and durations are then told for this
            moment, and again from time to time; else for the last message.
        analysis_of: Makes the analysis of a charger; called in the other thread.
        judge: Judges what is beyond single chargers, there too; None: nothing is.
        clock: Gives the time now, microseconds since 1970; from the other thread.

    Signals:
        facts_changed: The `Facts` on the chosen charger, or None if it is not clear
            which charger is meant, or nothing is known of it yet; at most four times a
            second.
        progress_changed: The number of the last message that is taken in, and that of
            the newest one; the same number twice when nothing waits.
        found_changed: What was `Found` with all chargers; at most twice a second.
        failed: Why the analysis cannot go on, as a sentence. It begins again with
            another charger or capture; an empty text tells that.
    """

    facts_changed = Signal(object)
    progress_changed = Signal(int, int)
    found_changed = Signal(object)
    failed = Signal(str)
    _found_told = Signal(object)
    _told = Signal(int, object, int, int)
    _broke = Signal(int, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        is_live: bool,
        analysis_of: "Callable[[str], Analysis]" = _analysis_of,
        judge: "Judge | None" = None,
        clock: Callable[[], int] = _now,
    ) -> None:
        super().__init__(parent)
        self._is_live = is_live
        self._analysis_of = analysis_of
        self._judge = judge
        self._path: Path | None = None
        self._found: Found | None = None
        self._clock = clock
        self._facts: Facts | None = None
        self._progress = (0, 0)
        self._failure = ""
        self._changed = threading.Condition()
        self._orders: list[_Order] = []
        self._round = 0  # of capture and charger: what is told of another is late
        self._upto = 0
        self._is_closing = False
        self._thread: threading.Thread | None = None
        self._told.connect(self._on_told)
        self._found_told.connect(self._on_found)
        self._broke.connect(self._on_broke)

    # In the window's thread.

    @property
    def facts(self) -> "Facts | None":
        """What was told last."""
        return self._facts

    @property
    def found(self) -> "Found | None":
        """What was found with all chargers, as told last; None: nothing was told."""
        return self._found

    @property
    def progress(self) -> tuple[int, int]:
        """The number of the last message that is taken in, and of the newest one."""
        return self._progress

    @property
    def failure(self) -> str:
        """Why the analysis cannot go on, as a sentence; empty as long as it can."""
        return self._failure

    def show_capture(self, path: Path | None, last_id: int = 0) -> None:
        """Analyse another capture from now on.

        Args:
            path: The capture; None lets go of the file.
            last_id: The newest message in it, as far as is known.
        """
        self._upto = last_id
        self._path, self._found = path, None
        self._begin_round(lambda worker: worker.open(path, last_id))
        if path is not None:
            self._run()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since."""
        if last_id > self._upto:
            self._upto = last_id
            self._give(lambda worker: worker.advance(last_id))

    def choose_charger(self, identity: str) -> None:
        """Tell of another charger; empty means the only one that there is."""
        self._begin_round(lambda worker: worker.choose(identity))

    def listen_since(self, at: int | None) -> None:
        """Learn since when the port is open, in microseconds; None: it is not."""
        self._give(lambda worker: worker.listen_since(at))

    def close(self) -> None:
        """End the thread and let go of the file."""
        with self._changed:
            self._is_closing = True
            self._round += 1
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _begin_round(self, order: _Order) -> None:
        with self._changed:
            self._round += 1
        self._give(order)
        self._fail("")
        self._take(None, 0, self._upto)

    def _give(self, order: _Order) -> None:
        with self._changed:
            self._orders.append(order)
            self._changed.notify()

    def _run(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._work, name="analysis", daemon=True
            )
            self._thread.start()

    def _on_told(
        self, number: int, facts: "Facts | None", done: int, upto: int
    ) -> None:
        if number == self._round:
            self._take(facts, done, upto)

    def _take(self, facts: "Facts | None", done: int, upto: int) -> None:
        if (done, upto) != self._progress:
            self._progress = (done, upto)
            self.progress_changed.emit(done, upto)
        if facts is not None or self._facts is not None:
            self._facts = facts
            self.facts_changed.emit(facts)

    def _fail(self, why: str) -> None:
        if why != self._failure:
            self._failure = why
            self.failed.emit(why)

    def _on_found(self, found: "Found") -> None:
        if found.path == self._path:
            self._found = found
            self.found_changed.emit(found)

    def _on_broke(self, number: int, error: Exception) -> None:
        is_foreign = isinstance(error, sqlite3.Error | CaptureError)
        if number == self._round:
            text = self.tr("The capture cannot be analysed any more: {why}.")
            if not is_foreign:
                text = self.tr(
                    "The analysis broke off, as something went wrong in the program. "
                    "What was found until then is shown."
                )
            why = str(error).rstrip(".")
            self._fail(text.format(why=why))
        if not is_foreign:
            sys.excepthook(type(error), error, error.__traceback__)

    # In the other thread.

    def _work(self) -> None:
        with resting():
            from ocppdesk.analysis.findings.catalogue import rule_types
            from ocppdesk.gui.analysing.worker import Worker

            rule_types()
        worker = Worker(self._analysis_of, self._judge)
        pace = _Pace(is_live=self._is_live)
        pause: float | None = 0.0
        while (orders := self._take_orders(pause)) is not None:
            found, number = orders
            try:
                pause = self._follow(worker, pace, found, number)
            except Exception as error:  # noqa: BLE001 - the thread has to go on
                worker.forget()
                pace.break_off()
                self._broke.emit(number, error)
                pause = None
        worker.open(None, 0)

    def _take_orders(self, pause: float | None) -> tuple[list[_Order], int] | None:
        """Wait for orders, but not longer than some seconds; None ends the thread."""
        with self._changed:
            if not self._orders and not self._is_closing and pause != 0.0:
                self._changed.wait(pause)
            orders, self._orders = self._orders, []
            return None if self._is_closing else (orders, self._round)

    def _follow(
        self, worker: "Worker", pace: "_Pace", orders: list[_Order], number: int
    ) -> float | None:
        """Follow orders, do one step, and return for how long to rest."""
        for order in orders:
            order(worker)
        pace.enter(number)
        if pace.is_broken:
            return self._follow_others(worker, pace)
        began = time.perf_counter()
        if orders:
            worker.look_up()
        has_more = worker.step()
        wait = pace.wait_s(worker.done, worker.upto)
        if wait == 0.0:
            before = time.perf_counter()
            now = self._clock()
            if not self._is_live or worker.done < worker.upto:
                # What is not taken in yet is not missing.
                now = worker.last_at or now
            facts = worker.facts(now, is_over=not self._is_live)
            took = time.perf_counter() - before
            pace.note_told(worker.done, worker.upto, took=took)
            self._told.emit(number, facts, worker.done, worker.upto)
            wait = pace.wait_s(worker.done, worker.upto)
        if has_more:
            return time.perf_counter() - began
        rest = self._follow_others(worker, pace)
        return min((each for each in (wait, rest) if each is not None), default=None)

    def _follow_others(self, worker: "Worker", pace: "_Pace") -> float | None:
        """Do one step for the other chargers, and return for how long to rest."""
        from ocppdesk.gui.analysing.sweep import AnalysisBrokenError

        began = time.perf_counter()
        is_busy = True
        try:
            is_busy = worker.step_others(self._clock() if self._is_live else None)
        except AnalysisBrokenError as error:
            self._broke.emit(-1, error)
        took = time.perf_counter() - began
        wait = pace.found_wait_s(worker.found)
        if wait == 0.0:
            self._found_told.emit(pace.note_found())
            wait = None
        if is_busy:
            return took * _REST_SHARE
        return _REFRESH_S if wait is None and self._is_live else wait


class _Pace:
    """When facts are to be told again.

    Args:
        is_live: Whether they change without a message.
    """

    def __init__(self, *, is_live: bool) -> None:
        self._is_live = is_live
        self._round = -1
        self._told: tuple[int, int] | None = None
        self._told_at = 0.0
        self._gap = _TELL_EVERY_S
        self._found: Found | None = None
        self._found_told: Found | None = None
        self._found_at = 0.0
        self.is_broken = False
        """Whether the analysis failed in this round."""

    def enter(self, number: int) -> None:
        """Learn which round it is."""
        if number != self._round:
            self._round = number
            # The same may be found again: the window has forgotten it in between.
            self._told, self._found_told, self.is_broken = None, None, False

    def break_off(self) -> None:
        """Learn that nothing more is to be tried in this round."""
        self.is_broken = True

    def wait_s(self, done: int, upto: int) -> float | None:
        """Return for how long nothing is to be told; None is until there are orders."""
        gone = time.monotonic() - self._told_at
        if self._told is None:
            return 0.0 if done == upto else max(_TELL_EVERY_S - gone, 0.0)
        if self._told != (done, upto):
            return max(self._gap - gone, 0.0)
        return max(_REFRESH_S - gone, 0.0) if self._is_live else None

    def note_told(self, done: int, upto: int, *, took: float) -> None:
        """Learn that facts were told, and how many seconds it took to make them."""
        self._told, self._told_at = (done, upto), time.monotonic()
        self._gap = max(_TELL_EVERY_S, took * _COST_SHARE)

    def found_wait_s(self, found: "Found") -> float | None:
        """Return for how long not to tell what was found; None: that is told."""
        self._found = found
        told = self._found_told
        if found == told:
            return None
        is_other = told is None or told.path != found.path
        gone = time.monotonic() - self._found_at
        return 0.0 if is_other else max(_FOUND_EVERY_S - gone, 0.0)

    def note_found(self) -> "Found | None":
        """Learn that what was found is told now, and return it."""
        self._found_told, self._found_at = self._found, time.monotonic()
        return self._found
