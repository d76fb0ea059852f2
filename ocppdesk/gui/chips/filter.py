# SPDX-License-Identifier: Apache-2.0
"""How the filter of a chip goes together with the filter that applies.

A filter is looked at as the conditions that must all be met; a chip is part of it if
all conditions of the chip are among them.
"""

import enum
from collections.abc import Iterable
from typing import Final

from ocppdesk.filters.nodes import And, Everything, Filter, Not, both

_LONGEST_NAME: Final = 24


class Use(enum.Enum):
    """What a click is meant to do with a chip."""

    APPLY = enum.auto()
    """Show what it finds; if it applies already, no longer."""
    ADD = enum.auto()
    """Show what it finds of what is shown."""
    EXCLUDE = enum.auto()
    """Leave out what it finds."""


class Part(enum.Enum):
    """What a chip has to do with the filter that applies."""

    NONE = enum.auto()
    """Nothing."""
    IN = enum.auto()
    """It is part of it."""
    OUT = enum.auto()
    """The filter leaves out what it finds."""


def conditions(chosen: Filter) -> tuple[Filter, ...]:
    """Return what must all be met; nothing for everything."""
    if isinstance(chosen, And):
        return chosen.parts
    return () if isinstance(chosen, Everything) else (chosen,)


def is_part(chip: Filter, present: Filter) -> bool:
    """Return whether a filter asks for what the chip asks for, and perhaps more."""
    wanted = conditions(chip)
    return bool(wanted) and set(wanted) <= set(conditions(present))


def is_excluded(chip: Filter, present: Filter) -> bool:
    """Return whether a filter leaves out what the chip asks for."""
    return is_part(opposite(chip), present)


def part_of(chip: Filter, present: Filter) -> Part:
    """Return what a chip has to do with the filter that applies."""
    if is_part(chip, present):
        return Part.IN
    return Part.OUT if is_excluded(chip, present) else Part.NONE


def without(chip: Filter, present: Filter) -> Filter:
    """Return a filter without what the chip asks for."""
    gone = set(conditions(chip))
    return both(*(part for part in conditions(present) if part not in gone))


def opposite(chip: Filter) -> Filter:
    """Return the filter for all messages that a chip does not find."""
    return chip.part if isinstance(chip, Not) else Not(chip)


def added(chip: Filter, present: Filter) -> Filter:
    """Return a filter that asks for what the chip asks for as well."""
    return both(without(opposite(chip), present), chip)


def excluded(chip: Filter, present: Filter) -> Filter:
    """Return a filter that leaves out what the chip asks for."""
    return both(without(chip, present), opposite(chip))


def short_name(text: str) -> str:
    """Return a name for a filter: its text, as far as a chip has room for it."""
    name = " ".join(text.split())
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def after_use(
    chip: Filter,
    use: Use,
    present: Filter,
    *,
    is_switch: bool,
    switches: Iterable[Filter],
) -> Filter:
    """Return the filter that applies once a chip was used.

    Args:
        chip: The filter of the chip.
        use: What is meant to be done with it.
        present: The filter that applies until then.
        is_switch: Whether the chip goes together with any other filter.
        switches: The filters of all chips that do, as far as they are part of
            `present`: they stay.
    """
    if use is Use.EXCLUDE:
        return excluded(chip, present)
    if use is Use.APPLY and is_part(chip, present):
        return without(chip, present)
    if use is Use.ADD or is_switch:
        return added(chip, present)
    return both(*switches, chip)
