# SPDX-License-Identifier: Apache-2.0
"""The table of files that chargers have sent."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ocppdesk.core.transfers.job import size_text
from ocppdesk.csms.filedrop.received import ReceivedFile
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.files.glimpse import Glimpse, glimpse_text
from ocppdesk.gui.look.numbers import grouped

NAME: Final = 0
KIND: Final = 1
FRAMES: Final = 2
SIZE: Final = 3
TIME: Final = 4
CHARGER: Final = 5
ACTION: Final = 6
SHA256: Final = 7

_NUMBERS: Final = (FRAMES, SIZE)

_Index = QModelIndex | QPersistentModelIndex


class ReceivedModel(QAbstractTableModel):
    """Files that chargers have sent, the newest on top."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: list[ReceivedFile] = []
        self._glimpses: dict[Path, Glimpse] = {}

    @property
    def files(self) -> Sequence[ReceivedFile]:
        """All files, in the order of the rows."""
        return self._files

    def show_files(self, files: Sequence[ReceivedFile]) -> None:
        """Take over a new list; files on top that are new are inserted there.

        Args:
            files: The files, the newest first.
        """
        wanted = list(files)
        if wanted == self._files:
            return
        new = len(wanted) - len(self._files)
        if new > 0 and wanted[new:] == self._files:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._files = wanted
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._files = wanted
            self.endResetModel()

    def show_glimpse(self, path: Path, glimpse: Glimpse) -> None:
        """Show how much OCPP was found in a file."""
        self._glimpses[path] = glimpse
        for row, file in enumerate(self._files):
            if file.path == path:
                index = self.index(row, FRAMES)
                self.dataChanged.emit(index, index)

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else SHA256 + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        file = self._files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                file.path.name,
                file.kind.word,
                self._frames_text(file),
                size_text(file.size),
                time_text(file.at),
                file.charger,
                file.action,
                file.sha256,
            )[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(file, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or section > SHA256:
            return None
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Received file"),
            self.tr("Kind"),
            self.tr("OCPP"),
            self.tr("Size"),
            self.tr("Time"),
            self.tr("Charger"),
            self.tr("Asked with"),
            "SHA-256",
        )[section]

    def _frames_text(self, file: ReceivedFile) -> str:
        if not file.kind.is_openable:
            return ""
        glimpse = self._glimpses.get(file.path)
        if glimpse is None:
            return "…"
        if glimpse.frames:
            return f"{grouped(glimpse.frames)}{'' if glimpse.is_whole else '+'}"
        if glimpse.problem:
            return "✗"
        return self.tr("none") if glimpse.is_whole else "?"

    def _tool_tip(self, file: ReceivedFile, column: int) -> str:
        if column == NAME:
            told = self.tr("{path}\nThe charger called it {name}; it came from {peer}.")
            return told.format(path=file.path, name=file.given_name, peer=file.peer)
        if column == KIND:
            return file.kind.sentence
        if column == FRAMES:
            glimpse = self._glimpses.get(file.path)
            return "" if glimpse is None else glimpse_text(glimpse)
        if column == SIZE:
            return self.tr("{count} bytes").format(count=grouped(file.size))
        return file.sha256 if column == SHA256 else ""
