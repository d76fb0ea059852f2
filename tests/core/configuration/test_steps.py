# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.settings import Access, Entry, key_address
from ocppdesk.core.configuration.steps import (
    Applying,
    Step,
    StepState,
    answered,
    end_of,
    judged,
    stopped,
)

HEARTBEAT = key_address("HeartbeatInterval")
STEP = Step(Change(HEARTBEAT, "60", "300"), StepState.SENDING)


def read(value, at=5, **more):
    return Entry(HEARTBEAT, value, read_at=at, **more)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Accepted", StepState.ACCEPTED),
        ("RebootRequired", StepState.REBOOT_REQUIRED),
        ("Rejected", StepState.REFUSED),
        ("NotSupported", StepState.REFUSED),
        ("UnknownComponent", StepState.REFUSED),
        ("UnknownVariable", StepState.REFUSED),
        ("NotSupportedAttributeType", StepState.REFUSED),
        ("Unreadable", StepState.REFUSED),
        ("CALLERROR", StepState.REFUSED),
        ("FormationViolation", StepState.REFUSED),
    ],
)
def test_each_answer_has_a_meaning(status, state):
    step = answered(STEP, status, "because")
    assert (step.state, step.answer) == (state, status)
    assert step.text.endswith("It says: because.")


def test_the_new_value_proves_it():
    step = judged(answered(STEP, "Accepted"), read("060"), since=5)
    assert step.state is StepState.VERIFIED
    assert step.found == "060"


@pytest.mark.parametrize(
    ("value", "text"),
    [("300", "Accepted, but still 300."), ("90", "Accepted, but now 90."),
     ("", "Accepted, but now empty.")],
)  # fmt: skip
def test_another_value_refutes_it(value, text):
    step = judged(answered(STEP, "Accepted"), read(value), since=5)
    assert (step.state, step.text) == (StepState.DIFFERENT, text)


@pytest.mark.parametrize(
    "entry", [None, Entry(HEARTBEAT, "60"), read("60", at=4), read(None)]
)
def test_what_was_not_read_since_proves_nothing(entry):
    step = judged(answered(STEP, "Accepted"), entry, since=5)
    assert step.state is StepState.UNVERIFIED
    assert step.found is None


def test_a_charger_that_accepts_whatever_it_does_not_have_is_seen():
    step = judged(answered(STEP, "Accepted"), None, since=5, is_unknown=True)
    assert step.state is StepState.DIFFERENT
    assert "no such setting" in step.text
    step = judged(answered(STEP, "Accepted"), read("60"), since=5, is_unknown=True)
    assert step.state is StepState.VERIFIED


@pytest.mark.parametrize("value", [None, "****", ""])
def test_a_secret_cannot_be_proven_by_what_is_read(value):
    address = key_address("AuthorizationKey")
    step = answered(Step(Change(address, "hush")), "Accepted")
    step = judged(step, Entry(address, value, read_at=9), since=5)
    assert step.state is StepState.UNVERIFIED
    assert "next connection proves it" in step.text
    assert "hush" not in step.text


def test_what_can_only_be_written_cannot_be_proven():
    entry = read(None, access=Access.WRITE_ONLY)
    step = judged(answered(STEP, "Accepted"), entry, since=5)
    assert step.state is StepState.UNVERIFIED


def test_what_waits_for_a_reboot_goes_on_waiting():
    waiting = answered(STEP, "RebootRequired")
    step = judged(waiting, read("60"), since=5)
    assert step.state is StepState.REBOOT_REQUIRED
    assert step.text == waiting.text
    step = judged(waiting, read("300"), since=5)
    assert step.text.endswith("Until then it shows 300.")
    assert judged(waiting, None, since=5) == waiting


def test_what_was_refused_stays_refused():
    step = judged(answered(STEP, "Rejected"), read("300"), since=5)
    assert (step.state, step.found) == (StepState.REFUSED, "300")


def test_those_that_wait_are_skipped_in_the_end():
    waiting = Step(STEP.change)
    first, second = end_of([STEP, waiting], why="It ended.")
    assert first == STEP
    assert (second.state, second.text) == (StepState.SKIPPED, "It ended.")


def test_what_is_stopped_on_the_way_is_neither_taken_nor_refused():
    steps = (answered(STEP, "Accepted"), answered(STEP, "Rejected"), STEP)
    waiting = Step(STEP.change)
    ended = stopped(Applying("CP1", (*steps, waiting)))
    assert ended.is_ended
    assert [step.state for step in ended.steps] == [
        StepState.UNVERIFIED,
        StepState.REFUSED,
        StepState.FAILED,
        StepState.SKIPPED,
    ]
    assert "Nobody knows" in ended.steps[2].text
