# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ocppdesk.core.configuration.values import Kind, ValueType
from ocppdesk.gui.configuration.editors import (
    ChoiceEditor,
    NumberEditor,
    TextEditor,
    make_editor,
)

NUMBER = ValueType(Kind.INTEGER, unit="s", minimum=0, maximum=100)


@pytest.fixture
def make(qtbot, theme):
    def made(kind, value=""):
        editor = make_editor(theme, kind)
        qtbot.addWidget(editor)
        editor.show_value(value)
        editor.show()
        return editor

    return made


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ValueType(Kind.BOOLEAN), ChoiceEditor),
        (ValueType(Kind.CHOICE, choices=("a", "b")), ChoiceEditor),
        (ValueType(Kind.CHOICE), TextEditor),
        (NUMBER, NumberEditor),
        (ValueType(Kind.DECIMAL), NumberEditor),
        (ValueType(Kind.TEXT), TextEditor),
        (ValueType(Kind.MOMENT), TextEditor),
        (ValueType(Kind.SECRET), TextEditor),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_each_type_has_its_editor(make, kind, expected):
    assert isinstance(make(kind), expected)


def test_a_secret_cannot_be_read(make):
    editor = make(ValueType(Kind.SECRET), "x")
    assert editor.echoMode() == QLineEdit.EchoMode.Password


def test_booleans_of_chargers_are_understood(make):
    editor = make(ValueType(Kind.BOOLEAN), "TRUE")
    assert editor.value == "true"
    assert editor.count() == 2


def test_a_value_that_is_no_choice_is_kept_as_one(make):
    editor = make(ValueType(Kind.CHOICE, choices=("a", "b")), "c")
    assert editor.value == "c"


def test_a_number_is_stepped_within_its_limits(make, qtbot):
    editor = make(NUMBER, "99")
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert editor.value == "100"
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.value == "99"


def test_anything_can_be_typed_into_a_number(make, qtbot):
    editor = make(NUMBER, "99")
    qtbot.keyClicks(editor.lineEdit(), "soon")
    assert editor.value == "soon"
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert editor.value == "soon"


def test_typing_takes_the_place_of_the_old_value(make, qtbot):
    editor = make(ValueType(Kind.TEXT), "old")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClicks(editor, "n")
    assert editor.value == "n"
