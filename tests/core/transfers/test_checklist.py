# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.transfers.checklist import Checklist
from ocppdesk.core.transfers.states import StepName, StepState

NAMES = (StepName.REQUEST, StepName.ANSWER, StepName.SCHEDULED, StepName.BOOT)
DONE, NOW, FAILED = StepState.DONE, StepState.NOW, StepState.FAILED


def checklist(**noted):
    found = Checklist(
        NAMES,
        occasional=frozenset({StepName.SCHEDULED}),
        early=frozenset({StepName.ANSWER}),
    )
    for name, state in noted.items():
        found.note(StepName[name], state, "Because.", at=1, message=7)
    return found


def states(found, *, is_over=False):
    return [str(step.state) for step in found.steps(is_over=is_over)]


@pytest.mark.parametrize(
    ("noted", "is_over", "expected"),
    [
        ({}, False, ["now", "waiting", "waiting"]),
        ({}, True, ["not seen", "not seen", "not seen"]),
        ({"REQUEST": DONE}, False, ["done", "now", "waiting"]),
        ({"BOOT": DONE}, False, ["not seen", "not seen", "done"]),
        ({"ANSWER": NOW}, False, ["waiting", "now", "waiting"]),
        ({"ANSWER": NOW, "BOOT": DONE}, False, ["not seen", "done", "done"]),
        ({"BOOT": NOW}, False, ["not seen", "not seen", "now"]),
        ({"ANSWER": NOW, "BOOT": NOW}, False, ["not seen", "done", "now"]),
        ({"ANSWER": NOW}, True, ["not seen", "not seen", "not seen"]),
        ({"ANSWER": FAILED}, False, ["not seen", "failed", "now"]),
        ({"SCHEDULED": DONE}, False, ["not seen", "not seen", "done", "now"]),
    ],
)  # fmt: skip
def test_steps_are_what_was_noted_and_what_follows(noted, is_over, expected):
    assert states(checklist(**noted), is_over=is_over) == expected


def test_a_step_keeps_its_sentence_and_message():
    step = checklist(ANSWER=DONE).steps(is_over=False)[1]
    assert (step.sentence, step.message, step.at) == ("Because.", 7, 1)


def test_what_failed_can_be_waited_for_again():
    found = checklist(REQUEST=DONE, ANSWER=FAILED)
    found.forget_failures()
    assert states(found) == ["done", "now", "waiting"]


def test_steps_of_another_list_are_ignored():
    found = checklist(UPLOADED=DONE)
    assert not found.is_noted(StepName.UPLOADED)
