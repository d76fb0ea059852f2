# SPDX-License-Identifier: Apache-2.0
"""Findings in a real window: analysed, marked, shown, walked through, copied."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

LONG = 10_000
FAULT = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure"}


@pytest.fixture
def window(recording, open_window):
    """A review of a capture in which a charger reports a ground fault."""
    line = recording.line()
    line.say("BootNotification", {"chargePointVendor": "A", "chargePointModel": "B"})
    line.say("StatusNotification", FAULT)
    recording.beat(3)
    window = open_window()
    window.show_capture(recording.path)
    return window


@pytest.fixture
def fault(qtbot, window):
    """The group of the fault, once it is found and marked."""
    desk = window.live_pages.desk

    def groups():
        found = desk.board.groups()
        return [group for group in found if group.key[0].startswith("FLT")]

    qtbot.waitUntil(
        lambda: bool(groups()) and desk.board.found.is_complete, timeout=LONG
    )
    desk.marks.update()
    desk.marks.flush()
    annotations = window.tab.messages
    qtbot.waitUntil(lambda: bool(annotations.annotations.findings), timeout=LONG)
    return groups()[0]


def test_it_is_told_in_the_status_bar_and_a_click_shows_it(qtbot, window, fault):
    bullet = window.status.findings
    assert bullet.isVisible()
    assert "new" in bullet.text()
    assert not bullet.icon().isNull()
    qtbot.mouseClick(bullet, Qt.MouseButton.LeftButton)
    view = window.live_pages.findings
    qtbot.waitUntil(view.isVisible, timeout=LONG)
    assert view.list.chosen is not None


def test_messages_are_filtered_by_the_rule_and_linked(qtbot, window, fault):
    window.live_pages.show_findings()
    view = window.live_pages.findings
    view.show_group(fault.key)
    qtbot.mouseClick(view.page.show_messages, Qt.MouseButton.LeftButton)
    assert window.is_table_shown
    rule, charger = fault.key
    assert window.tab.search.applied_text == f"finding == {rule} charger === {charger}"
    messages = window.tab.messages
    qtbot.waitUntil(
        lambda: list(messages.shown_ids()) == list(fault.messages), timeout=LONG
    )
    window.tab.clear_filter()
    window.live_pages.show_findings()
    view.page.message_wanted.emit(fault.messages[0])
    assert messages.selected_id() == fault.messages[0]


def test_keys_go_from_finding_to_finding(qtbot, window, fault):
    messages = window.tab.messages
    window.show_messages()
    marked = sorted(messages.annotations.findings)
    window.menus.actions["next_finding"].trigger()
    first = messages.selected_id()
    assert first in marked
    window.menus.actions["previous_finding"].trigger()
    assert messages.selected_id() in marked
    window.tab.apply_text("level >= note")
    qtbot.waitUntil(lambda: 0 < len(messages.shown_ids()) < 9, timeout=LONG)


def test_keys_go_from_row_to_row_of_the_list_and_lead_back_to_the_table(
    qtbot, window, fault
):
    window.live_pages.show_findings()
    view = window.live_pages.findings
    qtbot.waitUntil(lambda: view.list.chosen is not None, timeout=LONG)
    first = view.list.key
    window.menus.actions["next_finding"].trigger()
    assert view.isVisible()
    assert view.list.key != first
    window.menus.actions["previous_finding"].trigger()
    assert view.list.key == first
    window.live_pages.show_answers()
    assert window.menus.actions["next_finding"].isEnabled()
    window.menus.actions["next_finding"].trigger()
    assert window.is_table_shown
    messages = window.tab.messages
    assert messages.selected_id() in messages.annotations.findings


def test_what_is_ignored_is_not_marked_any_more(qtbot, window, fault):
    desk = window.live_pages.desk
    desk.board.ignore(fault.key, is_ignored=True)
    desk.marks.flush()
    rule = fault.key[0]

    def is_marked():
        found = window.tab.messages.annotations.findings.values()
        return any(each.rule == rule for some in found for each in some)

    qtbot.waitUntil(lambda: not is_marked(), timeout=LONG)


def test_commands_show_and_copy(qtbot, window, fault):
    window.menus.actions["view_findings"].trigger()
    view = window.live_pages.findings
    qtbot.waitUntil(view.isVisible, timeout=LONG)
    view.show_group(fault.key)
    window.menus.actions["copy_ticket"].trigger()
    assert fault.key[0] in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(view.rule_wanted):
        view.page.rule_wanted.emit(fault.key[0])
    assert window.commands.rules.shown.id == fault.key[0]
