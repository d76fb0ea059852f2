# SPDX-License-Identifier: Apache-2.0
"""Steps that are expected in an order and noted in any."""

from dataclasses import replace
from typing import Final

from ocppdesk.core.transfers.states import Step, StepName, StepState

_HAPPENED: Final = frozenset({StepState.DONE, StepState.FAILED})


class Checklist:
    """The steps of one job.

    Args:
        names: The steps in the order in which they are expected.
        occasional: Those that are only shown once they have been noted.
        early: Those that may be going on before the ones in front of them are told.
    """

    def __init__(
        self,
        names: tuple[StepName, ...],
        *,
        occasional: frozenset[StepName],
        early: frozenset[StepName],
    ) -> None:
        self._names = names
        self._occasional = occasional
        self._early = early
        self._noted: dict[StepName, Step] = {}

    def note(
        self,
        name: StepName,
        state: StepState,
        sentence: str,
        *,
        at: int,
        message: int | None = None,
        percent: int | None = None,
    ) -> None:
        """Note how a step is doing; names that this list does not have are ignored."""
        if name in self._names:
            self._noted[name] = Step(name, state, sentence, message, at, percent)

    def has(self, name: StepName) -> bool:
        """Return whether a step has happened."""
        step = self._noted.get(name)
        return step is not None and step.state is StepState.DONE

    def is_noted(self, name: StepName) -> bool:
        """Return whether anything is known about a step."""
        return name in self._noted

    def forget_failures(self) -> None:
        """Wait for what has failed: it is tried again."""
        failed = [n for n, s in self._noted.items() if s.state is StepState.FAILED]
        for name in failed:
            del self._noted[name]

    def steps(self, *, is_over: bool) -> tuple[Step, ...]:
        """Return all steps as they are.

        Args:
            is_over: Whether nothing more is waited for.
        """
        noted = self._noted
        reached = [
            number
            for number, name in enumerate(self._names)
            if name in noted and self._leaves_behind(noted[name])
        ]
        last = reached[-1] if reached else -1
        has_now = any(
            step.state is StepState.NOW and self._names.index(name) >= last
            for name, step in noted.items()
        )
        found = []
        for number, name in enumerate(self._names):
            step = noted.get(name)
            if step is not None:
                if step.state is StepState.NOW and number < last:
                    step = replace(step, state=StepState.DONE)
                elif step.state is StepState.NOW and is_over:
                    step = replace(step, state=StepState.NOT_SEEN)
                found.append(step)
            elif name in self._occasional:
                continue
            elif number < last or is_over:
                found.append(Step(name, StepState.NOT_SEEN))
            elif not has_now:
                has_now = True
                found.append(Step(name, StepState.NOW))
            else:
                found.append(Step(name, StepState.WAITING))
        return tuple(found)

    def _leaves_behind(self, step: Step) -> bool:
        """Return whether the steps in front of one are not waited for any more."""
        if step.state is StepState.NOW:
            return step.name not in self._early
        return step.state in _HAPPENED
