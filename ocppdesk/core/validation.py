# SPDX-License-Identifier: Apache-2.0
"""Checking payloads against the schemas: a report, never a refusal."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, Protocol

import jsonschema_rs

from ocppdesk.core.messages import Violation
from ocppdesk.core.versions import Version, schema

_MOST = 20  # Enough to see the pattern; a payload of nonsense may have thousands.
_LONGEST: Final = 300  # characters of one violation's text


class _Validator(Protocol):
    def is_valid(self, instance: Any) -> bool: ...
    def iter_errors(self, instance: Any) -> Any: ...


@cache
def _validator(version: Version, action: str, *, is_request: bool) -> _Validator | None:
    found = schema(version, action, is_request=is_request)
    return None if found is None else jsonschema_rs.validator_for(found)


def validity(
    version: Version, action: str, *, is_request: bool
) -> Callable[[Any], bool]:
    """Return what tells whether payloads of an action are as the schema has it.

    What is returned raises `ValueError` where `check_payload` says that it cannot be
    checked.

    Args:
        version: The OCPP version whose schema counts.
        action: The action in the specification's spelling.
        is_request: Whether it is the calls' payload, not the answers'.
    """
    validator = _validator(version, action, is_request=is_request)
    return _anything if validator is None else validator.is_valid


def _anything(_payload: Any) -> bool:
    return True


def check_payload(
    version: Version, action: str, payload: Any, *, is_request: bool
) -> tuple[Violation, ...]:
    """Compare a payload with the schema of its action.

    Args:
        version: The OCPP version whose schema counts.
        action: The action in the specification's spelling.
        payload: The payload as parsed from JSON.
        is_request: Whether it is the call's payload, not the answer's.

    Returns:
        What the schema does not allow, at most 20 entries; empty if all is well or
        the version has no schema for it.
    """
    validator = _validator(version, action, is_request=is_request)
    if validator is None:
        return ()
    try:
        if validator.is_valid(payload):
            return ()
        found = []
        for error in validator.iter_errors(payload):
            found.append(Violation(_path(error.instance_path), _text(error.message)))
            if len(found) == _MOST:
                break
    except ValueError as error:  # such as a number that is beyond every float
        return (Violation("", _text(f"It cannot be checked: {error}")),)
    return tuple(found)


def _path(parts: list[str | int]) -> str:
    text = ""
    for part in parts:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text.encode("utf-8", "backslashreplace").decode()


def _text(message: str) -> str:
    safe = message.encode("utf-8", "backslashreplace").decode()
    if len(safe) <= _LONGEST:
        return safe
    half = _LONGEST // 2
    return f"{safe[:half]} … {safe[-half:]}"
