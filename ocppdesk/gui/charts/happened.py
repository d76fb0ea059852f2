# SPDX-License-Identifier: Apache-2.0
"""What happened, as the ribbon has it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.happenings import Happenings, Mark, State
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.analysis.sessions.story import Story, Transaction
from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.kinds import measure_of
from ocppdesk.gui.charts.lines import MICRO
from ocppdesk.gui.charts.ribbon import Band, Event, Row


class Happened:
    """Events and states as the ribbon has them, made once each as they come."""

    def __init__(self) -> None:
        self._source: tuple[str, bool] | None = None
        self._marks: tuple[Mark, ...] = ()
        self._states: tuple[State, ...] = ()
        self._events: list[Event] = []
        self._bands: dict[int, list[Band]] = defaultdict(list)

    def take(self, book: LineBook) -> None:
        """Take in what happened since."""
        facts = book.facts
        source = None if facts is None else (facts.charger, book.by_charger)
        happenings = Happenings() if facts is None else facts.happenings
        marks, states = happenings.marks, happenings.states
        is_longer = _continues(self._marks, marks) and _continues(self._states, states)
        # By the charger's clock, what comes later may belong before the rest.
        if source != self._source or book.by_charger or not is_longer:
            self._source = source
            self._marks, self._states = (), ()
            self._events, self._bands = [], defaultdict(list)
        for mark in marks[len(self._marks) :]:
            at = book.seconds(mark.at, mark.charger_at)
            self._events.append(Event(at, mark.kind, mark.text, mark.message))
        for state in states[len(self._states) :]:
            at = book.seconds(state.at, state.charger_at)
            bands = self._bands[state.place]
            if bands:
                bands[-1] = replace(bands[-1], ended=at)
            bands.append(Band(at, None, state.text, state.message))
        self._marks, self._states = marks, states
        if book.by_charger:
            self._events.sort(key=lambda event: event.at)
            for bands in self._bands.values():
                bands.sort(key=lambda band: band.began)
                for place, following in enumerate(bands[1:]):
                    bands[place] = replace(bands[place], ended=following.began)

    @property
    def events(self) -> list[Event]:
        """What happened at single moments, in the order of time."""
        return self._events

    def rows(self, book: LineBook, shown: Collection[SeriesKey]) -> list[Row]:
        """Return the connectors with their states and transactions.

        Args:
            book: All lines.
            shown: Those that are shown; the connectors are those where they were
                measured.
        """
        facts = book.facts
        if facts is None:
            return []
        is_2x = any(data.key.evse is not None for data in facts.series)
        transactions: dict[int, list[Band]] = defaultdict(list)
        for story in facts.stories:
            place = story.connector if story.evse is None else story.evse
            if place is not None:
                transactions[place] += map(
                    partial(_transaction, story), story.transactions
                )
        measured = {key.connector if key.evse is None else key.evse for key in shown}
        known = set(self._bands) | set(transactions)
        wanted = {n for n in known if n in measured} or {n for n in known if n}
        kind = _tr("EVSE {n}") if is_2x else _tr("Connector {n}")
        return [
            Row(
                kind.format(n=place) if place else _tr("Charger"),
                tuple(self._bands.get(place, ())),
                tuple(sorted(transactions[place], key=lambda band: band.began)),
            )
            for place in sorted(wanted)
        ]


def _continues(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    """Return whether a tuple only grew."""
    count = len(before)
    return count <= len(after) and (not count or after[count - 1] is before[-1])


def _transaction(story: Story, transaction: Transaction) -> Band:
    ended = transaction.ended_at
    return Band(
        transaction.began_at * MICRO,
        None if ended is None else ended * MICRO,
        _tr("Transaction {id}").format(id=transaction.id),
        transaction.start_message or 0,
        _energy_text(story.energy_wh),
    )


def silences_of(book: LineBook, until: float) -> list[tuple[float, float]]:
    """Return when the charger was not connected.

    Args:
        book: All lines.
        until: How long a silence lasts that goes on, seconds since 1970.
    """
    if book.facts is None:
        return []
    found = []
    for began, ended in book.facts.happenings.silences:
        end = until if ended is None else book.seconds(ended)
        start = book.seconds(began)
        found.append((start, max(start, end)))
    return found


def _energy_text(energy_wh: float | None) -> str:
    if energy_wh is None:
        return ""
    return measure_of("Wh", abs(energy_wh)).text(energy_wh)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)
