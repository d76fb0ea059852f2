# SPDX-License-Identifier: Apache-2.0
"""The numbers of a session in two columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.stories.numbers import Number


class NumbersPane(QWidget):
    """Shows labels and values; what stays the same is not touched.

    Args:
        theme: Where colours and sizes come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: list[tuple[ThemedLabel, ThemedLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._space)
        self._space()

    def show_numbers(self, numbers: Sequence[Number]) -> None:
        """Show numbers, in their order."""
        while len(self._labels) > len(numbers):
            for label in self._labels.pop():
                self._grid.removeWidget(label)
                label.hide()
                label.deleteLater()
        while len(self._labels) < len(numbers):
            self._add()
        for (left, right), number in zip(self._labels, numbers, strict=True):
            left.show_text(number.label)
            right.show_text(number.value, number.color)

    def _add(self) -> None:
        row = len(self._labels)
        left = ThemedLabel(self._theme, color="muted")
        right = ThemedLabel(self._theme, is_selectable=True, wraps=True)
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        right.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(left, row, 0)
        self._grid.addWidget(right, row, 1)
        self._labels.append((left, right))

    def _space(self) -> None:
        self._grid.setHorizontalSpacing(self._theme.scaled(14))
        self._grid.setVerticalSpacing(self._theme.scaled(3))
