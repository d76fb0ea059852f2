# SPDX-License-Identifier: Apache-2.0
"""What single messages say of faults, whatever version and code they say it with.

OCPP 1.6 has an error code in StatusNotification, 2.x events of components in
NotifyEvent and reasons for the end of a transaction. Both may carry a code of the
ChargeX consortium (`CX001` to `CX026`) in a field of the vendor's.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.findings.knowing.connectors import ConnectorState
from ocppdesk.analysis.findings.reading import part_at, parts_at, text_at
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.messages import Direction
from ocppdesk.core.numbers import whole_number


class Family(enum.Enum):
    """What kind of thing is at fault."""

    RESIDUAL = "residual current"
    VEHICLE = "communication with the vehicle"
    CONTACTOR = "contactor"
    HEAT = "temperature"
    CURRENT = "over-current"
    VOLTAGE = "supply voltage"
    LOCK = "lock"
    METER = "meter"
    EMERGENCY = "emergency stop"
    RADIO = "radio"
    OTHER = "something else"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that a message says of a fault."""

    family: Family
    code: str
    """The code or name that says it, as the charger wrote it."""
    text: str
    """All of it in words."""
    evse: int | None
    connector: int | None
    is_over: bool = False
    """Whether it says that the fault is over."""
    is_grave: bool = True
    """Whether it is more than a warning; OCPP 2.1 tells its severity (N07)."""


ACTIONS: Final = frozenset(
    {"StatusNotification", "NotifyEvent", "TransactionEvent", "StopTransaction"}
)
"""The actions of messages that may hold signs."""

_CODES: Final = {
    "groundfailure": Family.RESIDUAL,
    "evcommunicationerror": Family.VEHICLE,
    "mode3error": Family.VEHICLE,  # OCPP 1.5
    "powerswitchfailure": Family.CONTACTOR,
    "hightemperature": Family.HEAT,
    "overcurrentfailure": Family.CURRENT,
    "overvoltage": Family.VOLTAGE,
    "undervoltage": Family.VOLTAGE,
    "connectorlockfailure": Family.LOCK,
    "powermeterfailure": Family.METER,
    "weaksignal": Family.RADIO,
}
_CHARGEX: Final = {
    1: Family.LOCK, 2: Family.RESIDUAL, 3: Family.HEAT, 4: Family.CURRENT,
    5: Family.VOLTAGE, 6: Family.VOLTAGE, 7: Family.RADIO, 8: Family.EMERGENCY,
    10: Family.VEHICLE, 11: Family.VEHICLE, 12: Family.VEHICLE, 13: Family.RADIO,
    14: Family.VEHICLE, 16: Family.CONTACTOR, 17: Family.CONTACTOR, 18: Family.HEAT,
    19: Family.HEAT, 20: Family.VEHICLE, 23: Family.VEHICLE, 25: Family.LOCK,
}  # fmt: skip
_CHARGEX_CODE: Final = re.compile(r"\bCX0?(\d{2})\b", re.IGNORECASE)
# As EVerest names it: `powermeter/CommunicationFault`.
_METER_FAULT: Final = re.compile(r"power_?meter\W?\w*fault", re.IGNORECASE)
_VARIABLES: Final = {
    ("rcd", "tripped"): Family.RESIDUAL,
    ("overcurrentprotection", "operated"): Family.CURRENT,
    ("overcurrentprotection", "tripped"): Family.CURRENT,
    ("electricalfeed", "acvoltage"): Family.VOLTAGE,
    ("powercontactor", "problem"): Family.CONTACTOR,
    ("powercontactor", "tripped"): Family.CONTACTOR,
    ("connectorplugretentionlock", "problem"): Family.LOCK,
    ("cppwmcontroller", "problem"): Family.VEHICLE,
    ("cppwmcontroller", "state"): Family.VEHICLE,
    ("temperaturesensor", "active"): Family.HEAT,
    ("emergencystopsensor", "active"): Family.EMERGENCY,
    ("emergencystopsensor", "tripped"): Family.EMERGENCY,
    ("fiscalmetering", "problem"): Family.METER,
    ("electricalfeed", "problem"): Family.VOLTAGE,
}
_FAULTY: Final = ("problem", "tripped", "operated")
_LEAST_GRAVE: Final = 4  # of 0 (danger) to 9 (debug): an error (2.0.1, N04)
_REASONS: Final = {
    "groundfault": Family.RESIDUAL,
    "overcurrentfault": Family.CURRENT,
    "powerquality": Family.VOLTAGE,
    "emergencystop": Family.EMERGENCY,
}
KNOWN_CODES: Final = frozenset(
    {
        *_CODES, "noerror", "internalerror", "locallistconflict", "othererror",
        "readerfailure", "resetfailure",
    }
)  # fmt: skip
"""The error codes of OCPP 1.6 (6.6) in lower case, and one of 1.5."""


def signs_in(seen: Observation) -> Iterator[Sign]:
    """Return what a message of the charger says of faults; nothing in it raises."""
    message = seen.message
    if seen.is_answer or message.direction is not Direction.IN:
        return
    match message.action:
        case "StatusNotification":
            yield from _in_status(seen)
        case "NotifyEvent":
            yield from _in_events(seen)
        case "TransactionEvent":
            reason = text_at(seen.payload, "transactionInfo", "stoppedReason")
            yield from _in_reason(seen, reason)
        case "StopTransaction":
            yield from _in_reason(seen, text_at(seen.payload, "reason"))


def _in_status(seen: Observation) -> Iterator[Sign]:
    payload = seen.payload
    if "connectorStatus" in payload:
        return  # OCPP 2.x tells causes, and that they are over, in NotifyEvent
    code, vendor = text_at(payload, "errorCode"), text_at(payload, "vendorErrorCode")
    info, status = text_at(payload, "info"), text_at(payload, "status")
    is_over = code.lower() in ("", "noerror") and status.lower() != "faulted"
    family = _family(code, f"{vendor} {info}")
    parts = [part for part in (code, vendor, info) if part]
    place = seen.place
    yield Sign(
        family, code or vendor, ", ".join(parts), place.evse, place.connector, is_over
    )


def _in_events(seen: Observation) -> Iterator[Sign]:
    for event in parts_at(seen.payload, "eventData"):
        component = part_at(event, "component")
        name = text_at(component, "name")
        variable = text_at(event, "variable", "name")
        tech, value = text_at(event, "techCode"), text_at(event, "actualValue")
        family = _of_chargex(tech)
        if family is None:
            family = _VARIABLES.get((name.lower(), variable.lower()))
        if family is None:
            if variable.lower() not in _FAULTY:
                continue
            family = Family.OTHER
        is_alert = text_at(event, "trigger") == "Alerting" or value.lower() == "true"
        is_over = event.get("cleared") is True or value.lower() == "false"
        if not (is_alert or is_over):
            continue
        evse, level = part_at(component, "evse"), whole_number(event.get("severity"))
        instance = text_at(component, "instance")
        code = f"{name}[{instance}].{variable}" if instance else f"{name}.{variable}"
        parts = [code, value, tech, text_at(event, "techInfo")]
        yield Sign(
            family,
            code,
            ", ".join(part for part in parts if part),
            whole_number(evse.get("id")),
            whole_number(evse.get("connectorId")),
            is_over,
            is_grave=level is None or level <= _LEAST_GRAVE,
        )


def _in_reason(seen: Observation, reason: str) -> Iterator[Sign]:
    family = _REASONS.get(reason.lower())
    if family is not None:
        place = seen.place
        text = f"a session ended with {reason}"
        yield Sign(family, reason, text, place.evse, place.connector)


def family_of(state: ConnectorState) -> Family:
    """Return what kind of thing the error of a connector is about (OCPP 1.6)."""
    return _family(state.error_code, f"{state.vendor_code} {state.info}")


def _family(code: str, more: str) -> Family:
    """Return the family of an error code, and of what the vendor adds to it."""
    family = _of_chargex(more)
    if family is None and _METER_FAULT.search(more):
        family = Family.METER
    if family is None:
        family = _CODES.get(code.lower(), Family.OTHER)
    return family


def _of_chargex(text: str) -> Family | None:
    found = _CHARGEX_CODE.search(text)
    return None if found is None else _CHARGEX.get(int(found[1]))
