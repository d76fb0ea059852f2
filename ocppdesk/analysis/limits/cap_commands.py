# SPDX-License-Identifier: Apache-2.0
"""Limits that a CSMS sets or reads outside smart charging: settings, vendors' messages.

OCPP 1.6, 5.3, 5.6 and 5.8; OCPP 2.0.1, B05, B06 and P01.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.limits.caps import Cap, setting_cap, told_caps
from ocppdesk.analysis.limits.exchanges import (
    Handler,
    answered,
    call_of,
    status_of,
)
from ocppdesk.analysis.limits.state import Instruction, State
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.configuration.answers import (
    Fact,
    Found,
    Written,
    keys_answered,
    keys_changed,
    variables_got,
    variables_set,
)
from ocppdesk.core.phrases.parts import Part

_MOST_SETTINGS: Final = 200


def _change(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    error = status_of(seen, answer) if seen.is_error else None
    value = None if seen.is_error else answer.value
    _settings(state, seen, keys_changed(asked.value, value, error))


def _set_variables(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    error = status_of(seen, answer) if seen.is_error else None
    value = None if seen.is_error else answer.value
    _settings(state, seen, variables_set(asked.value, value, error))


def _get_keys(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    _settings(state, seen, keys_answered(asked.value, answer.value))


def _get_variables(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    _settings(state, seen, variables_got(asked.value, answer.value))


def _settings(state: State, seen: Observation, facts: Iterable[Fact]) -> None:
    """Take in settings that were written or read; only caps of currents matter."""
    for fact in facts:
        if isinstance(fact, Found):
            note_setting(state, seen, fact)
        elif isinstance(fact, Written):
            cap = setting_cap(fact.address, fact.value)
            if cap is not None:
                _written(state, seen, fact, cap)


def note_setting(state: State, seen: Observation, found: Found) -> None:
    """Take in a setting as the charger has it."""
    entry = found.entry
    cap = setting_cap(entry.address, entry.value)
    if cap is not None and len(state.settings) < _MOST_SETTINGS:
        state.settings[entry.address] = cap, seen.at, seen.message.id
        state.mention(entry.address.evse)


def _written(state: State, seen: Observation, fact: Written, cap: Cap) -> None:
    call = call_of(seen)
    number = call.id
    connector = max(fact.address.evse or 0, 0)
    told = Instruction(
        seen.at,
        number,
        connector,
        f"{cap.value} for the setting {cap.name}",
        amps=cap.amps,
        watts=cap.watts,
        remarks=(cap_remark(cap),),
    )
    if fact.status == "RebootRequired":
        state.waiting[fact.address] = cap, seen.at, number
        outcome = "stored, but active only after a reboot"
        state.instruct(replace(told, outcome=outcome))
        return
    if fact.status == "Accepted":
        state.settings[fact.address] = cap, seen.at, number
    answered(state, told, fact.status)


def cap_remark(cap: Cap) -> str:
    """Say how far the number of a vendor can be trusted."""
    if cap.amps is not None:
        return f"{cap.name} is no standard name; by it, the number is taken for amps."
    if cap.watts is not None:
        return f"{cap.name} is no standard name; by it, the number is taken for watts."
    return f"{cap.name} is no standard name, and does not tell its unit."


def _transfer(state: State, seen: Observation, asked: Part, answer: Part) -> None:
    status = status_of(seen, answer)
    name = asked["messageId"].text
    caps = told_caps(asked["data"], name)
    call = call_of(seen)
    for cap in caps:
        what = f"{cap.value} for {cap.name} in a vendor's message (DataTransfer"
        what += f" {name})" if name and name != cap.name else ")"
        told = Instruction(
            seen.at, call.id, 0, what,
            amps=cap.amps, watts=cap.watts, remarks=(cap_remark(cap),),
        )  # fmt: skip
        answered(state, told, status)


CAP_HANDLERS: Final[Mapping[str, Handler]] = {
    "ChangeConfiguration": _change,
    "SetVariables": _set_variables,
    "GetConfiguration": _get_keys,
    "GetVariables": _get_variables,
    "DataTransfer": _transfer,
}
"""By the action that is answered."""
