# SPDX-License-Identifier: Apache-2.0
"""The picture of a pane: what lies behind the lines, the lines, what lies over them."""

from dataclasses import dataclass, field
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from ocppdesk.gui.charts.drawing import Frame, Style, draw_line, draw_rings
from ocppdesk.gui.charts.lines import Line
from ocppdesk.gui.charts.ticks import values_between
from ocppdesk.gui.look.theme import Theme


@dataclass(slots=True)
class Scene:
    """What all panes have in common."""

    low: float = 0.0
    """The first time in view, seconds since 1970."""
    high: float = 1.0
    """The last one."""
    ticks: list[float] = field(default_factory=list)
    """Where the axis of time has its marks."""
    silences: list[tuple[float, float]] = field(default_factory=list)
    """When the charger was not connected."""
    events: list[tuple[float, str]] = field(default_factory=list)
    """Moments with a line of their own, and the names of their colours."""
    cursor: float | None = None
    """The time under the pointer."""
    markers: dict[str, float] = field(default_factory=dict)
    """The times that are compared: `A` and `B`."""
    chosen: float | None = None
    """The time of the message that is selected."""
    chosen_message: int = 0
    """Its number; 0: none is."""
    selected: tuple[float, float] | None = None
    """The times over which the pointer is drawn."""
    version: int = 0
    """Counts the changes of what does not follow the pointer."""


class Canvas(QGraphicsObject):
    """Paints one pane, in the pixels of the view box that it lies on.

    The lines are painted once and kept: the pointer moves over a picture of them. What
    pyqtgraph does to items within a view box (a matrix that turns values into pixels,
    brought up to date some time later) it does without.

    Args:
        theme: Where colours come from.
        scene: What all panes have in common.
        box: The view box, which knows the values in view.
    """

    def __init__(self, theme: Theme, scene: Scene, box: pyqtgraph.ViewBox) -> None:
        super().__init__(box)
        self._theme = theme
        self._box: Any = box
        self._scene = scene
        self.lines: list[tuple[Line, Style]] = []
        """What is drawn, the last one on top."""
        self.band: tuple[float, float] | None = None
        """The values that are as they should be."""
        self.box: tuple[QPointF, QPointF] | None = None
        """The corners of the box that is drawn to be zoomed into, in time and value."""
        self._version = 0
        self._picture: QPixmap | None = None
        self._painted: object = None

    def refresh(self) -> None:
        """Paint everything anew."""
        self._version += 1
        self.update()

    def frame(self, rect: QRectF) -> Frame:
        """Return which times and values are where.

        Args:
            rect: The place of the pane, in pixels.
        """
        bottom, top = self._box.viewRange()[1]
        return Frame(rect, self._scene.low, self._scene.high, float(bottom), float(top))

    def _paint_lines(self, painter: QPainter, frame: Frame) -> None:
        color = self._theme.color
        painter.fillRect(frame.rect, color("base"))
        painter.setBackground(color("base"))
        if self.band is not None:
            low, high = frame.y(self.band[0]), frame.y(self.band[1])
            tint = QColor(color("ok"))
            tint.setAlpha(18)
            painter.fillRect(
                QRectF(frame.rect.left(), high, frame.rect.width(), low - high), tint
            )
        silence = QColor(color("muted"))
        silence.setAlpha(45)
        for began, ended in self._scene.silences:
            left, right = frame.x(began), frame.x(ended)
            if right >= frame.rect.left() and left <= frame.rect.right():
                width = max(right - left, 1.0)
                painter.fillRect(
                    QRectF(left, frame.rect.top(), width, frame.rect.height()), silence
                )
        self._paint_grid(painter, frame)
        for time, name in self._scene.events:
            pen = QPen(color(name), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            self._upright(painter, frame, time)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, style in self.lines:
            draw_line(painter, line, frame, style)

    def _paint_grid(self, painter: QPainter, frame: Frame) -> None:
        grid, rect = self._theme.color("hover"), frame.rect
        for time in self._scene.ticks:
            if frame.low <= time <= frame.high:
                x = round(frame.x(time))
                painter.fillRect(QRectF(x, rect.top(), 1, rect.height()), grid)
        _step, values = values_between(frame.bottom, frame.top, rect.height())
        for value in values:
            y = round(frame.y(value))
            painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), grid)

    def _paint_over(self, painter: QPainter, frame: Frame) -> None:
        scene, color = self._scene, self._theme.color
        painter.setBackground(color("base"))
        if scene.selected is not None:
            low, high = sorted(scene.selected)
            tint = QColor(color("accent"))
            tint.setAlpha(40)
            left, right = frame.x(low), frame.x(high)
            painter.fillRect(
                QRectF(left, frame.rect.top(), right - left, frame.rect.height()), tint
            )
        if scene.chosen is not None:
            painter.setPen(QPen(color("accent"), 1.5))
            self._upright(painter, frame, scene.chosen)
        for time in scene.markers.values():
            painter.setPen(QPen(color("text"), 1, Qt.PenStyle.DashLine))
            self._upright(painter, frame, time)
        if scene.cursor is not None:
            painter.setPen(QPen(color("muted"), 1))
            self._upright(painter, frame, scene.cursor)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_chosen(painter, frame)
        if self.box is not None:
            painter.setPen(QPen(color("accent"), 1))
            tint = QColor(color("accent"))
            tint.setAlpha(30)
            painter.setBrush(tint)
            one, other = self.box
            painter.drawRect(
                QRectF(
                    QPointF(frame.x(one.x()), frame.y(one.y())),
                    QPointF(frame.x(other.x()), frame.y(other.y())),
                )
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_chosen(self, painter: QPainter, frame: Frame) -> None:
        """Ring the samples of the message that is selected."""
        number = self._scene.chosen_message
        if not number:
            return
        for line, _style in self.lines:
            first, end = line.between(frame.low, frame.high)
            found = (line.message[first:end] == number).nonzero()[0][:20] + first
            if len(found):
                x, y = frame.xs(line.x[found]), frame.ys(line.y[found])
                draw_rings(painter, x, y, self._theme.color("accent"), 5)

    def _upright(self, painter: QPainter, frame: Frame, time: float) -> None:
        if frame.low <= time <= frame.high:
            x = round(frame.x(time)) + 0.5
            painter.drawLine(
                QPointF(x, frame.rect.top()), QPointF(x, frame.rect.bottom())
            )

    def follow_size(self) -> None:
        """Learn that the view box has another size."""
        self.prepareGeometryChange()
        self.refresh()

    # Overrides of QGraphicsObject.

    def boundingRect(self) -> QRectF:
        return QRectF(self._box.rect())

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        rect = painter.transform().mapRect(self.boundingRect())
        painter.save()
        painter.resetTransform()
        frame = self.frame(rect)
        device = painter.device()
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            painter.setClipRect(rect)
            self._paint_lines(painter, frame)
        else:
            ratio = device.devicePixelRatioF()
            painter.drawPixmap(rect.topLeft(), self._kept(frame, ratio))
        painter.setClipRect(rect)
        self._paint_over(painter, frame)
        painter.restore()

    def _kept(self, frame: Frame, ratio: float) -> QPixmap:
        """Return the picture of the lines, painted if it is not as it was."""
        rect = frame.rect
        wanted = (
            rect.width(), rect.height(), ratio, frame.low, frame.high, frame.bottom,
            frame.top, self._scene.version, self._version,
        )  # fmt: skip
        if self._picture is None or wanted != self._painted:
            size = QSize(
                max(round(rect.width() * ratio), 1),
                max(round(rect.height() * ratio), 1),
            )
            if self._picture is None or self._picture.size() != size:
                self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            inner = QPainter(self._picture)
            moved = Frame(
                QRectF(0, 0, rect.width(), rect.height()),
                frame.low, frame.high, frame.bottom, frame.top,
            )  # fmt: skip
            self._paint_lines(inner, moved)
            inner.end()
            self._painted = wanted
        return self._picture
