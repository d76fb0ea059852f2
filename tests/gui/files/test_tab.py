# SPDX-License-Identifier: Apache-2.0
"""The tab in the window of the running program."""

import asyncio
import contextlib
import gc

import pytest
from PySide6.QtCore import Qt, QTimer

from ocppdesk.app import Desk, run
from ocppdesk.gui.files.firmware_dialog import FirmwareDialog
from ocppdesk.gui.files.log_dialog import LogDialog
from ocppdesk.settings import Settings
from ocppdesk.simulator import DrivenClock, SimulatedCharger

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def live(qapp):
    """Run a coroutine with a desk and its listening window, on Qt's own loop."""

    def start(story):
        desk = Desk(qapp, host="127.0.0.1", port=0, settings=Settings())

        async def life():
            window = desk.listen()
            async with asyncio.timeout(60):
                await story(desk, window)

        assert run(desk, life()) == 0

    yield start
    # The desk gives the collection back to Python; in the engine's thread of a later
    # test it would destroy Qt objects (tests/conftest.py).
    gc.disable()


def look_at(window):
    """Click on the tab, and return the view."""
    tabs = window.tabs
    titles = [tabs.tabText(number) for number in range(tabs.count())]
    tabs.setCurrentIndex(titles.index("Files"))
    return window.live_pages.files


@contextlib.asynccontextmanager
async def charger(desk, identity="CP1"):
    """Have a charger connected, whose time flies."""
    clock = DrivenClock()
    timer = QTimer(desk.application, interval=20)
    timer.timeout.connect(lambda: clock.advance(0.2))
    timer.start()
    url = f"ws://127.0.0.1:{desk.bridge.engine.state.port}"
    async with SimulatedCharger(url, identity=identity, clock=clock) as made:
        await made.until(lambda: made.is_accepted)
        yield made
    timer.stop()
    timer.deleteLater()


async def fetch_log(window, view, until):
    """Fetch a log as a user does."""
    await until(view.head.log.isEnabled)
    view.head.log.click()
    form = await until(lambda: window.findChild(LogDialog))
    await until(form.isVisible)
    form.send.click()
    return await until(lambda: view.received.selected)


def test_a_log_is_fetched_and_opened_in_a_window_of_its_own(live, until):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        async with charger(desk):
            await until(lambda: window.chargers.identities)
            view = look_at(window)
            file = await fetch_log(window, view, until)
            assert file.charger == "CP1"
            view.received.open.click()
            await until(lambda: len(desk.windows) == 2)
            (other,) = [one for one in desk.windows if one is not window]
            await until(lambda: file.path.name in other.windowTitle())

    live(story)


@pytest.mark.parametrize(
    ("typed", "kind"), [("diagnostics", LogDialog), ("update firm", FirmwareDialog)]
)
def test_the_palette_leads_to_the_forms(live, until, qtbot, typed, kind):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        async with charger(desk):
            await until(lambda: window.chargers.identities)
            window.menus.actions["palette"].trigger()
            palette = window.commands.palette
            qtbot.keyClicks(palette.input, typed)
            qtbot.keyClick(palette.input, Qt.Key.Key_Return)
            form = await until(lambda: window.findChild(kind))
            await until(form.isVisible)
            form.reject()
            await until(lambda: window.findChild(kind) is None)

    live(story)


def test_a_step_leads_to_its_message(live, until):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        async with charger(desk):
            await until(lambda: window.chargers.identities)
            view = look_at(window)
            await fetch_log(window, view, until)
            row = next(iter(view.checklist.rows.values()))
            number = row.message.property("message")
            row.message.click()
            assert window.is_table_shown
            await until(lambda: window.tab.messages.selected_id() == number)

    live(story)


def test_the_charger_that_is_chosen_in_the_list_is_worked_with(live, until):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        async with charger(desk), charger(desk, "CP2"):
            await until(lambda: len(window.chargers.identities) == 2)
            view = look_at(window)
            assert view.situation.identity == ""
            window.chargers.choose("CP2")
            await until(view.head.log.isEnabled)
            assert view.situation.identity == "CP2"

    live(story)


def test_closing_the_window_ends_a_job(live, until):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        async with charger(desk):
            await until(lambda: window.chargers.identities)
            view = look_at(window)
            await until(view.head.log.isEnabled)
            view.head.log.click()
            form = await until(lambda: window.findChild(LogDialog))
            await until(form.isVisible)
            form.send.click()
            await until(lambda: view.jobs.states)
            window.close()

    live(story)


def test_a_review_lists_what_came_in(live, until):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        async with charger(desk):
            await until(lambda: window.chargers.identities)
            await fetch_log(window, look_at(window), until)
        desk.open_files([desk.bridge.engine.state.capture])
        review = desk.windows[-1]
        view = look_at(review)
        await until(lambda: view.received.model.files)
        assert not view.head.log.isEnabled()

    live(story)
