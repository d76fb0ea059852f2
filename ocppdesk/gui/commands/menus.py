# SPDX-License-Identifier: Apache-2.0
"""The menu bar: an action for every command, and the menus they stand in."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ocppdesk.gui.commands.listed import COMMANDS, Command, Need

Handlers = Mapping[str, Callable[..., object]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


def plain(text: str) -> str:
    """Return what a menu shows: its text without the mark of the access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Menus:
    """The menu bar of a window.

    Args:
        window: The window.
        handlers: What each command does, by its name; switches are told whether they
            are on. A name before a colon handles all commands that begin so, and is
            told the rest.
    """

    def __init__(self, window: QMainWindow, handlers: Handlers) -> None:
        self._window = window
        self._handlers = handlers
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._met: frozenset[Need] | None = None
        self.actions: dict[str, QAction] = {}
        """Every command's action, by name."""
        self.commands: dict[str, Command] = {}
        """Every command, by name, those that were added later at the end."""
        for command in COMMANDS:
            menu = self._menu(command.menu)
            if command.text == "-":
                menu.addSeparator()
            elif command.text:
                menu.addAction(self._action(command))
            else:
                menu.menuAction().setVisible(False)  # until there are choices

    def menu(self, title: str) -> QMenu:
        """Return a menu by its path as in `Command.menu`."""
        return self._menus[title]

    def path(self, name: str) -> str:
        """Return the menus that lead to a command, as they are shown."""
        titles = self.commands[name].menu.split(" > ")
        return " > ".join(plain(_tr(title)) for title in titles)

    def access_keys(self) -> dict[str, QKeySequence]:
        """Return the keys that open menus of the bar, by their titles."""
        titles = [_tr(path) for path in self._menus if " > " not in path]
        return {plain(title): QKeySequence.mnemonic(title) for title in titles}

    def enable(self, met: Collection[Need]) -> None:
        """Enable the commands whose needs are met, and no others."""
        wanted = frozenset(met)
        if wanted == self._met:
            return
        self._met = wanted
        for name, command in self.commands.items():
            self.actions[name].setEnabled(self._is_met(command))

    def adopt(self, name: str, action: QAction, menu: str, before: str) -> None:
        """Take an action that is made elsewhere as a command.

        Args:
            name: What to know it by.
            action: The action; it keeps what it does.
            menu: The menu for it, by its path.
            before: The command it is to stand before.
        """
        self._menu(menu).insertAction(self.actions[before], action)
        self.actions[name] = action
        self.commands[name] = Command(name, menu, action.text())

    def show_choices(self, menu: str, family: str, names: Sequence[str]) -> None:
        """Fill a menu with choices that exclude each other, in place of earlier ones.

        Args:
            menu: The menu, by its path.
            family: What handles them; it is told the name that is chosen.
            names: What they are called.
        """
        for name in [n for n in self.actions if n.partition(":")[0] == family]:
            action = self.actions.pop(name)
            del self.commands[name]
            self._menu(menu).removeAction(action)
            action.deleteLater()
        for name in names:
            text = name.replace("&", "&&")
            command = Command(
                f"{family}:{name}", menu, text, is_checkable=True, group=family
            )
            self._menu(menu).addAction(self._action(command))
        self._menu(menu).menuAction().setVisible(bool(names))

    def _is_met(self, command: Command) -> bool:
        is_free = command.need is Need.NOTHING or self._met is None
        return is_free or command.need in (self._met or ())

    def _menu(self, path: str) -> QMenu:
        known = self._menus.get(path)
        if known is not None:
            return known
        parent, _, title = path.rpartition(" > ")
        menu = QMenu(_tr(title), self._window)
        if parent:
            self._menu(parent).addMenu(menu)
        else:
            self._window.menuBar().addMenu(menu)
        self._menus[path] = menu
        return menu

    def _action(self, command: Command) -> QAction:
        action = QAction(_tr(command.text), self._window)
        action.setObjectName(command.name)
        action.setMenuRole(command.role)
        action.setCheckable(command.is_checkable)
        action.setShortcuts(command.default_keys())
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        family, _, rest = command.name.partition(":")
        handler = self._handlers[family]
        if rest:
            action.triggered.connect(lambda _on, h=handler, r=rest: h(r))
        elif command.is_checkable:
            action.triggered.connect(lambda is_on, h=handler: h(is_on))
        else:
            action.triggered.connect(lambda _on, h=handler: h())
        if command.group:
            group = self._groups.setdefault(command.group, QActionGroup(self._window))
            group.addAction(action)
        self.actions[command.name] = action
        self.commands[command.name] = command
        action.setEnabled(self._is_met(command))
        return action
