# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.core.configuration.steps import Applying, Step, StepState
from ocppdesk.gui.configuration.edits import Edits

KEY = key_address("HeartbeatInterval")
ENTRY = Entry(KEY, "300")


@pytest.fixture
def edits():
    return Edits()


def enter(edits, text):
    return edits.type(ENTRY, type_of(ENTRY), text)


def settle(edits, state):
    step = Step(Change(KEY, "60"), state, text="So it is.")
    edits.settle(Applying("CP1", (step,), is_ended=True))


def test_a_good_value_is_pending(edits):
    assert enter(edits, " 060 ") == ""
    assert dict(edits.values) == {KEY: "60"}


def test_a_bad_value_is_kept_but_never_sent(edits):
    why = enter(edits, "soon")
    assert why == edits.drafts[KEY].why
    assert dict(edits.values) == {}


def test_a_good_value_takes_the_place_of_a_bad_one(edits):
    enter(edits, "soon")
    enter(edits, "60")
    assert edits.drafts == {}


def test_undo_takes_one_step_back(edits):
    enter(edits, "60")
    enter(edits, "70")
    enter(edits, "soon")
    assert edits.undo()
    assert edits.drafts == {}
    assert edits.undo()
    assert dict(edits.values) == {KEY: "60"}


def test_one_edit_can_be_dropped_and_all(edits):
    enter(edits, "60")
    edits.drop(KEY)
    assert dict(edits.values) == {}
    enter(edits, "soon")
    edits.clear()
    assert edits.drafts == {}


@pytest.mark.parametrize(
    "state", [StepState.VERIFIED, StepState.UNVERIFIED, StepState.REBOOT_REQUIRED]
)
def test_what_the_charger_took_is_no_edit_any_more(edits, state):
    enter(edits, "60")
    settle(edits, state)
    assert dict(edits.values) == {}
    assert edits.outcomes[KEY].state is state


@pytest.mark.parametrize(
    "state", [StepState.REFUSED, StepState.FAILED, StepState.DIFFERENT]
)
def test_what_it_did_not_take_waits_for_the_user(edits, state):
    enter(edits, "60")
    settle(edits, state)
    assert dict(edits.values) == {KEY: "60"}
    assert edits.pending.refusal(KEY) == "So it is."


def test_what_was_not_sent_stays_as_it_is(edits):
    enter(edits, "60")
    settle(edits, StepState.SKIPPED)
    assert edits.pending.refusal(KEY) == ""
    assert edits.outcomes == {}


def test_edits_are_undone_in_their_order_whether_they_can_be_sent_or_not(edits):
    other = Entry(key_address("ConnectionTimeOut"), "60")
    enter(edits, "soon")
    edits.type(other, type_of(other), "90")
    assert edits.undo()
    assert (dict(edits.values), set(edits.drafts)) == ({}, {KEY})
    assert edits.undo()
    assert edits.drafts == {}
    assert not edits.undo()


def test_undo_gives_a_draft_back_that_a_good_value_replaced(edits):
    enter(edits, "soon")
    enter(edits, "60")
    assert edits.undo()
    assert (dict(edits.values), edits.drafts[KEY].text) == ({}, "soon")


def test_undo_gives_a_draft_back_that_was_dropped(edits):
    enter(edits, "soon")
    edits.drop(KEY)
    assert edits.undo()
    assert edits.drafts[KEY].text == "soon"
    edits.clear()
    assert edits.undo()
    assert edits.drafts[KEY].text == "soon"


def test_undo_gives_back_what_was_typed_before_in_the_same_place(edits):
    enter(edits, "soon")
    enter(edits, "later")
    assert edits.undo()
    assert edits.drafts[KEY].text == "soon"
