# SPDX-License-Identifier: Apache-2.0
"""What may be filled into a field, from what is known of the charger."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.commands.knowledge import Knowledge
from ocppdesk.core.forms.fields import Field, Kind
from ocppdesk.core.replies import utc_text


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that makes sense in a field."""

    value: Any
    """As it stands in the payload."""
    remark: str = ""
    """What is known about it, in a few words."""


_MOST: Final = 60
_TIMES: Final = (
    (0, "now"),
    (600, "in 10 minutes"),
    (3_600, "in an hour"),
    (86_400, "in a day"),
)
_DURATIONS: Final = ((900, "15 minutes"), (3_600, "an hour"), (86_400, "a day"))
_AMPERES: Final = ((0, "pause"), (6, "least of AC"), (10, ""), (16, ""), (32, ""))
_WATTS: Final = ((0, "pause"), (1_380, "6 A, 1 phase"), (4_140, "6 A, 3 phases"),
                 (11_000, "16 A, 3 phases"), (22_000, "32 A, 3 phases"))  # fmt: skip


def suggestions_for(
    field: Field, knowledge: Knowledge, *, action: str, at: int, unit: str = "A"
) -> list[Suggestion]:
    """Return what may be filled into a field, the likeliest first.

    Args:
        field: The field.
        knowledge: What is known of the charger.
        action: The action whose form it is.
        at: Now, microseconds since 1970.
        unit: The unit of charging limits, `A` or `W`.
    """
    if field.kind is Kind.TIME:
        return [
            Suggestion(utc_text(at + seconds * 1_000_000), words)
            for seconds, words in _TIMES
        ]
    if field.name == "limit":
        return [Suggestion(*pair) for pair in (_WATTS if unit == "W" else _AMPERES)]
    if field.kind is Kind.TEXT and field.choices:
        return [Suggestion(c.value, c.meaning) for c in field.choices]
    find = _FINDERS.get(field.path.rpartition(".")[2])
    for ending, finder in _BY_ENDING.items():
        if field.path.endswith(ending):
            find = finder
    if find is None:
        return []
    found = find(knowledge, action)
    return [suggestion for suggestion, _ in zip(found, range(_MOST), strict=False)]


def _connectors(knowledge: Knowledge, action: str) -> Iterator[Suggestion]:
    for evse, number, status in knowledge.places():
        where = f"EVSE {evse}, {status}" if evse else status
        yield Suggestion(number, where)
    if action in _FOR_WHOLE and not any(evse for evse, _n, _s in knowledge.places()):
        yield Suggestion(0, "the whole charger")


_FOR_WHOLE: Final = frozenset(
    {
        "ChangeAvailability",
        "ClearChargingProfile",
        "GetCompositeSchedule",
        "ReserveNow",
        "SetChargingProfile",
        "TriggerMessage",
    }
)


def _evses(knowledge: Knowledge, action: str) -> Iterator[Suggestion]:
    states: dict[int, list[str]] = {}
    for evse, _number, status in knowledge.places():
        states.setdefault(evse, []).append(status)
    for evse, found in states.items():
        if evse:
            yield Suggestion(evse, ", ".join(found))
    if action in _FOR_WHOLE or action == "GetChargingProfiles":
        yield Suggestion(0, "the whole charger")


def _tokens(knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    running = {one.id_tag: one for one in knowledge.transactions.values()}
    for tag in knowledge.id_tags:
        one = running.get(tag)
        yield Suggestion(tag, "" if one is None else f"in transaction {one.id}")


def _transactions(knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    for one in reversed(knowledge.transactions.values()):
        where = f"EVSE {one.evse}" if one.evse else f"connector {one.connector}"
        yield Suggestion(one.id, f"{where}, {one.id_tag}" if one.id_tag else where)


def _keys(knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    for key in sorted(knowledge.keys, key=str.casefold):
        yield Suggestion(key)


def _reservations(knowledge: Knowledge, action: str) -> Iterator[Suggestion]:
    if action == "ReserveNow":
        yield Suggestion(knowledge.next_number, "not used yet")
        return
    for number in knowledge.reservations:
        yield Suggestion(number, "reserved here")


def _profiles(knowledge: Knowledge, action: str) -> Iterator[Suggestion]:
    for number in knowledge.profiles:
        yield Suggestion(number, "replaces it" if action.startswith("Set") else "")


def _numbers(knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    yield Suggestion(knowledge.next_number, "not used yet")


def _list_versions(knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    if knowledge.list_version is not None:
        known = max(knowledge.list_version, 0)
        yield Suggestion(known + 1, f"after version {known}")


def _durations(_knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    for seconds, words in _DURATIONS:
        yield Suggestion(seconds, words)


def _vendors(knowledge: Knowledge, _action: str) -> Iterator[Suggestion]:
    if knowledge.vendor:
        yield Suggestion(knowledge.vendor, "the manufacturer")


_FINDERS: Final[dict[str, Callable[[Knowledge, str], Iterator[Suggestion]]]] = {
    "chargingProfileId": _profiles,
    "connectorId": _connectors,
    "duration": _durations,
    "evseId": _evses,
    "idTag": _tokens,
    "idToken": _tokens,
    "key": _keys,
    "listVersion": _list_versions,
    "parentIdTag": _tokens,
    "remoteStartId": _numbers,
    "requestId": _numbers,
    "reservationId": _reservations,
    "transactionId": _transactions,
    "vendorId": _vendors,
    "versionNumber": _list_versions,
}
_BY_ENDING: Final = {"evse.id": _evses, "chargingProfile.id": _profiles}
"""For numbers that are only called `id`: what they are the number of."""
