# SPDX-License-Identifier: Apache-2.0
"""The filters that a message suggests by itself: its action, its connector, a value.

All are made as nodes of the filter language, so that values are quoted as they have to
be, and each is tried on its message: what would not find it is not offered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.masking import is_secret
from ocppdesk.core.messages import Direction
from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.filters.fields import FIELDS, FLAGS
from ocppdesk.filters.nodes import (
    Action,
    Comparison,
    Filter,
    Flagged,
    Membership,
    Not,
    Operand,
    Presence,
    Text,
    both,
    of_charger,
    searched_texts,
)
from ocppdesk.filters.paths import Path, Side
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import (
    Context,
    Operator,
    Scalar,
    Value,
    ValueKind,
    instant,
    is_in_text,
    text_of,
)
from ocppdesk.filters.words import action_named

_LONGEST: Final = 200  # characters of a value that somebody would filter on
_MOST_VALUES: Final = 3  # of one field; a list of fifty keys is no proposal

_OF_MESSAGES: Final = (
    ("action", "This action"),
    ("ws", "This event"),
    ("charger", "This charger"),
    ("connector", "This connector"),
    ("tx", "This transaction"),
    ("idtag", "This idTag"),
    ("status", "This status"),
    ("code", "This error code"),
    ("key", "This key"),
    ("id", "This message ID"),
)
_OF_COLUMNS: Final = {
    "number": "no",
    "charger": "charger",
    "connector": "connector",
    "message": "action",
    "message_id": "id",
    "transaction": "tx",
    "id_tag": "idtag",
    "status": "status",
    "code": "code",
    "version": "version",
}
_DIRECTIONS: Final = {
    Direction.IN: "~in",
    Direction.OUT: "~out",
    Direction.LINK: "~ws",
}
_NAMED_BY_KEY: Final = ("value", "attributeValue")
# None of the proposals asks for the time now.
_CONTEXT: Final = Context(now=0, latest=0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A filter that finds a message."""

    label: str
    """What it has to do with the message, in a word or two."""
    expression: str
    """The filter as it is written."""

    @property
    def opposite(self) -> str:
        """The filter that leaves out what this one finds, as it is written."""
        return str(Not(parse_filter(self.expression)))


def of_message(subject: Subject) -> list[Proposal]:
    """Return the filters that a message suggests, each finding it."""
    found = []
    for name, label in _OF_MESSAGES:
        if name == "action" and subject.message.direction is Direction.LINK:
            continue
        for made in _by_field(name, subject):
            found += _proposed(label, made, subject)
    return _distinct(found)


def of_cell(
    subject: Subject, column: str, text: str, *, path: Path | None = None
) -> list[Proposal]:
    """Return the filters that a cell of the table suggests, each finding its row.

    Args:
        subject: The message of the row.
        column: The name of the column.
        text: What the cell shows.
        path: The place in payloads that the column shows, if it is one for a place.
    """
    found = []
    by_column = _by_column(subject, column) if path is None else _by_path(subject, path)
    for label, made in by_column:
        found += _proposed(label, made, subject)
    is_short = 0 < len(text) <= _LONGEST
    if not found and is_short and _occurs(text, subject):
        found = _proposed(_THIS_TEXT, Text(text), subject)
    return _distinct(found)


def of_value(subject: Subject, place: Path, value: Scalar) -> Proposal | None:
    """Return the filter for a value in a payload.

    Args:
        subject: The message.
        place: Where the value is.
        value: The value.

    Returns:
        The filter; None for a password, and if there is no way to write it.
    """
    if _is_secret(subject, place):
        return None
    made = _is(place, value)
    found = [] if made is None else _proposed("This value", made, subject)
    return found[0] if found else None


def of_path(place: Path) -> str:
    """Return how a place is written, empty if there is no way to write it."""
    wanted = Presence(place)
    try:
        return str(wanted) if parse_filter(str(wanted)) == wanted else ""
    except FilterError:
        return ""


FOLLOWED: Final = ("transaction", "connector", "idtag", "action")
"""What can be followed through a capture."""


def followed(kind: str, subject: Subject, *, with_charger: bool) -> str:
    """Return the filter for all messages of the same thing, empty if there is none.

    Args:
        kind: One of `FOLLOWED`.
        subject: The message that it begins with.
        with_charger: Whether there are several chargers: connectors and transactions
            of others are others then.
    """
    name = {"transaction": "tx"}.get(kind, kind)
    for made in _by_field(name, subject):
        if with_charger and kind in ("transaction", "connector"):
            made = both(of_charger(subject.message.charger), made)
        for proposal in _proposed("", made, subject):
            return proposal.expression
    return ""


def of_actions(actions: Iterable[str]) -> str:
    """Return the filter for messages of some actions, empty if there is none."""
    distinct = list(dict.fromkeys(action for action in actions if action))
    if not distinct:
        return ""
    if len(distinct) == 1:
        return str(_of_action(distinct[0]))
    values = tuple(Value(action) for action in distinct)
    return str(Membership(FIELDS["action"], values))


def _by_field(name: str, subject: Subject) -> list[Filter]:
    if name == "connector":
        return _by_connector(subject)
    values = list(dict.fromkeys(FIELDS[name].read(subject)))
    if len(values) > _MOST_VALUES:
        return []
    if name == "charger":
        return [of_charger(subject.message.charger)]
    if name == "action":
        return [_of_action(text_of(value)) for value in values]
    made = (_is(FIELDS[name], value) for value in values)
    return [one for one in made if one is not None]


def _by_connector(subject: Subject) -> list[Filter]:
    """Return the filter for a connector; in OCPP 2.x that is one of an EVSE."""
    parts = [
        made
        for name in ("evse", "connector")
        for value in FIELDS[name].read(subject)
        if (made := _is(FIELDS[name], value)) is not None
    ]
    return [both(*parts)] if parts else []


def _by_column(subject: Subject, column: str) -> list[tuple[str, Filter]]:
    """Return filters that a column suggests, each with its label."""
    message = subject.message
    if column in _OF_COLUMNS:
        return [(_THIS_CELL, made) for made in _by_field(_OF_COLUMNS[column], subject)]
    if column == "direction":
        return [(_THIS_CELL, Flagged(FLAGS[_DIRECTIONS[message.direction]]))]
    if column in ("time", "received"):
        at, time = instant(message.at), FIELDS["time"]
        return [
            (label, Comparison(time, operator, at))
            for label, operator in _FROM_AND_UNTIL
        ]
    if column in _AT_LEAST:
        label, write = _AT_LEAST[column]
        return [
            (label, Comparison(FIELDS[column], Operator.AT_LEAST, write(measure)))
            for measure in FIELDS[column].read(subject)
            if isinstance(measure, int)
        ]
    if column == "result":
        path = Path(("status",), Side.RESPONSE)
        values = list(dict.fromkeys(path.values_in(subject.response())))
        found = (_is(path, value) for value in values[:_MOST_VALUES])
        return [(_THIS_RESULT, made) for made in found if made is not None]
    return []


def _by_path(subject: Subject, path: Path) -> list[tuple[str, Filter]]:
    """Return filters on the values that a message has at a place."""
    if _is_secret(subject, path):
        return []
    values = list(dict.fromkeys(path.values_in(path.payload_of(subject))))
    if len(values) > _MOST_VALUES:
        return []
    found = (_is(path, value) for value in values)
    return [(_THIS_CELL, made) for made in found if made is not None]


def _number(value: float) -> Value:
    return Value(text_of(value), ValueKind.NUMBER, value)


def _milliseconds(latency_us: int) -> Value:
    whole = latency_us // 1000
    return Value(f"{whole}ms", ValueKind.DURATION, whole * 1000)


_THIS_CELL: Final = "This cell"
_THIS_TEXT: Final = "This text"
_THIS_RESULT: Final = "This result"
_FROM_AND_UNTIL: Final = (
    ("From this time on", Operator.AT_LEAST),
    ("Up to this time", Operator.AT_MOST),
)
_AT_LEAST: Final = {
    "latency": ("As slow, or slower", _milliseconds),
    "size": ("As long, or longer", _number),
}


def _occurs(text: str, subject: Subject) -> bool:
    return any(is_in_text(text, place) for place in searched_texts(subject))


def _is_secret(subject: Subject, place: Path) -> bool:
    """Return whether a value is a password, which belongs into no filter."""
    last = place.keys[-1]
    if last in _NAMED_BY_KEY:
        return any(is_secret(str(name)) for name in FIELDS["key"].read(subject))
    return is_secret(last)


def _of_action(name: str) -> Filter:
    known = action_named(name)
    if known is not None:
        return Action(known)
    # Alone, a word that OCPP does not know would be looked for as a text.
    return Comparison(FIELDS["action"], Operator.IS, Value(name))


def _is(operand: Operand, value: Scalar) -> Filter | None:
    if isinstance(value, str):
        written = Value(value) if len(value) <= _LONGEST else None
    elif isinstance(value, bool) or value is None:
        written = Value(text_of(value))
    else:
        written = _number(value)
    return None if written is None else Comparison(operand, Operator.IS, written)


def _proposed(label: str, made: Filter, subject: Subject) -> list[Proposal]:
    """Return a filter as a proposal, if it can be written and finds its message."""
    expression = str(made)
    try:
        is_found = parse_filter(expression).matches(subject, _CONTEXT)
    except FilterError:
        return []
    title = QCoreApplication.translate("Proposals", label)
    return [Proposal(title, expression)] if is_found else []


def _distinct(proposals: Iterable[Proposal]) -> list[Proposal]:
    found: dict[str, Proposal] = {}
    for proposal in proposals:
        found.setdefault(proposal.expression, proposal)
    return list(found.values())
