# SPDX-License-Identifier: Apache-2.0
"""Single values of a payload as short texts."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale

from ocppdesk.gui.messages.times import local_date, utc

_LONGEST: Final = 200  # characters of a value in the tree; the note has more
_LONGEST_SUMMARY: Final = 120
_SECOND: Final = 1_000_000

_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?"
)

# OCPP 1.6 section 7, OCPP 2.0.1 part 2 section 2: fields whose unit is fixed.
_UNITS: Final = {
    "duration": "s",
    "heartbeatInterval": "s",
    "interval": "s",
    "meterStart": "Wh",
    "meterStop": "Wh",
    "retryInterval": "s",
    "startPeriod": "s",
    "timeSpentCharging": "s",
}
_RATES: Final = frozenset({"limit", "minChargingRate"})


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return a text on one line and of bearable length."""
    short = text[: longest + 1]
    line = " ".join(short.split()) if short.split() else short
    return line if len(text) <= longest else f"{line[:longest]}…"


def value_text(value: Any) -> str:
    """Return a value in one line: texts bare, containers as a summary."""
    match value:
        case str():
            # What would be invisible stands in quotes.
            return cut(value) if value.strip() == value and value else f'"{cut(value)}"'
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case dict() | list():
            return summary(value)
        case _:
            return cut(str(value))


def whole_text(value: Any) -> str:
    """Return a value as it goes to the clipboard: texts bare, the rest as JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=2, ensure_ascii=False)


def summary(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return what a folded object or array holds."""
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        sample = _sample_text(value)
        if sample:
            return cut(sample, _LONGEST_SUMMARY)
        # Five are more than a line shows; an object may have thousands.
        plain = [
            f"{key} {value_text(item)}"
            for key, item in list(value.items())[:5]
            if not isinstance(item, dict | list)
        ]
        return cut(" · ".join(plain), _LONGEST_SUMMARY) or _entries(len(value))
    if not value:
        return "[]"
    first = value[:5]
    if any(isinstance(item, dict | list) for item in first):
        return _entries(len(value))
    rest = ", …" if len(value) > len(first) else ""
    texts = ", ".join(value_text(item) for item in first)
    return cut(f"{_entries(len(value))}: {texts}{rest}", _LONGEST_SUMMARY)


def unit_of(path: str, parent: Any, ancestors: Sequence[Any]) -> str:
    """Return the unit of a field, empty if it has none or none is known.

    Args:
        path: The field's path, without indices.
        parent: The object that it is in.
        ancestors: The objects around that, the innermost first.
    """
    name = path.rpartition(".")[2]
    if name in _RATES:
        for around in (parent, *ancestors):
            if isinstance(around, Mapping) and "chargingRateUnit" in around:
                return str(around["chargingRateUnit"])
    if path.endswith("sampledValue.value") and isinstance(parent, Mapping):
        return _sample_unit(parent)
    return _UNITS.get(name, "")


def _sample_unit(sample: Mapping[str, Any]) -> str:
    unit = sample.get("unit")
    described = sample.get("unitOfMeasure")
    if isinstance(described, Mapping):  # OCPP 2.0.1 part 2, UnitOfMeasureType
        multiplier = described.get("multiplier", 0)
        unit = str(described.get("unit", "Wh"))
        return (
            unit
            if multiplier in (0, None)
            else f"\N{MULTIPLICATION SIGN} 10^{multiplier} {unit}"
        )
    if isinstance(unit, str):
        return unit
    # OCPP 1.6, SampledValue: without a unit, energy is in Wh and no unit else is
    # known; without a measurand it is energy.
    measurand = sample.get("measurand", "Energy")
    is_energy = isinstance(measurand, str) and measurand.startswith("Energy")
    return "Wh" if is_energy else ""


def _sample_text(value: Mapping[str, Any]) -> str:
    """Return a SampledValue in one line, empty if this is none."""
    number = value.get("value")
    described = {"measurand", "unit", "unitOfMeasure", "phase", "context", "location"}
    if isinstance(number, dict | list | None) or not described & set(value):
        return ""
    parts = [f"{value_text(number)} {_sample_unit(value)}".strip()]
    for key in ("measurand", "phase", "location", "context"):
        if isinstance(value.get(key), str):
            parts.append(value[key])
    return " · ".join(parts)


def _entries(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("detail", "1 entry")
    text = QCoreApplication.translate("detail", "{} entries")
    return text.format(QLocale().toString(count))


def instant_of(value: Any) -> int | None:
    """Return the time that a text stands for, microseconds since 1970, if any.

    A time without a zone counts as UTC (OCPP 1.6, 3.14 recommends UTC).
    """
    if not isinstance(value, str) or not _INSTANT.fullmatch(value.strip()):
        return None
    try:
        found = datetime.fromisoformat(value.strip().upper().replace(",", "."))
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        span = found - datetime(1970, 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return (span.days * 86_400 + span.seconds) * _SECOND + span.microseconds


def instant_text(value: str, at: int, recorded_at: int) -> str:
    """Explain a time in a payload: here, in UTC, and against when it was recorded.

    Args:
        value: The text of the payload.
        at: The time it stands for, microseconds since 1970.
        recorded_at: When the message was recorded, microseconds since 1970.
    """
    tr = QCoreApplication.translate
    parts = [
        tr("detail", "{} local time").format(local_date(at)),
        utc(at),
        offset_text(at - recorded_at),
    ]
    if value.strip()[-1].isdigit() and not re.search(r"[+-]\d\d:?\d\d$", value[10:]):
        parts.append(tr("detail", "no zone given, read as UTC"))
    return " · ".join(parts)


def offset_text(span: int) -> str:
    """Say how far a time lies from the message's own, in microseconds."""
    tr = QCoreApplication.translate
    if abs(span) < _SECOND // 1000:
        return tr("detail", "at the time of the message")
    if span < 0:
        return tr("detail", "{} before the message").format(span_text(-span))
    return tr("detail", "{} after the message").format(span_text(span))


def span_text(span: int) -> str:
    """Return a length of time in two units at most: `412 ms`, `1.2 s`, `5 min 3 s`.

    Args:
        span: Microseconds, not negative.
    """
    if span < _SECOND:
        return f"{round(span / 1000)} ms"
    seconds = span / _SECOND
    if seconds < 60:
        return f"{QLocale().toString(seconds, 'f', 1)} s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min"
    days, hours = divmod(hours, 24)
    return f"{QLocale().toString(days)} d {hours} h"
