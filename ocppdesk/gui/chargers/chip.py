# SPDX-License-Identifier: Apache-2.0
"""The chosen charger beside the search, with a cross to see all chargers again."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_WIDEST: Final = 150  # pixels at 100 %


class ChargerChip(QFrame):
    """Names the charger whose messages are shown; hidden while those of all are.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        all_chargers_wanted: The cross was pressed.
    """

    all_chargers_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._identity = ""
        self._label = ThemedLabel(theme)
        self._close = QToolButton(autoRaise=True)
        self._close.setToolTip(self.tr("Show all chargers"))
        self._close.setAccessibleName(self.tr("Show all chargers"))
        self._close.clicked.connect(self.all_chargers_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.scaled(10), 0, 0, 0)
        row.setSpacing(theme.scaled(2))
        row.addWidget(self._label)
        row.addWidget(self._close)
        self.setObjectName("charger")
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def show_charger(self, identity: str) -> None:
        """Name a charger; an empty identity hides the chip."""
        self._identity = identity
        self._show()
        self.setVisible(bool(identity))

    def _show(self) -> None:
        metrics = self._label.fontMetrics()
        widest = self._theme.scaled(_WIDEST)
        middle = Qt.TextElideMode.ElideMiddle
        self._label.setText(metrics.elidedText(self._identity, middle, widest))
        tip = self.tr("Only messages of {name} are shown").format(name=self._identity)
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def _dress(self) -> None:
        theme = self._theme
        self._close.setIcon(sign_icon("cross", theme.color("text")))
        side = theme.scaled(12)
        self._close.setIconSize(QSize(side, side))
        back = theme.color("selection.inactive.back").name()
        border = theme.color("accent").name()
        self.setStyleSheet(
            f"QFrame#charger {{ background: {back}; border: 1px solid {border}; "
            f"border-radius: {theme.scaled(6)}px; }}"
        )
        self._show()
