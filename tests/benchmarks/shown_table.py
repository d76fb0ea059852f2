# SPDX-License-Identifier: Apache-2.0
"""The program with its window on a large capture, as somebody uses it.

`python -m tests.benchmarks.shown_table STORY CAPTURE` lives through one of `STORIES`
and prints what was measured as one JSON object. Times are milliseconds unless the name
says otherwise. A precise timer of 10 ms in the window's thread feels for how long the
window could not react.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import psutil
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ocppdesk.app import Desk, application, run
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.frames import call_text
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings
from tests.benchmarks.bystander import Bystander, bystander
from tests.benchmarks.processes import load
from tests.benchmarks.report import median
from tests.benchmarks.shown_window import Ticker, until_listening

Results = dict[str, float]
Story = Callable[[Desk, Path], Awaitable[Results]]

PATH_FILTER: Final = (
    'MeterValues and .sampledValue[measurand == "Current.Import" and value > 32]'
)
"""Looks into the payloads, and matches few."""
CATASTROPHE: Final = r"/(.+)+[#~]$/"
"""Takes longer than the world has existed, on any message."""
FILTERS: Final = (
    "Heartbeat",
    "action == StatusNotification",
    "GroundFailure or Faulted",
    "latency > 5ms",
    PATH_FILTER,
)
STEPS: Final = 700  # over the whole table with the handle of the scroll bar
NOTCHES: Final = 300
BATCH: Final = 400  # messages that arrive at once

_BATCHES: Final = 20
_CALLS: Final = 1_000  # a second; each makes two messages
_SPAN_S: Final = 6.0
_EMPTY_S: Final = 3.0
_NOTCH: Final = 120
_NOTCH_S: Final = 0.03  # from one to the next, as quick fingers turn a wheel
_LIMIT_S: Final = 120.0
_SPEAKS: Final = "takes too long"


# What somebody does and sees.


class Shown:
    """A window, and how it does.

    Args:
        window: The window, with all its parts.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.messages = window.tab.messages
        self.view = self.messages.view
        self.bar = self.view.verticalScrollBar()
        self.ticker = Ticker()
        self._is_busy = False
        self.messages.busy_changed.connect(self._note_busy)

    async def gap_of(self, seconds: float) -> float:
        """Return the longest gap in a span that begins now."""
        began = time.monotonic()
        await asyncio.sleep(seconds)
        return self.ticker.longest_gap_ms(began, time.monotonic())

    async def filter(self, text: str) -> float:
        """Type a filter; return after how many seconds everything was searched."""
        began = time.monotonic()
        self.window.tab.search.set_text(text)
        await asyncio.sleep(0)
        await until(lambda: not self._is_busy)
        return time.monotonic() - began

    def wheel(self, notches: int) -> None:
        """Turn the wheel, down if negative."""
        viewport = self.view.viewport()
        place = viewport.rect().center()
        event = QWheelEvent(
            QPointF(place),
            QPointF(viewport.mapToGlobal(place)),
            QPoint(),
            QPoint(0, _NOTCH * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    async def wheel_for(self, seconds: float) -> None:
        """Turn the wheel all the time, down and up again."""
        end, count = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            self.wheel(-1 if count % 100 < 50 else 1)
            count += 1
            await asyncio.sleep(_NOTCH_S)

    def said(self, text: str) -> bool:
        """Return whether the window says something."""
        labels = self.window.tab.findChildren(QLabel)
        return any(text in label.text() for label in labels if label.isVisible())

    def _note_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy


class FirstRows(QObject):
    """Tells when a table has painted its first rows."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown.view)
        self._model = shown.messages.model
        self._loop = asyncio.get_running_loop()
        self.painted: asyncio.Future[float] = self._loop.create_future()
        shown.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Look out for a picture with rows in it."""
        if event.type() == QEvent.Type.Paint and self._model.rowCount():
            # The event has not been handled yet; the loop's next turn comes after.
            self._loop.call_soon(self._note)
        return False

    def _note(self) -> None:
        if not self.painted.done():
            self.painted.set_result(time.monotonic())


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread or a timer brings about."""
    deadline = time.monotonic() + _LIMIT_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.01)


async def at_rest() -> None:
    """Wait until the process has done hardly anything for a second."""
    process = psutil.Process()
    deadline = time.monotonic() + _LIMIT_S
    while time.monotonic() < deadline:
        before = sum(process.cpu_times()[:2])
        await asyncio.sleep(1)
        if sum(process.cpu_times()[:2]) - before < 0.1:
            return


async def empty_window(desk: Desk) -> Shown:
    """Return a window for review without a capture."""
    window = MainWindow(desk.settings, desk.theme, is_live=False)
    window.resize(1366, 740)
    window.show()
    window.complete()
    await at_rest()
    return Shown(window)


def megabytes() -> float:
    """Return the memory of this process."""
    return float(psutil.Process().memory_info().rss) / 2**20


# Stories.


async def opening(desk: Desk, capture: Path) -> Results:
    """Open a capture, filter it, and look at time and memory."""
    shown = await empty_window(desk)
    found = {"empty_gap": await shown.gap_of(_EMPTY_S), "empty_mb": megabytes()}
    first = FirstRows(shown)
    began = time.monotonic()
    shown.window.show_capture(capture)
    found["rows_s"] = await first.painted - began
    await at_rest()
    found["opening_gap"] = shown.ticker.longest_gap_ms(began, time.monotonic())
    found["opened_mb"] = megabytes()
    shown.ticker.stop()
    before = sum(psutil.Process().cpu_times()[:2])
    await asyncio.sleep(_SPAN_S)
    spent = sum(psutil.Process().cpu_times()[:2]) - before
    shown.ticker.start()
    found["rest_percent"] = 100 * spent / _SPAN_S
    began = time.monotonic()
    for number, text in enumerate(FILTERS):
        found[f"filter_{number}_s"] = await shown.filter(text)
    await shown.filter("")
    found["filtering_gap"] = shown.ticker.longest_gap_ms(began, time.monotonic())
    await at_rest()
    found["filtered_mb"] = megabytes()
    shown.window.close()
    return found


async def scrolling(desk: Desk, capture: Path) -> Results:
    """Go through the whole table by the scroll bar, and by the wheel."""
    shown = await empty_window(desk)
    shown.window.show_capture(capture)
    await at_rest()
    bar, viewport = shown.bar, shown.view.viewport()

    async def frames(count: int, act: Callable[[int], None]) -> list[float]:
        times = []
        for number in range(count):
            began = time.perf_counter()
            act(number)
            viewport.repaint()
            times.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(0)
        return times

    bar.setSliderDown(True)
    end = bar.maximum()
    dragged = await frames(
        STEPS, lambda n: bar.setSliderPosition(end * (n + 1) // STEPS)
    )
    bar.setSliderDown(False)
    shown.messages.go_live()
    turned = await frames(NOTCHES, lambda _n: shown.wheel(-1))
    shown.window.close()
    return {
        "dragged_median": median(dragged),
        "dragged_longest": max(dragged),
        "turned_median": median(turned),
        "turned_longest": max(turned),
    }


async def arriving(desk: Desk, capture: Path) -> Results:
    """Let messages arrive at a rate, with filters on, and a user who scrolls."""
    window = desk.listen(capture)
    port = await until_listening(desk)
    window.complete()
    shown = Shown(window)
    await until(lambda: window.reader is not None)
    await at_rest()
    async with bystander() as other:
        found = await _while_loaded(shown, port, other)
    window.close()
    return found


async def _while_loaded(shown: Shown, port: int, other: Bystander) -> Results:
    await at_rest()
    found = {"still_gap": await shown.gap_of(_EMPTY_S)}

    async def loaded(name: str, seconds: float = _SPAN_S) -> None:
        loading = asyncio.to_thread(
            load, port, "MeterValues", seconds=seconds + 1.5, rate=_CALLS
        )
        task = asyncio.get_running_loop().create_task(loading)
        await asyncio.sleep(1)  # it has to connect and warms up
        began = time.monotonic()
        found[f"{name}_gap"] = await shown.gap_of(seconds)
        ended = time.monotonic()
        await task
        found[f"{name}_beside"] = await other.gap(began, ended)

    await loaded("first", 1)
    await loaded("plain")
    await shown.filter("action == MeterValues")
    await loaded("filter")
    shown.window.tab.search.set_text(PATH_FILTER)
    await loaded("path")
    await shown.filter("")
    await at_rest()
    shown.window.tab.search.set_text(PATH_FILTER)
    await asyncio.gather(shown.wheel_for(_SPAN_S + 1), loaded("path_scrolled"))
    await shown.filter("")
    return found


async def growing(desk: Desk, capture: Path) -> Results:
    """Let batches arrive in a table, while it follows and while it is paused."""
    recorder = Recorder(capture)
    now = time.time_ns() // 1_000
    session = Session(
        "GROWING",
        recorder.next_connection_id(),
        Version.V16,
        recorder.next_message_id,
        lambda: now,
        recorder.transactions(),
    )
    shown = await empty_window(desk)
    shown.window.show_capture(capture)
    await at_rest()
    calls = 0

    async def batches() -> list[float]:
        nonlocal calls
        times = []
        for _batch in range(_BATCHES):
            for _call in range(BATCH // 2):
                calls += 1
                text = call_text(f"g{calls}", "Heartbeat", {})
                for message in session.receive(text, at=now + calls):
                    recorder.add_message(message)
            recorder.commit()
            began = time.perf_counter()
            shown.messages.advance(recorder.committed_id)
            shown.view.viewport().repaint()
            times.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(0)
        return times

    following = await batches()
    shown.wheel(-1)
    paused = await batches()
    shown.window.close()
    recorder.close()
    return {
        "following": median(following),
        "following_longest": max(following),
        "paused": median(paused),
        "paused_longest": max(paused),
    }


async def catastrophe(desk: Desk, capture: Path) -> Results:
    """Type a regular expression that would take for ever."""
    shown = await empty_window(desk)
    empty = await shown.gap_of(_EMPTY_S)
    shown.window.show_capture(capture)
    await at_rest()
    field = shown.window.tab.search.field
    field.setFocus()
    QTest.keyClicks(field, CATASTROPHE)
    began = time.monotonic()
    await until(lambda: shown.said(_SPEAKS))
    stopped = time.monotonic()
    await asyncio.sleep(1)
    ended = time.monotonic()
    shown.window.close()
    return {
        "empty_gap": empty,
        "stopped_s": stopped - began,
        "gap": shown.ticker.longest_gap_ms(began, ended),
    }


STORIES: Final[dict[str, Story]] = {
    "opening": opening,
    "scrolling": scrolling,
    "arriving": arriving,
    "growing": growing,
    "catastrophe": catastrophe,
}


async def live(desk: Desk, story: Story, capture: Path) -> None:
    """Live through a story and say what was measured."""
    print(json.dumps(await story(desk, capture)), flush=True)


if __name__ == "__main__":
    _name, _path = sys.argv[1:]
    _desk = Desk(application(), host="127.0.0.1", port=0, settings=Settings())
    run(_desk, live(_desk, STORIES[_name], Path(_path)))
