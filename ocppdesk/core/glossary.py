# SPDX-License-Identifier: Apache-2.0
"""What actions, fields, values and codes mean, in words for a technician.

The texts are in `resources/glossary/`: `ocpp16.toml` and `ocpp2.toml` hold the actions
and their fields, `enums16.toml` and `enums2.toml` the values. They are read when first
asked for and kept. Line breaks in a text count as spaces.

An action is found whatever its case. One that the version asked for does not have is
looked up in the other versions: a charger may send anything, and the reader still wants
to know what it is. A version is written as in `ocppdesk.core.versions.Version`; any
other text is a mistake of the caller and raises ValueError.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from ocppdesk.core.versions import Version, find_action, schema
from ocppdesk.resources import resource

Texts: TypeAlias = Mapping[str, str]

_OLD: Final = ("ocpp16.toml", "enums16.toml")
_NEW: Final = ("ocpp2.toml", "enums2.toml")
_FILES: Final = {Version.V16: _OLD, Version.V201: _NEW, Version.V21: _NEW}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one action means in the versions that it is written for."""

    action: str
    """The action in the specification's spelling."""
    versions: tuple[str, ...]
    """The OCPP versions that this text describes, oldest first."""
    sender: str
    """Who sends it: `charger`, `csms` or `both`."""
    profile: str
    """The feature profile (1.6) or functional block (2.x) it belongs to."""
    title: str
    """What it is, in a few words."""
    when: str
    """Who sends it and when."""
    meaning: str
    """What it does and does not do."""
    technician: str
    """What it tells a technician, and what to look at next."""
    beware: str | None
    """The common error about it, if there is one."""
    related: tuple[str, ...]
    """Actions to read about next."""
    rank: int | None
    """Its place among the classic messages of 1.6, from 1; None for all others."""


@dataclass(frozen=True, slots=True)
class _Action:
    """One action as its file has it."""

    entry: Entry
    own: Mapping[bool, Texts]
    """Meaning by path, under True for the request and under False for the response."""
    enums: Texts
    """Name of the enumeration by path; the path begins with `request` or `response`."""


@dataclass(frozen=True, slots=True)
class _Book:
    """The content of one pair of files."""

    actions: Mapping[str, _Action]
    fields: Texts
    """Meaning by the last name of a path."""
    enums: Mapping[str, Texts]
    """Meaning by value, by name of the enumeration; `_` stands for the whole."""


def read_all() -> None:
    """Read all texts now; it takes a tenth of a second, which may be in a thread."""
    for files in (_OLD, _NEW):
        _book(*files)


def entry(action: str, version: str) -> Entry | None:
    """Return what an action means, None if no OCPP version has it."""
    found = _find(action, version)
    return found[0].entry if found else None


@cache
def entries(version: str) -> tuple[Entry, ...]:
    """Return the actions of a version, the ranked first, then by name."""
    actions = _book(*_FILES[Version(version)]).actions.values()
    return tuple(
        sorted(
            (a.entry for a in actions if version in a.entry.versions),
            key=lambda e: (e.rank is None, e.rank or 0, e.action),
        )
    )


def field_meaning(
    action: str, version: str, *, is_request: bool, path: str
) -> str | None:
    """Return what a field of a payload means.

    The text for this very path comes first, then the text for fields of that name, then
    that of the enumeration that lists its values.

    Args:
        action: The action, in any case.
        version: The OCPP version of the connection.
        is_request: Whether the payload is that of the call, not of its answer.
        path: Names from the top of the payload, joined by dots, without array indices:
            `meterValue.sampledValue.unit`.

    Returns:
        The meaning, or None if the action or the field is not known.
    """
    found = _find(action, version)
    if found is None:
        return None
    known, book, _ = found
    name = path.rpartition(".")[2]
    return (
        known.own[is_request].get(path)
        or book.fields.get(name)
        or _enum(found, is_request=is_request, path=path).get("_")
    )


def value_meaning(
    action: str, version: str, *, is_request: bool, path: str, value: str
) -> str | None:
    """Return what a value of an enumeration means.

    Args:
        action: The action, in any case.
        version: The OCPP version of the connection.
        is_request: Whether the payload is that of the call, not of its answer.
        path: The path of the field, as for `field_meaning`.
        value: The value, in any case.

    Returns:
        The meaning, or None if the field has no listed values or not this one.
    """
    found = _find(action, version)
    if found is None:
        return None
    return _look_up(_enum(found, is_request=is_request, path=path), value)


def error_code_meaning(code: str) -> str | None:
    """Return what the error code of a CALLERROR means, in any version's spelling."""
    return _look_up(_shared_enum("ErrorCode"), code)


def close_code_meaning(code: int) -> str | None:
    """Return what a WebSocket close code means (RFC 6455, section 7.4)."""
    codes = _shared_enum("CloseCode")
    # 3000 and up are handed out in blocks of a thousand; the table has one text each.
    return codes.get(str(code)) or codes.get(f"{code // 1000}xxx")


_Found: TypeAlias = tuple[_Action, _Book, Version]


def _find(action: str, version: str) -> _Found | None:
    located = find_action(action, Version(version))
    if located is None:
        return None
    name, home = located
    book = _book(*_FILES[home])
    return book.actions[name], book, home


def _enum(found: _Found, *, is_request: bool, path: str) -> Texts:
    """Return the meanings of a field's values, empty if they are not listed."""
    known, book, home = found
    name = known.enums.get(f"{'request' if is_request else 'response'}.{path}")
    action = known.entry.action
    if name is None and home is not Version.V16:
        # 2.1 made plain text of some fields that 2.0.1 enumerates; the meanings stay.
        name = _schema_enum(home, action, path, is_request=is_request) or _schema_enum(
            Version.V201, action, path, is_request=is_request
        )
    return book.enums.get(name, {}) if name else {}


@lru_cache(maxsize=1024)  # bounded: the paths are what chargers write
def _schema_enum(
    version: Version, action: str, path: str, *, is_request: bool
) -> str | None:
    """Return the name under which a schema defines the values of a field."""
    root = schema(version, action, is_request=is_request)
    if root is None:
        return None
    name, node = None, root
    for key in path.split("."):
        child = node.get("properties", {}).get(key)
        if child is None:
            return None
        name, node = _resolve(child, root)
    return name if "enum" in node else None


def _resolve(
    node: dict[str, Any], root: dict[str, Any]
) -> tuple[str | None, dict[str, Any]]:
    """Step through arrays and references; return the last definition's name too."""
    name: str | None = None
    while True:
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            node = root["definitions"][name]
        elif node.get("type") == "array":
            node = node["items"]
        else:
            return name, node


def _look_up(meanings: Texts, value: str) -> str | None:
    if value == "_":  # explains the enumeration as a whole and is no value of it
        return None
    folded = value.casefold()
    return next((text for v, text in meanings.items() if v.casefold() == folded), None)


def _shared_enum(name: str) -> Texts:
    """Return an enumeration that is the same in all versions."""
    return _book(*_OLD).enums[name]


@cache
def _book(actions_file: str, enums_file: str) -> _Book:
    content = _read(actions_file)
    is_old = actions_file == _OLD[0]
    return _Book(
        actions={
            name: _Action(
                entry=_entry(name, table, is_old=is_old),
                own={
                    True: _texts(table.get("request", {})),
                    False: _texts(table.get("response", {})),
                },
                enums=table.get("enums", {}),
            )
            for name, table in content["actions"].items()
        },
        fields=_texts(content["fields"]),
        enums={name: _texts(table) for name, table in _read(enums_file).items()},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("glossary", name).read_text("utf-8"))


def _entry(name: str, table: dict[str, Any], *, is_old: bool) -> Entry:
    if is_old:
        versions: tuple[Version, ...] = (Version.V16,)
    elif table.get("since") == Version.V21:
        versions = (Version.V21,)
    else:
        versions = (Version.V201, Version.V21)
    return Entry(
        action=name,
        versions=versions,
        sender=table["sender"],
        profile=table["profile"],
        title=_flow(table["title"]),
        when=_flow(table["when"]),
        meaning=_flow(table["meaning"]),
        technician=_flow(table["technician"]),
        beware=_flow(table["beware"]) if "beware" in table else None,
        related=tuple(table.get("related", ())),
        rank=table.get("rank"),
    )


def _texts(table: dict[str, Any]) -> Texts:
    return {key: _flow(text) for key, text in table.items()}


def _flow(text: str) -> str:
    """Return a text with its line breaks and indents turned into single spaces."""
    return " ".join(text.split())
