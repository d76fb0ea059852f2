# SPDX-License-Identifier: Apache-2.0
"""The sampled values in messages of chargers, whatever shape they have.

They come in MeterValues, in the transactionData of StopTransaction (OCPP 1.6, 6.49), in
TransactionEvent and in NotifyEvent (OCPP 2.0.1, N07). What the specification has a
default for is filled in and marked as assumed. What cannot be a number becomes a
sentence; nothing raises.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ocppdesk.analysis.measurands import REGISTER, measured_by, spelt, word
from ocppdesk.analysis.meter_numbers import reading_of, shortened
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation, Observer
from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.units import (
    Conversion,
    can_be_in,
    conversion_of,
    natural_unit,
)
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.places import Place, transaction_id_from
from ocppdesk.core.versions import Version

_METER_VALUES: Final = {
    "MeterValues": ("meterValue", "values"),  # the latter in OCPP 1.5
    "StopTransaction": ("transactionData",),
    "TransactionEvent": ("meterValue",),
}
_SAMPLED: Final = ("sampledValue", "values", "value")
# In OCPP 1.5 a value is an XML text with attributes; this is what libraries make of it.
_TEXTS: Final = ("value", "$value", "$", "#text", "_")
_GREATEST_MULTIPLIER: Final = 30
_MOST_PROBLEMS: Final = 20  # of one message; more say nothing more
_ASSUMED: Final = tuple(map(Assumed, range((~Assumed.NOTHING).value + 1)))


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was sampled in one message."""

    samples: tuple[Sample, ...]
    """Its values, in the order of the message."""
    problems: tuple[str, ...]
    """What could not be read or is odd, a sentence each."""
    signed: int = 0
    """How many values are signed data: opaque text, never a number."""


NOTHING: Final = Sampled((), ())
"""Of a message without values."""


def samples_in(observation: Observation) -> Sampled:
    """Return the values that were sampled in a message; nothing in it raises."""
    message = observation.message
    action = message.action or ""
    if action not in _METER_VALUES and action != "NotifyEvent":
        return NOTHING
    if message.direction is not Direction.IN or message.type not in CALLS:
        return NOTHING
    reader = _Reader(observation)
    if action == "NotifyEvent":
        for event in _items(observation.payload.get("eventData")):
            reader.read_event(event)
    else:
        found = _first(observation.payload, _METER_VALUES[action])
        if found is None and action == "MeterValues" and observation.payload:
            reader.tell("It has no meterValue.")
        for one in _items(found):
            reader.read_meter_value(one)
    return Sampled(tuple(reader.samples), tuple(reader.problems), reader.signed)


def value_problems(message: Message) -> tuple[str, ...]:
    """Return what is odd about the values in one message, a sentence each.

    What this says does not depend on any other message.
    """
    if message.action not in _METER_VALUES and message.action != "NotifyEvent":
        return ()
    return samples_in(Observer().observe(message)).problems


class _Kind(NamedTuple):
    """What is said of a value: defaults are filled in, the unit is converted."""

    measurand: str
    phase: str
    location: str
    context: str
    unit: str
    """The unit that values are converted to."""
    sent_unit: str
    conversion: Conversion
    assumed: int
    """The value of `Assumed`."""
    problem: str
    """What is odd about all this; empty if nothing is."""

    @property
    def name(self) -> str:
        """What is measured, for people."""
        return f"{self.measurand} {self.phase}".rstrip()


# Chargers say the same of their values all day.
@lru_cache(maxsize=1_000)
def _kind_of(
    measurand: Any, phase: Any, location: Any, context: Any, unit: Any
) -> _Kind | None:
    """Fill in what was not said; None if the measurand is no text."""
    if measurand is not None and not isinstance(measurand, str):
        return None
    assumed = 0
    measurand = spelt(word(measurand))
    if not measurand:
        measurand = REGISTER
        assumed |= Assumed.MEASURAND.value
    location = word(location)
    if not location:
        location = "Outlet"
        assumed |= Assumed.LOCATION.value
    context = word(context)
    if not context:
        context = "Sample.Periodic"
        assumed |= Assumed.CONTEXT.value
    sent_unit = unit = word(unit)
    if not unit:
        # The default of OCPP is Wh also for what is no energy; nobody means that.
        unit = natural_unit(measurand) or ""
        assumed |= Assumed.UNIT.value
    conversion = conversion_of(unit) or Conversion(unit, 1.0)
    problem = ""
    if not can_be_in(measurand, conversion.unit):
        problem = f"{measurand} cannot be in {sent_unit}."
    return _Kind(
        measurand,
        word(phase).upper(),
        location,
        context,
        conversion.unit,
        sent_unit,
        conversion,
        assumed,
        problem,
    )


class _Reader:
    """Reads the values of one message."""

    def __init__(self, observation: Observation) -> None:
        self.samples: list[Sample] = []
        self.problems: list[str] = []
        self.signed = 0
        self._message = observation.message
        self._place = observation.place
        self._at = self._message.at
        self._assumed = 0

    def tell(self, problem: str) -> None:
        """Note what is wrong, once."""
        if len(self.problems) < _MOST_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)

    def read_meter_value(self, one: Any) -> None:
        """Read a MeterValue (OCPP 1.6, 7.33; OCPP 2.0.1, 2.33)."""
        if not isinstance(one, dict):
            self.tell("A meterValue is no object.")
            return
        sampled = _first(one, _SAMPLED)
        if sampled is None:
            self.tell("A meterValue has no sampledValue.")
            return
        values = _items(sampled)
        if all(isinstance(value, dict) and "timestamp" in value for value in values):
            # In OCPP 1.5, `values` in transactionData are what meterValue is since.
            for value in values:
                inner = _first(value, _SAMPLED)
                self._read_at(value.get("timestamp"), _items(inner))
        else:
            self._read_at(one.get("timestamp"), values)

    def read_event(self, event: Any) -> None:
        """Read an EventData (OCPP 2.0.1, 2.21) if its variable measures something."""
        if not isinstance(event, dict):
            return
        component = event.get("component")
        measured = measured_by(component, event.get("variable"))
        if measured is None:
            return
        self._set_time(event.get("timestamp"))
        evse = component.get("evse") if isinstance(component, dict) else None
        self._place = Place(
            whole_number(evse.get("id")) if isinstance(evse, dict) else None,
            whole_number(evse.get("connectorId")) if isinstance(evse, dict) else None,
            transaction_id_from(
                event.get("transactionId"), "NotifyEvent", version=Version.V201
            ),
        )
        periodic = word(event.get("trigger")) == "Periodic"
        context = "Sample.Periodic" if periodic else "Other"
        self._add(*measured, context, None, event.get("actualValue"), None)

    def _read_at(self, timestamp: Any, values: list[Any]) -> None:
        self._set_time(timestamp)
        for value in values:
            self._read_value(value)

    def _set_time(self, timestamp: Any) -> None:
        found = charger_time(timestamp)
        if found is None:
            self._at, self._assumed = self._message.at, Assumed.TIME.value
            if timestamp is None:
                self.tell("A meterValue has no timestamp.")
            else:
                shown = shortened(timestamp)
                self.tell(f"The timestamp “{shown}” cannot be right.")
        else:
            self._at, self._assumed = found, 0

    def _read_value(self, sent: Any) -> None:
        """Read a SampledValue (OCPP 1.6, 7.43; OCPP 2.0.1, 2.45)."""
        if not isinstance(sent, dict):
            sent = {"value": sent}
        attributes = sent.get("attributes", sent.get("$attributes"))
        if isinstance(attributes, dict):
            sent = {**attributes, **sent}
        value = _first(sent, _TEXTS)
        if isinstance(value, dict):
            sent = {**sent, **value}
            value = _first(value, _TEXTS)
        if sent.get("signedMeterValue") is not None:
            self.signed += 1
            if value is None:
                return
        elif _is_signed(sent.get("format"), value):
            self.signed += 1
            return
        unit, multiplier = sent.get("unit"), sent.get("multiplier")
        of_measure = sent.get("unitOfMeasure")
        if isinstance(of_measure, dict):
            unit = of_measure.get("unit", unit)
            multiplier = of_measure.get("multiplier", multiplier)
        elif of_measure is not None:
            unit = of_measure
        self._add(
            sent.get("measurand"),
            sent.get("phase"),
            sent.get("location"),
            sent.get("context"),
            unit,
            value,
            multiplier,
        )

    def _add(
        self,
        measurand: Any,
        phase: Any,
        location: Any,
        context: Any,
        unit: Any,
        value: Any,
        multiplier: Any,
    ) -> None:
        try:
            kind = _kind_of(measurand, phase, location, context, unit)
        except TypeError:  # a part of it is an array or an object
            said = (one if isinstance(one, str) else None
                    for one in (phase, location, context, unit))  # fmt: skip
            is_text = measurand is None or isinstance(measurand, str)
            kind = _kind_of(measurand if is_text else 0, *said)
        if kind is None:
            self.tell(f"The measurand {shortened(measurand)} is no text.")
            return
        if kind.problem:
            self.tell(kind.problem)
        number, unit_behind, why = reading_of(value)
        if number is None:
            self.tell(f"The value of {kind.name} {why}.")
            return
        conversion = kind.conversion
        unit = kind.unit
        if unit_behind and not kind.sent_unit:
            conversion = conversion_of(unit_behind) or conversion
            unit = conversion.unit
        if multiplier:
            scaled = self._scaled(number, multiplier, kind)
            if scaled is None:
                return
            number = scaled
        number = (number + conversion.offset) * conversion.factor
        if not math.isfinite(number):
            self.tell(f"The value of {kind.name} is no number that can be.")
            return
        message, place = self._message, self._place
        self.samples.append(
            Sample(
                message.id,
                message.at,
                self._at,
                place.evse,
                place.connector,
                place.transaction_id,
                kind.measurand,
                kind.phase,
                kind.location,
                kind.context,
                number,
                unit,
                kind.sent_unit,
                _ASSUMED[kind.assumed | self._assumed],
                message.action or "",
            )
        )

    def _scaled(self, number: float, multiplier: Any, kind: _Kind) -> float | None:
        """Apply a multiplier (OCPP 2.0.1, 2.52); None if it is none."""
        power = whole_number(multiplier)
        if power is None or abs(power) > _GREATEST_MULTIPLIER:
            shown = shortened(multiplier)
            self.tell(f"The multiplier “{shown}” of {kind.name} is no power of ten.")
            return None
        if power > 0 and kind.conversion.factor >= 1_000:
            # The value is what the specification says it is, and hardly what the
            # charger means.
            self.tell(
                f"{kind.name} is in {kind.sent_unit} and has the multiplier {power} "
                "as well."
            )
        return number * 10.0**power


def _is_signed(kind: Any, value: Any) -> bool:
    """Return whether a value of OCPP 1.6 is signed data (7.43, ValueFormat)."""
    if isinstance(kind, str) and kind.strip().casefold() == "signeddata":
        return True
    return isinstance(value, str) and value.lstrip()[:5] == "OCMF|"


def _items(value: Any) -> list[Any]:
    """Return the elements of an array; chargers send a single one without it."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Return the first of some fields that is there; None if none is."""
    for name in names:
        found = fields.get(name)
        if found is not None:
            return found
    return None
