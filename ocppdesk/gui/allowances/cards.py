# SPDX-License-Identifier: Apache-2.0
"""The four answers side by side, or below each other where there is no room."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ocppdesk.gui.allowances.card import AnswerCard
from ocppdesk.gui.allowances.wording import Question
from ocppdesk.gui.look.theme import Theme

_CARD_WIDTH: Final = 260  # pixels at 100 %: a sentence takes a few lines


class AnswerCards(QWidget):
    """Holds a card for each question.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
    """

    message_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = 0
        self.cards = {question: AnswerCard(theme, question) for question in Question}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for card in self.cards.values():
            card.message_wanted.connect(self.message_wanted)
        self._arrange(len(self.cards))
        theme.changed.connect(self._fit)

    @property
    def columns(self) -> int:
        """How many cards are side by side."""
        return self._columns

    def _fit(self) -> None:
        self._grid.setSpacing(self._theme.scaled(10))
        room = self.width() // self._theme.scaled(_CARD_WIDTH)
        columns = 4 if room >= 4 else 2 if room >= 2 else 1
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for card in self.cards.values():
            self._grid.removeWidget(card)
        for number, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(len(self.cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
