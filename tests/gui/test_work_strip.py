# SPDX-License-Identifier: Apache-2.0
import asyncio
import threading

import pytest
import qasync
from PySide6.QtCore import Qt

from ocppdesk import tasks
from ocppdesk.gui import work_strip
from ocppdesk.gui.work_strip import WorkStrip


@pytest.fixture
def loop(qapp):
    loop = qasync.QEventLoop(qapp)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def strip(qtbot, theme, monkeypatch):
    monkeypatch.setattr(work_strip, "_PATIENCE_MS", 0)
    made = WorkStrip(theme)
    qtbot.addWidget(made)
    return made


async def until(is_so):
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - the window knows no loop
            await asyncio.sleep(0.01)


def test_it_shows_what_is_done_and_how_far(loop, strip):
    go_on = threading.Event()

    def work(tell, _is_cancelled):
        tell(0.5)
        go_on.wait(10)
        return "done"

    async def story():
        doing = tasks.start(strip.do("Writing…", work), name="work")
        await until(lambda: strip.isVisible() and strip.bar.value() == 500)
        assert strip.label.text() == "Writing…"
        assert strip.is_busy
        go_on.set()
        return await doing

    assert loop.run_until_complete(story()) == "done"
    assert not strip.isVisible()
    assert not strip.is_busy


def test_it_can_be_stopped(loop, strip, qtbot):
    def work(_tell, is_cancelled):
        while not is_cancelled():
            threading.Event().wait(0.01)
        return "stopped"

    async def story():
        doing = tasks.start(strip.do("Writing…", work), name="work")
        await until(strip.isVisible)
        qtbot.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
        return await doing

    assert loop.run_until_complete(story()) == "stopped"


def test_what_fails_leaves_no_strip(loop, strip):
    def work(_tell, _is_cancelled):
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        loop.run_until_complete(strip.do("Writing…", work))
    assert not strip.isVisible()
