# SPDX-License-Identifier: Apache-2.0
"""The program with its window, and somebody who looks at one view after the other.

`python -m tests.benchmarks.shown_views STORY CAPTURE` lives through one of `STORIES`
and prints what was measured as one JSON object, all times in milliseconds: for each
view the longest gap, that of an empty window in another process (`beside`), and the
longest turn, which is what the window's thread itself worked between two ticks: on a
busy machine a gap is mostly that of others.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ocppdesk.app import Desk, application, run
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings
from tests.benchmarks.bystander import Bystander, bystander
from tests.benchmarks.processes import load
from tests.benchmarks.shown_table import (
    Results,
    Story,
    at_rest,
    empty_window,
    live,
    until,
)
from tests.benchmarks.shown_window import Ticker, until_listening

REVIEWED: Final = (
    "answers",
    "connections",
    "sessions",
    "charts",
    "limits",
    "findings",
    "configuration",
    "files",
)
"""The views of a review."""
LIVE: Final = ("findings", "answers", "charts", "limits")
"""Those that change with what arrives."""
DIALOGS: Final = ("settings", "finding_rules", "glossary", "filter_help", "palette")
"""Commands that open a dialog."""

_CALLS: Final = 1_000  # a second; each makes two messages
_SPAN_S: Final = 6.0
_LOOK_S: Final = 3.0


async def looking(desk: Desk, capture: Path) -> Results:
    """Look at each view of a capture for the first time, and at another charger."""
    shown = await empty_window(desk)
    window = shown.window
    window.show_capture(capture)
    await until(lambda: len(window.chargers.identities) > 1)
    await at_rest()
    first, second = window.chargers.identities[:2]
    window.chargers.choose(first)
    await at_rest()
    found: Results = {}
    async with bystander() as other:
        for name in REVIEWED:
            look = window.menus.actions[f"view_{name}"].trigger
            found |= await _measured(name, look, shown.ticker, other)
            found |= await _measured(
                f"{name}_charger",
                lambda: window.chargers.choose(second),
                shown.ticker,
                other,
            )
            window.chargers.choose(first)
            await at_rest()
        for name in DIALOGS:
            look = window.menus.actions[name].trigger
            found |= await _measured(name, look, shown.ticker, other)
    window.close()
    return found


async def arriving(desk: Desk, capture: Path) -> Results:
    """Look at views while messages arrive at a rate."""
    window = desk.listen(capture)
    port = await until_listening(desk)
    window.complete()
    await until(lambda: window.reader is not None)
    await at_rest()
    ticker = Ticker()
    found: Results = {}
    async with bystander() as other:
        for name in LIVE:
            found |= await _while_loaded(window, port, name, ticker, other)
    window.close()
    return found


async def _while_loaded(
    window: MainWindow, port: int, name: str, ticker: Ticker, other: Bystander
) -> Results:
    loading = asyncio.to_thread(
        load, port, "MeterValues", seconds=_SPAN_S + 1.5, rate=_CALLS
    )
    task = asyncio.get_running_loop().create_task(loading)
    await asyncio.sleep(1)  # it has to connect and warms up
    if window.chargers.identities:
        window.chargers.choose(window.chargers.identities[0])
    look = window.menus.actions[f"view_{name}"].trigger
    found = await _measured(name, look, ticker, other, seconds=_SPAN_S)
    await task
    await at_rest()
    return found


async def _measured(
    name: str,
    act: Callable[[], object],
    ticker: Ticker,
    other: Bystander,
    *,
    seconds: float = _LOOK_S,
) -> Results:
    """Do something, and measure until some seconds later."""
    began = time.monotonic()
    act()
    await asyncio.sleep(seconds)
    ended = time.monotonic()
    return {
        f"{name}_gap": ticker.longest_gap_ms(began, ended),
        f"{name}_turn": ticker.longest_turn_ms(began, ended),
        f"{name}_beside": await other.gap(began, ended),
    }


STORIES: Final[dict[str, Story]] = {"looking": looking, "arriving": arriving}


if __name__ == "__main__":
    _name, _path = sys.argv[1:]
    _desk = Desk(application(), host="127.0.0.1", port=0, settings=Settings())
    run(_desk, live(_desk, STORIES[_name], Path(_path)))
