# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from ocppdesk.capture.origins import Origin, Place
from ocppdesk.gui.detail.pane import (
    ANSWER,
    EXPLANATION,
    FIELDS,
    JSON,
    ORIGINAL,
    DetailPane,
)
from ocppdesk.gui.detail.payloads import LARGEST

BAD_STATUS = {"connectorId": "1", "errorCode": "NoError", "status": "Available"}


@pytest.fixture
def pane(theme, qtbot):
    made = DetailPane(theme, clock=lambda: 0)
    qtbot.addWidget(made)
    made.resize(1000, 320)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def show(pane, recording, reader):
    """Show the message of a number, as the window does; the newest by default."""

    def showing(number=None, version="1.6"):
        last = recording.commit()
        message = reader.message(number or last)
        call = None
        if message.answer_to is not None:
            call = reader.message(message.answer_to)
        connection = reader.connection(message.connection)
        answers = reader.answers(message.id)
        pane.show_message(message, call, answers, version, connection)
        return message

    return showing


def tab_titles(pane):
    tabs = pane.tabs
    return [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)]


def test_at_first_it_says_what_to_do(pane):
    texts = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "No message is selected" in texts
    assert not pane.tabs.isVisible()


def test_a_message_is_shown_on_four_tabs(pane, recording, show):
    recording.line().say("Heartbeat")
    show()
    assert pane.heading.title == "▶ Heartbeat · answer to CP-0042"
    assert tab_titles(pane) == ["Fields", "JSON", "Request", "What is this?"]
    assert pane.fields.model.find("currentTime").isValid()
    pane.tabs.setCurrentIndex(JSON)
    assert '"currentTime"' in pane.json.edit.toPlainText()
    pane.tabs.setCurrentIndex(ANSWER)
    assert pane.answer.state.startswith("Heartbeat · call from CP-0042")
    pane.tabs.setCurrentIndex(EXPLANATION)
    assert pane.explanation.toPlainText().startswith("Heartbeat")


def test_where_a_message_was_read_from_is_told(pane, recording, show):
    recording.line().say("Heartbeat")
    message = show()
    place = Place(1, "site.log", 812)
    pane.show_origin(Origin(place, "[3, '1', {}]", None, None))
    assert pane.heading.origin == "site.log, line 812"
    assert tab_titles(pane)[-1] == "In the log"
    pane.tabs.setCurrentIndex(ORIGINAL)
    assert pane.original.edit.toPlainText() == "[3, '1', {}]"
    pane.show_origin(Origin(place, None, Place(2, "csms.log", 7), message.at + 40_000))
    assert (
        pane.heading.origin == "site.log, line 812 · also csms.log, line 7, 40 ms later"
    )
    assert "In the log" not in tab_titles(pane)
    pane.show_origin(None)
    assert pane.heading.origin == ""


def test_a_call_has_an_answer_in_place_of_a_request(pane, recording, show):
    recording.line().say("Heartbeat")
    show(recording.commit() - 1)
    assert tab_titles(pane)[ANSWER] == "Answer"


def test_what_is_wrong_leads_to_its_field(pane, recording, show):
    recording.line().say("StatusNotification", BAD_STATUS)
    show(recording.commit() - 1)
    assert tab_titles(pane)[FIELDS] == "✕ Fields"
    assert pane.problems.isVisible()
    pane.problems.lines.linkActivated.emit("field:connectorId")
    assert pane.fields.selected.path == "connectorId"


def test_the_list_of_problems_has_the_room_that_it_needs(pane, recording, show):
    recording.line().say("StatusNotification", {**BAD_STATUS, "status": "Odd", "x": 1})
    show(recording.commit() - 1)
    lines = pane.problems.lines
    assert lines.text().count("<br>") == 2
    assert lines.height() >= lines.heightForWidth(lines.width())


def test_the_chosen_tab_stays_from_message_to_message(pane, recording, show):
    recording.line().say("Heartbeat")
    last = recording.commit()
    for tab in range(4):
        pane.tabs.setCurrentIndex(tab)
        for number in range(1, last + 1):
            show(number)
            assert pane.tabs.currentIndex() == tab


def test_showing_the_same_message_again_touches_nothing(pane, recording, show):
    recording.line().say("StatusNotification", {"connectorId": 1})
    number = recording.commit() - 1
    show(number)
    resets = []
    pane.fields.model.modelReset.connect(lambda: resets.append(1))
    pane.fields.select("connectorId")
    recording.beat(5)
    show(number)
    assert resets == []
    assert pane.fields.selected.path == "connectorId"


def test_an_answer_that_came_meanwhile_is_added(pane, recording, show):
    line = recording.line()
    reset = line.ask("Reset", {"type": "Hard"})
    number = recording.commit()
    show(number)
    assert pane.is_waiting
    pane.fields.select("type")
    pane.tabs.setCurrentIndex(ANSWER)
    assert pane.answer.state.startswith("No answer yet")
    line.reply(reset, {"status": "Accepted"})
    show(number)
    assert pane.answer.fields.model.find("status").isValid()
    assert "answered after" in pane.heading.facts
    assert pane.fields.selected.path == "type"
    assert not pane.is_waiting


def test_pages_are_filled_when_they_come_into_view(pane, recording, show):
    recording.line().say("Heartbeat")
    show()
    assert pane.json.edit.toPlainText() == ""
    pane.tabs.setCurrentIndex(JSON)
    assert pane.json.edit.toPlainText() != ""


def test_clearing_forgets_the_message(pane, recording, show):
    recording.line().ask("Reset")
    show()
    pane.clear()
    assert not pane.tabs.isVisible()
    assert not pane.is_waiting
    show()
    assert pane.tabs.isVisible()


def test_a_connection_shows_what_is_known_of_it(pane, recording, show):
    recording.line()
    show()
    assert pane.heading.title == "⚡ Connected · CP-0042"
    assert pane.fields.model.find("From").isValid()
    pane.tabs.setCurrentIndex(JSON)
    assert pane.json.edit.toPlainText() == "CP-0042 connected with OCPP 1.6."
    pane.tabs.setCurrentIndex(ANSWER)
    assert pane.answer.state == "Nothing belongs to this message."


def test_a_connection_without_its_record_shows_the_sentence(pane, recording, reader):
    recording.line()
    message = reader.message(recording.commit())
    pane.show_message(message, None, [], "", None)
    assert pane.fields.tree.empty_text == message.text


def test_an_error_explains_its_code(pane, recording, show):
    line = recording.line()
    line.fail(line.ask("Reset"), "NotSupported")
    show()
    index = pane.fields.model.find("errorCode")
    assert "does not support it" in index.siblingAtColumn(2).data()


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "garbage",
        "[]",
        '[2,"1","MeterValues",{"a',
        b"\xff\xfe\x00",
        "[" * 5000,
        '[2,"1","Heartbeat",[1,2]]',
        '[2,"1","VendorThing",{"a":null}]',
        '[2,"1","DataTransfer","text"]',
        '[9,"1",{}]',
        '[4,"1","Odd"]',
        '[2,"\\ud800","Heartbeat",{"a":"\\ud800"}]',
    ],
)
def test_anything_that_arrives_can_be_shown(pane, recording, show, raw):
    recording.line().send(raw)
    for number in range(1, recording.commit() + 1):
        for tab in range(4):
            pane.tabs.setCurrentIndex(tab)
            for version in ("1.6", "2.0.1", "", "9"):
                show(number, version)
    assert pane.heading.title


def test_a_very_long_message_is_parsed_when_asked_for(pane, recording, show, qtbot):
    raw = '[2,"1","DataTransfer",{"vendorId":"v","data":"' + "x" * LARGEST + '"}]'
    recording.line().send(raw)
    number = recording.commit() - 1
    show(number)
    assert pane.fields.model.rowCount() == 0
    button = next(
        b for b in pane.findChildren(QPushButton) if b.text() == "Show its fields"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pane.fields.model.rowCount() == 2
    assert not button.isVisible()


def test_going_to_the_other_half_is_asked_of_the_table(pane, recording, show, qtbot):
    recording.line().say("Heartbeat")
    answer = show()
    pane.tabs.setCurrentIndex(ANSWER)
    with qtbot.waitSignal(pane.go_to) as signal:
        pane.answer.go_to.emit(answer.answer_to)
    assert signal.args == [answer.answer_to]


def test_links_open_the_glossary(pane, recording, show, qtbot):
    recording.line().say("Heartbeat")
    show()
    pane.tabs.setCurrentIndex(EXPLANATION)
    with qtbot.waitSignal(pane.glossary_wanted) as signal:
        pane.explanation.anchorClicked.emit(QUrl("action:BootNotification"))
    assert signal.args == ["BootNotification", "1.6"]


def test_what_is_shown_can_be_copied(pane, recording, show):
    recording.line().send('[2,"1","Heartbeat",{"x":1.10}]')
    show(recording.commit() - 1)
    next(a for a in pane.copy_actions if "sent" in a.text()).trigger()
    assert QGuiApplication.clipboard().text() == '[2,"1","Heartbeat",{"x":1.10}]'


def test_light_and_dark_both_show_the_message(pane, recording, show, theme):
    recording.line().say("StatusNotification", BAD_STATUS)
    show(recording.commit() - 1)
    theme.apply("Light", 100)
    light = pane.grab().toImage()
    theme.apply("Dark", 150)
    assert pane.grab().toImage() != light
    theme.apply("Light", 100)
