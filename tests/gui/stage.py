# SPDX-License-Identifier: Apache-2.0
"""A view with a real engine, as a window keeps them together, all on Qt's loop."""

import asyncio

import qasync
from PySide6.QtCore import QTimer

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options


async def until(is_so):
    """Wait for something that another thread or a timer brings about."""
    async with asyncio.timeout(30):
        while not (found := is_so()):  # noqa: ASYNC110 - windows know no loop
            await asyncio.sleep(0.01)
    return found


class Stage:
    """A view that works with chargers, and its engine."""

    def __init__(self, engine, view):
        self.engine = engine
        self.view = view
        self.until = until
        self.reader = CaptureReader(engine.state.capture)
        self._timer = QTimer(view, interval=20)
        self._timer.timeout.connect(self.follow)

    @property
    def url(self):
        """Where chargers connect to."""
        return f"ws://127.0.0.1:{self.engine.state.port}"

    def begin(self):
        self.view.show_reader(self.reader, 0)
        self.view.set_engine(self.engine)
        self._timer.start()

    def follow(self):
        state = self.engine.state
        self.view.update_state(state)
        self.view.advance(state.committed_id)
        self.view.update_chargers(self.reader.chargers())

    def close(self):
        self._timer.stop()
        self.view.close_reader()
        self.reader.close()


def perform(story, *, qapp, view, folder, stage):
    """Let a story happen with a running engine.

    Args:
        story: A coroutine function; it is given the stage.
        qapp: The application.
        view: The view.
        folder: Where the capture lies.
        stage: The class of the stage.
    """

    async def life():
        engine = Engine(folder / "live.ocppdesk", Options("127.0.0.1", 0))
        engine.start()
        engine.ready.result(timeout=10)
        made = stage(engine, view)
        made.begin()
        try:
            await story(made)
        finally:
            made.close()
            await asyncio.to_thread(engine.stop)

    # A runner of its own, as the program has it.
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
        runner.run(life())
