# SPDX-License-Identifier: Apache-2.0
"""Words for connections: what became of them, how long they lasted, why they closed."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.glossary import close_code_meaning

translate = QCoreApplication.translate

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400
_HEX_WIDTH: Final = 16


def outcome_text(connection: Connection) -> str:
    """Return in two or three words what became of a connection."""
    match connection.outcome:
        case Outcome.OPEN:
            return translate("connections", "Connected")
        case Outcome.CLOSED:
            return translate("connections", "Closed")
        case Outcome.WAITING:
            return translate("connections", "Waiting for the request")
        case Outcome.NO_REQUEST:
            return translate("connections", "No request came")
        case Outcome.TLS_ON_PLAIN:
            return translate("connections", "Tried wss:// (TLS)")
        case Outcome.PLAIN_GET:
            return translate("connections", "HTTP, not WebSocket")
        case Outcome.BAD_UPGRADE:
            return translate("connections", "Faulty request")
        case Outcome.REFUSED_SUBPROTOCOL:
            return translate("connections", "Sub-protocol not spoken")
        case Outcome.TOO_MANY:
            return translate("connections", "Too many connections")
        case Outcome.NOT_HTTP:
            return translate("connections", "Neither HTTP nor TLS")
        case Outcome.ABORTED:
            return translate("connections", "Broken off")


def outcome_color(connection: Connection) -> str:
    """Return the name of the colour for it."""
    if connection.outcome is Outcome.OPEN:
        return "online"
    if connection.outcome in (Outcome.CLOSED, Outcome.WAITING):
        return "muted"
    return "problem"


def outcome_mark(connection: Connection) -> str:
    """Return a sign for it, for those who do not see the colour."""
    if connection.outcome is Outcome.OPEN:
        return "●"
    return "○" if connection.opened_at is not None else "✗"


def version_text(connection: Connection) -> str:
    """Return the sub-protocol agreed on, or what was taken in its place."""
    if connection.subprotocol:
        return connection.subprotocol
    if connection.version:
        text = translate("connections", "none, taken for OCPP {}")
        return text.format(connection.version)
    if connection.offered:
        text = translate("connections", "offered {}")
        return text.format(connection.offered)
    return ""


def close_text(connection: Connection) -> str:
    """Return the close code with its meaning, empty if there is none."""
    code = connection.close_code
    if code is None:
        return ""
    meaning = close_code_meaning(code)
    parts = [f"{code}" if meaning is None else f"{code}: {meaning}"]
    if connection.close_reason:
        parts.append(f"“{connection.close_reason}”")
    return " ".join(parts)


def lasted_text(connection: Connection, now: int) -> str:
    """Return how long a connection lasted, or has lasted so far.

    Args:
        connection: The connection.
        now: Microseconds since 1970.
    """
    ended_at = now if connection.ended_at is None else connection.ended_at
    seconds = max(0, ended_at - connection.began_at) / 1_000_000
    if seconds < 10 and connection.ended_at is not None:
        return f"{seconds:.1f} s"
    return duration_text(int(seconds))


def duration_text(seconds: int) -> str:
    """Return a number of whole seconds as people say it: `1 h 02 min`."""
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min {seconds % _MINUTE:02} s"
    if seconds < _DAY:
        return f"{seconds // _HOUR} h {seconds % _HOUR // _MINUTE:02} min"
    return f"{seconds // _DAY} d {seconds % _DAY // _HOUR:02} h"


def time_text(at: int, pattern: str = "yyyy-MM-dd HH:mm:ss") -> str:
    """Return a time as this computer's clock shows it.

    Args:
        at: Microseconds since 1970.
        pattern: As `QDateTime.toString` takes it.
    """
    return QDateTime.fromMSecsSinceEpoch(at // 1000).toString(pattern)


def hex_dump(data: bytes) -> str:
    """Return bytes as lines of offset, hexadecimal digits and text."""
    lines = []
    for start in range(0, len(data), _HEX_WIDTH):
        chunk = data[start : start + _HEX_WIDTH]
        digits = chunk.hex(" ").ljust(3 * _HEX_WIDTH - 1)
        text = "".join(chr(b) if 0x20 <= b < 0x7F else "·" for b in chunk)
        lines.append(f"{start:04x}  {digits}  {text}")
    return "\n".join(lines)
