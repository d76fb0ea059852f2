# SPDX-License-Identifier: Apache-2.0
"""Glossary entries as rich text, and the fields that a schema lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from ocppdesk.core.glossary import Entry, entry, field_meaning
from ocppdesk.core.versions import schema
from ocppdesk.gui.look.theme import Theme

_DEEPEST: Final = 6
_EVERYWHERE: Final = frozenset({"customData"})  # in every type of 2.x, for extensions


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a payload, as its schema has it."""

    path: str
    """Names from the top of the payload, joined by dots."""
    depth: int
    """How many names stand before its own."""
    kind: str
    """The JSON type; of arrays that of the elements with `[]` behind it."""
    is_required: bool
    """Whether it must be there, where the object around it is."""


def sender_text(sender: str) -> str:
    """Return who sends an action, as an arrow."""
    return {
        "charger": _tr("charger → CSMS"),
        "csms": _tr("CSMS → charger"),
    }.get(sender, _tr("charger ↔ CSMS"))


def schema_fields(
    version: str, action: str, *, is_request: bool
) -> Iterator[SchemaField]:
    """Yield the fields of a payload, the required ones of each object first."""
    root = schema(version, action, is_request=is_request)
    if root is not None:
        yield from _fields(root, root, "", 0)


def _fields(
    node: dict[str, Any], root: dict[str, Any], above: str, depth: int
) -> Iterator[SchemaField]:
    required = node.get("required", ())
    properties: dict[str, Any] = node.get("properties", {})
    names = sorted(properties, key=lambda name: name not in required)
    for name in names:
        if name in _EVERYWHERE:
            continue
        child, suffix = _resolved(properties[name], root)
        path = f"{above}.{name}" if above else name
        kind = f"{child.get('type', 'any')}{suffix}"
        yield SchemaField(path, depth, kind, name in required)
        if depth < _DEEPEST:
            yield from _fields(child, root, path, depth + 1)


def _resolved(node: dict[str, Any], root: dict[str, Any]) -> tuple[dict[str, Any], str]:
    suffix = ""
    while True:
        if "$ref" in node:
            node = root["definitions"][node["$ref"].rpartition("/")[2]]
        elif node.get("type") == "array":
            node = node.get("items", {})
            suffix += "[]"
        else:
            return node, suffix


def entry_html(action: str, version: str, theme: Theme) -> str:
    """Write what an action means; links to other actions read `action:<name>`.

    Args:
        action: The action, in any case.
        version: The OCPP version to describe it for.
        theme: Where the colours come from.
    """
    found = entry(action, version)
    muted = theme.color("muted")
    if found is None:
        unknown = _tr(
            "Neither OCPP 1.6 nor 2.0.1 nor 2.1 has this message. Makers put what is "
            "their own into DataTransfer; anything else may be a slip in the program "
            "that sent it."
        )
        return f"<h2>{escape(action)}</h2><p>{escape(unknown)}</p>"
    used = version if version in found.versions else found.versions[-1]
    versions = _tr("OCPP {}").format(", ".join(found.versions))
    facts = " · ".join((sender_text(found.sender), found.profile, versions))
    parts = [
        f"<h2>{escape(found.action)}</h2>",
        f"<p><b>{escape(found.title)}</b><br>",
        f"{_span(facts, muted)}</p>",
    ]
    if used != version:
        other = _tr("OCPP {} does not have this message.").format(version)
        parts.append(f"<p>{_span(other, theme.color('problem'))}</p>")
    for title, text in (
        (_tr("Who and when"), found.when),
        (_tr("What it means"), found.meaning),
        (_tr("What it tells a technician"), found.technician),
    ):
        parts.append(f"<h4>{escape(title)}</h4><p>{escape(text)}</p>")
    if found.beware is not None:
        back = theme.color("warning.back").name()
        parts.append(
            f'<table width="100%" cellpadding="8"><tr><td bgcolor="{back}">'
            f"<b>▲ {escape(_tr('Beware'))}</b><br>{escape(found.beware)}"
            "</td></tr></table>"
        )
    parts += [_related_html(found), _tables_html(found.action, used, theme)]
    return "".join(parts)


def _related_html(found: Entry) -> str:
    if not found.related:
        return ""
    links = " · ".join(f'<a href="action:{name}">{name}</a>' for name in found.related)
    return f"<h4>{escape(_tr('See also'))}</h4><p>{links}</p>"


def _tables_html(action: str, version: str, theme: Theme) -> str:
    parts = []
    for is_request, title in (
        (True, _tr("Fields of the request")),
        (False, _tr("Fields of the answer")),
    ):
        fields = list(schema_fields(version, action, is_request=is_request))
        parts.append(f"<h4>{escape(title)}</h4>")
        if not fields:
            parts.append(f"<p>{_span(_tr('None.'), theme.color('muted'))}</p>")
            continue
        parts.append('<table width="100%" cellpadding="3" cellspacing="0">')
        for number, field in enumerate(fields):
            meaning = field_meaning(
                action, version, is_request=is_request, path=field.path
            )
            parts.append(_row_html(field, meaning or "", theme, is_odd=number % 2 == 0))
        parts.append("</table>")
    return "".join(parts)


def _row_html(field: SchemaField, meaning: str, theme: Theme, *, is_odd: bool) -> str:
    back = theme.color("alternate" if is_odd else "base").name()
    indent = "&nbsp;" * 4 * field.depth
    name = escape(field.path.rpartition(".")[2])
    name = f"<b>{name}</b>" if field.is_required else name
    kind = field.kind if field.is_required else _tr("{}, optional").format(field.kind)
    return (
        f'<tr bgcolor="{back}">'
        f'<td style="white-space:pre">{indent}{name}&nbsp;&nbsp;</td>'
        f"<td>{_span(kind, theme.color('muted'))}&nbsp;&nbsp;</td>"
        f"<td>{escape(meaning)}</td></tr>"
    )


def _span(text: str, color: QColor) -> str:
    return f'<span style="color:{color.name()}">{escape(text)}</span>'


def _tr(text: str) -> str:
    return QCoreApplication.translate("glossary", text)
