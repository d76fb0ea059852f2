# SPDX-License-Identifier: Apache-2.0
"""Answers other than the usual ones, to see how a charger copes.

A rule is for one action. It may delay the answer, replace its status, turn it into a
CALLERROR, or have none given at all.
"""

import enum
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, Final

from ocppdesk.core.versions import Version, charger_actions, schema

MOST_DELAY_S: Final = 600.0
"""No answer is delayed for longer."""
_PLACES: Final = (("status",), ("idTagInfo", "status"), ("idTokenInfo", "status"))
_CODES_16: Final = (
    "NotImplemented", "NotSupported", "InternalError", "ProtocolError",
    "SecurityError", "FormationViolation", "PropertyConstraintViolation",
    "OccurenceConstraintViolation", "TypeConstraintViolation", "GenericError",
)  # fmt: skip
_CODES_2: Final = (
    "NotImplemented", "NotSupported", "InternalError", "ProtocolError",
    "SecurityError", "FormatViolation", "PropertyConstraintViolation",
    "OccurrenceConstraintViolation", "TypeConstraintViolation", "GenericError",
    "MessageTypeNotSupported", "RpcFrameworkError",
)  # fmt: skip


class Manner(enum.StrEnum):
    """How a call is answered."""

    USUAL = "usual"
    """As ever, perhaps with a delay."""
    STATUS = "status"
    """As ever, with another status in it."""
    ERROR = "error"
    """With a CALLERROR."""
    SILENCE = "silence"
    """Not at all."""


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """How the calls of one action are answered."""

    manner: Manner = Manner.USUAL
    delay_s: float = 0.0
    """Seconds to wait before the answer."""
    status: str = ""
    """For STATUS: the status."""
    code: str = "GenericError"
    """For ERROR: the error code."""

    @property
    def is_usual(self) -> bool:
        """Whether nothing is different from what it would be without the rule."""
        return self.manner is Manner.USUAL and not self.delay_s

    @property
    def text(self) -> str:
        """What it does, in a few words: `Rejected, after 5 s`."""
        words = {
            Manner.USUAL: "the usual answer",
            Manner.STATUS: self.status,
            Manner.ERROR: f"error {self.code}",
            Manner.SILENCE: "no answer",
        }[self.manner]
        if self.delay_s and self.manner is not Manner.SILENCE:
            return f"{words}, after {self.delay_s:g} s"
        return words

    @property
    def note(self) -> str:
        """What to note on messages, so that nobody wonders; empty: nothing is odd."""
        return "" if self.is_usual else f"Answer policy of this program: {self.text}."

    def applied(
        self, reply: dict[str, Any] | None, error: tuple[str, str] | None
    ) -> tuple[dict[str, Any] | None, tuple[str, str] | None]:
        """Return the answer in place of another one, a payload or an error.

        Args:
            reply: The payload of the usual answer, if it is a result.
            error: Code and description of the usual answer, if it is an error.
        """
        if self.manner is Manner.ERROR:
            return None, (self.code, "Answered so because the user wants it.")
        if self.manner is Manner.STATUS and reply is not None:
            return _with_status(reply, self.status), None
        return reply, error


def _with_status(reply: dict[str, Any], status: str) -> dict[str, Any]:
    changed = deepcopy(reply)
    for *way, last in _PLACES:
        holder: Any = changed
        for name in way:
            holder = holder.get(name)
        if isinstance(holder, dict) and last in holder:
            holder[last] = status
            break
    return changed


def statuses_for(action: str, version: str) -> tuple[str, ...]:
    """Return the statuses that the answer to a charger's call may have.

    Args:
        action: The action, in the specification's spelling.
        version: The OCPP version.
    """
    root = schema(version, action, is_request=False)
    if root is None:
        return ()
    for place in _PLACES:
        node = root
        for name in place:
            node = _resolved(node, root).get("properties", {}).get(name, {})
        values = _resolved(node, root).get("enum", ())
        if values:
            return tuple(values)
    return ()


def _resolved(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = root["definitions"][node["$ref"].rpartition("/")[2]]
    return node


def codes_for(version: str) -> tuple[str, ...]:
    """Return the error codes of a version."""
    return _CODES_16 if version == Version.V16 else _CODES_2


def rules_text(rules: Mapping[str, AnswerRule]) -> str:
    """Write rules by action as a text for the settings; usual ones are left out."""
    kept = {a: asdict(rule) for a, rule in rules.items() if not rule.is_usual}
    return json.dumps(kept) if kept else ""


def rules_from(text: str) -> dict[str, AnswerRule]:
    """Read what `rules_text` wrote; what cannot be read is left out."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return dict(_rules(found if isinstance(found, dict) else {}))


def _rules(found: dict[str, Any]) -> Iterator[tuple[str, AnswerRule]]:
    known = {action for version in Version for action in charger_actions(version)}
    for action, values in found.items():
        if action not in known or not isinstance(values, dict):
            continue
        try:
            delay = min(max(float(values.get("delay_s", 0)), 0.0), MOST_DELAY_S)
            rule = AnswerRule(
                Manner(values.get("manner", "usual")),
                delay,
                str(values.get("status", "")),
                str(values.get("code", "GenericError")),
            )
        except (TypeError, ValueError):
            continue
        if not rule.is_usual:
            yield action, rule
