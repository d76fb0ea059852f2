# SPDX-License-Identifier: Apache-2.0
"""What an answer of a charger means, which is not yet what the charger does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.core.frames import MessageType
from ocppdesk.core.glossary import error_code_meaning, value_meaning
from ocppdesk.core.messages import Message
from ocppdesk.core.phrases.parts import Part
from ocppdesk.core.summary import ResultKind, result, summary

_MOST_TOLD: Final = 4  # statuses of one answer that are explained


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a command was answered."""

    kind: ResultKind
    """Yes, no or an error."""
    status: str
    """The word for it as sent; empty if the answer has none."""
    text: str
    """What the answer says, in a line."""
    meaning: str
    """What that means; empty where the line says it all."""


def verdict_of(answer: Message, version: str) -> Verdict:
    """Say what an answer means.

    Args:
        answer: The CALLRESULT or CALLERROR.
        version: The OCPP version of the connection.
    """
    found = result(answer, answer)
    payload = answer.payload()
    text = summary(answer, payload)
    if answer.type is not MessageType.CALLRESULT:
        meaning = error_code_meaning(answer.error_code or "") or (
            "OCPP does not know this error code; the manufacturer may."
        )
        return Verdict(found.kind, found.text, text, meaning)
    told = dict.fromkeys(_meanings(answer.action or "", payload, version))
    return Verdict(found.kind, found.text, text, " ".join(list(told)[:_MOST_TOLD]))


def _meanings(action: str, payload: Any, version: str) -> Iterator[str]:
    """Yield what the statuses in an answer mean, and the reasons beside them."""
    for path, holder in _holders(payload):
        for name in ("status", "attributeStatus"):
            value = holder[name].text
            where = f"{path}.{name}" if path else name
            if value:
                yield _value_meaning(action, version, where, value)
        info, prefix = holder["statusInfo"], f"{path}." if path else ""
        if reason := info["reasonCode"].text:
            where = f"{prefix}statusInfo.reasonCode"
            meaning = _value_meaning(action, version, where, reason)
            yield f"{reason}: {meaning}" if meaning else f"The reason is {reason}."


def _holders(payload: Any) -> Iterator[tuple[str, Part]]:
    """Yield the parts of an answer that may have a status, with their paths."""
    part = Part(payload)
    yield "", part
    content = payload if isinstance(payload, dict) else {}
    for name, value in content.items():
        if isinstance(value, list):
            for item in value:
                yield name, Part(item)


def _value_meaning(action: str, version: str, path: str, value: str) -> str:
    found = value_meaning(action, version, is_request=False, path=path, value=value)
    return found or ""
