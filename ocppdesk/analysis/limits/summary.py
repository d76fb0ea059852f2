# SPDX-License-Identifier: Apache-2.0
"""The four answers in a sentence each, to be read out or sent to somebody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ocppdesk.analysis.limits.answers import Allowances, Answer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_clock(at: int) -> str:
    """Write a time as in `12 Mar 14:02 UTC`."""
    try:
        found = _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return "a time that cannot be"
    return f"{found.day} {found:%b %H:%M} UTC"


def summary(found: Allowances, clock: Callable[[int], str] = utc_clock) -> str:
    """Say all four answers.

    Args:
        found: The answers.
        clock: Writes a time, microseconds since 1970.
    """
    answers = (found.last, found.in_force, found.offered, found.flowing)
    return " ".join(f"{_told(answer, clock)}." for answer in answers)


def _told(answer: Answer, clock: Callable[[int], str]) -> str:
    told = answer.told or answer.text.rstrip(".")
    if answer.at is None:
        return told.replace(" from {at}", "").replace(" ({at})", "")
    return told.replace("{at}", clock(answer.at))
