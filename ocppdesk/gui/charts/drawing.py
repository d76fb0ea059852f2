# SPDX-License-Identifier: Apache-2.0
"""Draws lines of samples, with their gaps, onto pixels.

A pen of one pixel is drawn some hundred times as fast as a wider one where a line goes
up and down at each pixel, so only lines with few points have a wider pen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from pyqtgraph.functions import arrayToQPath, arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ocppdesk.analysis.sample import Assumed
from ocppdesk.gui.charts.lines import Floats, Integers, Line, Shape

HOLLOW: Final = Assumed.UNIT.value | Assumed.TIME.value
"""What makes the mark of a sample hollow."""

_FEW: Final = 600  # points that are drawn with a wide pen
_AT_ONCE: Final = 40  # of these
_PIXELS_EACH: Final = 7  # from which on samples have marks of their own
_RADIUS: Final = 2.4
_MOST_RUNS: Final = 400  # of a filled line; more are no picture any more
_FAR: Final = 1e6  # pixels; what is further away is drawn at that distance


@dataclass(frozen=True, slots=True)
class Frame:
    """Which times and values are where in a picture."""

    rect: QRectF
    """The pixels."""
    low: float
    """The time at the left edge, seconds since 1970."""
    high: float
    """The time at the right edge."""
    bottom: float
    """The value at the lower edge."""
    top: float
    """The value at the upper edge."""

    def x(self, time: float) -> float:
        """Return where a time is."""
        share = (time - self.low) / (self.high - self.low)
        return min(max(self.rect.left() + share * self.rect.width(), -_FAR), _FAR)

    def y(self, value: float) -> float:
        """Return where a value is."""
        share = (self.top - value) / (self.top - self.bottom)
        return min(max(self.rect.top() + share * self.rect.height(), -_FAR), _FAR)

    def time(self, x: float) -> float:
        """Return the time at a place."""
        share = (x - self.rect.left()) / max(self.rect.width(), 1.0)
        return self.low + share * (self.high - self.low)

    def value(self, y: float) -> float:
        """Return the value at a place."""
        share = (y - self.rect.top()) / max(self.rect.height(), 1.0)
        return self.top - share * (self.top - self.bottom)

    def xs(self, times: Floats) -> Floats:
        """Return where times are."""
        scale = self.rect.width() / (self.high - self.low)
        return np.clip((times - self.low) * scale + self.rect.left(), -_FAR, _FAR)

    def ys(self, values: Floats) -> Floats:
        """Return where values are."""
        scale = self.rect.height() / (self.top - self.bottom)
        return np.clip((self.top - values) * scale + self.rect.top(), -_FAR, _FAR)


@dataclass(frozen=True, slots=True)
class Style:
    """How a line looks."""

    color: QColor
    """Its colour."""
    is_dashed: bool = False
    """Whether it says what may be, not what is."""
    is_filled: bool = False
    """Whether the area down to zero is tinted."""
    scale: float = 1.0
    """The size of its marks and the width of its pen."""


def draw_line(painter: QPainter, line: Line, frame: Frame, style: Style) -> None:
    """Draw what a picture shows of a line.

    Args:
        painter: What it is drawn with; it is left with other pens.
        line: The samples.
        frame: Which times and values are where.
        style: How it looks.
    """
    shape = line.shape(frame.low, frame.high, max(int(frame.rect.width()), 1))
    if not len(shape.x):
        return
    x, y = frame.xs(shape.x), frame.ys(shape.y)
    breaks = shape.breaks
    if line.is_step and not shape.is_thinned:
        x, y, breaks = _stepped(x, y, breaks)
    # Dense lines have no room for soft edges, which take most of the time.
    is_soft = len(shape.x) <= _FEW
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_soft)
    if style.is_filled:
        _fill(painter, x, y, breaks, frame, style)
    _stroke(painter, x, y, breaks, style)
    _dot(painter, line, shape, frame, style)


def _stepped(x: Floats, y: Floats, breaks: Integers) -> tuple[Floats, Floats, Integers]:
    """Return points whose line goes sideways first, and then up or down."""
    xs, ys = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    if not len(breaks):
        return xs, ys, breaks
    # Where the line is broken it does not hold its value up to the next sample.
    held = np.ones(len(xs), np.bool_)
    held[2 * breaks + 1] = False
    moved = 2 * breaks - np.arange(len(breaks))
    return xs[held], ys[held], moved


def _runs(count: int, breaks: Integers) -> Iterator[tuple[int, int]]:
    """Yield the first point and the one after the last of each unbroken part."""
    begin = 0
    for place in breaks.tolist():
        yield begin, place + 1
        begin = place + 1
    yield begin, count


def _fill(
    painter: QPainter,
    x: Floats,
    y: Floats,
    breaks: Integers,
    frame: Frame,
    style: Style,
) -> None:
    if len(breaks) > _MOST_RUNS:
        return
    tint = QColor(style.color)
    tint.setAlpha(36)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    ground = frame.y(0.0)
    for begin, end in _runs(len(x), breaks):
        if end - begin < 2:
            continue
        xs = np.concatenate(([x[begin]], x[begin:end], [x[end - 1]]))
        ys = np.concatenate(([ground], y[begin:end], [ground]))
        painter.drawPolygon(arrayToQPolygonF(xs, ys))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _stroke(
    painter: QPainter, x: Floats, y: Floats, breaks: Integers, style: Style
) -> None:
    is_few = len(x) <= _FEW
    pen = QPen(style.color, 1.6 * style.scale if is_few else 1.0)
    if style.is_dashed and is_few:
        pen.setDashPattern((4.0, 3.0))
    painter.setPen(pen)
    if is_few:
        # The time for a wide pen grows with the square of the points. Dashes would
        # begin anew with each part.
        part = len(x) if style.is_dashed else _AT_ONCE
        for begin, end in _runs(len(x), breaks):
            for start in range(begin, end - 1, part):
                stop = min(start + part + 1, end)
                painter.drawPolyline(arrayToQPolygonF(x[start:stop], y[start:stop]))
        return
    if not len(breaks):
        painter.drawPolyline(arrayToQPolygonF(x, y))
        return
    linked = np.ones(len(x), np.int32)
    linked[breaks] = 0
    linked[-1] = 0
    painter.drawPath(arrayToQPath(x, y, connect=linked, finiteCheck=False))


def _dot(
    painter: QPainter, line: Line, shape: Shape, frame: Frame, style: Style
) -> None:
    """Draw marks: of all samples where they have room, else of lone ones."""
    count = len(shape.x)
    if not shape.is_thinned and _have_room(frame, shape, style):
        chosen = np.arange(count)
    else:
        if not len(shape.breaks):
            return
        ends = np.concatenate(([-1], shape.breaks, [count - 1]))
        alone = np.flatnonzero(np.diff(ends) == (2 if shape.is_thinned else 1))
        chosen = ends[alone] + 1
    x, y = frame.xs(shape.x[chosen]), frame.ys(shape.y[chosen])
    assumed = np.zeros(len(chosen), np.bool_)
    if not shape.is_thinned:
        assumed = line.assumed[chosen + shape.first] & HOLLOW > 0
    radius = _RADIUS * style.scale
    for is_hollow in (False, True):
        part = assumed == is_hollow
        if not part.any():
            continue
        if is_hollow:
            draw_rings(painter, x[part], y[part], style.color, radius + 0.8)
        else:
            pen = QPen(style.color, 2 * radius)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(arrayToQPolygonF(x[part], y[part]))


def _have_room(frame: Frame, shape: Shape, style: Style) -> bool:
    """Return whether the marks of samples beside each other can be told apart."""
    if len(shape.x) < 2:
        return True
    each = _PIXELS_EACH * style.scale
    if len(shape.x) * each > 2 * frame.rect.width():
        return False
    apart = float(np.median(np.diff(shape.x)))
    return apart * frame.rect.width() / (frame.high - frame.low) >= each


def draw_rings(
    painter: QPainter, x: Floats, y: Floats, color: QColor, radius: float
) -> None:
    """Draw rings around some places, with nothing in them."""
    painter.setPen(QPen(color, 1.4))
    painter.setBrush(painter.background())
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        painter.drawEllipse(QPointF(across, down), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def nearest(
    lines: list[Line], frame: Frame, place: QPointF, reach: float
) -> tuple[Line, int] | None:
    """Return the sample that is nearest to a place in the picture.

    Args:
        lines: Those that are in it.
        frame: Which times and values are where.
        place: The place, in pixels.
        reach: How far away it may be, in pixels.
    """
    best: tuple[float, Line, int] | None = None
    low, high = frame.time(place.x() - reach), frame.time(place.x() + reach)
    for line in lines:
        first, end = line.between(low, high)
        if first == end:
            continue
        across = frame.xs(line.x[first:end]) - place.x()
        down = frame.ys(line.y[first:end]) - place.y()
        distance = np.hypot(across, down)
        index = int(np.argmin(distance))
        found = float(distance[index])
        if found <= reach and (best is None or found < best[0]):
            best = (found, line, first + index)
    return None if best is None else (best[1], best[2])
