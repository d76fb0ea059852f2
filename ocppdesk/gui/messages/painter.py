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

from ocppdesk.gui.findings.signs import COLORS, ICONS
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.cells import FINDING_SIGNS, MARK_SIGN, NOTE_SIGN, Cells
from ocppdesk.gui.messages.color_rules import ColorRule
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.predecessors import predecessors
from ocppdesk.gui.messages.rule_icons import paint_icon
from ocppdesk.gui.messages.times import DeltaMode

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
        Column.MESSAGE_ID, Column.SIZE, Column.RECEIVED, Column.CHARGER_TIME,
        Column.CLOCK_OFFSET, Column.VERSION,
    }
)  # fmt: skip
# The texts of the others are those of the cells.
_CHANGING: Final = frozenset(
    {
        Column.TIME, Column.DELTA, Column.RESULT, Column.CHARGER_TIME,
        Column.CLOCK_OFFSET, Column.VERSION,
    }
)  # fmt: skip
_ICON_ROOM: Final = 1.15  # of the height of a line: an icon and the gap behind it
# Signs, their icons, and the colours that they have on plain paper.
_MARK_ICONS: Final = (
    *((sign, ICONS[level], COLORS[level]) for level, sign in FINDING_SIGNS.items()),
    (MARK_SIGN, "star", "text"),
    (NOTE_SIGN, "pencil", "text"),
)


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
    is_stale: bool = False
    """Whether the rows are not what is wanted, but what was shown before."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is to be drawn."""

    cells: Cells
    before: Cells | None
    """The row that is older by one."""
    since: Cells | None
    """The older row that Δ counts from."""
    rule: ColorRule | None
    """What colours it."""
    color: QColor
    """That of its texts."""
    muted: QColor
    """That of the texts that matter less."""
    is_plain: bool
    """Whether single texts may have colours of their own."""


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
        self._pairs: dict[ColorRule, tuple[QColor, QColor]] = {}
        self.reset()

    def reset(self) -> None:
        """Take fonts and sizes of the theme again."""
        self._font = self._theme.font()
        self._fixed = self._theme.fixed_font()
        self._metrics = QFontMetrics(self._font)
        self._fixed_metrics = QFontMetrics(self._fixed)
        unit = self._metrics.xHeight() / 2
        self._sign_room = round(4 * unit)
        self._polygons = {
            sign: QPolygonF(
                [QPointF((x + 1.5) * unit, (y - 1) * unit) for x, y in shape]
            )
            for sign, shape in _SHAPES.items()
        }
        self._icon_room = round(self._metrics.height() * _ICON_ROOM)
        self.padding = self._theme.scaled(5)
        """Between the edge of a column and its text, in pixels."""
        self._fitted.clear()
        self._pairs.clear()

    def is_cut(self, text: str, width: int, column: int) -> bool:
        """Return whether a text does not fit into a column of a width."""
        if column == Column.MESSAGE:
            width -= self._icon_room
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
        for row, line in zip(frame.rows, lines, strict=True):
            self._paint_back(
                painter, frame, row, line, QRect(0, top, width, frame.height)
            )
            top += frame.height
        painter.setFont(self._font)
        signs = self._paint_texts(painter, frame, lines)
        painter.setFont(self._fixed)
        self._paint_json(painter, frame, lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._paint_icons(painter, frame, lines)
        self._paint_signs(painter, signs)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_exchange(painter, frame)
        if frame.has_focus and frame.current in frame.rows:
            at = frame.top + (frame.current - frame.rows.start) * frame.height
            is_selected = frame.is_selected(frame.current)
            ring = "selection.text" if is_selected else "accent"
            painter.setPen(QPen(self._theme.color(ring), self._theme.scaled(1)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRect(1, at + 1, width - 3, frame.height - 3))
        return any(line.cells.is_waiting for line in lines)

    def _lines(self, frame: Frame) -> list[_Line]:
        """Return what is to be drawn of each row."""
        model = self._model
        first, last = frame.rows.start, frame.rows.stop - 1
        model.prepare(range(first - 1, last + 2), around=frame.around)
        before = predecessors(model, frame.rows, DeltaMode.ROW)
        mode = model.texts.delta_mode
        since = before
        is_shown = any(column == Column.DELTA for column, *_place in frame.columns)
        if is_shown and mode is not DeltaMode.ROW:
            since = predecessors(model, frame.rows, mode)
        return [
            self._line(frame, row, *older)
            for row, *older in zip(frame.rows, before, since, strict=True)
        ]

    def _line(
        self, frame: Frame, row: int, before: Cells | None, since: Cells | None
    ) -> _Line:
        theme, cells = self._theme, self._model.cells(row)
        rule = self._model.texts.rule(cells)
        is_plain = False
        if frame.is_selected(row):
            state = "selection" if frame.has_focus else "selection.inactive"
            color = muted = theme.color(f"{state}.text")
        elif frame.is_stale or self._model.is_dimmed(cells.id):
            color = muted = theme.color("dimmed")
        elif rule is None:
            color, muted, is_plain = theme.color("text"), theme.color("muted"), True
        else:
            color, back = self._pair(rule)
            muted, is_plain = color, back == theme.color("base")
        return _Line(cells, before, since, rule, color, muted, is_plain)

    def _paint_back(
        self, painter: QPainter, frame: Frame, row: int, line: _Line, rect: QRect
    ) -> None:
        """Fill a row with its colour, if it has one."""
        theme = self._theme
        is_new = line.cells.id > frame.seen_id
        if frame.is_selected(row):
            state = "selection" if frame.has_focus else "selection.inactive"
            painter.fillRect(rect, theme.color(f"{state}.back"))
        elif frame.is_stale:
            return
        elif is_new and line.is_plain:
            painter.fillRect(rect, theme.color("row.new.back"))
        elif line.rule is not None and not self._model.is_dimmed(line.cells.id):
            painter.fillRect(rect, self._pair(line.rule)[1])
        if is_new:
            mark = QRect(0, rect.top(), theme.scaled(3), rect.height())
            painter.fillRect(mark, theme.color("accent"))

    def _paint_texts(
        self, painter: QPainter, frame: Frame, lines: Sequence[_Line]
    ) -> list[tuple[str, int, int, QColor]]:
        """Draw the texts but the JSON; return the signs before them."""
        signs = []
        metrics, text_of = self._metrics, self._model.text_of
        columns = [
            (column, left, width, self._model.columns[column].is_right)
            for column, left, width in frame.columns
            if column not in (Column.JSON, Column.MARKS)
        ]
        base = (frame.height + metrics.ascent() - metrics.descent()) // 2 + frame.top
        for line in lines:
            cells = line.cells
            for column, left, width, is_right in columns:
                if column in _CHANGING:
                    since = line.since if column == Column.DELTA else line.before
                    text = text_of(cells, since, column)
                else:
                    text = cells.texts[column]
                if not text:
                    continue
                pen = line.muted if column in _MUTED else line.color
                at, room = left + self.padding, width
                if line.is_plain:
                    pen = self._own_color(cells, column) or pen
                if column == Column.MESSAGE:
                    at += self._icon_room
                    room -= self._icon_room
                    if cells.is_answer:
                        text = f"{ANSWER_SIGN}{text}"
                elif text[0] in _SHAPES:
                    signs.append((text[0], at, base, pen))
                    at += self._sign_room
                    room -= self._sign_room
                    text = text[2:]
                text, advance = self._fit(text, room)
                if is_right:
                    at = left + width - self.padding - advance
                painter.setPen(pen)
                painter.drawText(at, base, text)
            base += frame.height
        return signs

    def _paint_json(
        self, painter: QPainter, frame: Frame, lines: Sequence[_Line]
    ) -> None:
        found = _place_of(frame, Column.JSON)
        if found is None:
            return
        left, width = found
        metrics = self._fixed_metrics
        base = (frame.height + metrics.ascent() - metrics.descent()) // 2 + frame.top
        for line in lines:
            text = line.cells.texts[Column.JSON]
            text, _advance = self._fit(text, width, is_fixed=True)
            painter.setPen(line.muted)
            painter.drawText(left + self.padding, base, text)
            base += frame.height

    def _paint_icons(
        self, painter: QPainter, frame: Frame, lines: Sequence[_Line]
    ) -> None:
        """Draw the icons of the rules, the marks and the signs of notes."""
        names = _place_of(frame, Column.MESSAGE)
        marks = _place_of(frame, Column.MARKS)
        height = self._metrics.height()
        middle = frame.top + frame.height / 2
        for line in lines:
            if names is not None and line.rule is not None and line.rule.icon:
                center = QPointF(names[0] + self.padding + height / 2, middle)
                paint_icon(painter, line.rule.icon, center, height * 0.3, line.color)
            signs = line.cells.texts[Column.MARKS]
            if marks is not None and signs:
                x = marks[0] + self.padding + height * 0.4
                for sign, icon, name in _MARK_ICONS:
                    if sign in signs:
                        color = self._theme.color(name) if line.is_plain else line.color
                        center = QPointF(x, middle)
                        paint_icon(painter, icon, center, height * 0.36, color)
                        x += height
            middle += frame.height

    def _paint_exchange(self, painter: QPainter, frame: Frame) -> None:
        """Join the current call and its answer by a bracket beside the directions."""
        place, model = _place_of(frame, Column.DIRECTION), self._model
        if place is None or not 0 <= frame.current < model.rowCount():
            return
        partner = model.cells(frame.current).partner
        other = None if partner is None else model.row_of(partner)
        if other is None:
            return
        upper, lower = sorted((frame.current, other))
        rows = range(max(upper, frame.rows.start), min(lower, frame.rows.stop - 1) + 1)
        right = place[0] + place[1] - self._theme.scaled(3)
        tick = self._theme.scaled(5)
        thickness = self._theme.scaled(2)
        for row in rows:
            top = frame.top + (row - frame.rows.start) * frame.height
            middle = top + frame.height // 2
            start = middle if row == upper else top
            end = middle + thickness if row == lower else top + frame.height
            is_active = frame.is_selected(row) and frame.has_focus
            color = self._theme.color("selection.text" if is_active else "accent")
            painter.fillRect(right - thickness, start, thickness, end - start, color)
            if row in (upper, lower):
                painter.fillRect(right - tick, middle, tick, thickness, color)

    def _paint_signs(
        self, painter: QPainter, signs: Sequence[tuple[str, int, int, QColor]]
    ) -> None:
        """Draw the signs that stand before texts: which, where, in which colour."""
        painter.setPen(Qt.PenStyle.NoPen)
        for sign, left, base, color in signs:
            painter.setBrush(color)
            painter.drawPolygon(self._polygons[sign].translated(left, base))

    def _own_color(self, cells: Cells, column: int) -> QColor | None:
        """Return the colour that a text has for itself on plain paper."""
        if column == Column.PROBLEM:
            return self._theme.color("problem")
        is_waiting = column == Column.RESULT and cells.is_waiting
        if column == Column.LATENCY or is_waiting:
            name = self._model.texts.slowness(cells)
            return self._theme.color(name) if name else None
        return None

    def _pair(self, rule: ColorRule) -> tuple[QColor, QColor]:
        """Return the colours of a rule in this theme."""
        pair = self._pairs.get(rule)
        if pair is None:
            pair = self._pairs[rule] = self._theme.pair(rule.light, rule.dark)
        return pair

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


def _place_of(frame: Frame, wanted: Column) -> tuple[int, int] | None:
    """Return left edge and width of a column, None if it is not in view."""
    for column, left, width in frame.columns:
        if column == wanted:
            return left, width
    return None
