# SPDX-License-Identifier: Apache-2.0
r"""A log as text: one message a line, for people, `grep` and other programs.

The file is UTF-8 with `\n` as the end of a line::

    # OCPP Desk text log 1
    2026-08-01T14:00:00.123456Z CP-0042 -> CSMS [2,"19","Heartbeat",{}]
    2026-08-01T14:00:00.125000Z CSMS -> CP-0042 [3,"19",{"currentTime":"…"}]
    2026-08-01T14:05:00.000000Z CP-0042 -- CSMS Disconnected: The charger left.

A line has the time in UTC, sender, arrow, receiver, and behind one blank the frame as
it was on the wire. What could not stand in a line like that is written so that it can
still be told apart:

* The identity of a charger is percent-encoded where it has blanks, control characters
  or `%`, or is `CSMS` or `-` itself; `-` stands for none.
* A frame that has line breaks, control characters or blanks at its ends, or begins with
  one of the two signs that follow, is a JSON string: it begins with `"`.
* A frame that is not UTF-8 is `base64:` and its bytes.
* `--` is the connection itself: what happened, and after a colon the sentence on it.

Lines that begin with `#` say nothing on the wire: marks and notes of people.
"""

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Final
from urllib.parse import unquote_to_bytes

from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.records import Entry, time_text

HEADING: Final = "# OCPP Desk text log 1"
"""The first line."""

_CSMS: Final = "CSMS"
_NOBODY: Final = "-"
_BASE64: Final = "base64:"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LINE: Final = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) "
    r"(?P<sender>[^ ]+) (?P<arrow>->|--) (?P<receiver>[^ ]+) (?P<rest>.*)",
    re.DOTALL,
)
# C0, C1 and the separators at which one or another program ends a line.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_UNSAFE_NAME: Final = re.compile(r"[%\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class TextLogWriter:
    """Writes messages into an open file, after the heading.

    Args:
        file: The file, opened for bytes; it is the caller's to close.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.write(f"{HEADING}\n".encode())

    def add(self, entry: Entry) -> None:
        """Write one message, then what people put on it."""
        lines = [message_line(entry.message)]
        if entry.is_marked:
            lines.append("# Marked.")
        if entry.note:
            lines.append(f"# Note: {_shown(entry.note)}")
        self._file.write("".join(f"{line}\n" for line in lines).encode())


@dataclass(frozen=True, slots=True)
class TextLine:
    """What a line of such a log tells."""

    at: int
    """Microseconds since 1970, UTC."""
    charger: str
    """The identity; empty if there is none."""
    direction: Direction
    """Which way it went."""
    raw: str | bytes
    """The frame; of a LINK message the sentence."""
    action: str | None
    """Of a LINK message: `Connected`, `Disconnected`; else None."""


def message_line(message: Message) -> str:
    """Write a message as one line without its end."""
    charger = _name(message.charger)
    time = time_text(message.at)
    match message.direction:
        case Direction.IN:
            return f"{time} {charger} -> {_CSMS} {_shown(message.raw)}"
        case Direction.OUT:
            return f"{time} {_CSMS} -> {charger} {_shown(message.raw)}"
        case _:
            action = _name(message.action or "")
            return f"{time} {charger} -- {_CSMS} {action}: {_shown(message.raw)}"


def parse_line(line: str) -> TextLine | None:
    """Read a line of such a log.

    Args:
        line: The line; its end does not matter.

    Returns:
        What it tells; None if it holds no message.
    """
    found = _LINE.fullmatch(line.rstrip("\r\n"))
    if found is None:
        return None
    sender, arrow, receiver = found.group("sender", "arrow", "receiver")
    rest, action = found["rest"], None
    if arrow == "--":
        direction, charger = Direction.LINK, sender
        word, colon, rest = rest.partition(": ")
        if receiver != _CSMS or not colon:
            return None
        action = _identity(word) or None
    elif (sender == _CSMS) == (receiver == _CSMS):
        return None
    elif receiver == _CSMS:
        direction, charger = Direction.IN, sender
    else:
        direction, charger = Direction.OUT, receiver
    try:
        moment = datetime.fromisoformat(found["time"])
        raw = _raw(rest)
    except ValueError:
        return None
    at = (moment - _EPOCH) // _MICROSECOND
    return TextLine(at, _identity(charger), direction, raw, action)


def _shown(raw: str | bytes) -> str:
    if isinstance(raw, bytes):
        return f"{_BASE64}{base64.b64encode(raw).decode()}"
    is_plain = (
        raw == raw.strip()
        and raw != ""
        and not raw.startswith(('"', _BASE64))
        and not _UNSAFE.search(raw)
    )
    return raw if is_plain else json.dumps(raw)


def _raw(text: str) -> str | bytes:
    if text.startswith(_BASE64):
        return base64.b64decode(text.removeprefix(_BASE64), validate=True)
    if not text.startswith('"'):
        return text
    value = json.loads(text)
    if not isinstance(value, str):
        raise ValueError
    return value


def _name(identity: str) -> str:
    if not identity:
        return _NOBODY
    if identity in (_CSMS, _NOBODY):
        return f"%{ord(identity[0]):02X}{identity[1:]}"
    return _UNSAFE_NAME.sub(lambda found: _percent(found[0]), identity)


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _identity(name: str) -> str:
    if name == _NOBODY:
        return ""
    return unquote_to_bytes(name).decode("utf-8", "replace") if "%" in name else name
