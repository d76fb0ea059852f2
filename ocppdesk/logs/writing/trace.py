# SPDX-License-Identifier: Apache-2.0
"""Open OCPP Trace 1.1: JSON Lines that simulators, replayers and checkers read.

The format is described at https://github.com/open-ocpp-trace/specification. A record
is one CALL, CALLRESULT or CALLERROR: it has no room for other frames (SEND, malformed
or cut ones, bytes that are not UTF-8) nor for connections, so those are left out and
counted. `raw` is the frame as it was on the wire; marks and notes are in `meta`, where
the format wants extensions.
"""

from typing import Any, BinaryIO, Final

from ocppdesk.core.frames import (
    Frame,
    MessageType,
    Problem,
    json_text,
    parse_frames,
)
from ocppdesk.core.messages import Direction
from ocppdesk.logs.records import Entry, time_text
from ocppdesk.logs.writing.target import Target

_DIRECTIONS: Final = {Direction.IN: "cp-to-csms", Direction.OUT: "csms-to-cp"}
_TYPES: Final = (MessageType.CALL, MessageType.CALLRESULT, MessageType.CALLERROR)
_UNREAD: Final = (Problem.MALFORMED, Problem.TRUNCATED)


class TraceTarget(Target):
    """Writes records into an open file.

    Args:
        file: The file, opened for bytes; it is the caller's to close.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it, or leave it out."""
        record = trace_record(entry)
        if record is None:
            self.left_out += 1
        else:
            self._file.write(json_text(record).encode() + b"\n")


def trace_record(entry: Entry) -> dict[str, Any] | None:
    """Return the record of a message; None if the format has no room for it."""
    message = entry.message
    direction = _DIRECTIONS.get(message.direction)
    if direction is None or isinstance(message.raw, bytes):
        return None
    frame = parse_frames(message.raw)[0]
    if frame.type not in _TYPES or frame.problem in _UNREAD:
        return None
    if frame.type is MessageType.CALL and frame.action is None:
        return None
    is_call = frame.type is MessageType.CALL
    record: dict[str, Any] = {
        "schemaVersion": "1.1",
        "timestamp": time_text(message.at),
        "transport": "json",
        "chargePointId": message.charger or None,
        "connectorId": message.connector,
        "direction": direction,
        "messageType": frame.type.name,
        "messageId": frame.message_id,
        "action": frame.action if is_call else message.action,
        "raw": message.raw,
        "meta": _meta(entry),
    }
    if (message.connector or 0) < 0:
        record["connectorId"] = None
    record = {key: value for key, value in record.items() if value is not None}
    if frame.type is MessageType.CALLERROR:
        record["error"] = _error(frame)
    else:
        record["payload"] = frame.payload
    return record


def _error(frame: Frame) -> dict[str, Any]:
    return {
        "code": frame.error_code or "",
        "description": frame.error_description or "",
        "details": frame.payload,
    }


def _meta(entry: Entry) -> dict[str, Any] | None:
    told: dict[str, Any] = {}
    if entry.is_marked:
        told["marked"] = True
    if entry.note:
        told["note"] = entry.note
    return {"ocppdesk": told} if told else None
