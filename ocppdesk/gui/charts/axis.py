# SPDX-License-Identifier: Apache-2.0
"""The axis of time below the panes."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.plot import AXIS_WIDTH
from ocppdesk.gui.charts.ticks import Tick, TimeTexts
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.times import exact_delta

_APART: Final = 92  # pixels between two marks at 100 %
_MILLION: Final = 1_000_000


class TimeAxis(QWidget):
    """Marks of the common time, the time at the pointer, and the markers A and B.

    Args:
        theme: Its look.
        scene: What all panes have in common.
    """

    def __init__(self, theme: Theme, scene: Scene) -> None:
        super().__init__()
        self._theme = theme
        self._scene = scene
        self._marks: list[Tick] = []
        self.texts = TimeTexts()
        """How times are written."""
        self.right = 0
        """How many pixels at the right belong to a scroll bar."""
        self.setAccessibleName(self.tr("Time"))

    def place_marks(self) -> list[float]:
        """Choose round times for what is in view, and return them."""
        scene = self._scene
        width = self.width() - self._left - self.right
        # Texts with milliseconds or days are longer.
        apart = self._theme.scaled(_APART)
        most = max(width // apart, 1)
        self._marks = self.texts.ticks(scene.low, scene.high, most)
        self.update()
        return [mark.at for mark in self._marks]

    @property
    def difference(self) -> str:
        """The time from marker A to marker B; empty if one is not set."""
        markers = self._scene.markers
        if len(markers) < 2:
            return ""
        return exact_delta(round((markers["B"] - markers["A"]) * _MILLION))

    @property
    def _left(self) -> int:
        return self._theme.scaled(AXIS_WIDTH) + 1

    def _x(self, time: float) -> float:
        scene = self._scene
        width = self.width() - self._left - self.right
        return self._left + (time - scene.low) / (scene.high - scene.low) * width

    # Overrides of QWidget.

    def sizeHint(self) -> QSize:
        height = QFontMetrics(self._theme.font(0.9)).height()
        return QSize(200, 2 * height + self._theme.scaled(9))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color, scene = self._theme.color, self._scene
        painter.fillRect(self.rect(), color("base"))
        painter.setFont(self._theme.font(0.9))
        metrics = painter.fontMetrics()
        end = self.width() - self.right
        painter.setPen(QPen(color("border"), 1))
        painter.drawLine(QPointF(self._left, 0.5), QPointF(end, 0.5))
        top = self._theme.scaled(4)
        free = 0.0  # where the day of the mark before ends
        for mark in self._marks:
            x = self._x(mark.at)
            if x < self._left - 1 or x > end:
                continue
            painter.setPen(QPen(color("border"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, top))
            width = metrics.horizontalAdvance(mark.text)
            if x + width / 2 > end:
                continue
            painter.setPen(color("muted"))
            baseline = top + metrics.ascent()
            painter.drawText(QPointF(x - width / 2, baseline), mark.text)
            width = metrics.horizontalAdvance(mark.day)
            left = max(x - width / 2, 2.0)
            if mark.day and left > free and left + width < end:
                painter.setPen(color("text"))
                painter.drawText(QPointF(left, baseline + metrics.height()), mark.day)
                free = left + width + self._theme.scaled(8)
        for name, time in scene.markers.items():
            self._flag(painter, name, self._x(time), "text")
        if scene.cursor is not None:
            text = self.texts.full(scene.cursor)
            if self.difference:
                text += f"   A→B {self.difference}"
            self._flag(painter, text, self._x(scene.cursor), "accent")

    def _flag(self, painter: QPainter, text: str, x: float, name: str) -> None:
        """Paint a text in a box, below a time."""
        color, scaled = self._theme.color, self._theme.scaled
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text) + scaled(10)
        end = self.width() - self.right
        if x < self._left - 2 or x > end + 2:
            return
        left = min(max(x - width / 2, 0), max(end - width, 0))
        rect = QRectF(left, scaled(2), width, metrics.height() + scaled(3))
        painter.setPen(QPen(color(name), 1))
        painter.setBrush(color("tip.back"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(color("text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
