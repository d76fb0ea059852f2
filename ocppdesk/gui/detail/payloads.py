# SPDX-License-Identifier: Apache-2.0
"""What of a message goes into the tree of fields, and what it means there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.records import Connection
from ocppdesk.core.frames import CALLS, Frame, MessageType, parse_frames
from ocppdesk.core.messages import Message
from ocppdesk.core.versions import Version
from ocppdesk.filters.subject import Subject
from ocppdesk.gui.connections.texts import close_text, lasted_text, outcome_text
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.meanings import (
    ErrorMeanings,
    GivenMeanings,
    Meanings,
    PayloadMeanings,
)
from ocppdesk.gui.messages.times import local_date

LARGEST: Final = 2_000_000
"""Characters of a text that is parsed without being asked: a tenth of a second."""

_ERRORS: Final = frozenset({MessageType.CALLERROR, MessageType.CALLRESULTERROR})


@dataclass(frozen=True, slots=True)
class Payload:
    """What the tree shows of one message."""

    value: Any
    """The payload; `{}` if there is none."""
    meanings: Meanings = field(default_factory=GivenMeanings)
    """What its fields mean."""
    empty_text: str = ""
    """What to say if it has no fields."""
    has_meanings: bool = True
    """Whether it is worth a column to say what the fields mean."""
    is_cut: bool = False
    """Whether the message is too long to be parsed unasked."""


def known_version(version: str) -> str:
    """Return the version if the program knows it, else the most common one."""
    return version if version in tuple(Version) else Version.V16.value


def payload_of(message: Message, version: str, *, is_asked: bool = False) -> Payload:
    """Parse a message for the tree.

    Args:
        message: The message; not a LINK message.
        version: The OCPP version of its connection.
        is_asked: Whether to parse it however long it is.
    """
    if len(message.raw) > LARGEST and not is_asked:
        return Payload({}, is_cut=True)
    frame = parse_frames(message.text)[0]
    if message.type in _ERRORS:
        return Payload(_error_parts(frame), ErrorMeanings())
    tr = QCoreApplication.translate
    if frame.payload is None:
        return Payload(
            {},
            empty_text=tr(
                "detail",
                "No fields can be read here. The tab JSON has the text as it came.",
            ),
        )
    if message.action is None:
        return Payload(frame.payload)
    meanings = PayloadMeanings(
        message.action,
        known_version(version),
        is_request=message.type in CALLS,
        recorded_at=message.at,
    )
    return Payload(
        frame.payload,
        meanings,
        tr("detail", "It has no fields: that it was sent is all it says."),
    )


def show_payload(
    view: FieldsView, message: Message, version: str, *, is_asked: bool = False
) -> bool:
    """Show a message's fields; return whether it is too long and was left out."""
    found = payload_of(message, version, is_asked=is_asked)
    view.show_payload(
        found.value,
        found.meanings,
        marked=[v.path for v in message.violations if v.path],
        empty_text=found.empty_text,
    )
    return found.is_cut


def subject_of(
    message: Message, call: Message | None, answers: Sequence[Message], version: str
) -> Subject | None:
    """Return a message as filters see it; None if it is too long to be looked into.

    Args:
        message: The message.
        call: On an answer: the call that it answers, if it is known.
        answers: On a call: its answers, the first one first.
        version: The OCPP version of its connection.
    """
    answer = answers[0] if answers else None
    if any(part and len(part.raw) > LARGEST for part in (message, call, answer)):
        return None
    return Subject(message, call=call, answer=answer, version=version)


def connection_payload(connection: Connection, now: int) -> Payload:
    """List what is known of a connection, for the rows that say it came or went.

    Args:
        connection: The connection.
        now: Microseconds since 1970.
    """
    tr = QCoreApplication.translate
    opened, ended = connection.opened_at, connection.ended_at
    lines = {
        tr("detail", "What became of it"): outcome_text(connection),
        tr("detail", "From"): connection.peer,
        tr("detail", "Path"): connection.path,
        tr("detail", "Offered"): connection.offered,
        tr("detail", "Agreed on"): connection.subprotocol,
        tr("detail", "OCPP"): connection.version,
        tr("detail", "TCP connected"): local_date(connection.began_at),
        tr("detail", "Opened"): "" if opened is None else local_date(opened),
        tr("detail", "Ended"): "" if ended is None else local_date(ended),
        tr("detail", "Lasted"): lasted_text(connection, now),
        tr("detail", "Close code"): close_text(connection),
        tr("detail", "Cause"): connection.cause,
        tr("detail", "What to do"): connection.fix,
        tr("detail", "Remarks"): list(connection.remarks),
        tr("detail", "WebSocket pings"): connection.pings,
    }
    known = {name: value for name, value in lines.items() if value}
    return Payload(known, has_meanings=False)


def _error_parts(frame: Frame) -> dict[str, Any]:
    return {
        "errorCode": frame.error_code,
        "errorDescription": frame.error_description,
        "errorDetails": frame.payload,
    }
