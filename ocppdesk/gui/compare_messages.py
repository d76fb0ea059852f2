# SPDX-License-Identifier: Apache-2.0
"""Two messages side by side, with what is not alike."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.differences import Line, compare
from ocppdesk.core.forms.places import MISSING
from ocppdesk.core.forms.texts import text_of
from ocppdesk.core.masking import MASK, mask_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.cells import one_line
from ocppdesk.gui.messages.times import exact_delta, iso_local, local_time

if TYPE_CHECKING:
    from ocppdesk.core.messages import Message

_SIZE: Final = (820, 460)  # pixels at 100 %
_SIGN, _FIELD, _LEFT, _RIGHT = range(4)


class CompareMessages(QDialog):
    """Compares two messages for as long as it is open.

    Args:
        theme: Where colours and sizes come from.
        left: The earlier one.
        right: The later one.
    """

    def __init__(
        self,
        theme: Theme,
        left: "Message",
        right: "Message",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._left, self._right = left, right
        self._lines = compare(left.payload(), right.payload())
        self.setWindowTitle(
            self.tr("Messages {left} and {right}").format(left=left.id, right=right.id)
        )
        self.heading = ThemedLabel(theme, is_bold=True, wraps=True, is_selectable=True)
        """How many values differ, and how far apart the two are."""
        self.heading.show_text(self._summary())
        self.only = QCheckBox(self.tr("&Only differences"))
        """Leaves out what is alike."""
        self.only.setChecked(any(not line.is_same for line in self._lines))
        self.only.toggled.connect(self._fill)
        self.list = QTreeWidget()
        """The values."""
        self.list.setAccessibleName(self.tr("Values of both messages"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHeaderLabels(
            ["", self.tr("Field"), _title(left), _title(right)],
        )
        for column, message in ((_LEFT, left), (_RIGHT, right)):
            self.list.headerItem().setToolTip(column, _long_title(message))
        header = self.list.header()
        header.setStretchLastSection(False)
        for column in (_FIELD, _LEFT, _RIGHT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.list.setColumnWidth(_SIGN, theme.scaled(32))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.copy = QPushButton(self.tr("&Copy as Markdown"))
        """Copies what is listed, for a ticket."""
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.only)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.resize(*(theme.scaled(length) for length in _SIZE))
        self._fill()

    def _summary(self) -> str:
        apart = exact_delta(self._right.at - self._left.at).removeprefix("+")
        if not self._lines:
            text = self.tr("Neither of them has a payload; {time} between them.")
            return text.format(time=apart)
        count = sum(not line.is_same for line in self._lines)
        if not count:
            text = self.tr("Both say the same; {time} between them.")
        elif count == 1:
            text = self.tr("1 of {total} values differs; {time} between them.")
        else:
            text = self.tr("{count} of {total} values differ; {time} between them.")
        return text.format(count=count, total=len(self._lines), time=apart)

    def _shown(self) -> list[Line]:
        only = self.only.isChecked()
        return [line for line in self._lines if not (only and line.is_same)]

    def _fill(self) -> None:
        self.list.clear()
        bold = QFont(self.list.font())
        bold.setBold(True)
        for line in self._shown():
            left, right = _text(line, line.left), _text(line, line.right)
            sign = "" if line.is_same else "≠"
            item = QTreeWidgetItem([sign, line.place, one_line(left), one_line(right)])
            item.setToolTip(_LEFT, left)
            item.setToolTip(_RIGHT, right)
            if not line.is_same:
                words = self.tr("Different")
                item.setData(_SIGN, Qt.ItemDataRole.AccessibleTextRole, words)
                for column in (_SIGN, _LEFT, _RIGHT):
                    item.setFont(column, bold)
            self.list.addTopLevelItem(item)

    def _copy(self) -> None:
        head = [self.tr("Field"), *map(_long_title, (self._left, self._right))]
        rows = [
            [line.place, _text(line, line.left), _text(line, line.right)]
            for line in self._shown()
        ]
        QGuiApplication.clipboard().setText(_table(head, rows))


def _title(message: "Message") -> str:
    name = message.action or "?"
    return f"{message.id} {name}, {local_time(message.at)}"


def _long_title(message: "Message") -> str:
    name = message.action or "?"
    return f"{message.id} {name} {message.charger} {iso_local(message.at)}"


def _text(line: Line, value: Any) -> str:
    if value is MISSING:
        return "—"
    return MASK if line.is_secret and value else mask_text(text_of(value))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown; what would end a cell is escaped."""
    every = [head, ["---"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(one_line(cell).replace('|', chr(92) + '|') for cell in row)} |"
        for row in every
    )
