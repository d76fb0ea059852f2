# SPDX-License-Identifier: Apache-2.0
"""The filters that show the messages of a session."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.sessions.story import Outcome, Story
from ocppdesk.filters.nodes import between, of_charger
from ocppdesk.filters.values import quoted
from ocppdesk.gui.stories.wording import place_name

_LONGEST = 64  # characters of a transaction's id that somebody would filter on
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to see the messages of a session."""

    label: str
    """What is shown."""
    expression: str
    """The filter as it is written."""


def choices_of(story: Story) -> list[Choice]:
    """Return the filters for a session, the one to begin with first.

    By number rather than by time: what a charger told later, when it was connected
    again, is found as well, and no clock has to be right.
    """
    charger, span = of_charger(story.charger), _span(story)
    found = [Choice(_tr("Everything of the charger meanwhile"), f"{charger} {span}")]
    name = place_name(story)
    if name:
        fields = (("evse", story.evse), ("connector", story.connector))
        places = " ".join(f"{k} == {v}" for k, v in fields if v is not None)
        label = _tr("Only {place} meanwhile").format(place=name)
        found.append(Choice(label, f"{charger} {span} {places}"))
    for transaction in story.transactions:
        number = "" if transaction.id is None else str(transaction.id)
        if 0 < len(number) <= _LONGEST:
            label = _tr("Only transaction {id}").format(id=number)
            found.append(Choice(label, f"{charger} tx == {quoted(number)}"))
    return found


def _span(story: Story) -> str:
    """Return the filter for the time of a session."""
    numbers = [line.message for line in story.lines if line.message is not None]
    for one in story.transactions:
        ends = (one.start_message, one.stop_message)
        numbers += [end for end in ends if end is not None]
    is_running = story.outcome is Outcome.OPEN
    if numbers:
        first, last = min(numbers), max(numbers)
        return f"no >= {first}" if is_running else f"no in {first}..{last}"
    ended = None if is_running else story.ended_at
    until = None if ended is None else ended + _SECOND
    return str(between(story.began_at, until))


def _tr(text: str) -> str:
    return QCoreApplication.translate("sessions", text)
