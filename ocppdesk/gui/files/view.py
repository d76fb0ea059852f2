# SPDX-License-Identifier: Apache-2.0
"""The view of files: firmware goes to a charger, its logs come here."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ocppdesk.capture.errors import CaptureError
from ocppdesk.core.transfers.states import TransferKind, TransferState
from ocppdesk.csms.filedrop.options import drop_options_from
from ocppdesk.gui.commands.menus import plain
from ocppdesk.gui.files.abilities import Abilities, read_abilities
from ocppdesk.gui.files.asking import ask_firmware, ask_log
from ocppdesk.gui.files.checklist import ChecklistPane
from ocppdesk.gui.files.head_bar import HeadBar
from ocppdesk.gui.files.jobs import Jobs
from ocppdesk.gui.files.past import PastReading
from ocppdesk.gui.files.received_pane import ReceivedPane
from ocppdesk.gui.files.situation import Situation, explain
from ocppdesk.gui.look.empty_page import EmptyPage
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import Settings
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState

_SECOND: Final = 1_000_000


class FilesView(QWidget):
    """Moves files to and from the charger that is chosen.

    Args:
        settings: Ports and limits of the file server.
        theme: Its look.
        is_live: Whether chargers may call here; else this is a review, which shows what
            was asked and what came in.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        open_requested: Files are to be opened as logs; carries a list of paths.
        said: Something to tell in passing.
    """

    message_wanted = Signal(int)
    open_requested = Signal(list)
    said = Signal(str)

    def __init__(self, settings: Settings, theme: Theme, *, is_live: bool) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._is_live = is_live
        self._engine: Engine | None = None
        self._reader: CaptureReader | None = None
        self._chargers: dict[str, Charger] = {}
        self._connected: frozenset[str] = frozenset()
        self._chosen = ""
        self._abilities: dict[str, Abilities] = {}
        self._is_asking = False
        self._waits: dict[str, float | None] = {}  # for new firmware, by charger
        self.jobs = Jobs(self)
        self.past = PastReading(self)
        """In a review: what was asked during the recording."""
        self._past: list[TransferState] | None = None
        self.head = HeadBar(theme)
        self.checklist = ChecklistPane(theme)
        self.received = ReceivedPane(theme)
        self.problem = ThemedLabel(theme, color="refused", wraps=True)
        """Why a job could not be started."""
        self.empty = EmptyPage(theme)
        """What to do as long as there is no job."""
        self._build()
        self._connect()
        self._show_charger()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine, or none; the jobs of the one before end."""
        self._engine = engine
        self.jobs.set_engine(engine)
        self.head.forget_jobs()
        self.checklist.show_state(None, Abilities())
        self._pages.setCurrentWidget(self.empty)
        self._show_charger()

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""
        self._reader = reader
        self._abilities.clear()
        path = None if reader is None else reader.path
        self.received.show_capture(path)
        if self.isVisible():
            self.received.refresh()
        if not self._is_live:
            self._past = None
            self.past.show_capture(path)
            self.advance(last_id)

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since; jobs that go on do it by themselves."""
        if not self._is_live:
            self.past.advance(last_id)

    def update_state(self, state: "EngineState") -> None:
        """Take in which chargers are connected."""
        self._connected = frozenset(state.connected)
        self._show_charger()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what the capture knows of the chargers."""
        self._chargers = {charger.identity: charger for charger in chargers}
        self._show_charger()

    def choose_charger(self, identity: str) -> None:
        """Work with another charger; empty means the only one there is."""
        self._chosen = identity
        self._show_charger()
        if not self._is_live:
            self._show_past()
            return
        mine = [one for one in self.jobs.states.values() if one.charger == identity]
        if mine:
            self._choose_job(mine[-1].number)

    def close_reader(self) -> None:
        """Let go of the capture and the engine; running jobs end."""
        self.jobs.close()
        self.past.close()
        self._engine = self._reader = None
        self.received.close_list()

    @property
    def situation(self) -> Situation:
        """Which chargers there are, and what can be done with them."""
        return Situation(
            is_live=self._is_live,
            chargers=frozenset(self._chargers),
            connected=self._connected,
            chosen=self._chosen,
            has_engine=self._engine is not None,
            is_read=self._past is not None,
        )

    # Building.

    def _build(self) -> None:
        # From the outside inwards, in the order of Tab: of what is put into something
        # else, the style is worked out again, with all that is in it.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.problem)
        scaled = self._theme.scaled
        self.problem.hide()
        margin = scaled(12)
        self.problem.setContentsMargins(margin, 0, margin, 0)
        down = QSplitter(Qt.Orientation.Vertical, self)
        layout.addWidget(down, 1)
        self._pages = QStackedWidget(down)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.checklist)
        down.addWidget(self.received)
        down.setSizes([scaled(380), scaled(180)])
        down.setStretchFactor(0, 2)
        down.setStretchFactor(1, 1)
        down.setChildrenCollapsible(False)

    def _connect(self) -> None:
        self.head.firmware.clicked.connect(self.update_firmware)
        self.head.log.clicked.connect(self.get_log)
        self.head.jobs.currentIndexChanged.connect(self._show_job)
        self.jobs.begun.connect(self._on_begun)
        self.jobs.changed.connect(self._on_changed)
        self.jobs.failed.connect(self._on_failed)
        self.past.found.connect(self._on_found)
        self.past.failed.connect(self.said)
        self.checklist.message_wanted.connect(self.message_wanted)
        self.checklist.cancel_wanted.connect(self.jobs.cancel)
        self.received.open_requested.connect(self.open_requested)
        self.received.said.connect(self.said)

    # Jobs.

    def update_firmware(self) -> None:
        """Ask what the charger is to install, and start the job."""
        self._ask(self._update_firmware)

    def get_log(self) -> None:
        """Ask which log is wanted, and start the job."""
        self._ask(self._get_log)

    def _ask(self, form: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Open a form, unless one is open or on its way."""

        async def ask() -> None:
            try:
                await form()
            finally:
                self._is_asking = False

        obstacle = self.situation.obstacle
        if obstacle:
            self.said.emit(obstacle)
        elif not self._is_asking:
            self._is_asking = True
            detach(ask(), name="form for a file")

    async def _update_firmware(self) -> None:
        charger = self.situation.identity
        abilities, reached = await self._know(charger)
        if not isValid(self):
            return
        known = self._chargers.get(charger)
        order = await ask_firmware(
            self.window(),
            self._theme,
            charger=charger,
            abilities=abilities,
            firmware="" if known is None else known.firmware,
            reached=reached,
        )
        if order is not None and isValid(self):
            self.problem.hide()
            self._waits[charger] = order.wish.retrieve_at
            options = drop_options_from(
                self._settings, protocol=order.protocol, host=order.host
            )
            self.jobs.send_firmware(
                charger, order.source, wish=order.wish, options=options
            )

    async def _get_log(self) -> None:
        charger = self.situation.identity
        abilities, reached = await self._know(charger)
        if not isValid(self):
            return
        order = await ask_log(
            self.window(),
            self._theme,
            charger=charger,
            abilities=abilities,
            reached=reached,
        )
        if order is not None and isValid(self):
            self.problem.hide()
            options = drop_options_from(
                self._settings, protocol=order.protocol, host=order.host
            )
            self.jobs.fetch_log(charger, wish=order.wish, options=options)

    async def _know(self, charger: str) -> tuple[Abilities, str]:
        """Return what is known of a charger, and the address that it has reached."""
        known = self._chargers.get(charger)
        version = "" if known is None else known.version
        found = Abilities()
        reader = self._reader
        if reader is not None:
            try:
                found = await asyncio.to_thread(
                    read_abilities, reader.path, charger, version
                )
            except CaptureError as error:
                self.said.emit(str(error))
        self._abilities[charger] = found
        try:
            reached = await asyncio.wrap_future(self.jobs.local_address(charger))
        except Exception as error:  # noqa: BLE001 - the form lets one be chosen
            self.said.emit(str(error))
            reached = ""
        return found, reached

    def _on_begun(self, state: TransferState) -> None:
        self._on_changed(state)
        self._choose_job(state.number)

    def _on_changed(self, state: TransferState) -> None:
        self.head.show_job(state)
        if state.number == self.head.jobs.currentData():
            self._show_job()
        if state.is_over:
            self.said.emit(state.headline)
        if state.files:
            self.received.refresh(state.files[-1])

    def _on_failed(self, why: str) -> None:
        self.problem.show_text(f"✗ {why}")
        self.problem.show()
        self.said.emit(why)

    def _choose_job(self, number: int) -> None:
        row = self.head.jobs.findData(number)
        if row >= 0:
            self.head.jobs.setCurrentIndex(row)
            self._show_job()

    def _on_found(self, states: list[TransferState]) -> None:
        self._past = states
        self._show_past()

    def _show_past(self) -> None:
        """List what was asked of the charger that is worked with, or of all."""
        chosen = self.situation.identity
        states = [s for s in self._past or () if chosen in ("", s.charger)]
        self.head.show_jobs(states)
        if states:
            self._show_job()
        else:
            self._pages.setCurrentWidget(self.empty)
            self._show_charger()

    def _show_job(self) -> None:
        number = self.head.jobs.currentData() or 0
        past = (one for one in self._past or () if one.number == number)
        state = self.jobs.states.get(number) if self._is_live else next(past, None)
        if state is None:
            return
        waits = None
        if state.kind is TransferKind.FIRMWARE:
            waits = self._waits.get(state.charger)
        self.checklist.show_state(
            state,
            self._abilities.get(state.charger, Abilities()),
            waits_until=int((waits or 0.0) * _SECOND),
        )
        self._pages.setCurrentWidget(self.checklist)

    # Showing.

    def _show_charger(self) -> None:
        situation = self.situation
        identity = situation.identity
        known = self._chargers.get(identity)
        version = "" if known is None else known.version
        self.head.show_charger(identity, version=version, obstacle=situation.obstacle)
        buttons = (self.head.firmware, self.head.log)
        # Without their keys, which would be there twice.
        ways = [(plain(one.text()), one.click) for one in buttons]
        explain(self.empty, situation, ways=ways)
        if not self._is_live:
            told = self.tr("No file was received during this recording.")
        else:
            told = self.tr(
                "No file has been received in this recording. {action} has the charger "
                "send one."
            )
        self.received.show_empty(told.format(action=plain(self.head.log.text())))

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.received.refresh()
