# SPDX-License-Identifier: Apache-2.0
"""The one table of what can be asked for: fields and flags.

The parser, the completion, the help page and both evaluations read it.
"""

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.findings import Level
from ocppdesk.core.frames import CALLS, MessageType, Problem
from ocppdesk.core.messages import CARD_SHOWN, Direction
from ocppdesk.filters.paths import values_under
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context, Scalar


class Kind(enum.Enum):
    """What kind of values a field has; it decides what it can be compared with."""

    TEXT = "text"
    CHOICE = "one of a few words"
    NUMBER = "number"
    DURATION = "duration"
    SIZE = "size"
    TIME = "time"
    LEVEL = "severity"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that messages have, or have not."""

    name: str
    """How it is written."""
    kind: Kind
    meaning: str
    """What it is, in a line."""
    example: str
    """An expression with it."""
    read: Callable[[Subject], Iterable[Scalar]]
    """Returns its values in a message, none if it does not have it.

    Durations and instants are microseconds, sizes bytes, severities `Level`s.
    """
    choices: tuple[str, ...] = ()
    """The words it can have, if they are few; severities from the least on."""
    keys: frozenset[str] = frozenset()
    """For what stands in payloads: the keys it is found under."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Flag:
    """A question that is answered by yes or no."""

    name: str
    """How it is written, with its tilde."""
    meaning: str
    """Which messages it finds, in a line."""
    holds: Callable[[Subject, Context], bool]
    """Answers it for a message."""

    def __str__(self) -> str:
        return self.name


DIRECTIONS: Final = {
    Direction.IN: "in", Direction.OUT: "out", Direction.LINK: "link"
}  # fmt: skip
"""The words for directions."""
TYPES: Final = {
    MessageType.CALL: "call",
    MessageType.CALLRESULT: "result",
    MessageType.CALLERROR: "error",
    MessageType.CALLRESULTERROR: "resulterror",
    MessageType.SEND: "send",
}
"""The words for message types."""
ERRORS: Final = frozenset({MessageType.CALLERROR, MessageType.CALLRESULTERROR})

_ID_TAG_KEYS: Final = frozenset({"idTag", "idToken"})
_STATUS_KEYS: Final = frozenset({"status", "connectorStatus"})
_CODE_KEYS: Final = frozenset({"errorCode", "vendorErrorCode"})
_CONFIGURATION_KEYS: Final = frozenset({"key", "unknownKey", "variable"})


def _maybe(value: Scalar) -> tuple[Scalar, ...]:
    return () if value is None else (value,)


def _shared(name: str) -> Callable[[Subject], Iterable[Scalar]]:
    """Return a reader of what a call and its answer share: the one that has it."""

    def read(subject: Subject) -> Iterable[Scalar]:
        for message in (subject.message, subject.call, subject.answer):
            if message is not None:
                value: Scalar = getattr(message, name)
                if value is not None:
                    return (value,)
        return ()

    return read


def _latency(subject: Subject) -> Iterable[Scalar]:
    answer = subject.answer
    if not subject.is_call or answer is None or answer.latency_ms is None:
        return ()
    return (round(answer.latency_ms * 1000),)


def _delta(subject: Subject) -> Iterable[Scalar]:
    before = subject.previous_at
    return () if before is None else (subject.message.at - before,)


def size_of(raw: str | bytes) -> int:
    """Return the length of a raw text in bytes."""
    return len(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))


def _size(subject: Subject) -> Iterable[Scalar]:
    if subject.message.direction is Direction.LINK:
        return ()
    return (size_of(subject.message.raw),)


def _texts(payload: Any, keys: frozenset[str]) -> Iterator[str]:
    for value in values_under(payload, keys):
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, str):
                yield part


def id_tags_in(payload: Any) -> Iterator[str]:
    """Yield the tokens that a payload speaks of (OCPP 1.6 idTag, 2.x idToken)."""
    return _texts(payload, _ID_TAG_KEYS)


def keys_in(payload: Any) -> Iterator[str]:
    """Yield the configuration keys or variables that a payload speaks of."""
    yield from _texts(payload, _CONFIGURATION_KEYS)
    for variable in values_under(payload, frozenset({"variable"})):
        name = variable.get("name") if isinstance(variable, dict) else None
        if isinstance(name, str):
            yield name


def _id_tags(subject: Subject) -> Iterable[Scalar]:
    is_orphan = subject.call is None
    return id_tags_in(subject.payload() if is_orphan else subject.request())


def _keys(subject: Subject) -> Iterable[Scalar]:
    yield from keys_in(subject.payload())
    other = subject.response() if subject.is_call else subject.request()
    yield from keys_in(other)


def _statuses(subject: Subject) -> Iterable[Scalar]:
    return _texts(subject.payload(), _STATUS_KEYS)


def _codes(subject: Subject) -> Iterable[Scalar]:
    yield from _maybe(subject.message.error_code)
    yield from _texts(subject.payload(), _CODE_KEYS)


def _problem(subject: Subject) -> Iterable[Scalar]:
    problem = subject.message.problem
    return () if problem is None else (str(problem),)


def _level(subject: Subject) -> Iterable[Scalar]:
    levels = [finding.level for finding in subject.findings]
    return (max(levels),) if levels else ()


def _link(subject: Subject) -> Iterable[Scalar]:
    is_link = subject.message.direction is Direction.LINK
    return _maybe(subject.message.action if is_link else None)


def is_unanswered(subject: Subject, context: Context) -> bool:
    """Return whether a call was given up: it waited longer than answers may take."""
    if subject.message.type is not MessageType.CALL or subject.answer is not None:
        return False
    waited = context.now - subject.message.at
    return not 0 <= waited < context.patience_us


def _is_slow(subject: Subject, context: Context) -> bool:
    return any(
        isinstance(latency, int) and latency > context.slow_us
        for latency in _latency(subject)
    )


_ALL_FIELDS: Final = (
    Field("charger", Kind.TEXT, "Identity of the charger", "charger == CP-0042",
          lambda s: (s.message.charger,)),
    Field("dir", Kind.CHOICE, "Direction: from the charger, to it, or the connection",
          "dir == in", lambda s: (DIRECTIONS[s.message.direction],),
          choices=tuple(DIRECTIONS.values())),
    Field("type", Kind.CHOICE, "Message type of OCPP-J", "type == error",
          lambda s: _maybe(TYPES.get(s.message.type) if s.message.type else None),
          choices=tuple(TYPES.values())),
    Field("action", Kind.TEXT, "Action; answers have that of their call",
          "action in {StartTransaction, StopTransaction}",
          lambda s: _maybe(s.message.action)),
    Field("id", Kind.TEXT, "OCPP message id", "id == 19223201",
          lambda s: _maybe(s.message.message_id)),
    Field("no", Kind.NUMBER, "Number in the capture", "no in 812..840",
          lambda s: (s.message.id,)),
    Field("time", Kind.TIME, "When it arrived or was sent, local time",
          "time in 14:05..14:20", lambda s: (s.message.at,)),
    Field("delta", Kind.DURATION, "Time since the message before it", "delta > 1min",
          _delta),
    Field("latency", Kind.DURATION, "On calls: time until the answer", "latency > 5s",
          _latency),
    Field("size", Kind.SIZE, "Length of the message", "size > 4kB", _size),
    Field("connector", Kind.NUMBER, "Connector", "connector == 2",
          _shared("connector")),
    Field("evse", Kind.NUMBER, "EVSE (OCPP 2.x)", "evse == 1", _shared("evse")),
    Field("tx", Kind.TEXT, "Transaction", "tx == 48213", _shared("transaction_id")),
    Field("idtag", Kind.TEXT, "Token: idTag, or idToken (OCPP 2.x)", "idtag == 04A2B3",
          _id_tags, keys=_ID_TAG_KEYS),
    Field("status", Kind.TEXT, "Status in the message", "status == Faulted", _statuses,
          keys=_STATUS_KEYS),
    Field("key", Kind.TEXT, "Configuration key, or variable (OCPP 2.x)",
          "key contains interval", _keys, keys=_CONFIGURATION_KEYS),
    Field("code", Kind.TEXT, "Error code, of a status or of an error",
          "code == GroundFailure", _codes, keys=_CODE_KEYS),
    Field("problem", Kind.TEXT, "What is wrong with it, in one word",
          "problem in {malformed, invalid}", _problem,
          choices=tuple(map(str, Problem))),
    Field("comment", Kind.TEXT, "Text of the note on it", "comment contains ticket",
          lambda s: _maybe(s.note or None)),
    Field("version", Kind.TEXT, "OCPP version of the connection", "version == 2.0.1",
          lambda s: _maybe(s.version or None), choices=("1.6", "2.0.1", "2.1")),
    Field("ws", Kind.TEXT, "Event of the connection", "ws == Disconnected", _link,
          choices=("Connected", "Disconnected", CARD_SHOWN)),
    Field("level", Kind.LEVEL, "Severity of the worst finding", "level >= warning",
          _level, choices=tuple(level.name.lower() for level in Level)),
    Field("finding", Kind.TEXT, "Rule of a finding", "finding == CON-01",
          lambda s: tuple(finding.rule for finding in s.findings)),
)  # fmt: skip
FIELDS: Final = {field.name: field for field in _ALL_FIELDS}
"""All fields by name."""

_ALL_FLAGS: Final = (
    Flag("~in", "Messages from the charger",
         lambda s, _c: s.message.direction is Direction.IN),
    Flag("~out", "Messages to the charger",
         lambda s, _c: s.message.direction is Direction.OUT),
    Flag("~call", "Calls", lambda s, _c: s.message.type in CALLS),
    Flag("~result", "Answers that are results",
         lambda s, _c: s.message.type is MessageType.CALLRESULT),
    Flag("~err", "Answers that are errors", lambda s, _c: s.message.type in ERRORS),
    Flag("~q", "Calls that never got an answer", is_unanswered),
    Flag("~slow", "Calls with a slow answer", _is_slow),
    Flag("~mark", "Messages you marked", lambda s, _c: s.is_marked),
    Flag("~note", "Messages with a note of yours", lambda s, _c: bool(s.note)),
    Flag("~finding", "Messages with a finding", lambda s, _c: bool(s.findings)),
    Flag("~ws", "Events of the connection",
         lambda s, _c: s.message.direction is Direction.LINK),
)  # fmt: skip
FLAGS: Final = {flag.name: flag for flag in _ALL_FLAGS}
"""All flags by name."""
