# SPDX-License-Identifier: Apache-2.0
"""Switches the filter off and on, and chooses what becomes of other messages."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme


class FilterSwitch(QWidget):
    """While the filter is off, says so, and how many messages are shown instead.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        switched: The filter is to be on, or off.
        mode_chosen: What does not match is to be dimmed, or else hidden.
    """

    switched = Signal(bool)
    mode_chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_on = True
        self._total = 0
        self._button = QToolButton()
        self._button.setText(self.tr("Filter on"))
        self._button.setToolTip(
            self.tr("Switch the filter off for a while; its text stays")
        )
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.clicked.connect(lambda: self.switched.emit(False))
        self._notice = QFrame()
        self._notice.setObjectName("off")
        self._sign = QLabel()
        self._words = ThemedLabel(theme)
        self._back = QPushButton(self.tr("Switch on"))
        self._back.clicked.connect(lambda: self.switched.emit(True))
        inner = QHBoxLayout(self._notice)
        inner.setContentsMargins(theme.scaled(8), 0, 0, 0)
        inner.addWidget(self._sign)
        inner.addWidget(self._words)
        inner.addWidget(self._back)
        self._mode = QToolButton()
        self._mode.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._mode)
        group = QActionGroup(menu)
        self._hide = menu.addAction(self.tr("Hide messages that do not match"))
        self._dim = menu.addAction(self.tr("Dim messages that do not match"))
        for action in (self._hide, self._dim):
            action.setCheckable(True)
            group.addAction(action)
        group.triggered.connect(lambda a: self.mode_chosen.emit(a is self._dim))
        self._mode.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(4))
        row.addWidget(self._notice)
        row.addWidget(self._button)
        row.addWidget(self._mode)
        theme.changed.connect(self._dress)
        self.set_dims(dims=False)
        self._dress()
        self._show()

    @property
    def notice(self) -> str:
        """What is said about the filter being off; empty while it is on."""
        return "" if self._is_on else self._words.text()

    def set_on(self, is_on: bool) -> None:
        """Tell whether the filter is on."""
        if is_on == self._is_on:
            return
        had_focus = self._button.hasFocus() or self._back.hasFocus()
        self._is_on = is_on
        self._show()
        if had_focus:
            (self._button if is_on else self._back).setFocus()

    def set_useful(self, is_useful: bool) -> None:
        """Tell whether there is a filter that can be switched off."""
        self._button.setEnabled(is_useful)

    def set_dims(self, dims: bool) -> None:
        """Tell what becomes of messages that do not match."""
        self._hide.setChecked(not dims)
        self._dim.setChecked(dims)
        self._mode.setText(self.tr("Dim") if dims else self.tr("Hide"))
        tip = self._dim.text() if dims else self._hide.text()
        self._mode.setToolTip(tip)
        self._mode.setAccessibleName(tip)

    def set_total(self, total: int) -> None:
        """Tell how many messages are shown while the filter is off."""
        if total != self._total:
            self._total = total
            self._show()

    def _show(self) -> None:
        number = grouped(self._total)
        self._words.setText(self.tr("Filter off: all {n} shown").format(n=number))
        self._notice.setVisible(not self._is_on)
        self._button.setVisible(self._is_on)

    def _dress(self) -> None:
        theme = self._theme
        side = theme.scaled(14)
        self._button.setIcon(sign_icon("check", theme.color("ok")))
        self._button.setIconSize(QSize(side, side))
        icon = sign_icon("off", theme.color("slow"))
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icon.pixmap(QSize(side, side), ratio))
        back = theme.color("warning.back").name()
        border = theme.color("slow").name()
        self._notice.setStyleSheet(
            f"QFrame#off {{ background: {back}; border: 1px solid {border}; "
            f"border-radius: {theme.scaled(6)}px; }}"
        )
