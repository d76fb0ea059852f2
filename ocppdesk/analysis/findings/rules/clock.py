# SPDX-License-Identifier: Apache-2.0
"""Clocks that are wrong, were never set, or jump (protocol handbook, 7.12)."""

from collections import deque
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.knowing.clock import TELLING, Reading
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.findings.wording import HOUR, MINUTE, SECOND, duration
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_TIMED: Final = TELLING | {"StartTransaction", "StopTransaction"}
_ENOUGH: Final = 5  # messages, before a clock is judged
_QUARTER: Final = 15 * MINUTE
_NEAR: Final = 2 * MINUTE
_ALIKE: Final = 10 * SECOND
_SYNCING: Final = frozenset({"Heartbeat", "BootNotification"})


def _judged(known: Known) -> tuple[int, list[Reading]] | None:
    """Return by how much the clock is off, and the messages that show it."""
    found = list(known.clock.readings)[-10:]
    if len(found) < _ENOUGH:
        return None
    return int(median(each.offset_us for each in found)), found


def _is_zone(offset: int) -> bool:
    """Return whether a clock is off as one is that shows local time as UTC."""
    quarters = round(offset / _QUARTER)
    return abs(quarters) >= 2 and abs(offset - quarters * _QUARTER) <= _NEAR


def _evidence(found: Sequence[Reading], facts: dict[str, object]) -> Evidence:
    numbers = tuple(each.message for each in found)
    return Evidence(found[-1].at, numbers, facts=facts)


class ClockOff(Rule):
    """The charger's time is off by more than a minute, in the middle of five messages.

    Messages that waited for a connection look like a clock that is slow, so those that
    are replayed do not count.
    """

    id = "CLK-01"
    actions = frozenset()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Judge the last messages."""
        judged = _judged(known)
        if judged is None:
            return ()
        offset, found = judged
        if abs(offset) <= known.thresholds.clock_offset_s * SECOND or _is_zone(offset):
            return ()
        way = "ahead" if offset > 0 else "slow"
        return [_evidence(found, {"offset": duration(offset), "way": way})]


class ClockNotSet(Rule):
    """The charger tells a year before 2020: its clock was never set.

    Before its first BootNotification was answered that is to be expected.
    """

    id = "CLK-02"
    actions = _TIMED
    hears = Hears.CHARGER_CALLS

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Look for years before 2020."""
        told = text_at(seen.payload, "timestamp").strip()
        year = told[:4]
        if not (year.isdigit() and len(year) == 4 and int(year) < 2020):
            return ()
        if told[4:5] not in "-/." or not known.boots.status:
            return ()
        if seen.at < 1_577_836_800 * SECOND:
            return ()  # the messages themselves are of before 2020
        return [Evidence.of(seen, facts={"year": year}, is_of_charger=True)]


class LocalTimeAsUtc(Rule):
    """The charger's time is off by whole quarters of an hour, or names no zone."""

    id = "CLK-03"
    actions = TELLING
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._without: deque[tuple[int, int]] = deque(maxlen=10)

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note times without a zone (OCPP 1.6, 3.14: they should be UTC)."""
        told = text_at(seen.payload, "timestamp").strip()
        if charger_time(told) is None:
            return ()
        clock = told.upper().partition("T")[2] or told.partition(" ")[2]
        if clock and not clock.endswith(("Z", "UTC")) and not set("+-") & set(clock):
            self._without.append((seen.at, seen.message.id))
        else:
            self._without.clear()
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Judge the last messages."""
        judged = _judged(known)
        if judged is not None and _is_zone(judged[0]):
            offset, found = judged
            way = "ahead" if offset > 0 else "behind"
            facts: dict[str, object] = {"offset": duration(offset), "way": way}
            return [_evidence(found, facts)]
        if len(self._without) < _ENOUGH:
            return ()
        numbers = tuple(number for _at, number in self._without)
        at = self._without[-1][0]
        facts = {"offset": "", "way": ""}
        return [Evidence(at, numbers, facts=facts, variant="no_zone")]


class ClockStep(Rule):
    """The charger's time jumps by more than a minute between messages, and stays there.

    A boot in between, or being told the time, is a reason that needs no finding.
    """

    id = "CLK-04"
    actions = TELLING | {"BootNotification"}
    hears = Hears.CHARGER_CALLS

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._last: deque[Reading] = deque(maxlen=6)

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Compare the last three messages with the three before them."""
        if seen.message.action == "BootNotification":
            self._last.clear()
            return ()
        readings = known.clock.readings
        if not readings or readings[-1].message != seen.message.id:
            return ()
        self._last.append(readings[-1])
        if len(self._last) < 6:
            return ()
        found = list(self._last)
        before = [each.offset_us for each in found[:3]]
        after = [each.offset_us for each in found[3:]]
        step = int(median(after) - median(before))
        is_steady = max(_spread(before), _spread(after)) <= _ALIKE
        if not is_steady or abs(step) <= known.thresholds.clock_offset_s * SECOND:
            return ()
        self._last.clear()
        self._last.extend(found[3:])
        way = "forward" if step > 0 else "back"
        facts = {"step": duration(step), "way": way}
        also = [found[2].message, found[3].message]
        return [Evidence.of(seen, also=also, facts=facts, is_of_charger=True)]


class NoTimeSync(Rule):
    """For 24 hours no answer to a Heartbeat or BootNotification tells the time."""

    id = "CLK-05"
    actions = _SYNCING
    hears = Hears.CSMS_RESULTS
    needs = Needs.RECORDING

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told_at: int | None = None
        self._said_at = 0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note when the charger is told the time."""
        if seen.payload.get("currentTime"):
            self._told_at = self._said_at = seen.at
        return ()

    def tick(self, at: int, known: Known) -> Iterable[Evidence]:
        """Look how long that is ago, while the charger is there."""
        allowed = known.thresholds.no_sync_h * HOUR
        since = self._told_at or known.traffic.first_at
        if since is None or at - max(since, self._said_at) < allowed:
            return ()
        if known.traffic.is_connected is False:
            return ()
        self._said_at = at
        return [Evidence(at, facts={"since": duration(at - since)})]


def _spread(values: Sequence[int]) -> int:
    return max(values) - min(values)
