# SPDX-License-Identifier: Apache-2.0
"""Edits of a charger's settings that have not been sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ocppdesk.core.configuration.keys import counterpart, type_of
from ocppdesk.core.configuration.settings import Access, Address, Entry
from ocppdesk.core.configuration.values import Kind, check_value, same_value
from ocppdesk.core.masking import MASK

_REMEMBERED: Final = 1000  # steps that can be undone


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that is to be written."""

    address: Address
    """Which setting."""
    value: str
    """The new value."""
    old: str | None = None
    """The value that was read; None if it is not known."""
    is_grown: bool = False
    """Whether it is a list to be sent with one item more each time, until the charger
    refuses one."""

    def __repr__(self) -> str:
        # Values may be passwords, and this ends up in logs.
        return f"Change({self.address.text})"


@dataclass(frozen=True, slots=True)
class Passed:
    """A setting that was not taken over from a snapshot or a file."""

    address: Address
    """Which setting, as it is written there."""
    why: str
    """Why not, as a sentence."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a snapshot or a file that was taken over."""

    edited: tuple[Address, ...]
    """The settings that have a pending edit now."""
    same: int
    """How many settings have that value already."""
    passed: tuple[Passed, ...]
    """The settings that were passed over."""


class Pending:
    """The edits of one charger's settings, each step of which can be undone.

    Editing sends nothing. A new value that is the present one is no edit.
    """

    def __init__(self) -> None:
        self._edits: dict[Address, str] = {}
        self._refusals: dict[Address, str] = {}
        self._grown: dict[Address, str] = {}
        self._done: list[dict[Address, str]] = []
        self._undone: list[dict[Address, str]] = []

    @property
    def edits(self) -> Mapping[Address, str]:
        """The new values, in the order in which settings were first edited."""
        return MappingProxyType(self._edits)

    def __len__(self) -> int:
        return len(self._edits)

    @property
    def step_count(self) -> int:
        """How many steps can be taken back."""
        return len(self._done)

    def set(self, entry: Entry, value: str) -> None:
        """Edit a setting, in place of an earlier edit of it.

        A value that means what the charger has takes the edit away. Whether the value
        is allowed is not asked here; see `values.check_value`.
        """
        edits = dict(self._edits)
        if entry.value is not None and same_value(type_of(entry), value, entry.value):
            edits.pop(entry.address, None)
        else:
            edits[entry.address] = value
        self._refusals.pop(entry.address, None)
        self._step(edits)

    def drop(self, address: Address) -> None:
        """Take the edit of one setting away."""
        self._step({a: v for a, v in self._edits.items() if a != address})

    def clear(self) -> None:
        """Take all edits away; it can be undone in one step."""
        self._step({})

    def undo(self) -> bool:
        """Take the last step back; returns whether there was one."""
        return self._go(self._done, self._undone)

    def redo(self) -> bool:
        """Do again what was last taken back; returns whether there was something."""
        return self._go(self._undone, self._done)

    def fill(
        self,
        wanted: Iterable[Entry],
        present: Iterable[Entry],
        *,
        grows: bool = False,
    ) -> Filled:
        """Edit all settings that differ from a snapshot, a file or another charger.

        It is one step. Passed over are settings that the charger does not have or that
        it lets nobody write, secrets, and values that are not allowed.

        Args:
            wanted: The values to come to.
            present: The values that the charger has.
            grows: Whether lists are to be sent with one item more each time.
        """
        here: dict[tuple[str | int, ...], Entry] = {}
        for entry in present:
            here.setdefault(entry.address.folded, entry)
        edits = dict(self._edits)
        edited, passed, same = [], [], 0
        for entry in wanted:
            found = here.get(entry.address.folded)
            if found is None and (other := counterpart(entry.address)) is not None:
                found = here.get(other.folded)
            why = _obstacle(entry, found)
            if found is None or entry.value is None or why:
                if why:
                    passed.append(Passed(entry.address, why))
            elif same_value(type_of(found), entry.value, found.value):
                same += 1
                edits.pop(found.address, None)
            else:
                kind = type_of(found)
                value = edits[found.address] = check_value(kind, entry.value).value
                edited.append(found.address)
                if grows and kind.kind is Kind.LIST:
                    self._grown[found.address] = value
        self._step(edits)
        return Filled(tuple(edited), same, tuple(passed))

    def refuse(self, address: Address, why: str) -> None:
        """Keep an edit that the charger refused from being sent again by itself.

        Args:
            address: The setting.
            why: What the charger answered, as a sentence.
        """
        if address in self._edits:
            self._refusals[address] = why

    def refusal(self, address: Address) -> str:
        """Return why the edit of a setting was refused; empty if it was not."""
        return self._refusals.get(address, "")

    def insist(self, address: Address) -> None:
        """Let an edit that was refused be sent once more: the user wants it."""
        self._refusals.pop(address, None)

    def settle(self, address: Address) -> None:
        """Take an edit away because the charger has taken it; no step of the user's."""
        self._edits.pop(address, None)
        self._refusals.pop(address, None)
        for step in (*self._done, *self._undone):
            step.pop(address, None)

    def changes(self, entries: Iterable[Entry]) -> tuple[Change, ...]:
        """Return the edits as they would be sent, refused ones as well.

        Args:
            entries: What the charger has now.
        """
        old = {entry.address: entry.value for entry in entries}
        return tuple(
            # Somebody may have typed another value since.
            Change(a, value, old.get(a), is_grown=self._grown.get(a) == value)
            for a, value in self._edits.items()
        )

    def _step(self, edits: dict[Address, str]) -> None:
        if edits == self._edits:
            return
        self._done.append(self._edits)
        del self._done[:-_REMEMBERED]
        self._undone.clear()
        self._edits = edits

    def _go(
        self, back: list[dict[Address, str]], forth: list[dict[Address, str]]
    ) -> bool:
        if not back:
            return False
        forth.append(self._edits)
        self._edits = back.pop()
        for address in list(self._refusals):
            if self._edits.get(address) != forth[-1].get(address):
                del self._refusals[address]
        return True


def _obstacle(wanted: Entry, found: Entry | None) -> str:
    """Return why a value cannot be taken over, as a sentence; empty: it can."""
    if wanted.is_secret or MASK in (wanted.value or ""):
        return "It is a secret, which snapshots and files do not hold."
    if found is None:
        return "This charger has no such setting."
    if wanted.value is None:
        return "There is no value of it."
    if same_value(type_of(found), wanted.value, found.value):
        return ""
    if found.access is Access.READ_ONLY:
        return "The charger says that it can only be read."
    return check_value(type_of(found), wanted.value).refusal
