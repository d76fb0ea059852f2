# SPDX-License-Identifier: Apache-2.0
"""Answers in a real window: analysed, and asked for on a real socket."""

import threading

import pytest
from PySide6.QtCore import Qt
from websockets.sync.client import connect

from ocppdesk.analysis.answering.reply import Question

LONG = 10_000
LEFT = Qt.MouseButton.LeftButton
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
FAULT = (
    '[2,"2","StatusNotification",'
    '{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure"}]'
)
SCHEDULE = {
    "status": "Accepted",
    "connectorId": 1,
    "chargingSchedule": {
        "duration": 3600,
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 13}],
    },
}


@pytest.fixture
def charger(talking):
    """A charger that tells its limit when it is asked."""
    return talking(
        [BOOT, FAULT], lambda frame: {"GetCompositeSchedule": SCHEDULE}.get(frame[2])
    )


def test_a_fault_is_told_and_leads_to_its_message(qtbot, live, charger):
    live.menus.actions["view_answers"].trigger()
    view = live.live_pages.answers
    card = view.cards[Question.BROKEN]
    qtbot.waitUntil(lambda: "GroundFailure" in card.headline.text(), timeout=LONG)
    assert card.mood.text() == "Trouble"
    assert card.proofs.lines[0].link.isVisible()
    qtbot.mouseClick(card.proofs.lines[0].link, LEFT)
    assert live.is_table_shown
    chosen = live.reader.message(live.tab.messages.selected_id())
    assert chosen.action == "StatusNotification"


def test_a_call_that_only_reads_is_made_at_once(qtbot, live, charger):
    live.live_pages.show_answers()
    view = live.live_pages.answers
    card = view.cards[Question.ALLOWED]
    qtbot.waitUntil(lambda: card.act.isVisible() and card.act.isEnabled(), timeout=LONG)
    assert card.act.text() == "Ask for the limit in force"
    qtbot.mouseClick(card.act, LEFT)
    assert not card.act.isEnabled()  # not twice at once
    qtbot.waitUntil(lambda: "Accepted" in card.state.text(), timeout=LONG)
    qtbot.waitUntil(lambda: "13.0 A" in card.text.text(), timeout=LONG)


def test_the_first_tab_beside_the_messages_is_the_answers(live):
    titles = [live.tabs.tabText(n) for n in range(3)]
    assert titles == ["Messages", "Answers", "Connections"]


def test_links_lead_to_other_views(qtbot, live, charger):
    live.live_pages.show_answers()
    view = live.live_pages.answers
    card = view.cards[Question.ALLOWED]
    qtbot.waitUntil(lambda: card.isVisible(), timeout=LONG)
    qtbot.mouseClick(card.views["limits"], LEFT)
    assert live.tabs.currentWidget() is live.live_pages._limits.place
    live.live_pages.show_answers()
    qtbot.mouseClick(view.cards[Question.BROKEN].views["findings"], LEFT)
    assert live.tabs.currentWidget() is live.live_pages._findings.place
    live.live_pages.show_answers()
    view.area.ensureWidgetVisible(view.cards[Question.STOPPED])
    qtbot.mouseClick(view.cards[Question.STOPPED].views["sessions"], LEFT)
    assert live.tabs.currentWidget() is live.live_pages._sessions.place


def test_without_a_charger_the_doctor_says_how_to_connect(live):
    live.live_pages.show_answers()
    live.menus.actions["check_connection"].trigger()
    assert live.waiting.isVisible()


def test_the_doctor_tells_drops_and_pings(qtbot, live):
    url = f"ws://127.0.0.1:{live.engine.state.port}/CP1"
    for _ in range(3):
        with connect(url, subprotocols=["ocpp1.6"]) as socket:
            socket.send(BOOT)
            socket.recv()
    with connect(url, subprotocols=["ocpp1.6"]) as socket:
        socket.send(BOOT)
        socket.recv()
        qtbot.waitUntil(lambda: "CP1" in live.chargers.identities, timeout=LONG)
        live.menus.actions["check_connection"].trigger()
        doctor = live.live_pages.answers.doctor
        rows = doctor.table.lives.rowCount
        qtbot.waitUntil(lambda: rows() == 4, timeout=LONG)
        qtbot.waitUntil(lambda: "3 of 3 ends" in doctor.pattern.text(), timeout=LONG)
        qtbot.waitUntil(doctor.pings.button.isEnabled, timeout=LONG)
        reading = threading.Thread(target=lambda: list(socket))
        reading.start()
        qtbot.mouseClick(doctor.pings.button, LEFT)
        qtbot.waitUntil(lambda: " ms" in doctor.pings.text.text(), timeout=LONG)
        qtbot.mouseClick(doctor.test.button, LEFT)
        qtbot.waitUntil(lambda: not doctor.test.is_running, timeout=LONG)
        assert doctor.test.rows["127.0.0.1"].text == "✓ 127.0.0.1: reached"
        assert "a firewall may still block others" in doctor.test.outlook.text()
        socket.close()
        reading.join(10)


def test_a_recording_is_answered_without_buttons(qtbot, open_window, recording):
    line = recording.line()
    line.say("Heartbeat", {})
    last = recording.commit()
    window = open_window(is_live=False)
    window.show_capture(recording.path)
    window.advance(last)
    window.live_pages.show_answers()
    view = window.live_pages.answers
    card = view.cards[Question.COMMUNICATING]
    qtbot.waitUntil(
        lambda: card.isVisible() and bool(card.headline.text()), timeout=LONG
    )
    assert not any(card.act.isVisible() for card in view.cards.values())
    assert not view.doctor.test.isVisible()
