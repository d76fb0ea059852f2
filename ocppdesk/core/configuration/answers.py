# SPDX-License-Identifier: Apache-2.0
"""What single payloads say about settings, however oddly they say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.configuration.settings import (
    ACTUAL,
    Access,
    Address,
    Entry,
    Limits,
    key_address,
)
from ocppdesk.core.configuration.values import flag_of, split_items
from ocppdesk.core.frames import json_text
from ocppdesk.core.numbers import whole_number

_LONGEST_16: Final = 500  # OCPP 1.6, 7.29: value, CiString500Type
_MUTABILITY: Final = {
    "readonly": Access.READ_ONLY,
    "writeonly": Access.WRITE_ONLY,
    "readwrite": Access.READ_WRITE,
}
_UNKNOWN: Final = ("unknowncomponent", "unknownvariable")


@dataclass(frozen=True, slots=True)
class Found:
    """A setting was read."""

    entry: Entry
    """What was told."""
    only_value: bool = False
    """Whether nothing was told but the value."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The charger says that it has no such setting."""

    address: Address
    """Which."""


@dataclass(frozen=True, slots=True)
class Written:
    """A write was answered."""

    address: Address
    """Which setting."""
    value: str
    """What was sent."""
    status: str
    """The answer: a status, or the code of an error."""
    reason: str = ""
    """What the charger says more about it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report."""

    request_id: int | None
    """Which request it belongs to."""
    number: int | None
    """Its `seqNo`."""
    found: tuple[Found, ...]
    """The settings in it."""
    goes_on: bool
    """Whether it says that more will come."""
    says_end: bool
    """Whether it says in so many words that it is the last one."""


def keys_answered(asked: Any, answer: Any) -> Iterator[Found | Unknown]:
    """Read the answer to GetConfiguration (OCPP 1.6, 5.8)."""
    seen: set[str] = set()
    for row in _rows(answer, "configurationKey"):
        name = _text(row.get("key"))
        if not name:
            continue
        remarks: list[str] = []
        value = _value(row.get("value"), remarks)
        if value is not None and len(value) > _LONGEST_16:
            remarks.append(
                f"The value has {len(value)} characters; OCPP 1.6 allows {_LONGEST_16}."
            )
        if name in seen:
            remarks.append("The answer has this key twice; the last one counts.")
        seen.add(name)
        access = Access.UNKNOWN
        readonly = row.get("readonly")
        flag = flag_of(_text(readonly))
        if flag is None:
            remarks.append("The charger does not say whether it can be written.")
        else:
            access = Access.READ_ONLY if flag else Access.READ_WRITE
        yield Found(Entry(key_address(name), value, access, remarks=tuple(remarks)))
    unknown = answer.get("unknownKey") if isinstance(answer, dict) else None
    for name in unknown if isinstance(unknown, list) else ():
        if isinstance(name, str) and name not in seen:
            yield Unknown(key_address(name))


def keys_changed(asked: Any, answer: Any, error: str | None) -> Iterator[Written]:
    """Read the answer to ChangeConfiguration (OCPP 1.6, 5.3)."""
    name = asked.get("key") if isinstance(asked, dict) else None
    if not isinstance(name, str):
        return
    value = _text(asked.get("value"))
    if answer is None:
        yield Written(key_address(name), value, error or "CALLERROR")
    else:
        yield Written(key_address(name), value, _status(answer, "status"))


def variables_got(asked: Any, answer: Any) -> Iterator[Found | Unknown]:
    """Read the answer to GetVariables (OCPP 2.0.1, B06)."""
    for row, address in _addressed(asked, answer, "getVariable"):
        status = _status(row, "attributeStatus")
        if status.casefold() in _UNKNOWN:
            yield Unknown(address)
            continue
        remarks: list[str] = []
        value = _value(row.get("attributeValue"), remarks)
        reason = _reason(row)
        if status == "Accepted":
            entry = Entry(address, value, remarks=tuple(remarks))
            yield Found(entry, only_value=True)
        elif reason.casefold().startswith("writeonly"):
            yield Found(Entry(address, None, Access.WRITE_ONLY))


def variables_set(asked: Any, answer: Any, error: str | None) -> Iterator[Written]:
    """Read the answer to SetVariables (OCPP 2.0.1, B05)."""
    if answer is None:
        for row in _rows(asked, "setVariableData"):
            address = address_in(row, row.get("attributeType"))
            if address is not None:
                value = _text(row.get("attributeValue"))
                yield Written(address, value, error or "CALLERROR")
        return
    sent = {}
    for row in _rows(asked, "setVariableData"):
        address = address_in(row, row.get("attributeType"))
        if address is not None:
            sent[address.folded] = _text(row.get("attributeValue"))
    for row, address in _addressed(asked, answer, "setVariable"):
        value = sent.get(address.folded, "")
        status = _status(row, "attributeStatus")
        yield Written(address, value, status, _reason(row))


def report_part(payload: Any) -> Part:
    """Read a NotifyReport (OCPP 2.0.1, B07)."""
    content = payload if isinstance(payload, dict) else {}
    goes_on = flag_of(_text(content.get("tbc")))
    return Part(
        request_id=whole_number(content.get("requestId")),
        number=whole_number(content.get("seqNo")),
        found=tuple(_reported(content)),
        goes_on=bool(goes_on),
        says_end=goes_on is False,
    )


def address_in(row: Any, attribute: Any = None) -> Address | None:
    """Read ComponentType and VariableType; None if there are none."""
    component, variable = _part(row, "component"), _part(row, "variable")
    name, owner = _text(variable.get("name")), _text(component.get("name"))
    if not name or not owner:
        return None
    evse = _part(component, "evse")
    return Address(
        name,
        owner,
        instance=_text(variable.get("instance")),
        component_instance=_text(component.get("instance")),
        evse=whole_number(evse.get("id")),
        connector=whole_number(evse.get("connectorId")),
        attribute=_text(attribute) or ACTUAL,
    )


def address_payload(address: Address) -> dict[str, Any]:
    """Return ComponentType, VariableType and attributeType of a variable."""
    component: dict[str, Any] = {"name": address.component}
    if address.component_instance:
        component["instance"] = address.component_instance
    if address.evse is not None:
        component["evse"] = {"id": address.evse}
        if address.connector is not None:
            component["evse"]["connectorId"] = address.connector
    variable: dict[str, Any] = {"name": address.name}
    if address.instance:
        variable["instance"] = address.instance
    found: dict[str, Any] = {"component": component, "variable": variable}
    if address.attribute != ACTUAL:
        found["attributeType"] = address.attribute
    return found


def _reported(content: dict[str, Any]) -> Iterator[Found]:
    for row in _rows(content, "reportData"):
        base = address_in(row)
        if base is None:
            continue
        limits = _limits(_part(row, "variableCharacteristics"))
        for attribute in _rows(row, "variableAttribute"):
            remarks: list[str] = []
            value = _value(attribute.get("value"), remarks)
            kind = _text(attribute.get("type")) or ACTUAL
            address = base
            if kind != ACTUAL:
                address = Address(
                    base.name,
                    base.component,
                    instance=base.instance,
                    component_instance=base.component_instance,
                    evse=base.evse,
                    connector=base.connector,
                    attribute=kind,
                )
            # Absent means ReadWrite (OCPP 2.0.1, VariableAttributeType).
            told = _text(attribute.get("mutability")) or "ReadWrite"
            access = _MUTABILITY.get(told.casefold(), Access.UNKNOWN)
            entry = Entry(address, value, access, limits=limits, remarks=tuple(remarks))
            yield Found(entry)


def _limits(characteristics: dict[str, Any]) -> Limits:
    if not characteristics:
        return Limits()
    return Limits(
        data_type=_text(characteristics.get("dataType")),
        unit=_text(characteristics.get("unit")),
        minimum=_number(characteristics.get("minLimit")),
        maximum=_number(characteristics.get("maxLimit")),
        choices=tuple(split_items(_text(characteristics.get("valuesList")))),
    )


def _addressed(
    asked: Any, answer: Any, name: str
) -> Iterator[tuple[dict[str, Any], Address]]:
    """Yield the results with their addresses; where one lacks them, by its place."""
    questions = _rows(asked, f"{name}Data")
    for number, row in enumerate(_rows(answer, f"{name}Result")):
        question = questions[number] if number < len(questions) else {}
        attribute = row.get("attributeType", question.get("attributeType"))
        address = address_in(row, attribute) or address_in(question, attribute)
        if address is not None:
            yield row, address


def _rows(payload: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects of a list; a single object counts as a list of one."""
    rows = payload.get(name) if isinstance(payload, dict) else None
    if isinstance(rows, dict):
        rows = [rows]
    return (
        [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )


def _part(row: Any, name: str) -> dict[str, Any]:
    part = row.get(name) if isinstance(row, dict) else None
    return part if isinstance(part, dict) else {}


def _status(payload: Any, name: str) -> str:
    status = payload.get(name) if isinstance(payload, dict) else None
    return _text(status) or "Unreadable"


def _reason(row: dict[str, Any]) -> str:
    info = _part(row, "attributeStatusInfo")
    parts = (_text(info.get("reasonCode")), _text(info.get("additionalInfo")))
    return ": ".join(part for part in parts if part)


def _value(value: Any, remarks: list[str]) -> str | None:
    """Read a value, which is a text or, against the specification, something else."""
    if value is None or isinstance(value, str):
        return value
    remarks.append("The value was not sent as a text.")
    if isinstance(value, bool):
        return "true" if value else "false"
    return json_text(value)


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | str):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if abs(number) < 1e300 else None
    return None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else ""


Fact = Found | Unknown | Written
"""What an answer says about one setting."""
