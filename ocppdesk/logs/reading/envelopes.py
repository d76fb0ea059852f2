# SPDX-License-Identifier: Apache-2.0
"""One SOAP envelope of OCPP 1.2 to 1.6, as the frame that OCPP-J would have."""

import re
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ocppdesk.core.frames import MessageType, json_text
from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version, schema

CONVERTED: Final = "It is a SOAP message, written here as OCPP-J would write it."
"""The repair that stands on every such frame."""

_NAMESPACE: Final = re.compile(r"urn://Ocpp/(?P<side>C[sp])/(?P<year>\d{4})/", re.I)
_OPERATION: Final = re.compile(r"(?P<name>\w+?)(?P<kind>Request|Response)\Z")
_DEEPEST: Final = 50


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one envelope says."""

    kind: MessageType
    """CALL, CALLRESULT or CALLERROR."""
    message_id: str
    """Of an answer the id of its call; empty if there is none."""
    action: str
    """The action; empty on an error."""
    payload: Any
    """The payload; of an error its code and its description."""
    charger: str
    """The charge box identity; empty if the envelope has none."""
    direction: Direction | None
    """Which way it went; None on an error."""

    def value(self, message_id: str) -> list[Any]:
        """Return the frame that OCPP-J would have."""
        if self.kind is MessageType.CALL:
            return [int(self.kind), message_id, self.action, self.payload]
        if self.kind is MessageType.CALLERROR:
            return [int(self.kind), message_id, *self.payload, {}]
        return [int(self.kind), message_id, self.payload]

    def raw(self, message_id: str) -> str:
        """Return the text of that frame."""
        return json_text(self.value(message_id))


class EnvelopeError(Exception):
    """A text is no envelope of OCPP; the text says why."""


def read_envelope(text: str) -> Envelope:
    """Read an envelope.

    Args:
        text: From `<…:Envelope` to the end of its end tag.

    Raises:
        EnvelopeError: If it is no XML, declares entities, or holds nothing of OCPP.
    """
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise EnvelopeError(
            "It declares entities, which a message never does."
        ) from None
    except ParseError as error:
        raise EnvelopeError(f"This is not XML: {error}.") from None
    headers = {_local(e.tag): e for part in _parts(root, "Header") for e in part}
    body = next((e for part in _parts(root, "Body") for e in part), None)
    if body is None:
        raise EnvelopeError("The envelope is empty.")
    identity = _text(headers.get("chargeBoxIdentity"))
    answered = _id(_text(headers.get("RelatesTo")))
    if _local(body.tag) == "Fault":
        fault = _fault(body)
        return Envelope(MessageType.CALLERROR, answered, "", fault, identity, None)
    namespace = _NAMESPACE.search(body.tag)
    operation = _OPERATION.match(_local(body.tag))
    if namespace is None or operation is None:
        raise EnvelopeError("The envelope holds no message of OCPP.")
    is_request = operation["kind"] == "Request"
    action = operation["name"][:1].upper() + operation["name"][1:]
    # Cs is the service of the CSMS: the charger calls it.
    is_inward = (namespace["side"].lower() == "cs") is is_request
    found = schema(Version.V16, action, is_request=is_request)
    payload = _object(body, found or {}, depth=0)
    return Envelope(
        MessageType.CALL if is_request else MessageType.CALLRESULT,
        _id(_text(headers.get("MessageID"))) if is_request else answered,
        action,
        payload,
        identity,
        Direction.IN if is_inward else Direction.OUT,
    )


def _parts(root: Element, name: str) -> list[Element]:
    return [part for part in root if _local(part.tag) == name]


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _id(text: str) -> str:
    # OCPP-J has room for the UUID alone.
    return re.sub(r"\A(urn:)?uuid:", "", text)


def _fault(body: Element) -> tuple[str, str]:
    found = {_local(each.tag): _text(each) for each in body.iter()}
    # SOAP 1.2 has the code of OCPP in a Subcode, which comes after the other Value.
    values = [_text(e) for e in body.iter() if _local(e.tag) == "Value"]
    code = values[-1] if values else found.get("faultcode", "")
    description = found.get("Text") or found.get("faultstring") or ""
    return code.rpartition(":")[2] or "GenericError", description


def _object(element: Element, described: dict[str, Any], *, depth: int) -> Any:
    if depth > _DEEPEST:
        raise EnvelopeError("The envelope is nested too deeply to be read.")
    properties = described.get("properties", {})
    found: dict[str, Any] = {}
    for child in element:
        name = _local(child.tag)
        expected = properties.get(name, {})
        is_array = expected.get("type") == "array"
        each = expected.get("items", {}) if is_array else expected
        value = _value(child, each, depth=depth)
        if is_array and name not in found:
            found[name] = [value]
        elif name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _value(element: Element, described: dict[str, Any], *, depth: int) -> Any:
    if len(element) or described.get("type") == "object":
        return _object(element, described, depth=depth + 1)
    text = _text(element)
    attributes = {_local(key): value for key, value in element.attrib.items()}
    if attributes and not any("}" in key for key in element.attrib):
        # OCPP 1.5 keeps the unit and the measurand of a value in attributes.
        return {"value": text, **attributes}
    return _typed(text, described.get("type"))


def _typed(text: str, kind: Any) -> Any:
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    return text
