# SPDX-License-Identifier: Apache-2.0
"""A message and what was put on it as plain values with stable names, and back.

The names are those of `ocppdesk messages --json`; scripts rely on them.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ocppdesk.capture.annotations import Annotations
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation

KEYS: Final = (
    "id", "time", "charger", "connection", "direction", "type", "message_id", "action",
    "answer_to", "latency_ms", "error_code", "evse", "connector", "transaction_id",
    "problem", "violations", "marked", "note", "raw",
)  # fmt: skip
"""The keys of every record, in order; some have `raw_base64` behind them."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line of a log tells."""

    message: Message
    """The message."""
    is_marked: bool = False
    """Whether somebody marked it."""
    note: str | None = None
    """What somebody noted on it; None if there is no note."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line of a log that holds no message."""

    line: int
    """The number of the line, from 1."""
    why: str
    """What is the matter with it, as a sentence."""


class RecordError(ValueError):
    """A record is not one of a message; the text says why."""


def time_text(at: int) -> str:
    """Write a time as in `2026-08-01T14:00:00.123456Z`.

    Args:
        at: Microseconds since 1970, UTC; from the years 1 to 9999.
    """
    found = _EPOCH + timedelta(microseconds=at)
    return f"{found.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def entry_of(message: Message, annotations: Annotations) -> Entry:
    """Return a message of a capture with what is put on it there."""
    return Entry(
        message,
        is_marked=message.id in annotations.marks,
        note=annotations.notes.get(message.id),
    )


def record_of(entry: Entry) -> dict[str, Any]:
    """Return an entry as values that JSON has.

    `raw` is the text exactly as it came. Where the bytes were not UTF-8 it is the
    readable replacement, and `raw_base64` holds the bytes.
    """
    message = entry.message
    record = {
        "id": message.id,
        "time": time_text(message.at),
        "charger": message.charger,
        "connection": message.connection,
        "direction": message.direction.name.lower(),
        "type": None if message.type is None else int(message.type),
        "message_id": message.message_id,
        "action": message.action,
        "answer_to": message.answer_to,
        "latency_ms": message.latency_ms,
        "error_code": message.error_code,
        "evse": message.evse,
        "connector": message.connector,
        "transaction_id": message.transaction_id,
        "problem": None if message.problem is None else message.problem.value,
        "violations": [{"path": v.path, "text": v.text} for v in message.violations],
        "marked": entry.is_marked,
        "note": entry.note,
        "raw": message.text,
    }
    if isinstance(message.raw, bytes):
        record["raw_base64"] = base64.b64encode(message.raw).decode()
    return record


def entry_from_record(record: Mapping[str, Any], *, default_id: int) -> Entry:
    """Make a message, and what was put on it, of such values.

    Only `time`, `direction` and `raw` have to be there.

    Args:
        record: The values by key; unknown keys are ignored.
        default_id: The number of the message if the record gives none.

    Raises:
        RecordError: If a value is missing or is not what belongs there.
    """
    number = _whole(record, "id")
    latency = record.get("latency_ms")
    if latency is not None and type(latency) not in (int, float):
        raise RecordError("latency_ms is not a number.")
    message = Message(
        id=default_id if number is None else number,
        at=_instant(record),
        charger=_text(record, "charger") or "",
        connection=_whole(record, "connection") or 0,
        direction=_one_of(record, "direction", _DIRECTIONS),
        raw=_raw(record),
        type=_one_of(record, "type", _TYPES),
        message_id=_text(record, "message_id"),
        action=_text(record, "action"),
        answer_to=_whole(record, "answer_to"),
        latency_ms=latency,
        error_code=_text(record, "error_code"),
        evse=_whole(record, "evse"),
        connector=_whole(record, "connector"),
        transaction_id=_transaction(record),
        problem=_one_of(record, "problem", _PROBLEMS),
        violations=tuple(_violations(record)),
    )
    is_marked = record.get("marked")
    if is_marked is not None and not isinstance(is_marked, bool):
        raise RecordError("marked is neither true nor false.")
    return Entry(message, is_marked=bool(is_marked), note=_text(record, "note"))


_DIRECTIONS: Final = {each.name.lower(): each for each in Direction}
_TYPES: Final = dict([(None, None), *((int(each), each) for each in MessageType)])
_PROBLEMS: Final = dict([(None, None), *((each.value, each) for each in Problem)])


def _one_of(record: Mapping[str, Any], key: str, choices: Mapping[Any, Any]) -> Any:
    value = record.get(key)
    if isinstance(value, bool | float | list | dict) or value not in choices:
        allowed = ", ".join(str(choice) for choice in choices if choice is not None)
        raise RecordError(f"{key} is not one of: {allowed}.")
    return choices[value]


def _whole(record: Mapping[str, Any], key: str) -> int | None:
    value = record.get(key)
    if value is None:
        return None
    if type(value) is not int:
        raise RecordError(f"{key} is not a whole number.")
    if not -(2**63) <= value < 2**63:
        raise RecordError(f"{key} is too great a number.")
    return value


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise RecordError(f"{key} is not text.")


def _transaction(record: Mapping[str, Any]) -> int | str | None:
    value = record.get("transaction_id")
    return value if isinstance(value, str) else _whole(record, "transaction_id")


def _instant(record: Mapping[str, Any]) -> int:
    text = _text(record, "time")
    if not text:
        raise RecordError("time is missing.")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        why = "time is not a time of ISO 8601, such as 2026-08-01T14:00:00.123456Z."
        raise RecordError(why) from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return (found - _EPOCH) // _MICROSECOND


def _raw(record: Mapping[str, Any]) -> str | bytes:
    text = _text(record, "raw")
    encoded = _text(record, "raw_base64")
    if encoded is not None:
        try:
            return base64.b64decode(encoded, validate=True)
        except ValueError:
            raise RecordError("raw_base64 is not base64.") from None
    if text is None:
        raise RecordError("raw is missing.")
    return text


def _violations(record: Mapping[str, Any]) -> list[Violation]:
    found = record.get("violations") or []
    if not isinstance(found, list):
        raise RecordError("violations is not a list.")
    violations = []
    for each in found:
        if not isinstance(each, dict):
            raise RecordError("violations holds something that is not an object.")
        path, text = _text(each, "path"), _text(each, "text")
        violations.append(Violation(path or "", text or ""))
    return violations
