# SPDX-License-Identifier: Apache-2.0
"""The window with the lines of a log that are no message."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.log_records import MOST_LINES, LogSummary
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.logs.lines_model import LinesModel
from ocppdesk.gui.logs.wording import added
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme

_LINE_WIDTH: Final = 80  # pixels at 100 %
_FILE_WIDTH: Final = 160
_WHY_WIDTH: Final = 300


class LinesDialog(QDialog):
    """Lines of one kind with their numbers; the window stays usable beside it.

    It deletes itself when it is closed.

    Args:
        theme: Its look.
        reader: The capture.
        logs: The logs that were read into it.
        kind: The kind of the lines, as in `LogLine.kind`.

    Signals:
        message_wanted: The message that a duplicate repeats is to be shown.
    """

    message_wanted = Signal(int)

    def __init__(
        self,
        theme: Theme,
        reader: CaptureReader,
        *,
        logs: list[LogSummary],
        kind: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._title(kind))
        names = {log.id: log.name for log in logs}
        self.model = LinesModel(reader, kind, names=names, parent=self)
        """The lines."""
        self.table = QTableView()
        self.table.setAccessibleName(self._title(kind))
        self._build(theme, kind, getattr(added(logs), kind))
        self.table.doubleClicked.connect(self._go)
        self.table.activated.connect(self._go)

    def _build(self, theme: Theme, kind: str, number: int) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.scaled(22))
        header = table.horizontalHeader()
        text = self.model.text_column
        header.setSectionResizeMode(text, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(text - 1, theme.scaled(_LINE_WIDTH))
        if text > 1:
            header.resizeSection(0, theme.scaled(_FILE_WIDTH))
        if self.model.columnCount() > text + 1:
            header.resizeSection(text + 1, theme.scaled(_WHY_WIDTH))
        copy = QAction(self.tr("Copy"), self)
        copy.setShortcuts(QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self._copy)
        table.addAction(copy)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        margin = theme.scaled(12)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.scaled(8))
        label = ThemedLabel(theme, self._explained(kind, number), wraps=True)
        layout.addWidget(label)
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
        self.resize(theme.scaled(900), theme.scaled(480))

    def _title(self, kind: str) -> str:
        match kind:
            case "duplicate":
                return self.tr("Duplicates")
            case "unreadable":
                return self.tr("Unreadable lines")
            case _:
                return self.tr("Lines without a frame")

    def _explained(self, kind: str, number: int) -> str:
        match kind:
            case "duplicate":
                text = self.tr(
                    "Each repeats a frame that stands elsewhere in the log, and is "
                    "not counted twice. A double click shows the message."
                )
            case "unreadable":
                text = self.tr("Each should hold a message, and could not be read.")
            case _:
                text = self.tr("What else stands in the log, in its order.")
        if number > MOST_LINES:
            more = self.tr("The first {kept} of {all} are kept of each file.")
            kept, every = grouped(MOST_LINES), grouped(number)
            text = f"{text} {more.format(kept=kept, all=every)}"
        return text

    def _go(self, index: QModelIndex) -> None:
        message = self.model.line(index.row()).message_id
        if message is not None:
            self.message_wanted.emit(message)

    def _copy(self) -> None:
        rows = sorted(
            index.row() for index in self.table.selectionModel().selectedRows()
        )
        texts = [self.model.line(row).text for row in rows]
        QGuiApplication.clipboard().setText("\n".join(texts))
