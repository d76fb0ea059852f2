# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from ocppdesk.gui.detail import json_view
from ocppdesk.gui.detail.json_view import SHOWN, Form, JsonView
from ocppdesk.gui.look.json_text import pretty_text

CALL = '[2,"19","StatusNotification",{"connectorId":1,"status":"Available"}]'


@pytest.fixture
def view(theme, qtbot):
    made = JsonView(theme)
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def text(view):
    return view.edit.toPlainText()


def press(view, qtbot, title):
    button = next(b for b in view.findChildren(QToolButton) if b.text() == title)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def marked(view):
    return [mark.cursor.selectedText() for mark in view.edit.extraSelections()]


def test_json_is_indented_at_first(view):
    view.show_raw(CALL)
    assert text(view) == pretty_text(CALL)
    assert view.notice == ""


def test_it_can_be_seen_as_it_was_sent(view, qtbot):
    view.show_raw(CALL)
    press(view, qtbot, "As sent")
    assert text(view) == CALL


def test_the_chosen_form_stays_for_the_next_message(view, qtbot):
    view.show_raw(CALL)
    press(view, qtbot, "As sent")
    view.show_raw("[ 3 ]")
    assert text(view) == "[ 3 ]"


def test_it_can_be_seen_as_bytes(view, qtbot):
    view.show_raw("[2]")
    press(view, qtbot, "Bytes")
    assert text(view).startswith("0000  5b 32 5d")


def test_what_is_not_utf8_is_shown_as_bytes_with_the_place(view):
    view.show_raw(b'["M\xfcller"]')
    assert view.form is Form.BYTES
    assert "4d fc 6c" in text(view)
    assert view.notice == "Not UTF-8: byte fc at 0003."
    view.show_raw(CALL)
    assert view.form is Form.PRETTY


def test_what_is_not_json_stays_verbatim_with_the_place_marked(view):
    broken = '[2,"1","Heartbeat"  {}]'
    view.show_raw(broken)
    assert text(view) == broken
    assert marked(view) == ["{"]
    assert view.notice == "Not JSON from character 21 on."


def test_a_text_that_was_cut_off_is_marked_at_its_end(view):
    view.show_raw('[2,"1","MeterValues",{"connectorId":1')
    assert marked(view) == ["1"]
    assert view.notice == "Not JSON: it ends too early, the rest is missing."


def test_quotes_that_are_never_closed_are_marked(view):
    view.show_raw('[2,"1","Meter')
    assert marked(view) == ['"']
    assert view.notice == "Not JSON: the quotes at character 8 are never closed."


def test_an_empty_text_is_no_mistake_of_ours(view):
    view.show_raw("")
    assert text(view) == ""
    assert view.notice


def test_the_place_is_right_behind_signs_outside_the_usual_plane(view):
    view.show_raw('["😀😀" x]')
    assert marked(view) == ["x"]


def test_a_long_message_is_cut_until_all_of_it_is_wanted(view, qtbot):
    long = '[2,"1","DataTransfer",{"data":"' + "x" * 2 * SHOWN + '"}]'
    view.show_raw(long)
    assert len(text(view)) < SHOWN + 100
    assert view.is_cut
    button = next(b for b in view.findChildren(QPushButton) if b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert text(view) == pretty_text(long)
    assert not view.is_cut


def test_the_next_message_is_cut_again(view):
    long = '"' + "x" * 2 * SHOWN + '"'
    view.show_raw(long)
    view.show_all()
    view.show_raw(long)
    assert view.is_cut


def test_what_no_window_should_show_is_said(view, monkeypatch):
    most = SHOWN + 1000
    monkeypatch.setattr(json_view, "MOST_SHOWN", most)
    view.show_raw("9" * (most + 1))
    view.choose(Form.WIRE)
    view.show_all()
    assert len(text(view)) == most
    assert not view.is_cut
    assert "“Copy” has all of it" in view.notice


def test_many_bytes_are_cut_too(view):
    view.show_raw(b"\xff" * SHOWN)
    assert view.is_cut
    assert text(view).count("\n") < SHOWN // 16 // 4


def test_a_sentence_has_no_forms(view, qtbot):
    view.show_raw(b"\xff")
    view.show_plain("The charger connected.")
    assert text(view) == "The charger connected."
    assert view.notice == ""
    forms = [b for b in view.findChildren(QToolButton) if b.isCheckable()]
    assert not any(b.isEnabled() for b in forms)
    view.show_raw(CALL)
    assert all(b.isEnabled() for b in forms)


def test_ctrl_f_finds_in_the_text(view, qtbot):
    view.show_raw(CALL)
    view.setFocus()
    qtbot.keyClick(view.edit, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.find_bar.input, "avail")
    assert view.find_bar.count_text == "1 of 1"
    view.show_raw('["available",1,"AVAILABLE"]')
    assert view.find_bar.count_text == "1 of 2"


def test_the_button_finds_too(view, qtbot):
    view.show_raw(CALL)
    press(view, qtbot, "Find…")
    assert view.find_bar.input.hasFocus()
