# SPDX-License-Identifier: Apache-2.0
"""Payloads that fit their schemas, messages made by hand, sessions without a socket."""

import itertools
import json

import pytest

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.replies import Policy, Transactions
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version, schema

NOW = 1_785_592_800_000_000  # 2026-08-01 14:00:00 UTC


def _value(part, definitions):
    if "$ref" in part:
        part = definitions[part["$ref"].rpartition("/")[2]]
    if "enum" in part:
        return part["enum"][0]
    match part.get("type"):
        case "object":
            properties = part.get("properties", {})
            return {
                name: _value(each, definitions)
                for name, each in properties.items()
                if name != "customData"
            }
        case "array":
            return [_value(part["items"], definitions)]
        case "integer":
            return _within(1, part)
        case "number":
            return _within(2.5, part)
        case "boolean":
            return True
        case _:
            formats = {"date-time": "2026-08-01T14:00:00Z", "uri": "ftp://host/file"}
            text = formats.get(part.get("format"), "text")
            return text[: part.get("maxLength", 100)]


def _within(number, part):
    return min(part.get("maximum", number), max(part.get("minimum", number), number))


@pytest.fixture
def example():
    """Make a payload that has every field of its schema."""

    def make(version, action, *, is_request=True):
        found = schema(version, action, is_request=is_request)
        return found and _value(found, found.get("definitions", {}))

    return make


@pytest.fixture
def message():
    """Make a message as the recorder would, of a payload."""

    def make(action, payload, *, type=MessageType.CALL, **fields):
        parts = [type, "1", payload]
        if type in (MessageType.CALL, MessageType.SEND):
            parts.insert(2, action)
        values = {
            "id": 1,
            "at": NOW,
            "charger": "CP1",
            "connection": 1,
            "direction": Direction.IN,
            "raw": json.dumps(parts),
            "type": type,
            "message_id": "1",
            "action": action,
        }
        return Message(**(values | fields))

    return make


@pytest.fixture
def answer(message):
    """Make the answer to a call, of its payload."""

    def make(action, payload, **fields):
        fields = {"direction": Direction.OUT, "answer_to": 1} | fields
        return message(action, payload, type=MessageType.CALLRESULT, **fields)

    return make


@pytest.fixture
def open_session():
    """Make a session; its clock stands still unless told otherwise."""

    def make(version=Version.V16, *, charger="CP1", transactions=None, policy=None):
        numbers = itertools.count(1)
        return Session(
            charger=charger,
            connection=1,
            version=version,
            next_id=lambda: next(numbers),
            clock=lambda: NOW + 1_500,
            transactions=transactions or Transactions(),
            policy=policy or Policy(),
        )

    return make
