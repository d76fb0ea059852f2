# SPDX-License-Identifier: Apache-2.0
"""Draws the rows of the message table, without a delegate and without a model's roles.

A delegate asks the model seven times for each cell of each frame, which costs five
times as much as drawing the texts that are known anyway.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from ocppdesk.gui.messages.cells import Cells, RowKind
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.texts import SLOW_MS, VERY_SLOW_MS
from ocppdesk.gui.theme import Theme

ANSWER_SIGN: Final = "↳ "
"""Stands before the name of a message that is an answer."""

# Drawn, as fonts have these signs as coloured pictures, or not at all. Their corners
# are in halves of the height of a small letter, from its middle.
_SHAPES: Final = {
    "◀": ((-1.0, 0.0), (1.0, -1.3), (1.0, 1.3)),
    "▶": ((1.0, 0.0), (-1.0, -1.3), (-1.0, 1.3)),
    "⚡": (
        (0.6, -1.9), (-1.0, 0.3), (0.0, 0.3), (-0.6, 1.9), (1.0, -0.3), (0.0, -0.3)
    ),
    "⏳": ((-1.0, -1.6), (1.0, -1.6), (-1.0, 1.6), (1.0, 1.6)),
    "⌛": ((-1.0, -1.6), (1.0, -1.6), (-1.0, 1.6), (1.0, 1.6)),
}  # fmt: skip
_MOST_FITTED = 6_000  # texts with their width; some screens
_MUTED: Final = frozenset(
    {
        Column.NUMBER, Column.DELTA, Column.DIRECTION, Column.RESULT,
        Column.LATENCY, Column.JSON,
        Column.MESSAGE_ID, Column.SIZE, Column.RECEIVED, Column.VERSION,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and how rows are to be drawn."""

    rows: range
    """Which."""
    top: int
    """Where the first of them begins; negative if it is partly above the edge."""
    height: int
    """The height of each, in pixels."""
    columns: Sequence[tuple[int, int, int]]
    """Column, left edge and width of those in view, from left to right."""
    is_selected: Callable[[int], bool]
    """Tells whether a row is selected."""
    current: int
    """The row with the focus, -1 if there is none."""
    has_focus: bool
    """Whether the keyboard is the table's."""
    around: int
    """How many rows to read beyond, as they may be wanted next."""
    seen_id: int
    """Messages newer than this one are tinted as new."""


class RowPainter:
    """Draws rows in the colours and fonts of the theme.

    Args:
        theme: The theme; call `reset` when it has changed.
        model: Where the cells come from.
    """

    def __init__(self, theme: Theme, model: MessageTableModel) -> None:
        self._theme = theme
        self._model = model
        self._fitted: dict[tuple[str, int, bool], tuple[str, int]] = {}
        self.reset()

    def reset(self) -> None:
        """Take fonts and sizes of the theme again."""
        self._font = self._theme.font()
        self._fixed = self._theme.fixed_font()
        self._metrics = QFontMetrics(self._font)
        self._fixed_metrics = QFontMetrics(self._fixed)
        self.padding = self._theme.scaled(5)
        """Between the edge of a column and its text, in pixels."""
        self._fitted.clear()

    def is_cut(self, text: str, width: int, column: int) -> bool:
        """Return whether a text does not fit into a column of a width."""
        return self._fit(text, width, is_fixed=column == Column.JSON)[0] != text

    def paint(self, painter: QPainter, frame: Frame, width: int) -> bool:
        """Draw rows.

        Args:
            painter: Draws on the viewport.
            frame: What to draw.
            width: The width of the viewport.

        Returns:
            Whether one of the rows changes with time, as it waits for its answer.
        """
        if not frame.rows:
            return False
        lines = self._lines(frame)
        top = frame.top
        colors = []
        for row, (cells, _before) in zip(frame.rows, lines, strict=True):
            colors.append(self._paint_back(painter, frame, row, cells, top, width))
            top += frame.height
        painter.setFont(self._font)
        self._paint_texts(painter, frame, lines, colors)
        painter.setFont(self._fixed)
        self._paint_json(painter, frame, lines, colors)
        if frame.has_focus and frame.current in frame.rows:
            at = frame.top + (frame.current - frame.rows.start) * frame.height
            is_selected = frame.is_selected(frame.current)
            ring = "selection.text" if is_selected else "accent"
            painter.setPen(QPen(self._theme.color(ring), self._theme.scaled(1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRect(1, at + 1, width - 3, frame.height - 3))
        return any(cells.is_waiting for cells, _before in lines)

    def _lines(self, frame: Frame) -> list[tuple[Cells, Cells | None]]:
        """Return the cells of each row, and those of the row that is older by one."""
        model = self._model
        first, last = frame.rows.start, frame.rows.stop - 1
        model.prepare(range(first - 1, last + 2), around=frame.around)
        rows = [model.cells(row) for row in frame.rows]
        before: list[Cells | None]
        if model.newest_first:
            before = [*rows[1:], model.cells_before(last)]
        else:
            before = [model.cells_before(first), *rows[:-1]]
        return list(zip(rows, before, strict=True))

    def _paint_back(
        self,
        painter: QPainter,
        frame: Frame,
        row: int,
        cells: Cells,
        top: int,
        width: int,
    ) -> tuple[QColor, QColor, bool]:
        """Fill a row; return its two text colours, and whether it is as plain paper."""
        theme = self._theme
        rect = QRect(0, top, width, frame.height)
        kind = self._model.texts.kind(cells)
        is_plain = kind in (RowKind.PLAIN, RowKind.HEARTBEAT)
        if frame.is_selected(row):
            state = "selection" if frame.has_focus else "selection.inactive"
            painter.fillRect(rect, theme.color(f"{state}.back"))
            color = muted = theme.color(f"{state}.text")
            is_plain = False
        elif kind is RowKind.PLAIN:
            color, muted = theme.color("text"), theme.color("muted")
        else:
            color = muted = theme.color(f"row.{kind}.text")
            painter.fillRect(rect, theme.color(f"row.{kind}.back"))
        if cells.id > frame.seen_id:
            if is_plain:
                painter.fillRect(rect, theme.color("row.new.back"))
            mark = QRect(0, top, theme.scaled(3), frame.height)
            painter.fillRect(mark, theme.color("accent"))
        return color, muted, is_plain

    def _paint_texts(
        self,
        painter: QPainter,
        frame: Frame,
        lines: Sequence[tuple[Cells, Cells | None]],
        colors: Sequence[tuple[QColor, QColor, bool]],
    ) -> None:
        metrics = self._metrics
        line = (frame.height + metrics.ascent() - metrics.descent()) // 2 + frame.top
        for (cells, before), (color, muted, is_plain) in zip(
            lines, colors, strict=True
        ):
            for column, left, width in frame.columns:
                if column == Column.JSON:
                    continue
                pen = muted if column in _MUTED else color
                if column == Column.LATENCY and is_plain:
                    pen = self._latency_color(cells, muted)
                elif column == Column.PROBLEM and is_plain:
                    pen = self._theme.color("problem")
                text = self._model.text_of(cells, before, column)
                if not text:
                    continue
                at = left + self.padding
                if text[0] in _SHAPES:
                    at = self._paint_sign(painter, text[0], at, line, pen)
                    width -= at - left - self.padding
                    text = text[2:]
                if column == Column.MESSAGE and cells.is_answer:
                    text = f"{ANSWER_SIGN}{text}"
                text, advance = self._fit(text, width)
                if COLUMNS[column].is_right:
                    at = left + width - self.padding - advance
                painter.setPen(pen)
                painter.drawText(at, line, text)
            line += frame.height

    def _paint_json(
        self,
        painter: QPainter,
        frame: Frame,
        lines: Sequence[tuple[Cells, Cells | None]],
        colors: Sequence[tuple[QColor, QColor, bool]],
    ) -> None:
        found = [place for place in frame.columns if place[0] == Column.JSON]
        if not found:
            return
        _column, left, width = found[0]
        metrics = self._fixed_metrics
        line = (frame.height + metrics.ascent() - metrics.descent()) // 2 + frame.top
        for (cells, _before), (_color, muted, _is_plain) in zip(
            lines, colors, strict=True
        ):
            text, _advance = self._fit(cells.texts[Column.JSON], width, is_fixed=True)
            painter.setPen(muted)
            painter.drawText(left + self.padding, line, text)
            line += frame.height

    def _paint_sign(
        self, painter: QPainter, sign: str, left: int, line: int, color: QColor
    ) -> int:
        """Draw a sign on a line of text; return where the text behind it begins."""
        unit = self._metrics.xHeight() / 2
        x, y = left + 1.5 * unit, line - unit
        corners = [QPointF(x + a * unit, y + b * unit) for a, b in _SHAPES[sign]]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF(corners))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        return left + round(4 * unit)

    def _latency_color(self, cells: Cells, usual: QColor) -> QColor:
        if cells.latency_ms is None or cells.latency_ms <= SLOW_MS:
            return usual
        is_worse = cells.latency_ms > VERY_SLOW_MS
        return self._theme.color("very_slow" if is_worse else "slow")

    def _fit(self, text: str, width: int, *, is_fixed: bool = False) -> tuple[str, int]:
        """Return a text as far as it fits, and how wide it is; both are kept."""
        key = (text, width, is_fixed)
        known = self._fitted.get(key)
        if known is not None:
            return known
        metrics = self._fixed_metrics if is_fixed else self._metrics
        room = width - 2 * self.padding
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        if len(self._fitted) >= _MOST_FITTED:
            self._fitted.clear()
        found = self._fitted[key] = (cut, metrics.horizontalAdvance(cut))
        return found
