# SPDX-License-Identifier: Apache-2.0
"""A real engine, simulated chargers that really move files, and the view."""

import contextlib
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.core.transfers.states import (
    Outcome,
    Step,
    StepName,
    StepState,
    TransferKind,
    TransferState,
)
from ocppdesk.csms.filedrop.received import Inbox, received_folder
from ocppdesk.gui.files.view import FilesView
from ocppdesk.settings import Settings
from ocppdesk.simulator import DrivenClock, SimulatedCharger
from tests.gui.stage import Stage, perform, until

AT = 1_769_864_731_000_000
STATE = TransferState(
    charger="CP1",
    kind=TransferKind.FIRMWARE,
    action="UpdateFirmware",
    outcome=Outcome.RUNNING,
    headline="Waiting for CP1 to fetch the file.",
    steps=(
        Step(StepName.REQUEST, StepState.DONE, "It was sent.", message=4, at=AT),
        Step(StepName.ANSWER, StepState.DONE, "Accepted.", message=5, at=AT),
        Step(StepName.FILE_SERVER, StepState.NOW),
        Step(StepName.TRANSFER, StepState.WAITING),
        Step(StepName.INSTALLED, StepState.WAITING),
    ),
    is_over=False,
    number=1,
    url="ftp://user:secret@192.168.50.1:40021/new.bin",
)


class Bench(Stage):
    """The view with its engine, as a window keeps them together."""

    def __init__(self, engine, view):
        super().__init__(engine, view)
        self._chargers = []

    def follow(self):
        super().follow()
        for clock, charger in self._chargers:
            # Who waits for an answer gets it in true time.
            clock.advance(1.0 if charger.outbox.is_quiet else 0.2)

    @property
    def has_several(self):
        return len(self.engine.state.connected) > 1

    @contextlib.asynccontextmanager
    async def charger(self, version="1.6", *, identity="CP1", **options):
        """Have a charger connected, whose time flies while the block lasts."""
        clock = DrivenClock()
        made = SimulatedCharger(
            self.url, identity=identity, version=version, clock=clock, **options
        )
        self._chargers.append((clock, made.charger))
        async with made:
            await until(lambda: made.is_accepted and made.charger.outbox.is_quiet)
            await until(lambda: identity in self.engine.state.connected)
            await until(lambda: self.view.head.firmware.isEnabled() or self.has_several)
            yield made
        self._chargers.remove((clock, made.charger))

    async def dialog(self, kind):
        """Wait until a dialog of a kind is open."""
        return await until(
            lambda: next(
                (one for one in self.view.findChildren(kind) if one.isVisible()), None
            )
        )

    async def over(self):
        """Wait until the job that is shown is over."""
        await until(lambda: self.view.checklist.state)
        await until(lambda: self.view.checklist.state.is_over)
        return self.view.checklist.state


@pytest.fixture
def view(qtbot, theme):
    """The view without an engine."""
    made = FilesView(Settings(), theme, is_live=True)
    made.resize(1160, 620)
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
def image(tmp_path):
    """A firmware file."""
    path = tmp_path / "charger 2.0.0.bin"
    path.write_bytes(bytes(range(256)) * 1000)
    return path


@pytest.fixture
def state():
    """Make a state of a job that waits for the charger, with some things else."""
    return lambda **changes: replace(STATE, **changes)


@pytest.fixture
def received(tmp_path):
    """Have received a file, as an upload does: `received(name, content)`."""
    capture = tmp_path / "live.ocppdesk"

    def make(name, content):
        inbox = Inbox(
            received_folder(capture),
            charger="CP1",
            action="GetDiagnostics",
            limit_bytes=1 << 20,
        )
        upload = inbox.begin(name, "127.0.0.1:4711")
        upload.write(content)
        return upload.finish()

    return make


@pytest.fixture(name="until")
def _until():
    return until
