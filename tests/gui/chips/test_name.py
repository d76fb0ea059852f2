# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ocppdesk.gui.chips.name import NameEditor


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addWidget(NameEditor())
    layout.addWidget(QLineEdit())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def editor(window):
    return window.findChild(NameEditor)


@pytest.fixture
def told(editor):
    names = []
    editor.named.connect(names.append)
    editor.closed.connect(names.append)
    return names


def test_it_is_closed_until_it_asks(editor):
    assert not editor.isVisible()
    assert not editor.is_open


def test_typing_replaces_the_name_to_begin_with(editor, qtbot, told):
    editor.ask("~q and ~in")
    qtbot.keyClicks(editor, "Mine")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told == ["Mine", True]
    assert not editor.isVisible()


def test_enter_takes_the_name_to_begin_with(editor, qtbot, told):
    editor.ask("~q")
    qtbot.keyClick(editor, Qt.Key.Key_Enter)
    assert told == ["~q", True]


def test_escape_takes_nothing(editor, qtbot, told):
    editor.ask("~q")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert told == [True]


def test_an_empty_name_is_none(editor, qtbot, told):
    editor.ask("~q")
    qtbot.keyClicks(editor, "  ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told == [True]


def test_leaving_it_takes_the_name_once(editor, window, qtbot, told):
    editor.ask("~q")
    window.findChildren(QLineEdit)[-1].setFocus()
    qtbot.waitUntil(lambda: told == ["~q", False])
