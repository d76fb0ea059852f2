# SPDX-License-Identifier: Apache-2.0
"""The message table with what stands above it: times, charger, search."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.conditions import All, Charger, Everything, Filter
from ocppdesk.gui.messages.pane import MessagesPane
from ocppdesk.gui.search_box import SearchBox
from ocppdesk.gui.theme import Theme
from ocppdesk.gui.time_range import TimeRange
from ocppdesk.settings import Settings


class MessagesTab(QWidget):
    """Shows the messages that pass the search, the times and the chosen charger.

    Args:
        settings: How the table is to be.
        theme: Its look.

    Signals:
        counts_changed: How many messages are shown, and of how many.
    """

    counts_changed = Signal(int, int)

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._charger = ""
        self.times = TimeRange(theme)
        self.search = SearchBox(theme)
        self.messages = MessagesPane(settings, theme)
        self._chosen = QLabel()
        self._chosen.setAccessibleName(self.tr("Charger shown"))
        self._chosen.hide()
        bar = QHBoxLayout()
        bar.setContentsMargins(*[theme.scaled(6)] * 4)
        bar.addWidget(self.times)
        bar.addWidget(self._chosen)
        bar.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.messages, 1)
        self._connect()
        self.follow_settings(frozenset({"newest_first", "time_mode"}))

    def _connect(self) -> None:
        self.search.filter_changed.connect(self.apply_filter)
        self.times.range_changed.connect(self.apply_filter)
        self.search.cancel_requested.connect(self.messages.cancel)
        self.messages.counts_changed.connect(self.search.set_shown)
        self.messages.counts_changed.connect(self.counts_changed)
        self.messages.busy_changed.connect(self.search.set_busy)
        self.messages.clear_filter_requested.connect(self.clear_filter)
        self.messages.filter_requested.connect(self.search.set_text)
        self.messages.typed.connect(self.search.append_text)

    def show_reader(self, reader: CaptureReader, last_id: int) -> None:
        """Show another capture, up to a message."""
        self.messages.set_reader(reader)
        self.apply_filter()
        self.messages.advance(last_id)

    def choose_charger(self, identity: str) -> None:
        """Show the messages of one charger only; of all if it is empty."""
        self._charger = identity
        self._chosen.setText(identity)
        self._chosen.setVisible(bool(identity))
        self.apply_filter()

    def clear_filter(self) -> None:
        """Show all messages of all times; the chosen charger stays."""
        self.search.clear()
        self.times.clear()

    def current_filter(self) -> Filter:
        """Return what the search, the times and the charger let through."""
        parts: list[Filter] = [self.search.filter, self.times.range]
        if self._charger:
            parts.append(Charger(self._charger))
        wanted = tuple(part for part in parts if part.sql()[0] != "1")
        if not wanted:
            return Everything()
        return wanted[0] if len(wanted) == 1 else All(wanted)

    def apply_filter(self) -> None:
        """Let the table show what passes now."""
        self.messages.set_filter(
            self.current_filter(), exchanges=self._settings.exchanges
        )

    def follow_settings(self, changed: frozenset[str]) -> None:
        """Take over settings that were changed."""
        if "newest_first" in changed:
            self.messages.set_newest_first(self._settings.newest_first)
        if "time_mode" in changed:
            self.messages.set_time_mode(self._settings.time_mode)
        if "exchanges" in changed:
            self.apply_filter()
