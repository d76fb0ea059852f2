# SPDX-License-Identifier: Apache-2.0
"""Seeing in what a charger answers that it has what was set.

Secrets are compared, never repeated.
"""

from typing import Any

from ocppdesk.core.commands.sightings import Look, Sighting, is_result
from ocppdesk.core.masking import MASK, is_secret
from ocppdesk.core.messages import Message
from ocppdesk.core.phrases.parts import Part


def reads_key(key: str, value: str) -> Look:
    """Look for a configuration key in an answer to GetConfiguration (1.6)."""

    def look(message: Message, payload: Part) -> Sighting | None:
        if not is_result(message, "GetConfiguration"):
            return None
        for entry in payload["configurationKey"].items():
            if entry["key"].text.casefold() == key.casefold():
                return _compared(key, value, entry["value"].text)
        return None

    return look


def reads_variables(call: Part) -> Look:
    """Look for variables in an answer to GetVariables (2.x).

    Args:
        call: The payload of the SetVariables that set them.
    """
    wanted = {
        _variable(data): data["attributeValue"].text
        for data in call["setVariableData"].items()
    }

    def look(message: Message, payload: Part) -> Sighting | None:
        if not is_result(message, "GetVariables"):
            return None
        found = {
            _variable(data): data["attributeValue"].text
            for data in payload["getVariableResult"].items()
        }
        read = [name for name in wanted if name in found]
        if not read:
            return None
        seen = [_compared(name[1], wanted[name], found[name]) for name in read]
        proves = len(read) == len(wanted) and all(one.proves for one in seen)
        against = [one.text for one in seen if not one.proves]
        return Sighting(proves, " ".join(against or [one.text for one in seen][:3]))

    return look


def reads_list(version: Any) -> Look:
    """Look for the version of the local list in an answer to GetLocalListVersion."""

    def look(message: Message, payload: Part) -> Sighting | None:
        if not is_result(message, "GetLocalListVersion"):
            return None
        found = payload.first("listVersion", "versionNumber").value
        return Sighting(found == version, f"The local list has version {found}.")

    return look


def _compared(name: str, wanted: str, found: str) -> Sighting:
    is_same = wanted.casefold() == found.casefold()
    shown = MASK if is_secret(name) else f"“{found}”"
    told = f"{name} is {shown} now." if is_same else f"{name} is still {shown}."
    return Sighting(is_same, told)


def _variable(data: Part) -> tuple[str, str, str, str]:
    component = data["component"]
    return (
        component["name"].text.casefold(),
        data["variable"]["name"].text,
        data["variable"]["instance"].text,
        data["attributeType"].text or "Actual",
    )
