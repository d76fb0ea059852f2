# SPDX-License-Identifier: Apache-2.0
"""The search box above the table of messages."""

import difflib
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ocppdesk.core.versions import Version, charger_actions, csms_actions, find_action
from ocppdesk.filters.conditions import Action, Everything, Filter
from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.gui.remark import Remark
from ocppdesk.gui.search_choices import all_choices, matching_choices
from ocppdesk.gui.search_field import BusyLine, SearchField, State
from ocppdesk.gui.search_popup import ChoicePopup
from ocppdesk.gui.signs import sign_icon
from ocppdesk.gui.theme import Theme

APPLY_DELAY_MS: Final = 200  # after the last key
BUSY_DELAY_MS: Final = 300  # a search that is quicker shows no progress
_MOST_RECENT: Final = 20
_LEAST_WIDTH: Final = 220  # pixels at 100 %: the longest message type with its signs


class SearchBox(QWidget):
    """Searches and filters messages, with a drop-down of the message types.

    Text is applied 200 ms after the last key, with Enter at once. While a text is no
    filter, the last filter stays applied and the box says so. Nothing that happens
    outside takes the focus or touches the text.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        filter_changed: Another filter applies now; carries it.
        cancel_requested: The running search is to be stopped.
    """

    filter_changed = Signal(object)
    cancel_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = State.NEUTRAL
        self._filter: Filter = Everything()
        self._applied = ""
        self._counts: Mapping[str, int] = {}
        self._recent: list[str] = []
        self._shown: tuple[int, int] | None = None
        self._is_busy = False
        self._field = SearchField(theme)
        self._field.setAccessibleName(self.tr("Search messages"))
        self._field.setPlaceholderText(self.tr("Search, or choose a message type"))
        self._popup = ChoicePopup(theme, self._field)
        self._remark = Remark(theme, self._field)
        self._line = BusyLine(theme, self._field)
        self._searching = self.tr("Searching…")
        self._count = QLabel()
        self._count.setAccessibleName(self.tr("Messages shown"))
        self._stop = QToolButton(autoRaise=True)
        self._stop.setAccessibleName(self.tr("Stop searching"))
        self._stop.setToolTip(self.tr("Stop searching"))
        policy = self._stop.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._stop.setSizePolicy(policy)
        self._stop.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._count)
        layout.addWidget(self._stop)
        self.setFocusProxy(self._field)

        self._delay = QTimer(self, singleShot=True, interval=APPLY_DELAY_MS)
        self._delay.timeout.connect(self.apply)
        self._patience = QTimer(self, singleShot=True, interval=BUSY_DELAY_MS)
        self._patience.timeout.connect(self._show_busy)
        self._field.textEdited.connect(self._on_edited)
        self._field.list_wanted.connect(self.open_choices)
        self._field.apply_wanted.connect(self._apply_and_remember)
        self._field.revert_wanted.connect(self.revert)
        self._field.clear_wanted.connect(self.clear)
        self._field.left.connect(self._apply_and_remember)
        self._popup.chosen.connect(self.set_text)
        self._stop.clicked.connect(self.cancel_requested)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def filter(self) -> Filter:
        """The filter that applies."""
        return self._filter

    @property
    def state(self) -> State:
        """What the box says about its text."""
        return self._state

    @property
    def field(self) -> QLineEdit:
        """The input itself."""
        return self._field

    @property
    def popup(self) -> ChoicePopup:
        """The drop-down."""
        return self._popup

    @property
    def remark(self) -> str:
        """What is said below the box; empty if nothing is."""
        return self._remark.text

    def text(self) -> str:
        """Return what stands in the box."""
        return self._field.text()

    def set_text(self, text: str) -> None:
        """Put a text into the box and apply it at once."""
        self._field.setText(text)
        self._apply_and_remember()

    def clear(self) -> None:
        """Empty the box: everything is shown."""
        self.set_text("")

    def append_text(self, text: str) -> None:
        """Go on typing here what was begun elsewhere, such as in the table."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.end(False)
        self._field.insert(text)
        self._on_edited(self._field.text())

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Tell how many calls of each action there are."""
        self._counts = dict(counts)
        if self._popup.isVisible():
            self._popup.lines.show_counts(self._counts)

    def set_shown(self, shown: int, total: int) -> None:
        """Tell how many messages are shown, of how many."""
        if self._shown != (shown, total):
            self._shown = (shown, total)
            self._show_count()

    def set_busy(self, is_busy: bool) -> None:
        """Tell whether a search is running; only one that takes time is shown."""
        if is_busy == self._is_busy:
            return
        self._is_busy = is_busy
        if is_busy:
            self._patience.start()
            return
        self._patience.stop()
        self._line.stop()
        self._stop.hide()
        self._show_count()

    def open_choices(self) -> None:
        """Open the drop-down with all message types."""
        self._popup.lines.show_counts(self._counts)
        self._popup.open_with(all_choices(self._counts, self._recent))

    def apply(self) -> None:
        """Apply the text now, if it is a filter; else say why it is not."""
        self._delay.stop()
        text = self._field.text()
        try:
            found = parse_filter(text)
        except FilterError as error:
            self._refuse(error)
            return
        self._applied = text
        doubt = self._doubt_about(found)
        if doubt:
            self._remark.say(doubt, level="warning")
            self._enter(State.DOUBTFUL, doubt)
        else:
            self._remark.withdraw()
            is_all = isinstance(found, Everything)
            self._enter(State.NEUTRAL if is_all else State.VALID, "")
        if found != self._filter:
            self._filter = found
            self.filter_changed.emit(found)

    def revert(self) -> None:
        """Go back to the text that is applied; if it stands there, empty the box."""
        if self._field.text() == self._applied:
            self.clear()
            return
        self._field.setText(self._applied)
        self.apply()

    def _apply_and_remember(self) -> None:
        self.apply()
        text = self._applied.strip()
        if not text or self._state is State.INVALID:
            return
        if text in self._recent:
            self._recent.remove(text)
        self._recent.insert(0, text)
        del self._recent[_MOST_RECENT:]

    def _on_edited(self, text: str) -> None:
        self._delay.start()
        self._field.mark(None)
        if not text:
            self._popup.hide()
            return
        self._popup.lines.show_counts(self._counts)
        self._popup.open_with(matching_choices(text, self._counts, self._recent))

    def _refuse(self, error: FilterError) -> None:
        if self._applied.strip():
            kept = self.tr("“{text}” stays applied.").format(text=self._applied)
        else:
            kept = self.tr("All messages stay shown.")
        text = f"{error.message}. {kept}"
        self._remark.say(text)
        self._enter(State.INVALID, text)
        self._field.mark((error.start, error.end))

    def _doubt_about(self, found: Filter) -> str:
        """Return why a filter can hardly match, empty if it may."""
        if not isinstance(found, Action) or found.name in self._counts:
            return ""
        if find_action(found.name, Version.V16) is not None:
            return ""
        names = {
            name.casefold(): name
            for version in Version
            for name in charger_actions(version) | csms_actions(version)
        }
        text = self.tr("OCPP has no message type “{name}”.").format(name=found.name)
        near = difflib.get_close_matches(found.name.casefold(), names, n=1)
        if near:
            hint = self.tr("Did you mean {name}?").format(name=names[near[0]])
            return f"{text} {hint}"
        return text

    def _enter(self, state: State, text: str) -> None:
        self._state = state
        self._field.mark(None)
        self._field.show_state(state)
        self._field.setAccessibleDescription(text)

    def _show_count(self) -> None:
        if self._shown is None:
            return
        locale = QLocale()
        shown, total = (locale.toString(number) for number in self._shown)
        if self._line.isVisible():
            text = self._searching
        else:
            text = self.tr("{shown} / {total}").format(shown=shown, total=total)
        hidden = self._shown[1] - self._shown[0]
        if hidden > 0:
            tip = self.tr("{hidden} hidden").format(hidden=locale.toString(hidden))
        else:
            tip = self.tr("All messages are shown")
        self._count.setText(text)
        self._count.setToolTip(tip)
        # It only grows, so that the box beside it stands still while numbers run.
        width = self._count.fontMetrics().horizontalAdvance(self._searching)
        width = max(width, self._count.sizeHint().width(), self._count.minimumWidth())
        self._count.setMinimumWidth(width)

    def _show_busy(self) -> None:
        self._line.start()
        self._stop.show()
        self._show_count()

    def _dress(self) -> None:
        self._stop.setIcon(sign_icon("cross", self._theme.color("text")))
        self._field.show_state(self._state)
        self._field.setMinimumWidth(self._theme.scaled(_LEAST_WIDTH))
        self._count.setMinimumWidth(0)
        self._show_count()
