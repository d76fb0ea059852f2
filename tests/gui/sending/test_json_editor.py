# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.sending.json_editor import JsonEditor


@pytest.fixture
def editor(qtbot, theme):
    made = JsonEditor(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_payload_is_shown_indented_and_nobody_is_told(editor):
    heard = []
    editor.edited.connect(heard.append)
    editor.show_payload({"a": 1})
    assert editor.area.toPlainText() == '{\n  "a": 1\n}'
    assert heard == []


def test_what_is_typed_is_told(qtbot, editor):
    heard = []
    editor.edited.connect(heard.append)
    editor.area.clear()
    qtbot.keyClicks(editor.area, '{"a":2}')
    assert heard[-1] == {"a": 2}
    assert editor.mistake == ""


def test_a_mistake_is_said_with_its_place(qtbot, editor):
    editor.area.setPlainText('{\n "a": }')
    assert "Line 2, column 7" in editor.error.text()
    assert editor.error.isVisible()
    with qtbot.waitSignal(editor.broken):
        editor.area.appendPlainText("x")
    editor.go_to_mistake()
    assert editor.area.textCursor().position() == 8
    editor.area.setPlainText("{}")
    assert not editor.error.isVisible()


def test_a_text_that_says_the_same_stays_as_it_is_written(editor):
    editor.area.setPlainText('{"a":1,   "b":2}')
    editor.show_payload({"a": 1, "b": 2})
    assert editor.area.toPlainText() == '{"a":1,   "b":2}'
    editor.show_payload({"a": 2})
    assert editor.area.toPlainText() == '{\n  "a": 2\n}'


def test_a_payload_takes_the_place_of_a_mistake(editor):
    editor.area.setPlainText("{")
    editor.show_payload({})
    assert editor.mistake == ""
    assert editor.area.toPlainText() == "{}"


def test_a_secret_is_painted_over(editor, theme):
    payload = {"key": "AuthorizationKey", "value": "hunter2", "note": "\U0001f511"}
    editor.show_payload({"note": payload.pop("note"), **payload})
    (hidden,) = editor.area.extraSelections()
    assert hidden.cursor.selectedText() == "hunter2"
    color = theme.color("muted")
    assert hidden.format.foreground().color() == color
    assert hidden.format.background().color() == color
    editor.show_payload({"key": "HeartbeatInterval", "value": "60"})
    assert editor.area.extraSelections() == []
