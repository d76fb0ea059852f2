# SPDX-License-Identifier: Apache-2.0
"""The table of the last connections of a charger, and how each ended."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ocppdesk.analysis.findings.wording import duration
from ocppdesk.analysis.lives import Life
from ocppdesk.gui.doctor import wording

OPENED: Final = 0
LIVED: Final = 1
ENDED_BY: Final = 2
SAID: Final = 3
HEARD: Final = 4
CODE: Final = 5
BEFORE: Final = 6

_Index = QModelIndex | QPersistentModelIndex


class LivesModel(QAbstractTableModel):
    """Connections, the newest on top; texts are made when one changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lives: tuple[Life, ...] = ()
        self._texts: list[tuple[str, ...]] = []
        self._kept: dict[Life, tuple[str, ...]] = {}
        self._clock: Callable[[int], str] | None = None

    def life(self, row: int) -> Life:
        """Return the connection in a row."""
        return self._lives[row]

    def show_lives(self, lives: Sequence[Life], clock: Callable[[int], str]) -> None:
        """Take over connections; rows that are there stay where they are.

        Args:
            lives: The connections, the oldest first.
            clock: Writes a time, microseconds since 1970.
        """
        newest_first = tuple(reversed(lives))
        if clock != self._clock:
            self._clock, self._kept = clock, {}
        kept = self._kept
        self._kept = {
            life: kept.get(life) or self._texts_of(life, clock) for life in newest_first
        }
        texts = [self._kept[life] for life in newest_first]
        before = [life.number for life in self._lives]
        after = [life.number for life in newest_first]
        new = len(after) - len(before)
        if new >= 0 and after[new:] == before:
            if new:
                self.beginInsertRows(QModelIndex(), 0, new - 1)
            old = [("",)] * new + self._texts
            self._lives, self._texts = newest_first, texts
            if new:
                self.endInsertRows()
            for row in range(new, len(texts)):
                if texts[row] != old[row]:
                    last = self.index(row, BEFORE)
                    self.dataChanged.emit(self.index(row, 0), last)
            return
        self.beginResetModel()
        self._lives, self._texts = newest_first, texts
        self.endResetModel()

    def _texts_of(self, life: Life, clock: Callable[[int], str]) -> tuple[str, ...]:
        lived = life.lived_us
        before = life.command
        if life.ended_at is not None and life.said and not before:
            before = life.said
        return (
            "" if life.opened_at is None else clock(life.opened_at),
            "" if lived is None else duration(lived),
            wording.ended_by(life),
            wording.age(life.said_at, life.ended_at),
            wording.age(life.heard_at, life.ended_at),
            wording.close_text(life),
            before,
        )

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else BEFORE + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts[index.row()][index.column()]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section > BEFORE:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                self.tr("When the WebSocket opened"),
                self.tr("How long it was open"),
                self.tr("Who ended it"),
                self.tr("How old the charger's last message was when it ended"),
                self.tr("How old its last byte was, pings and pongs included"),
                self.tr("The WebSocket close code; 1006: no close frame came"),
                self.tr("The last command or message before it ended"),
            )[section]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Opened"),
            self.tr("Lived"),
            self.tr("Ended by"),
            self.tr("Last message"),
            self.tr("Last ping or byte"),
            self.tr("Close code"),
            self.tr("Before the end"),
        )[section]
