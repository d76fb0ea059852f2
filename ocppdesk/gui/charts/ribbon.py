# SPDX-License-Identifier: Apache-2.0
"""The ribbon above the panes: events, states of connectors, and transactions."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ocppdesk.analysis.happenings import MarkKind
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.plot import AXIS_WIDTH
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.look.theme import Theme

EVENT_COLORS: Final = {
    MarkKind.START: "ok",
    MarkKind.STOP: "text",
    MarkKind.BOOT: "chart.4",
    MarkKind.CONNECTED: "online",
    MarkKind.DISCONNECTED: "offline",
    MarkKind.CONFIGURATION: "chart.6",
    MarkKind.PROFILE: "chart.5",
    MarkKind.RESET: "chart.4",
    MarkKind.FAULT: "problem",
}
"""The names of the colours of events."""
_LETTERS: Final = {
    MarkKind.START: "▶", MarkKind.STOP: "■", MarkKind.BOOT: "↑",
    MarkKind.CONNECTED: "●", MarkKind.DISCONNECTED: "○",
    MarkKind.CONFIGURATION: "⚙", MarkKind.PROFILE: "≤", MarkKind.RESET: "↻",
    MarkKind.FAULT: "!",
}  # fmt: skip
_STATE_COLORS: Final = {
    "available": "ok", "charging": "accent", "faulted": "problem",
    "unavailable": "offline", "reserved": "chart.4", "suspendedev": "slow",
    "suspendedevse": "slow", "idle": "slow", "preparing": "chart.6",
    "evconnected": "chart.6", "occupied": "chart.6", "finishing": "chart.8",
}  # fmt: skip
_MOST: Final = 1_500  # states or events that are painted; more are no picture
_REACH: Final = 7  # pixels beside an event that still mean it
_FLAG: Final = 16
_BAND: Final = 17


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at one moment."""

    at: float
    """When, seconds since 1970."""
    kind: MarkKind
    text: str
    message: int


@dataclass(frozen=True, slots=True)
class Band:
    """Something that lasted."""

    began: float
    """From when, seconds since 1970."""
    ended: float | None
    """Until when; None: it goes on."""
    text: str
    message: int
    tip: str = ""
    """What the tool tip says besides."""


@dataclass(frozen=True, slots=True)
class Row:
    """One connector (OCPP 1.6) or EVSE (2.x)."""

    name: str
    states: tuple[Band, ...]
    """One after the other."""
    transactions: tuple[Band, ...]
    """One after the other."""


class Ribbon(QWidget):
    """What happened, over the common time.

    Args:
        theme: Its look.
        scene: What all panes have in common.

    Signals:
        clicked: Something was clicked: the number of its message.
        pointed: The pointer is at a time, or nowhere (None).
    """

    clicked = Signal(int)
    pointed = Signal(object)

    def __init__(self, theme: Theme, scene: Scene) -> None:
        super().__init__()
        self._theme = theme
        self._scene = scene
        self._events: tuple[Event, ...] = ()
        self._times: list[float] = []
        self._rows: tuple[Row, ...] = ()
        self.texts = TimeTexts()
        """How times are written."""
        self.right = 0
        """How many pixels at the right belong to a scroll bar."""
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Events and states"))

    def show_all(self, events: Sequence[Event], rows: Sequence[Row]) -> None:
        """Show these events, in the order of time, and these connectors."""
        is_other_height = len(rows) != len(self._rows)
        self._events, self._rows = tuple(events), tuple(rows)
        self._times = [event.at for event in events]
        if is_other_height:
            self.updateGeometry()
        self.update()

    def events_between(self, low: float, high: float) -> tuple[Event, ...]:
        """Return the events between two times."""
        first = bisect_left(self._times, low)
        return self._events[first : bisect_right(self._times, high)]

    def described(self, place: QPoint) -> tuple[str, int]:
        """Return what is said of a place in it, and of which message; or nothing."""
        if place.x() < self._left:
            return "", 0
        time = self._time(place.x())
        row, offset = divmod(place.y() - self._top, self._row_height)
        if place.y() < self._top:
            reach = _REACH * self._scene_width / max(self._inner, 1)
            near = self.events_between(time - reach, time + reach)
            if not near:
                return "", 0
            event = min(near, key=lambda each: abs(each.at - time))
            return f"{event.text}\n{self.texts.full(event.at)}", event.message
        if row >= len(self._rows):
            return "", 0
        height = self._theme.scaled(_BAND)
        found = self._rows[row]
        bands = found.states if offset < height else found.transactions
        for band in _between(bands, time, time):
            ended = (
                self.tr("now") if band.ended is None else self.texts.full(band.ended)
            )
            told = f"{band.text}\n{self.texts.full(band.began)} → {ended}"
            return f"{told}\n{band.tip}".rstrip(), band.message
        return "", 0

    # Places.

    @property
    def _left(self) -> int:
        return self._theme.scaled(AXIS_WIDTH) + 1

    @property
    def _inner(self) -> int:
        return self.width() - self._left - self.right

    @property
    def _top(self) -> int:
        return self._theme.scaled(_FLAG + 4)

    @property
    def _row_height(self) -> int:
        return self._theme.scaled(_BAND + 9)

    @property
    def _scene_width(self) -> float:
        return self._scene.high - self._scene.low

    def _x(self, time: float) -> float:
        share = (time - self._scene.low) / self._scene_width
        return self._left + min(max(share, -1.0), 2.0) * self._inner

    def _time(self, x: float) -> float:
        share = (x - self._left) / max(self._inner, 1)
        return self._scene.low + share * self._scene_width

    # Painting.

    def _paint_events(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(0.8, bold=True))
        middle = self._top / 2 + 1
        half = self._theme.scaled(_FLAG) / 2
        last = -100.0
        shown = self.events_between(self._scene.low, self._scene.high)
        if len(shown) > _MOST:
            shown = tuple(e for e in shown if e.kind is MarkKind.FAULT)[:_MOST]
        for event in shown:
            x = self._x(event.at)
            color = self._theme.color(EVENT_COLORS[event.kind])
            if x - last < half * 1.2:
                # No room for its sign: a stroke says that there is more.
                painter.setPen(QPen(color, 1))
                painter.drawLine(QPointF(x, self._top - 3), QPointF(x, self._top))
                continue
            last = x
            painter.setPen(color)
            rect = QRectF(x - half, middle - half, 2 * half, 2 * half)
            if event.kind is MarkKind.START:
                self._triangle(painter, rect, color)
            else:
                flags = Qt.AlignmentFlag.AlignCenter
                painter.drawText(rect, flags, _LETTERS[event.kind])

    def _triangle(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        painter.setBrush(color)
        inner = rect.adjusted(4, 4, -4, -4)
        painter.drawPolygon(
            QPolygonF(
                [
                    inner.topLeft(),
                    QPointF(inner.right(), inner.center().y()),
                    inner.bottomLeft(),
                ]
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_row(self, painter: QPainter, row: Row, top: int) -> None:
        color = self._theme.color
        height = self._theme.scaled(_BAND)
        metrics = painter.fontMetrics()
        painter.setPen(color("muted"))
        room = QRectF(4, top, self._left - 10, height)
        name = metrics.elidedText(
            row.name, Qt.TextElideMode.ElideMiddle, int(room.width())
        )
        painter.drawText(
            room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
        )
        inner = QRectF(self._left, top, self._inner, height)
        painter.save()
        painter.setClipRect(inner.adjusted(0, 0, 0, 20))
        for band in self._in_view(row.states):
            rect = self._rect(band, top, height)
            known = _STATE_COLORS.get(band.text.casefold(), "muted")
            tint = QColor(color(known))
            painter.fillRect(QRectF(rect.left(), rect.top(), 2, height), tint)
            tint.setAlpha(52)
            painter.fillRect(rect, tint)
            shown = rect.intersected(inner).adjusted(5, 0, -2, 0)
            if shown.width() > metrics.horizontalAdvance(band.text[:4] + "…"):
                text = metrics.elidedText(
                    band.text, Qt.TextElideMode.ElideRight, int(shown.width())
                )
                painter.setPen(color("text"))
                painter.drawText(shown, Qt.AlignmentFlag.AlignVCenter, text)
        bar = self._theme.scaled(5)
        for band in self._in_view(row.transactions):
            rect = self._rect(band, top + height + 1, bar)
            painter.fillRect(rect, color("accent"))
        painter.restore()

    def _in_view(self, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        found = _between(bands, self._scene.low, self._scene.high)
        if len(found) <= _MOST:
            return found
        return found[:: len(found) // _MOST + 1]

    def _rect(self, band: Band, top: int, height: int) -> QRectF:
        left = self._x(band.began)
        right = self._x(self._scene.high if band.ended is None else band.ended)
        return QRectF(left, top, max(right - left, 1.5), height)

    # Overrides of QWidget.

    def sizeHint(self) -> QSize:
        gap = self._theme.scaled(2)
        return QSize(200, self._top + len(self._rows) * self._row_height + gap)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, scene = self._theme.color, self._scene
        painter.fillRect(self.rect(), color("base"))
        self._paint_events(painter)
        painter.setFont(self._theme.font(0.85))
        for number, row in enumerate(self._rows):
            self._paint_row(painter, row, self._top + number * self._row_height)
        for time, name in ((scene.cursor, "muted"), (scene.chosen, "accent")):
            if time is not None and scene.low <= time <= scene.high:
                painter.setPen(QPen(color(name), 1))
                x = round(self._x(time)) + 0.5
                painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        is_inside = place.x() >= self._left
        self.pointed.emit(self._time(place.x()) if is_inside else None)
        _text, message = self.described(place)
        shape = Qt.CursorShape
        hand = shape.PointingHandCursor if message else shape.ArrowCursor
        self.setCursor(hand)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        _text, message = self.described(event.position().toPoint())
        if message:
            self.clicked.emit(message)

    def leaveEvent(self, _event: QEvent) -> None:
        self.pointed.emit(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            text, _message = self.described(event.pos())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


def _between(bands: tuple[Band, ...], low: float, high: float) -> tuple[Band, ...]:
    """Return the bands that touch the time between two moments."""
    first = bisect_right(bands, low, key=lambda band: band.began)
    last = bisect_right(bands, high, key=lambda band: band.began)
    found = bands[max(first - 1, 0) : last]
    return tuple(band for band in found if band.ended is None or band.ended >= low)
