# SPDX-License-Identifier: Apache-2.0
"""Limits in a real window: analysed, and asked for on a real socket."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.allowances.wording import Question

LONG = 10_000
LEFT = Qt.MouseButton.LeftButton
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
STATUS = (
    '[2,"2","StatusNotification",'
    '{"connectorId":1,"status":"Available","errorCode":"NoError"}]'
)
ANSWERS = {
    "GetCompositeSchedule": {
        "status": "Accepted",
        "connectorId": 1,
        "chargingSchedule": {
            "duration": 3600,
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 13}],
        },
    },
    "GetConfiguration": {
        "configurationKey": [
            {"key": "MaxChargingCurrent", "readonly": False, "value": "16"}
        ]
    },
}


@pytest.fixture
def charger(talking):
    """A charger that tells its limit when it is asked; the fixture is what it says."""
    answers = dict(ANSWERS)
    talking([BOOT, STATUS], lambda frame: answers.get(frame[2]))
    return answers


def test_a_charger_is_asked_and_its_answer_becomes_one(qtbot, live, charger):
    live.menus.actions["view_limits"].trigger()
    panel = live.live_pages.limits
    heading = panel.empty.heading
    qtbot.waitUntil(
        lambda: (
            heading.text() == "Nothing tells of a limit yet"
            and panel.head.connector == 1
            and panel.head.ask.isEnabled()
        ),
        timeout=LONG,
    )
    qtbot.mouseClick(panel.empty.buttons[0], LEFT)
    card = panel.cards.cards[Question.OFFERED]
    qtbot.waitUntil(lambda: card.value.text() == "13 A", timeout=LONG)
    qtbot.waitUntil(lambda: not panel.asking.is_busy, timeout=LONG)
    assert panel.asking.text.startswith("GetCompositeSchedule: Accepted")
    assert not panel.asking.is_refused
    qtbot.waitUntil(
        lambda: (
            "MaxChargingCurrent is 16"
            in panel.cards.cards[Question.IN_FORCE].remarks.text()
        ),
        timeout=LONG,
    )
    qtbot.mouseClick(card.link, LEFT)
    assert live.is_table_shown
    chosen = live.tab.messages.selected_id()
    assert live.reader.message(chosen).action == "GetCompositeSchedule"


def test_a_charger_that_refuses_is_told(qtbot, live, charger):
    charger.clear()
    live.live_pages.show_limits()
    panel = live.live_pages.limits
    qtbot.waitUntil(lambda: panel.head.ask.isEnabled(), timeout=LONG)
    qtbot.mouseClick(panel.head.ask, LEFT)
    assert not panel.head.ask.isEnabled()  # not twice at once
    told = panel.head.asked
    qtbot.waitUntil(lambda: told.text().count("NotImplemented") == 2, timeout=LONG)
    assert panel.asking.is_refused
    assert panel.head.ask.isEnabled()
    panel.choose_charger("CP9")
    assert not told.isVisible()


def test_a_recording_is_told(qtbot, open_window, recording):
    line = recording.line()
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}],
        },
    }
    payload = {"connectorId": 1, "csChargingProfiles": profile}
    line.reply(line.ask("SetChargingProfile", payload), {"status": "Accepted"})
    last = recording.commit()
    window = open_window(is_live=False)
    window.show_capture(recording.path)
    window.advance(last)
    window.live_pages.show_limits()
    panel = window.live_pages.limits
    card = panel.cards.cards[Question.LAST]
    qtbot.waitUntil(lambda: card.value.text() == "10 A", timeout=LONG)
    assert panel.cards.isVisible()
    assert not panel.head.ask.isVisible()
