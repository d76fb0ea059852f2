# SPDX-License-Identifier: Apache-2.0
"""What the user is about to change at one charger, and what became of what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ocppdesk.core.configuration.pending import Pending
from ocppdesk.core.configuration.settings import Address, Entry
from ocppdesk.core.configuration.steps import Applying, Step, StepState
from ocppdesk.core.configuration.values import ValueType, check_value

_TAKEN = (StepState.VERIFIED, StepState.UNVERIFIED, StepState.REBOOT_REQUIRED)
_REMEMBERED = 1_000  # steps that can be undone
_NOT_TAKEN = (StepState.REFUSED, StepState.FAILED, StepState.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Draft:
    """A value that somebody typed and that cannot be sent."""

    text: str
    """What was typed."""
    why: str
    """Why it cannot be sent, as a sentence."""


@dataclass(frozen=True, slots=True)
class _Before:
    """The drafts before a change of them."""

    drafts: dict[Address, Draft]
    step_count: int
    """How many steps of what can be sent could be taken back then: so both are undone
    in their order."""
    is_replaced: bool
    """Whether something that can be sent took the place of a draft."""


@dataclass
class Edits:
    """The edits of one charger."""

    pending: Pending = field(default_factory=Pending)
    """What can be sent."""
    drafts: dict[Address, Draft] = field(default_factory=dict)
    """What was typed and cannot be sent."""
    outcomes: dict[Address, Step] = field(default_factory=dict)
    """What became of the changes that were sent last."""
    unlocked: set[Address] = field(default_factory=set)
    """Settings that the charger calls read-only and the user wants to write."""
    _before: list[_Before] = field(default_factory=list)
    """What drafts there were before each change of them."""

    def type(self, entry: Entry, kind: ValueType, text: str) -> str:
        """Take over what somebody typed; returns why it cannot be sent, or nothing."""
        checked = check_value(kind, text)
        if checked.refusal:
            self._remember(is_replaced=False)
            self.drafts[entry.address] = Draft(text, checked.refusal)
        else:
            self._withdraw(entry.address)
            self.outcomes.pop(entry.address, None)
            self.pending.set(entry, checked.value)
        return checked.refusal

    def drop(self, address: Address) -> None:
        """Take the edit of one setting back."""
        self._withdraw(address)
        self.pending.drop(address)

    def clear(self) -> None:
        """Take all edits back."""
        if self.drafts:
            self._remember(is_replaced=True)
            self.drafts = {}
        self.pending.clear()

    def undo(self) -> bool:
        """Take the last edit back; returns whether there was one."""
        last = self._before[-1] if self._before else None
        is_draft = last is not None and last.step_count >= self.pending.step_count
        if not is_draft and not self.pending.undo():
            return False
        if last is not None and (
            is_draft
            or (last.is_replaced and last.step_count >= self.pending.step_count)
        ):
            self._before.pop()
            self.drafts = last.drafts
        return True

    def _remember(self, *, is_replaced: bool) -> None:
        count = self.pending.step_count
        self._before.append(_Before(dict(self.drafts), count, is_replaced))
        del self._before[:-_REMEMBERED]

    def _withdraw(self, address: Address) -> None:
        if address in self.drafts:
            self._remember(is_replaced=True)
            del self.drafts[address]

    def settle(self, applied: Applying) -> None:
        """Take over what became of what was sent.

        What the charger took is no edit any more. What it did not take stays one, but
        is not sent again before the user says so.
        """
        for step in applied.steps:
            address = step.change.address
            if step.state in _TAKEN:
                self.pending.settle(address)
            elif step.state in _NOT_TAKEN:
                self.pending.refuse(address, step.text)
            if step.state is not StepState.SKIPPED:
                self.outcomes[address] = step

    @property
    def touched(self) -> frozenset[Address]:
        """The settings that are edited, or were among those that were sent last."""
        return frozenset((*self.pending.edits, *self.drafts, *self.outcomes))

    @property
    def values(self) -> Mapping[Address, str]:
        """The new values."""
        return self.pending.edits
