# SPDX-License-Identifier: Apache-2.0
"""The cards of a page, side by side where there is room; what is read stays put."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.theme import Theme

_CARD_WIDTH: Final = 430  # pixels at 100 %: large text takes two or three lines
_MARGIN: Final = 12


class CardArea(QScrollArea):
    """Cards in one column or in two; the first and the last take the whole width.

    Args:
        theme: Where sizes come from.
        cards: The cards, from top to bottom.
    """

    def __init__(
        self, theme: Theme, cards: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards = tuple(cards)
        self._columns = 0
        # Of what is put into something else, the style is worked out again, with all
        # that is in it: so the cards come last.
        inner = QWidget(self)
        self.setWidget(inner)
        self._layout = QVBoxLayout(inner)
        self._grid = QGridLayout()
        self._layout.addLayout(self._grid)
        self._layout.addStretch(1)
        for card in self._cards:
            policy = QSizePolicy.Policy
            card.setSizePolicy(policy.Preferred, policy.Preferred)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._arrange(1)
        theme.changed.connect(self._space)
        self._space()

    @property
    def columns(self) -> int:
        """How many cards are side by side."""
        return self._columns

    def keep_place(self, change: Callable[[], object]) -> None:
        """Make a change to the cards, and have what is read stay where it is.

        Args:
            change: Makes it; cards above may become higher or lower.
        """
        bar = self.verticalScrollBar()
        read = next(
            (c for c in self._cards if c.geometry().bottom() > bar.value()), None
        )
        before = 0 if read is None else read.y()
        change()
        if not bar.value() or read is None:
            return

        def settle() -> None:
            moved = read.y() - before
            if moved:
                bar.setValue(bar.value() + moved)

        # The layout takes in what has changed when its event comes, before timers.
        QTimer.singleShot(0, self, settle)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        first, *middle, last = self._cards
        self._grid.addWidget(first, 0, 0, 1, columns)
        for number, card in enumerate(middle):
            self._grid.addWidget(card, 1 + number // columns, number % columns)
        self._grid.addWidget(last, 1 + len(middle), 0, 1, columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns > 1 else 0)

    def _space(self) -> None:
        scaled = self._theme.scaled
        margin = scaled(_MARGIN)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        self._grid.setSpacing(scaled(10))
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width() // self._theme.scaled(_CARD_WIDTH)
        columns = 2 if room >= 2 else 1
        if columns != self._columns:
            self._arrange(columns)

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
