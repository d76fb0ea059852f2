# SPDX-License-Identifier: Apache-2.0
"""One pane of a chart, and what the mouse does on it."""

from typing import Any, Final

import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from ocppdesk.gui.charts.canvas import Canvas, Scene
from ocppdesk.gui.charts.drawing import Frame
from ocppdesk.gui.charts.kinds import Measure
from ocppdesk.gui.charts.ticks import values_between
from ocppdesk.gui.charts.time_window import TimeWindow
from ocppdesk.gui.look.theme import Theme

AXIS_WIDTH: Final = 76
"""The width of the axis of values in pixels at 100 %."""

_NOTCH: Final = 120  # of a wheel, in eighths of a degree
_ZOOM: Final = 1.25  # for each notch
_STEP: Final = 0.1  # of the width, for each arrow key
_DRAG: Final = 5  # pixels; less is a click


class _ValueAxis(pyqtgraph.AxisItem):
    """The axis of values, written as its pane writes them."""

    def __init__(self) -> None:
        super().__init__("left", maxTickLength=-4)
        self.measure = Measure(1, "")
        base: Any = self
        base.enableAutoSIPrefix(False)

    # Overrides of AxisItem.

    def tickValues(
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        return [values_between(low, high, size)]

    def tickStrings(
        self, values: list[float], _scale: float, spacing: float
    ) -> list[str]:
        return [self.measure.mark(value, spacing) for value in values]


class Plot(pyqtgraph.GraphicsView):
    """A pane: an axis of values, and a picture of lines over the common time.

    The wheel zooms the time, with Ctrl the values; dragging pans, with Shift it draws a
    box to zoom into; a click points at a sample; the right button chooses times.

    Args:
        theme: Where colours come from.
        window: Which times are in view.
        scene: What all panes have in common.

    Signals:
        pointed: The pointer is at a time, or nowhere (None).
        clicked: A place was clicked, in pixels; a sample may be there.
        values_wanted: Some values are to be in view: the least and the greatest.
        fit_wanted: Everything is to be in view.
        times_chosen: The right button chose times, or none: it was only clicked. From,
            until (None both), and the place on the screen.
        selecting: The right button is choosing times: from and until; None: it ended.
        marker_wanted: A key asks for marker `A` or `B` at the pointer.
        enter_pressed: What is selected is to be opened.
    """

    pointed = Signal(object)
    clicked = Signal(QPointF)
    values_wanted = Signal(float, float)
    fit_wanted = Signal()
    times_chosen = Signal(object, object, QPoint)
    selecting = Signal(object)
    marker_wanted = Signal(str)
    enter_pressed = Signal()

    def __init__(self, theme: Theme, window: TimeWindow, scene: Scene) -> None:
        self._theme = theme
        self._window = window
        self._axis: Any = _ValueAxis()
        self._ready = False
        base: Any = super()
        base.__init__()
        # A whole PlotItem has menus and axes for all sides, and takes five times as
        # long to make.
        self._box: Any = pyqtgraph.ViewBox(enableMouse=False, enableMenu=False)
        self._box.disableAutoRange()
        self._box.setDefaultPadding(0)
        self._box.setXRange(0, 1, padding=0)
        self.canvas = Canvas(theme, scene, self._box)
        """The picture."""
        self._box.sigResized.connect(self.canvas.follow_size)
        axis: Any = self._axis
        axis.linkToView(self._box)
        layout: Any = self.centralLayout
        layout.setContentsMargins(0, 4, 1, 4)
        layout.setHorizontalSpacing(0)
        layout.addItem(self._axis, 0, 0)
        layout.addItem(self._box, 0, 1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A background that is kept as a picture would be one in a drawing, too.
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setMouseTracking(True)
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._gesture = ""
        self._ready = True
        self.dress()

    # What is shown.

    def dress(self) -> None:
        """Take colours and sizes of the theme."""
        color = self._theme.color
        base: Any = self
        base.setBackground(color("base"))
        self._axis.setTextPen(color("muted"))
        self._axis.setPen(color("border"))
        self._axis.setStyle(tickFont=self._theme.font(0.9), tickTextOffset=4)
        self._axis.setWidth(self._theme.scaled(AXIS_WIDTH))
        self.canvas.refresh()

    def set_measure(self, measure: Measure) -> None:
        """Write values in another way."""
        if measure != self._axis.measure:
            self._axis.measure = measure
            self._axis.picture = None
            self._axis.update()

    def show_values(self, bottom: float, top: float) -> None:
        """Have these values in view."""
        if (bottom, top) != self.values:
            self._box.setYRange(bottom, top, padding=0)

    @property
    def values(self) -> tuple[float, float]:
        """The least and the greatest value in view."""
        bottom, top = self._box.viewRange()[1]
        return float(bottom), float(top)

    @property
    def frame(self) -> Frame:
        """Which times and values are where in the widget, in pixels."""
        rect = self.mapFromScene(self._box.sceneBoundingRect()).boundingRect()
        return self.canvas.frame(QRectF(rect))

    # Gestures.

    def _release(self, place: QPointF, button: Qt.MouseButton, spot: QPoint) -> None:
        gesture, self._gesture = self._gesture, ""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        frame = self.frame
        if gesture == "box":
            self._zoom_into(frame, pressed, place)
        elif gesture == "times":
            times = sorted((frame.time(pressed.x()), frame.time(place.x())))
            self.times_chosen.emit(*times, spot)
            self.selecting.emit(None)
        elif not gesture and button is Qt.MouseButton.RightButton:
            self.times_chosen.emit(None, None, spot)
        elif not gesture:
            self.clicked.emit(place)
        self.unsetCursor()

    def _zoom_into(self, frame: Frame, one: QPointF, other: QPointF) -> None:
        self.canvas.box = None
        low, high = sorted((frame.time(one.x()), frame.time(other.x())))
        bottom, top = sorted((frame.value(one.y()), frame.value(other.y())))
        # A box that is as flat as a line means its times only.
        if abs(one.y() - other.y()) > _DRAG:
            self.values_wanted.emit(bottom, top)
        if abs(one.x() - other.x()) > _DRAG:
            self._window.show_range(low, high)
        self.canvas.refresh()

    def _drag(self, place: QPointF, button: Qt.MouseButton, *, is_box: bool) -> None:
        assert self._pressed is not None
        if not self._gesture:
            moved = place - self._pressed
            if max(abs(moved.x()), abs(moved.y())) < _DRAG:
                return
            is_right = button is Qt.MouseButton.RightButton
            self._gesture = "times" if is_right else "box" if is_box else "pan"
        frame = self.frame
        if self._gesture == "times":
            times = (frame.time(self._pressed.x()), frame.time(place.x()))
            self.selecting.emit(times)
        elif self._gesture == "box":
            corners = (
                QPointF(frame.time(point.x()), frame.value(point.y()))
                for point in (self._pressed, place)
            )
            self.canvas.box = (next(corners), next(corners))
            self.canvas.update()
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._window.pan(frame.time(self._last.x()) - frame.time(place.x()))
            down = frame.value(self._last.y()) - frame.value(place.y())
            if self._is_zoomed and down:
                bottom, top = self.values
                self.values_wanted.emit(bottom + down, top + down)
        self._last = place

    _is_zoomed = False

    def set_zoomed(self, is_zoomed: bool) -> None:
        """Learn whether the values in view were chosen: dragging then moves them."""
        self._is_zoomed = is_zoomed

    # Overrides of GraphicsView.

    def close(self) -> bool:
        # That of pyqtgraph lets go of scene and viewport, which Qt still needs.
        return QGraphicsView.close(self)

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._pressed is None:
            self._pressed = self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        event.accept()
        self.pointed.emit(self.frame.time(place.x()))
        buttons = event.buttons()
        if self._pressed is None or not buttons:
            return
        is_right = bool(buttons & Qt.MouseButton.RightButton)
        button = Qt.MouseButton.RightButton if is_right else Qt.MouseButton.LeftButton
        is_box = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._drag(place, button, is_box=is_box)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._release(
            event.position(), event.button(), event.globalPosition().toPoint()
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._pressed = None
        if event.button() is Qt.MouseButton.LeftButton:
            self.fit_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        frame, place = self.frame, event.position()
        event.accept()
        notches = delta.y() / _NOTCH
        if not delta.y():
            share = -delta.x() / _NOTCH * _STEP
            self._window.pan(self._window.width * share)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor, middle = _ZOOM**-notches, frame.value(place.y())
            bottom, top = self.values
            self.values_wanted.emit(
                middle - (middle - bottom) * factor, middle + (top - middle) * factor
            )
        else:
            self._window.zoom(_ZOOM**-notches, frame.time(place.x()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        # That of the mouse comes when the right button is let go.
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.times_chosen.emit(None, None, self.mapToGlobal(self.rect().center()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        window, key = self._window, event.key()
        middle = (window.low + window.high) / 2
        keys = Qt.Key
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            event.ignore()
        elif key in (keys.Key_Plus, keys.Key_Equal):
            window.zoom(1 / _ZOOM, middle)
        elif key in (keys.Key_Minus, keys.Key_Underscore):
            window.zoom(_ZOOM, middle)
        elif key == keys.Key_Left:
            window.pan(-window.width * _STEP)
        elif key == keys.Key_Right:
            window.pan(window.width * _STEP)
        elif key == keys.Key_Home:
            self.fit_wanted.emit()
        elif key == keys.Key_End:
            window.set_following(True)
        elif key in (keys.Key_A, keys.Key_B):
            self.marker_wanted.emit("A" if key == keys.Key_A else "B")
        elif key in (keys.Key_Return, keys.Key_Enter):
            self.enter_pressed.emit()
        else:
            event.ignore()

    def leaveEvent(self, _event: QEvent) -> None:
        self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        base: Any = super()
        base.resizeEvent(event)
        if self._ready:
            self.show_values(*self.values)
            self.canvas.refresh()
