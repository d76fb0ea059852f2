# SPDX-License-Identifier: Apache-2.0
"""One chip: a saved filter to click on."""

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from ocppdesk.gui.chips.filter import Part, Use
from ocppdesk.gui.chips.saved import Chip
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme

_WIDEST_NAME: Final = 190  # pixels at 100 %
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -1_000,
    Qt.Key.Key_End: 1_000,
}
_PRESSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def use_of(modifiers: Qt.KeyboardModifier) -> Use:
    """Return what is meant by a click or a key with Ctrl, Alt or neither."""
    if modifiers & _ALT:
        return Use.EXCLUDE
    return Use.ADD if modifiers & _CONTROL else Use.APPLY


class ChipButton(QAbstractButton):
    """Shows a chip with its count, and whether it is part of the filter.

    Args:
        theme: Where colours and sizes come from.
        chip: The chip.

    Signals:
        used: It was clicked, or a key pressed on it; carries the `Use`.
        step_wanted: An arrow key asks for the chip so many places further.
        menu_wanted: Its menu is asked for; carries where on the screen.
    """

    used = Signal(object)
    step_wanted = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip = chip
        self._part = Part.NONE
        self._count: int | None = None
        self._is_counting = False
        self._has_exchanges = False
        self._is_under_mouse = False
        self.setCheckable(True)
        # A click leaves the keyboard where it is; Tab comes here.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._say)
        self._say()

    @property
    def chip(self) -> Chip:
        """The chip."""
        return self._chip

    @property
    def part(self) -> Part:
        """What it has to do with the filter that applies."""
        return self._part

    @property
    def count_text(self) -> str:
        """How many messages it finds; empty if that is not known."""
        if self._is_counting and self._count is None:
            return "…"
        return "" if self._count is None else grouped(self._count)

    def show_chip(self, chip: Chip) -> None:
        """Stand for a chip that was changed."""
        if chip != self._chip:
            if chip.text != self._chip.text:
                self._count = None
            self._chip = chip
            self._say()

    def set_part(self, part: Part) -> None:
        """Tell what it has to do with the filter that applies."""
        if part is not self._part:
            self._part = part
            self.setChecked(part is not Part.NONE)
            self._say()

    def set_count(self, count: int | None) -> None:
        """Tell how many messages it finds, None if nobody can say."""
        self._is_counting = False
        if count != self._count:
            self._count = count
        self._say()

    def set_exchanges(self, has_exchanges: bool) -> None:
        """Tell whether a row of the table is an exchange: messages are counted."""
        self._has_exchanges = has_exchanges
        self._say()

    def begin_counting(self) -> None:
        """Tell that its messages are being counted."""
        self._is_counting = True
        self._say()

    def _say(self) -> None:
        """Put into words what is painted."""
        chip = self._chip
        said = {
            Part.NONE: "",
            Part.IN: self.tr("applies"),
            Part.OUT: self.tr("left out"),
        }
        parts = (chip.name, self.count_text, said[self._part])
        self.setAccessibleName(", ".join(filter(None, parts)))
        if chip.is_toggle:
            how = self.tr("Click switches it on or off, whatever else applies.")
        else:
            how = self.tr("Click: only these. Ctrl+click: and. Alt+click: exclude.")
        again = self.tr("It is on: click again to take it off.")
        if chip.filter is None:
            how = self.tr("This is no filter here. Click to see why.")
        elif self._part is Part.IN:
            how = again
        lines = [chip.name, chip.text, how]
        if self._has_exchanges and self._count is not None:
            lines.append(
                self.tr("The number is that of messages; a row may be two of them.")
            )
        self.setToolTip("\n".join(lines))
        self.updateGeometry()
        self.update()

    def _sign(self) -> str:
        if self._chip.filter is None:
            return "▲"
        return {Part.NONE: "", Part.IN: "✓", Part.OUT: "⊘"}[self._part]

    def _name_font(self) -> QFont:
        font = self._theme.font()
        font.setStrikeOut(self._part is Part.OUT)
        return font

    def _name(self, metrics: QFontMetrics) -> str:
        widest = self._theme.scaled(_WIDEST_NAME)
        return metrics.elidedText(self._chip.name, Qt.TextElideMode.ElideRight, widest)

    def _colors(self) -> tuple[QColor, QColor, QColor, QColor]:
        """Return the colours of background, border, name and count."""
        color = self._theme.color
        if self._part is Part.IN:
            text = color("selection.text")
            return color("selection.back"), color("selection.back"), text, text
        if self._part is Part.OUT:
            return color("error.back"), color("problem"), color("text"), color("text")
        back = "pressed" if self.isDown() else "button"
        if self._is_under_mouse and not self.isDown():
            back = "hover"
        count = "text" if self._count else "muted"
        return color(back), color("border"), color("text"), color(count)

    # Overrides of QAbstractButton.

    def nextCheckState(self) -> None:
        """Leave it to the filter whether the chip is part of it."""

    def sizeHint(self) -> QSize:
        theme = self._theme
        metrics = QFontMetrics(theme.font())
        bold = QFontMetrics(theme.font(bold=True))
        width = metrics.horizontalAdvance(self._name(metrics)) + theme.scaled(20)
        for text in (self._sign(), self.count_text):
            if text:
                width += bold.horizontalAdvance(text) + theme.scaled(6)
        return QSize(width, metrics.height() + theme.scaled(8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        back, border, text, count = self._colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = area.height() / 2
        painter.setBrush(back)
        painter.setPen(QPen(border, 1))
        painter.drawRoundedRect(area, radius, radius)
        if self.hasFocus():
            inner = area.adjusted(2, 2, -2, -2)
            ring = text if self._part is Part.IN else theme.color("accent")
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ring, 2))
            painter.drawRoundedRect(inner, radius - 2, radius - 2)
        room = self.rect().adjusted(theme.scaled(10), 0, -theme.scaled(10), 0)
        bold, plain = theme.font(bold=True), self._name_font()
        name = self._name(QFontMetrics(plain))
        for word, font, color in (
            (self._sign(), bold, text),
            (name, plain, text),
            (self.count_text, bold, count),
        ):
            if word:
                room = self._write(painter, room, word, font, color)
        painter.end()

    def _write(
        self, painter: QPainter, room: QRect, word: str, font: QFont, color: QColor
    ) -> QRect:
        """Write a word and return what room is left behind it."""
        painter.setFont(font)
        painter.setPen(color)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, side, word)
        width = QFontMetrics(font).horizontalAdvance(word) + self._theme.scaled(6)
        return room.adjusted(width, 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.step_wanted.emit(_STEPS[key])
        elif key in _PRESSING:
            self.used.emit(use_of(event.modifiers()))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Alt+Enter is full screen on some systems; on a chip it excludes.
        is_asking = event.type() == QEvent.Type.ShortcutOverride
        if is_asking and isinstance(event, QKeyEvent) and event.key() in _PRESSING:
            event.accept()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        is_click = (
            is_left and self.isDown() and self.hitButton(event.position().toPoint())
        )
        super().mouseReleaseEvent(event)
        if is_click:
            self.used.emit(use_of(event.modifiers()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_mouse = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_mouse = False
        self.update()
        super().leaveEvent(event)

    def _ask_for_menu(self) -> None:
        self.menu_wanted.emit(self.mapToGlobal(QPoint(0, self.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu()
        else:
            self.menu_wanted.emit(event.globalPos())
