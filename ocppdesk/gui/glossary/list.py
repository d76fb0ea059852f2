# SPDX-License-Identifier: Apache-2.0
"""The list of messages in the glossary."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ocppdesk.core.glossary import Entry, entries
from ocppdesk.gui.glossary.entry_text import sender_text
from ocppdesk.gui.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class EntriesModel(QAbstractListModel):
    """The entries of a version that a search lets through.

    Args:
        parent: Its owner.
    """

    ENTRY = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, version: str, wanted: str) -> None:
        """List the entries of a version in which all words of a text occur."""
        words = wanted.casefold().split()
        self.beginResetModel()
        self._entries = [
            found
            for found in entries(version)
            if all(word in _searched(found) for word in words)
        ]
        # Who types a name wants that message, not those whose texts speak of it.
        if words:
            self._entries.sort(
                key=lambda found: words[0] not in found.action.casefold()
            )
        self.endResetModel()

    def row_of(self, action: str) -> int:
        """Return the row of an action, in any case; -1 if it is not listed."""
        names = [found.action.casefold() for found in self._entries]
        folded = action.casefold()
        return names.index(folded) if folded in names else -1

    # Overrides of QAbstractListModel.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        found = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.action
        if role == self.ENTRY:
            return found
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{found.action}, {sender_text(found.sender)}: {found.title}"
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry: its name, and below its title and its sender.

    Args:
        theme: Where colours and fonts come from.
        parent: The list.
    """

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = self._theme
        found: Entry = index.data(EntriesModel.ENTRY)
        text, muted = theme.color("text"), theme.color("muted")
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("selection.back"))
            text = muted = theme.color("selection.text")
        margin = theme.scaled(8)
        area = option.rect.adjusted(margin, theme.scaled(3), -margin, -theme.scaled(3))
        half = area.height() // 2
        first = area.adjusted(0, 0, 0, -half)
        second = area.adjusted(0, area.height() - half, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(theme.font(0.88))
        painter.setPen(muted)
        sender = sender_text(found.sender)
        painter.drawText(second, right, sender)
        room = area.width() - painter.fontMetrics().horizontalAdvance(sender) - margin
        title = painter.fontMetrics().elidedText(found.title, elide, room)
        painter.drawText(second, left, title)
        painter.setFont(theme.font(bold=True))
        painter.setPen(text)
        name = painter.fontMetrics().elidedText(found.action, elide, area.width())
        painter.drawText(first, left, name)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = 2 * option.fontMetrics.height() + self._theme.scaled(10)
        return QSize(self._theme.scaled(220), height)


def _searched(found: Entry) -> str:
    texts = (found.action, found.title, found.when, found.meaning, found.technician)
    return " ".join(texts).casefold()
