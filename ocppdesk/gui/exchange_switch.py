# SPDX-License-Identifier: Apache-2.0
"""The switch beside the table: each message by itself, or calls with their answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget


class ExchangeSwitch(QToolButton):
    """Chooses whether a call and its answers are one row.

    Signals:
        chosen: The user wants it so, or not.
    """

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(self.tr("Exchanges"))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.chosen)
        tip = self.tr("A call and its answers on one row")
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def set_on(self, is_on: bool) -> None:
        """Tell how rows are now."""
        self.setChecked(is_on)
