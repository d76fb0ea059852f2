# SPDX-License-Identifier: Apache-2.0
"""The menu of a charger in the list: all that can be looked at or done with it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ocppdesk.gui.commands.menus import plain
from ocppdesk.gui.commands.shortcuts import keys_text

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow

_COMMANDS: Final = (
    "view_messages",
    "view_answers",
    "view_findings",
    "view_sessions",
    "view_charts",
    "view_limits",
    "",
    "view_sending",
    "view_configuration",
    "view_files",
)


def open_charger_menu(window: "MainWindow", identity: str, at: QPoint) -> None:
    """Open the menu of a charger; what it offers is about that charger.

    Args:
        window: The window.
        identity: The charger; empty stands for all of them.
        at: Where on the screen.
    """
    window.chargers.choose(identity)
    menu = QMenu(window.chargers)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in _COMMANDS:
        if not name:
            menu.addSeparator()
            continue
        action = window.menus.actions[name]
        keys = keys_text(action.shortcuts()[:1])
        text = plain(action.text()).replace("&", "&&")
        # Not the action itself: what a menu shows of its own keys would be a second
        # shortcut, and both would be ambiguous.
        entry = menu.addAction(f"{text}\t{keys}" if keys else text, action.trigger)
        entry.setEnabled(action.isEnabled())
    if identity:
        menu.addSeparator()
        words = QCoreApplication.translate("ChargerMenu", "&Copy the identity")
        menu.addAction(words, lambda: QGuiApplication.clipboard().setText(identity))
    menu.popup(at)
