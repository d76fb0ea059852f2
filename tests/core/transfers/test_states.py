# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.transfers.states import (
    Outcome,
    Step,
    StepName,
    StepState,
    TransferKind,
    TransferState,
)

STATE = TransferState(
    charger="CP1",
    kind=TransferKind.LOG,
    action="GetLog",
    outcome=Outcome.RUNNING,
    headline="Waiting.",
    steps=(Step(StepName.REQUEST, StepState.NOW),),
    is_over=False,
)


def test_steps_are_found_by_their_name():
    assert STATE.step(StepName.REQUEST) == Step(StepName.REQUEST, StepState.NOW)


def test_a_step_of_the_other_kind_is_not_there():
    assert STATE.step(StepName.BOOT) is None
