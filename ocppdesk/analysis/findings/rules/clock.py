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
from ocppdesk.analysis.findings.wording import (
    HOUR,
    MINUTE,
    SECOND,
    duration,
    is_time_zone,
    time_zone,
)
from ocppdesk.analysis.moments import charger_time
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample

_TIMED: Final = TELLING | {"StartTransaction", "StopTransaction"}
_ENOUGH: Final = 5  # messages, before a clock is judged
_LAST: Final = 3  # messages by which it is right again
_ALIKE: Final = 10 * SECOND
_AFTER_BOOT: Final = 2 * MINUTE
_SET: Final = "SecurityEventNotification"
_SYNCING: Final = frozenset({"Heartbeat", "BootNotification"})


def _judged(known: Known) -> tuple[int, list[Reading]] | None:
    """Return by how much the clock is off, and the messages that show it.

    None: it is not, or the messages do not agree: then it is they that are late.
    """
    found, allowed = list(known.clock.readings)[-10:], _allowed(known)
    if len(found) < _ENOUGH:
        return None
    offset = int(median(each.offset_us for each in found))
    alike = [each for each in found if abs(each.offset_us - offset) <= allowed]
    is_right = all(abs(each.offset_us) <= allowed for each in found[-_LAST:])
    if len(alike) < _ENOUGH or abs(offset) <= allowed or is_right:
        return None
    return offset, alike


def _allowed(known: Known) -> int:
    """Return how far a clock may be off, in microseconds."""
    return known.thresholds.clock_offset_s * SECOND


def _evidence(found: Sequence[Reading], facts: dict[str, object]) -> Evidence:
    numbers = tuple(each.message for each in found)
    return Evidence(found[-1].at, numbers, facts=facts)


class ClockOff(Rule):
    """The charger's time is off by more than a minute, in five messages that agree.

    Messages that waited for a connection look like a clock that is slow, so those that
    are replayed do not count. In a log it may be the log whose times are off.
    """

    id = "CLK-01"
    proved_by = Needs.RECORDING
    actions = frozenset()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Judge the last messages."""
        judged = _judged(known)
        if judged is None:
            return ()
        offset, found = judged
        if is_time_zone(offset):
            return ()
        way = "ahead" if offset > 0 else "slow"
        return [_evidence(found, {"offset": duration(offset), "way": way})]


class ClockNotSet(Rule):
    """The charger tells a year before 2020: its clock was never set.

    Before its first BootNotification was answered that is to be expected, so what it
    kept while offline does not count, and starts and ends of sessions prove nothing.
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
        if seen.at < 1_577_836_800 * SECOND or seen.payload.get("offline") is True:
            return ()  # the messages themselves are of before 2020, or were kept
        is_kept = seen.message.action not in TELLING
        facts = {"year": year}
        return [Evidence.of(seen, facts=facts, is_possible=is_kept, is_of_charger=True)]


class LocalTimeAsUtc(Rule):
    """The charger's time is off by whole quarters of an hour, or names no zone.

    In a log without zones it may be the log whose times are off.
    """

    id = "CLK-03"
    proved_by = Needs.RECORDING
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
        has_zone = bool(set("+-") & set(clock)) or any(map(str.isalpha, clock))
        if clock and not has_zone:
            self._without.append((seen.at, seen.message.id))
        else:
            self._without.clear()
        return ()

    def standing(self, now: int, known: Known) -> Iterable[Evidence]:
        """Judge the last messages."""
        judged = _judged(known)
        if judged is not None and is_time_zone(judged[0]):
            offset, found = judged
            way = "ahead" if offset > 0 else "behind"
            facts: dict[str, object] = {"offset": time_zone(offset), "way": way}
            return [_evidence(found, facts)]
        if len(self._without) < _ENOUGH:
            return ()
        numbers = tuple(number for _at, number in self._without)
        at = self._without[-1][0]
        facts = {"offset": "", "way": ""}
        return [Evidence(at, numbers, facts=facts, variant="no_zone")]


class ClockStep(Rule):
    """The charger's time jumps by more than a minute between messages, and stays there.

    A boot in between is a reason that needs no finding. A security event that says that
    the time was set is told as well. In a log it may be the clock of who wrote it.
    """

    id = "CLK-04"
    proved_by = Needs.RECORDING
    actions = TELLING | {"BootNotification", _SET}
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
        if seen.message.action == _SET:
            return self._was_set(seen, known)
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
        if not is_steady or abs(step) <= _allowed(known):
            return ()
        self._last.clear()
        self._last.extend(found[3:])
        way = "forward" if step > 0 else "back"
        facts = {"step": duration(step), "way": way}
        also = [found[2].message, found[3].message]
        return [Evidence.of(seen, also=also, facts=facts, is_of_charger=True)]

    @staticmethod
    def _was_set(seen: Observation, known: Known) -> Iterable[Evidence]:
        """Look for the security event of it; after a boot it is to be expected."""
        boot = known.boots.last
        if text_at(seen.payload, "type") != "SettingSystemTime":
            return ()
        if boot is not None and seen.at - boot.at < _AFTER_BOOT:
            return ()
        return [Evidence.of(seen, key="set", variant="set", is_of_charger=True)]


class NoTimeSync(Rule):
    """For 24 hours no answer to a Heartbeat or BootNotification tells the time."""

    id = "CLK-05"
    actions = _SYNCING
    hears = Hears.CSMS_RESULTS
    needs = Needs.RECORDING

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._told_at: int | None = None
        self._told: tuple[int, ...] = ()
        self._said_at = 0

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: Known
    ) -> Iterable[Evidence]:
        """Note when the charger is told the time."""
        if seen.payload.get("currentTime"):
            self._told_at = self._said_at = seen.at
            self._told = (seen.message.id,)
        return ()

    def tick(self, at: int, known: Known) -> Iterable[Evidence]:
        """Look how long that is ago, while the charger is there."""
        allowed, traffic = known.thresholds.no_sync_h * HOUR, known.traffic
        told = self._told_at or traffic.first_at
        if told is None or traffic.is_connected is False:
            return ()
        since = max(told, traffic.since or 0)  # when it was away, nobody could
        if at - max(since, self._said_at) < allowed:
            return ()
        self._said_at = at
        return [Evidence(at, self._told, facts={"since": duration(at - since)})]


def _spread(values: Sequence[int]) -> int:
    return max(values) - min(values)
