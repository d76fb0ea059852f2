# SPDX-License-Identifier: Apache-2.0
from PySide6.QtWidgets import QTableWidget

from ocppdesk.gui.shortcuts_dialog import ShortcutsDialog


def test_commands_and_keys_are_shown(qtbot):
    dialog = ShortcutsDialog([("Find messages", "Ctrl+F")])
    qtbot.addWidget(dialog)
    dialog.open()
    table = dialog.findChild(QTableWidget)
    assert table.item(0, 0).text() == "Find messages"
    assert table.item(0, 1).text() == "Ctrl+F"
    assert dialog.isVisible()
