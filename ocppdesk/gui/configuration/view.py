# SPDX-License-Identifier: Apache-2.0
"""The tab with the configuration of the chosen charger."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ocppdesk.capture.folder import recordings_folder
from ocppdesk.core.commands.sightings import Spot
from ocppdesk.core.configuration.settings import (
    Address,
    key_address,
    variable_address,
)
from ocppdesk.core.configuration.steps import How, Reading
from ocppdesk.core.versions import Version
from ocppdesk.gui.configuration.about_pane import AboutPane
from ocppdesk.gui.configuration.changing import Changing
from ocppdesk.gui.configuration.chips import SettingsFilterBar
from ocppdesk.gui.configuration.comparing import Comparing
from ocppdesk.gui.configuration.diagnosing import Diagnosing
from ocppdesk.gui.configuration.edits import Edits
from ocppdesk.gui.configuration.errand import Errand
from ocppdesk.gui.configuration.filtering import Filtering
from ocppdesk.gui.configuration.head_bar import HeadBar
from ocppdesk.gui.configuration.known import KnownSettings
from ocppdesk.gui.configuration.last_snapshot import Kept, LastSnapshot
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.situation import Situation, explain
from ocppdesk.gui.configuration.strips import ReadingStrip, RebootStrip, Strip
from ocppdesk.gui.configuration.table import SettingsTable
from ocppdesk.gui.configuration.widths import ColumnWidths
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.look.empty_page import EmptyPage
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.sending.known_charger import knowledge_of, take_connectors
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.configuring import Configuring
    from ocppdesk.csms.engine import Engine, EngineState


class ConfigurationView(QWidget):
    """Reads, explains, edits and compares the settings of one charger.

    Args:
        settings: Where it keeps the widths of its columns.
        theme: Its look.

    Signals:
        charger_wanted: Another charger is to be chosen; carries its identity.
        said: Something to tell in passing.
        title_changed: What the tab is called now.
    """

    charger_wanted = Signal(str)
    said = Signal(str)
    title_changed = Signal(str)

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._engine: Engine | None = None
        self._configuring: Configuring | None = None
        self._reader: CaptureReader | None = None
        self._last_id = 0
        self._chargers: dict[str, Charger] = {}
        self._chosen = ""
        self._edits: dict[str, Edits] = {}
        self._asked: Address | None = None
        self._seen: tuple[object, ...] = ()
        self._trouble = self._told = ""
        self.known = KnownSettings(self)
        """What the capture knows."""
        self.last = LastSnapshot(self)
        """What other captures kept, where this one knows nothing."""
        self.reading = Errand(self)
        """The reading that is under way."""
        self.head = HeadBar(theme)
        self.filter_bar = SettingsFilterBar(theme)
        self.progress = ReadingStrip(theme)
        self.note = Strip(theme)
        """Why nothing can be edited, or what went wrong."""
        self.reboot = RebootStrip(theme)
        self.model = SettingsModel(theme, self)
        self.table = SettingsTable(theme, self.model)
        self._widths = ColumnWidths(self.table, theme, settings)
        self.filtering = Filtering(self.filter_bar, self.table, self.model)
        self.about = AboutPane(theme)
        self.empty = EmptyPage(theme)
        self._build()
        self._connect()
        self.changing = Changing(self, theme)
        """Editing and applying."""
        self.comparing = Comparing(self, theme)
        """Snapshots and files."""
        self.diagnosing = Diagnosing(self, self.comparing)
        """The settings for diagnosis, and the way back."""
        self._show()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Read and change through another engine, or none."""
        self._engine = engine
        self._configuring = None
        self._show()

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""
        self._reader = reader
        self._last_id = last_id
        self._edits.clear()
        self._chargers.clear()
        self.known.show_reader(reader, last_id)
        self._follow_charger()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since."""
        self._last_id = max(self._last_id, last_id)
        # Out of view it is enough to catch up when somebody looks, but for what a
        # reading brings.
        if self.isVisible() or self.reading.is_busy:
            self.known.advance(self._last_id)

    def update_state(self, state: "EngineState") -> None:
        """Show whether the charger is connected."""
        self._show_if_other()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what the capture knows of the chargers."""
        self._chargers = {charger.identity: charger for charger in chargers}
        self._follow_charger()

    def choose_charger(self, identity: str) -> None:
        """Show the settings of another charger; empty: of the only one there is."""
        self._chosen = identity
        self._follow_charger()

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""
        self._widths.close()
        self.changing.close()
        self.comparing.close()
        self.last.close()
        self.reading.close()
        self.known.close()
        self._engine = self._configuring = self._reader = None

    @property
    def identity(self) -> str:
        """The charger whose settings are shown; empty if it is not clear whose."""
        if self._chosen in self._chargers:
            return self._chosen
        return next(iter(self._chargers)) if len(self._chargers) == 1 else ""

    @property
    def capture(self) -> "Path | None":
        """The capture that is shown."""
        return None if self._reader is None else self._reader.path

    @property
    def recordings(self) -> "Path":
        """The folder with the recordings."""
        return recordings_folder(self._settings)

    @property
    def chargers(self) -> list[str]:
        """The identities of all chargers in it."""
        return list(self._chargers)

    @property
    def charger(self) -> "Charger | None":
        """What the capture knows of that charger."""
        return self._chargers.get(self.identity)

    def running(self) -> list[Spot]:
        """Return where somebody is charging at that charger, as far as is known."""
        if self._reader is None:
            return []
        known = knowledge_of(self._reader, self.identity, upto=self._last_id)
        if self.charger is not None:
            take_connectors(known, self.charger)
        return known.running()

    @property
    def engine(self) -> "Engine | None":
        """Through which chargers are reached; None in a review."""
        return self._engine

    @property
    def is_connected(self) -> bool:
        """Whether that charger can be asked."""
        engine = self._engine
        return engine is not None and self.identity in engine.state.connected

    @property
    def edits(self) -> Edits:
        """The edits of that charger."""
        return self._edits.setdefault(self.identity, Edits())

    # Building.

    def _build(self) -> None:
        # From the outside inwards, in the order of Tab: of what is put into something
        # else, the style is worked out again, with all that is in it.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.head, self.progress, self.reboot, self.note):
            layout.addWidget(part)
        self._pages = QStackedWidget(self)
        layout.addWidget(self._pages, 1)
        self._pages.addWidget(self.empty)
        filled = QWidget(self._pages)
        self._pages.addWidget(filled)
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        splitter = QSplitter(Qt.Orientation.Vertical, filled)
        column.addWidget(splitter, 1)
        splitter.addWidget(self.table)
        splitter.addWidget(self.about)
        splitter.setChildrenCollapsible(False)
        scaled = self._theme.scaled
        splitter.setSizes([scaled(420), scaled(150)])
        splitter.setStretchFactor(0, 1)

    def _connect(self) -> None:
        self.head.read_wanted.connect(self.read)
        self.head.key_wanted.connect(self.ask_for)
        self.addAction(self._own(self.head.again))
        self.known.changed.connect(self._show)
        self.known.busy_changed.connect(self._show)
        self.last.searched.connect(self._show)
        self.reading.told.connect(self.progress.show_reading)
        self.reading.ended.connect(self._take_reading)
        self.reading.failed.connect(self._take_failure)
        self.progress.cancel_wanted.connect(self.reading.cancel)
        self.model.edits_changed.connect(self._show_edits)
        self.table.row_changed.connect(self._show_row)
        self._theme.changed.connect(self._show_row)

    def _own(self, action: QAction) -> QAction:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    # Reading.

    def read(self, how: How = How.ALL) -> None:
        """Read all settings of the charger."""
        self._begin_reading((), how)

    def ask_for(self, text: str) -> None:
        """Ask the charger for one setting by its name."""
        address = self._address_of(text)
        if address is None:
            self.head.remark.say(
                self.tr(
                    "In OCPP 2.x a setting is a component and a variable, such as "
                    "OCPPCommCtrlr.HeartbeatInterval."
                )
            )
            return
        self._asked = address
        self._begin_reading((address,), How.ALL)

    def _address_of(self, text: str) -> Address | None:
        if self.version is Version.V16:
            return key_address(text)
        return variable_address(text)

    @property
    def version(self) -> Version:
        """The OCPP version that the charger speaks."""
        found = self._chargers.get(self.identity)
        spoken = "" if found is None else found.version
        return Version(spoken) if spoken in list(Version) else Version.V16

    def _begin_reading(self, wanted: tuple[Address, ...], how: How) -> None:
        charger, configuring = self.identity, self.door()
        if configuring is None or not self.is_connected or self.reading.is_busy:
            return
        self._trouble = self._told = ""
        self.progress.begin(charger)
        self.reading.begin(
            lambda tell: configuring.read(charger, wanted, how=how, on_progress=tell)
        )
        self._show()

    def door(self) -> "Configuring | None":
        """Return the door to the chargers' settings, made when first needed."""
        if self._configuring is None and self._engine is not None:
            from ocppdesk.csms.configuring import Configuring, keeper

            keep = keeper(self._engine.state.capture)
            self._configuring = Configuring(self._engine, keep=keep)
        return self._configuring

    def _take_reading(self, reading: Reading) -> None:
        self.progress.say("")
        trouble = reading.trouble or reading.snapshot_trouble
        asked, self._asked = self._asked, None
        self.catch_up()
        if reading.charger != self.identity:
            # The user has gone on to another one, which has nothing to do with it.
            if trouble:
                self.said.emit(f"{reading.charger}: {trouble}")
            self._show()
            return
        self._trouble = trouble
        self._show()
        if asked is not None:
            self._show_answer(asked, reading)
        elif not reading.trouble:
            text = self.tr("Read {count} settings of {charger}.")
            self.said.emit(
                text.format(count=len(reading.entries), charger=reading.charger)
            )

    def _show_answer(self, asked: Address, reading: Reading) -> None:
        """Go to the setting that was asked for, or say that there is none."""
        entry = self.known.settings.entry(asked)
        if asked in reading.unknown or entry is None:
            text = self.tr("{charger} does not know {key}.")
            self.head.remark.say(text.format(charger=reading.charger, key=asked.text))
            return
        if not self.table.choose(entry.address):
            self.filtering.clear()
            self.table.choose(entry.address)
        self.head.key.clear()
        self.table.setFocus()

    def _take_failure(self, why: str) -> None:
        self.progress.say("")
        self._asked = None
        self._trouble = why
        self.catch_up()
        self._show()

    def catch_up(self) -> None:
        """Take in what is recorded already, without waiting for news of it."""
        if self._reader is not None:
            self._last_id = max(self._last_id, self._reader.last_id())
            self.known.advance(self._last_id)

    def complain(self, text: str) -> None:
        """Say above the table what went wrong."""
        self._trouble = text
        self._show()

    def tell(self, text: str) -> None:
        """Say something above the table that is no trouble."""
        self._told = text
        self._show()

    # What is shown.

    def _follow_charger(self) -> None:
        if self.identity != self.known.settings.charger:
            self._trouble = self._told = ""
            self.model.set_differing(frozenset())
            self.head.remark.withdraw()
            self.model.set_edits(self.edits)
        if self.isVisible():
            self.known.choose(self.identity)
        self._show_if_other()

    def _show_if_other(self) -> None:
        """Show everything again, but not at each message that comes from anywhere."""
        if self._what_is_seen() != self._seen:
            self._show()

    def _what_is_seen(self) -> tuple[object, ...]:
        names = tuple(self._chargers)
        return self.identity, self.is_connected, self.version, names

    def _show(self) -> None:
        """Show what is known now, and what can be done."""
        self._seen = self._what_is_seen()
        settings, identity = self.known.settings, self.identity
        is_connected = self.is_connected
        self._show_link()
        can_read = is_connected and not self.reading.is_busy
        self.model.is_editable = is_connected
        kept = self._kept()
        if settings.charger == identity:
            self.model.show(settings, None if kept is None else kept.entries)
        has_settings = bool(self.model.total) and settings.charger == identity
        self._pages.setCurrentIndex(1 if has_settings else 0)
        self.head.enable(can_read=can_read, can_review=is_connected)
        self.head.compare.setEnabled(has_settings)
        if not has_settings:
            self._show_empty()
        elif self.table.row is None and self.model.shown:
            self.table.choose(self.model.shown[0].address)
        self._show_note(has_settings=has_settings)
        waiting = [entry.address for entry in settings.waiting]
        self.reboot.show_waiting(waiting, is_connected=is_connected)
        self._show_edits()
        self._show_row()

    def _kept(self) -> Kept | None:
        """Return the snapshot that stands in for settings that nobody read here."""
        identity, settings = self.identity, self.known.settings
        has_read = any(entry.read_at is not None for entry in settings.entries)
        if self._engine is None or self.is_connected or has_read or not identity:
            return None
        self.last.look_for(identity, self.recordings)
        return self.last.of(identity)

    def _show_link(self) -> None:
        identity = self.identity
        if not identity:
            self.head.show_charger(self.tr("Configuration"), "")
            return
        version = self.version.value
        if self.is_connected:
            text = self.tr("● connected, OCPP {version}").format(version=version)
            self.head.show_charger(identity, text, color="online")
        elif self._engine is not None:
            self.head.show_charger(identity, self.tr("○ not connected"))
        else:
            text = self.tr("as recorded, OCPP {version}").format(version=version)
            self.head.show_charger(identity, text)

    def _show_note(self, *, has_settings: bool) -> None:
        if self._trouble:
            self.note.say(self._trouble, "warning.back")
            return
        text = self._told or (self._age_text() if has_settings else "")
        self.note.say(text, "info.back")

    def _age_text(self) -> str:
        """Say how old the settings are, where nobody would guess it."""
        times = [entry.read_at for entry in self.model.entries if entry.read_at]
        if self.is_connected:
            written = self.tr(
                "Nothing was read yet, only written. F5 reads everything."
            )
            return "" if times else written
        when = time_text(max(times)) if times else self.tr("an unknown time")
        text = self.tr("What was recorded of the settings, last at {when}.")
        if self._engine is not None:
            text = self.tr(
                "Not connected: this is what was read last, at {when}. Editing and "
                "reading are offered again when the charger reconnects."
            )
        return text.format(when=when)

    def _show_empty(self) -> None:
        situation = Situation(
            tuple(self._chargers),
            self.identity,
            is_busy=self.known.is_busy or self.reading.is_busy,
            is_live=self._engine is not None,
            is_connected=self.is_connected,
        )
        explain(
            self.empty,
            situation,
            read=self.read,
            choose=self.charger_wanted.emit,
            way_text=self.head.way_text,
        )

    def _show_edits(self) -> None:
        count = len(self.edits.pending)
        self.head.show_edits(count)
        self.head.review.setEnabled(self.is_connected and count > 0)
        title = self.tr("Configuration")
        self.title_changed.emit(f"{title} ({count})" if count else title)
        self._show_row()

    def _show_row(self) -> None:
        self.about.show_row(self.table.row, self.model)

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.known.choose(self.identity)
        self.known.advance(self._last_id)
