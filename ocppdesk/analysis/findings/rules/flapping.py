# SPDX-License-Identifier: Apache-2.0
"""What the connections of one charger show together (protocol handbook, 7.1)."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median, pstdev
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration, listed
from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.frames import CALLS
from ocppdesk.core.messages import Direction

_BOOT: Final = "BootNotification"
_ALIKE: Final = 0.1  # standard deviation by mean, below which a timer is at work
_MOST_BOOTS: Final = 0.8  # of the connections: then the charger restarts each time
_TWICE: Final = 2
_SHARE: Final = 1 / 3  # of the uses of a command after which the connection ended
_MOST_DROPS: Final = 1_000
_MOST_SERIALS: Final = 20


def _is_ours(link: Link) -> bool:
    """Return whether a connection ended because of the CSMS, and not of the charger."""
    return link.closer is Closer.CSMS and not link.is_replaced


class Flapping(Rule):
    """A charger connects three times or more within 15 minutes.

    Connections that this program ended do not count. Equal lifetimes mean a timer
    somewhere, irregular ones mean signal, cable or power.
    """

    id = "CON-07"

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Count the connections within each window that ends with one of them."""
        limits = known.thresholds
        window, least = limits.flap_window_min * MINUTE, limits.flap_count
        opened = [
            link
            for before, link in _with_previous(links)
            if before is None or not _is_ours(before)
        ]
        flaps = [
            link
            for index, link in enumerate(opened)
            if index + 1 >= least
            and _opened(link) - _opened(opened[index + 1 - least]) <= window
        ]
        if not flaps:
            return
        first = _opened(flaps[0]) - window
        concerned = [each for each in opened if _opened(each) >= first]
        variant, facts = _pattern(concerned, known)
        for link in flaps:
            messages = known.traffic.messages_of(link)[:1]
            yield Evidence(_opened(link), messages, facts=facts, variant=variant)


def _pattern(links: Sequence[Link], known: Known) -> tuple[str, dict[str, object]]:
    """Return which kind of flapping it is, and what is to be said about it."""
    lives = [life for link in links if (life := link.lived_us) is not None]
    facts: dict[str, object] = {"opens": len(links)}
    if lives:
        facts["lived"] = duration(median(lives))
        facts["shortest"], facts["longest"] = duration(min(lives)), duration(max(lives))
    if len(lives) >= 3 and min(lives) > SECOND and pstdev(lives) < _ALIKE * mean(lives):
        facts["timer"] = _timer(mean(lives), known)
        return "timer", facts
    numbers = {link.number for link in links}
    booted = {boot.connection for boot in known.boots.all} & numbers
    if len(booted) >= 3 and len(booted) >= _MOST_BOOTS * len(numbers):
        return "reboots", facts
    return ("" if lives else "unknown"), facts


def _timer(life_us: float, known: Known) -> str:
    """Say which of the known intervals a lifetime is close to."""
    candidates = {
        "the heartbeat interval": known.boots.heartbeat_s,
        "the time after which many proxies give up": 60,
        "a library's default of ping interval plus timeout": 40,
    }
    key = known.key("WebSocketPingInterval")
    if key is not None and key.isascii() and key.isdigit():
        candidates["WebSocketPingInterval"] = int(key)
    close = [
        name
        for name, seconds in candidates.items()
        if seconds and abs(life_us / SECOND - seconds) <= max(2, 0.1 * seconds)
    ]
    return f", which is close to {listed(close)}" if close else ""


class SharedIdentity(Rule):
    """Two stations log in with one identity, and each pushes the other out.

    Connections from two addresses, or BootNotifications with two serial numbers,
    take turns.
    """

    id = "CON-09"
    hears = Hears.CHARGER_CALLS
    actions = frozenset({_BOOT})

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._serials: list[str] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look whether a serial number comes back after another one."""
        boot = known.boots.last
        if boot is None or not boot.boot.serial:
            return ()
        serial, known_serials = boot.boot.serial, self._serials
        came_back = serial in known_serials[:-1] and serial != known_serials[-1]
        if not known_serials or serial != known_serials[-1]:
            known_serials.append(serial)
            del known_serials[:-_MOST_SERIALS]
        if not came_back:
            return ()
        what = f"serial numbers {listed(known_serials)}"
        return [Evidence.of(seen, facts={"what": what})]

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look whether addresses take turns in pushing each other out."""
        recorded = [link for link in links if link.is_recorded]
        addresses = [link.address for link in recorded]
        turns = [
            index
            for index in range(2, len(recorded))
            if addresses[index] == addresses[index - 2] != addresses[index - 1]
            and recorded[index - 1].is_replaced
        ]
        if len(turns) < _TWICE:
            return
        what = f"addresses {listed(addresses)}"
        for index in turns:
            link = recorded[index]
            messages = known.traffic.messages_of(link)[:1]
            yield Evidence(_opened(link), messages, facts={"what": what})


@dataclass(frozen=True, slots=True)
class _Drop:
    """The end of a connection, or a boot, right after a command."""

    action: str
    command: int
    event: int
    at: int
    after_us: int
    connection: int


class DropAfterCommand(Rule):
    """A connection ends, or the charger boots, within 10 s of the same command.

    It has to happen twice or more, and after a third of the uses of the command;
    commands that restart a charger do not count.
    """

    id = "CON-10"
    hears = Hears.CALLS
    actions = None

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._last: tuple[str, int, int, int] | None = None
        self._uses: Counter[str] = Counter()
        self._drops: list[_Drop] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Remember commands, and what came soon after them."""
        message = seen.message
        if message.direction is Direction.OUT:
            if message.type in CALLS and message.action:
                self._uses[message.action] += 1
                self._last = (
                    message.action, message.id, message.at, message.connection
                )  # fmt: skip
            return ()
        is_boot = message.action == _BOOT and message.type in CALLS
        if not is_boot and message.action != "Disconnected":
            return ()
        if self._last is None or len(self._drops) >= _MOST_DROPS:
            return ()
        action, command, at, connection = self._last
        after = message.at - at
        if after > known.thresholds.drop_after_s * SECOND:
            return ()
        if not is_boot and connection != message.connection:
            return ()
        within = known.thresholds.commanded_min * MINUTE
        recent = known.commands.lately(at=message.at, within_us=within)
        is_expected = any(each.may_restart for each in recent)
        boot = known.boots.last
        if is_boot and boot is not None and boot.is_triggered:
            is_expected = True
        self._last = None
        if not is_expected:
            self._drops.append(
                _Drop(action, command, message.id, message.at, after, connection)
            )
        return ()

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look which commands it happened after again and again."""
        ours = {link.number for link in links if _is_ours(link)}
        drops = [drop for drop in self._drops if drop.connection not in ours]
        counts = Counter(drop.action for drop in drops)
        for drop in drops:
            count, uses = counts[drop.action], self._uses[drop.action]
            if count < _TWICE or count < uses * _SHARE:
                continue
            yield Evidence(
                drop.at,
                (drop.command, drop.event),
                facts={
                    "action": drop.action,
                    "uses": uses,
                    "after": duration(drop.after_us),
                },
                key=drop.action,
            )


class LeavesAfterErrors(Rule):
    """A connection ends within 30 s after the third error that the CSMS answered with.

    Some chargers give up a CSMS that does not know what they report.
    """

    id = "CON-10"
    actions = None
    hears = Hears.CSMS_ERRORS | Hears.LINKS

    _SOON: Final = 30 * SECOND
    _SOME: Final = 3
    _SPAN: Final = 2 * MINUTE

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._errors: deque[Observation] = deque(maxlen=self._SOME)
        self._ends: list[tuple[Observation, tuple[Observation, ...]]] = []

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Remember errors, and whether the end came soon after them."""
        message, errors = seen.message, self._errors
        if seen.is_error:
            errors.append(seen)
        elif message.action == "Disconnected" and len(errors) == self._SOME:
            is_soon = seen.at - errors[-1].at <= self._SOON
            is_one = all(e.message.connection == message.connection for e in errors)
            is_row = errors[-1].at - errors[0].at <= self._SPAN
            if is_soon and is_one and is_row and len(self._ends) < _MOST_DROPS:
                self._ends.append((seen, tuple(errors)))
            errors.clear()
        return ()

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Tell of the ends that were not this program's."""
        ours = {link.number for link in links if _is_ours(link)}
        for seen, errors in self._ends:
            if seen.message.connection in ours:
                continue
            last = errors[-1].message
            yield Evidence(
                seen.at,
                (*(each.message.id for each in errors), seen.message.id),
                facts={
                    "action": last.action or "its calls",
                    "code": last.error_code or "an error",
                    "after": duration(seen.at - errors[-1].at),
                },
                key="errors",
                variant="errors",
                severity=Severity.MEDIUM,
                is_possible=True,
            )


class GoneForLong(Rule):
    """After its connection ended, a charger stays away for more than 15 minutes.

    Connections that this program ended do not count. For times that are over, nothing
    tells whether the charger had power and this program ran.
    """

    id = "CON-11"

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look at the times between connections."""
        allowed = known.thresholds.gone_min * MINUTE
        for before, link in _with_previous(links):
            if before is None or not link.is_recorded or _is_ours(before):
                continue
            gone = _opened(link) - (before.ended_at or _opened(link))
            if gone > allowed:
                yield Evidence(
                    before.ended_at or 0,
                    known.traffic.messages_of(before)[-1:],
                    facts={"gone": duration(gone)},
                    variant="came_back",
                    severity=Severity.LOW,
                    is_possible=True,
                )

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Look whether the charger is away now."""
        links = list(known.traffic.links.values())
        if not links or not links[-1].is_recorded or _is_ours(links[-1]):
            return ()
        link = links[-1]
        if link.ended_at is None:
            return ()
        gone = now - link.ended_at
        if gone <= known.thresholds.gone_min * MINUTE:
            return ()
        messages = known.traffic.messages_of(link)[-1:]
        return [
            Evidence(
                link.ended_at, messages, facts={"gone": duration(gone)}, key="now",
                severity=Severity.HIGH,
            )
        ]  # fmt: skip


def _opened(link: Link) -> int:
    return link.began_at if link.opened_at is None else link.opened_at


def _with_previous(links: Sequence[Link]) -> Iterator[tuple[Link | None, Link]]:
    before = None
    for link in links:
        yield before, link
        before = link
