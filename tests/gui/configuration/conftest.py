# SPDX-License-Identifier: Apache-2.0
"""A real engine, simulated chargers on real sockets, and the view, all on Qt's loop."""

import asyncio
import contextlib

import pytest
import qasync
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Access, Entry, key_address
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options
from ocppdesk.gui.configuration.view import ConfigurationView
from ocppdesk.settings import Settings
from ocppdesk.simulator import SimulatedCharger


async def until(is_so):
    """Wait for something that another thread or a timer brings about."""
    async with asyncio.timeout(20):
        while not (found := is_so()):  # noqa: ASYNC110 - windows know no loop
            await asyncio.sleep(0.01)
    return found


class Bench:
    """The view with its engine, as a window keeps them together."""

    def __init__(self, engine, view):
        self.engine = engine
        self.view = view
        self.reader = CaptureReader(engine.state.capture)
        self._timer = QTimer(view, interval=20)
        self._timer.timeout.connect(self.follow)

    def begin(self):
        self.view.show_reader(self.reader, 0)
        self.view.set_engine(self.engine)
        self._timer.start()

    def follow(self):
        state = self.engine.state
        self.view.update_state(state)
        self.view.advance(state.committed_id)
        self.view.update_chargers(self.reader.chargers())

    @contextlib.asynccontextmanager
    async def charger(
        self, version="1.6", *, identity="CP1", habits=lambda _charger: None, **options
    ):
        """Have a simulated charger connected while the block lasts."""
        url = f"ws://127.0.0.1:{self.engine.state.port}"
        made = SimulatedCharger(url, identity=identity, version=version, **options)
        habits(made.charger)
        async with made:
            await until(
                lambda: (
                    made.is_accepted
                    and made.charger.outbox.is_quiet
                    and identity in self.engine.state.connected
                )
            )
            self.follow()
            yield made

    async def read(self):
        """Read everything as the big button or F5 does, and wait for it."""
        self.view.read()
        await until(lambda: not self.view.reading.is_busy)
        await until(lambda: self.view.model.total)

    def close(self):
        self._timer.stop()
        self.view.close_reader()
        self.reader.close()


@pytest.fixture
def view(qtbot, theme):
    """The view without an engine."""
    made = ConfigurationView(Settings(), theme)
    made.resize(1160, 640)
    made.show()
    yield made
    made.close_reader()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def play(qapp, view, tmp_path):
    """Let a story happen with a running engine: `play(story)`."""

    def start(story):
        async def life():
            engine = Engine(tmp_path / "live.ocppdesk", Options("127.0.0.1", 0))
            engine.start()
            engine.ready.result(timeout=10)
            bench = Bench(engine, view)
            bench.begin()
            try:
                await story(bench)
            finally:
                bench.close()
                await asyncio.to_thread(engine.stop)

        # A runner of its own, as the program has it.
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
            runner.run(life())

    return start


@pytest.fixture
def known():
    """Make settings from keys and values: `known(HeartbeatInterval="300")`."""

    def make(charger="CP1", *, access=Access.READ_WRITE, at=1_000_000, **values):
        settings = ChargerSettings(charger)
        for name, value in values.items():
            entry = Entry(key_address(name), value, access, read_at=at)
            settings._put(entry)
        return settings

    return make


@pytest.fixture(name="until")
def _until():
    return until
