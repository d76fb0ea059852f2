# SPDX-License-Identifier: Apache-2.0
"""The help on filters: signs, fields, flags, and examples to click on."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.filters.help import Line, Section, filter_help
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_SIZE: Final = QSize(920, 560)
_WRITTEN, _MEANING, _EXAMPLE = range(3)
_FILTER: Final = Qt.ItemDataRole.UserRole


class FilterHelpDialog(QDialog):
    """A window beside the main one; stays open while one tries what it says.

    Args:
        theme: Where colours and fonts come from.
        parent: The window it belongs to.

    Signals:
        example_chosen: A filter was clicked on; carries it.
    """

    example_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Filters: how to write them"))
        self.resize(_SIZE)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        for section in filter_help():
            lines = SectionView(theme, section)
            lines.chosen.connect(self.example_chosen)
            self._tabs.addTab(lines, _tr(section.title))
        hint = ThemedLabel(
            theme,
            self.tr(
                "Click a filter, or press Enter on its line, to try it. Anything that "
                "is no field, flag or message type is searched in the whole message."
            ),
            color="muted",
            wraps=True,
        )
        hint.setContentsMargins(12, 10, 12, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(hint)
        layout.addWidget(self._tabs, 1)

    @property
    def tabs(self) -> QTabWidget:
        """The sections; each page is a `SectionView`."""
        return self._tabs


class SectionView(QTreeWidget):
    """The lines of a section.

    Args:
        theme: Where colours and fonts come from.
        section: The section.

    Signals:
        chosen: A filter was clicked on, or Enter pressed on its line; carries it.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, section: Section) -> None:
        super().__init__()
        self._theme = theme
        has_examples = any(line.example for line in section.lines)
        titles = [self.tr("Written"), self.tr("Meaning")]
        self.setHeaderLabels([*titles, self.tr("Example")] if has_examples else titles)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setMouseTracking(True)
        self.setAccessibleName(_tr(section.title))
        header = self.header()
        header.setStretchLastSection(not has_examples)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        last = _MEANING if has_examples else header.count() - 1
        header.setSectionResizeMode(last, QHeaderView.ResizeMode.Stretch)
        self.addTopLevelItems([_item(line) for line in section.lines])
        self.itemClicked.connect(self._on_clicked)
        self.itemEntered.connect(self._show_cursor)
        theme.changed.connect(self._dress)
        self._dress()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def _on_clicked(self, item: QTreeWidgetItem, column: int) -> None:
        if column == _column(item):
            self.chosen.emit(item.data(_WRITTEN, _FILTER))

    def _show_cursor(self, item: QTreeWidgetItem, column: int) -> None:
        if column == _column(item):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def _dress(self) -> None:
        theme = self._theme
        fixed, accent = theme.fixed_font(), theme.color("accent")
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is None:
                continue
            for column in (_WRITTEN, _EXAMPLE):
                item.setFont(column, fixed)
            item.setForeground(_column(item), accent)
            item.setSizeHint(_MEANING, QSize(0, theme.row_height))

    # Overrides of QTreeWidget.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and item is not None:
            self.chosen.emit(item.data(_WRITTEN, _FILTER))
        else:
            super().keyPressEvent(event)


def _item(line: Line) -> QTreeWidgetItem:
    item = QTreeWidgetItem([line.text, _tr(line.meaning), line.example])
    item.setData(_WRITTEN, _FILTER, line.example or line.text)
    for column in (_WRITTEN, _MEANING, _EXAMPLE):
        item.setToolTip(column, item.text(column))
    return item


def _column(item: QTreeWidgetItem) -> int:
    """Return the column whose text is a filter."""
    return _EXAMPLE if item.text(_EXAMPLE) else _WRITTEN


def _tr(text: str) -> str:
    return QCoreApplication.translate("filter help", text)
