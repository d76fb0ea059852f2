# SPDX-License-Identifier: Apache-2.0
"""Whether a charger is there, and how much of its conversation was seen."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.links import Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.frames import ANSWERS, CALLS
from ocppdesk.core.messages import CARD_SHOWN, Direction

_MOST_OUTAGES: Final = 200
_MOST_LINKS: Final = 5_000  # connections; of a charger that comes back all the time
_SOME_ORPHANS: Final = 3  # a few may be wrong ids
_ONE_SIDED: Final = 0.3  # of all calls; protocol handbook, 8.6


@dataclass(frozen=True, slots=True)
class Outage:
    """A time without a connection."""

    began_at: int
    """When the last connection ended, microseconds since 1970."""
    ended_at: int
    """When the next one opened."""


class Traffic:
    """The messages and connections of a charger, counted."""

    def __init__(self) -> None:
        self.first_at: int | None = None
        """When the first message was, microseconds since 1970."""
        self.last_at: int | None = None
        """When the last one was."""
        self.heard_at: int | None = None
        """When the last message of the charger was."""
        self.heard_message: int | None = None
        """Its number."""
        self.heard_action = ""
        """Its action, on an answer that of the call; empty: none."""
        self.count = 0
        """How many messages there were."""
        self.has_links = False
        """Whether anything tells when connections came and went."""
        self.is_connected: bool | None = None
        """Whether the charger is connected, by the messages; None: nothing tells."""
        self.since: int | None = None
        """Since when it is or is not."""
        self.outages: deque[Outage] = deque(maxlen=_MOST_OUTAGES)
        """The last outages that are over, the oldest first."""
        self.calls = [0, 0]
        """How many calls there were, by direction."""
        self.answered = [0, 0]
        """How many of them were answered."""
        self.links: dict[int, Link] = {}
        """The connections that opened, by number, in their order, as they are now; of
        very many the last ones."""
        self.opened_by: dict[int, int] = {}
        """By connection: the number of the message that it opened."""
        self.closed_by: dict[int, int] = {}
        """By connection: the number of the message that it ended."""
        self.orphans = 0
        """How many answers there were whose call was not seen."""
        self._open: set[int] = set()

    @property
    def is_recorded(self) -> bool:
        """Whether connections were seen as such, so that nothing is missing."""
        return any(link.is_recorded for link in self.links.values())

    @property
    def is_one_sided(self) -> bool:
        """Whether so many answers are missing that a missing one proves nothing."""
        if self.is_recorded:
            return False
        calls, answered = sum(self.calls), sum(self.answered)
        lacks_answers = answered < calls * (1 - _ONE_SIDED)
        lacks_calls = self.orphans > max(
            (answered + self.orphans) * _ONE_SIDED, _SOME_ORPHANS
        )
        return lacks_answers or lacks_calls

    def take(self, seen: Observation) -> None:
        """Take in any message."""
        message = seen.message
        at, direction, kind = message.at, message.direction, message.type
        if self.first_at is None:
            self.first_at = at
        self.last_at = at
        self.count += 1
        if kind in CALLS:
            self.calls[direction] += 1
        elif kind in ANSWERS:
            if seen.call is None:
                self.orphans += 1
            else:
                self.answered[1 - direction] += 1
        if direction is Direction.IN:
            self.heard_at = at
            self.heard_message, self.heard_action = message.id, message.action or ""
        elif direction is Direction.LINK and message.action != CARD_SHOWN:
            self._take_link(seen)

    def _take_link(self, seen: Observation) -> None:
        number, at = seen.message.connection, seen.at
        was_connected, self.has_links = self.is_connected, True
        if seen.message.action == "Connected":
            self._open.add(number)
            _note(self.opened_by, number, seen.message.id)
            self.is_connected = True
            if was_connected is False and self.since is not None:
                self.outages.append(Outage(self.since, at))
        else:
            self._open.discard(number)
            _note(self.closed_by, number, seen.message.id)
            # The newest connection wins; the end of an older one is no outage.
            self.is_connected = bool(self._open)
        if was_connected is not self.is_connected:
            self.since = at

    def messages_of(self, link: Link) -> tuple[int, ...]:
        """Return the numbers of the messages that a connection opened and ended."""
        found = (self.opened_by.get(link.number), self.closed_by.get(link.number))
        return tuple(number for number in found if number is not None)

    def take_record(self, link: Link) -> None:
        """Take in the record of a connection, as far as it has come."""
        if link.opened_at is None:
            return
        self.has_links |= link.is_recorded
        if link.number not in self.links and len(self.links) >= _MOST_LINKS:
            oldest = next(iter(self.links))
            if link.number < oldest:
                return
            del self.links[oldest]
        self.links[link.number] = link


def _note(messages: dict[int, int], link: int, message: int) -> None:
    """Note the first message that tells something of a connection."""
    messages.setdefault(link, message)
    if len(messages) > _MOST_LINKS:
        del messages[next(iter(messages))]
