# SPDX-License-Identifier: Apache-2.0
"""A list to which rows are added while somebody reads it, and which keeps still.

The scroll bar counts pixels, so that rows that are inserted above can be made up for
exactly; a wheel notch still moves by whole rows.
"""

import contextlib
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ocppdesk.gui.messages.following import Following
from ocppdesk.gui.messages.model import MessageTableModel

Index = QModelIndex | QPersistentModelIndex

_UP: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Home})
_DOWN: Final = frozenset({Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End})
_MOST_RESELECTED: Final = 5_000
"""Selected rows that stay selected when all rows are given anew."""
_ROWS: Final = QItemSelectionModel.SelectionFlag.Rows


class LiveTableView(QTableView):
    """A table that follows the end where rows arrive until its user looks elsewhere.

    A wheel notch, a key, the scroll bar, another row, the row menu: from then on
    nothing on the screen moves until the user goes back to that end. What the program
    does by itself never counts as the user's doing.

    Args:
        model: The messages.

    Signals:
        menu_wanted: The row menu is wanted at this place of the screen.
        moved: Rows are at other places, or others are in view.
        resized: The area for rows has another size.
    """

    menu_wanted = Signal(QPoint)
    moved = Signal()
    resized = Signal()

    def __init__(self, model: MessageTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.following = Following(self)
        """Whether it follows, and what is new."""
        self._messages = model
        self._overshoot = 0
        self._is_restoring = False
        self._is_still = False
        self._is_timer = False
        self._kept: tuple[int, list[int]] | None = None
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setModel(model)
        self._keep_header_out_of_selection()
        # After setModel, so that the header has counted the rows before this view does.
        model.rowsInserted.connect(self._on_rows_inserted)
        model.modelAboutToBeReset.connect(self._keep_selection)
        bar = self.verticalScrollBar()
        bar.actionTriggered.connect(self._on_scroll_action)
        bar.sliderPressed.connect(self._on_slider_pressed)
        bar.sliderReleased.connect(self._on_slider_released)
        bar.valueChanged.connect(self.moved)
        self.following.changed.connect(self._on_following_changed)
        self.following.seen.connect(self._on_seen)

    def _keep_header_out_of_selection(self) -> None:
        header = self.horizontalHeader()
        # A header looks for columns that are selected as a whole, row by row, which
        # takes half a minute for a million rows. In a selection of its own there are
        # none.
        header.setHighlightSections(False)
        header.setSelectionModel(QItemSelectionModel(self._messages, self))

    # Rows and pixels.

    @property
    def row_height(self) -> int:
        """The height of every row, in pixels."""
        return self.verticalHeader().defaultSectionSize()

    def set_row_height(self, height: int) -> None:
        """Make all rows that high; a wheel notch moves by whole rows."""
        with self.still():
            # A higher minimum would make Qt resize a million rows one by one.
            self.verticalHeader().setMinimumSectionSize(1)
            self.verticalHeader().setDefaultSectionSize(height)
            self.verticalScrollBar().setSingleStep(height)
            self.horizontalScrollBar().setSingleStep(height)

    def rows_in_view(self) -> range:
        """Return the rows of which at least a part is in view."""
        count = self._messages.rowCount()
        last = self._row_at(self.viewport().height() - 1)
        return range(min(self._row_at(0), count), min(last + 1, count))

    def y_of(self, row: int) -> int:
        """Return how far a row is below the upper edge of the view, in pixels."""
        return row * self.row_height - self.verticalScrollBar().value()

    def is_in_view(self, row: int) -> bool:
        """Return whether the whole of a row is in view."""
        return 0 <= self.y_of(row) <= self.viewport().height() - self.row_height

    def _row_at(self, y: int) -> int:
        return (self.verticalScrollBar().value() + y) // self.row_height

    # Standing still.

    @contextlib.contextmanager
    def still(self) -> Iterator[None]:
        """Keep what is in view where it is while rows come and go anywhere.

        The current row keeps its height if it is in view, else the topmost row that
        stays does; while it follows, the live end stays in view. What is selected
        stays selected. A current row that goes leaves its place to a neighbour, from
        which keys go on, but which nobody has chosen.
        """
        anchors = [] if self.following.is_on else self._anchors()
        self._is_still = self._is_restoring = True
        try:
            yield
        finally:
            self._reselect_kept()
            self._is_still = self._is_restoring = False
            self._settle(anchors)

    def _anchors(self) -> list[tuple[int, int]]:
        """Return what should keep its height, the most wanted first."""
        rows = list(self.rows_in_view())
        current = self.currentIndex().row()
        if current >= 0 and self.is_in_view(current):
            rows.insert(0, current)
        return [(self._messages.id_at(row), self.y_of(row)) for row in rows]

    def _settle(self, anchors: list[tuple[int, int]]) -> None:
        if self.following.is_on:
            self._scroll_to_live_end()
        elif self._messages.rowCount() and anchors:
            places = ((self._messages.row_of(number), y) for number, y in anchors)
            nearest = (self._messages.nearest_row(anchors[0][0]), anchors[0][1])
            row, y = next(((r, y) for r, y in places if r is not None), nearest)
            self.updateGeometries()
            self._scroll_to(row * self.row_height - y)
        self.moved.emit()

    def _keep_selection(self) -> None:
        """Remember by their numbers which rows are selected; the model forgets them."""
        if not self._is_still:
            return
        current = self.currentIndex().row()
        parts = self.selectionModel().selection().toList()
        rows = sorted({row for p in parts for row in range(p.top(), p.bottom() + 1)})
        self._kept = (
            self._messages.id_at(current) if current >= 0 else 0,
            [self._messages.id_at(row) for row in rows[:_MOST_RESELECTED]],
        )

    def _reselect_kept(self) -> None:
        if self._kept is None:
            return
        current, ids = self._kept
        self._kept = None
        found = (self._messages.row_of(number) for number in ids)
        selection = QItemSelection()
        for first, last in _runs(sorted(row for row in found if row is not None)):
            top, bottom = self._messages.index(first, 0), self._messages.index(last, 0)
            selection.select(top, bottom)
        chosen = self.selectionModel()
        chosen.select(selection, QItemSelectionModel.SelectionFlag.Select | _ROWS)
        row = self._messages.row_of(current)
        if row is not None:
            column = max(self.horizontalHeader().logicalIndexAt(0), 0)
            index = self._messages.index(row, column)
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    # The live end.

    def go_live(self) -> None:
        """Go to where messages arrive, and follow."""
        self._user_moved()
        self.following.resume()
        self._scroll_to_live_end()

    def _live_row(self) -> int:
        return 0 if self._messages.newest_first else self._messages.rowCount() - 1

    def _live_value(self) -> int:
        return 0 if self._messages.newest_first else self.verticalScrollBar().maximum()

    def _is_at_live_end(self) -> bool:
        return self.verticalScrollBar().value() == self._live_value()

    def _scroll_to_live_end(self) -> None:
        self._overshoot = 0
        self.updateGeometries()
        self.verticalScrollBar().setValue(self._live_value())
        self.viewport().update()

    def _scroll_to(self, value: int) -> None:
        """Scroll, beyond the last row if need be, so that nothing else moves."""
        bar = self.verticalScrollBar()
        self._overshoot = max(value, 0)
        bar.setMaximum(max(bar.maximum(), self._overshoot))
        bar.setValue(value)

    def _user_moved(self) -> None:
        """Take note that the user, not the program, chose what is in view."""

    def _on_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        # The scroll bar has to know of the rows before it can make up for them, in
        # this turn: a frame in between would show them in the wrong place.
        if self._is_still:
            return
        count = last - first + 1
        had_rows = count < self._messages.rowCount()
        if self.following.is_on:
            self._scroll_to_live_end()
        else:
            self.updateGeometries()
            if had_rows and first <= self._row_at(0):
                value = self.verticalScrollBar().value()
                self._scroll_to(value + count * self.row_height)
        self.moved.emit()

    def _on_scroll_action(self, _action: int) -> None:
        # Only what a user does triggers an action, with the wheel over the rows too.
        self._user_moved()
        bar = self.verticalScrollBar()
        if bar.isSliderDown():
            position = bar.sliderPosition()
            if position < bar.maximum():
                bar.setSliderPosition(position - position % self.row_height)
        elif bar.sliderPosition() == self._live_value():
            self.following.resume()
        else:
            self.following.pause()

    def _on_slider_pressed(self) -> None:
        if self.verticalScrollBar().maximum() > 0:
            self.following.pause()

    def _on_slider_released(self) -> None:
        if self._is_at_live_end():
            self.following.resume()

    def _on_following_changed(self, is_on: bool) -> None:
        if is_on:
            self._scroll_to_live_end()
        self.moved.emit()

    def _on_seen(self) -> None:
        self.viewport().update()
        self.moved.emit()

    # Overrides of QTableView.

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        value = bar.value()
        self._overshoot = min(self._overshoot, value)
        super().updateGeometries()
        if self._overshoot > bar.maximum():
            bar.setMaximum(self._overshoot)
            bar.setValue(value)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        # Nothing of the old picture is moved: rows may have been inserted since.
        if dx:
            super().scrollContentsBy(dx, 0)
        if dy:
            self.verticalHeader().setOffset(self.verticalScrollBar().value())
        self.viewport().update()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = (
            QAbstractItemView.ScrollHint.EnsureVisible
        ),
    ) -> None:
        if self._is_timer or not index.isValid():
            return
        bar, height = self.verticalScrollBar(), self.row_height
        room = self.viewport().height()
        y = self.y_of(index.row())
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            middle = room // 2
            bar.setValue(bar.value() + y - (middle - middle % height))
        elif y < 0:
            bar.setValue(bar.value() + y)
        elif y + height > room:
            # By whole rows, so that the topmost one is whole as well.
            value = bar.value() + y + height - room
            bar.setValue(-(-value // height) * height)

    def timerEvent(self, event: QTimerEvent) -> None:
        # Half a second after a click, Qt scrolls to the row that was clicked; by then
        # its user may have gone elsewhere, and the list follows.
        self._is_timer = True
        super().timerEvent(event)
        self._is_timer = False

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        # A row is one thing here: Home and End are the first and the last row.
        column = max(self.horizontalHeader().logicalIndexAt(0), 0)
        if action is QAbstractItemView.CursorAction.MoveHome:
            return self._messages.index(0, column)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self._messages.index(self._messages.rowCount() - 1, column)
        return super().moveCursor(action, modifiers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.following.is_on:
            self._scroll_to_live_end()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and row != self._live_row():
            self.following.pause()
        super().mousePressEvent(event)
        self._user_moved()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.following.pause()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.bottomLeft())
        else:
            place = event.globalPos()
        self.menu_wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        key = event.key()
        is_down = key in _DOWN
        if not (is_down or key in _UP) or not self._messages.rowCount():
            return
        self._user_moved()
        is_away = is_down == self._messages.newest_first
        if is_away or self.currentIndex().row() != self._live_row():
            self.following.pause()
        else:
            self.go_live()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: what is typed goes to the search box instead."""


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of rows that follow one another."""
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[first], row
            first = at + 1
