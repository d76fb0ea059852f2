# SPDX-License-Identifier: Apache-2.0
"""Reading payloads that may hold anything."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ocppdesk.analysis.observing import Observation
from ocppdesk.core.frames import Problem
from ocppdesk.core.numbers import whole_number

_LONGEST: Final = 200  # characters of a value in a finding
_STATUS: Final = re.compile(r'"status"\s*:\s*"(\w{1,50})')
_TRANSACTION: Final = re.compile(r'"transactionId"\s*:\s*(-?\d{1,19})\b')


def part_at(payload: Any, *keys: str) -> dict[str, Any]:
    """Return the object behind some keys; empty if there is none."""
    for key in keys:
        payload = payload.get(key) if isinstance(payload, dict) else None
    return payload if isinstance(payload, dict) else {}


def parts_at(payload: Any, *keys: str) -> list[dict[str, Any]]:
    """Return the objects of the list behind some keys; a lone one counts as one."""
    found = part_at(payload, *keys[:-1]).get(keys[-1])
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list):
        return []
    return [each for each in found if isinstance(each, dict)]


def text_at(payload: Any, *keys: str) -> str:
    """Return the text behind some keys, a number as text; empty if there is none."""
    value = payload
    for key in keys:
        if not isinstance(value, dict):
            return ""
        value = value.get(key)
    if type(value) is str and len(value) <= _LONGEST and value.isascii():
        return value
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value)
    if not text.isascii():
        text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def whole_at(payload: Any, *keys: str) -> int | None:
    """Return the whole number behind some keys, also one that is sent as text."""
    return whole_number(part_at(payload, *keys[:-1]).get(keys[-1]))


def number_at(payload: Any, *keys: str) -> float | None:
    """Return the number behind some keys, also one that is sent as text."""
    value = part_at(payload, *keys[:-1]).get(keys[-1])
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e15 else None  # also neither NaN nor infinite


def status_of(payload: Mapping[str, Any]) -> str:
    """Return the status of an answer: as such, of its token, or its registration."""
    status = text_at(payload, "status")
    return (
        status
        or text_at(payload, "idTagInfo", "status")
        or text_at(payload, "idTokenInfo", "status")
    )


def told_status(seen: Observation) -> str:
    """Return the status of an answer, also of one whose rest is missing."""
    if seen.payload or seen.message.problem is not Problem.TRUNCATED:
        return status_of(seen.payload)
    found = _STATUS.search(seen.message.text)
    return "" if found is None else found[1]


def told_transaction(seen: Observation) -> int | None:
    """Return the transaction that a call names, also of one whose rest is missing."""
    if seen.payload or seen.message.problem is not Problem.TRUNCATED:
        return whole_at(seen.payload, "transactionId")
    found = _TRANSACTION.search(seen.message.text)
    return None if found is None else whole_number(found[1])
