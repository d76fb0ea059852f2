# SPDX-License-Identifier: Apache-2.0
"""What the search box offers in its drop-down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.glossary import entries
from ocppdesk.core.versions import Version, charger_actions, csms_actions

_MOST_RECENT: Final = 5
_LEAST_TYPED: Final = 2  # one letter fits nearly every name


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the drop-down."""

    label: str
    """What it says."""
    text: str | None = None
    """What it puts into the box; None for a heading."""
    action: str = ""
    """The message type it stands for; empty for everything else."""


def action_text(action: str) -> str:
    """Return the filter that shows the messages of one type."""
    return f"action == {action}"


def all_choices(counts: Mapping[str, int], recent: Sequence[str]) -> list[Choice]:
    """List every message type: those seen first, then the common ones, then the rest.

    Args:
        counts: How many calls of each action the capture has.
        recent: The last texts searched for, the newest first.
    """
    seen = sorted(
        (action for action, count in counts.items() if count),
        key=lambda action: (-counts[action], action),
    )
    choices = [Choice(_tr("All messages"), "")]
    choices += _section(_tr("In this capture"), seen)
    texts = [Choice(text, text) for text in recent[:_MOST_RECENT]]
    choices += [Choice(_tr("Searched before")), *texts] if texts else []
    listed = set(seen)
    old = entries(Version.V16)
    common = [e.action for e in old if e.rank is not None]
    more = [e.action for e in old if e.rank is None]
    new = sorted(charger_actions(Version.V21) | csms_actions(Version.V21))
    for title, names in (
        (_tr("Not seen yet: common messages of OCPP 1.6"), common),
        (_tr("Not seen yet: more of OCPP 1.6"), more),
        (_tr("Not seen yet: OCPP 2.0.1 and 2.1"), new),
    ):
        choices += _section(title, [name for name in names if name not in listed])
        listed.update(names)
    return choices


def matching_choices(
    typed: str, counts: Mapping[str, int], recent: Sequence[str]
) -> list[Choice]:
    """List what somebody may be about to type; empty if it could be anything."""
    wanted = typed.strip()
    texts = [
        Choice(text, text)
        for text in recent
        if wanted.casefold() in text.casefold() and text != wanted
    ]
    name = wanted.removeprefix("action").lstrip(" =").casefold()
    if len(name) < _LEAST_TYPED and not wanted.startswith("action"):
        return []
    known = [c for c in all_choices(counts, ()) if c.action]
    actions = [c for c in known if name in c.action.casefold() and c.text != wanted]
    # Names that begin so come before those that only contain it.
    actions.sort(key=lambda c: not c.action.casefold().startswith(name))
    return [*texts[:_MOST_RECENT], *actions]


def _section(title: str, actions: Iterable[str]) -> list[Choice]:
    lines = [Choice(action, action_text(action), action) for action in actions]
    return [Choice(title), *lines] if lines else []


def _tr(text: str) -> str:
    return QCoreApplication.translate("search", text)
