# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.transfers.states import Outcome, Step, StepName, StepState
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.checklist import ChecklistPane

SECOND = 1_000_000
AT = 1_769_864_731 * SECOND


class Clock:
    """A time that is set."""

    def __init__(self):
        self.now = AT

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pane(qtbot, theme, clock):
    made = ChecklistPane(theme, clock)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    return made


def transferred(percent):
    return Step(StepName.TRANSFER, StepState.NOW, "new.bin", None, AT, percent)


def test_each_step_has_sign_time_and_text(pane, state):
    pane.show_state(state(), Abilities())
    row = pane.rows[StepName.ANSWER]
    assert (row.sign.text(), row.name.text()) == ("✓", "Answered")
    assert row.sign.accessibleName() == "done"
    assert row.time.text().count(":") == 2
    assert row.sentence.text() == "Accepted."


def test_a_click_leads_to_the_message(pane, state, qtbot):
    pane.show_state(state(), Abilities())
    button = pane.rows[StepName.ANSWER].message
    with qtbot.waitSignal(pane.message_wanted) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [5]
    assert button.accessibleName() == "Show message 5: Answered"


def test_what_no_message_tells_has_no_link(pane, state):
    pane.show_state(state(), Abilities())
    assert not pane.rows[StepName.FILE_SERVER].message.isVisible()


def test_the_percentage_is_shown_while_the_file_goes_over(pane, state):
    assert not pane.bar.isVisible()
    pane.show_state(state(steps=(transferred(40),), percent=40), Abilities())
    assert (pane.bar.isVisible(), pane.bar.value()) == (True, 40)


def test_an_unknown_length_shows_that_something_goes_on(pane, state):
    pane.show_state(state(steps=(transferred(None),)), Abilities())
    assert pane.bar.maximum() == 0


def test_why_nobody_comes_is_told_after_thirty_seconds(pane, clock, state, qtbot):
    known = Abilities(protocols=("HTTP",), setting="SupportedFileTransferProtocols")
    pane.show_state(state(), known)
    assert not pane.absence.isVisible()
    clock.now += 30 * SECOND
    qtbot.waitUntil(pane.absence.isVisible)
    assert "SupportedFileTransferProtocols says HTTP, not FTP" in pane.absence.text()
    pane.show_state(state(peer="192.168.50.20:1"), known)
    assert not pane.absence.isVisible()


def test_a_charger_that_is_to_wait_is_not_missed(pane, clock, state):
    clock.now += 40 * SECOND
    pane.show_state(state(), Abilities(), waits_until=clock.now + SECOND)
    assert not pane.absence.isVisible()


def test_ending_a_job_is_asked_for(pane, state, qtbot):
    pane.show_state(state(), Abilities())
    with qtbot.waitSignal(pane.cancel_wanted) as told:
        qtbot.mouseClick(pane.cancel, Qt.MouseButton.LeftButton)
    assert told.args == [1]


def test_a_job_that_is_over_cannot_be_ended(pane, state):
    job = state(is_over=True, outcome=Outcome.SUCCEEDED, headline="It runs 2.0.")
    pane.show_state(job, Abilities())
    assert not pane.cancel.isVisible()
    assert pane.headline.text() == "✓ It runs 2.0."


def test_oddities_are_listed(pane, state):
    pane.show_state(state(remarks=("One.", "Two.")), Abilities())
    assert pane.remarks.text() == "▲ One.\n▲ Two."


def test_no_job_leaves_nothing_behind(pane, state):
    pane.show_state(state(), Abilities())
    pane.show_state(None, Abilities())
    assert pane.state is None
    assert pane.rows == {}
