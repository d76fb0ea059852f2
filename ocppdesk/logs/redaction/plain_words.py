# SPDX-License-Identifier: Apache-2.0
"""Values that identify nobody: words of the protocol, times, numbers."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from ocppdesk.core.versions import (
    SUBPROTOCOLS,
    Version,
    charger_actions,
    csms_actions,
    schema,
)
from ocppdesk.logs.redaction.names import Kind

# What chargers are named and configured with by default, what stands in sentences, and
# the codes of errors (OCPP-J 1.6, 4.2.3; OCPP 2.0.1 part 4, 4.3), which no schema has.
_COMMON: Final = """
admin administrator authorization basic bearer central charger chargepoint charging
client closed connected connection connector csms default disconnected evse false guest
host http https localhost meter null ocpp ocpp1.5 ocpp1.6 ocpp2.0 operator password
public root serial server station system test token true undefined unknown user value
websocket none formationviolation formatviolation genericerror internalerror
messagetypenotsupported notimplemented notsupported occurrenceconstraintviolation
occurenceconstraintviolation propertyconstraintviolation protocolerror
rpcframeworkerror securityerror typeconstraintviolation
"""
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_NUMBER: Final = re.compile(r"[+-]?\d{1,40}(?:[.,]\d{1,40})?(?:[eE][+-]?\d{1,3})?")
_NOTHING: Final = re.compile(
    r"(?:true|false|null|none|nil|n/?a|unknown|undefined|yes|no|enabled|disabled)?"
    r"|[\s0*•.:_-]+|x{3,}",
    re.IGNORECASE,
)


def is_time(value: str) -> bool:
    """Return whether a text is a date or an instant."""
    return _TIME.fullmatch(value) is not None


def is_number(value: str) -> bool:
    """Return whether a text is a number."""
    return _NUMBER.fullmatch(value) is not None


def says_nothing(value: str) -> bool:
    """Return whether a value stands for none, as in `""`, `null`, `0000` or `****`."""
    return _NOTHING.fullmatch(value.strip()) is not None


def is_plain_word(value: str) -> bool:
    """Return whether a value is a word of OCPP or a common one.

    Such a word is replaced only where it stands in a field that identifies somebody;
    elsewhere it means what it says.
    """
    return value.lower() in _plain_words()


@cache
def _plain_words() -> frozenset[str]:
    words = set(_COMMON.split()) | set(SUBPROTOCOLS)
    # An alias is no alias any more if a part of it is replaced.
    words |= {kind.prefix.lower() for kind in Kind}
    for version in Version:
        for action in charger_actions(version) | csms_actions(version):
            words.add(action.lower())
            for is_request in (True, False):
                found = schema(version, action, is_request=is_request)
                words.update(word.lower() for word in _words(found))
    return frozenset(words)


def _words(value: Any) -> Iterator[str]:
    """Return the names of properties and the values of enumerations in a schema."""
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        properties = value.get("properties")
        if isinstance(properties, dict):
            yield from properties
        choices = value.get("enum")
        if isinstance(choices, list):
            yield from (choice for choice in choices if isinstance(choice, str))
        for item in value.values():
            yield from _words(item)
