# SPDX-License-Identifier: Apache-2.0
"""Calls and how they were answered, as those see them who read commands."""

from collections.abc import Callable
from dataclasses import replace

from ocppdesk.analysis.limits.state import Instruction, State
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.messages import Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.phrases.parts import Part, line

Handler = Callable[[State, Observation, Part, Part], None]
"""Takes the state, the answer, the payload of its call and its own."""


def call_of(seen: Observation) -> Message:
    """Return the call that is answered."""
    return seen.message if seen.call is None else seen.call.message


def status_of(seen: Observation, payload: Part) -> str:
    """Return how a call was answered: a status, or the code of an error."""
    if seen.is_error:
        return seen.message.error_code or "CALLERROR"
    return payload["status"].text or "answered without a status"


def place_in(asked: Part) -> int:
    """Return the connector or EVSE of a call; 0 is the whole charger."""
    return max(whole_number(asked.first("connectorId", "evseId").value) or 0, 0)


def answered(state: State, told: Instruction, status: str) -> None:
    """Take in an instruction with its answer."""
    if status == "Accepted":
        state.instruct(told)
    else:
        state.refused[told.connector] = replace(told, outcome=line(status))
