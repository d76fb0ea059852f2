# SPDX-License-Identifier: Apache-2.0
"""What the command palette offers: commands, chargers, chips and settings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.commands.fuzzy import Match, match
from ocppdesk.gui.commands.menus import Menus, plain
from ocppdesk.gui.commands.recent_menu import names_of
from ocppdesk.gui.commands.shortcuts import keys_text
from ocppdesk.settings import DECLARED

if TYPE_CHECKING:
    from ocppdesk.gui.chips.saved import Chip
    from ocppdesk.gui.commands.recent import Files


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette."""

    key: str
    """What tells it from all others; it stays the same as long as the program runs."""
    text: str
    """What it says."""
    run: Callable[[], object]
    """What it does."""
    path: str = ""
    """Where else it is to be found: the menus that lead to it."""
    keys: str = ""
    """Its shortcut, as it is shown."""
    is_on: bool | None = None
    """For a switch: whether it is on."""
    is_enabled: bool = True
    """Whether it makes sense now."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that matches what was typed."""

    entry: Entry
    """The entry."""
    places: tuple[int, ...]
    """Which letters of its text match; empty if it is its path that does."""


def command_entries(menus: Menus) -> list[Entry]:
    """Return an entry for every command; its text is that of the menu."""
    return [
        Entry(
            key=name,
            text=plain(action.text()),
            run=action.trigger,
            path=menus.path(name),
            keys=keys_text(action.shortcuts()[:1]),
            is_on=action.isChecked() if action.isCheckable() else None,
            is_enabled=action.isEnabled(),
        )
        for name, action in menus.actions.items()
    ]


def charger_entries(
    identities: Iterable[str], choose: Callable[[str], object]
) -> list[Entry]:
    """Return an entry for every charger, which chooses it."""
    text = _tr("Charger: {name}")
    return [
        Entry(f"charger {name}", text.format(name=name), partial(choose, name))
        for name in identities
    ]


def recent_entries(
    opened: "Iterable[Files]", open_again: "Callable[[Files], object]"
) -> list[Entry]:
    """Return an entry for everything that was opened lately, which opens it again.

    Args:
        opened: Files that were opened together, each.
        open_again: Called with them.
    """
    text = _tr("Open again: {name}")
    return [
        Entry(
            f"recent {' '.join(map(str, files))}",
            text.format(name=names_of(files)),
            partial(open_again, files),
            str(files[0].parent),
        )
        for files in opened
    ]


def chip_entries(
    chips: "Iterable[Chip]", apply: Callable[[str], object]
) -> list[Entry]:
    """Return an entry for every chip, which applies its filter.

    Args:
        chips: The chips.
        apply: Called with the filter as it is written.
    """
    text = _tr("Filter: {name}")
    return [
        Entry(
            f"chip {chip.key}",
            text.format(name=chip.name),
            partial(apply, chip.text),
            chip.text,
        )
        for chip in chips
    ]


def setting_entries(show: Callable[[str], object]) -> list[Entry]:
    """Return an entry for every setting, which shows it; called with its name."""
    text = _tr("Setting: {name}")
    return [
        Entry(
            f"setting {setting.name}",
            text.format(name=_setting_text(setting.title)),
            partial(show, setting.name),
            _setting_text(setting.group),
        )
        for setting in DECLARED
        if setting.is_shown
    ]


def find_entries(
    typed: str, entries: Iterable[Entry], recent: Sequence[str]
) -> list[Found]:
    """Return the entries that match what was typed, the best first.

    What can be done now goes before what cannot, what was used lately before what was
    not, and what matches by its text before what matches by its menu.

    Args:
        typed: What was typed; nothing matches everything.
        entries: What there is, in its natural order.
        recent: The keys of what was used lately, the last one first.
    """
    ranks = {key: rank for rank, key in enumerate(recent)}
    ranked = []
    for number, entry in enumerate(entries):
        by_text = match(typed, entry.text)
        found = by_text or match(typed, f"{entry.path} {entry.text}")
        if found is None:
            continue
        places = () if by_text is None else by_text.places
        rank = ranks.get(entry.key, len(ranks))
        order = _order(typed, found, by_text is None, rank)
        ranked.append((not entry.is_enabled, *order, number, Found(entry, places)))
    ranked.sort(key=lambda line: line[:-1])
    return [line[-1] for line in ranked]


def _order(
    typed: str, found: Match, is_by_path: bool, rank: int
) -> tuple[bool, int, int]:
    # Use counts among equals only: who types on narrows the list down by letters.
    if typed.strip():
        return is_by_path, -found.score, rank
    return False, rank, 0


def _setting_text(text: str) -> str:
    return QCoreApplication.translate("settings", text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Palette", text)
