# SPDX-License-Identifier: Apache-2.0
"""What the ends of a charger's connections have in common (protocol 7.1, CON-07)."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.wording import MINUTE, SECOND, duration, listed
from ocppdesk.analysis.links import Closer
from ocppdesk.analysis.lives import Life

_MOST_SHARE: Final = 0.8  # of the connections that a pattern has to explain
_FEW: Final = 3  # connections that could be alike by chance
_ALIKE: Final = 0.1  # of a time, within which others are the same
_ALIKE_US: Final = 1_500_000
_LEAST_US: Final = 2 * SECOND  # shorter times tell of no timer
_NAT_US: Final = (100 * SECOND, 310 * SECOND)


class Kind(enum.StrEnum):
    """Which kind of pattern it is."""

    NONE = "none"
    """No connection has ended."""
    FEW = "few"
    """Too few for a pattern."""
    OURS = "ours"
    """The CSMS ended them."""
    COMMAND = "command"
    """Each after the same command."""
    SILENCE = "silence"
    """Each the same time after the last message."""
    TIMER = "timer"
    """Each lived equally long."""
    REPLACED = "replaced"
    """Each was pushed out by a newer one."""
    BOOTS = "boots"
    """The charger boots each time."""
    CLOSED = "closed"
    """The charger closes them itself."""
    IRREGULAR = "irregular"
    """They have nothing in common."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the ends of connections have in common."""

    kind: Kind
    text: str
    """In one sentence."""
    next: str = ""
    """What to try, as a sentence; empty: nothing."""


NO_PATTERN: Final = Pattern(Kind.NONE, "No connection has ended so far.")
"""What there is to say as long as nothing has ended."""


def pattern(
    lives: Sequence[Life], intervals: Mapping[str, float | None] | None = None
) -> Pattern:
    """Say what the ends of connections have in common.

    Args:
        lives: The connections of one charger, the oldest first.
        intervals: Intervals that are known of it, in seconds by their names, such as
            `the heartbeat interval`: a time that is close to one is said to be.
    """
    over = [life for life in lives if life.ended_at is not None]
    if not over:
        return NO_PATTERN
    theirs = [life for life in over if not _is_ours(life)]
    if not theirs:
        what = "The only connection that ended was" if len(over) == 1 else (
            f"All {len(over)} connections that ended were"
        )  # fmt: skip
        return Pattern(Kind.OURS, f"{what} closed by the CSMS, not by the charger.")
    if len(theirs) == 1:
        return _single(theirs[0])
    suspects = _suspects(intervals or {})
    return (
        _after_command(theirs)
        # Who closes and boots restarts, however regularly.
        or (_booting(lives, theirs) if _closes_itself(theirs) else None)
        or _after_silence(theirs, suspects)
        or _after_lifetime(theirs, suspects)
        or _replaced(theirs)
        or _booting(lives, theirs)
        or _closed(theirs)
        or _irregular(theirs)
    )


def _is_ours(life: Life) -> bool:
    is_cause = life.is_replaced or life.is_idle
    return life.closer is Closer.CSMS and not is_cause


def _single(life: Life) -> Pattern:
    lived = "" if life.lived_us is None else f" after {duration(life.lived_us)}"
    return Pattern(
        Kind.FEW,
        f"One connection has ended{lived}: that is no pattern yet.",
        "See whether it happens again, and after how long.",
    )


_Suspects = Sequence[tuple[str, float]]


def _suspects(intervals: Mapping[str, float | None]) -> _Suspects:
    known = [(name, seconds) for name, seconds in intervals.items() if seconds]
    return (
        *known,
        ("the 60 s after which many proxies give up", 60),
        ("the ping interval plus time-out that a common library has", 40),
    )


def _after_command(theirs: Sequence[Life]) -> Pattern | None:
    counts = Counter(life.command for life in theirs if life.command)
    if not counts:
        return None
    action, count = counts.most_common(1)[0]
    if count < 2 or count < len(theirs) * _MOST_SHARE:
        return None
    return Pattern(
        Kind.COMMAND,
        f"{count} of {len(theirs)} ended within 10 s after the CSMS sent {action}.",
        f"Do not send {action} for a while, or ask for less at once: the charger's "
        "firmware may stumble over it. If the connection then holds, report the "
        "firmware version to the vendor.",
    )


def _after_silence(theirs: Sequence[Life], suspects: _Suspects) -> Pattern | None:
    silences = [one.silent_us for one in theirs if one.silent_us is not None]
    count, typical = _alike(silences)
    lives = [one.lived_us for one in theirs if one.lived_us is not None]
    if not _is_most(count, theirs) or _alike(lives)[0] > count:
        return None
    said = (
        f"{count} of {len(theirs)} ended {duration(typical)} after the charger's last "
        f"message{_close_to(typical, suspects)}."
    )
    if _closes_itself(theirs):
        return Pattern(
            Kind.SILENCE,
            said,
            "The charger itself closes connections on which nothing is said: look at "
            "its ping and heartbeat settings, and whether answers to it get lost.",
        )
    return Pattern(
        Kind.SILENCE,
        said,
        "Something between charger and CSMS cuts connections on which nothing is "
        "said: set the charger's ping or heartbeat interval to less than "
        f"{duration(typical / 2)}, or take a proxy or router out of the way.",
    )


def _after_lifetime(theirs: Sequence[Life], suspects: _Suspects) -> Pattern | None:
    lives = [one.lived_us for one in theirs if one.lived_us is not None]
    count, typical = _alike(lives)
    if not _is_most(count, theirs):
        return None
    said = (
        f"{count} of {len(theirs)} lived {duration(typical)}"
        f"{_close_to(typical, suspects)}"
    )
    if _closes_itself(theirs):
        return Pattern(
            Kind.TIMER,
            f"{said}: the charger closes them itself.",
            "See whether the charger restarts each time; else look for what has this "
            "time-out in its settings, such as a second CSMS.",
        )
    return Pattern(
        Kind.TIMER,
        f"{said}: a timer ends them.",
        "Look for what has this time-out: the charger's ping and heartbeat settings, "
        "a proxy, a router, the mobile network. Then change that one thing and see "
        "whether the time changes.",
    )


def _replaced(theirs: Sequence[Life]) -> Pattern | None:
    replaced = [life for life in theirs if life.is_replaced]
    if len(replaced) < 2 or len(replaced) < len(theirs) * _MOST_SHARE:
        return None
    said = f"{len(replaced)} of {len(theirs)} ended as a newer connection with the "
    addresses = {life.address for life in theirs if life.address}
    if len(addresses) > 1:
        return Pattern(
            Kind.REPLACED,
            f"{said}same identity came, from {listed(sorted(addresses))}.",
            "Two chargers may have one identity: compare the serial numbers, and give "
            "each its own.",
        )
    return Pattern(
        Kind.REPLACED,
        f"{said}same identity came from the same address.",
        "The charger gives connections up without closing them: look at its network, "
        "and shorten its ping interval so that it notices sooner.",
    )


def _booting(lives: Sequence[Life], theirs: Sequence[Life]) -> Pattern | None:
    ended = {life.number for life in theirs}
    after = [
        life for before, life in pairwise(lives)
        if before.number in ended
    ]  # fmt: skip
    booted = sum(life.has_booted for life in after)
    if booted < 2 or booted < len(after) * _MOST_SHARE:
        return None
    return Pattern(
        Kind.BOOTS,
        f"After {booted} of {len(after)} ends the charger came back with a "
        "BootNotification: it probably restarts each time.",
        "Look at its power supply, and ask for the reason of the boot or its log. "
        "Some chargers say BootNotification on every connection without a restart.",
    )


def _closes_itself(theirs: Sequence[Life]) -> bool:
    closed = sum(life.closer is Closer.CHARGER for life in theirs)
    return closed >= len(theirs) * _MOST_SHARE


def _closed(theirs: Sequence[Life]) -> Pattern | None:
    if not _closes_itself(theirs):
        return None
    closed = [life for life in theirs if life.closer is Closer.CHARGER]
    codes = sorted({life.close_code for life in closed if life.close_code})
    code = f" (code {listed(map(str, codes))})" if codes else ""
    return Pattern(
        Kind.CLOSED,
        f"{len(closed)} of {len(theirs)} were closed by the charger itself{code}, "
        f"{_spread(theirs)}.",
        "The charger ends them on purpose: look at its log and its connection "
        "settings, such as a second CSMS or an idle time-out.",
    )


def _irregular(theirs: Sequence[Life]) -> Pattern:
    broken = sum(life.close_code in (None, 1006) for life in theirs)
    how = " without a close frame" if broken == len(theirs) else ""
    if len(theirs) < _FEW:
        return Pattern(
            Kind.FEW,
            f"{len(theirs)} connections ended{how}, {_spread(theirs)}: too few for a "
            "pattern.",
            "See whether it happens again, and after how long.",
        )
    return Pattern(
        Kind.IRREGULAR,
        f"{len(theirs)} connections ended{how} with nothing in common, "
        f"{_spread(theirs)}.",
        "Irregular ends mean signal, cable or power: look at the signal strength, the "
        "plugs, the switch port and the power supply.",
    )


def _spread(theirs: Sequence[Life]) -> str:
    """Say how long connections lived."""
    lives = [one.lived_us for one in theirs if one.lived_us is not None]
    if not lives:
        return "after times that are not known"
    low, high = duration(min(lives)), duration(max(lives))
    return f"after {low}" if low == high else f"after {low} to {high}"


def _alike(times_us: Iterable[int]) -> tuple[int, float]:
    """Return how many times are about the same, and that time; too short ones: none."""
    found = list(times_us)
    if not found:
        return 0, 0
    middle = median(found)
    if middle < _LEAST_US:
        return 0, middle
    allowed = max(middle * _ALIKE, _ALIKE_US)
    same = [one for one in found if abs(one - middle) <= allowed]
    return len(same), median(same) if same else middle


def _is_most(count: int, theirs: Sequence[Life]) -> bool:
    return count >= _FEW and count >= len(theirs) * _MOST_SHARE


def _close_to(time_us: float, suspects: _Suspects) -> str:
    """Say which of the known intervals a time is close to."""
    close = [
        name
        for name, seconds in suspects
        if abs(time_us / SECOND - seconds) <= max(2, _ALIKE * seconds)
    ]
    if close:
        return f", which is close to {listed(close)}"
    if _NAT_US[0] <= time_us <= _NAT_US[1] and time_us > MINUTE:
        return ", as routers and mobile networks do with idle connections"
    return ""
