# SPDX-License-Identifier: Apache-2.0
"""The window that lists what was marked and noted: the evidence, in one place."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.cells import MARK_SIGN, cells_of, one_line
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.times import iso_local, local_date

if TYPE_CHECKING:
    from ocppdesk.capture.annotations import Annotations
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Row

MOST: Final = 500
"""Messages that are listed; a filter finds the others."""
FILTER: Final = "~mark or ~note"

_SIZE: Final = (820, 420)  # pixels at 100 %
_MARK, _NUMBER, _TIME, _CHARGER, _MESSAGE, _NOTE = range(6)
_WIDTHS: Final = (32, 70, 180, 120, 210)
_ID: Final = Qt.ItemDataRole.UserRole


class NotedDialog(QDialog):
    """Lists marked and noted messages, the newest first, beside the work in the window.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        message_wanted: A message is to be shown in the table; its number.
        filter_wanted: Only these messages are to be shown there: a filter.
    """

    message_wanted = Signal(int)
    filter_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Marks and notes"))
        self._lines: list[str] = []
        self.list = QTreeWidget()
        """The messages."""
        self.list.setAccessibleName(self.tr("Marked and noted messages"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHeaderLabels(
            [
                MARK_SIGN,
                self.tr("No."),
                self.tr("Time"),
                self.tr("Charger"),
                self.tr("Message"),
                self.tr("Note, or what it says"),
            ]
        )
        for column, width in enumerate(_WIDTHS):
            self.list.setColumnWidth(column, theme.scaled(width))
        self.list.itemActivated.connect(self._go)
        self.remark = ThemedLabel(theme, color="muted", wraps=True)
        """What to do as long as nothing is listed, or how many are not."""
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.only = QPushButton(self.tr("&Show only these"))
        """Filters the table."""
        self.only.clicked.connect(lambda: self.filter_wanted.emit(FILTER))
        self.copy = QPushButton(self.tr("&Copy as Markdown"))
        """Copies the list, for a ticket."""
        self.copy.clicked.connect(self._copy)
        for button in (self.only, self.copy):
            buttons.addButton(button, action)
        for each in buttons.buttons():
            if isinstance(each, QPushButton):
                each.setAutoDefault(False)  # Enter goes to the message, not away
        layout = QVBoxLayout(self)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.remark)
        layout.addWidget(buttons)
        self.resize(*(theme.scaled(length) for length in _SIZE))

    def show_noted(
        self, reader: "CaptureReader | None", annotations: "Annotations"
    ) -> None:
        """List what is on the messages of a capture now; what was chosen stays so."""
        numbers = sorted({*annotations.marks, *annotations.notes}, reverse=True)
        try:
            rows = {} if reader is None else reader.rows(numbers[:MOST])
        except sqlite3.Error:
            rows = {}  # the table says what is the matter with the capture
        chosen = self._chosen()
        self.list.clear()
        self._lines = []
        for number in numbers[:MOST]:
            if number in rows:
                self._add(rows[number], annotations)
        self._choose(chosen)
        self._say(numbers)

    def _add(self, row: "Row", annotations: "Annotations") -> None:
        message = row.message
        note = annotations.notes.get(message.id, "")
        is_marked = message.id in annotations.marks
        texts = cells_of(row).texts
        said = note or texts[Column.SUMMARY]
        item = QTreeWidgetItem(
            [
                MARK_SIGN if is_marked else "",
                grouped(message.id),
                local_date(message.at),
                message.charger,
                texts[Column.MESSAGE],
                one_line(said),
            ]
        )
        item.setData(_NUMBER, _ID, message.id)
        item.setToolTip(_NOTE, note)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        item.setTextAlignment(_NUMBER, right)
        if is_marked:
            role = Qt.ItemDataRole.AccessibleTextRole
            item.setData(_MARK, role, self.tr("Marked"))
        self.list.addTopLevelItem(item)
        head = f"- {iso_local(message.at)} {message.charger}, message {message.id}"
        line = f"{head}, {texts[Column.MESSAGE]}: {texts[Column.SUMMARY]}"
        self._lines.append(line)
        self._lines.extend(f"  > {part}" for part in note.splitlines())

    def _say(self, numbers: Sequence[int]) -> None:
        if not numbers:
            text = self.tr(
                "Nothing is marked or noted yet. In the menu Edit, and in that of a "
                "row, Mark and Note put something on a message; both go with it into "
                "every export and report."
            )
        elif len(numbers) > MOST:
            text = self.tr("The newest {most} of {count} are listed.")
            text = text.format(most=grouped(MOST), count=grouped(len(numbers)))
        else:
            text = ""
        self.remark.show_text(text)
        self.remark.setVisible(bool(text))
        for button in (self.only, self.copy):
            button.setEnabled(bool(numbers))

    def _chosen(self) -> int | None:
        item = self.list.currentItem()
        return None if item is None else int(item.data(_NUMBER, _ID))

    def _choose(self, number: int | None) -> None:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(_NUMBER, _ID) == number:
                self.list.setCurrentItem(item)

    def _go(self, item: QTreeWidgetItem) -> None:
        self.message_wanted.emit(int(item.data(_NUMBER, _ID)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))
