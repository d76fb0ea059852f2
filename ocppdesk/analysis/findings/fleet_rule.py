# SPDX-License-Identifier: Apache-2.0
"""What a rule about all chargers is: attempts, and what several of them share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ocppdesk.analysis.findings.rule import Evidence
from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.analysis.links import Link


@dataclass(frozen=True, slots=True)
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
