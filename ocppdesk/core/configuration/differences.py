# SPDX-License-Identifier: Apache-2.0
"""Two sets of settings side by side: of two days, two chargers, or a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from ocppdesk.core.configuration.keys import counterpart, type_of
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.configuration.values import same_value
from ocppdesk.core.masking import MASK


@dataclass(frozen=True, slots=True)
class Pair:
    """One setting on both sides."""

    here: Entry
    """As it is on this side."""
    there: Entry
    """As it is on the other side; under another name if the OCPP version differs."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two sets of settings, each group in order of names."""

    different: tuple[Pair, ...]
    """The settings that have different values."""
    missing_here: tuple[Entry, ...]
    """The settings that only the other side has."""
    missing_there: tuple[Entry, ...]
    """The settings that only this side has."""
    undecided: tuple[Pair, ...]
    """The settings that cannot be compared: secrets, and values that were not told."""
    same: tuple[Pair, ...]
    """The settings that mean the same on both sides."""


def compare(here: Iterable[Entry], there: Iterable[Entry]) -> Differences:
    """Compare two sets of settings.

    Settings are the same whatever their case. Keys of OCPP 1.6 and variables of 2.x are
    compared with each other where they mean the same.
    """
    others = sorted(there, key=_order)
    exact = {entry.address: entry for entry in others}
    folded: dict[tuple[str | int, ...], Entry] = {}
    for entry in others:
        folded.setdefault(entry.address.folded, entry)
    taken: set[int] = set()
    different, missing_there, undecided, same = [], [], [], []
    for entry in sorted(here, key=_order):
        found = exact.get(entry.address) or folded.get(entry.address.folded)
        if found is None and (other := counterpart(entry.address)) is not None:
            found = folded.get(other.folded)
        if found is None:
            missing_there.append(entry)
            continue
        taken.add(id(found))
        pair = Pair(entry, found)
        if _is_untold(entry) or _is_untold(found):
            undecided.append(pair)
        elif same_value(type_of(entry), entry.value, found.value):
            same.append(pair)
        else:
            different.append(pair)
    missing_here = [entry for entry in others if id(entry) not in taken]
    return Differences(
        tuple(different),
        tuple(missing_here),
        tuple(missing_there),
        tuple(undecided),
        tuple(same),
    )


def _is_untold(entry: Entry) -> bool:
    return entry.is_secret or entry.value is None or MASK in entry.value


def _order(entry: Entry) -> tuple[tuple[str | int, ...], str]:
    return entry.address.folded, entry.address.name
