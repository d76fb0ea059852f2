# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from ocppdesk.gui.configuration.name_dialog import NameDialog


@pytest.fixture
def dialog(qtbot, theme):
    made = NameDialog(theme, title="Save", text="It is kept.", name="")
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_name_is_needed(dialog, qtbot):
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled()
    qtbot.keyClicks(dialog.name, "  ")
    assert not save.isEnabled()
    qtbot.keyClicks(dialog.name, "before")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
