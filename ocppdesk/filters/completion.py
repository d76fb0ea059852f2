# SPDX-License-Identifier: Apache-2.0
"""What may be typed next into a filter."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ocppdesk.filters.cursor import Place, Want, place_of
from ocppdesk.filters.expression import (
    FilterError,
    as_text,
    looks_like_json,
    parse_filter,
)
from ocppdesk.filters.fields import FIELDS, FLAGS, Field, Kind
from ocppdesk.filters.keys import ELEMENT_KEYS, PAYLOAD_KEYS
from ocppdesk.filters.literals import value_of
from ocppdesk.filters.operands import kind_of
from ocppdesk.filters.paths import Path
from ocppdesk.filters.values import Value, ValueKind, in_quotes
from ocppdesk.filters.words import known_actions

_MOST: Final = 50
"""Offers of one kind."""
_LEAST: Final = 3
"""Letters that are looked for in the middle of a name."""
_FIRST_KEYS: Final = (
    "status", "connectorId", "transactionId", "idTag", "errorCode", "sampledValue",
    "key", "value", "reason", "info", "vendorErrorCode", "timestamp", "meterValue",
)  # fmt: skip
_Signs = tuple[tuple[str, str], ...]

_TEXT: Final[_Signs] = (
    ("==", "is, upper and lower case alike"),
    ("!=", "has it, and is something else"),
    ("contains", "has the text in it"),
    ("in", "is one of {a, b}, or lies in a..b"),
    ("~", "matches a regular expression"),
    ("===", "is, letter by letter"),
    (">", "is more than a number or a time"),
    ("<", "is less than a number or a time"),
)
_MEASURE: Final[_Signs] = (
    ("==", "is"),
    (">", "is more than"),
    (">=", "is at least"),
    ("<", "is less than"),
    ("<=", "is at most"),
    ("!=", "has it, and is something else"),
    ("in", "is one of {a, b}, or lies in a..b"),
)
_CHOICE: Final[_Signs] = (
    ("==", "is"),
    ("!=", "is something else"),
    ("in", "is one of {a, b}"),
)
_AGO: Final = (
    ("-5m", "five minutes ago"),
    ("-1h", "an hour ago"),
    ("-1d", "a day ago"),
)
_EXAMPLES: Final = {
    Kind.DURATION: (("500ms", "half a second"), ("5s", ""), ("1min", "")),
    Kind.SIZE: (("500", "bytes"), ("4kB", "4000 bytes")),
}

Values = Callable[[str], Sequence[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may stand at the cursor."""

    text: str
    """What takes the place of what was typed."""
    label: str
    """What it is called."""
    detail: str = ""
    """What it means, in a few words."""
    count: int | None = None
    """How often it was seen, if that is known."""
    kind: str = "text"
    """One of field, action, value, flag, operator, recent, saved, text."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand at one place of a text."""

    start: int
    """The index of the first character that an offer takes the place of."""
    end: int
    """The index after the last one."""
    offers: tuple[Offer, ...] = ()
    """The best first."""


def completions(
    text: str,
    cursor: int,
    *,
    actions: Mapping[str, int],
    recent: Sequence[str],
    saved: Mapping[str, str],
    values: Values,
) -> Completion:
    """Return what may be typed at the cursor.

    Args:
        text: All that stands in the box, a filter or not.
        cursor: The index of the character behind the cursor.
        actions: How many calls of each action there are.
        recent: Whole filters that were used, the last first.
        saved: Whole filters that were saved, by their names.
        values: Returns the values seen of a field with their counts, the most frequent
            first. It is asked only where a value is wanted.

    Returns:
        The offers and their place; none if nothing fits, or if what is typed is the
        only thing that does.
    """
    if looks_like_json(text) and not _is_filter(text):
        offer = Offer(as_text(text.strip()), "Search for this text", kind="text")
        return Completion(0, len(text), (offer,))
    place = place_of(text, min(max(cursor, 0), len(text)))
    found = _offers_at(place, actions, values)
    if place.end == len(text):
        found = [*found, *_whole_filters(text[: place.start], recent, saved)]
    offers = _fitting(found, place.typed)
    if [offer.text for offer in offers] == [text[place.start : place.end]]:
        offers = ()
    return Completion(place.start, place.end, offers)


def _is_filter(text: str) -> bool:
    try:
        parse_filter(text)
    except FilterError:
        return False
    return True


def _offers_at(
    place: Place, actions: Mapping[str, int], values: Values
) -> Iterable[Offer]:
    if place.is_quoted and place.want is not Want.VALUE:
        return ()
    if place.want is Want.VALUE:
        return _values(place, actions, values)
    if place.want is Want.ONE_OF:
        return _sets(place)
    if place.want is Want.KEY:
        return _element_keys()
    if place.want is Want.KEY_OPERATOR:
        return _operators(o for o in _TEXT if o[0] != "in")
    conditions = _conditions(place, actions)
    if place.want is Want.JOIN and not place.typed:
        return ()
    if place.want is not Want.OPERATOR:
        return conditions
    kind = Kind.TEXT if place.operand is None else kind_of(place.operand)
    fitting = {Kind.TEXT: _TEXT, Kind.CHOICE: _CHOICE}.get(kind, _MEASURE)
    # A field may stand alone; but what follows it is mostly an operator.
    return [*_operators(fitting), *(conditions if place.typed else ())]


def _conditions(place: Place, actions: Mapping[str, int]) -> list[Offer]:
    """Offer what a condition begins with."""
    typed = place.typed
    if "." in typed:
        side = typed[: typed.index(".")].lower()
        if side in ("", "req", "res"):
            return list(_paths(typed))
    if typed.startswith("~"):
        return list(_flags())
    seen = [_action(name, actions[name]) for name in _by_count(actions)]
    unseen = (_action(name, 0) for name in sorted(known_actions() - actions.keys()))
    return [*seen, *_fields(), *_flags(), *unseen]


def _action(name: str, count: int) -> Offer:
    # What OCPP does not know would be searched as a text.
    text = name if name in known_actions() else f"action == {_literal(name)}"
    return Offer(text, name, count=count, kind="action")


def _by_count(actions: Mapping[str, int]) -> list[str]:
    return sorted(actions, key=lambda name: (-actions[name], name))


def _fields() -> Iterator[Offer]:
    for field in FIELDS.values():
        detail = f"{field.meaning} ({field.kind.value})"
        yield Offer(field.name, field.name, detail, kind="field")


def _flags() -> Iterator[Offer]:
    for flag in FLAGS.values():
        yield Offer(flag.name, flag.name, flag.meaning, kind="flag")


def _paths(typed: str) -> Iterator[Offer]:
    """Offer the keys that the last part of a path may be."""
    before = typed[: typed.rindex(".") + 1]
    rest = sorted(PAYLOAD_KEYS.difference(_FIRST_KEYS), key=lambda key: (len(key), key))
    for key in (*_FIRST_KEYS, *rest):
        yield Offer(before + key, before + key, kind="field")


def _element_keys() -> Iterator[Offer]:
    first = sorted(ELEMENT_KEYS["sampledValue"])
    for key in (*first, *sorted(PAYLOAD_KEYS.difference(first))):
        yield Offer(key, key, kind="field")


def _operators(operators: Iterable[tuple[str, str]]) -> Iterator[Offer]:
    for sign, meaning in operators:
        yield Offer(sign, sign, meaning, kind="operator")


def _sets(place: Place) -> Iterator[Offer]:
    yield Offer("{", "{a, b}", "is one of several", kind="operator")
    kind = Kind.TEXT if place.operand is None else kind_of(place.operand)
    if kind is Kind.TIME:
        yield Offer("-10m..-5m", "-10m..-5m", "from..to", kind="value")


def _values(
    place: Place, actions: Mapping[str, int], values: Values
) -> Iterator[Offer]:
    """Offer what a field is compared with."""
    operand = place.operand
    if operand is None or place.operator in ("~", "matches"):
        return
    field = _field_like(operand)
    kind = kind_of(operand)
    is_order = place.operator[:1] in ("<", ">")
    counts: dict[str, int | None] = {}
    if field is FIELDS["action"]:
        counts |= {name: actions[name] for name in _by_count(actions)}
        counts |= dict.fromkeys(sorted(known_actions() - actions.keys()))
    elif field is not None and kind in (Kind.TEXT, Kind.NUMBER, Kind.CHOICE):
        counts |= dict(values(field.name))
    if field is not None and isinstance(operand, Field):
        counts |= {word: counts.get(word) for word in field.choices}
    for text, count in counts.items():
        written = in_quotes(text) if place.is_quoted else _literal(text)
        yield Offer(written, text, count=count, kind="value")
    examples = _AGO if kind is Kind.TIME and is_order else _EXAMPLES.get(kind, ())
    for text, meaning in examples:
        yield Offer(text, text, meaning, kind="value")


def _field_like(operand: Field | Path) -> Field | None:
    """Return the field that has what stands at a path, if there is one."""
    if isinstance(operand, Field):
        return operand
    key = operand.keys[-1]
    return next((field for field in FIELDS.values() if key in field.keys), None)


def _literal(text: str) -> str:
    kind = value_of(text).kind
    return str(Value(text, ValueKind.WORD if kind is ValueKind.AGO else kind))


def _whole_filters(
    before: str, recent: Sequence[str], saved: Mapping[str, str]
) -> Iterator[Offer]:
    """Offer filters that begin with all that stands before the word."""
    start = len(before)
    for name, text in saved.items():
        if text[:start].casefold() == before.casefold() and text[start:]:
            yield Offer(text[start:], name, text, kind="saved")
    for text in recent:
        if text[:start].casefold() == before.casefold() and text[start:]:
            yield Offer(text[start:], text, kind="recent")


def _fitting(offers: Iterable[Offer], typed: str) -> tuple[Offer, ...]:
    """Return the offers that have what was typed: alike, begin so, contain it."""
    wanted = typed.casefold()
    by_rank: tuple[list[Offer], ...] = ([], [], [])
    for offer in offers:
        rank = _rank(offer, wanted)
        if rank is not None:
            by_rank[rank].append(offer)
    kept: list[Offer] = []
    counts: Counter[str] = Counter()
    for offer in itertools.chain.from_iterable(by_rank):
        counts[offer.kind] += 1
        if counts[offer.kind] <= _MOST:
            kept.append(offer)
    return tuple(kept)


def _rank(offer: Offer, wanted: str) -> int | None:
    names = (offer.label.casefold(), offer.text.casefold())
    if wanted in names:
        return 0
    if any(name.startswith((wanted, f"~{wanted}")) for name in names):
        return 1
    is_inside = len(wanted) >= _LEAST and any(wanted in name for name in names)
    return 2 if is_inside else None
