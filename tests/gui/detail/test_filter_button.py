# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtTest import QSignalSpy

from ocppdesk.filters.subject import Subject
from ocppdesk.gui.detail.filter_button import FilterButton


@pytest.fixture
def button(qtbot):
    made = FilterButton()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def beat(recording, reader):
    """A heartbeat."""
    recording.beat()
    return Subject(reader.message(2))


def entries(button):
    button.menu().aboutToShow.emit()
    return {action.text(): action for action in button.menu().actions()}


def test_the_filters_of_the_message_are_offered(button, beat):
    button.offer(beat)
    wanted = QSignalSpy(button.narrowing_requested)
    entries(button)["This action\tHeartbeat"].trigger()
    assert wanted.at(0) == ["Heartbeat"]


def test_it_can_hide_as_well(button, beat):
    button.offer(beat)
    wanted = QSignalSpy(button.narrowing_requested)
    hide = entries(button)["&Hide"].menu()
    next(a for a in hide.actions() if a.text().endswith("-Heartbeat")).trigger()
    assert wanted.at(0) == ["-Heartbeat"]


def test_a_message_too_long_to_be_looked_into_offers_nothing(button, beat):
    button.offer(beat)
    entries(button)
    button.offer(None)
    assert [text for text in entries(button) if text] == ["&Hide"]
    assert not entries(button)["&Hide"].isEnabled()
