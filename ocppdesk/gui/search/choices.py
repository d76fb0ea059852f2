# SPDX-License-Identifier: Apache-2.0
"""What the search box offers in its drop-down."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ocppdesk.core.glossary import entries
from ocppdesk.core.versions import Version, charger_actions, csms_actions
from ocppdesk.filters.completion import Completion, Offer

_MOST_RECENT: Final = 8
_MOST_UNSEEN: Final = 3
# Behind these something more has to be typed.
_GOES_ON: Final = frozenset({"field", "operator"})
_TITLES: Final = {
    "unseen": QT_TRANSLATE_NOOP("search", "More message types"),
    "action": QT_TRANSLATE_NOOP("search", "Message types"),
    "field": QT_TRANSLATE_NOOP("search", "Fields"),
    "flag": QT_TRANSLATE_NOOP("search", "Flags"),
    "operator": QT_TRANSLATE_NOOP("search", "How to compare"),
    "value": QT_TRANSLATE_NOOP("search", "Values seen"),
    "saved": QT_TRANSLATE_NOOP("search", "Saved filters"),
    "recent": QT_TRANSLATE_NOOP("search", "Used lately"),
    "text": QT_TRANSLATE_NOOP("search", "Search"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the drop-down."""

    label: str
    """What it says."""
    text: str | None = None
    """What it puts into the box; None for a heading."""
    action: str = ""
    """The message type it stands for; empty for everything else."""
    detail: str = ""
    """What it means, in a few words."""
    count: int | None = None
    """How often it was seen; for message types the drop-down knows better."""
    span: tuple[int, int] | None = None
    """What of the box's text it takes the place of; None is all of it."""
    goes_on: bool = False
    """Whether something more has to be typed behind it."""


def all_choices(
    counts: Mapping[str, int], recent: Sequence[str], saved: Mapping[str, str]
) -> list[Choice]:
    """List every message type: those seen first, then the common ones, then the rest.

    Filters that were saved or used come after the types that were seen, as the others
    are many.

    Args:
        counts: How many calls of each action the capture has.
        recent: The last texts searched for, the newest first.
        saved: The filters that were saved, by their names.
    """
    seen = sorted(
        (action for action, count in counts.items() if count),
        key=lambda action: (-counts[action], action),
    )
    choices = [Choice(_tr("All messages"), "")]
    choices += _section(_tr("In this capture"), seen)
    choices += _titled(
        _tr(_TITLES["saved"]),
        [Choice(name, text, detail=text) for name, text in saved.items()],
    )
    choices += _titled(
        _tr(_TITLES["recent"]), [Choice(text, text) for text in recent[:_MOST_RECENT]]
    )
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


def choices_of(completion: Completion) -> list[Choice]:
    """List what may come at the cursor, grouped by kind; kinds in the order given."""
    kinds: dict[str, list[Choice]] = {}
    span = (completion.start, completion.end)
    for offer in completion.offers:
        kinds.setdefault(offer.kind, []).append(_choice_of(offer, span))
    if len(kinds) == 1 and "value" not in kinds:
        return next(iter(kinds.values()))
    unseen = [choice for choice in kinds.get("action", ()) if not choice.count]
    late = unseen[_MOST_UNSEEN:]
    if late:
        # Names that only contain what was typed would push everything else away.
        kinds["action"] = [c for c in kinds["action"] if c not in late]
        kinds["unseen"] = late
    return [
        choice
        for kind, choices in kinds.items()
        for choice in _titled(_tr(_TITLES.get(kind, kind)), choices)
    ]


def _choice_of(offer: Offer, span: tuple[int, int]) -> Choice:
    return Choice(
        offer.label,
        offer.text,
        action=offer.label if offer.kind == "action" else "",
        detail=offer.detail,
        count=offer.count,
        span=span,
        goes_on=offer.kind in _GOES_ON and offer.text != "{",
    )


def _section(title: str, actions: Iterable[str]) -> list[Choice]:
    return _titled(title, [Choice(action, action, action) for action in actions])


def _titled(title: str, choices: list[Choice]) -> list[Choice]:
    return [Choice(title), *choices] if choices else []


def _tr(text: object) -> str:
    return QCoreApplication.translate("search", str(text))
