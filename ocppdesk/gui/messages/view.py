# SPDX-License-Identifier: Apache-2.0
"""The table of messages: rows painted straight from their cells, one current message.

Selection, keyboard, header, scroll bars and accessibility are those of `QTableView`.
"""

from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.live_view import Index, LiveTableView
from ocppdesk.gui.messages.model import AROUND, MessageTableModel
from ocppdesk.gui.messages.painter import Frame, RowPainter
from ocppdesk.gui.query.idleness import Idleness

_SELECT: Final = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect
    | QItemSelectionModel.SelectionFlag.Rows
)
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_COMMANDS: Final = _CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier
_NO_COMMAND: Final = (
    Qt.KeyboardModifier.NoModifier,
    _CONTROL | _ALT,  # what AltGr is on Windows
)
_COMMAND_KEYS: Final = {
    QKeySequence("Ctrl+C"): "copy_summary",
    QKeySequence("Ctrl+Shift+C"): "copy_json",
    QKeySequence("Ctrl+J"): "partner",
    QKeySequence("Ctrl+T"): "time_zero",
}
_TICK_MS: Final = 1_000  # waiting calls show whole seconds
_ANSWERS_MS: Final = 100  # in a flood, rows come and go and show their answers anyway
_REFINE_MS: Final = 5  # room for what somebody does meanwhile
_CENTER: Final = QAbstractItemView.ScrollHint.PositionAtCenter


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands on the screen."""

    id: int
    """The message."""
    y: int
    """The upper edge of its row, in pixels below the upper edge of the view."""


class MessageTableView(LiveTableView):
    """The live list of messages.

    Args:
        theme: Where colours, fonts and sizes come from.
        model: The messages.

    Signals:
        current_changed: Another message is the current one; its number.
        typed: A printable character was typed, for which a table has no use.
        command_typed: The keys of a command were typed, by its name: `copy_summary`,
            `copy_json`, `partner` or `time_zero`. A window that has a shortcut with
            these keys gets them first.
        user_moved: The user, not the program, chose what is in view.
    """

    current_changed = Signal(int)
    command_typed = Signal(str)
    user_moved = Signal()
    typed = Signal(str)

    def __init__(
        self, theme: Theme, model: MessageTableModel, parent: QWidget | None = None
    ) -> None:
        self._is_restoring = False
        super().__init__(model, parent)
        self.setAccessibleName(self.tr("Messages"))
        self._theme = theme
        self.idleness = Idleness()
        """Tells the thread that searches when a picture is drawn."""
        self._painter = RowPainter(theme, model)
        self._current_id: int | None = None
        self._home: Place | None = None
        self._has_waiting = False
        self._is_stale = False
        self._tick = QTimer(self, singleShot=True, interval=_TICK_MS)
        self._tick.timeout.connect(self.viewport().update)
        self._refining = QTimer(self, singleShot=True, interval=_REFINE_MS)
        self._refining.timeout.connect(self._refine)
        self._answers = QTimer(self, singleShot=True, interval=_ANSWERS_MS)
        self._answers.timeout.connect(self._look_for_answers)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def current_id(self) -> int | None:
        """The message that the user chose last, also while a filter hides it."""
        return self._current_id

    @property
    def is_stale(self) -> bool:
        """Whether the rows are dimmed, as they are not what is looked for."""
        return self._is_stale

    def set_stale(self, is_stale: bool) -> None:
        """Tell whether the rows are what was shown before, for want of others."""
        if is_stale != self._is_stale:
            self._is_stale = is_stale
            self.viewport().update()

    def selected_rows(self) -> list[int]:
        """Return the selected rows from top to bottom."""
        return [row for part in self._selected_parts() for row in part]

    def selected_count(self) -> int:
        """Return how many rows are selected, which may be all of them."""
        return sum(len(part) for part in self._selected_parts())

    def _selected_parts(self) -> list[range]:
        """Return the selected rows, each once, from top to bottom."""
        ranges = self.selectionModel().selection().toList()
        found: list[range] = []
        # A column that was added since has a part of its own for the same rows.
        for top, bottom in sorted((part.top(), part.bottom()) for part in ranges):
            if found and top < found[-1].stop:
                found[-1] = range(found[-1].start, max(found[-1].stop, bottom + 1))
            else:
                found.append(range(top, bottom + 1))
        return found

    def note_last(self, last_id: int) -> None:
        """Learn how many messages there are; call it before rows are inserted."""
        self.following.arrived(last_id)
        if self.following.is_on:
            # What arrives moves everything; where the chosen row stood is over.
            self._home = None
        if self._has_waiting and not self._answers.isActive():
            self._answers.start()

    def start_over(self, last_id: int) -> None:
        """Forget what was chosen and where: the model shows another capture."""
        self._current_id = self._home = None
        self.following.restart(last_id)
        self._scroll_to_live_end()

    def choose(self, number: int) -> bool:
        """Make a message the current one, as if its row had been clicked.

        Returns:
            Whether it is shown; if not, it is the current one all the same, and gets
            into the middle of the view as soon as the filter lets it.
        """
        row = self._messages.row_of(number)
        if row is not None:
            index = self._messages.index(row, self._first_column())
            was_in_view = self.is_in_view(row)
            self.selectionModel().setCurrentIndex(index, _SELECT)
            if not was_in_view:
                self.scrollTo(index, _CENTER)
            return True
        self.following.pause()
        self.clearSelection()
        middle = self.viewport().height() // 2
        self._home = Place(number, middle - middle % self.row_height)
        self._take_current(number)
        return False

    def step(self, rows: int) -> None:
        """Make the message that is some rows further down the current one."""
        count = self._messages.rowCount()
        if count:
            current = self.currentIndex().row()
            row = current + rows if current >= 0 else 0
            self.choose(self._messages.id_at(min(max(row, 0), count - 1)))

    def place(self) -> Place | None:
        """Return what has to stay where it is when other messages get shown.

        That is the current message if it is in view, else the topmost one; None where
        the live end is to stay in view.
        """
        if self._home is not None:
            return self._home
        number = self._current_id
        row = None if number is None else self._messages.row_of(number)
        if number is not None and row is not None and self.is_in_view(row):
            self._home = Place(number, self.y_of(row))
            return self._home
        if self.following.is_on or not self.rows_in_view():
            return None
        top = self.rows_in_view().start
        return Place(self._messages.id_at(top), self.y_of(top))

    def restore(self, place: Place | None) -> None:
        """Put a message, or what is closest to it, back after a reset of the model."""
        self._reselect()
        if place is None or not self._messages.rowCount():
            self._scroll_to_live_end()
            return
        self._overshoot = 0
        self.updateGeometries()
        row = self._messages.row_of(place.id)
        if row is None:
            row = self._messages.nearest_row(place.id)
        self._scroll_to(row * self.row_height - place.y)
        if not self._is_at_live_end():
            self.following.pause()
        self.moved.emit()

    def _reselect(self) -> None:
        number = self._current_id
        row = None if number is None else self._messages.row_of(number)
        if row is not None:
            self._is_restoring = True
            index = self._messages.index(row, self._first_column())
            self.selectionModel().setCurrentIndex(index, _SELECT)
            self._is_restoring = False

    def _take_current(self, number: int) -> None:
        if number != self._current_id:
            self._current_id = number
            self.current_changed.emit(number)

    def _first_column(self) -> int:
        return max(self.horizontalHeader().logicalIndexAt(0), 0)

    def _columns_in_view(self) -> list[tuple[int, int, int]]:
        header = self.horizontalHeader()
        found = []
        for visual in range(header.count()):
            column = header.logicalIndex(visual)
            left, width = (
                header.sectionViewportPosition(column),
                header.sectionSize(column),
            )
            if width and left < self.viewport().width() and left + width > 0:
                found.append((column, left, width))
        return found

    def _show_cut_text(self, event: QHelpEvent, index: QModelIndex) -> None:
        """Show the text of a cell as a tool tip if the cell is too narrow for it."""
        text = self._messages.text(index.row(), index.column())
        width = self.columnWidth(index.column())
        if text and self._painter.is_cut(text, width, index.column()):
            # Escaped: a charger's text must not be taken for markup.
            markup = f"<p style='white-space: pre-wrap'>{escape(text)}</p>"
            QToolTip.showText(event.globalPos(), markup, self, self.visualRect(index))
        else:
            QToolTip.hideText()

    def _dress(self) -> None:
        self._painter.reset()
        self.set_row_height(self._theme.row_height)
        self.viewport().update()

    def _paint(self, event: QPaintEvent) -> None:
        rows = self.rows_in_view()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("base"))
        parts = self._selected_parts()
        frame = Frame(
            rows=rows,
            top=self.y_of(rows.start),
            height=self.row_height,
            columns=self._columns_in_view(),
            is_selected=lambda row: any(row in part for part in parts),
            current=self.currentIndex().row(),
            has_focus=self.hasFocus(),
            # Whoever follows sees rows go by; whoever scrolls wants the next ones.
            around=0 if self.following.is_on else AROUND,
            seen_id=self.following.seen_id,
            is_stale=self._is_stale,
        )
        self._has_waiting = self._painter.paint(painter, frame, self.viewport().width())
        painter.end()
        if self._has_waiting and not self._tick.isActive():
            self._tick.start()
        if self._messages.is_rough(rows):
            self._refining.start()
        if rows:
            newest = rows.start if self._messages.newest_first else rows.stop - 1
            self.following.shown(self._messages.id_at(newest))

    def _look_for_answers(self) -> None:
        """Show the answers that came to calls in view."""
        if self._has_waiting:
            self.viewport().update()

    def _refine(self) -> None:
        """Look through one more of the long texts in view."""
        self._messages.refine(self.rows_in_view())
        self.viewport().update()

    # Overrides of LiveTableView.

    def _user_moved(self) -> None:
        self._home = None
        self.user_moved.emit()

    # Overrides of QTableView.

    def paintEvent(self, event: QPaintEvent) -> None:
        with self.idleness.working():
            self._paint(event)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = (
            QAbstractItemView.ScrollHint.EnsureVisible
        ),
    ) -> None:
        if not self._is_restoring:
            super().scrollTo(index, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == _CONTROL and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
            return
        command = _COMMAND_KEYS.get(QKeySequence(event.keyCombination()))
        if command is not None:
            self.command_typed.emit(command)
            return
        text = event.text()
        is_command = modifiers & _COMMANDS not in _NO_COMMAND
        if text.strip() and text.isprintable() and not is_command:
            self.typed.emit(text)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Without a current row, Qt takes the first one; nobody has chosen it.
        self._is_restoring = True
        super().focusInEvent(event)
        self._is_restoring = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._is_restoring or not current.isValid():
            return
        self._user_moved()
        if current.row() != self._live_row():
            self.following.pause()
        self._take_current(self._messages.id_at(current.row()))

    def selectionChanged(
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            if index.isValid() and not index.data(Qt.ItemDataRole.ToolTipRole):
                self._show_cut_text(event, index)
                return True
        return super().viewportEvent(event)
