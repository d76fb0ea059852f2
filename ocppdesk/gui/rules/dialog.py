# SPDX-License-Identifier: Apache-2.0
"""The help on the rules of diagnosis: what is found, when, and what to do then."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.analysis.findings.guide import RuleGuide, guide
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.rules.text import rule_html

_SIZE: Final = QSize(980, 640)
_RULE: Final = Qt.ItemDataRole.UserRole
_SHEET: Final = (
    "h2 { margin: 0 0 4px 0; } h4 { margin: 12px 0 2px 0; } p { margin: 0 0 6px 0; }"
)


class RulesDialog(QDialog):
    """A window beside the main one; stays open while one works.

    Args:
        theme: Where colours and fonts come from.
        parent: The window it belongs to.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Rules of diagnosis"))
        self.resize(_SIZE)
        self.search = _Search()
        self.search.setPlaceholderText(self.tr("Search rules and texts"))
        self.search.setAccessibleName(self.tr("Search the rules"))
        self.search.setClearButtonEnabled(True)
        self.list = self.search.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Rules of diagnosis"))
        for rule in guide():
            item = QListWidgetItem(f"{rule.id}   {rule.title}", self.list)
            item.setData(_RULE, rule)
            item.setToolTip(rule.title)
        self._none = ThemedLabel(theme, color="muted", wraps=True)
        self._none.setContentsMargins(12, 8, 12, 8)
        self._none.hide()
        self.page = QTextBrowser()
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setAccessibleName(self.tr("What this rule is"))
        self.page.document().setDocumentMargin(12)
        self.page.document().setDefaultStyleSheet(_SHEET)
        self._build()
        self.search.textChanged.connect(self._refill)
        self.list.currentItemChanged.connect(self._show)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        theme.changed.connect(self._show)
        self.list.setCurrentRow(0)
        self.search.setFocus()

    @property
    def shown(self) -> RuleGuide | None:
        """The rule that is explained; None if the search finds none."""
        chosen = [item for item in self.list.selectedItems() if not item.isHidden()]
        return chosen[0].data(_RULE) if chosen else None

    def show_rule(self, id: str) -> None:
        """Explain a rule; nothing happens if there is none of that id."""
        self.search.clear()
        for item in self._items():
            if item.data(_RULE).id == id:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item)

    def _refill(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            searched = _searched(item.data(_RULE))
            item.setHidden(not all(word in searched for word in words))
        visible = [item for item in self._items() if not item.isHidden()]
        self._none.setVisible(not visible)
        self._none.show_text(self.tr("No rule has “{text}”.").format(text=text))
        if visible and self.list.currentItem() not in visible:
            self.list.setCurrentItem(visible[0])
        self._show()

    def _show(self, *_arguments: object) -> None:
        rule = self.shown
        self.page.setHtml("" if rule is None else rule_html(rule, self._theme))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _build(self) -> None:
        left = QFrame()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(8, 8, 8, 8)
        left_layout.addWidget(self.search)
        left_layout.addWidget(self._none)
        left_layout.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([_SIZE.width() * 40 // 100, _SIZE.width() * 60 // 100])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


class _Search(QLineEdit):
    """The search line; the arrow keys move in the list meanwhile."""

    list: QListWidget

    # Overrides of QLineEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            super().keyPressEvent(event)
            return
        step = 1 if event.key() == Qt.Key.Key_Down else -1
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                return
            row += step


def _searched(rule: RuleGuide) -> str:
    parts = (rule.id, rule.group, rule.title, rule.when, rule.details)
    return " ".join((*parts, *rule.next, *rule.traps)).casefold()
