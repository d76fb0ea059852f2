# SPDX-License-Identifier: Apache-2.0
"""Seeing in one message of a charger that something happened."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.phrases.parts import Part, number_text


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a message shows of an effect."""

    proves: bool
    """Whether it proves the effect; else it is a sign on the way, or against it."""
    text: str
    """What was seen, as a sentence."""


Look: TypeAlias = Callable[[Message, Part], Sighting | None]
"""Looks at a message and its payload for an effect."""


class Spot(NamedTuple):
    """Where an effect is looked for; None and 0 are anywhere."""

    evse: int | None = None
    connector: int | None = None

    def has(self, evse: int | None, connector: int | None) -> bool:
        """Return whether something is at this spot."""
        at_evse = not self.evse or not evse or self.evse == evse
        return at_evse and (not self.connector or self.connector == connector)

    @property
    def text(self) -> str:
        """The spot behind what is there; empty for anywhere."""
        return f" of {self.name}" if self.name else ""

    @property
    def name(self) -> str:
        """The spot in words; empty for anywhere."""
        if self.evse:
            return f"EVSE {self.evse}"
        return f"connector {self.connector}" if self.connector else ""


def places_text(spots: Iterable[Spot]) -> str:
    """Return spots in words: `connector 1 and connector 2`."""
    return " and ".join(spot.name or "an unknown connector" for spot in spots)


def spot_of(payload: Part) -> Spot:
    """Return what a command is about."""
    evse = payload["evse"]
    number = payload["evseId"].number or evse["id"].number
    connector = payload["connectorId"].number or evse["connectorId"].number
    return Spot(
        None if number is None else int(number),
        None if connector is None else int(connector),
    )


def is_call(message: Message, *actions: str) -> bool:
    """Return whether a message is a call of the charger, of one of some actions."""
    is_one = message.type in (MessageType.CALL, MessageType.SEND)
    return is_one and message.direction is Direction.IN and message.action in actions


def is_result(message: Message, action: str) -> bool:
    """Return whether a message is a charger's answer to a call of ours."""
    is_one = message.type is MessageType.CALLRESULT and message.action == action
    return is_one and message.direction is Direction.IN


def states_in(message: Message, payload: Part) -> Iterator[tuple[Spot, str]]:
    """Yield the states of connectors that a message reports."""
    if is_call(message, "StatusNotification"):
        status = payload.first("connectorStatus", "status").text
        spot = spot_of(payload)
        yield spot, status
    elif is_call(message, "NotifyEvent"):
        for event in payload["eventData"].items():
            # OCPP 2.1 reports states so, and 2.0.1 may.
            if event["variable"]["name"].text == "AvailabilityState":
                yield spot_of(event["component"]), event["actualValue"].text


def sees_state(spot: Spot, is_wanted: Callable[[str], bool]) -> Look:
    """Look for a state of a connector."""

    def look(message: Message, payload: Part) -> Sighting | None:
        for where, status in states_in(message, payload):
            if spot.has(where.evse, where.connector):
                return Sighting(is_wanted(status), f"The state{where.text}: {status}.")
        return None

    return look


ANYWHERE: Final = Spot()
"""Every connector will do."""


def sees_call(*actions: str, spot: Spot = ANYWHERE, **wanted: object) -> Look:
    """Look for a call of the charger.

    Args:
        actions: Any of these.
        spot: The connector it has to be about, if it names one.
        wanted: Values that it has to have on top of its payload.
    """

    def look(message: Message, payload: Part) -> Sighting | None:
        if not is_call(message, *actions):
            return None
        if message.connector is not None and not spot.has(
            message.evse, message.connector
        ):
            return None
        if any(payload[name].value != value for name, value in wanted.items()):
            return None
        status = payload.first("connectorStatus", "status").text
        told = f"{message.action}: {status}." if status else f"{message.action} came."
        return Sighting(True, told)

    return look


class Limit(NamedTuple):
    """A limit that measurements are held against."""

    value: float
    unit: str
    """`A` or `W`."""


_SLACK: Final = 1.1  # meters and chargers are not exact
_SLACK_A: Final = 0.5
_SLACK_W: Final = 120.0
_OFFERED: Final = {"A": "Current.Offered", "W": "Power.Offered"}
_FLOWING: Final = {"A": "Current.Import", "W": "Power.Active.Import"}


def sees_limit(limit: Limit, spot: Spot) -> Look:
    """Look for measurements within a limit.

    What is offered proves it. What flows does, unless nothing flows that could be held
    back.
    """

    def look(message: Message, payload: Part) -> Sighting | None:
        if not is_call(message, "MeterValues", "TransactionEvent"):
            return None
        if not spot.has(message.evse, message.connector):
            return None
        for names, is_offered in ((_OFFERED, True), (_FLOWING, False)):
            name = names.get(limit.unit, "")
            measured = measured_in(payload, name)
            if measured is not None:
                return _held(limit, name, measured, is_offered=is_offered)
        return None

    return look


def _held(limit: Limit, name: str, measured: float, *, is_offered: bool) -> Sighting:
    slack = _SLACK_A if limit.unit == "A" else _SLACK_W
    is_within = measured <= max(limit.value * _SLACK, limit.value + slack)
    told = f"{name} is {number_text(measured)} {limit.unit}"
    bound = f"{number_text(limit.value)} {limit.unit}"
    if not is_within:
        return Sighting(False, f"{told}, still above {bound}.")
    if not is_offered and measured < slack and limit.value > 0:
        return Sighting(
            False, f"{told}: within {bound}, but nothing flows that it could hold back."
        )
    return Sighting(True, f"{told}, within {bound}.")


def measured_in(payload: Part, measurand: str) -> float | None:
    """Return the newest value of a measurand, of phases the greatest, in A or W."""
    newest: float | None = None
    for entry in payload["meterValue"].items():
        found = [
            value
            for sample in entry["sampledValue"].items()
            if sample["measurand"].text == measurand
            and (value := _sampled(sample)) is not None
        ]
        if found:
            newest = max(found)
    return newest


def _sampled(sample: Part) -> float | None:
    value = sample["value"].number
    if value is None:
        return None
    unit = sample["unit"].text or sample["unitOfMeasure"]["unit"].text
    multiplier = sample["unitOfMeasure"]["multiplier"].number or 0
    kilo = 1000.0 if unit.startswith("k") else 1.0
    # A power of ten from a stranger: nobody means more than these.
    return float(value * kilo * 10 ** max(-12, min(12, multiplier)))
