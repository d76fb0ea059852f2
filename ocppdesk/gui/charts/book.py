# SPDX-License-Identifier: Apache-2.0
"""All lines of a charger, kept up to date as facts come in."""

from collections.abc import Iterable

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.sample import Assumed
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.clock import ChargerClock
from ocppdesk.gui.charts.derived import SessionEnergy, limit_lines
from ocppdesk.gui.charts.kinds import is_step
from ocppdesk.gui.charts.lines import MICRO, Line, line_of, seconds_of


class LineBook:
    """Makes lines of facts; what did not change stays the same object."""

    def __init__(self) -> None:
        self.lines: dict[SeriesKey, Line] = {}
        """All lines by their series, in the order of their first samples."""
        self.by_charger = False
        """Whether lines stand where the charger's clock was, else where they came."""
        self.facts: Facts | None = None
        """What the lines are made of."""
        self.clock = ChargerClock()
        """How the charger's clock goes."""
        self._sessions = SessionEnergy()

    def take(self, facts: Facts | None, *, by_charger: bool = False) -> None:
        """Make the lines of facts.

        Args:
            facts: What is known; None: nothing.
            by_charger: Whether they stand where the charger's clock was.
        """
        before = self.facts
        is_other = (
            facts is None
            or before is None
            or before.charger != facts.charger
            or before.last_id > facts.last_id
        )
        if is_other or by_charger != self.by_charger:
            self.lines, self._sessions = {}, SessionEnergy()
        self.facts, self.by_charger = facts, by_charger
        if facts is None:
            self.clock = ChargerClock()
            return
        if is_other or before is None or before.series is not facts.series:
            self.clock = ChargerClock(facts.series)
        silences = tuple(
            (began * MICRO, (ended or began) * MICRO)
            for began, ended in facts.happenings.silences
        )
        lines = {}
        for data in facts.series:
            lines[data.key] = line_of(
                data,
                by_charger=by_charger,
                is_step=is_step(data.key),
                silences=silences,
                before=self.lines.get(data.key),
            )
        for line in self._sessions.lines(facts, by_charger=by_charger):
            lines[line.key] = line
        for line in limit_lines(facts, self._last_at(facts)):
            lines[line.key] = self._moved(line) if by_charger else line
        self.lines = lines

    def whole_lines(self) -> list[Line]:
        """Return the lines with all that was measured, for a file."""
        facts = self.facts
        series = () if facts is None else facts.series
        whole = {
            data.key: line_of(data, by_charger=self.by_charger, has_late=True)
            for data in series
        }
        return [whole.get(key, line) for key, line in self.lines.items()]

    def seconds(self, at: int, charger_at: int | None = None) -> float:
        """Return where something stands on the axis of time, in seconds since 1970.

        Args:
            at: When it arrived, microseconds since 1970.
            charger_at: When it was by the charger's clock, if that is known.
        """
        if not self.by_charger:
            return at * MICRO
        if charger_at is None:
            charger_at = self.clock.charger_time(at)
        return charger_at * MICRO

    def received(
        self, shown: Iterable[Line], low: float, high: float
    ) -> tuple[int, int]:
        """Return a range of the axis of time by this computer's clock.

        Args:
            shown: The lines whose samples tell, if the axis is by the other clock.
            low: From, seconds since 1970.
            high: Until.

        Returns:
            Microseconds since 1970; the end is not in the range.
        """
        since, until = int(low / MICRO), int(high / MICRO) + 1
        if not self.by_charger:
            return since, until
        arrived = []
        for line in shown:
            first, end = line.between(low, high)
            if end > first:
                part = line.at[first:end]
                arrived += [int(part.min()), int(part.max())]
        if arrived:
            return min(arrived), max(arrived) + 1
        return since - self.clock.offset, until - self.clock.offset

    def span(self) -> tuple[float, float] | None:
        """Return when the first and the last sample was; None if there is none."""
        lines = [line for line in self.lines.values() if len(line.x)]
        if not lines:
            return None
        return min(float(n.x[0]) for n in lines), max(float(n.x[-1]) for n in lines)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(len(line.x) for line in self.lines.values())

    def assumes_unit(self, key: SeriesKey) -> bool:
        """Return whether the charger never said the unit of a line."""
        line = self.lines.get(key)
        if line is None or not len(line.x) or not line.message.any():
            return False
        return bool((line.assumed & Assumed.UNIT.value).all())

    def _last_at(self, facts: Facts) -> int | None:
        """Return until when limits are drawn: as long as something was measured."""
        ends = [int(data.at[-1]) for data in facts.series if len(data.at)]
        return max(ends, default=None)

    def _moved(self, line: Line) -> Line:
        """Return a line that stands where the charger's clock was."""
        times = [self.clock.charger_time(int(at)) for at in line.at]
        moved = seconds_of(line.at.copy())
        moved[:] = [time * MICRO for time in times]
        moved.sort()
        return Line(
            line.key, moved, line.y, line.at, line.message, line.assumed, line.breaks,
            line.is_step,
        )  # fmt: skip
