# SPDX-License-Identifier: Apache-2.0
"""The search box above the table of messages."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ocppdesk.filters.doubts import doubt_about
from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.filters.nodes import Everything, Filter
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark
from ocppdesk.gui.search.choices import Choice
from ocppdesk.gui.search.completer import SearchCompleter
from ocppdesk.gui.search.count import SearchCount
from ocppdesk.gui.search.field import SearchField, State
from ocppdesk.gui.search.history import FilterHistory
from ocppdesk.gui.search.popup import ChoicePopup
from ocppdesk.gui.search.progress import BusyLine
from ocppdesk.gui.search.texts import refusal, sentence

APPLY_DELAY_MS: Final = 200  # after the last key
BUSY_DELAY_MS: Final = 300  # a search that is quicker shows no progress
_LEAST_WIDTH: Final = 170  # pixels at 100 %: a short word with its signs
_ROOMY_WIDTH: Final = 440  # from here on there is room to say how many are hidden


class SearchBox(QWidget):
    """Searches and filters messages, with a drop-down of the message types.

    Text is applied 200 ms after the last key, with Enter at once. While a text is no
    filter, the last filter stays applied and the box says so. Nothing that happens
    outside takes the focus or touches the text.

    Args:
        theme: Where colours and sizes come from.
        history: Where the filters are kept that were used.
        remark: Where it says what is wrong with the text; None hangs it below the box.

    Signals:
        filter_changed: Another filter applies now; carries it.
        applied: The user applied a text, also the one that applied before.
        cancel_requested: The running search is to be stopped.
        help_wanted: The user wants to know how filters are written.
        values_wanted: The values seen of a field are asked for; carries its name.
    """

    filter_changed = Signal(object)
    applied = Signal()
    cancel_requested = Signal()
    help_wanted = Signal()
    values_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        history: FilterHistory,
        remark: Remark | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = history
        self._state = State.NEUTRAL
        self._why = ""
        self._filter: Filter = Everything()
        self._applied = ""
        self._is_off = False
        self._is_busy = False
        self._field = SearchField(theme)
        self._field.setAccessibleName(self.tr("Search messages"))
        self._field.setPlaceholderText(
            self.tr("Search, filter, or choose a message type")
        )
        self._completer = SearchCompleter(theme, self._field, history)
        self._remark = remark or Remark(theme, self._field)
        self._line = BusyLine(theme, self._field)
        self._count = SearchCount(theme)
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
        layout.addWidget(self._stop)
        layout.addWidget(self._count)
        self.setFocusProxy(self._field)

        self._delay = QTimer(self, singleShot=True, interval=APPLY_DELAY_MS)
        self._delay.timeout.connect(self.apply)
        self._patience = QTimer(self, singleShot=True, interval=BUSY_DELAY_MS)
        self._patience.timeout.connect(self._show_busy)
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()

    def _connect(self) -> None:
        self._field.textEdited.connect(self._on_edited)
        self._field.list_wanted.connect(self.open_choices)
        self._field.apply_wanted.connect(self._apply_by_key)
        self._field.revert_wanted.connect(self.revert)
        self._field.clear_wanted.connect(self.clear)
        self._field.help_wanted.connect(self.help_wanted)
        self._field.left.connect(self._apply_and_remember)
        self._completer.chosen.connect(self._take)
        self._completer.values_wanted.connect(self.values_wanted)
        self._remark.accepted.connect(self._show_last_valid)
        self._stop.clicked.connect(self.cancel_requested)

    @property
    def filter(self) -> Filter:
        """The last text that was a filter, as one."""
        return self._filter

    @property
    def applied_text(self) -> str:
        """The last text that was a filter."""
        return self._applied

    @property
    def state(self) -> State:
        """What the box says about its text."""
        return State.OFF if self._is_off else self._state

    @property
    def field(self) -> SearchField:
        """The input itself."""
        return self._field

    @property
    def popup(self) -> ChoicePopup:
        """The drop-down."""
        return self._completer.popup

    @property
    def count(self) -> SearchCount:
        """What is said about how many messages are shown."""
        return self._count

    @property
    def remark(self) -> str:
        """What is said about the text; empty if nothing is."""
        return self._remark.text

    def text(self) -> str:
        """Return what stands in the box."""
        return self._field.text()

    def set_text(self, text: str) -> None:
        """Put a text into the box and apply it at once."""
        self._completer.close()
        self._field.setText(text)
        if not self._field.hasFocus():
            self._field.home(False)
        self._apply_by_key()

    def clear(self) -> None:
        """Empty the box: everything is shown."""
        self.set_text("")

    def append_text(self, text: str) -> None:
        """Go on typing here what was begun elsewhere, such as in the table."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.end(False)
        self._field.insert(text)
        self._on_edited(self._field.text())

    def set_off(self, is_off: bool) -> None:
        """Show that the text does not apply at the time, or that it does."""
        self._is_off = is_off
        self._show_state()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Tell how many calls of each action there are."""
        self._completer.set_counts(counts)

    def set_saved(self, saved: Mapping[str, str]) -> None:
        """Tell which filters were saved, by their names."""
        self._completer.set_saved(saved)

    def set_values(self, field: str, values: Sequence[tuple[str, int]]) -> None:
        """Tell which values of a field were seen, and how often."""
        self._completer.set_values(field, values)

    def set_shown(self, shown: int, total: int) -> None:
        """Tell how many messages are shown, of how many."""
        self._count.set_shown(shown, total)

    def set_busy(self, is_busy: bool) -> None:
        """Tell whether a search is running; only one that takes time is shown."""
        if is_busy == self._is_busy:
            return
        self._is_busy = is_busy
        if is_busy:
            self._line.set_percent(None)
            self._patience.start()
            return
        self._patience.stop()
        self._line.stop()
        self._stop.hide()
        self._count.set_running(False)

    def set_progress(self, percent: int) -> None:
        """Tell how far the search is; 0 says that nobody knows yet."""
        self._line.set_percent(percent or None)

    def open_choices(self) -> None:
        """Open the drop-down with all message types."""
        self._completer.open_all()

    def apply(self) -> None:
        """Apply the text now, if it is a filter; else say why it is not."""
        self._delay.stop()
        text = self._field.text()
        try:
            found = parse_filter(text)
        except FilterError as error:
            self._refuse(error)
            return
        is_other = text.strip() != self._applied.strip()
        self._applied = text
        doubt = doubt_about(found, self._completer.counts)
        if doubt:
            doubt = sentence(doubt)
            self._remark.say(doubt, level="warning")
            self._enter(State.DOUBTFUL, doubt)
        else:
            self._remark.withdraw()
            is_all = isinstance(found, Everything)
            self._enter(State.NEUTRAL if is_all else State.VALID, "")
        if found != self._filter:
            self._filter = found
            self.filter_changed.emit(found)
        if is_other:
            self.applied.emit()

    def revert(self) -> None:
        """Go back to the text that is applied; if it stands there, empty the box."""
        if self._field.text() == self._applied:
            self.clear()
        else:
            self._show_last_valid()

    def _show_last_valid(self) -> None:
        self._field.setText(self._applied)
        self.apply()

    def _apply_by_key(self) -> None:
        before = self._applied
        self._apply_and_remember()
        # Whoever asks for what is there already means: let it apply.
        is_valid = self._state is not State.INVALID
        if is_valid and self._applied.strip() == before.strip():
            self.applied.emit()

    def _apply_and_remember(self) -> None:
        self.apply()
        if self._state is not State.INVALID:
            self._history.add(self._applied)

    def _on_edited(self, text: str) -> None:
        self._delay.start()
        self._field.mark(None)
        self._completer.offer()

    def _take(self, choice: Choice) -> None:
        """Put into the box what was chosen in the drop-down."""
        text = choice.text or ""
        if choice.span is None:
            self.set_text(text)
            return
        start, end = choice.span
        before = self._field.text()
        rest = before[end:]
        if choice.goes_on and not rest.startswith(" "):
            text += " "
        self._field.setText(before[:start] + text + rest)
        self._field.setCursorPosition(start + len(text))
        if choice.goes_on:
            self._on_edited(self._field.text())
        else:
            self._apply_by_key()

    def _refuse(self, error: FilterError) -> None:
        text = refusal(error, self._applied)
        way_out = self.tr("Show last valid") if self._applied.strip() else ""
        self._remark.say(text, way_out=way_out)
        self._enter(State.INVALID, text)
        self._field.mark((error.start, error.end))

    def _enter(self, state: State, why: str) -> None:
        self._state = state
        self._why = why
        self._field.mark(None)
        self._show_state()

    def _show_state(self) -> None:
        self._field.show_state(self.state, self._why)
        self._field.setAccessibleDescription(self._why)

    def _show_busy(self) -> None:
        self._line.start()
        self._stop.show()
        self._count.set_running(True)

    def _dress(self) -> None:
        self._stop.setIcon(sign_icon("cross", self._theme.color("text")))
        self._field.setMinimumWidth(self._theme.scaled(_LEAST_WIDTH))
        self._show_state()

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count.set_roomy(self.width() >= self._theme.scaled(_ROOMY_WIDTH))
