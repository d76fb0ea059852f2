# SPDX-License-Identifier: Apache-2.0
"""The message table with what stands above it: times, charger, search, chips."""

import logging
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Everything, Filter, both, of_charger
from ocppdesk.gui.chargers.chip import ChargerChip
from ocppdesk.gui.chips.filter import added, short_name
from ocppdesk.gui.chips.row import ChipRow
from ocppdesk.gui.chips.saved import ChipList
from ocppdesk.gui.exchange_switch import ExchangeSwitch
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.pane import MessagesPane
from ocppdesk.gui.remark import Remark
from ocppdesk.gui.search.box import SearchBox
from ocppdesk.gui.search.history import FilterHistory
from ocppdesk.gui.search.switch import FilterSwitch
from ocppdesk.gui.times.time_range import TimeRange
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

_UNLIMITED: Final = 16_777_215  # pixels; what Qt takes for no limit


class MessagesTab(QWidget):
    """Shows the messages that pass the search, the times and the chosen charger.

    Args:
        settings: How the table is to be.
        theme: Its look.

    Signals:
        counts_changed: How many messages are shown, and of how many.
        filter_switched: The filter was switched on, or off.
        all_chargers_wanted: The messages of all chargers are to be shown.
    """

    counts_changed = Signal(int, int)
    filter_switched = Signal(bool)
    all_chargers_wanted = Signal()

    def __init__(
        self, settings: Settings, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        self._charger = ""
        self._is_filter_on = True
        self._last_that_found = ""
        self._shown = 0
        self._is_busy = False
        self._dims = False
        self._has_reader = False
        self.times = TimeRange(theme)
        self.chips = ChipList(settings, self)
        """The saved filters."""
        self.chip_row = ChipRow(theme, self.chips)
        # While it complains, the chips have to wait: rows never do.
        remark = Remark(theme, self.chip_row, covers=True)
        self.search = SearchBox(theme, FilterHistory(settings), remark)
        self.messages = MessagesPane(settings, theme)
        self._chosen = ChargerChip(theme)
        self._switch = FilterSwitch(theme)
        self.exchange_switch = ExchangeSwitch()
        """Chooses whether a call and its answers are one row."""
        bar = QHBoxLayout()
        bar.setSpacing(theme.scaled(6))
        bar.addWidget(self.times)
        bar.addWidget(self._chosen)
        bar.addWidget(self.search, 1)
        below = QHBoxLayout()
        below.setSpacing(theme.scaled(6))
        below.addWidget(self.chip_row, 1)
        below.addWidget(self.exchange_switch)
        below.addWidget(self._switch)
        margin = theme.scaled(6)
        bar.setContentsMargins(margin, margin, margin, theme.scaled(4))
        below.setContentsMargins(margin, 0, margin, margin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(below)
        layout.addWidget(self.messages, 1)
        self._connect()
        self._connect_chips()
        self.search.set_saved(self._saved())
        self.set_dims(settings.filter_mode == "Dim")
        self.follow_settings(frozenset({"newest_first", "time_mode"}))
        self._show_exchanges()
        self._show_filter()

    def _connect(self) -> None:
        search, messages = self.search, self.messages
        for signal in (search.field.textChanged, search.field.left):
            signal.connect(self._share_room)
        search.filter_changed.connect(self.apply_filter)
        search.applied.connect(self._switch_on)
        search.cancel_requested.connect(messages.cancel)
        search.values_wanted.connect(messages.ask_values)
        self.times.range_changed.connect(self.apply_filter)
        messages.counts_changed.connect(self._on_counts)
        messages.chosen_hidden_changed.connect(search.count.set_chosen_hidden)
        messages.busy_changed.connect(search.set_busy)
        messages.busy_changed.connect(self._on_busy)
        messages.progress_changed.connect(search.set_progress)
        messages.clear_filter_requested.connect(self.clear_filter)
        messages.last_filter_requested.connect(self._show_last_that_found)
        messages.filter_requested.connect(search.set_text)
        messages.narrowing_requested.connect(self.narrow)
        messages.typed.connect(search.append_text)
        messages.values_found.connect(search.set_values)
        self._chosen.all_chargers_wanted.connect(self.all_chargers_wanted)
        self._switch.switched.connect(self.set_filter_on)
        self._switch.mode_chosen.connect(self._choose_mode)
        self.exchange_switch.chosen.connect(self._choose_exchanges)

    def _connect_chips(self) -> None:
        row = self.chip_row
        row.filter_wanted.connect(self.apply_text)
        row.chip_counts_wanted.connect(self._count_chips)
        self.messages.chip_counted.connect(row.set_chip_count)
        self.chips.changed.connect(lambda: self.search.set_saved(self._saved()))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Its parts in the order in which the Tab key comes to them."""
        return (
            self.times,
            self._chosen,
            self.search,
            self.chip_row,
            self.exchange_switch,
            self._switch,
            self.messages,
        )

    def show_reader(self, reader: CaptureReader, last_id: int) -> None:
        """Show another capture, up to a message."""
        self._has_reader = True
        self.messages.set_reader(reader)
        self.apply_filter()
        self.messages.advance(last_id)
        self.chip_row.ask_counts(forget=True)

    def choose_charger(self, identity: str) -> None:
        """Show the messages of one charger only; of all if it is empty."""
        self._charger = identity
        self._chosen.show_charger(identity)
        self._share_room()
        self.apply_filter()
        self.chip_row.ask_counts(forget=True)

    # The filter.

    @property
    def exchanges(self) -> bool:
        """Whether a call and its answers are one row."""
        exchanges: bool = self._settings.exchanges
        return exchanges

    @property
    def is_filter_on(self) -> bool:
        """Whether the search and the times apply."""
        return self._is_filter_on

    def set_filter_on(self, is_on: bool) -> None:
        """Let the search and the times apply, or keep them and show everything."""
        if is_on == self._is_filter_on:
            return
        self._is_filter_on = is_on
        self.search.set_off(not is_on)
        self.times.setEnabled(is_on)
        self._switch.set_on(is_on)
        self.apply_filter()
        self.filter_switched.emit(is_on)

    def toggle_filter(self) -> None:
        """Switch the filter off if it is on, and on if it is off."""
        self.set_filter_on(not self._is_filter_on)

    def set_dims(self, dims: bool) -> None:
        """Dim messages that do not match, rather than hide them."""
        if dims == self._dims:
            return
        self._dims = dims
        self._switch.set_dims(dims)
        self.search.count.set_dims(dims)
        self.apply_filter()

    def focus_filter(self) -> None:
        """Go to the filter with the keyboard, ready to type another one."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def apply_text(self, text: str) -> None:
        """Put a filter into the box and apply it."""
        self.search.set_text(text)

    def narrow(self, text: str) -> None:
        """Let a filter apply besides the one that applies.

        Args:
            text: The filter as it is written; it is one.
        """
        present = self.search.filter if self._is_filter_on else Everything()
        self.apply_text(str(added(parse_filter(text), present)))

    def save_chip(self) -> None:
        """Ask for the name to save the filter as a chip under."""
        self.search.apply()
        self.chip_row.begin_saving()

    def clear_filter(self) -> None:
        """Show all messages of all times; the chosen charger stays."""
        self.search.clear()
        self.times.clear()

    def current_filter(self) -> Filter:
        """Return what the search, the times and the charger let through."""
        charger = of_charger(self._charger) if self._charger else Everything()
        if not self._is_filter_on:
            return charger
        return both(self.search.filter, self.times.range.filter(), charger)

    def apply_filter(self) -> None:
        """Let the table show what passes now."""
        self._show_filter()
        chosen, exchanges = self.current_filter(), self._settings.exchanges
        self.search.count.set_view(
            exchanges=exchanges, is_filtered=chosen != Everything()
        )
        self.messages.set_filter(chosen, exchanges=exchanges, dims=self._dims)

    def follow_settings(self, changed: frozenset[str]) -> None:
        """Take over settings that were changed."""
        if "newest_first" in changed:
            self.messages.set_newest_first(self._settings.newest_first)
        if "time_mode" in changed:
            self.messages.set_time_mode(self._settings.time_mode)
        if "chips" in changed:
            self.chips.reload()
        if "filter_mode" in changed:
            self.set_dims(self._settings.filter_mode == "Dim")
        if "exchanges" in changed:
            self.apply_filter()
            self._show_exchanges()
        if changed & {"call_timeout_s", "slow_ms"}:
            self.chip_row.ask_counts()

    def _show_filter(self) -> None:
        """Let chips and switch know what applies."""
        applied = both(self.search.filter, self.times.range.filter())
        self._switch.set_useful(applied != Everything())
        last = self._last_that_found
        is_other = last and last != self.search.applied_text.strip()
        text = self.tr("Back to “{filter}”").format(filter=short_name(last))
        self.messages.set_way_back(text if is_other else "")
        present = self.search.filter if self._is_filter_on else Everything()
        self.chip_row.set_filter(present, self.search.applied_text)

    def _on_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._note_what_found()

    def _note_what_found(self) -> None:
        # Until a search is over, what is shown may be of the filter before.
        if self._shown and self._is_filter_on and not self._is_busy:
            self._last_that_found = self.search.applied_text.strip()

    def _show_last_that_found(self) -> None:
        self.apply_text(self._last_that_found)

    def _switch_on(self) -> None:
        """Follow the user's new text: whoever types a filter wants it to apply."""
        self.set_filter_on(True)
        self._show_filter()

    def _choose_mode(self, dims: bool) -> None:
        self.set_dims(dims)
        try:
            self._settings.change({"filter_mode": "Dim" if dims else "Hide"})
        except SettingsError as error:
            # It is as wanted; only the next start will not know.
            _log.info("The way of filtering could not be kept: %s", error)

    def _choose_exchanges(self, is_on: bool) -> None:
        try:
            self._settings.change({"exchanges": is_on})
        except SettingsError as error:
            _log.info("Exchanges could not be chosen: %s", error)
            self._show_exchanges()

    def _show_exchanges(self) -> None:
        self.exchange_switch.set_on(self._settings.exchanges)
        self.chip_row.set_exchanges(self._settings.exchanges)

    def _on_counts(self, shown: int, total: int) -> None:
        self.search.set_shown(shown, total)
        self._switch.set_total(shown)
        self._shown = shown
        self._note_what_found()
        self.counts_changed.emit(shown, total)

    def _share_room(self) -> None:
        """Let the times make way while a filter is too long for the room it has."""
        others = (self._chosen, self.search.count)
        taken = sum(w.sizeHint().width() for w in others if not w.isHidden())
        taken += self.times.sizeHint().width() + self._theme.scaled(90)
        is_short = self.width() - taken < self.search.field.text_width
        least = self.times.minimumSizeHint().width()
        # Nothing jumps back while somebody types.
        was_short = self.times.maximumWidth() < _UNLIMITED
        is_kept = was_short and self.search.field.hasFocus()
        self.times.setMaximumWidth(least if is_short or is_kept else _UNLIMITED)

    # The chips.

    def _saved(self) -> dict[str, str]:
        return {
            chip.name: chip.text for chip in self.chips.shown if not chip.is_built_in
        }

    def _count_chips(self, wanted: Mapping[str, Filter]) -> None:
        if not self._has_reader:
            for key in wanted:
                self.chip_row.set_chip_count(key, -1)
            return
        charger = of_charger(self._charger) if self._charger else Everything()
        self.messages.count_chips(
            {key: both(part, charger) for key, part in wanted.items()}
        )

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
