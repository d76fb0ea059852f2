# SPDX-License-Identifier: Apache-2.0
"""Why a profile that was accepted does not count now (OCPP 1.6, 3.13)."""

from collections.abc import Iterable
from typing import Final

from ocppdesk.analysis.limits.in_force import Candidate, InForce, Place, has_say
from ocppdesk.analysis.limits.profile import Profile, Purpose

_OF_TRANSACTIONS: Final = (Purpose.PRIORITY, Purpose.TX, Purpose.TX_DEFAULT)


def standing(
    profiles: Iterable[Profile], number: str, place: Place, limit: InForce, now: int
) -> str:
    """Say why a profile has no part in a limit; empty if it has one.

    Args:
        profiles: What the charger holds.
        number: The id of the profile.
        place: The connector.
        limit: What is in force there.
        now: The moment, microseconds since 1970.
    """
    held = next((one for one in profiles if one.id == number), None)
    if held is None:
        return "It does not apply any more: it was cleared, or its transaction ended."
    leading = [one for one in (limit.leading, *limit.others) if one is not None]
    if any(one.profile.id == number for one in leading):
        return ""
    if held.purpose is Purpose.TX and not has_say(held, place):
        return "It does not count now: its transaction does not run."
    if held.period_at(now, place.tx_start) is not None:
        return _outranked(held, leading)
    if held.ends_before(now):
        return "It does not count any more: its time is over."
    if held.kind == "Relative" and not place.has_transaction:
        return "It does not count yet: it begins with the next transaction."
    if held.change_after(now, place.tx_start) is None:
        return "It does not count now: it has no period for this time."
    return "It does not count now: its time has not come."


def _outranked(held: Profile, leading: list[Candidate]) -> str:
    is_of_transactions = held.purpose in _OF_TRANSACTIONS
    same = _OF_TRANSACTIONS if is_of_transactions else (held.purpose,)
    for one in leading:
        if one.profile.purpose in same:
            return f"It does not count now: {one.profile.title} outranks it."
    return ""
