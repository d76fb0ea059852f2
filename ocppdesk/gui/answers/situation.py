# SPDX-License-Identifier: Apache-2.0
"""Why there is no answer to show, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.look.empty_page import EmptyPage, ways_to


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there while nothing is answered."""

    chargers: tuple[str, ...]
    """The chargers of the capture."""
    identity: str
    """The chosen one; empty if it is not clear which."""
    is_live: bool
    """Whether chargers can connect here."""
    is_connected: bool
    """Whether the chosen one is there."""
    failure: str = ""
    """Why the analysis cannot go on, as a sentence."""

    @property
    def obstacle(self) -> str:
        """Why the charger cannot be asked; empty if it can."""
        if not self.is_live:
            return _tr("A recording cannot be asked.")
        if not self.identity:
            return _tr("Choose a charger in the list of chargers.")
        if not self.is_connected:
            text = _tr("{charger} is not connected: it cannot be asked.")
            return text.format(charger=self.identity)
        return ""


def explain(
    page: EmptyPage,
    now: Situation,
    *,
    connect: Callable[[], object],
    choose: Callable[[str], object],
) -> None:
    """Say on a page what there is and what to do.

    Args:
        page: The page.
        now: What there is.
        connect: Shows how to connect a charger.
        choose: Chooses a charger.
    """
    if now.failure:
        page.say(_tr("The answers cannot be told"), now.failure)
    elif not now.chargers and now.is_live:
        page.say(
            _tr("No charger yet"),
            _tr(
                "Here it will say whether a charger communicates, whether something is "
                "broken, why a session did not start or stopped, and what it was "
                "allowed. Connect a charger first."
            ),
            [(_tr("How to connect a charger"), connect)],
        )
    elif not now.chargers:
        page.say(
            _tr("No charger in this recording"),
            _tr("No message in it belongs to a charger, so nothing can be answered."),
        )
    elif not now.identity:
        page.say(
            _tr("Choose a charger"),
            _tr("Answers are given for one charger at a time."),
            ways_to(now.chargers, choose),
            are_alike=True,
        )
    else:
        heading = _tr("Looking through the messages of {charger}")
        page.say(
            heading.format(charger=now.identity),
            _tr("The answers come in a moment."),
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("answers", text)
