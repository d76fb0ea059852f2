# SPDX-License-Identifier: Apache-2.0
"""A payload to begin with: what is required, with the most harmless values."""

from typing import Any, Final

from ocppdesk.core.forms.fields import Field, Kind
from ocppdesk.core.replies import utc_text

_HOUR_US: Final = 3_600_000_000

# Where a list has something that is easily undone, that comes first.
_PREFERRED: Final = frozenset(
    {
        "Soft", "OnIdle", "Operative", "Differential", "TxDefaultProfile", "Relative",
        "A", "ISO14443", "ConfigurationInventory", "StatusNotification", "Actual",
        "DiagnosticsLog", "SHA256", "UTF8", "NormalCycle",
    }
)  # fmt: skip
_NUMBERS: Final[dict[str, int]] = {
    "connectorId": 1,
    "evseId": 1,
    "duration": 3600,
    "requestId": 1,
    "remoteStartId": 1,
    "reservationId": 1,
    "chargingProfileId": 1,
    "configurationSlot": 1,
    "listVersion": 1,
    "versionNumber": 1,
    "limit": 16,
    "timeout": 60,
    "messageTimeout": 30,
    "severity": 9,
}
"""Numbers to begin with, by the name of the field; others begin with 0."""
_TEXTS: Final = {"currency": "EUR"}
_AHEAD: Final = frozenset({"expiryDate", "expiryDateTime", "validTo", "endDateTime"})
"""Times that make sense in the future only."""
_NEEDED: Final = frozenset({"chargingSchedulePeriod", "key", "localAuthorizationList"})
"""Arrays that are of no use when empty, though the schema of 1.6 allows it."""


def minimal(field: Field, *, at: int) -> Any:
    """Return the least value that a field takes.

    Of an object it has the required fields and no others. What it makes of `form_of` is
    valid by the schema.

    Args:
        field: The field.
        at: Now, microseconds since 1970: for times.
    """
    if field.kind is Kind.OBJECT:
        return {f.name: minimal(f, at=at) for f in field.fields if f.is_required}
    if field.kind is Kind.ARRAY:
        count = max(field.least_items, 1 if field.name in _NEEDED else 0)
        assert field.item is not None
        return [minimal(field.item, at=at) for _number in range(count)]
    if field.default is not None:
        return field.default
    if field.choices:
        values = [choice.value for choice in field.choices]
        return next((value for value in values if value in _PREFERRED), values[0])
    if field.kind is Kind.TIME:
        return utc_text(at + _HOUR_US if field.name in _AHEAD else at)
    if field.kind in (Kind.INTEGER, Kind.NUMBER):
        return _number(field)
    return _TEXTS.get(field.name, _SIMPLE[field.kind])


def _number(field: Field) -> int | float:
    wanted = float(_NUMBERS.get(field.name, 0))
    if field.minimum is not None:
        wanted = max(wanted, field.minimum)
    if field.maximum is not None:
        wanted = min(wanted, field.maximum)
    return int(wanted) if wanted.is_integer() else wanted


_SIMPLE: Final[dict[Kind, Any]] = {
    Kind.TEXT: "",
    Kind.URL: "ftp://192.168.50.1/",
    Kind.BOOLEAN: False,
    Kind.ANY: "",
}
