# SPDX-License-Identifier: Apache-2.0
"""Sessions in a real window, told by the real analysis of a real capture."""

import pytest
from PySide6.QtCore import Qt

LONG = 10_000
AT = "2026-01-31T13:05:32Z"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(review):
    """A review of the capture that is being recorded."""
    return review


def charge(recording, charger="CP-0042"):
    """Let a car charge for a moment."""
    line = recording.line(charger)

    def status(name):
        payload = {"connectorId": 1, "errorCode": "NoError", "status": name}
        line.say("StatusNotification", payload)

    status("Available")
    status("Preparing")
    line.say("Authorize", {"idTag": "04A1B2C3"})
    start = {"connectorId": 1, "idTag": "04A1B2C3", "meterStart": 1000}
    line.say("StartTransaction", {**start, "timestamp": AT})
    status("Charging")
    number = recording.recorder.transactions().last
    stop = {"transactionId": number, "meterStop": 3000, "reason": "Local"}
    line.say("StopTransaction", {**stop, "timestamp": "2026-01-31T13:15:32Z"})
    status("Available")
    return recording.commit()


def wait_for(qtbot, view, count):
    """Wait until so many sessions are told to their end."""

    def are_told():
        ends = [row.story.ended_at for row in view.model.shown]
        return len(ends) == count and None not in ends

    qtbot.waitUntil(are_told, timeout=LONG)


def test_sessions_are_told_when_somebody_looks(qtbot, window, recording):
    window.advance(charge(recording))
    qtbot.waitUntil(lambda: window.chargers.identities == ["CP-0042"], timeout=LONG)
    window.menus.actions["view_sessions"].trigger()
    view = window.live_pages.sessions
    wait_for(qtbot, view, 1)
    assert view.page.story.energy_wh == 2_000.0
    window.advance(charge(recording))
    wait_for(qtbot, view, 2)
    assert view.page.story.number == 1
    assert window.focusWidget() is view.table
    window.menus.actions["previous_session"].trigger()
    assert view.page.story.number == 2
    window.menus.actions["next_session"].trigger()
    assert view.page.story.number == 1


def test_the_messages_of_a_session_are_shown_whatever_applied(qtbot, window, recording):
    recording.beat(3)
    window.advance(charge(recording))
    recording.beat(3)
    window.live_pages.show_sessions()
    view = window.live_pages.sessions
    wait_for(qtbot, view, 1)
    window.tab.apply_text("Heartbeat")
    window.tab.set_filter_on(False)
    qtbot.mouseClick(view.page.messages, LEFT)
    assert window.is_table_shown
    assert window.tab.is_filter_on
    assert window.tab.search.applied_text.startswith("charger === CP-0042 no in ")
    messages = window.tab.messages
    qtbot.waitUntil(lambda: 10 < len(messages.shown_ids()) < 15, timeout=LONG)


def test_a_line_leads_to_its_message(qtbot, window, recording):
    window.advance(charge(recording))
    window.live_pages.show_sessions()
    view = window.live_pages.sessions
    wait_for(qtbot, view, 1)
    number = next(one.message for one in view.page.story.lines if one.message)

    def leads():
        view.page.timeline.message_wanted.emit(number)
        return window.tab.messages.selected_id() == number

    qtbot.waitUntil(leads, timeout=LONG)
    assert window.is_table_shown


def test_a_charger_is_chosen_from_the_page(qtbot, window, recording):
    recording.beat(1, charger="CP-B")
    window.advance(charge(recording))
    qtbot.waitUntil(lambda: len(window.chargers.identities) == 2, timeout=LONG)
    window.live_pages.show_sessions()
    view = window.live_pages.sessions
    assert view.empty.heading.text() == "Choose a charger"
    button = next(one for one in view.empty.buttons if one.text() == "CP-0042")
    qtbot.mouseClick(button, LEFT)
    assert window.chargers.chosen == "CP-0042"
    wait_for(qtbot, view, 1)


def test_a_session_is_drawn(qtbot, window, recording):
    window.advance(charge(recording))
    window.live_pages.show_sessions()
    view = window.live_pages.sessions
    wait_for(qtbot, view, 1)
    qtbot.mouseClick(view.page.chart, LEFT)
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Charts"
