# SPDX-License-Identifier: Apache-2.0
"""Settings of chargers without what identifies people and places.

They are looked through as in the message that tells them, so that a value has the same
alias here and there. Free text that is left after that is left out: nobody knows what
somebody has typed into a charger.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import orjson

from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.settings import Entry as Setting
from ocppdesk.core.configuration.values import Kind as ValueKind
from ocppdesk.core.configuration.values import check_value, split_items
from ocppdesk.core.frames import json_text
from ocppdesk.core.messages import Direction, Message
from ocppdesk.logs.records import Entry
from ocppdesk.logs.redaction.names import Kind, is_alias, kind_of
from ocppdesk.logs.redaction.plain_words import is_plain_word
from ocppdesk.logs.redaction.redactor import Learner, Redactor

LEFT_OUT: Final = "(left out)"
"""What stands in place of free text."""

_LONGEST_NUMBER: Final = 9  # characters: longer ones count somebody, not something


def learn_settings(learner: Learner, charger: str, settings: Iterable[Setting]) -> None:
    """Learn from the settings of a charger, as from messages."""
    for setting in settings:
        learner.learn(_told(charger, setting))


def redacted_setting(redactor: Redactor, charger: str, setting: Setting) -> Setting:
    """Return a setting with aliases in place of what identifies somebody.

    Args:
        redactor: Knows what was learned.
        charger: Whose setting it is, by its true identity.
        setting: The setting; remarks and what was written to it are left out.
    """
    raw = redactor.entry(_told(charger, setting)).message.raw
    told = orjson.loads(raw)[2]
    address = replace(setting.address, **told["address"])
    value: str | None = told["value"]
    if value is not None and not _may_be_told(setting, value):
        value = LEFT_OUT
    return Setting(address, value, setting.access, read_at=setting.read_at)


def _told(charger: str, setting: Setting) -> Entry:
    """Return a message that tells a setting, as far as redaction looks at it."""
    address = setting.address
    telling = {
        "key": address.name,
        "value": setting.shown if setting.value else setting.value,
        "address": {
            "name": address.name,
            "component": address.component,
            "instance": address.instance,
            "component_instance": address.component_instance,
        },
    }
    raw = json_text([3, "0", telling])
    return Entry(Message(0, 0, charger, 0, Direction.IN, raw))


def _may_be_told(setting: Setting, value: str) -> bool:
    if setting.is_secret or not value or is_alias(value):
        return True  # a mask, or nothing of what was there
    kind = type_of(setting)
    match kind.kind:
        case ValueKind.BOOLEAN | ValueKind.INTEGER | ValueKind.DECIMAL:
            is_right = not check_value(kind, value).refusal
            return is_right and len(value) <= _LONGEST_NUMBER
        case ValueKind.CHOICE | ValueKind.LIST:
            words = {choice.casefold() for choice in kind.choices}
            return all(
                item.casefold() in words or is_plain_word(item)
                for item in split_items(value)
            )
    # Of an address, the host is replaced.
    return kind_of(setting.address.name) is Kind.HOST
