# SPDX-License-Identifier: Apache-2.0
"""The views that work with chargers, in a real window with a real engine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from websockets.sync.client import connect

from ocppdesk.core.answer_rules import AnswerRule, Manner
from ocppdesk.core.replies import Policy
from ocppdesk.csms.options import Options

LONG = 10_000
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'


@pytest.fixture
def charger(talking):
    """A charger that accepts everything; the fixture is what it heard."""
    heard = []

    def accept(frame):
        heard.append(frame)
        return {"status": "Accepted"}

    talking([BOOT], accept)
    return heard


def titles(window):
    return [window.tabs.tabText(n) for n in range(window.tabs.count())]


def test_only_a_window_that_listens_can_send(open_window, recording):
    first = ["Messages", "Answers", "Connections"]
    live = open_window(is_live=True)
    assert titles(live)[:3] == first
    assert "Send" in titles(live)
    review = open_window(is_live=False)
    assert titles(review)[:3] == first
    assert "Send" not in titles(review)
    assert not review.menus.actions["view_sending"].isEnabled()
    recording.beat(1)
    review.show_capture(recording.path)
    review.live_pages.show_sending()
    review.live_pages.resend(1)
    assert review.tabs.currentIndex() == 0


def test_files_are_listed_in_every_window(open_window):
    assert "Files" in titles(open_window(is_live=True))
    review = open_window(is_live=False)
    assert "Files" in titles(review)
    assert not review.live_pages.files.head.firmware.isEnabled()


def test_a_window_that_does_not_listen_shows_files_and_moves_none(open_window):
    review = open_window(is_live=False)
    actions = review.menus.actions
    assert not actions["update_firmware"].isEnabled()
    assert not actions["get_log"].isEnabled()
    actions["received_files"].trigger()
    assert review.tabs.tabText(review.tabs.currentIndex()) == "Files"
    review.activateWindow()
    table = review.live_pages.files.received.table
    assert table.hasFocus() or review.focusWidget() is table


def test_files_cannot_be_moved_as_long_as_no_charger_is_there(live, qtbot):
    for name in ("update_firmware", "get_log"):
        live.show_messages()
        live.menus.actions[name].trigger()
        assert live.tabs.tabText(live.tabs.currentIndex()) == "Files"
        told = "No charger has connected so far."
        qtbot.waitUntil(lambda: live.status.currentMessage() == told)  # noqa: B023
        live.status.clearMessage()
    live.show_messages()
    live.menus.actions["view_files"].trigger()
    assert live.tabs.tabText(live.tabs.currentIndex()) == "Files"


def test_a_view_is_made_when_it_is_looked_at(open_window, qtbot):
    window = open_window(is_live=True)
    assert window.live_pages._pages == []
    window.tabs.setCurrentWidget(window.live_pages._sessions.place)
    qtbot.waitUntil(lambda: len(window.live_pages._pages) == 1)


def test_no_view_is_made_in_a_window_that_was_closed(open_window, qtbot):
    window, other = open_window(is_live=False), open_window(is_live=False)
    window.tabs.setCurrentWidget(window.live_pages._files.place)
    window.close()
    other.tabs.setCurrentWidget(other.live_pages._files.place)
    qtbot.waitUntil(lambda: other.live_pages._files.is_made)
    assert not window.live_pages._files.is_made


def ready(qtbot, live):
    """Go to the view once the charger is there; it hears what happened before."""
    qtbot.waitUntil(lambda: "CP1" in live.engine.state.connected, timeout=LONG)
    qtbot.waitUntil(lambda: live.chargers.identities == ["CP1"], timeout=LONG)
    live.menus.actions["view_sending"].trigger()
    view = live.live_pages.sending
    qtbot.waitUntil(lambda: "connected, OCPP" in view.bar.link.text(), timeout=LONG)
    return view


def test_a_command_is_sent_from_the_window_and_its_message_shown(qtbot, live, charger):
    view = ready(qtbot, live)
    assert view.list.search.hasFocus() or not live.isActiveWindow()
    qtbot.keyClicks(view.list.search, "clearcache")
    qtbot.keyClick(view.list.search, Qt.Key.Key_Return)
    qtbot.mouseClick(view.page.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Accepted" in view.outcomes.answer.text(), timeout=LONG)
    assert charger[-1][2] == "ClearCache"
    number = view.outbox.sent[0].answer.id

    def shows():
        qtbot.mouseClick(view.outcomes.show_message, Qt.MouseButton.LeftButton)
        return live.tab.messages.selected_id() == number

    qtbot.waitUntil(shows, timeout=LONG)
    assert live.tabs.currentIndex() == 0


def test_a_call_of_the_table_is_edited_and_sent_again(qtbot, live, charger):
    view = ready(qtbot, live)
    view.prepare("ChangeConfiguration", {"key": "A", "value": "1"})
    qtbot.mouseClick(view.page.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.outbox.sent[0].answer is not None, timeout=LONG)
    view.prepare("ClearCache")
    live.show_messages()
    # The answer will do: what is meant is its call.
    number = view.outbox.sent[0].answer.id
    qtbot.waitUntil(lambda: live.tab.messages.select_message(number), timeout=LONG)
    live.menus.actions["resend"].trigger()
    assert live.tabs.tabText(live.tabs.currentIndex()) == "Send"
    assert view.page.payload == {"key": "A", "value": "1"}


def test_the_menu_of_a_row_edits_and_sends_again(qtbot, live, charger):
    view = ready(qtbot, live)
    view.prepare("ChangeConfiguration", {"key": "A", "value": "1"})
    qtbot.mouseClick(view.page.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.outbox.sent[0].answer is not None, timeout=LONG)
    view.prepare("ClearCache")
    live.show_messages()
    table = live.tab.messages
    number = view.outbox.sent[0].answer.id
    qtbot.waitUntil(lambda: table.select_message(number), timeout=LONG)
    viewport = table.view.viewport()
    place = table.view.visualRect(table.view.currentIndex()).center()
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    entry = next(a for a in menu.actions() if "send again" in a.text())
    assert "Ctrl+R" in entry.text()
    entry.trigger()
    menu.close()
    assert live.tabs.tabText(live.tabs.currentIndex()) == "Send"
    assert view.page.payload == {"key": "A", "value": "1"}


def test_an_answer_that_was_left_out_has_a_note_in_the_table(qtbot, live, charger):
    ready(qtbot, live)
    policy = Policy(rules={"Heartbeat": AnswerRule(Manner.SILENCE)})
    live.engine.apply(Options(host="127.0.0.1", port=0, policy=policy)).result(10)
    url = f"ws://127.0.0.1:{live.engine.state.port}/CP2"
    with connect(url, subprotocols=["ocpp1.6"]) as socket:
        socket.send('[2,"7","Heartbeat",{}]')
        table = live.tab.messages
        qtbot.waitUntil(lambda: len(table.annotations.notes) == 1, timeout=LONG)
    [(number, note)] = table.annotations.notes.items()
    assert note == "Answer policy of this program: no answer."
    assert live.reader.message(number).action == "Heartbeat"


def test_what_a_charger_sent_cannot_be_sent_to_it(qtbot, live, charger):
    ready(qtbot, live)
    live.show_messages()
    live.live_pages.resend(2)
    assert live.tabs.currentIndex() == 0
    assert "no command" in live.status.currentMessage()


def test_the_analysis_follows_what_the_window_shows(open_window, recording, qtbot):
    window = open_window(is_live=False)
    recording.beat(charger="A")
    window.show_capture(recording.path, last_id=recording.beat(charger="B"))
    analyst = window.live_pages.analyst
    assert analyst is window.live_pages.analyst
    window.chargers.choose("B")
    last = recording.beat(charger="B")
    window.advance(last)
    qtbot.waitUntil(lambda: analyst.facts is not None, timeout=LONG)
    qtbot.waitUntil(lambda: analyst.facts.last_id == last, timeout=LONG)
    assert analyst.facts.charger == "B"


def test_what_rules_go_by_is_followed_at_once(open_window, recording, qtbot):
    window = open_window(is_live=False)
    window.show_capture(recording.path, last_id=recording.beat(charger="A"))
    analyst, told = window.live_pages.analyst, []
    qtbot.waitUntil(lambda: analyst.facts is not None, timeout=LONG)
    analyst.facts_changed.connect(told.append)
    window.settings.change({"zoom_percent": 110})
    window.settings.change({"finding_flap_count": 5})
    assert told == [None]
    qtbot.waitUntil(lambda: analyst.facts is not None, timeout=LONG)
