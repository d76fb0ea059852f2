# SPDX-License-Identifier: Apache-2.0
"""How far the search for findings is, and what to say where none is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.look.empty_page import EmptyPage
from ocppdesk.gui.look.numbers import grouped

if TYPE_CHECKING:
    from ocppdesk.gui.analysing.sweep import Found

MOST: Final = 1_000
"""Rows that are listed; nobody reads more, and chips leave the others out."""

_FEW: Final = 500  # messages that are not worth a word: they are taken in at once


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there beside the rows of the list."""

    charger: str
    """The chosen charger; empty for all."""
    found: "Found | None"
    """What was found so far; None: nothing was told."""
    is_filtering: bool
    """Whether a chip hides findings."""
    left_out: int = 0
    """How many groups have no row."""
    failure: str = ""
    """Why the analysis cannot go on, as a sentence."""

    @property
    def is_settled(self) -> bool:
        """Whether next to nothing is left to be looked through."""
        return self.found is not None and self.found.upto - self.found.done < _FEW


def about(now: Situation) -> str:
    """Say of whom the list is, and how far the analysis is."""
    who = now.charger or _tr("All chargers")
    if now.left_out:
        who = _tr("{who} · the worst {n} are listed").format(who=who, n=grouped(MOST))
    if now.found is None or now.is_settled:
        return who
    percent = 100 * max(now.found.done, 0) // now.found.upto
    text = _tr("{who} · {percent} % looked through")
    return text.format(who=who, percent=percent)


def explain(
    page: EmptyPage,
    now: Situation,
    *,
    show_all: Callable[[], object],
    show_rules: Callable[[], object],
) -> None:
    """Say on a page why nothing is listed, and what to do.

    Args:
        page: The page.
        now: What there is.
        show_all: Switches the chips off.
        show_rules: Shows what is looked for.
    """
    if now.failure:
        page.say(_tr("Findings cannot be told"), now.failure)
    elif now.is_filtering:
        page.say(
            _tr("No finding of this kind"),
            _tr("The chips above hide the others."),
            [(_tr("Show all findings"), show_all)],
            are_alike=True,
        )
    elif now.found is None or not now.found.upto:
        page.say(
            _tr("Nothing to look at so far"),
            _tr(
                "As soon as messages are here, they are looked through for what may be "
                "wrong."
            ),
        )
    else:
        heading = _tr("Nothing found so far in {n} messages")
        page.say(
            heading.format(n=grouped(max(now.found.done, 0))),
            _tr(
                "That is no proof that all is well: the rules know what they were made "
                "for. Help, Rules of diagnosis tells what is looked for."
            ),
            [(_tr("Rules of diagnosis"), show_rules)],
            are_alike=True,
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
