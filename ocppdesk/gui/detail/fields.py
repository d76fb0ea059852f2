# SPDX-License-Identifier: Apache-2.0
"""The tree of a payload's fields, with a note on the one that is selected."""

from collections.abc import Collection
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.detail.fields_model import (
    FIELD,
    MEANING,
    VALUE,
    FieldsModel,
    Index,
    Node,
)
from ocppdesk.gui.detail.meanings import GivenMeanings, Meanings
from ocppdesk.gui.detail.values import whole_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_MOST_OPEN: Final = 60  # lines that are opened by themselves
_LONG: Final = 40  # characters of a value that the tree may have no room for
_MOST_ELEMENTS: Final = 20  # arrays that are longer stay folded at first


class FieldsView(QWidget):
    """Shows a payload as a tree.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        menu_opening: The menu of a field is about to open, with a separator at its end
            after which more can be added; carries the menu and the `Node`.
    """

    menu_opening = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FieldsModel(theme)
        self._tree = _Tree(theme)
        self._tree.setModel(self._model)
        self._tree.setAccessibleName(self.tr("Fields of the message"))
        self._note = ThemedLabel(theme, wraps=True, is_selectable=True)
        self._note.setContentsMargins(10, 6, 10, 6)
        self._note.setAccessibleName(self.tr("About the selected field"))
        self._note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._note)
        self.setFocusProxy(self._tree)
        self._tree.selectionModel().currentChanged.connect(self._on_current)
        self._copy_value = QAction(self.tr("Copy value"), self._tree)
        self._copy_value.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy_value.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy_value.triggered.connect(self.copy_value)
        self._copy_path = QAction(self.tr("Copy path"), self._tree)
        self._copy_path.triggered.connect(self.copy_path)
        self._tree.addAction(self._copy_value)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._open_menu)

    @property
    def tree(self) -> QTreeView:
        """The tree itself."""
        return self._tree

    @property
    def model(self) -> FieldsModel:
        """The lines of the tree."""
        return self._model

    @property
    def note(self) -> str:
        """What is said about the selected field."""
        return self._note.text()

    @property
    def selected(self) -> Node | None:
        """The selected field, if any."""
        index = self._tree.currentIndex()
        return self._model.node(index) if index.isValid() else None

    def show_payload(
        self,
        payload: Any,
        meanings: Meanings,
        *,
        marked: Collection[str] = (),
        empty_text: str = "",
        has_meanings: bool = True,
    ) -> None:
        """Show another payload.

        Args:
            payload: The payload as parsed.
            meanings: What its fields mean.
            marked: The paths at which something is wrong.
            empty_text: What to say if there is no field at all.
            has_meanings: Whether to show the column for them.
        """
        self._tree.empty_text = empty_text
        self._tree.setColumnHidden(MEANING, not has_meanings)
        self._note.hide()
        self._model.show_payload(payload, meanings, marked=marked)
        self._open_some()
        for path in marked:
            index = self._model.find(path)
            if index.isValid():
                self._reveal(index)
        self._tree.fit_columns()

    def show_text(self, text: str) -> None:
        """Show a sentence where there are no fields."""
        self.show_payload({}, GivenMeanings(), empty_text=text)

    def select(self, path: str) -> None:
        """Select a field by its path, or what is nearest above it."""
        index = self._model.find(path)
        if index.isValid():
            self._reveal(index)
            self._tree.setCurrentIndex(index)
            self._tree.scrollTo(index)

    def copy_value(self) -> None:
        """Put the value of the selected field on the clipboard, whole."""
        node = self.selected
        if node is not None:
            QGuiApplication.clipboard().setText(whole_text(node.value))

    def copy_path(self) -> None:
        """Put the path of the selected field on the clipboard."""
        node = self.selected
        if node is not None:
            QGuiApplication.clipboard().setText(node.path)

    def _open_some(self) -> None:
        """Open the upper levels as long as all of it stays in view."""
        model = self._model
        level = [QModelIndex()]
        lines = model.rowCount()
        while level:
            below = []
            for parent in level:
                rows = range(min(model.rowCount(parent), _MOST_OPEN))
                siblings = len(rows)
                for row in rows:
                    index = model.index(row, FIELD, parent)
                    node = model.node(index)
                    if not _opens(node, siblings):
                        continue
                    size = len(node.value)
                    if lines + size <= _MOST_OPEN:
                        lines += size
                        self._tree.expand(index)
                        below.append(index)
            level = below

    def _reveal(self, index: QModelIndex) -> None:
        above = index.parent()
        while above.isValid():
            self._tree.expand(above)
            above = above.parent()

    def _on_current(self, current: QModelIndex) -> None:
        if not current.isValid():
            self._note.hide()
            return
        node = self._model.node(current)
        lines = []
        if node.path != node.label or len(node.shown) > _LONG:
            lines.append(f"{node.path}: {node.shown}")
        for text in (self._model.value_meaning(node), self._model.field_meaning(node)):
            if text and text not in lines:
                lines.append(text)
        self._note.show_text("\n".join(lines))
        self._note.setVisible(bool(lines))

    def _open_menu(self, position: QPoint) -> None:
        node = self.selected
        if node is None:
            return
        menu = QMenu(self._tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._copy_value, self._copy_path])
        menu.addSeparator()  # not seen as long as nothing follows
        self.menu_opening.emit(menu, node)
        menu.popup(self._tree.viewport().mapToGlobal(position))


def _opens(node: Node, siblings: int) -> bool:
    """Whether a line is opened by itself."""
    if node.span is not None or not isinstance(node.value, dict | list):
        return False
    if isinstance(node.value, list):
        return len(node.value) <= _MOST_ELEMENTS
    # One of several elements is a line that its summary explains.
    return not (node.label.startswith("[") and siblings > 1)


class _RowDelegate(QStyledItemDelegate):
    """Gives lines some air; all are equally high, so Qt asks for one of them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = super().sizeHint(option, index).width()
        return QSize(width, self._theme.row_height - self._theme.scaled(3))


class _Tree(QTreeView):
    """The tree; says so where there is nothing to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.empty_text = ""
        self._theme = theme
        self._is_fitting = False
        self._is_sized_by_user = False
        self.setUniformRowHeights(True)
        self.setItemDelegate(_RowDelegate(theme, self))
        self.setAlternatingRowColors(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsMovable(False)
        header.sectionResized.connect(self._on_resized)
        theme.changed.connect(self._dress)
        self._dress()

    def fit_columns(self) -> None:
        """Give names and values the room that those in view need, within bounds.

        Columns that the user has drawn to another width are left alone.
        """
        if self._is_sized_by_user:
            return
        self._is_fitting = True
        width = max(self.viewport().width(), self._theme.scaled(300))
        for column, share in ((FIELD, 0.36), (VALUE, 0.32)):
            wanted = self.sizeHintForColumn(column) + self._theme.scaled(16)
            least = self._theme.scaled(90)
            self.setColumnWidth(column, max(least, min(wanted, int(width * share))))
        self._is_fitting = False

    def _on_resized(self, column: int) -> None:
        # The last column fills the width that is left, whoever drew.
        if not self._is_fitting and column in (FIELD, VALUE) and self.isVisible():
            is_last = column == VALUE and self.isColumnHidden(MEANING)
            self._is_sized_by_user = self._is_sized_by_user or not is_last

    def _dress(self) -> None:
        self.setIndentation(self._theme.scaled(16))
        self.viewport().update()

    # Overrides of QTreeView.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() or not self.empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.color("muted"))
        margin = self._theme.scaled(12)
        painter.drawText(
            self.viewport().rect().adjusted(margin, margin, -margin, -margin),
            Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            self.empty_text,
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()
