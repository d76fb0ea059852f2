# SPDX-License-Identifier: Apache-2.0
"""Findings of all chargers of a capture, looked for while nobody waits for anything."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.links import Link
from ocppdesk.capture.links import link_from
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.rows import MESSAGE_COLUMNS, message_from
from ocppdesk.gui.analysing.course import SLICE_S, Analysis, Course

REFRESH_S: Final = 20.0
"""Live: after so long all chargers are judged anew, as silence is no message."""

_JUDGE_EVERY_S: Final = 1.0  # while much is to be taken in: one charger
_JUDGE_SHARE: Final = 20  # and then no more than this part of the time
_AT_ONCE: Final = 16  # messages that are taken in before the time is looked at
_MOST_LINKS: Final = 2_000  # connections and attempts that are judged together
_FLEET_EVERY_S: Final = 5.0
_COLUMNS: Final = ", ".join(MESSAGE_COLUMNS)
_MESSAGES: Final = (
    f"SELECT {_COLUMNS} FROM messages WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
)

Judge = Callable[
    [Sequence[Link], int, int | None, Mapping[str, int]], tuple[Finding, ...]
]
"""Judges what is beyond single chargers: connections and attempts, the time now, since
when the port is open, and how much the clocks of chargers are ahead (microseconds)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a capture, at one moment."""

    findings: Mapping[str, tuple[Finding, ...]]
    """By charger, the worst first; empty is what is about no single one."""
    done: int
    """The number up to which all messages are taken in and judged."""
    upto: int
    """That of the newest message."""
    path: Path | None
    """The capture; None: there is none."""

    @property
    def is_complete(self) -> bool:
        """Whether all that is recorded is taken in."""
        return self.done >= self.upto


NOTHING_FOUND: Final = Found(MappingProxyType({}), 0, 0, None)
"""Before anything is looked at."""


class Sweep:
    """Takes in the messages of all chargers, in their order.

    The charger that is chosen may be far ahead, as it has a course of its own: what is
    taken in there is not taken in twice.

    Args:
        courses: How far each charger has come, by identity; shared with whoever leads
            the chosen one.
        analysis_of: Makes the analysis of a charger.
        judge: Judges what is beyond single chargers; None: nothing is.
    """

    def __init__(
        self,
        courses: dict[str, Course],
        analysis_of: Callable[[str], Analysis],
        judge: Judge | None = None,
    ) -> None:
        self._courses = courses
        self._analysis_of = analysis_of
        self._judge = judge
        self.listening_since: int | None = None
        """Since when the port is open; None: it is not, or this is a review."""
        self.restart()

    def restart(self) -> None:
        """Forget everything: there is another capture."""
        self.done = 0
        """The number up to which all messages are taken in."""
        self._names: dict[int, str] = {}
        self._due: dict[str, None] = {}  # chargers to be judged, in this order
        self._broken: set[str] = set()
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._refreshed_at = time.monotonic()
        self._judge_next_at = time.monotonic() + _JUDGE_EVERY_S
        self._fleet_at = 0.0
        self._fleet_key: object = None
        self._fleet: dict[str, tuple[Finding, ...]] = {}

    def step(self, reader: CaptureReader, upto: int) -> bool:
        """Take in what fits into a slice.

        Args:
            reader: The capture.
            upto: The newest message to take in.

        Returns:
            Whether something was taken in.

        Raises:
            AnalysisBrokenError: If the analysis of a charger failed; the others go on.
        """
        if self.done >= upto:
            return False
        deadline = time.perf_counter() + SLICE_S
        while self.done < upto and time.perf_counter() < deadline:
            rows = reader.query(_MESSAGES, (self.done, upto, _AT_ONCE))
            if not rows:
                self.done = upto
                break
            for values in rows:
                self.done = values[0]
                self._take(reader, values)
        return True

    def skip(self, upto: int) -> None:
        """Learn that up to this number everything was taken in elsewhere."""
        self.done = max(self.done, upto)

    def tell_progress(self, charger: str, course: Course) -> None:
        """Tell the course of the chosen charger what was taken in here."""
        if charger not in self._broken:
            course.skip(self.done)

    def _take(self, reader: CaptureReader, values: Sequence[Any]) -> None:
        number = values[2]
        if number not in self._names:
            self._look_up(reader)
        charger = self._names[number]
        course = self._courses.get(charger)
        if charger in self._broken or (course is not None and values[0] <= course.upto):
            return
        if course is None:
            course = self._courses[charger] = Course(self._analysis_of(charger))
        self._due[charger] = None
        try:
            course.take(message_from(values, charger))
        except Exception as error:
            self.leave(charger)
            raise AnalysisBrokenError(charger) from error

    def _look_up(self, reader: CaptureReader) -> None:
        self._names = dict(reader.query("SELECT id, identity FROM chargers"))

    def leave(self, charger: str) -> None:
        """Go on without a charger whose analysis failed; what was found stays."""
        self._broken.add(charger)
        self._courses.pop(charger, None)
        self._due.pop(charger, None)

    def note(self, charger: str, findings: tuple[Finding, ...]) -> None:
        """Take over what was found for the charger that is chosen."""
        self._due.pop(charger, None)
        self._found[charger] = findings

    def refresh(self) -> None:
        """Judge all chargers anew, if the last time is long ago."""
        if time.monotonic() - self._refreshed_at >= REFRESH_S:
            self._refreshed_at = time.monotonic()
            self._due.update(dict.fromkeys(self._courses))

    def judge_one(self, reader: CaptureReader, now: int | None) -> bool:
        """Judge the next charger of which there is something new.

        Args:
            reader: The capture.
            now: The time now, microseconds since 1970; None: that of its last message.

        Returns:
            Whether there was one.

        Raises:
            AnalysisBrokenError: If its analysis failed; the others go on.
        """
        charger = next(iter(self._due), None)
        if charger is None:
            return False
        del self._due[charger]
        course = self._courses.get(charger)
        if course is None:
            return True
        if charger not in self._names.values():
            self._look_up(reader)
        numbers = {name: number for number, name in self._names.items()}
        at = course.last_at or 0 if now is None else now
        began = time.monotonic()
        try:
            course.take_links(reader, (numbers[charger], charger))
            self._found[charger] = course.analysis.facts(at).findings
        except Exception as error:
            self.leave(charger)
            raise AnalysisBrokenError(charger) from error
        ended = time.monotonic()
        wait = max(_JUDGE_EVERY_S, _JUDGE_SHARE * (ended - began))
        self._judge_next_at = ended + wait
        return True

    @property
    def is_judging_due(self) -> bool:
        """Whether a charger is to be judged though there is more to take in."""
        return time.monotonic() >= self._judge_next_at

    def judge_all(self, reader: CaptureReader, now: int) -> bool:
        """Judge what is beyond single chargers, from time to time.

        Returns:
            Whether it was done.
        """
        gone = time.monotonic() - self._fleet_at
        if self._judge is None or gone < _FLEET_EVERY_S:
            return False
        self._fleet_at = time.monotonic()
        offsets = {
            charger: course.analysis.clock_offset_us
            for charger, course in self._courses.items()
        }
        known = {name: ahead for name, ahead in offsets.items() if ahead is not None}
        links = [
            link_from(connection)
            for connection in reversed(reader.connections(limit=_MOST_LINKS))
        ]
        key = (links, known, self.listening_since, now if not links else 0)
        if key == self._fleet_key:
            return False
        self._fleet_key = key
        found: dict[str, list[Finding]] = {}
        for finding in self._judge(links, now, self.listening_since, known):
            found.setdefault(finding.charger, []).append(finding)
        self._fleet = {charger: tuple(each) for charger, each in found.items()}
        return True

    def found(self, path: Path, upto: int) -> Found:
        """Return what is found until now."""
        joined = dict(self._found)
        for charger, findings in self._fleet.items():
            joined[charger] = joined.get(charger, ()) + findings
        kept = {charger: each for charger, each in joined.items() if each}
        done = upto if self.done >= upto and not self._due else min(self.done, upto - 1)
        return Found(MappingProxyType(kept), done, upto, path)


class AnalysisBrokenError(Exception):
    """The analysis of one charger failed, which is an error of the program.

    Args:
        charger: Which one.
    """

    def __init__(self, charger: str) -> None:
        super().__init__(charger)
        self.charger = charger

    def __str__(self) -> str:
        return f"The analysis of {self.charger!r} failed."
