# SPDX-License-Identifier: Apache-2.0
"""The program with its window, and a timer that feels how it does.

`python -m tests.benchmarks.shown_window CAPTURE` says its port on standard error. For
each line on standard input, a JSON object with `began_at` and `ended_at` (seconds of
the system's monotonic clock), it prints the longest gap in between, in milliseconds.
"""

import asyncio
import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from ocppdesk.app import Desk, application, run
from ocppdesk.settings import Settings

TICK_MS = 10


class Ticker:
    """A precise timer that remembers when it fired, and how busy its thread was."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._worked: list[float] = []  # seconds of the processor, by then
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self._times.append(time.monotonic())
        self._worked.append(time.thread_time())

    def stop(self) -> None:
        """Stop feeling, which costs a little itself."""
        self._timer.stop()

    def start(self) -> None:
        """Go on feeling; the time in between counts as a gap."""
        self._timer.start()

    def longest_gap_ms(self, began_at: float, ended_at: float) -> float:
        """Return the longest time between two firings within a span."""
        times = [at for at in self._times if began_at <= at <= ended_at]
        return 1000 * max(after - before for before, after in pairwise(times))

    def longest_turn_ms(self, began_at: float, ended_at: float) -> float:
        """Return what the thread worked at most between two firings within a span."""
        pairs = zip(self._times, self._worked, strict=True)
        worked = [done for at, done in pairs if began_at <= at <= ended_at]
        return 1000 * max(after - before for before, after in pairwise(worked))


async def live(desk: Desk, capture: Path) -> None:
    """Show the window, say the port, and answer questions about gaps."""
    window = desk.listen(capture)
    port = await asyncio.wait_for(until_listening(desk), 30)
    ticker = Ticker()
    sys.stderr.write(f"port {port}\n")
    sys.stderr.flush()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(ticker.longest_gap_ms(**json.loads(line)), flush=True)
    window.close()


async def until_listening(desk: Desk) -> int:
    """Return the port as soon as there is one."""
    while True:
        engine = None if desk.bridge is None else desk.bridge.engine
        if engine is not None and engine.state.port:
            return engine.state.port
        await asyncio.sleep(0.01)


if __name__ == "__main__":
    _desk = Desk(application(), host="127.0.0.1", port=0, settings=Settings())
    run(_desk, live(_desk, Path(sys.argv[1])))
