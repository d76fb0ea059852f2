# SPDX-License-Identifier: Apache-2.0
"""How close two currents have to be to count as the same, and how old is old."""

from typing import Final

from ocppdesk.analysis.limits.schedule import SECOND
from ocppdesk.core.phrases.parts import duration

OLD: Final = 600 * SECOND
"""Chargers that charge report at least every ten minutes."""
AGREES: Final = 0.1
"""The part by which an offer or a flow may differ from the limit it confirms."""
NOTABLE_A: Final = 1.0
"""What differs by less differs by rounding."""


def agree(limit: float | None, found: float | None) -> bool:
    """Return whether a current confirms a limit."""
    if limit is None or found is None:
        return False
    return abs(found - limit) <= max(AGREES * limit, 0.05)


def is_less(found: float | None, limit: float | None) -> bool:
    """Return whether a current is clearly below a limit."""
    if found is None or limit is None:
        return False
    return found < limit * (1 - AGREES)


def differ(one: float | None, other: float | None) -> bool:
    """Return whether two currents are clearly not the same."""
    return one is not None and other is not None and abs(one - other) > NOTABLE_A


def age(microseconds: int) -> str:
    """Say how old something is."""
    minutes = microseconds // (60 * SECOND)
    return f"That was {duration(minutes * 60.0)} earlier."


def unique(remarks: list[str]) -> tuple[str, ...]:
    """Return remarks without repetitions, in their order."""
    return tuple(dict.fromkeys(remarks))
