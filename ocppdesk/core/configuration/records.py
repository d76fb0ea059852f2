# SPDX-License-Identifier: Apache-2.0
"""Entries as JSON values, for snapshots, files and the command line.

Nothing that the records hold is a secret: a secret's value is its mask.
"""

from typing import Any

from ocppdesk.core.configuration.settings import (
    ACTUAL,
    Access,
    Address,
    Entry,
    Limits,
)


def entry_record(entry: Entry) -> dict[str, Any]:
    """Return an entry as a JSON object that leaves out what is not known."""
    address = entry.address
    record: dict[str, Any] = {}
    if address.is_key:
        record["key"] = address.name
    else:
        record["component"] = address.component
        _put(record, "component_instance", address.component_instance)
        _put(record, "evse", address.evse)
        _put(record, "connector", address.connector)
        record["variable"] = address.name
        _put(record, "instance", address.instance)
        if address.attribute != ACTUAL:
            record["attribute"] = address.attribute
    record["value"] = entry.shown if entry.value else entry.value
    record["access"] = entry.access.value
    _put(record, "read_at", entry.read_at)
    limits = entry.limits
    _put(record, "data_type", limits.data_type)
    _put(record, "unit", limits.unit)
    _put(record, "minimum", limits.minimum)
    _put(record, "maximum", limits.maximum)
    _put(record, "choices", list(limits.choices))
    _put(record, "status", entry.status)
    _put(record, "reason", entry.reason)
    _put(record, "written_at", entry.written_at)
    if entry.waits_for_reboot:
        record["waits_for_reboot"] = True
    _put(record, "remarks", list(entry.remarks))
    return record


def entry_from(record: Any) -> Entry | None:
    """Read what `entry_record` wrote; None if it is something else."""
    if not isinstance(record, dict):
        return None
    address = _address(record)
    value = record.get("value")
    if address is None or not (value is None or isinstance(value, str)):
        return None
    access = record.get("access")
    return Entry(
        address,
        value,
        Access(access) if access in list(Access) else Access.UNKNOWN,
        read_at=_typed(record, "read_at", int, None),
        limits=Limits(
            data_type=_typed(record, "data_type", str, ""),
            unit=_typed(record, "unit", str, ""),
            minimum=_typed(record, "minimum", (int, float), None),
            maximum=_typed(record, "maximum", (int, float), None),
            choices=_texts(record, "choices"),
        ),
        status=_typed(record, "status", str, ""),
        reason=_typed(record, "reason", str, ""),
        written_at=_typed(record, "written_at", int, None),
        waits_for_reboot=record.get("waits_for_reboot") is True,
        remarks=_texts(record, "remarks"),
    )


def _address(record: dict[str, Any]) -> Address | None:
    key, variable = record.get("key"), record.get("variable")
    if isinstance(key, str) and key:
        return Address(key)
    component = record.get("component")
    if not (isinstance(variable, str) and variable and component):
        return None
    return Address(
        variable,
        str(component),
        instance=_typed(record, "instance", str, ""),
        component_instance=_typed(record, "component_instance", str, ""),
        evse=_typed(record, "evse", int, None),
        connector=_typed(record, "connector", int, None),
        attribute=_typed(record, "attribute", str, ACTUAL),
    )


def _put(record: dict[str, Any], name: str, value: Any) -> None:
    if value not in (None, "", []):
        record[name] = value


def _typed(record: dict[str, Any], name: str, kind: Any, otherwise: Any) -> Any:
    value = record.get(name)
    return value if isinstance(value, kind) else otherwise


def _texts(record: dict[str, Any], name: str) -> tuple[str, ...]:
    values = record.get(name)
    if not isinstance(values, list):
        return ()
    return tuple(value for value in values if isinstance(value, str))
