# SPDX-License-Identifier: Apache-2.0
"""An input for a date and time of this computer's zone that may be empty."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDate, QDateTime, QSignalBlocker, QSize, Qt, QTime, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QLineEdit, QWidget

from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme
from ocppdesk.resources import resource

_EMPTY: Final = QDateTime(QDate(1970, 1, 1), QTime(0, 0))
_LAST_SECOND: Final = QTime(23, 59, 59)


class MomentEdit(QDateTimeEdit):
    """A date and time, or nothing.

    Nothing becomes something by typing a digit, by an arrow key or with the calendar,
    and nothing again by the small cross or by deleting the whole text.

    Args:
        theme: Where colours come from.
        empty_text: What it shows while it is empty.
        first: Gives the time to begin with when an empty input is typed into.
        is_end: Whether a day picked in the calendar means its last second.

    Signals:
        moment_changed: The user chose another time, or none.
    """

    moment_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        empty_text: str,
        first: Callable[[], QDateTime],
        is_end: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first = first
        self._is_end = is_end
        self._was_empty = True
        self.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
        self.setCalendarPopup(True)
        # A half-typed date is no time yet: Enter or leaving the input completes it.
        self.setKeyboardTracking(False)
        self.setMinimumDateTime(_EMPTY)
        self.setSpecialValueText(empty_text)
        self._cross = QAction(self.tr("Leave open"), self)
        self.lineEdit().addAction(
            self._cross, QLineEdit.ActionPosition.TrailingPosition
        )
        self.show_moment(None)
        self._cross.triggered.connect(self._empty)
        self.dateTimeChanged.connect(self._on_changed)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def moment(self) -> int | None:
        """The time in seconds since 1970, None for nothing."""
        return None if self._is_empty() else self.dateTime().toSecsSinceEpoch()

    def show_moment(self, seconds: int | None) -> None:
        """Show a time in seconds since 1970, or nothing; tells nobody."""
        blocker = QSignalBlocker(self)
        if seconds is None:
            self.setDateTime(_EMPTY)
        else:
            self.setDateTime(QDateTime.fromSecsSinceEpoch(seconds))
        blocker.unblock()
        self._was_empty = seconds is None
        self._cross.setVisible(seconds is not None)

    def _is_empty(self) -> bool:
        return self.dateTime() == _EMPTY

    def _empty(self) -> None:
        self.setDateTime(_EMPTY)

    def _begin(self) -> None:
        """Start with a likely time, ready to have its hour changed."""
        self.setDateTime(self._first())
        self.setSelectedSection(QDateTimeEdit.Section.HourSection)

    def _on_changed(self, moment: QDateTime) -> None:
        is_new_day = self._was_empty and moment.time() == QTime(0, 0)
        if self._is_end and is_new_day and not self._is_empty():
            blocker = QSignalBlocker(self)
            self.setTime(_LAST_SECOND)
            blocker.unblock()
        self._was_empty = self._is_empty()
        self._cross.setVisible(not self._was_empty)
        self.moment_changed.emit()

    def _dress(self) -> None:
        theme = self._theme
        self._cross.setIcon(sign_icon("cross", theme.color("muted")))
        arrow = resource("icons", "down.svg").as_posix()
        self.setStyleSheet(
            f"QDateTimeEdit::drop-down {{ border: none; width: {theme.scaled(20)}px; }}"
            f'QDateTimeEdit::down-arrow {{ image: url("{arrow}");'
            f" width: {theme.scaled(10)}px; height: {theme.scaled(10)}px; }}"
        )
        # Weekends are red by default, which says "wrong" everywhere else.
        plain = QTextCharFormat()
        plain.setForeground(theme.color("text"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendarWidget().setWeekdayTextFormat(day, plain)
        self.updateGeometry()

    # Overrides of QDateTimeEdit.

    def sizeHint(self) -> QSize:
        # Qt counts neither the cross nor the frame of the style sheet.
        text = self.fontMetrics().horizontalAdvance("0000-00-00 00:00:00")
        return QSize(text + self._theme.scaled(66), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        # Qt looks for the next part of a date, and finds none for ever.
        if self._is_empty():
            return QAbstractSpinBox.focusNextPrevChild(self, is_next)
        return super().focusNextPrevChild(is_next)

    def stepBy(self, steps: int) -> None:
        if self._is_empty():
            self._begin()
        else:
            super().stepBy(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        both = QAbstractSpinBox.StepEnabledFlag
        return both.StepUpEnabled | both.StepDownEnabled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = self.lineEdit().text()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.lineEdit().selectedText() == text:
                self._empty()
                return
        elif self._is_empty() and event.text().isdigit():
            self._begin()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        calendar = self.calendarWidget()
        if self._is_empty() and calendar.isVisible():
            today = self._first().date()
            calendar.setCurrentPage(today.year(), today.month())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel meant for the table must not change the range.
        event.ignore()
