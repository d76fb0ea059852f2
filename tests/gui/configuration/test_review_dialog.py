# SPDX-License-Identifier: Apache-2.0
from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.risks import tags_of
from ocppdesk.core.configuration.settings import key_address
from ocppdesk.core.configuration.steps import Applying, Step, StepState
from ocppdesk.core.masking import MASK
from ocppdesk.gui.configuration.review_dialog import (
    Proposed,
    ReviewDialog,
    summary_of,
)

LEFT = Qt.MouseButton.LeftButton


def proposed(name, value="60", old="300", refusal=""):
    change = Change(key_address(name), value, old)
    return Proposed(change, tags_of(change), refusal)


class Desk:
    """Who sends the changes, in place of an engine."""

    def __init__(self):
        self.asked = None
        self.future = Future()

    def apply(self, changes, stops, tell):
        self.asked = ([change.address.text for change in changes], stops)
        self.tell = tell
        return self.future


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def review(qtbot, theme, desk):
    dialogs = []

    def make(*edits):
        made = ReviewDialog(theme, "CP1", proposed=edits, apply=desk.apply)
        dialogs.append(made)
        qtbot.addWidget(made)
        made.show()
        return made

    yield make
    for made in dialogs:
        made.done(0)


def cell(dialog, row, column):
    return dialog.list.topLevelItem(row).text(column)


def untick(dialog, row):
    dialog.list.topLevelItem(row).setCheckState(0, Qt.CheckState.Unchecked)


def test_each_edit_is_shown_with_old_and_new(review):
    dialog = review(proposed("HeartbeatInterval"), proposed("CpoName", "", None))
    assert cell(dialog, 0, 1) == "300 → 60"
    assert cell(dialog, 1, 1) == "not known → empty"
    assert dialog.go.text() == "&Apply 2 changes"


def test_secrets_are_masked(review):
    dialog = review(proposed("AuthorizationKey", "new secret", "old secret"))
    assert cell(dialog, 0, 1) == f"{MASK} → {MASK}"


def test_a_secret_within_a_value_is_masked(review):
    dialog = review(proposed("LogUrl", "ftp://me:geheim@host/", "ftp://me:alt@host/"))
    assert cell(dialog, 0, 1) == f"ftp://me:{MASK}@host/ → ftp://me:{MASK}@host/"


def test_cancel_is_the_default_as_long_as_something_may_disconnect(review):
    dialog = review(proposed("HeartbeatInterval"), proposed("SecurityProfile", "2"))
    assert dialog.leave.isDefault()
    assert "may disconnect this charger" in cell(dialog, 1, 2)
    assert "may disconnect and come back" in dialog.warning.text()
    untick(dialog, 1)
    assert dialog.go.isDefault()
    assert dialog.warning.text() == ""


def test_only_what_is_ticked_is_sent(review, desk, qtbot):
    dialog = review(proposed("HeartbeatInterval"), proposed("CpoName"))
    untick(dialog, 0)
    qtbot.mouseClick(dialog.go, LEFT)
    assert desk.asked[0] == ["CpoName"]


def test_what_was_refused_before_has_to_be_ticked(review):
    dialog = review(proposed("HeartbeatInterval", refusal="No."))
    assert dialog.ticked == []
    assert not dialog.go.isEnabled()
    assert cell(dialog, 0, 3) == "No."


def test_each_answer_is_shown_and_the_end_told(review, desk, qtbot):
    dialog = review(proposed("HeartbeatInterval"))
    qtbot.mouseClick(dialog.go, LEFT)
    change = Change(key_address("HeartbeatInterval"), "60", "300")
    sending = Step(change, StepState.SENDING, text="Sent.")
    desk.tell(Applying("CP1", (sending,)))
    dialog.errand.look()
    assert cell(dialog, 0, 3) == "… Sent."
    proved = Step(change, StepState.VERIFIED, text="Verified: it has it.")
    last = Applying("CP1", (proved,), is_ended=True)
    desk.future.set_result(last)
    with qtbot.waitSignal(dialog.applied) as applied:
        dialog.errand.look()
    assert applied.args == [last]
    assert cell(dialog, 0, 3) == "✓ Verified: it has it."
    assert dialog.warning.text() == "1 verified."
    qtbot.mouseClick(dialog.leave, LEFT)
    assert not dialog.isVisible()


def test_sending_can_be_stopped(review, desk, qtbot):
    dialog = review(proposed("HeartbeatInterval"))
    qtbot.mouseClick(dialog.go, LEFT)
    assert dialog.leave.text() == "Stop"
    qtbot.mouseClick(dialog.leave, LEFT)
    dialog.errand.look()
    assert desk.future.cancelled()
    assert dialog.warning.text().startswith("Stopped.")
    assert dialog.isVisible()


def test_what_was_out_when_it_was_stopped_is_told(review, desk, qtbot):
    dialog = review(proposed("HeartbeatInterval"), proposed("CpoName"))
    qtbot.mouseClick(dialog.go, LEFT)
    first, second = (one.change for one in dialog._proposed)
    desk.tell(Applying("CP1", (Step(first, StepState.SENDING), Step(second))))
    qtbot.mouseClick(dialog.leave, LEFT)
    with qtbot.waitSignal(dialog.applied) as applied:
        dialog.errand.look()
    states = [step.state for step in applied.args[0].steps]
    assert states == [StepState.FAILED, StepState.SKIPPED]
    assert "Nobody knows" in cell(dialog, 0, 3)
    assert "Not sent" in cell(dialog, 1, 3)


def test_the_summary_counts(qapp):
    change = Change(key_address("A"), "1")
    steps = [Step(change, StepState.REFUSED), Step(change, StepState.SKIPPED)]
    assert summary_of(steps) == "1 refused, 1 not sent."
