# SPDX-License-Identifier: Apache-2.0
"""Why there is no answer to show, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.look.empty_page import EmptyPage, ways_to


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there while nothing is known of a limit."""

    chargers: tuple[str, ...]
    """The chargers of the capture."""
    identity: str
    """The chosen one; empty if it is not clear which."""
    version: str
    """The OCPP version that it speaks."""
    is_live: bool
    """Whether chargers can be asked here."""
    is_connected: bool
    """Whether the chosen one is there."""
    is_looking: bool
    """Whether messages are still being looked through."""
    failure: str = ""
    """Why the analysis cannot go on, as a sentence."""

    @property
    def obstacle(self) -> str:
        """Why the charger cannot be asked; empty if it can."""
        if not self.identity:
            return _tr("Choose a charger in the list of chargers.")
        if not self.is_connected:
            text = _tr("{charger} is not connected.")
            return text.format(charger=self.identity)
        return ""


def explain(
    page: EmptyPage,
    now: Situation,
    *,
    ask: Callable[[], None],
    choose: Callable[[str], None],
) -> None:
    """Say on a page what there is and what to do.

    Args:
        page: The page.
        now: What there is.
        ask: Asks the charger.
        choose: Chooses a charger.
    """
    what = _tr(
        "A limit is known once a charging profile is set, the charger tells what it "
        "offers, or a current is measured. Limits that were set before these messages "
        "began are invisible: the charger keeps them, and only it can tell."
    )
    if now.failure:
        page.say(_tr("The limits cannot be told"), now.failure)
    elif not now.chargers:
        page.say(_tr("No charger yet"), what)
    elif not now.identity:
        page.say(
            _tr("Choose a charger"),
            _tr("Limits are told for one charger at a time."),
            ways_to(now.chargers, choose),
            are_alike=True,
        )
    elif now.is_looking:
        heading = _tr("Looking for limits of {charger}")
        page.say(heading.format(charger=now.identity), what)
    elif now.is_connected:
        page.say(
            _tr("Nothing tells of a limit yet"), what, [(_tr("Ask the charger"), ask)]
        )
    elif now.is_live:
        more = _tr("It can be asked when {charger} is connected again.")
        page.say(
            _tr("Nothing tells of a limit yet"),
            f"{what}\n\n{more.format(charger=now.identity)}",
        )
    else:
        page.say(_tr("Nothing in this recording tells of a limit"), what)


def _tr(text: str) -> str:
    return QCoreApplication.translate("allowances", text)
