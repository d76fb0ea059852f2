# SPDX-License-Identifier: Apache-2.0
"""The demo without a display: prints the messages, records them, and takes pictures."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from ocppdesk.app import Desk, application, run
from ocppdesk.capture.search import Search
from ocppdesk.filters.nodes import Action, frames_only
from ocppdesk.filters.values import Context
from ocppdesk.gui.window import MainWindow
from ocppdesk.logs.listing import text_line
from ocppdesk.settings import Settings

_LOOK_S: Final = 0.25  # between two looks for new messages
_SETTLE_S: Final = 0.5  # for a view to show what was asked of it
_PATIENCE_S: Final = 10.0  # for the analysis to tell of a charger
_HOST: Final = "127.0.0.1"  # the demo's chargers live on this computer
_TIMELESS: Final = Context(now=0, latest=0)

Say = Callable[[str], None]
Take = Callable[[str], Awaitable[None]]


def run_showcase(
    *, seconds: float, capture: Path | None, screenshots: Path | None, say: Say
) -> int:
    """Run the demo session on an invisible window.

    Args:
        seconds: How long the chargers live.
        capture: The file to record into; None takes one in the data folder.
        screenshots: The folder for pictures of each view; None takes none.
        say: Prints a line.

    Returns:
        The exit code.
    """
    qInstallMessageHandler(_without_noise)
    if screenshots is not None:
        screenshots.mkdir(parents=True, exist_ok=True)
    desk = Desk(application(), host=_HOST, port=0, settings=Settings())
    outcome: list[int] = []

    async def life() -> None:
        window = desk.listen(capture, demo=True)
        if not await _is_ready(window):
            say("The demo cannot run: " + _complaint(window))
            outcome.append(1)
            return
        await _print_messages(window, seconds, say)
        if screenshots is not None:
            await _take_pictures(desk, window, screenshots, say)
        reader = window.reader
        if reader is not None:
            count = Search(reader).count(frames_only(), _TIMELESS)
            say(f"{count} messages were recorded into {reader.path}")
            say(f"Look at them with: ocppdesk open {reader.path}")
        outcome.append(0)

    run(desk, life())
    return outcome[0] if outcome else 1


def _without_noise(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    # The invisible platform says so at every window; it is of no concern here.
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


async def _is_ready(window: MainWindow) -> bool:
    """Wait until the window shows the capture or says why it cannot."""
    while window.reader is None:
        if window.notices.notices:
            return False
        await asyncio.sleep(_LOOK_S)
    return True


def _complaint(window: MainWindow) -> str:
    return " ".join(notice.headline for notice in window.notices.notices)


async def _print_messages(window: MainWindow, seconds: float, say: Say) -> None:
    """Print what arrives, as it arrives, until the time is over."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + seconds
    shown = 0
    while loop.time() < ends_at:
        reader = window.reader
        assert reader is not None
        last = reader.last_id()
        for message in reader.messages(range(shown + 1, last + 1)):
            say(text_line(message))
        shown = last
        await asyncio.sleep(_LOOK_S)


async def _take_pictures(
    desk: Desk, window: MainWindow, folder: Path, say: Say
) -> None:
    """Save a picture of each view."""

    async def take(name: str, widget: QWidget | None = None) -> None:
        await asyncio.sleep(_SETTLE_S)
        path = folder / f"{name}.png"
        (widget or window).grab().save(str(path))
        say(f"Picture: {path}")

    def choose(action: str) -> None:
        reader = window.reader
        assert reader is not None
        for found, _low in Search(reader).ids(Action(action), _TIMELESS):
            if len(found):
                window.tab.messages.select_message(int(found[-1]))
                return

    await take("messages")
    choose("MeterValues")
    await take("detail")
    window.tab.search.set_text("action == StatusNotification")
    await take("message-type")
    window.tab.search.set_text("no such text")
    await take("nothing-found")
    window.tab.clear_filter()
    desk.settings.change({"exchanges": True})
    await take("exchanges")
    desk.settings.change({"exchanges": False, "theme": "Dark"})
    await take("dark")
    desk.settings.change({"theme": "Light", "zoom_percent": 150})
    await take("zoomed")
    desk.settings.change({"zoom_percent": 100})
    window.tabs.setCurrentWidget(window.connections_view)
    await take("connections")
    await _take_tabs(window, take)
    window.show_waiting_page()
    await take("how-to-connect")
    window.show_messages()
    window.commands.show_glossary("MeterValues", "1.6")
    await take("glossary", window.commands.glossary)


async def _take_tabs(window: MainWindow, take: Take) -> None:
    """Save a picture of each view of what the messages of one charger mean."""
    pages, charger = window.live_pages, _first_charger(window)
    window.complete()
    window.chargers.choose(charger)
    for name, show in (
        ("answers", pages.show_answers),
        ("findings", pages.show_findings),
        ("sessions", pages.show_sessions),
        ("charts", pages.show_charts),
        ("limits", pages.show_limits),
        ("send", pages.show_sending),
        ("configuration", pages.show_configuration),
        ("files", pages.show_files),
    ):
        show()
        await _until_told(window, charger)
        await take(name)
    window.chargers.choose("")


async def _until_told(window: MainWindow, charger: str) -> None:
    """Wait until the analysis has told a view of a charger, but not for ever."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + _PATIENCE_S
    pages = window.live_pages
    while loop.time() < ends_at:
        facts = pages.analyst.facts
        is_told = facts is not None and facts.charger == charger
        if is_told and not pages.is_making:
            return
        await asyncio.sleep(_LOOK_S)


def _first_charger(window: MainWindow) -> str:
    """Return the charger that called first; empty if none has called."""
    reader = window.reader
    assert reader is not None
    chargers = sorted(reader.chargers(), key=lambda charger: charger.first_seen)
    return chargers[0].identity if chargers else ""
