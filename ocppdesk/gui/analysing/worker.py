# SPDX-License-Identifier: Apache-2.0
"""Takes the messages of a capture into the analysis of their charger, step by step."""

from collections.abc import Callable
from pathlib import Path

from ocppdesk.analysis.facts import Facts
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.analysing.course import Analysis, Course
from ocppdesk.gui.analysing.sweep import NOTHING_FOUND, Found, Judge, Sweep


class Worker:
    """The analyses of all chargers of a capture, the chosen one first.

    Each is kept, so that a charger that is chosen again is told of at once. Use it in
    one thread.

    Args:
        analysis_of: Makes the analysis of a charger.
        judge: Judges what is beyond single chargers; None: nothing is.
    """

    def __init__(
        self, analysis_of: Callable[[str], Analysis], judge: Judge | None = None
    ) -> None:
        self._analysis_of = analysis_of
        self._reader: CaptureReader | None = None
        self._path: Path | None = None
        self._numbers: dict[str, int] = {}
        self._courses: dict[str, Course] = {}
        self._sweep = Sweep(self._courses, analysis_of, judge)
        self._chosen = ""
        # The charger that was alone when it was first seen; some logs name none.
        self._only: str | None = None
        self.upto = 0
        """The newest message of the capture, as far as is known."""

    def open(self, path: Path | None, upto: int) -> None:
        """Go over to another capture, or to none; it is opened at the first step."""
        if self._reader is not None:
            self._reader.close()
        self._reader, self._path = None, path
        self.upto = upto
        self._only = None
        self._numbers.clear()
        self._courses.clear()
        self._sweep.restart()

    def listen_since(self, at: int | None) -> None:
        """Learn since when the port is open, in microseconds; None: it is not."""
        self._sweep.listening_since = at

    def advance(self, upto: int) -> None:
        """Learn of messages that came since."""
        self.upto = max(self.upto, upto)

    def choose(self, identity: str) -> None:
        """Analyse this charger; empty means the only one that there is.

        It stays when a second one comes: nobody loses what they look at.
        """
        self._chosen, self._only = identity, None

    @property
    def charger(self) -> str | None:
        """The charger that is analysed; None if it is not clear which."""
        wanted = self._chosen or self._only
        return wanted if wanted in self._numbers else None

    @property
    def done(self) -> int:
        """The number up to which everything is taken in that is asked for."""
        if self.charger is None:
            return self.upto
        course = self._courses.get(self.charger)
        return 0 if course is None else course.upto

    @property
    def last_at(self) -> int | None:
        """Until when is known what happened to the chosen charger.

        That is when the last of its messages that are taken in arrived. Where all are,
        it is when the capture ends: nothing more came of this charger until then.
        """
        charger = self.charger
        course = None if charger is None else self._courses.get(charger)
        if course is None:
            return None
        end = None if course.upto < self.upto else self._end_at
        return course.last_at if end is None else end

    @property
    def _end_at(self) -> int | None:
        """When the newest message of the capture arrived, as far as is known."""
        newest = None if self._reader is None else self._reader.message(self.upto)
        return None if newest is None else newest.at

    def look_up(self) -> None:
        """Learn which chargers there are.

        Raises:
            CaptureError: If the capture cannot be opened.
            sqlite3.Error: If it cannot be read.
        """
        if self._path is None:
            return
        if self._reader is None:
            self._reader = CaptureReader(self._path)
        found = self._reader.query("SELECT id, identity FROM chargers ORDER BY id")
        self._numbers = {identity: number for number, identity in found}
        if self._only is None and len(found) == 1:
            self._only = found[0][1]

    def step(self) -> bool:
        """Take in some messages of the chosen charger.

        Returns:
            Whether there are more.

        Raises:
            sqlite3.Error: If the capture cannot be read.
        """
        charger = self.charger
        if self._reader is None or charger is None:
            return False
        course = self._courses.get(charger)
        if course is None:
            course = self._courses[charger] = Course(self._analysis_of(charger))
        self._sweep.tell_progress(charger, course)
        course.step(self._reader, (self._numbers[charger], charger), self.upto)
        return course.upto < self.upto

    def facts(self, now: int, *, is_over: bool = False) -> Facts | None:
        """Return what is known of the chosen charger; None if it is not clear which.

        Args:
            now: The time for which limits and durations are told.
            is_over: Whether that is when the capture ended, and not the present.
        """
        charger = self.charger
        course = None if charger is None else self._courses.get(charger)
        if charger is None or course is None or self._reader is None:
            return None
        course.take_links(self._reader, (self._numbers[charger], charger))
        facts = course.analysis.facts(now, is_over=is_over)
        self._sweep.note(charger, facts.findings)
        return facts

    def step_others(self, now: int | None) -> bool:
        """Take in some messages of the other chargers, or judge one of them.

        Args:
            now: The time now, microseconds since 1970; None in a review.

        Returns:
            Whether there may be more to do.

        Raises:
            AnalysisBrokenError: If the analysis of a charger failed; the others go on.
            sqlite3.Error: If the capture cannot be read.
        """
        reader, sweep = self._reader, self._sweep
        if reader is None:
            return False
        if len(self._numbers) == 1:
            for course in self._courses.values():
                sweep.skip(course.upto)
        if sweep.step(reader, self.upto):
            if sweep.is_judging_due:
                # What is not taken in yet is not missing.
                sweep.judge_one(reader, None)
            return True
        if now is not None:
            sweep.refresh()
        else:
            heard = (course.last_at or 0 for course in self._courses.values())
            now = self._end_at or max(heard, default=0)
        if sweep.judge_one(reader, now):
            return True
        return sweep.judge_all(reader, now)

    @property
    def found(self) -> Found:
        """What was found with all chargers until now."""
        if self._path is None:
            return NOTHING_FOUND
        return self._sweep.found(self._path, self.upto)

    def forget(self) -> None:
        """Leave what the analysis failed at; it begins again when it is chosen."""
        if self.charger is not None:
            self._sweep.leave(self.charger)
