# SPDX-License-Identifier: Apache-2.0
"""The names of the lines of a pane, and their values at the pointer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.drawing import Style
from ocppdesk.gui.charts.flow import FlowLayout
from ocppdesk.gui.look.theme import Theme

_SWATCH: Final = 18
_GAP: Final = 5
_WIDEST: Final = "−8888.8 kW"  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as the legend has it."""

    key: SeriesKey
    name: str
    style: Style
    is_hidden: bool
    is_assumed: bool
    """Whether the charger never said the unit."""
    tip: str
    """What the tool tip says."""


class LegendButton(QAbstractButton):
    """The name of a line: a click hides it or shows it again.

    Args:
        theme: Its look.
        entry: The line.

    Signals:
        solo_wanted: Only this line is to be shown, or all again.
    """

    solo_wanted = Signal()

    def __init__(self, theme: Theme, entry: Entry) -> None:
        super().__init__()
        self._theme = theme
        self._value = ""
        self.entry = entry
        """The line."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_entry(entry)

    def show_entry(self, entry: Entry) -> None:
        """Show another line, or the same in another way."""
        self.entry = entry
        self.setText(entry.name)
        self.setToolTip(entry.tip)
        shown = self.tr("hidden") if entry.is_hidden else self.tr("shown")
        self.setAccessibleName(f"{entry.name}, {shown}")
        self.updateGeometry()
        self.update()

    @property
    def value(self) -> str:
        """What is shown beside the name."""
        return self._value

    def show_value(self, text: str) -> None:
        """Show the value at the pointer."""
        if text == self._value:
            return
        is_wider = self._width(text) > self._width(self._value)
        self._value = text
        if is_wider:
            self.updateGeometry()
        self.update()

    def _width(self, value: str) -> int:
        metrics = QFontMetrics(self._theme.font(0.92))
        bold = QFontMetrics(self._theme.font(0.92, bold=True))
        widest = max(bold.horizontalAdvance(text) for text in (_WIDEST, value))
        name = metrics.horizontalAdvance(self.text())
        return self._theme.scaled(_SWATCH + 2 * _GAP) + name + widest

    # Overrides of QAbstractButton.

    def sizeHint(self) -> QSize:
        height = QFontMetrics(self._theme.font(0.92)).height()
        return QSize(self._width(self._value), height + self._theme.scaled(4))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_solo = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_solo and self.isDown():
            self.setDown(False)
            self.solo_wanted.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_solo = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_solo and event.key() == Qt.Key.Key_Space:
            self.solo_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, scaled = self._theme.color, self._theme.scaled
        entry = self.entry
        line = color("disabled") if entry.is_hidden else entry.style.color
        middle = self.height() / 2
        width = scaled(_SWATCH)
        pen = QPen(line, 2.5 * entry.style.scale)
        if entry.style.is_dashed:
            pen.setDashPattern((2.0, 1.2))
        painter.setPen(pen)
        if not entry.is_hidden:
            painter.drawLine(QPointF(1, middle), QPointF(width - 1, middle))
        if entry.is_assumed:
            painter.setPen(QPen(line, 1.4))
            painter.setBrush(color("window"))
            painter.drawEllipse(QPointF(width / 2, middle), scaled(4), scaled(4))
        self._paint_texts(painter, width)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rect, 3, 3)

    def _paint_texts(self, painter: QPainter, width: int) -> None:
        entry, theme = self.entry, self._theme
        font = theme.font(0.92)
        font.setStrikeOut(entry.is_hidden)
        painter.setFont(font)
        left = width + theme.scaled(_GAP)
        rect = self.rect().adjusted(left, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        name_color = theme.color("muted" if entry.is_hidden else "text")
        painter.setPen(QColor(name_color))
        painter.drawText(rect, flags, self.text())
        if self._value and not entry.is_hidden:
            font.setStrikeOut(False)
            font.setBold(True)
            painter.setFont(font)
            after = QFontMetrics(theme.font(0.92)).horizontalAdvance(self.text())
            rect = rect.adjusted(after + theme.scaled(_GAP), 0, 0, 0)
            painter.drawText(rect, flags, self._value)


class Legend(QWidget):
    """The lines of a pane.

    Args:
        theme: Its look.

    Signals:
        toggled: A line is to be hidden, or shown again: its `SeriesKey`.
        solo_wanted: Only this line is to be shown, or all again: its `SeriesKey`.
    """

    toggled = Signal(object)
    solo_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: dict[SeriesKey, LegendButton] = {}
        """The lines, in their order."""
        self._layout = FlowLayout(self, spacing=theme.scaled(10))
        policy = QSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these lines."""
        if [entry.key for entry in entries] == list(self.buttons):
            for entry in entries:
                if self.buttons[entry.key].entry != entry:
                    self.buttons[entry.key].show_entry(entry)
            return
        for button in self.buttons.values():
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for entry in entries:
            button = LegendButton(self._theme, entry)
            key = entry.key
            button.clicked.connect(lambda _on=False, key=key: self.toggled.emit(key))
            button.solo_wanted.connect(lambda key=key: self.solo_wanted.emit(key))
            self._layout.addWidget(button)
            self.buttons[key] = button
        self.updateGeometry()

    def show_values(self, values: Mapping[SeriesKey, str]) -> None:
        """Show the values at the pointer; lines without one show none."""
        for key, button in self.buttons.items():
            button.show_value(values.get(key, ""))
