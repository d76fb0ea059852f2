# SPDX-License-Identifier: Apache-2.0
"""The command palette: everything that can be done, found by a few letters."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.commands.palette_entries import Entry, Found, find_entries
from ocppdesk.gui.look.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Provider = Callable[[], Iterable[Entry]]

_WIDTH: Final = 640  # pixels at 100 %
_MOST_ROWS: Final = 12
_MOST_RECENT: Final = 20  # more than anybody remembers to have used
_MOVES: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CommandPalette(QFrame):
    """A list at the top of a window with one line to type in; it closes by itself.

    Args:
        theme: Where colours, fonts and sizes come from.
        providers: What there is to choose from; they are asked at each opening.
        parent: The window it belongs to.
    """

    def __init__(
        self, theme: Theme, providers: Sequence[Provider], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._window = parent
        self._providers = providers
        self._entries: list[Entry] = []
        self._recent: list[str] = []
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self.input = _Input()
        """The line to type in."""
        self.input.setPlaceholderText(
            self.tr("Type a few letters of a command, a charger or a setting")
        )
        self.input.setAccessibleName(self.tr("Find a command"))
        self._model = _EntryModel(self)
        self.list = _List(theme, self._model)
        """The entries that match."""
        self.input.list = self.list
        self._box = QVBoxLayout(self)
        self._box.addWidget(self.input)
        self._box.addWidget(self.list)
        self.input.textChanged.connect(self._show_matches)
        self.input.returnPressed.connect(self._run_current)
        self.list.clicked.connect(self._run)
        self.list.selectionModel().currentChanged.connect(self._say_current)

    @property
    def shown(self) -> list[Entry]:
        """The entries that match, the best first."""
        return [found.entry for found in self._model.found]

    def open(self) -> None:
        """Show everything there is, what was used lately on top."""
        self._entries = [entry for provider in self._providers for entry in provider()]
        gap = self._theme.scaled(8)
        self._box.setContentsMargins(gap, gap, gap, gap)
        self.input.clear()
        self._show_matches()
        self._place()
        self.show()
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        window = self._window
        gap = self._theme.scaled(32)
        width = min(self._theme.scaled(_WIDTH), window.width() - gap)
        self.list.setFixedHeight(_MOST_ROWS * self._theme.row_height)
        self.setFixedWidth(width)
        self.adjustSize()
        corner = QPoint((window.width() - width) // 2, gap)
        self.move(window.mapToGlobal(corner))

    def _show_matches(self) -> None:
        found = find_entries(self.input.text(), self._entries, self._recent)
        self._model.show_found(found)
        self.list.setCurrentIndex(self._model.index(0))
        self.list.scrollToTop()

    def _say_current(self, index: QModelIndex) -> None:
        # The focus stays in the line, so what is chosen has to be said there.
        spoken = index.data(Qt.ItemDataRole.AccessibleTextRole) or ""
        self.input.setAccessibleDescription(spoken)

    def _run_current(self) -> None:
        self._run(self.list.currentIndex())

    def _run(self, index: Index) -> None:
        found: Found | None = index.data(_EntryModel.FOUND)
        if found is None or not found.entry.is_enabled:
            return
        key = found.entry.key
        self._recent = [key, *(k for k in self._recent if k != key)][:_MOST_RECENT]
        # First, so that the command finds the focus where it was.
        self.close()
        found.entry.run()

    # Overrides of QFrame.

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("base"))
        painter.setPen(self._theme.color("muted"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _EntryModel(QAbstractListModel):
    """The entries that match what was typed."""

    FOUND = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.found: list[Found] = []

    def show_found(self, found: list[Found]) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def _spoken(self, entry: Entry) -> str:
        parts = [entry.text, entry.path, entry.keys]
        if entry.is_on is not None:
            parts.append(_tr("on") if entry.is_on else _tr("off"))
        if not entry.is_enabled:
            parts.append(_tr("not available now"))
        return ", ".join(filter(None, parts))

    # Overrides of QAbstractListModel.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        found = self.found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.entry.text
        if role == self.FOUND:
            return found
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(found.entry)
        return None


class _List(QListView):
    """The entries; the mouse chooses with one click, the keyboard from the line."""

    def __init__(self, theme: Theme, model: _EntryModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_EntryDelegate(theme, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_tr("Commands"))
        self._theme = theme

    # Overrides of QListView.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("muted"))
            area = self.viewport().rect().adjusted(0, self._theme.scaled(12), 0, 0)
            place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area, place, _tr("Nothing is called that."))
            painter.end()


class _EntryDelegate(QStyledItemDelegate):
    """Paints an entry: a tick, what it says, its path greyed, its key at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        found: Found = index.data(_EntryModel.FOUND)
        theme, entry = self._theme, found.entry
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        text, quiet = theme.color("text"), theme.color("muted")
        accent = theme.color("accent")
        if not entry.is_enabled:
            text = quiet = accent = theme.color("disabled")
        painter.save()
        painter.setFont(theme.font())
        if is_chosen:
            back = "selection.back" if entry.is_enabled else "hover"
            painter.fillRect(option.rect, theme.color(back))
            if entry.is_enabled:
                text = quiet = accent = theme.color("selection.text")
        area = option.rect.adjusted(theme.scaled(8), 0, -theme.scaled(10), 0)
        painter.setPen(quiet)
        painter.drawText(area, _RIGHT, entry.keys)
        keys_width = painter.fontMetrics().horizontalAdvance(entry.keys)
        area.setRight(area.right() - keys_width - theme.scaled(12))
        painter.setPen(text)
        if entry.is_on:
            painter.drawText(area, _LEFT, "✓")
        area.setLeft(area.left() + theme.scaled(18))
        used = self._paint_text(painter, area, found, text, accent)
        area.setLeft(area.left() + used + theme.scaled(12))
        painter.setPen(quiet)
        painter.drawText(area, _LEFT, _cut(painter, entry.path, area.width()))
        painter.restore()

    def _paint_text(
        self,
        painter: QPainter,
        area: QRect,
        found: Found,
        color: QColor,
        accent: QColor,
    ) -> int:
        """Paint what an entry says, the letters that match bold; return its width."""
        plain, bold = self._theme.font(), self._theme.font(bold=True)
        left, places = area.left(), set(found.places)
        shown = _cut(painter, found.entry.text, area.width())
        for place, letter in enumerate(shown):
            is_match = place in places
            painter.setFont(bold if is_match else plain)
            painter.setPen(accent if is_match else color)
            painter.drawText(QRect(left, area.top(), area.right() - left + 1,
                                   area.height()), _LEFT, letter)  # fmt: skip
            left += painter.fontMetrics().horizontalAdvance(letter)
        painter.setFont(plain)
        return left - area.left()

    # Overrides of QStyledItemDelegate.

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(self._theme.scaled(200), self._theme.row_height)


class _Input(QLineEdit):
    """The line to type in; the arrow keys move in the list meanwhile."""

    list: QListView

    # Overrides of QLineEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            QCoreApplication.sendEvent(self.list, event)
        elif event.key() == Qt.Key.Key_Escape:
            self.window().close()
        else:
            super().keyPressEvent(event)


def _cut(painter: QPainter, text: str, room: int) -> str:
    metrics = painter.fontMetrics()
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))


def _tr(text: str) -> str:
    return QCoreApplication.translate("CommandPalette", text)
