# SPDX-License-Identifier: Apache-2.0
"""The table of connections in the doctor, a few rows high."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ocppdesk.gui.doctor import model as model
from ocppdesk.gui.doctor.model import LivesModel
from ocppdesk.gui.look.theme import Theme

_MOST_ROWS: Final = 8  # that are in view at once
# A usual text of each column; wider ones are cut with dots.
_SAMPLES: Final = {
    model.OPENED: "2026-12-28 08:08:08",
    model.LIVED: "18 min 08 s",
    model.ENDED_BY: "CSMS, after silence",
    model.SAID: "18 min 08 s",
    model.HEARD: "18 min 08 s",
    model.CODE: "1006 The connection broke without a close",
}


class LivesTable(QTableView):
    """Connections, the newest on top.

    Args:
        theme: Where sizes come from.

    Signals:
        message_wanted: The message of a row is to be shown; its number.
    """

    message_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lives = LivesModel(self)
        """What is shown."""
        self.setModel(self.lives)
        self.setAccessibleName(self.tr("Last connections"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.activated.connect(self._ask)
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of the rows, as long as they are few."""
        metrics = QFontMetrics(self._theme.font())
        height = metrics.height() + self._theme.scaled(6)
        self.verticalHeader().setDefaultSectionSize(height)
        for column, sample in _SAMPLES.items():
            title = self.lives.headerData(column, Qt.Orientation.Horizontal)
            widest = max(map(metrics.horizontalAdvance, (sample, title)))
            self.setColumnWidth(column, widest + self._theme.scaled(18))
        rows = min(max(self.lives.rowCount(), 1), _MOST_ROWS)
        head = self.horizontalHeader().sizeHint().height()
        bar = self._theme.scaled(16)  # where columns do not fit
        self.setFixedHeight(head + rows * height + bar)

    def _ask(self, index: QModelIndex) -> None:
        number = self.lives.life(index.row()).message
        if number is not None:
            self.message_wanted.emit(number)
