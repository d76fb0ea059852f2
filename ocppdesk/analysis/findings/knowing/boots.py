# SPDX-License-Identifier: Apache-2.0
"""When a charger booted, and whether it is accepted."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.findings.reading import status_of, text_at, whole_at
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.facts import Boot, boot_in

_MOST: Final = 100
_MOST_INTERVAL_S: Final = 10 * 86_400


@dataclass(slots=True)
class Booted:
    """A BootNotification; the answer is filled in when it comes."""

    at: int
    """When it came, microseconds since 1970."""
    message: int
    connection: int
    """The number of the connection it came over."""
    boot: Boot
    """Who the charger says it is."""
    reason: str
    """OCPP 2.x: why it booted; empty in 1.6."""
    is_triggered: bool
    """Whether the CSMS had asked for it, by TriggerMessage."""
    is_commanded: bool = False
    """Whether it is the first one after a command that makes a charger restart."""
    answer: int | None = None
    """The number of the answer."""
    answered_at: int | None = None
    status: str = ""
    """`Accepted`, `Pending`, `Rejected`; empty as long as there is no answer."""
    interval_s: int | None = None
    """The interval that the answer grants."""


class Boots:
    """The boots of a charger."""

    def __init__(self) -> None:
        self.all: deque[Booted] = deque(maxlen=_MOST)
        """The last ones, the oldest first."""
        self.status = ""
        """Whether the charger is registered, as it was told last; empty: unknown."""
        self.heartbeat_s: int | None = None
        """The heartbeat interval that was granted last."""

    @property
    def last(self) -> Booted | None:
        """The last one."""
        return self.all[-1] if self.all else None

    def take_call(
        self, seen: Observation, *, is_triggered: bool, is_commanded: bool = False
    ) -> None:
        """Take in a BootNotification."""
        self.all.append(
            Booted(
                seen.at,
                seen.message.id,
                seen.message.connection,
                boot_in(seen.payload),
                text_at(seen.payload, "reason"),
                is_triggered,
                is_commanded,
            )
        )

    def take_answer(self, seen: Observation) -> None:
        """Take in what the CSMS says to it."""
        for boot in reversed(self.all):
            if boot.message == seen.message.answer_to:
                boot.answer, boot.answered_at = seen.message.id, seen.at
                boot.status = status_of(seen.payload)
                boot.interval_s = whole_at(seen.payload, "interval")
                break
        status = status_of(seen.payload)
        self.status = status or self.status
        interval = whole_at(seen.payload, "interval")
        if interval and 0 < interval < _MOST_INTERVAL_S and status == "Accepted":
            self.heartbeat_s = interval
