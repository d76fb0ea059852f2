# SPDX-License-Identifier: Apache-2.0
"""The list of what can be done by keyboard, to look things up and to change keys."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.commands.menus import plain
from ocppdesk.gui.commands.shortcuts import Shortcuts, keys_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import SettingsError

_SIZE: Final = QSize(640, 620)
_COMMAND, _MENU, _KEYS = range(3)
_NAME: Final = Qt.ItemDataRole.UserRole
_MOVES: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class ShortcutsDialog(QDialog):
    """Shows all commands with their keys, and changes them at once.

    Args:
        shortcuts: The commands and their keys.
        theme: Where colours, fonts and sizes come from.
        parent: The window it belongs to.
    """

    def __init__(
        self, shortcuts: Shortcuts, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._theme = theme
        self._wanted: list[QKeySequence] = []
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._filter = _Filter()
        self._filter.setPlaceholderText(self.tr("Find a command or a key"))
        self._filter.setAccessibleName(self.tr("Find a command or a key"))
        self._filter.setClearButtonEnabled(True)
        self.commands = self._make_tree()
        """A row for each command."""
        self._filter.tree = self.commands
        self.capture = _KeyCapture()
        """Where the new key is pressed."""
        self.capture.setAccessibleName(self.tr("New key"))
        self._clear = self._button(self.tr("&Clear"), self._on_clear)
        self._default = self._button(self.tr("&Default"), self._on_default)
        self._remark = ThemedLabel(theme, color="muted", wraps=True)
        self._take = self._button(self.tr("&Take it from there"), self._on_take)
        standard = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(standard.Close)
        self._all = self._buttons.addButton(
            self.tr("&All defaults"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self._all.setAutoDefault(False)
        self._build()
        # Enter in the list begins to change a key, and must not close the dialog.
        self._buttons.button(standard.Close).setAutoDefault(False)
        self._filter.textChanged.connect(self._show_matches)
        self._filter.returnPressed.connect(self.capture.setFocus)
        self.commands.currentItemChanged.connect(self._on_chosen)
        self.commands.itemActivated.connect(lambda: self.capture.setFocus())
        self.capture.pressed.connect(self._on_pressed)
        self.capture.left.connect(self.commands.setFocus)
        self._all.clicked.connect(lambda: self._change(shortcuts.reset_all))
        self._buttons.rejected.connect(self.reject)
        shortcuts.changed.connect(self._refill)
        theme.changed.connect(self._refill)
        self._refill()
        self._filter.setFocus()

    @property
    def remark(self) -> str:
        """What is said about the last key; empty if there is nothing to say."""
        return self._remark.text()

    def choose(self, name: str) -> None:
        """Choose the row of a command."""
        for item in self._items():
            if item.data(_COMMAND, _NAME) == name:
                self.commands.setCurrentItem(item)

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(self.tr("Commands and their keys"))
        tree.setHeaderLabels([self.tr("Command"), self.tr("Menu"), self.tr("Keys")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_COMMAND, QHeaderView.ResizeMode.Stretch)
        for column in (_MENU, _KEYS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, self._theme.scaled(150))
        return tree

    def _button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: action())
        return button

    def _build(self) -> None:
        editing = QHBoxLayout()
        editing.addWidget(self.capture, 1)
        editing.addWidget(self._clear)
        editing.addWidget(self._default)
        saying = QHBoxLayout()
        saying.addWidget(self._remark, 1)
        saying.addWidget(self._take)
        layout = QVBoxLayout(self)
        layout.addWidget(self._filter)
        layout.addWidget(self.commands, 1)
        layout.addLayout(editing)
        layout.addLayout(saying)
        layout.addWidget(self._buttons)
        # A remark that comes must not push the rows up.
        policy = self._take.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._take.setSizePolicy(policy)
        self._say("")
        self.resize(
            self._theme.scaled(_SIZE.width()), self._theme.scaled(_SIZE.height())
        )

    def _refill(self) -> None:
        """Show what is true now; the chosen row stays chosen."""
        menus = self._shortcuts.menus
        known = {item.data(_COMMAND, _NAME): item for item in self._items()}
        for name, action in menus.actions.items():
            item = known.pop(name, None)
            if item is None:
                item = QTreeWidgetItem(self.commands)
                item.setData(_COMMAND, _NAME, name)
                item.setSizeHint(_COMMAND, QSize(0, self._theme.row_height))
                item.setText(_COMMAND, plain(action.text()))
                item.setText(_MENU, menus.path(name))
            item.setText(_KEYS, keys_text(self._shortcuts.keys(name)))
            is_changed = self._shortcuts.is_changed(name)
            font = self._theme.font(bold=is_changed)
            for column in (_COMMAND, _KEYS):
                item.setFont(column, font)
            tip = self.tr("Changed. By default: {keys}")
            default = keys_text(self._shortcuts.defaults(name)) or self.tr("none")
            item.setToolTip(_KEYS, tip.format(keys=default) if is_changed else "")
            item.setForeground(_MENU, self._theme.color("muted"))
        for item in known.values():
            self.commands.takeTopLevelItem(self.commands.indexOfTopLevelItem(item))
        self._show_matches()
        self._show_buttons()

    def _show_matches(self) -> None:
        words = self._filter.text().casefold().split()
        for item in self._items():
            text = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(not all(word in text for word in words))
        current = self.commands.currentItem()
        if current is None or current.isHidden():
            self.commands.setCurrentIndex(QModelIndex())
            for item in self._items():
                if not item.isHidden():
                    self.commands.setCurrentItem(item)
                    break

    def _items(self) -> list[QTreeWidgetItem]:
        tree = self.commands
        found = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _chosen(self) -> str:
        item = self.commands.currentItem()
        return "" if item is None else str(item.data(_COMMAND, _NAME))

    def _on_chosen(self) -> None:
        self._say("")
        self._show_buttons()

    def _show_buttons(self) -> None:
        name = self._chosen()
        self.capture.setEnabled(bool(name))
        self.capture.setKeySequence(
            self._shortcuts.keys(name)[0]
            if name and self._shortcuts.keys(name)
            else QKeySequence()
        )
        self._clear.setEnabled(bool(name and self._shortcuts.keys(name)))
        self._default.setEnabled(bool(name) and self._shortcuts.is_changed(name))

    def _on_pressed(self, key: QKeySequence) -> None:
        refusal = self._shortcuts.refusal(key)
        if refusal:
            self._show_buttons()
            self._say(refusal)
        else:
            self._want([key])

    def _on_clear(self) -> None:
        self._want([])

    def _on_default(self) -> None:
        self._want(self._shortcuts.defaults(self._chosen()))

    def _want(self, keys: Sequence[QKeySequence]) -> None:
        """Assign keys, unless other commands have them: then ask at the spot."""
        name = self._chosen()
        self._wanted = list(keys)
        owners = {key: self._shortcuts.owner(key, besides=name) for key in keys}
        clash = next((key for key, owner in owners.items() if owner), None)
        if clash is None:
            self._on_take()
            return
        other = plain(self._shortcuts.menus.actions[owners[clash]].text())
        text = self.tr("{key} is the key of “{command}”.")
        text = text.format(key=keys_text([clash]), command=other)
        self._say(text, can_take=True)

    def _on_take(self) -> None:
        name, keys = self._chosen(), self._wanted
        self._change(lambda: self._shortcuts.assign(name, keys))

    def _change(self, change: Callable[[], None]) -> None:
        try:
            change()
        except SettingsError as error:
            self._show_buttons()
            self._say(str(error))
        else:
            self._say("")

    def _say(self, text: str, *, can_take: bool = False) -> None:
        if not text and self._chosen():
            text = self.tr("Click the field and press the new key.")
            self._remark.show_text(text, "muted")
        else:
            self._remark.show_text(text, "problem")
        self._take.setVisible(can_take)


class _KeyCapture(QKeySequenceEdit):
    """A field that takes one key, with whatever is held down meanwhile.

    Signals:
        pressed: A key was pressed.
        left: The user changed their mind.
    """

    pressed = Signal(QKeySequence)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        inner = self.findChild(QLineEdit)
        if inner is not None:
            inner.setPlaceholderText(self.tr("Press keys…"))
        self.editingFinished.connect(self._on_finished)

    def _on_finished(self) -> None:
        if self.hasFocus() and not self.keySequence().isEmpty():
            self.pressed.emit(self.keySequence())

    # Overrides of QKeySequenceEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Filter(QLineEdit):
    """The line that filters the commands; the arrow keys move among them meanwhile."""

    tree: QTreeWidget

    # Overrides of QLineEdit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            QCoreApplication.sendEvent(self.tree, event)
        else:
            super().keyPressEvent(event)
