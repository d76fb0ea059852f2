# SPDX-License-Identifier: Apache-2.0
"""An empty window in a process of its own: what the machine does to any window.

`python -m tests.benchmarks.bystander` shows it, and prints a line when it is there. For
each line on standard input, a JSON object with `began_at` and `ended_at` (seconds of
the system's monotonic clock), it prints the longest gap in between, in milliseconds.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator

from ocppdesk.app import Desk, application, run
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings
from tests.benchmarks.shown_window import Ticker


class Bystander:
    """A window in another process that has nothing to do.

    Args:
        process: That process.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    async def gap(self, began_at: float, ended_at: float) -> float:
        """Return its longest gap within a span."""
        span = {"began_at": began_at, "ended_at": ended_at}
        return float(await asyncio.to_thread(self._ask, json.dumps(span)))

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextlib.asynccontextmanager
async def bystander() -> AsyncIterator[Bystander]:
    """Run one, and end it."""
    process = await asyncio.to_thread(_start)
    try:
        yield Bystander(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.to_thread(process.wait)


def _start() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.bystander"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()  # it is there
    return process


async def live(desk: Desk) -> None:
    """Show the window and answer questions about gaps."""
    window = MainWindow(desk.settings, desk.theme, is_live=False)
    window.resize(1366, 740)
    window.show()
    window.complete()
    ticker = Ticker()
    print("shown", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(ticker.longest_gap_ms(**json.loads(line)), flush=True)
    window.close()


if __name__ == "__main__":
    _desk = Desk(application(), host="127.0.0.1", port=0, settings=Settings())
    run(_desk, live(_desk))
