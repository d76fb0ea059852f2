# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu

from ocppdesk.gui.detail.pane import ANSWER, JSON, DetailPane

# Offscreen there is no keyboard to grab for a menu.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

STATUS = {"connectorId": 2, "errorCode": "GroundFailure", "status": "Faulted"}


@pytest.fixture
def pane(theme, qtbot):
    made = DetailPane(theme, clock=lambda: 0)
    qtbot.addWidget(made)
    made.resize(1000, 420)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def show(pane, recording, reader):
    """Show a message of the capture, as the window does."""

    def showing(number):
        recording.commit()
        message = reader.message(number)
        call = message.answer_to and reader.message(message.answer_to)
        answers = reader.answers(number)
        connection = reader.connection(message.connection)
        pane.show_message(message, call or None, answers, "1.6", connection)

    return showing


def menu_at(fields, path):
    """Open the menu of a field and return its entries by their words."""
    fields.select(path)
    tree = fields.tree
    place = tree.visualRect(tree.currentIndex()).center()
    tree.customContextMenuRequested.emit(place)
    menu = [m for m in tree.findChildren(QMenu) if m.isVisible()][-1]
    return _entries(menu)


def menu_of_text(json, words):
    """Open the menu of a text at some words and return its entries."""
    edit = json.edit
    cursor = QTextCursor(edit.document())
    cursor.setPosition(edit.toPlainText().index(words) + 1)
    edit.setTextCursor(cursor)
    place = edit.cursorRect().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, edit.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(edit.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return _entries(menu)


def _entries(menu):
    found = {
        action.text().replace("&", ""): action
        for action in menu.actions()
        if action.text()
    }
    menu.close()
    return found


def test_a_field_can_be_filtered_on_hidden_and_made_a_column(pane, recording, show):
    recording.line().say("StatusNotification", STATUS)
    show(2)
    narrowed = QSignalSpy(pane.narrowing_requested)
    columns = QSignalSpy(pane.column_requested)
    entries = menu_at(pane.fields, "status")
    entries["Filter on this value\t.status == Faulted"].trigger()
    entries["Hide this value\tnot .status == Faulted"].trigger()
    entries["Show as column\t.status"].trigger()
    entries["Copy as filter\t.status == Faulted"].trigger()
    assert [narrowed.at(0), narrowed.at(1)] == [
        [".status == Faulted"],
        ["not .status == Faulted"],
    ]
    assert columns.at(0) == [".status"]
    assert QGuiApplication.clipboard().text() == ".status == Faulted"


def test_a_sample_is_found_by_its_way_through_the_arrays(pane, recording, show):
    samples = [{"sampledValue": [{"value": "1"}, {"value": "32.1"}], "timestamp": "t"}]
    payload = {"connectorId": 1, "meterValue": samples}
    recording.line().say("MeterValues", payload)
    show(2)
    entries = menu_at(pane.fields, "meterValue[0].sampledValue[1].value")
    wanted = '.meterValue.sampledValue.value == "32.1"'
    assert entries[f"Filter on this value\t{wanted}"].isEnabled()


def test_an_object_can_be_a_column_and_no_filter(pane, recording, show):
    recording.line().say("DataTransfer", {"vendorId": "v", "data": {"a": 1}})
    show(2)
    entries = menu_at(pane.fields, "data")
    assert not entries["Filter on this value\t"].isEnabled()
    assert entries["Show as column\t.data"].isEnabled()


def test_a_password_is_no_filter(pane, recording, show):
    line = recording.line()
    line.ask("ChangeConfiguration", {"key": "AuthorizationKey", "value": "hunter2"})
    show(2)
    assert not menu_at(pane.fields, "value")["Filter on this value\t"].isEnabled()


def test_the_parts_of_an_error_are_no_values_of_a_payload(pane, recording, show):
    line = recording.line()
    line.fail(line.ask("Reset"), "NotSupported")
    show(3)
    entries = menu_at(pane.fields, "errorCode")
    assert not entries["Filter on this value\t"].isEnabled()
    assert not entries["Show as column\t"].isEnabled()


def test_the_answer_is_filtered_on_from_the_call_and_the_other_way_round(
    pane, recording, show
):
    line = recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Rejected"})
    pane.tabs.setCurrentIndex(ANSWER)
    show(2)
    entries = menu_at(pane.answer.fields, "status")
    assert "Filter on this value\tres.status == Rejected" in entries
    show(3)
    entries = menu_at(pane.answer.fields, "type")
    assert "Filter on this value\treq.type == Soft" in entries


def test_the_text_has_the_same_menu_besides_its_own(pane, recording, show):
    recording.line().say("StatusNotification", STATUS)
    pane.tabs.setCurrentIndex(JSON)
    show(2)
    narrowed = QSignalSpy(pane.narrowing_requested)
    entries = menu_of_text(pane.json, "Faulted")
    entries["Filter on this value\t.status == Faulted"].trigger()
    assert narrowed.at(0) == [".status == Faulted"]
    entries["Copy value"].trigger()
    assert QGuiApplication.clipboard().text() == "Faulted"
    entries["Copy path"].trigger()
    assert QGuiApplication.clipboard().text() == "status"
    assert any("Select All" in text for text in entries)


def test_beside_the_payload_the_text_has_only_its_own_menu(pane, recording, show):
    recording.line().say("StatusNotification", STATUS)
    pane.tabs.setCurrentIndex(JSON)
    show(2)
    entries = menu_of_text(pane.json, "StatusNotification")
    assert not [text for text in entries if "Filter" in text]


def test_a_connection_event_has_no_values_to_filter_on(pane, recording, show):
    recording.line()
    show(1)
    assert not menu_at(pane.fields, "From")["Filter on this value\t"].isEnabled()


def test_the_menu_opens_by_keyboard_at_the_cursor(pane, recording, show):
    recording.line().say("StatusNotification", STATUS)
    pane.tabs.setCurrentIndex(JSON)
    show(2)
    edit = pane.json.edit
    cursor = QTextCursor(edit.document())
    cursor.setPosition(edit.toPlainText().index("GroundFailure") + 2)
    edit.setTextCursor(cursor)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(), edit.mapToGlobal(QPoint())
    )
    QApplication.sendEvent(edit.viewport(), event)
    entries = _entries(QApplication.activePopupWidget())
    assert "Filter on this value\t.errorCode == GroundFailure" in entries
