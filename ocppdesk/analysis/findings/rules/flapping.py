# SPDX-License-Identifier: Apache-2.0
"""What the connections of one charger show together (protocol handbook, 7.1)."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from statistics import mean, median, pstdev
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.knowing.boots import Booted
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Rule
from ocppdesk.analysis.findings.wording import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    duration,
    listed,
)
from ocppdesk.analysis.links import Closer, Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.core.numbers import whole_number

_ALIKE: Final = 0.1  # standard deviation by mean, below which a timer is at work
_MOST: Final = 0.8  # of the connections: then it is what they have in common
_NAT_S: Final = (100, 310)  # after which routers forget idle connections
_TWICE: Final = 2
_MOST_COMMANDED: Final = 1_000
_MOST_PLATES: Final = 20
_MOST_DOUBLINGS: Final = 20


def is_ours(link: Link) -> bool:
    """Return whether a connection ended because of the CSMS, and not of the charger.

    One that was ended because it was dead had broken before.
    """
    is_cause = link.is_replaced or link.is_idle
    return link.closer is Closer.CSMS and not is_cause


class Flapping(Rule):
    """A charger connects three times or more within 15 minutes.

    Connections that this program ended, or that ended after a command that restarts a
    charger, do not count, but those that were dead. Equal lifetimes mean a timer
    somewhere, irregular ones speak for signal, cable or power.
    """

    id = "CON-07"
    actions = frozenset({"Disconnected"})
    hears = Hears.LINKS
    suppressed_by = ("CON-09",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # The connections that a command ended, and when the last such command was.
        self._commanded: OrderedDict[int, None] = OrderedDict()
        self._explained_at = 0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note what a command explains: one end each."""
        within = known.thresholds.commanded_min * MINUTE
        for command in known.commands.lately(at=seen.at, within_us=within):
            is_new = command.at > self._explained_at and command.status != "Rejected"
            if command.may_restart and is_new:
                self._explained_at = command.at
                self._commanded[seen.message.connection] = None
                if len(self._commanded) > _MOST_COMMANDED:
                    self._commanded.popitem(last=False)
                break
        return ()

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Count the connections within each window that ends with one of them."""
        limits = known.thresholds
        window, least = limits.flap_window_min * MINUTE, limits.flap_count
        opened = [
            link
            for before, link in _with_previous(links)
            if before is None
            or not (is_ours(before) or before.number in self._commanded)
        ]
        flaps: list[Link] = []
        concerned: list[Link] = []
        for index, link in enumerate(opened):
            first = index + 1 - least
            if first >= 0 and _opened(link) - _opened(opened[first]) <= window:
                flaps.append(link)
                # Those before, but none twice: each once, in their order.
                have = concerned[-1].number if concerned else 0
                lately = opened[first : index + 1]
                concerned += [each for each in lately if each.number > have]
        if not flaps:
            return
        variant, facts = _pattern(concerned, known)
        for link in flaps:
            messages = known.traffic.messages_of(link)[:1]
            yield Evidence(_opened(link), messages, facts=facts, variant=variant)


def _pattern(links: Sequence[Link], known: Known) -> tuple[str, dict[str, object]]:
    """Return which kind of flapping it is, and what is to be said about it."""
    over = [link for link in links if not is_ours(link)]
    lives = [life for link in over if (life := link.lived_us) is not None]
    facts: dict[str, object] = {"opens": len(links)}
    if lives:
        facts["lived"] = duration(median(lives))
        facts["shortest"], facts["longest"] = duration(min(lives)), duration(max(lives))
    if len(lives) >= 3 and min(lives) > SECOND and pstdev(lives) < _ALIKE * mean(lives):
        facts["timer"] = _timer(mean(lives), known)
        return "timer", facts
    boots = known.boots.all
    since = boots[0].connection if len(boots) == boots.maxlen else 0
    numbers = {link.number for link in links if link.number >= since}
    booted = {boot.connection for boot in boots} & numbers
    if len(booted) >= 3 and len(booted) >= _MOST * len(numbers):
        return "reboots", facts
    ended = [link for link in over if link.ended_at is not None]
    closed = [link for link in ended if link.closer is Closer.CHARGER]
    if lives and len(closed) >= max(2, _MOST * len(ended)):
        codes = sorted({link.close_code for link in closed if link.close_code})
        facts["codes"] = f" (code {listed(map(str, codes))})" if codes else ""
        return "closed", facts
    return ("" if lives else "unknown"), facts


def _timer(life_us: float, known: Known) -> str:
    """Say which of the known intervals a lifetime is close to."""
    candidates = {
        "the heartbeat interval": known.boots.heartbeat_s,
        "the time after which many proxies give up": 60,
        "a library's default of ping interval plus timeout": 40,
    }
    ping = "WebSocketPingInterval"
    candidates[ping] = whole_number(
        known.variable("OCPPCommCtrlr", ping) if known.is_2x else known.key(ping)
    )
    life = life_us / SECOND
    close = [
        name
        for name, seconds in candidates.items()
        if seconds and abs(life - seconds) <= max(2, 0.1 * seconds)
    ]
    if close:
        return f", which is close to {listed(close)}"
    is_nat = _NAT_S[0] <= life <= _NAT_S[1]
    return ", as routers and mobile networks do with idle connections" if is_nat else ""


class SharedIdentity(Rule):
    """Two stations log in with one identity, and each pushes the other out.

    Connections from two addresses, or BootNotifications with two serial numbers, take
    turns within an hour. One charger with two ways into the network has one serial
    number; where none is known, two addresses prove nothing.
    """

    id = "CON-09"
    hears = Hears.CHARGER_CALLS
    actions = frozenset({"BootNotification"})

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        # The last boot of each plate, by where the serial number stands in it.
        self._booted: dict[str, OrderedDict[str, Booted]] = {}

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look whether a serial number comes back after another one."""
        boot = known.boots.last
        # Some chargers fill in other fields when they are asked for it.
        if boot is None or boot.is_triggered:
            return ()
        name, plate = _plate(boot)
        if not plate:
            return ()
        booted = self._booted.setdefault(name, OrderedDict())
        before = booted.pop(plate, None)
        other = next(reversed(booted.values()), None)
        booted[plate] = boot
        if len(booted) > _MOST_PLATES:
            booted.popitem(last=False)
        if before is None or other is None or other.at < before.at:
            return ()
        if seen.at - before.at > HOUR:
            return ()  # an exchanged board, or a bench
        facts = {"what": f"{name} {listed(sorted([*booted][-2:]))}"}
        return [Evidence.of(seen, also=[before.message, other.message], facts=facts)]

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look whether addresses take turns in pushing each other out."""
        recorded = [link for link in links if link.is_recorded]
        addresses = [link.address for link in recorded]
        plates = {boot.connection: _plate(boot) for boot in known.boots.all}
        turns = []
        for index in range(2, len(recorded)):
            before, link = recorded[index - 1], recorded[index]
            plate, other = plates.get(link.number), plates.get(before.number)
            if (
                addresses[index] == addresses[index - 2] != addresses[index - 1]
                and before.is_replaced
                and (plate is None or plate != other)
            ):
                turns.append((before, link, plate is not None and other is not None))
        if len(turns) < _TWICE:
            return
        for before, link, is_proved in turns:
            what = f"addresses {listed(sorted({before.address, link.address}))}"
            messages = known.traffic.messages_of(link)[:1]
            yield Evidence(
                _opened(link), messages, facts={"what": what}, is_possible=not is_proved
            )


def _plate(boot: Booted) -> tuple[str, str]:
    """Return which station a boot is of, and by what that is known."""
    station, payload = boot.boot, boot.boot.payload
    if station.serial:
        is_box = not text_at(payload, "chargePointSerialNumber")
        is_old = "chargingStation" not in payload
        name = "serial numbers of the box" if is_box and is_old else "serial numbers"
        return name, station.serial
    return "makes", f"{station.vendor} {station.model}".strip()


class GoneForLong(Rule):
    """After its connection ended, a charger stays away for more than 15 minutes.

    One of OCPP 2.x may stay away for twice as long as its settings for the wait between
    attempts allow. Connections that this program ended do not count, but those that
    were dead. For times that are over, nothing tells whether the charger had power and
    this program ran.
    """

    id = "CON-11"

    def of_links(self, links: Sequence[Link], known: Known) -> Iterable[Evidence]:
        """Look at the times between connections."""
        allowed = _absence(known)
        for before, link in _with_previous(links):
            if before is None or not link.is_recorded or is_ours(before):
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
        if not links or any(link.ended_at is None for link in links):
            return ()
        link = max(links, key=lambda each: each.ended_at or 0)
        if not link.is_recorded or is_ours(link):
            return ()
        ended, allowed = link.ended_at or 0, _absence(known)
        gone = now - ended
        if gone <= allowed:
            return ()
        messages = known.traffic.messages_of(link)[-1:]
        facts = {"gone": duration(gone), "allowed": duration(allowed)}
        return [Evidence(ended, messages, facts=facts, key="now")]


def _absence(known: Known) -> int:
    """Return how long a charger may stay away, in microseconds.

    In OCPP 2.x the wait doubles with each attempt that fails, so many times (errata
    of 2.1, 4.1).
    """
    allowed = known.thresholds.gone_min * MINUTE
    least, spread, doublings = (
        whole_number(known.variable("OCPPCommCtrlr", f"RetryBackOff{name}"))
        for name in ("WaitMinimum", "RandomRange", "RepeatTimes")
    )
    if least is None or doublings is None or not 0 <= doublings < _MOST_DOUBLINGS:
        return allowed
    longest: int = (least + (spread or 0)) * 2**doublings * SECOND
    return min(max(allowed, 2 * longest), DAY)


def _opened(link: Link) -> int:
    return link.began_at if link.opened_at is None else link.opened_at


def _with_previous(links: Sequence[Link]) -> Iterator[tuple[Link | None, Link]]:
    before = None
    for link in links:
        yield before, link
        before = link
