# SPDX-License-Identifier: Apache-2.0
"""How the connections of a charger lived and ended."""

from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction, Message

_MOST: Final = 200  # connections that are told of, the newest ones
_SOON_US: Final = 10_000_000
_BOOT: Final = "BootNotification"
_RESTARTING: Final = frozenset({"Reset", "UpdateFirmware", "SignedUpdateFirmware"})


@dataclass(frozen=True, slots=True)
class Life:
    """One connection that opened, as far as it has come."""

    number: int
    """Its number in the capture."""
    opened_at: int | None = None
    """When it opened, microseconds since 1970; None: before the messages begin."""
    ended_at: int | None = None
    """When it ended; None: it lasts."""
    closer: Closer = Closer.UNKNOWN
    """Who ended it."""
    close_code: int | None = None
    """The WebSocket close code; 1006 where no close frame came."""
    is_replaced: bool = False
    """Whether it ended as the charger opened a newer one."""
    is_idle: bool = False
    """Whether it was ended because nothing came over it for too long."""
    address: str = ""
    """Where it came from; empty where only a log tells of it."""
    said_at: int | None = None
    """When the last message of the charger came over it."""
    said: str = ""
    """The action of that message."""
    heard_at: int | None = None
    """When the last byte came; None where that was not recorded."""
    pings: int = 0
    """How many WebSocket pings the charger sent."""
    command: str = ""
    """The command sent within 10 s before it ended, if it is not to restart."""
    has_booted: bool = False
    """Whether the charger booted on it."""
    message: int | None = None
    """The number of the message that it ended with, else of the one it opened with."""
    path: str = ""
    """The path of its request; empty where that was not recorded."""

    @property
    def lived_us(self) -> int | None:
        """How long it was open, in microseconds; None while it is, or if unknown."""
        if self.opened_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.opened_at

    @property
    def silent_us(self) -> int | None:
        """How long the charger had said nothing when it ended; None: unknown."""
        if self.said_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.said_at


class _Course:
    """What messages tell of one connection."""

    __slots__ = ("command", "ended", "has_booted", "opened", "said", "sent")

    def __init__(self) -> None:
        self.opened: Message | None = None
        self.ended: Message | None = None
        self.said: Message | None = None
        self.sent: Message | None = None
        self.command = ""
        self.has_booted = False


class Lives:
    """Follows the connections of one charger; feed it everything in its order."""

    def __init__(self) -> None:
        self._courses: dict[int, _Course] = {}
        self._links: dict[int, Link] = {}
        self._number: int | None = None
        self._course = _Course()

    def feed(self, seen: Observation) -> None:
        """Take in the next message."""
        message = seen.message
        if message.connection != self._number:
            self._number = message.connection
            self._course = self._courses.setdefault(self._number, _Course())
            if len(self._courses) > 2 * _MOST:
                for number in sorted(self._courses)[:-_MOST]:
                    self._courses.pop(number)
                    self._links.pop(number, None)
                self._courses[self._number] = self._course
        course = self._course
        if message.direction is Direction.IN:
            course.said = message
            if message.action == _BOOT and message.type in CALLS:
                course.has_booted = True
        elif message.direction is Direction.OUT:
            if message.type in CALLS:
                course.sent = message
        elif message.action == "Connected":
            course.opened = message
        elif message.action == "Disconnected":
            course.ended = message
            sent = course.sent
            if sent is not None and message.at - sent.at <= _SOON_US:
                action = sent.action or ""
                course.command = "" if action in _RESTARTING else action

    def take(self, link: Link) -> None:
        """Take in the record of a connection, as far as it has come."""
        if link.opened_at is not None:
            self._links[link.number] = link
            if len(self._links) > 2 * _MOST:
                for number in sorted(self._links)[:-_MOST]:
                    del self._links[number]

    def told(self) -> tuple[Life, ...]:
        """Return the connections, the oldest first."""
        known = {n for n, one in self._courses.items() if one.opened or one.ended}
        # Of a log without connections, the record only says where its messages begin
        # and end.
        seen = {n for n, link in self._links.items() if link.is_recorded}
        numbers = sorted(known | seen)[-_MOST:]
        return tuple(self._life(number) for number in numbers)

    def _life(self, number: int) -> Life:
        course = self._courses.get(number) or _Course()
        opened, ended, said = course.opened, course.ended, course.said
        shown = ended or opened
        link = self._links.get(number)
        if link is not None and link.is_recorded:
            life = life_of(link)
        else:
            life = Life(
                number,
                None if opened is None else opened.at,
                None if ended is None else ended.at,
                Closer.UNKNOWN if link is None or ended is None else link.closer,
                None if link is None or ended is None else link.close_code,
            )
        return replace(
            life,
            said_at=None if said is None else said.at,
            said="" if said is None else said.action or "",
            command=course.command,
            has_booted=course.has_booted,
            message=None if shown is None else shown.id,
        )


def life_of(link: Link) -> Life:
    """Return a connection as its record alone tells it, without what was said on it."""
    return Life(
        link.number,
        link.opened_at,
        link.ended_at,
        link.closer,
        link.close_code,
        link.is_replaced,
        link.is_idle,
        link.address,
        heard_at=link.last_heard_at,
        pings=link.pings,
        path=link.path,
    )
