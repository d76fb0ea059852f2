# SPDX-License-Identifier: Apache-2.0
"""The menus: every command of the window, once, with its shortcut."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

Shortcut = QKeySequence.StandardKey | str | None
_Standard = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu."""

    name: str
    """What the window knows it by."""
    menu: str
    """The menu it stands in; `Edit > Copy` is a menu within one."""
    text: str
    """What it says; `&` marks the access key, `-` alone is a line."""
    shortcut: Shortcut = None
    """Its key; a list is separated by blanks."""
    is_checkable: bool = False
    """Whether it is a switch."""
    group: str = ""
    """Switches of one group exclude each other."""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    """Where macOS moves it."""


def _line(menu: str) -> Command:
    return Command("", menu, "-")


COMMANDS: Final = (
    Command("open", "&File", "&Open…", _Standard.Open),
    Command("save_copy", "&File", "&Save a copy…", _Standard.Save),
    Command("export_shown", "&File > &Export", "Messages &shown…", "Ctrl+Shift+E"),
    Command("export_selected", "&File > &Export", "Messages s&elected…"),
    Command("export_all", "&File > &Export", "&All messages…"),
    _line("&File"),
    Command("settings", "&File", "Se&ttings…", "Ctrl+,",
            role=QAction.MenuRole.PreferencesRole),
    _line("&File"),
    Command("close", "&File", "&Close window", _Standard.Close),
    Command("quit", "&File", "&Quit", _Standard.Quit, role=QAction.MenuRole.QuitRole),
    Command("copy_summary", "&Edit", "Copy &summary", _Standard.Copy),
    Command("copy_json", "&Edit", "Copy &JSON", "Ctrl+Shift+C"),
    _line("&Edit"),
    Command("find", "&Edit", "&Find messages", _Standard.Find),
    Command("clear_filter", "&Edit", "&Clear the filter", "Ctrl+Shift+X"),
    Command("newest_first", "&View", "&Newest message on top", is_checkable=True),
    Command("exchanges", "&View", "Calls and answers on one ro&w", "Ctrl+Shift+F",
            is_checkable=True),
    _line("&View"),
    Command("time:Local date and time", "&View > &Times", "Local &date and time",
            is_checkable=True, group="time"),
    Command("time:Local time", "&View > &Times", "&Local time",
            is_checkable=True, group="time"),
    Command("time:UTC", "&View > &Times", "&UTC", is_checkable=True, group="time"),
    Command("time:Since time zero", "&View > &Times", "Since time &zero",
            is_checkable=True, group="time"),
    Command("time:Since previous", "&View > &Times", "Since &previous",
            is_checkable=True, group="time"),
    Command("theme:System", "&View > T&heme", "As the &system", is_checkable=True,
            group="theme"),
    Command("theme:Light", "&View > T&heme", "&Light", is_checkable=True,
            group="theme"),
    Command("theme:Dark", "&View > T&heme", "&Dark", is_checkable=True, group="theme"),
    Command("zoom_in", "&View", "Zoom &in", _Standard.ZoomIn),
    Command("zoom_out", "&View", "Zoom &out", _Standard.ZoomOut),
    Command("zoom_reset", "&View", "&Actual size", "Ctrl+0"),
    _line("&View"),
    Command("full_screen", "&View", "&Full screen", _Standard.FullScreen,
            is_checkable=True),
    Command("reset_layout", "&View", "&Reset the layout"),
    Command("live", "&Go", "Go &live", "Ctrl+Home"),
    Command("partner", "&Go", "To the &answer, or the request", "Ctrl+J"),
    Command("next", "&Go", "&Next message", "Ctrl+Down"),
    Command("previous", "&Go", "&Previous message", "Ctrl+Up"),
    _line("&Go"),
    Command("view_messages", "&Go", "&Messages", "Alt+1"),
    Command("view_connections", "&Go", "&Connections", "Alt+2"),
    Command("all_chargers", "&Charger", "&All chargers", "Ctrl+Shift+A"),
    Command("how_to_connect", "&Charger", "&How to connect a charger", "F2"),
    Command("copy_url", "&Charger", "Copy the &URL to type into a charger"),
    Command("demo", "&Tools", "&Demo session", is_checkable=True),
    Command("show_folder", "&Tools", "Show the folder with the &recordings"),
    Command("glossary", "&Help", "&Glossary: what every message means",
            _Standard.HelpContents),
    Command("shortcuts", "&Help", "&Keyboard shortcuts", "Ctrl+?"),
    Command("about", "&Help", "&About OCPP Desk", role=QAction.MenuRole.AboutRole),
)  # fmt: skip


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


class Menus:
    """The menu bar of a window.

    Args:
        window: The window.
        handlers: What each command does, by its name; switches are told whether they
            are on. A name before a colon handles all commands that begin so, and is
            told the rest.
    """

    def __init__(
        self, window: QMainWindow, handlers: Mapping[str, Callable[..., object]]
    ) -> None:
        self._window = window
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}
        """Every command's action, by name."""
        for command in COMMANDS:
            menu = self._menu(command.menu)
            if command.text == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._action(command, handlers))

    def menu(self, title: str) -> QMenu:
        """Return a menu by its path as in `Command.menu`."""
        return self._menus[title]

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return what can be done by keyboard: the texts and their keys."""
        return [
            (
                action.text().replace("&", ""),
                action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for action in self.actions.values()
            if not action.shortcut().isEmpty()
        ]

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

    def _action(
        self, command: Command, handlers: Mapping[str, Callable[..., object]]
    ) -> QAction:
        action = QAction(_tr(command.text), self._window)
        action.setObjectName(command.name)
        action.setMenuRole(command.role)
        action.setCheckable(command.is_checkable)
        if isinstance(command.shortcut, str):
            action.setShortcut(QKeySequence(command.shortcut))
        elif command.shortcut is not None:
            action.setShortcuts(command.shortcut)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        family, _, rest = command.name.partition(":")
        handler = handlers[family]
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
        return action
