# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.core.commands.suggestions import Suggestion
from ocppdesk.core.forms.fields import Choice, Field, Kind
from ocppdesk.core.forms.places import MISSING
from ocppdesk.gui.sending.editors import (
    ChoiceEditor,
    LongTextEditor,
    TextEditor,
    editor_for,
)

SOFT = (Choice("Hard", "At once."), Choice("Soft", "Politely."))


@pytest.fixture
def edit(qtbot, theme):
    """Make an editor, and hear what it tells."""

    def make(kind, *, suggestions=(), **limits):
        editor = editor_for(Field("x", "x", kind, **limits), theme, lambda: suggestions)
        qtbot.addWidget(editor)
        editor.show()
        heard = []
        editor.edited.connect(heard.append)
        return editor, heard

    return make


@pytest.mark.parametrize(
    ("kind", "limits", "wanted"),
    [
        (Kind.CHOICE, {"choices": SOFT}, ChoiceEditor),
        (Kind.BOOLEAN, {}, ChoiceEditor),
        (Kind.TEXT, {"longest": 20}, TextEditor),
        (Kind.TEXT, {"longest": 5500}, LongTextEditor),
        (Kind.INTEGER, {}, TextEditor),
        (Kind.ANY, {}, TextEditor),
    ],
)
def test_each_kind_has_its_editor(edit, kind, limits, wanted):
    assert type(edit(kind, **limits)[0]) is wanted


def test_what_is_typed_is_told_as_a_value(qtbot, edit):
    editor, heard = edit(Kind.NUMBER)
    qtbot.keyClicks(editor.line, "16,5")
    assert heard == [1, "16,", 16.5] or heard[-1] == 16.5
    editor.line.clear()
    qtbot.keyClicks(editor.line, "x")
    assert heard[-1] == "x"


def test_what_is_being_typed_stays_as_it_is_written(qtbot, edit):
    editor, heard = edit(Kind.NUMBER)
    qtbot.keyClicks(editor.line, "16,0")
    editor.show_value(heard[-1])
    assert editor.line.text() == "16,0"
    editor.show_value(6)
    assert editor.line.text() == "6"
    editor.show_value(MISSING)
    assert editor.line.text() == ""


def test_an_optional_choice_can_be_left_out(qtbot, edit):
    editor, heard = edit(Kind.CHOICE, choices=SOFT)
    texts = [editor.box.itemText(n) for n in range(editor.box.count())]
    assert texts == ["(left out)", "Hard", "Soft"]
    assert editor.box.itemData(1, Qt.ItemDataRole.ToolTipRole) == "At once."
    qtbot.keyClick(editor.box, Qt.Key.Key_Down)
    assert heard == ["Hard"]
    qtbot.keyClick(editor.box, Qt.Key.Key_Up)
    assert heard[-1] is MISSING


def test_a_value_that_is_not_listed_is_shown_all_the_same(edit):
    editor, _heard = edit(Kind.CHOICE, choices=SOFT, is_required=True)
    editor.show_value("Warm")
    assert editor.box.currentText() == "Warm"
    editor.show_value("Soft")
    assert editor.box.currentText() == "Soft"
    assert editor.box.count() == 2


def test_true_and_1_are_not_the_same(edit):
    editor, _heard = edit(Kind.BOOLEAN, is_required=True)
    editor.show_value(True)
    assert editor.box.currentText() == "true"
    editor.show_value(1)
    assert editor.box.currentText() == "1"
    assert editor.box.count() == 3


def test_the_wheel_scrolls_past_a_list_without_the_keyboard(qtbot, edit):
    editor, heard = edit(Kind.CHOICE, choices=SOFT, is_required=True)
    editor.box.clearFocus()
    place = QPointF(5, 5)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor.box, wheel)
    assert heard == []
    assert editor.box.currentText() == "Hard"


def test_known_values_are_in_a_menu(qtbot, edit):
    known = [Suggestion(1, "Charging"), Suggestion(2), Suggestion(3, "x" * 99)]
    editor, heard = edit(Kind.INTEGER, suggestions=known)
    qtbot.mouseClick(editor.known, Qt.MouseButton.LeftButton)
    texts = [action.text() for action in editor.menu.actions()]
    assert texts[:2] == ["1\tCharging", "2"]
    assert texts[2].endswith("…")
    editor.menu.actions()[1].trigger()
    editor.menu.close()
    assert heard == [2]
    assert editor.line.text() == "2"


def test_without_known_values_there_is_no_menu(edit):
    editor, _heard = edit(Kind.INTEGER)
    assert not editor.known.isVisible()


def test_certificates_keep_their_lines(qtbot, edit):
    editor, heard = edit(Kind.TEXT, longest=5500, is_required=True)
    editor.show_value("-----BEGIN\nA")
    assert heard == []
    qtbot.keyClicks(editor.area, "x")
    assert heard == ["x-----BEGIN\nA"]


@pytest.mark.parametrize(
    ("kind", "limits", "hint"),
    [
        (Kind.INTEGER, {}, "left out; whole number"),
        (
            Kind.TEXT,
            {"longest": 20, "is_required": True},
            "text, at most 20 characters",
        ),
        (Kind.TIME, {"is_required": True}, "2026-08-01T14:00:00Z"),
        (Kind.TEXT, {}, ""),
    ],
)
def test_an_empty_field_says_what_it_holds(edit, kind, limits, hint):
    assert edit(kind, **limits)[0].line.placeholderText() == hint


def test_an_editor_never_comes_up_as_a_window_of_its_own(qtbot, theme):
    shown = set(QApplication.topLevelWidgets())
    known = [Suggestion(1)]
    editor = editor_for(Field("x", "x", Kind.INTEGER), theme, lambda: known)
    qtbot.addWidget(editor)
    more = set(QApplication.topLevelWidgets()) - shown - {editor}
    assert not any(widget.isVisible() for widget in more)
