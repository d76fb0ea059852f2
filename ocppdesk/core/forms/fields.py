# SPDX-License-Identifier: Apache-2.0
"""The tree of fields that a payload has by its schema."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ocppdesk.core.glossary import field_meaning, value_meaning
from ocppdesk.core.versions import Version, schema


class Kind(enum.StrEnum):
    """What a field holds."""

    TEXT = "text"
    TIME = "time"
    """A date with time, RFC 3339."""
    URL = "url"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    """One of several texts."""
    OBJECT = "object"
    ARRAY = "array"
    ANY = "any"
    """Whatever JSON can say."""


SCALARS: Final = frozenset(Kind) - {Kind.OBJECT, Kind.ARRAY}
"""The kinds that hold a single value."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enumeration."""

    value: str
    """As it is sent."""
    meaning: str
    """What it means; empty if the glossary does not say."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a payload, with what its schema asks of it."""

    name: str
    """Its key; for items of an array the key of the array."""
    path: str
    """Keys from the top of the payload, joined by dots, without indices."""
    kind: Kind
    """What it holds."""
    is_required: bool = False
    """Whether the schema wants it to be there."""
    meaning: str = ""
    """What it means."""
    choices: tuple[Choice, ...] = ()
    """Of a CHOICE: the values; of a TEXT: values that are usual."""
    default: Any = None
    """What counts when it is left out, if the schema says so."""
    longest: int | None = None
    """Of texts: the most characters."""
    minimum: float | None = None
    """Of numbers: the least value."""
    maximum: float | None = None
    """Of numbers: the greatest value."""
    step: float | None = None
    """Of numbers: what the value is a multiple of."""
    least_items: int = 0
    """Of an ARRAY: the fewest items."""
    most_items: int | None = None
    """Of an ARRAY: the most items."""
    fields: tuple["Field", ...] = ()
    """Of an OBJECT: what is in it, the required ones first."""
    item: "Field | None" = None
    """Of an ARRAY: what each item is."""
    takes_more: bool = False
    """Of an OBJECT: whether it may have keys that are not in `fields`."""

    def field(self, name: str) -> "Field | None":
        """Return the field of an object that has a name."""
        return next((found for found in self.fields if found.name == name), None)

    def at(self, path: str) -> "Field | None":
        """Return the field at a path below, as `chargingProfile.stackLevel`."""
        found: Field | None = self
        for name in path.split("."):
            while found is not None and found.kind is Kind.ARRAY:
                found = found.item
            found = None if found is None else found.field(name)
        return found


@lru_cache(maxsize=256)
def form_of(action: str, version: str, *, is_request: bool = True) -> Field | None:
    """Return the tree of fields of an action's payload.

    Args:
        action: The action in the specification's spelling.
        version: The OCPP version.
        is_request: Whether the payload is that of the call, not of its answer.

    Returns:
        An OBJECT named after the action, None if the version has no such payload.
    """
    root = schema(version, action, is_request=is_request)
    if root is None:
        return None
    return _Reader(action, Version(version), root, is_request).field(
        root, action, path="", is_required=True
    )


class _Reader:
    """Reads the schema of one payload."""

    def __init__(
        self, action: str, version: Version, root: dict[str, Any], is_request: bool
    ) -> None:
        self._action = action
        self._version = version
        self._definitions: Mapping[str, Any] = root.get("definitions", {})
        self._is_request = is_request

    def field(
        self, node: Mapping[str, Any], name: str, *, path: str, is_required: bool
    ) -> Field:
        """Read one field and all below it."""
        node = self._resolved(node)
        kind = _kind(node)
        meaning = "" if not path else self._meaning(path)
        inner: tuple[Field, ...] = ()
        item = None
        if kind is Kind.OBJECT:
            inner = self._inner(node, path)
        elif kind is Kind.ARRAY:
            item = self.field(node.get("items", {}), name, path=path, is_required=True)
        return Field(
            name=name,
            path=path,
            kind=kind,
            is_required=is_required,
            meaning=meaning,
            choices=self._choices(node, path),
            default=node.get("default"),
            longest=node.get("maxLength"),
            minimum=node.get("minimum"),
            maximum=node.get("maximum"),
            step=node.get("multipleOf"),
            least_items=node.get("minItems", 0),
            most_items=node.get("maxItems"),
            fields=inner,
            item=item,
            takes_more=node.get("additionalProperties", True) is not False,
        )

    def _inner(self, node: Mapping[str, Any], path: str) -> tuple[Field, ...]:
        wanted = node.get("required", ())
        found = [
            self.field(
                child,
                name,
                path=f"{path}.{name}" if path else name,
                is_required=name in wanted,
            )
            for name, child in node.get("properties", {}).items()
        ]
        # What vendors add comes last: hardly anybody fills it in by hand.
        return tuple(
            sorted(found, key=lambda f: (f.name == "customData", not f.is_required))
        )

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            beside = {key: value for key, value in node.items() if key != "$ref"}
            name = node["$ref"].rpartition("/")[2]
            node = {**self._definitions[name], **beside}
        return node

    def _meaning(self, path: str) -> str:
        found = field_meaning(
            self._action, self._version, is_request=self._is_request, path=path
        )
        return found or ""

    def _choices(self, node: Mapping[str, Any], path: str) -> tuple[Choice, ...]:
        values = node.get("enum", ())
        if values or not path or self._version is not Version.V21:
            return tuple(self._choice(path, value) for value in values)
        # 2.1 made plain text of some fields that 2.0.1 enumerates; the values stay.
        older = form_of(self._action, Version.V201, is_request=self._is_request)
        found = None if older is None else older.at(path)
        return () if found is None or found.kind is not Kind.CHOICE else found.choices

    def _choice(self, path: str, value: str) -> Choice:
        found = value_meaning(
            self._action,
            self._version,
            is_request=self._is_request,
            path=path,
            value=value,
        )
        return Choice(value, found or "")


def _kind(node: Mapping[str, Any]) -> Kind:
    name = node.get("type")
    if name == "string":
        if "enum" in node:
            return Kind.CHOICE
        return _FORMATS.get(node.get("format", ""), Kind.TEXT)
    return _KINDS.get(str(name), Kind.ANY)


_KINDS: Final = {
    "integer": Kind.INTEGER,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "object": Kind.OBJECT,
    "array": Kind.ARRAY,
}
_FORMATS: Final = {"date-time": Kind.TIME, "uri": Kind.URL}
