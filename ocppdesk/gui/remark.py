# SPDX-License-Identifier: Apache-2.0
"""A line below an input that says what is wrong with it."""

from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

Level = Literal["error", "warning"]

_GAP: Final = 3
_SIGNS: Final = {"error": ("wrong", "problem"), "warning": ("warning", "slow")}


class Remark(QFrame):
    """Hangs below an input, over what is there, so that nothing moves while one types.

    Args:
        theme: Where colours come from.
        anchor: The input; the remark is as wide and goes wherever it goes. None: the
            remark stands in a layout like any other widget.
        covers: Lie on the anchor itself rather than below it, and let a cross take
            the remark away: for an anchor that can be done without for a while.

    Signals:
        accepted: The button with the way out was pressed.
    """

    accepted = Signal()

    def __init__(
        self, theme: Theme, anchor: QWidget | None = None, *, covers: bool = False
    ) -> None:
        super().__init__(anchor)
        self._theme = theme
        self._anchor = anchor
        self._covers = covers
        self._level: Level = "error"
        self._sign = QLabel()
        side = Qt.AlignmentFlag.AlignVCenter if covers else Qt.AlignmentFlag.AlignTop
        self._sign.setAlignment(side)
        self._label = QLabel(wordWrap=True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._close = QToolButton(autoRaise=True)
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setToolTip(self.tr("Close"))
        self._row = QHBoxLayout(self)
        above = 1 if covers else 6
        self._row.setContentsMargins(10, above, 10 if not covers else 2, above)
        self._row.addWidget(self._sign)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._button)
        self._row.addWidget(self._close)
        self._close.setVisible(covers)  # not sooner, it would be a window of its own
        self._close.clicked.connect(self.withdraw)
        self._button.clicked.connect(self.accepted)
        self.setObjectName("remark")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.Box)
        self.hide()
        if anchor is not None:
            anchor.installEventFilter(self)
        theme.changed.connect(self._dress)

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    def say(self, text: str, *, level: Level = "error", way_out: str = "") -> None:
        """Show a text.

        Args:
            text: What is wrong and what holds meanwhile.
            level: How bad it is.
            way_out: The label of a button that sets it right; empty for none.
        """
        self._level = level
        self._label.setText(text)
        self._button.setText(way_out)
        self._button.setVisible(bool(way_out))
        self.setAccessibleName(text)
        self._dress()
        if self._anchor is None:
            self.show()
            return
        self._follow_window(self._anchor.window())
        self.setVisible(self._anchor.isVisible())
        self._place()
        self.raise_()

    def withdraw(self) -> None:
        """Take the text away."""
        self._label.clear()
        self.hide()

    def _dress(self) -> None:
        sign, color = _SIGNS[self._level]
        side = self._theme.scaled(16)
        icon = sign_icon(sign, self._theme.color(color))
        self._sign.setPixmap(icon.pixmap(QSize(side, side), self.devicePixelRatioF()))
        self._close.setIcon(sign_icon("cross", self._theme.color("muted")))
        self.setStyleSheet(
            f"QFrame#remark {{ background: "
            f"{self._theme.color(f'{self._level}.back').name()}; border: 1px solid "
            f"{self._theme.color(color).name()}; border-radius: 6px; }}"
        )
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color("text"))
        self._label.setPalette(palette)

    def _follow_window(self, window: QWidget) -> None:
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)

    def _place(self) -> None:
        if self._anchor is None or self.isHidden():
            return
        window = self._anchor.window()
        if self.parentWidget() is not window:
            return
        width = min(max(self._anchor.width(), self._theme.scaled(320)), window.width())
        below = 0 if self._covers else self._anchor.height() + _GAP
        corner = self._anchor.mapTo(window, QPoint(0, below))
        corner.setX(max(0, min(corner.x(), window.width() - width)))
        height = self._row.totalHeightForWidth(width)
        if self._covers:
            height = max(height, self._anchor.height())
        self.setGeometry(corner.x(), corner.y(), width, height)

    # Overrides of QObject.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        elif watched is self._anchor and kind == QEvent.Type.Hide:
            self.hide()
        elif watched is self._anchor and kind == QEvent.Type.Show:
            self.setVisible(bool(self._label.text()))
            self._place()
        return False
