# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.core.configuration.steps import Applying, Step, StepState
from ocppdesk.gui.configuration.edits import Edits
from ocppdesk.gui.configuration.rows import row_of
from ocppdesk.gui.configuration.states import state_of

KEY = key_address("HeartbeatInterval")


def text(entry=None, edits=None, **more):
    entry = entry or Entry(KEY, "300")
    return state_of(row_of(entry, type_of(entry)), edits or Edits(), **more).text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ""),
        ({"remarks": ("Odd.",)}, "⚠ Odd"),
        ({"status": "Rejected"}, "✖ Rejected"),
        ({"status": "Accepted"}, ""),
        ({"waits_for_reboot": True, "status": "RebootRequired"}, "⟳ Reboot"),
    ],
)
def test_what_the_charger_said_is_a_state(qapp, facts, expected):
    assert text(Entry(KEY, "300", **facts)) == expected


def test_what_the_user_does_comes_first(qapp):
    edits, entry = Edits(), Entry(KEY, "300", remarks=("Odd.",))
    edits.type(entry, type_of(entry), "60")
    assert text(entry, edits) == "✎ Edited"
    edits.pending.refuse(KEY, "No.")
    assert text(entry, edits) == "✖ Not taken"
    edits.type(entry, type_of(entry), "x")
    assert text(entry, edits) == "✖ Not valid"


def test_a_change_without_an_answer_may_have_been_taken(qapp):
    edits, entry = Edits(), Entry(KEY, "300")
    edits.type(entry, type_of(entry), "60")
    step = Step(Change(KEY, "60"), StepState.FAILED, text="Nobody knows.")
    edits.settle(Applying("CP1", (step,), is_ended=True))
    assert text(entry, edits) == "? No answer"


@pytest.mark.parametrize(
    ("state", "expected"),
    [(StepState.VERIFIED, "✓ Verified"), (StepState.UNVERIFIED, "? Accepted")],
)
def test_what_became_of_a_change_is_a_state(qapp, state, expected):
    edits = Edits(outcomes={KEY: Step(Change(KEY, "60"), state)})
    assert text(edits=edits) == expected


def test_a_difference_is_a_state(qapp):
    assert text(differs=True) == "≠ Differs"
