# SPDX-License-Identifier: Apache-2.0
"""The glossary: what every message of OCPP is, who sends it and when."""

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.glossary import entry
from ocppdesk.core.versions import Version
from ocppdesk.gui.glossary.entry_view import EntryView
from ocppdesk.gui.glossary.list import EntriesModel, EntryDelegate
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_SIZE: Final = QSize(980, 640)


class GlossaryDialog(QDialog):
    """A window beside the main one; stays open while one works.

    Args:
        theme: Where colours and fonts come from.
        parent: The window it belongs to.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._version: str = Version.V16.value
        self._shown = ""
        self._behind: list[tuple[str, str]] = []
        self.setWindowTitle(self.tr("Glossary of messages"))
        self.resize(_SIZE)
        self._versions = self._make_version_buttons()
        self._search = _Search()
        self._search.setPlaceholderText(self.tr("Search names and texts"))
        self._search.setAccessibleName(self.tr("Search the glossary"))
        self._search.setClearButtonEnabled(True)
        self._model = EntriesModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(EntryDelegate(theme, self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setUniformItemSizes(True)
        self._list.setAccessibleName(self.tr("Messages of OCPP"))
        self._search.list = self._list
        self._none = ThemedLabel(theme, color="muted", wraps=True)
        self._none.setContentsMargins(12, 8, 12, 8)
        self._back = QPushButton(self.tr("Back"))
        self._back.setToolTip(self.tr("Back (Alt+Left)"))
        self._back.setAutoDefault(False)
        self._page = EntryView(theme)
        self._build()
        self._search.textChanged.connect(self._refill)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        self._page.action_wanted.connect(self._follow)
        self._back.clicked.connect(self.go_back)
        QShortcut(QKeySequence.StandardKey.Back, self, self.go_back)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)
        theme.changed.connect(self._dress)
        self._dress()
        self._refill()
        self._select(self._model.index(0).data() or "")
        self._search.setFocus()

    @property
    def shown(self) -> tuple[str, str]:
        """The action that is explained, and the version."""
        return self._shown, self._version

    @property
    def search(self) -> QLineEdit:
        """The line for searching."""
        return self._search

    @property
    def list(self) -> QListView:
        """The list of messages."""
        return self._list

    @property
    def page(self) -> EntryView:
        """The explanation."""
        return self._page

    def show_entry(self, action: str, version: str) -> None:
        """Explain an action.

        Args:
            action: The action, in any case; one that OCPP does not have is said to be
                unknown.
            version: The OCPP version to begin with; another one that has the action is
                taken if this one does not.
        """
        found = entry(action, version)
        if found is not None and version not in found.versions:
            version = found.versions[-1]
        self._search.clear()
        self.choose_version(version)
        if found is not None:
            self._select(found.action)
            return
        self._list.clearSelection()
        self._list.setCurrentIndex(QModelIndex())
        self._show(action)

    def choose_version(self, version: str) -> None:
        """List the messages of a version; the one shown stays if it has it."""
        if version == self._version:
            return
        self._version = version
        self._versions[version].setChecked(True)
        self._refill()

    def go_back(self) -> None:
        """Go back to the message that was shown before a link was followed."""
        if self._behind:
            action, version = self._behind.pop()
            self.show_entry(action, version)
        self._back.setEnabled(bool(self._behind))

    def _follow(self, action: str) -> None:
        self._behind.append((self._shown, self._version))
        self._back.setEnabled(True)
        self.show_entry(action, self._version)

    def _refill(self) -> None:
        self._model.show_entries(self._version, self._search.text())
        is_empty = self._model.rowCount() == 0
        self._none.setVisible(is_empty)
        self._none.show_text(
            self.tr("No message of OCPP {version} has “{text}”.").format(
                version=self._version, text=self._search.text()
            )
        )
        # Who searches wants the best match; who changes the version, the same message.
        row = -1 if self._search.text() else self._model.row_of(self._shown)
        if not is_empty:
            self._list.setCurrentIndex(self._model.index(max(0, row)))

    def _select(self, action: str) -> None:
        index = self._model.index(max(0, self._model.row_of(action)))
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._show(index.data())

    def _show(self, action: str) -> None:
        self._shown = action
        self._page.show_entry(action, self._version)

    def _dress(self) -> None:
        self._back.setIcon(sign_icon("back", self._theme.color("text")))
        self._back.setEnabled(bool(self._behind))

    def _make_version_buttons(self) -> dict[str, QToolButton]:
        group = QButtonGroup(self)
        buttons = {}
        for version in (v.value for v in Version):
            button = QToolButton()
            button.setText(f"OCPP {version}")
            button.setCheckable(True)
            button.setChecked(version == self._version)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(
                lambda _on, chosen=version: self.choose_version(chosen)
            )
            group.addButton(button)
            buttons[version] = button
        return buttons

    def _build(self) -> None:
        left = QFrame()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(8, 8, 8, 8)
        switch = QHBoxLayout()
        switch.setSpacing(2)
        for button in self._versions.values():
            switch.addWidget(button)
        switch.addStretch()
        left_layout.addLayout(switch)
        left_layout.addWidget(self._search)
        left_layout.addWidget(self._none)
        left_layout.addWidget(self._list, 1)
        right = QFrame()
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 8, 0, 0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self._back)
        top.addStretch()
        right_layout.addLayout(top)
        right_layout.addWidget(self._page, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([_SIZE.width() * 35 // 100, _SIZE.width() * 65 // 100])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)


class _Search(QLineEdit):
    """The search line; the arrow keys move in the list meanwhile."""

    list: QListView

    # Overrides of QLineEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        model = self.list.model()
        index = model.index(self.list.currentIndex().row() + step, 0)
        if index.isValid():
            self.list.setCurrentIndex(index)
