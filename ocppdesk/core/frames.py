# SPDX-License-Identifier: Apache-2.0
"""Reading and writing OCPP-J frames (OCPP-J 1.6 section 4, OCPP 2.0.1 part 4, 4.2).

A frame that breaks the rules is a value with remarks, never an exception: the reader
of a charger's mistakes has to see them.
"""

import enum
import json
import re
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

_LONGEST_ID: Final = 36  # OCPP-J 1.6, 4.1.4: "maximum of 36 characters"


class MessageType(enum.IntEnum):
    """The number a frame starts with (OCPP 2.1 part 4, 4.2)."""

    CALL = 2
    CALLRESULT = 3
    CALLERROR = 4
    CALLRESULTERROR = 5
    SEND = 6

    __hash__ = int.__hash__
    """Quicker than that of enumerations; sets of types are looked into all the time."""


CALLS: Final = frozenset({MessageType.CALL, MessageType.SEND})
ANSWERS: Final = frozenset(
    {MessageType.CALLRESULT, MessageType.CALLERROR, MessageType.CALLRESULTERROR}
)


class Problem(enum.StrEnum):
    """What is wrong with a message, in one word; the worst that applies."""

    MALFORMED = "malformed"
    """It is not an OCPP-J frame; only the raw text is known."""
    TRUNCATED = "truncated"
    """The JSON ends too early."""
    REPAIRED = "repaired"
    """It could be read after a repair that the remarks name."""
    ORPHAN = "orphan"
    """It answers a call that nobody made on this connection."""
    LATE = "late"
    """It answers a call that had already been given up."""
    DUPLICATE = "duplicate"
    """The same frame came before on this connection."""
    INVALID = "invalid"
    """It is a frame, but the payload or the action breaks the specification."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One OCPP-J frame as far as it could be read."""

    raw: str
    """The text, verbatim; the raw texts of all frames of a text join to it."""
    type: MessageType | None = None
    """Its type, or None if it has none that OCPP knows."""
    type_number: int | None = None
    """The number that stood where the type belongs."""
    message_id: str | None = None
    """The message id as text, or None."""
    reply_id: Any = None
    """The message id just as JSON had it, for the answer."""
    action: str | None = None
    """The action of a call, as written by its sender."""
    payload: Any = None
    """The payload; `{}` where a call or result had none or null."""
    error_code: str | None = None
    """Of a CALLERROR: the code."""
    error_description: str | None = None
    """Of a CALLERROR: the description."""
    problem: Problem | None = None
    """MALFORMED, TRUNCATED, REPAIRED or None."""
    remarks: tuple[str, ...] = ()
    """Each oddity as a sentence."""


def parse_frames(text: str) -> tuple[Frame, ...]:
    """Read the frames of one WebSocket text.

    One text holds one frame; some chargers put several into one. Byte order marks,
    NULs and blanks around a frame are tolerated and remarked upon.

    Args:
        text: What arrived, of any content.

    Returns:
        At least one frame; an unreadable text is one frame with a problem.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _parse_odd(text)
    if type(value) is list and len(value) > 1 and type(value[1]) is float:
        # An integer beyond 64 bits: the answer has to repeat every digit of the id.
        return _parse_odd(text)
    return (frame_from(text, value),)


def frame_from(text: str, value: Any) -> Frame:
    """Read a frame whose JSON is parsed already.

    Args:
        text: The text of the frame.
        value: What it is as JSON, parsed by orjson.
    """
    if _is_deep(text, value):
        return _unreadable(text, _TOO_DEEP, Problem.MALFORMED)
    return _frame(text, value, [])


def call_text(message_id: str, action: str, payload: Any) -> str:
    """Write a CALL."""
    return json_text([MessageType.CALL, message_id, action, payload])


def result_text(message_id: Any, payload: Any) -> str:
    """Write a CALLRESULT; the id is echoed with whatever type it came in."""
    return json_text([MessageType.CALLRESULT, message_id, payload])


def error_text(
    message_id: Any, code: str, *, description: str = "", details: Any = None
) -> str:
    """Write a CALLERROR; the id is echoed with whatever type it came in."""
    parts = [MessageType.CALLERROR, message_id, code, description, details or {}]
    return json_text(parts)


def json_text(value: Any) -> str:
    """Write any value that `parse_frames` can return as JSON."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # Lone surrogates and integers beyond 64 bits, which only json can write.
        return json.dumps(value, separators=(",", ":"))


def _parse_odd(text: str) -> tuple[Frame, ...]:
    """Read a text that is not one clean JSON value."""
    remarks: list[str] = []
    start = _skip_noise(text, 0, remarks)
    if start == len(text):
        return (_unreadable(text, "The text is empty.", Problem.MALFORMED),)
    decoder = json.JSONDecoder()
    frames: list[Frame] = []
    begin = 0
    while start < len(text):
        try:
            value, end = decoder.raw_decode(text, start)
        except RecursionError:
            frames.append(_unreadable(text[begin:], _TOO_DEEP, Problem.MALFORMED))
            break
        except ValueError as error:
            frames.append(_broken(text[begin:], error))
            break
        start = _skip_noise(text, end, remarks)
        part = text[begin:start]
        if _is_deep(part, value):
            frames.append(_unreadable(part, _TOO_DEEP, Problem.MALFORMED))
        else:
            frames.append(_frame(part, value, remarks))
        begin, remarks = start, []
    if len(frames) > 1:
        first = f"{len(frames)} frames came in one WebSocket message."
        frames[0] = replace(
            frames[0],
            problem=frames[0].problem or Problem.REPAIRED,
            remarks=(first, *frames[0].remarks),
        )
    return tuple(frames)


_DEEPEST: Final = 100  # levels; OCPP needs ten, and recursion ends at some hundreds
_TOO_DEEP: Final = "The JSON is nested too deeply to be read."


def _is_deep(text: str, value: Any) -> bool:
    # Few brackets cannot be nested deeply; most messages are done with here.
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    level = [value]
    for _depth in range(_DEEPEST):
        level = [
            item
            for part in level
            for item in (part.values() if type(part) is dict else part)
            if type(item) in (dict, list)
        ]
        if not level:
            return False
    return True


_NOISE: Final = {
    "\ufeff": "A byte order mark stands before the frame.",
    "\x00": "NUL characters stand around the frame.",
}


def _skip_noise(text: str, index: int, remarks: list[str]) -> int:
    while index < len(text) and (text[index] in _NOISE or text[index].isspace()):
        remark = _NOISE.get(text[index])
        if remark is not None and remark not in remarks:
            remarks.append(remark)
        index += 1
    return index


_HEADER: Final = re.compile(
    r"""[\s\ufeff\0]*\[\s*(?P<type>\d{1,4})\s*
    (?:,\s*(?P<id>"(?:[^"\\]|\\.){0,200}"|-?\d{1,18}|null)\s*
    (?:,\s*"(?P<action>\w{1,100})")?)?""",
    re.VERBOSE,
)


def _broken(raw: str, error: ValueError) -> Frame:
    """Return what the head of a text that is not JSON still tells."""
    position = getattr(error, "pos", 0)
    stripped = raw.rstrip("\x00 \t\r\n")
    cut = stripped.startswith(("[", "{", "\ufeff")) and (
        position >= len(stripped) or "Unterminated string" in str(error)
    )
    if cut:
        why = "The JSON ends too early: the rest of the message is missing."
        return _unreadable(raw, why, Problem.TRUNCATED)
    why = f"This is not JSON: {getattr(error, 'msg', error)} (character {position})."
    return _unreadable(raw, why, Problem.MALFORMED)


def _unreadable(raw: str, why: str, problem: Problem) -> Frame:
    head = _HEADER.match(raw)
    if head is None:
        return Frame(raw=raw, problem=problem, remarks=(why,))
    number = int(head["type"])
    kind = _known_type(number)
    reply_id: Any = None
    if head["id"] is not None:
        try:
            reply_id = json.loads(head["id"])
        except ValueError:
            reply_id = head["id"].strip('"')
    return Frame(
        raw=raw,
        type=kind,
        type_number=number,
        message_id=None if reply_id is None else _storable(str(reply_id)),
        reply_id=reply_id,
        action=head["action"] if kind in CALLS else None,
        problem=problem,
        remarks=(why,),
    )


def _known_type(number: int) -> MessageType | None:
    return MessageType(number) if 2 <= number <= 6 else None


def _frame(raw: str, value: Any, remarks: list[str]) -> Frame:
    """Turn a JSON value into a frame, noting what is odd about it."""
    if type(value) is not list:
        why = f"A frame is a JSON array; this is {_kind_of(value)}."
        return _malformed(raw, [*remarks, why])
    if not value:
        return _malformed(raw, [*remarks, "The array is empty."])
    repaired = bool(remarks)
    remarks = list(remarks)
    number = value[0]
    if type(number) is not int:
        number = _number(number)
        if number is None:
            why = f"The message type is {_kind_of(value[0])}, not a number."
            return _malformed(raw, [*remarks, why])
        remarks.append(f"The message type is {_kind_of(value[0])}, not a number.")
        repaired = True
    kind = _known_type(number)
    reply_id = value[1] if len(value) > 1 else None
    message_id = _message_id(value, remarks)
    if kind is None:
        remarks.append(f"{number} is not a message type of OCPP.")
        return Frame(
            raw=raw,
            type_number=number,
            message_id=message_id,
            reply_id=reply_id,
            problem=Problem.MALFORMED,
            remarks=tuple(remarks),
        )
    rest = value[2:]
    action: str | None = None
    if kind in CALLS:
        if not rest or type(rest[0]) is not str:
            missing = "missing" if not rest else _kind_of(rest[0])
            remarks.append(f"The action is {missing}, not text.")
            return Frame(
                raw=raw,
                type=kind,
                type_number=number,
                message_id=message_id,
                reply_id=reply_id,
                problem=Problem.MALFORMED,
                remarks=tuple(remarks),
            )
        action = _storable(rest[0])
        rest = rest[1:]
    code = description = None
    if kind in (MessageType.CALLERROR, MessageType.CALLRESULTERROR):
        code, description, payload = _error_parts(rest, remarks)
        expected = 3
    else:
        expected = 1
        payload = rest[0] if rest else None
        if not rest:
            remarks.append("The payload is missing; read as {}.")
        elif payload is None:
            remarks.append("The payload is null; read as {}.")
        if payload is None:
            payload = {}
    if len(rest) > expected:
        remarks.append(f"{len(rest) - expected} superfluous element(s) at the end.")
    repaired = repaired or not rest or len(rest) > expected
    return Frame(
        raw=raw,
        type=kind,
        type_number=number,
        message_id=message_id,
        reply_id=reply_id,
        action=action,
        payload=payload,
        error_code=code,
        error_description=description,
        problem=Problem.REPAIRED if repaired else None,
        remarks=tuple(remarks),
    )


def _message_id(value: list[Any], remarks: list[str]) -> str | None:
    if len(value) < 2:
        remarks.append("The message id is missing.")
        return None
    found = value[1]
    if type(found) is str:
        if len(found) > _LONGEST_ID:
            remarks.append(f"The message id has {len(found)} characters; 36 are legal.")
        elif not found:
            remarks.append("The message id is empty.")
        return _storable(found)
    remarks.append(f"The message id is {_kind_of(found)}, not text.")
    return None if found is None else _storable(json_text(found))


def _error_parts(
    rest: list[Any], remarks: list[str]
) -> tuple[str | None, str | None, Any]:
    if len(rest) < 3:
        remarks.append(f"A CALLERROR has 5 elements; this one has {len(rest) + 2}.")
    code, description, details = [*rest, None, None, None][:3]
    if rest and (type(code) is not str or not code):
        remarks.append("The error code is empty or not text.")
    return (
        None if code is None else _storable(str(code)),
        None if description is None else _storable(str(description)),
        {} if details is None else details,
    )


def _malformed(raw: str, remarks: list[str]) -> Frame:
    return Frame(raw=raw, problem=Problem.MALFORMED, remarks=tuple(remarks))


def _number(value: Any) -> int | None:
    """Return the message type that `"2"` or `2.0` stand for."""
    if type(value) is str and value.isascii() and value.isdigit() and len(value) < 5:
        return int(value)
    if type(value) is float and value.is_integer() and abs(value) < 10_000:
        return int(value)
    return None


def _kind_of(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "an array"
        case _:
            return "an object"


def _storable(text: str) -> str:
    """Return a text that UTF-8 can hold: lone surrogates become escapes."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode()
