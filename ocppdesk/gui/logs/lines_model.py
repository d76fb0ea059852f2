# SPDX-License-Identifier: Apache-2.0
"""The lines of a log that are no message, read as the view comes to them."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ocppdesk.capture.origins import LogLine, read_lines
from ocppdesk.capture.reader import CaptureReader

PAGE: Final = 500
"""Lines read at a time."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class LinesModel(QAbstractTableModel):
    """Lines of one kind, in the order of the file.

    Args:
        reader: The capture.
        kind: The kind, as in `LogLine.kind`.
        names: The names of the logs by their numbers; with one, no column tells it.
    """

    def __init__(
        self,
        reader: CaptureReader,
        kind: str,
        *,
        names: dict[int, str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._kind = kind
        self._names = names
        self._lines: list[LogLine] = []
        self._is_complete = False
        titles = [self.tr("Line"), self.tr("Text")]
        if len(names) > 1:
            titles.insert(0, self.tr("File"))
        if kind != "other":
            titles.append(self.tr("Why"))
        self._titles = titles
        self.fetchMore(_ROOT)

    def line(self, row: int) -> LogLine:
        """Return what stands in a row."""
        return self._lines[row]

    @property
    def text_column(self) -> int:
        """The column of the texts."""
        return self._titles.index(self.tr("Text"))

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        is_title = orientation is Qt.Orientation.Horizontal
        if not is_title or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        cells = [str(line.line), line.text, line.why]
        if len(self._names) > 1:
            cells.insert(0, self._names.get(line.log_id, ""))
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() >= self.text_column:
            return cells[index.column()]
        return None

    def canFetchMore(self, parent: _Index = _ROOT) -> bool:
        return not parent.isValid() and not self._is_complete

    def fetchMore(self, parent: _Index = _ROOT) -> None:
        if parent.isValid() or self._is_complete:
            return
        after = self._lines[-1].id if self._lines else 0
        found = read_lines(self._reader, self._kind, after=after, limit=PAGE)
        self._is_complete = len(found) < PAGE
        if not found:
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
        self._lines.extend(found)
        self.endInsertRows()
