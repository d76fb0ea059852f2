# SPDX-License-Identifier: Apache-2.0
"""A real engine, simulated chargers on real sockets, and the view, all on Qt's loop."""

import contextlib

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Access, Entry, key_address
from ocppdesk.gui.configuration.view import ConfigurationView
from ocppdesk.settings import Settings
from ocppdesk.simulator import SimulatedCharger
from tests.gui.stage import Stage, perform, until


class Bench(Stage):
    """The view with its engine, as a window keeps them together."""

    @contextlib.asynccontextmanager
    async def charger(
        self, version="1.6", *, identity="CP1", habits=lambda _charger: None, **options
    ):
        """Have a simulated charger connected while the block lasts."""
        made = SimulatedCharger(self.url, identity=identity, version=version, **options)
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

    return lambda story: perform(
        story, qapp=qapp, view=view, folder=tmp_path, stage=Bench
    )


@pytest.fixture
def apply(view, qtbot):
    """Press *Review & apply*, *Apply* and *Close*; return what was said."""

    async def go():
        qtbot.mouseClick(view.head.review, Qt.MouseButton.LeftButton)
        dialog = await until(lambda: view.changing.review_dialog)
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        await until(lambda: not dialog.errand.is_busy)
        text = dialog.warning.text()
        qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
        return text

    return go


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
