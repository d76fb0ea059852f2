# SPDX-License-Identifier: Apache-2.0
"""What the CSMS asked of a charger lately, and what the charger said to it."""

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from ocppdesk.analysis.findings.reading import parts_at, status_of, text_at
from ocppdesk.analysis.findings.wording import MINUTE
from ocppdesk.analysis.observing import Observation

_KEPT_US: Final = 10 * MINUTE
_MOST: Final = 500
_RESTARTING: Final = frozenset(
    {"Reset", "UpdateFirmware", "SignedUpdateFirmware", "SetNetworkProfile",
     "CertificateSigned"}
)  # fmt: skip
_RECONNECTING_KEYS: Final = (
    "securityprofile", "authorizationkey", "url", "endpoint",
    "basicauthpassword", "networkconfigurationpriority",
)  # fmt: skip


@dataclass(slots=True)
class Command:
    """A call of the CSMS; its answer is filled in when it comes."""

    message: int
    """The number of the call."""
    at: int
    """When it was made, microseconds since 1970."""
    action: str
    payload: dict[str, Any]
    evse: int | None
    connector: int | None
    answer: int | None = None
    """The number of the answer."""
    answered_at: int | None = None
    status: str = ""
    """The status in the answer; empty if it has none."""
    error_code: str = ""
    """Of a CALLERROR: its code."""

    @property
    def is_accepted(self) -> bool:
        """Whether the charger said that it will do so, now or after a reboot."""
        return self.status in ("Accepted", "RebootRequired", "Scheduled", "Unlocked")

    @property
    def may_restart(self) -> bool:
        """Whether it makes a charger restart, or connect anew, if it is obeyed."""
        if self.action == "ChangeConfiguration":
            names = [text_at(self.payload, "key")]
        elif self.action == "SetVariables":
            settings = parts_at(self.payload, "setVariableData")
            names = [text_at(each, "variable", "name") for each in settings]
        else:
            return self.action in _RESTARTING
        return any(part in n.lower() for n in names for part in _RECONNECTING_KEYS)


class Commands:
    """The calls of the CSMS of the last ten minutes."""

    def __init__(self) -> None:
        self._all: deque[Command] = deque(maxlen=_MOST)

    def take_call(self, seen: Observation) -> None:
        """Take in a call of the CSMS."""
        message, place = seen.message, seen.place
        while self._all and self._all[0].at < message.at - _KEPT_US:
            self._all.popleft()
        self._all.append(
            Command(
                message.id,
                message.at,
                message.action or "",
                seen.payload,
                place.evse,
                place.connector,
            )
        )

    def take_answer(self, seen: Observation) -> None:
        """Take in an answer of the charger."""
        for command in reversed(self._all):
            if command.message == seen.message.answer_to:
                command.answer, command.answered_at = seen.message.id, seen.at
                command.status = status_of(seen.payload)
                command.error_code = seen.message.error_code or ""
                return

    def lately(
        self, *actions: str, at: int, within_us: int, connector: int | None = None
    ) -> list[Command]:
        """Return calls before a moment, the newest first.

        Args:
            actions: Of these actions only; none: of all.
            at: The moment, microseconds since 1970.
            within_us: How long before it at most; ten minutes are kept.
            connector: Not those about another connector.
        """
        return [
            command
            for command in reversed(self._all)
            if at - within_us <= command.at <= at
            and (not actions or command.action in actions)
            and (not connector or not command.connector
                 or command.connector == connector)
        ]  # fmt: skip
