# SPDX-License-Identifier: Apache-2.0
"""Why there is no setting to show, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.configuration.steps import How
from ocppdesk.gui.look.empty_page import EmptyPage, Way

_MOST_OFFERED: Final = 6  # chargers that have a button of their own


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there while no setting is."""

    chargers: tuple[str, ...]
    """The chargers of the capture."""
    identity: str
    """The chosen one; empty if it is not clear which."""
    is_busy: bool
    """Whether settings are being read."""
    is_live: bool
    """Whether chargers can call here."""
    is_connected: bool
    """Whether the chosen one is there."""


def explain(
    page: EmptyPage,
    situation: Situation,
    *,
    read: Callable[[How], None],
    choose: Callable[[str], None],
    way_text: Callable[[How], str],
) -> None:
    """Say on a page what there is and what to do.

    Args:
        page: The page.
        situation: What there is.
        read: Reads the settings.
        choose: Chooses a charger.
        way_text: What a way of reading is called.
    """
    name = situation.identity
    if not situation.chargers:
        page.say(
            _tr("No charger yet"),
            _tr("Its configuration can be read as soon as one connects."),
        )
    elif not name:
        text = _tr("There are {count}. Choose one here or in the list of them.")
        page.say(
            _tr("Whose configuration?"),
            text.format(count=len(situation.chargers)),
            [(c, partial(choose, c)) for c in situation.chargers[:_MOST_OFFERED]],
            are_alike=True,
        )
    elif situation.is_busy:
        text = _tr("The settings of {charger} appear here as they come.")
        page.say(_tr("Reading…"), text.format(charger=name))
    elif situation.is_connected:
        ways: list[Way] = [
            (way_text(how), partial(read, how)) for how in (How.BATCHES, How.SINGLY)
        ]
        page.say(
            _tr("Nothing is known of the configuration yet"),
            _tr(
                "Reading changes nothing. Very few chargers break when they are asked "
                "for everything at once; ask those in another way."
            ),
            [(_tr("&Read the configuration"), partial(read, How.ALL)), *ways],
        )
    elif situation.is_live:
        text = _tr("It can be read when {charger} is connected again.")
        page.say(
            _tr("Nothing is known of the configuration yet"), text.format(charger=name)
        )
    else:
        text = _tr("Nobody read or changed a setting of {charger} in it.")
        page.say(_tr("This capture tells no settings"), text.format(charger=name))


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings situation", text)
