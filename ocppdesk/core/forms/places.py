# SPDX-License-Identifier: Apache-2.0
"""Reading and changing a payload at one place, and nowhere else."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of objects and indices of arrays, from the top."""


class _Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""Stands for a value that is not there; None is JSON's null."""


def value_at(payload: Any, place: Sequence[str | int]) -> Any:
    """Return the value at a place, `MISSING` if there is none."""
    for step in place:
        if not _has_key(payload, step) and not _has_item(payload, step):
            return MISSING
        payload = payload[step]
    return payload


def with_value(payload: Any, place: Sequence[str | int], value: Any) -> Any:
    """Return a payload with another value at a place.

    Objects on the way that are missing are made; an index just behind the end of an
    array appends. A value of another kind in the way is replaced.

    Args:
        payload: What to start from; it is not changed.
        place: Where.
        value: What to have there; `MISSING` takes away what is there.
    """
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, str):
        return _with_key(
            payload if isinstance(payload, dict) else {}, step, rest, value
        )
    items = list(payload) if isinstance(payload, list) else []
    if step < len(items):
        inner = with_value(items[step], rest, value)
        items[step : step + 1] = [] if inner is MISSING else [inner]
    elif value is not MISSING:
        items.append(with_value(MISSING, rest, value))
    return items


def moved(payload: Any, place: Place, by: int) -> Any:
    """Return a payload in which an item of an array has another position.

    Args:
        payload: What to start from; it is not changed.
        place: The item.
        by: How many positions further; it stops at the ends.
    """
    items = list(value_at(payload, place[:-1]))
    number = int(place[-1])
    item = items.pop(number)
    items.insert(max(0, number + by), item)
    return with_value(payload, place[:-1], items)


def place_text(place: Sequence[str | int]) -> str:
    """Write a place for people: `chargingSchedule.period[0].limit`."""
    text = ""
    for step in place:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def names_in(place: Sequence[str | int]) -> str:
    """Return a place without indices, as the glossary has paths."""
    return ".".join(step for step in place if isinstance(step, str))


def _has_key(payload: Any, step: str | int) -> bool:
    return isinstance(payload, dict) and isinstance(step, str) and step in payload


def _has_item(payload: Any, step: str | int) -> bool:
    return (
        isinstance(payload, list) and isinstance(step, int) and 0 <= step < len(payload)
    )


def _with_key(
    payload: dict[str, Any], key: str, rest: Sequence[str | int], value: Any
) -> dict[str, Any]:
    inner = with_value(payload.get(key, MISSING), rest, value)
    if inner is MISSING:
        return {name: kept for name, kept in payload.items() if name != key}
    return {**payload, key: inner}
