# SPDX-License-Identifier: Apache-2.0
"""The table of connections and attempts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ocppdesk.capture.records import Connection
from ocppdesk.core.glossary import close_code_meaning
from ocppdesk.gui.connections.texts import (
    lasted_text,
    outcome_color,
    outcome_mark,
    outcome_text,
    time_text,
    version_text,
)
from ocppdesk.gui.look.theme import Theme

TIME: Final = 0
OUTCOME: Final = 1
CHARGER: Final = 2
PEER: Final = 3
LASTED: Final = 4
CLOSE_CODE: Final = 5
VERSION: Final = 6
PATH: Final = 7

_LONGEST: Final = 300  # characters of a text from outside that a cell shows

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Row:
    """A connection as it is shown."""

    texts: tuple[str, ...]
    """One for each column."""
    spoken: str
    """What became of it, without the sign."""
    color: str
    """The name of the colour for that."""


class ConnectionsModel(QAbstractTableModel):
    """Connections and attempts, the newest on top.

    Texts are made when a row is first painted, and kept until its connection changes.

    Args:
        theme: Where colours come from.
        clock: Gives microseconds since 1970.
    """

    def __init__(
        self, theme: Theme, clock: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._rows: list[Connection] = []
        self._made: dict[int, _Row] = {}  # by the number of the connection
        theme.changed.connect(self._repaint)

    def connection(self, row: int) -> Connection:
        """Return the connection in a row."""
        return self._rows[row]

    def row_of(self, number: int) -> int | None:
        """Return the row of a connection by its number, None if it is not there."""
        for row, shown in enumerate(self._rows):
            if shown.id == number:
                return row
        return None

    def update_connections(self, connections: Sequence[Connection]) -> None:
        """Take over a new state; rows that are there already stay where they are.

        Args:
            connections: Connections and attempts, the newest first.
        """
        before = [row.id for row in self._rows]
        wanted = [connection.id for connection in connections]
        new = len(wanted) if not before else _position(wanted, before[0])
        kept = min(len(wanted) - new, len(before))
        if wanted[new:] != before[:kept]:
            self.beginResetModel()
            self._rows = list(connections)
            self._made.clear()
            self.endResetModel()
            return
        if kept < len(before):
            self.beginRemoveRows(QModelIndex(), kept, len(before) - 1)
            del self._rows[kept:]
            for number in before[kept:]:
                self._made.pop(number, None)
            self.endRemoveRows()
        for row, connection in enumerate(connections[new:]):
            self._update(row, connection)
        if new:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._rows[:0] = connections[:new]
            self.endInsertRows()

    def _update(self, row: int, connection: Connection) -> None:
        before = self._rows[row]
        is_running = connection.ended_at is None
        if connection == before and not is_running:
            return
        self._rows[row] = connection
        shown = self._made.pop(connection.id, None)
        if connection != before or shown != self._made_row(row):
            last = self.index(row, self.columnCount() - 1)
            self.dataChanged.emit(self.index(row, 0), last)

    def _made_row(self, row: int) -> _Row:
        """Return a row as it is shown."""
        connection = self._rows[row]
        made = self._made.get(connection.id)
        if made is None:
            made = self._made[connection.id] = self._show(connection)
        return made

    def _show(self, connection: Connection) -> _Row:
        code = connection.close_code
        close = ""
        if code is not None:
            meaning = close_code_meaning(code)
            close = f"{code}" if meaning is None else f"{code} {meaning}"
        what = outcome_text(connection)
        texts = (
            time_text(connection.began_at),
            f"{outcome_mark(connection)} {what}",
            connection.charger,
            connection.peer,
            lasted_text(connection, self._clock()),
            close,
            version_text(connection),
            connection.path,
        )
        cut = tuple(text[:_LONGEST] for text in texts)
        return _Row(cut, what, outcome_color(connection))

    def _repaint(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else PATH + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._made_row(index.row())
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.texts[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken if column == OUTCOME else row.texts[column]
        if role == Qt.ItemDataRole.ForegroundRole and column == OUTCOME:
            return self._theme.color(row.color)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or section > PATH:
            return None
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Time"),
            self.tr("Outcome"),
            self.tr("Charger"),
            self.tr("Peer"),
            self.tr("Lasted"),
            self.tr("Close code"),
            self.tr("Sub-protocol"),
            self.tr("Path"),
        )[section]


def _position(numbers: Sequence[int], number: int) -> int:
    for position, other in enumerate(numbers):
        if other == number:
            return position
    return len(numbers)
