# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from ocppdesk.gui.detail.text_view import TextView, character_index, utf16_index


@pytest.fixture
def view(theme, qtbot):
    made = TextView(theme)
    qtbot.addWidget(made)
    made.resize(400, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


def marked(view):
    return [mark.cursor.selectedText() for mark in view.extraSelections()]


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [("abc", 2, 2), ("äöü", 2, 2), ("😀a", 1, 2), ("😀a", 0, 0)],
)
def test_places_count_as_qt_counts(text, index, expected):
    assert utf16_index(text, index) == expected
    assert character_index(text, expected) == index


def test_marks_stand_where_they_belong_whatever_stands_before(view):
    view.setPlainText("😀😀 abc")
    view.mark_wrong((3, 6))
    assert marked(view) == ["abc"]
    view.mark_wrong(None)
    assert marked(view) == []


def test_a_mark_beyond_the_text_is_no_mistake(view):
    view.setPlainText("abc")
    view.mark_wrong((2, 99))
    assert marked(view) == ["c"]


def test_what_is_found_and_what_is_wrong_are_both_marked(view):
    view.setPlainText("one two one")
    view.mark_found([(0, 3), (8, 11)], 1)
    view.mark_wrong((4, 7))
    assert marked(view) == ["one", "one", "two"]


def test_a_place_is_brought_into_view(view):
    view.setPlainText("\n".join(str(n) for n in range(2000)))
    start = view.toPlainText().index("1234")
    view.go_to((start, start + 4))
    area = view.cursorRect()
    assert view.viewport().rect().contains(area)


def test_the_keys_for_finding_are_its_own(view, qtbot):
    with qtbot.waitSignal(view.find_wanted):
        qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(view.step_wanted) as signal:
        qtbot.keyClick(view, Qt.Key.Key_F3)
    assert signal.args == [1]
    with qtbot.waitSignal(view.step_wanted) as signal:
        qtbot.keyClick(view, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert signal.args == [-1]


def test_the_same_keys_of_the_window_stay_silent_meanwhile(theme, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    view, other = TextView(theme), QLineEdit()
    centre = QWidget()
    layout = QVBoxLayout(centre)
    layout.addWidget(view)
    layout.addWidget(other)
    window.setCentralWidget(centre)
    action = QAction("Find in messages", window)
    action.setShortcut(QKeySequence.StandardKey.Find)
    window.addAction(action)
    with qtbot.waitActive(window):
        window.show()
    told = []
    action.triggered.connect(lambda: told.append("window"))
    view.find_wanted.connect(lambda: told.append("view"))
    for widget in (view, other):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert told == ["view", "window"]


def test_tab_leaves_the_text(view):
    assert view.tabChangesFocus()


def test_a_long_line_without_blanks_is_laid_out_at_once(view, qtbot):
    view.setPlainText("x" * 100_000)
    view.grab()
    assert view.document().lineCount() > 1000
