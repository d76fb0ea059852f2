# SPDX-License-Identifier: Apache-2.0
"""What a rule about all chargers is: attempts, and what several of them share."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from ocppdesk.analysis.findings.rule import Evidence
from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.analysis.links import Link


@dataclass(frozen=True)
class Fleet:
    """Everything that is known beyond single chargers."""

    links: Sequence[Link]
    """All connections and attempts, in their order."""
    now: int
    """Live: now; in a capture: when the last thing was. Microseconds since 1970."""
    thresholds: Thresholds
    listening_since: int | None = None
    """Live: since when the port is open; None: it is not, or this is a capture."""
    offsets_us: Mapping[str, int] | None = None
    """How much the clock of each charger is ahead, where it is known."""

    def charger_behind(self, attempt: Link) -> str:
        """Return who made an attempt without a name, if only one charger can have.

        That is the only one of this address. But a charger that talked over a
        connection before and after it made no other attempt meanwhile: behind a router
        somebody else has the same address.
        """
        known = self._opened.get(attempt.address)
        if known is None or len(known.chargers) > 1:
            return ""
        before = bisect_left(known.opened, attempt.began_at)
        is_busy = before > 0 and known.heard[before - 1] > attempt.began_at
        return "" if is_busy else next(iter(known.chargers))

    @cached_property
    def _opened(self) -> dict[str, "_Address"]:
        found: dict[str, _Address] = {}
        for link in self.links:
            if link.charger and link.opened_at is not None:
                found.setdefault(link.address, _Address()).add(link)
        return found


class _Address:
    """The connections of chargers that came from one address, in their order."""

    def __init__(self) -> None:
        self.chargers: set[str] = set()
        self.opened: list[int] = []
        self.heard: list[int] = []
        """Until when one of the connections up to here was heard of."""

    def add(self, link: Link) -> None:
        """Take in a connection that opened."""
        self.chargers.add(link.charger)
        self.opened.append(link.opened_at or 0)
        heard = link.last_heard_at or 0
        self.heard.append(max(heard, self.heard[-1]) if self.heard else heard)


class FleetRule:
    """One rule about all chargers; it is asked anew about everything.

    A subclass with an `id` in a module of `rules/` is all there is to do, as with
    `Rule`.
    """

    id: ClassVar[str] = ""
    """As in `CON-02`."""

    def judge(self, fleet: Fleet) -> Iterable[tuple[str, Evidence]]:
        """Judge everything.

        Returns:
            Evidence with the charger it is about; empty: none in particular.
        """
        raise NotImplementedError
