# SPDX-License-Identifier: Apache-2.0
"""How the calculated limit of a connector went, as steps of a line."""

from ocppdesk.analysis.limits.answers import Step
from ocppdesk.analysis.limits.in_force import (
    Place,
    change_after,
    changes,
    in_force,
    step_of,
)
from ocppdesk.analysis.limits.profile import Profile


class History:
    """The steps of one connector; they only grow."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._given: tuple[Step, ...] = ()
        self._last = 0
        self._next: int | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The limit over time, up to the last message."""
        if len(self._given) != len(self._steps):
            self._given = tuple(self._steps)
        return self._given

    def is_due(self, at: int) -> bool:
        """Return whether the limit may have changed by the clock before a moment."""
        return self._next is not None and at >= self._next

    def go_on(self, profiles: tuple[Profile, ...], place: Place, at: int) -> None:
        """Take in what the clock changed up to a moment; nothing else has changed."""
        if at > self._last:
            for moment, limit in changes(profiles, place, self._last, at):
                self._add(step_of(moment, limit))
            self._add(step_of(at, in_force(profiles, place, at)))
            self._look(profiles, place, at)

    def change(self, profiles: tuple[Profile, ...], place: Place, at: int) -> None:
        """Take in that something else than the clock has changed."""
        at = max(at, self._last)
        self._add(step_of(at, in_force(profiles, place, at)))
        self._look(profiles, place, at)

    def since(
        self, profiles: tuple[Profile, ...], place: Place, now: int
    ) -> int | None:
        """Return since when the limit of a moment is as it is; None: ever."""
        steps = self._steps[-1:]
        for moment, limit in changes(profiles, place, self._last, now + 1):
            step = step_of(moment, limit)
            if not steps or _differs(step, steps[-1]):
                steps.append(step)
        return steps[-1].at if steps else None

    def _add(self, step: Step) -> None:
        if self._steps:
            if not _differs(step, self._steps[-1]):
                return
        elif step.amps is None and step.watts is None:
            return
        self._steps.append(step)

    def _look(self, profiles: tuple[Profile, ...], place: Place, at: int) -> None:
        self._last = at
        self._next = change_after(profiles, place, at)


def _differs(one: Step, other: Step) -> bool:
    return (one.amps, one.watts) != (other.amps, other.watts)
