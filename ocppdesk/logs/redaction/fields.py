# SPDX-License-Identifier: Apache-2.0
"""Values that identify somebody in the JSON of a message, by the names of fields.

Besides plain fields it knows pairs of a name and a value (configuration keys, variables
of OCPP 2.x and their likes), tokens with a type, JSON in strings, and signed meter
data. What it reads may be broken: `json_spans` makes a tree of anything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import orjson

from ocppdesk.logs.json_spans import Array, Node, Object, Text, Word, parse_spans
from ocppdesk.logs.redaction.names import Kind, folded, kind_of
from ocppdesk.logs.redaction.patterns import find_patterns, host_places
from ocppdesk.logs.redaction.places import Place
from ocppdesk.logs.redaction.plain_words import is_number, is_time, says_nothing

_DEEPEST: Final = 4  # JSON in strings of JSON
_NAMED_TYPES: Final = ("2", "4", "5", "6")  # with an action or an error code
_NAMES: Final = ("key", "name", "parameter", "param", "configkey", "setting")
_VALUES: Final = (
    "value", "val", "newvalue", "configvalue", "attributevalue", "actualvalue",
)  # fmt: skip
_TOKEN_TYPES: Final = {"emaid": Kind.CONTRACT, "macaddress": Kind.MAC}
# What stands beside a value in a container that identifies as a whole.
_BESIDE: Final = ("format", "language", "type", "status", "encoding", "vendorid")
_OCMF: Final = {"GS": Kind.SERIAL, "MS": Kind.METER, "ID": Kind.TAG, "CI": Kind.EVSE}


# Names that decide on what stands beside them.
_CUSTOMER: Final = "notifycustomerinformation"  # its `data` is all about one
_TELLING: Final = frozenset(
    (*_NAMES, "variable", "signeddata", "signedmetervalue", _CUSTOMER)
)
# Numbers that happen to be somebody's card or serial number too.
_LEFT_ALONE: Final = (
    "meterstart", "meterstop", "transactionid", "reservationid", "value", "limit",
    "requestid", "seqno", "interval", "duration", "listversion", "remotestartid",
)  # fmt: skip
# Containers whose texts are of their kind, whatever their names.
_INHERITED: Final = (Kind.SECRET, Kind.TEXT, Kind.PLACE, Kind.PERSON)


@dataclass(slots=True)
class Fields:
    """What was found in a text."""

    places: list[Place] = field(default_factory=list)
    """Values that identify somebody, in no order; they may overlap."""
    texts: list[Text] = field(default_factory=list)
    """All strings; they may have values in them that other messages tell of."""
    numbers: list[Place] = field(default_factory=list)
    """Numbers that may be such a value."""


def find_in_frame(text: str) -> Fields:
    """Look through an OCPP-J frame, well-formed or not."""
    try:
        orjson.loads(text)
    except ValueError:
        found = _searched(text)
        # What is no JSON may have values anywhere.
        found.places += find_patterns(text)
        found.texts.append(Text(0, len(text), text))
        return found
    return _of_dull(text) or _searched(text)


def _searched(text: str) -> Fields:
    search = _Search(Fields())
    nodes = parse_spans(text)
    if len(nodes) == 1 and type(nodes[0]) is Array:
        search.frame(nodes[0].items)
    else:
        for node in nodes:
            search.visit(node)
    return search.found


def find_in_sentence(text: str, kind: Kind | None = None) -> Fields:
    """Look through a sentence that may quote values or JSON.

    Args:
        text: The sentence.
        kind: What the quoted values are known to be; None if nothing is known.
    """
    search = _Search(Fields())
    for node in parse_spans(text):
        if type(node) is not Word:
            search.visit(node, kind=kind)
    search.found.places += find_patterns(text)
    search.found.texts.append(Text(0, len(text), text))
    return search.found


_STRING: Final = re.compile(r'"([^"]*)"')
_LONG_NUMBER: Final = re.compile(r'"(\w{1,80})"\s*:\s*(\d{6,40})(?=[\s,}\]])', re.ASCII)
_LONG_TEXT: Final = re.compile(r'"(\w{1,80})"\s*:\s*"(\d{6,40})"', re.ASCII)
_LONGEST_DULL: Final = 200
_DIGITS: Final = "+-0123456789"


def _of_dull(text: str) -> Fields | None:
    """Look through a frame that has nothing of its own to replace, as most have.

    Returns:
        Where values of other messages may stand; None if it has to be visited, as it
        has a field that identifies somebody, or any text that is not of everyday.
    """
    if "\\" in text:
        return None
    found = Fields()
    for each in _STRING.finditer(text):
        value = each[1]
        if value[:1] in _DIGITS and (is_time(value) or is_number(value)):
            continue
        if len(value) > _LONGEST_DULL or not _is_dull(value):
            return None
        found.texts.append(Text(each.start(1), each.end(1), value))
    for pattern, quotes in ((_LONG_NUMBER, 1), (_LONG_TEXT, 0)):
        for each in pattern.finditer(text):
            if folded(each[1]) not in _LEFT_ALONE:
                place = Place(*each.span(2), Kind.SECRET, each[2], quotes)
                found.numbers.append(place)
    return found


@lru_cache(maxsize=20_000)
def _is_dull(value: str) -> bool:
    """Return whether a string is no name of a telling field and nothing telling."""
    return (
        kind_of(value) is None
        and folded(value) not in _TELLING
        and "{" not in value
        and "[" not in value
        and not find_patterns(value)
    )


class _Search:
    """Visits a tree and keeps what it finds.

    Args:
        found: Where to keep it.
        place: Tells where a character of this text stands in the outermost one.
        depth: In how many strings this text stands.
    """

    def __init__(
        self,
        found: Fields,
        place: Callable[[int], int] | None = None,
        *,
        depth: int = 0,
    ) -> None:
        self.found = found
        self._place = place
        self._depth = depth

    def frame(self, items: list[Node]) -> None:
        """Visit the elements of a frame: type, message id, action, payload."""
        head = items[0] if items else None
        kind = head.value if isinstance(head, Word | Text) else ""
        action = items[2].value if len(items) > 2 and type(items[2]) is Text else ""
        for index, node in enumerate(items):
            is_name = index == 1 or (index == 2 and kind in _NAMED_TYPES)
            if is_name and type(node) is Text:
                self._open(node)
            elif index:
                self.visit(node, name=action)

    def visit(self, node: Node, *, name: str = "", kind: Kind | None = None) -> None:
        """Visit a value.

        Args:
            node: The value.
            name: The name of its field.
            kind: What it is known to be.
        """
        match node:
            case Text():
                self._text(node, name, kind)
            case Word():
                self._word(node, name, kind)
            case Array():
                for item in node.items:
                    self.visit(item, name=name, kind=kind)
            case Object():
                self._object(node, name, kind if kind in _INHERITED else None)

    def _object(self, node: Object, name: str, kind: Kind | None) -> None:
        fields = {folded(key.value): item for key, item in node.items}
        if "measurand" in fields or folded(name) == "sampledvalue":
            self._sample(node, fields)
            return
        subject = _subject(fields)
        for key, item in node.items:
            self._open(key)
            word = folded(key.value)
            known = kind_of(key.value)
            inner = key.value
            if subject and word in (*_VALUES, "variableattribute"):
                inner, known = subject, kind_of(subject) or kind
            elif word in ("idtoken", "additionalidtoken") and type(item) is Text:
                known = _token_kind(fields)
            elif word == "key" and folded(name) == "vpn":
                known = Kind.SECRET
            elif word == "data" and folded(name) == _CUSTOMER:
                known = Kind.TEXT
            elif word not in _BESIDE:
                known = known or kind
            if word == "variableattribute":
                self._attributes(item, inner, known)
            else:
                self.visit(item, name=inner, kind=known)

    def _attributes(self, node: Node, name: str, kind: Kind | None) -> None:
        """Visit the attributes of a variable (OCPP 2.x NotifyReport)."""
        items = node.items if type(node) is Array else [node]
        for item in items:
            if type(item) is Object:
                for key, inner in item.items:
                    is_value = folded(key.value) in _VALUES
                    self.visit(inner, name=name, kind=kind if is_value else None)

    def _sample(self, node: Object, fields: dict[str, Node]) -> None:
        """Visit a sampled value, whose number is left alone."""
        style = fields.get("format")
        is_signed = type(style) is Text and folded(style.value) == "signeddata"
        for key, item in node.items:
            word = folded(key.value)
            is_number_text = type(item) is Text and is_number(item.value)
            if word == "value" and is_signed and not is_number_text:
                self.visit(item, kind=Kind.SIGNED)
            elif word != "value" or not (is_number_text or type(item) is Word):
                self.visit(item, name=key.value)

    def _word(self, node: Word, name: str, kind: Kind | None) -> None:
        value = node.value
        if is_number(value):
            is_identity = kind is not None and kind not in (Kind.HOST, Kind.TEXT)
            kept = self.found.places if is_identity else self.found.numbers
            if is_identity or folded(name) not in _LEFT_ALONE:
                kept.append(self._made(node, kind or Kind.SECRET, self._depth + 1))
        elif value not in ("", "true", "false", "null"):
            # Text without quotation marks, or with those of Python.
            left = len(value) - len(value.lstrip("'"))
            bare = value.strip("'")
            start = node.start + left
            self._text(Text(start, start + len(bare), bare), name, kind)

    def _text(self, node: Text, name: str, kind: Kind | None) -> None:
        value = node.value
        if not value or is_time(value):
            return
        if kind is None and is_number(value):
            if folded(name) not in _LEFT_ALONE:
                self.found.numbers.append(self._made(node, Kind.SECRET, 0))
            return
        self._open(node)
        if kind is Kind.HOST:
            self._keep(node, host_places(value))
        elif kind is Kind.CERTIFICATE and "-----BEGIN" in value:
            self._keep(node, find_patterns(value))
        elif kind is not None and not (kind is Kind.SIGNED and "{" in value):
            if not says_nothing(value):
                self.found.places.append(self._made(node, kind, 0))
        else:
            if '"' in value and ("{" in value or "[" in value):
                self._inside(node)
            # A version may look like an address, an id of a transaction like anything.
            if "version" not in name.lower() and folded(name) != "transactionid":
                self._keep(node, find_patterns(value))

    def _inside(self, node: Text) -> None:
        """Visit the JSON in a string."""
        if self._depth == _DEEPEST:
            return
        outer = self._outwards

        def place(index: int) -> int:
            return outer(node.place(index))

        inner = _Search(self.found, place, depth=self._depth + 1)
        is_ocmf = node.value.startswith("OCMF|")
        for each in parse_spans(node.value):
            if is_ocmf and type(each) is Object:
                inner.ocmf(each)
            else:
                inner.visit(each)

    def ocmf(self, node: Object) -> None:
        """Visit a section of an OCMF text, whose names have two letters."""
        for key, item in node.items:
            if key.value != "RD":  # the readings
                self.visit(item, kind=_OCMF.get(key.value))

    def _outwards(self, index: int) -> int:
        return index if self._place is None else self._place(index)

    def _made(self, node: Text | Word, kind: Kind, quotes: int) -> Place:
        start, end = self._outwards(node.start), self._outwards(node.end)
        return Place(start, end, kind, node.value, quotes)

    def _keep(self, node: Text, places: list[Place]) -> None:
        for place in places:
            start = self._outwards(node.place(place.start))
            end = self._outwards(node.place(place.end))
            self.found.places.append(Place(start, end, place.kind, place.value))

    def _open(self, node: Text) -> None:
        """Keep a string that may have one of the values of other messages in it."""
        if self._place is not None:
            places = [self._place(node.place(i)) for i in range(len(node.value) + 1)]
            node = Text(places[0], places[-1], node.value, places)
        self.found.texts.append(node)


def _subject(fields: dict[str, Node]) -> str:
    """Return the name that stands beside a value: a configuration key, a variable."""
    variable = fields.get("variable")
    if type(variable) is Object:
        for key, item in variable.items:
            if folded(key.value) == "name" and type(item) is Text:
                return item.value
    if any(name in fields for name in _VALUES):
        for name in _NAMES:
            named = fields.get(name)
            if type(named) is Text:
                return named.value
    return ""


def _token_kind(fields: dict[str, Node]) -> Kind:
    style = fields.get("type")
    word = folded(style.value) if type(style) is Text else ""
    return _TOKEN_TYPES.get(word, Kind.TAG)
