# SPDX-License-Identifier: Apache-2.0
"""Evaluates filters over a whole capture, off the window's thread."""

import sqlite3
import sys
import threading
import time
from array import array
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.nodes import Filter
from ocppdesk.filters.values import Context
from ocppdesk.gui.loading import resting
from ocppdesk.gui.query.idleness import Idleness

if TYPE_CHECKING:
    from ocppdesk.gui.query.worker import Worker

WAITING_CHECK_S: Final = 1.0
"""Between two looks at calls that may be given up."""

_CLOSE_TIMEOUT_S = 5.0

Order = Callable[["Worker"], None]


def _now() -> int:
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, from the newest message to the oldest, and from then on."""

    number: int
    """Tells its results from those of others."""
    chosen: Filter
    """Which messages."""
    context: Context
    """What the filter depends on, as it is when the search begins."""
    upto: int
    """The newest message that the search looks at."""
    checked: int
    """Messages after this one are looked at as they arrive."""
    exchanges: bool = False
    """Whether an answer stands for its call."""
    replaces: int = 0
    """The query that it takes the place of, 0 for none."""
    goes_on: bool = False
    """Whether it goes on with that one, which was stopped at `upto`."""


@dataclass(frozen=True, slots=True)
class Find:
    """The next of the shown rows that matches is looked for."""

    ticket: int
    """Tells its result from that of others."""
    chosen: Filter
    """What is looked for."""
    context: Context
    """What it depends on."""
    start: int
    """The row from which on; it comes last itself."""
    is_newer: bool
    """Whether newer rows are looked at, else older ones."""
    within: "array[int] | None" = None
    """The rows, in descending order; None is all messages."""
    exchanges: bool = False
    """Whether an answer stands for its call."""
    counts: bool = False
    """Whether it is also told which of how many hits the found one is."""


class QueryRunner(QObject):
    """One thread that looks through a capture and at what arrives in it.

    Its jobs take turns, the most urgent first: messages that arrived, the search from
    the newest message to the oldest, the next match, the values of a field, how many
    matches there are, the counts of chips. All go on in slices: none waits long.

    A query lives until it is ended or replaced. Results carry the number of their
    query: whoever listens drops those of earlier ones, which may be on their way.

    Nothing ends the thread: what fails unexpectedly is not tried again, says so, and
    is heard by `sys.excepthook` in the window's thread.

    Args:
        clock: Gives the time now, microseconds since 1970; from the other thread.
        idleness: Knows when the window must be quick; None: it never tells.

    Signals:
        found: Number of the query; the next messages, a numpy array of numbers in
            descending order; the number down to which has been searched. The first one
            comes at once, the others some times a second.
        finished: Number of the query that has seen everything.
        failed: Number of the query or the find that cannot go on; why, as a sentence.
        checked: Number of the query; of the messages that arrived and those that they
            answer: which match, and which do not, or no more, both as numpy arrays in
            descending order; the newest message that was looked at.
        hit: Number of the find; the row that was found, 0 if there is none.
        tallied: Number of the find, after its hit; how many hits there are among the
            rows, and how many of them are newer than the one that was found.
        counted: Key of a chip; how many messages match, -1 if that cannot be said; the
            newest message that was looked at.
        values_found: Name of a field; a list of values with how often they occur.
    """

    found = Signal(int, object, int)
    finished = Signal(int)
    failed = Signal(int, str)
    checked = Signal(int, object, object, int)
    hit = Signal(int, int)
    tallied = Signal(int, int, int)
    counted = Signal(str, int, int)
    values_found = Signal(str, object)
    _broken = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        clock: Callable[[], int] = _now,
        idleness: Idleness | None = None,
    ) -> None:
        super().__init__(parent)
        self.clock = clock
        self.idleness = Idleness() if idleness is None else idleness
        """Tells the thread when to let the window go first."""
        self._changed = threading.Condition()
        self._orders: list[Order] = []
        self._live: set[int] = set()
        self._last_number = 0
        self._upto = 0
        self._finding = 0
        self._running = 0
        self._is_busy = False
        self._is_closing = False
        self._reader: CaptureReader | None = None
        self._thread: threading.Thread | None = None
        self._broken.connect(_hear)

    # In the window's thread.

    def set_capture(
        self, path: Path | None, *, upto: int = 0, annotations: Annotations
    ) -> None:
        """Look into another capture; all queries and finds end.

        Args:
            path: The capture; None lets go of the file.
            upto: The newest message in it, as far as is known.
            annotations: What was put on its messages.
        """
        with self._changed:
            self._upto = upto
            self._live.clear()
            self._give(
                lambda worker: worker.open(path, upto, annotations), is_urgent=True
            )

    def start(
        self,
        chosen: Filter,
        context: Context,
        *,
        upto: int,
        checked: int | None = None,
        exchanges: bool = False,
        replaces: int = 0,
        goes_on: bool = False,
    ) -> int:
        """Begin a query and return its number.

        Args:
            chosen: Which messages are looked for.
            context: What the filter depends on.
            upto: The newest message to search; what arrives later is looked at when
                `check` tells of it.
            checked: Begin to look at what arrives after this message, if not `upto`.
            exchanges: Give the call's number in place of an answer's.
            replaces: The number of a query that ends with this.
            goes_on: Whether this goes on with that one, which was stopped at `upto`.
                `checked` may still be told of it; that counts as well.
        """
        with self._changed:
            number = self._next_number()
            first = upto if checked is None else checked
            query = Query(
                number, chosen, context, upto, first, exchanges, replaces, goes_on
            )
            if not goes_on:
                self._live.discard(replaces)
            self._live.add(number)
            self._give(lambda worker: worker.start(query), is_urgent=True)
        self._run()
        return number

    def stop(self, number: int) -> None:
        """Search no further back; what arrives is looked at all the same."""
        with self._changed:
            self._give(lambda worker: worker.stop(number), stops=number)

    def end(self, number: int) -> None:
        """End a query."""
        with self._changed:
            self._live.discard(number)
            self._give(lambda worker: worker.end(number))

    def check(self, upto: int) -> None:
        """Look at the messages that arrived, and at calls that wait."""
        with self._changed:
            self._upto = upto
            if self._thread is not None:
                self._give(lambda worker: worker.check(upto))

    def annotate(self, annotations: Annotations, changed: Collection[int]) -> None:
        """Learn what is on the messages now.

        Args:
            annotations: All of it.
            changed: The messages on which it is not what it was.
        """
        with self._changed:
            self._give(lambda worker: worker.annotate(annotations, changed))

    def find(
        self,
        chosen: Filter,
        context: Context,
        *,
        start: int,
        is_newer: bool,
        within: "array[int] | None" = None,
        exchanges: bool = False,
        counts: bool = False,
    ) -> int:
        """Look for the next row that matches, and return the number of this find.

        It goes around once: the last row that is looked at is `start`. An earlier find
        ends.

        Args:
            chosen: What is looked for.
            context: What it depends on.
            start: The row from which on.
            is_newer: Look at newer rows, else at older ones.
            within: The rows, in descending order; None is all messages.
            exchanges: A row matches if its call or an answer does.
            counts: Tell afterwards which of how many hits the found one is.
        """
        self.end_find()
        with self._changed:
            number = self._finding = self._next_number()
            find = Find(
                number, chosen, context, start, is_newer, within, exchanges, counts
            )
            self._live.add(number)
            self._give(lambda worker: worker.find(find), is_urgent=True)
        self._run()
        return number

    def end_find(self) -> None:
        """End the find that is under way, if any."""
        with self._changed:
            self._live.discard(self._finding)
            self._give(lambda worker: worker.find(None))

    def ask_values(self, field_name: str) -> None:
        """Ask for the values that a field has in the capture."""
        with self._changed:
            self._give(lambda worker: worker.ask_values(field_name))
        self._run()

    def set_chips(self, filters: Mapping[str, Filter], context: Context) -> None:
        """Count how many messages match some filters, now and from now on.

        Args:
            filters: The filters by the keys of their chips; those that are the same as
                before are not counted anew.
            context: What the filters depend on.
        """
        chips = dict(filters)
        with self._changed:
            self._give(lambda worker: worker.set_chips(chips, context))
        if chips:
            self._run()

    def close(self) -> None:
        """End the thread and let go of the file."""
        with self._changed:
            self._is_closing = True
            self._live.clear()
            self._give(lambda _worker: None, is_urgent=True)
        if self._thread is not None:
            self._thread.join(_CLOSE_TIMEOUT_S)

    def _next_number(self) -> int:
        self._last_number += 1
        return self._last_number

    def _give(self, order: Order, *, is_urgent: bool = False, stops: int = 0) -> None:
        """Give the thread an order; the caller holds the lock.

        Args:
            order: What to do.
            is_urgent: Break off what nobody waits for.
            stops: The query whose search is not wanted any more.
        """
        self._orders.append(order)
        running = self._running
        if running == 0:
            is_unwanted = is_urgent
        else:
            is_unwanted = running == stops or running not in self._live
        # The thread begins each step under the same lock, so this can only ever hit
        # something that is not wanted any more, or that can be repeated.
        if self._reader is not None and self._is_busy and is_unwanted:
            self._reader.interrupt()
        self._changed.notify()

    def _run(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._work, name="query", daemon=True
            )
            self.check(self._upto)
            self._thread.start()

    # In the other thread.

    def _work(self) -> None:
        # Not sooner: the window opens before numpy is loaded.
        with resting():
            from ocppdesk.gui.query.worker import Worker

        worker = Worker(self)
        while self._take_orders(worker):
            self._guard(worker, worker.step)
        self._guard(worker, worker.close)

    def _take_orders(self, worker: "Worker") -> bool:
        """Follow all orders; wait for some while there is nothing to do."""
        with self._changed:
            self._running, self._is_busy = 0, False
            if not self._orders and not self._is_closing:
                self._changed.wait(worker.pause_s())
            orders, self._orders = self._orders, []
        for order in orders:
            self._guard(worker, partial(order, worker))
        return not self._is_closing

    def _guard(self, worker: "Worker", work: Callable[[], None]) -> None:
        """Do something; if that fails unexpectedly, give up all that was ordered."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the thread has to go on
            worker.give_up()
            with self._changed:
                live = sorted(self._live)
            for number in live:
                self.failed.emit(number, broken_text(is_check=False))
            self.report(error)

    def begin(self, number: int) -> bool:
        """Learn what the thread does next; False says to take orders first.

        Args:
            number: The query or find, 0 for something less urgent than them.
        """
        with self._changed:
            self._running, self._is_busy = number, not self._orders
            return self._is_busy

    def is_live(self, number: int) -> bool:
        """Return whether somebody still wants to know of a query or find."""
        with self._changed:
            return number in self._live

    def report(self, error: Exception) -> None:
        """Let the window's thread hear of what nobody had expected."""
        self._broken.emit(error)

    def forget(self, number: int) -> None:
        """Learn that nothing will be told of a query any more."""
        with self._changed:
            self._live.discard(number)

    def set_reader(self, reader: CaptureReader | None) -> None:
        """Learn which reader the thread has; the one before is closed."""
        with self._changed:
            old, self._reader = self._reader, reader
        if old is not None:
            old.close()


def _hear(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def broken_text(*, is_check: bool) -> str:
    """Return what is said of a query that failed unexpectedly.

    Args:
        is_check: Whether it looked at what arrived.
    """
    if is_check:
        return QCoreApplication.translate(
            "QueryRunner",
            "New messages are not searched any more, as something went wrong in the "
            "program. Search again to see them.",
        )
    return QCoreApplication.translate(
        "QueryRunner",
        "The search broke off, as something went wrong in the program. What was found "
        "until then is shown.",
    )


def is_interruption(error: Exception) -> bool:
    """Return whether a query ended as somebody called `CaptureReader.interrupt`."""
    return (
        isinstance(error, sqlite3.OperationalError)
        and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    )
