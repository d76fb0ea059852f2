# SPDX-License-Identifier: Apache-2.0
"""What happened, as the ribbon has it."""

from collections import defaultdict
from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.happenings import State
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.kinds import measure_of
from ocppdesk.gui.charts.lines import MICRO
from ocppdesk.gui.charts.ribbon import Band, Event, Row


def events_of(book: LineBook) -> list[Event]:
    """Return what happened at single moments, in the order of time."""
    if book.facts is None:
        return []
    found = [
        Event(
            book.seconds(mark.at, mark.charger_at), mark.kind, mark.text, mark.message
        )
        for mark in book.facts.happenings.marks
    ]
    return sorted(found, key=lambda event: event.at)


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


def rows_of(book: LineBook, shown: Collection[SeriesKey]) -> list[Row]:
    """Return the connectors with their states and transactions.

    Args:
        book: All lines.
        shown: Those that are shown; the connectors are those where they were measured.
    """
    facts = book.facts
    if facts is None:
        return []
    is_2x = any(data.key.evse is not None for data in facts.series)
    states: dict[int, list[State]] = defaultdict(list)
    for state in facts.happenings.states:
        states[state.place].append(state)
    transactions: dict[int, list[Band]] = defaultdict(list)
    for story in facts.stories:
        place = story.connector if story.evse is None else story.evse
        for transaction in story.transactions:
            if place is not None:
                name = _tr("Transaction {id}").format(id=transaction.id)
                began = transaction.began_at * MICRO
                ended = transaction.ended_at
                end = None if ended is None else ended * MICRO
                tip = _energy_text(story.energy_wh)
                message = transaction.start_message or 0
                transactions[place].append(Band(began, end, name, message, tip))
    measured = {key.connector if key.evse is None else key.evse for key in shown}
    known = set(states) | set(transactions)
    wanted = {n for n in known if n in measured} or {n for n in known if n}
    kind = _tr("EVSE {n}") if is_2x else _tr("Connector {n}")
    return [
        Row(
            kind.format(n=place) if place else _tr("Charger"),
            _bands(book, states[place]),
            tuple(sorted(transactions[place], key=lambda band: band.began)),
        )
        for place in sorted(wanted)
    ]


def _bands(book: LineBook, states: list[State]) -> tuple[Band, ...]:
    starts = [book.seconds(state.at, state.charger_at) for state in states]
    following: list[float | None] = [*starts[1:], None]
    found = [
        Band(start, end, state.text, state.message)
        for state, start, end in zip(states, starts, following, strict=True)
    ]
    return tuple(sorted(found, key=lambda band: band.began))


def _energy_text(energy_wh: float | None) -> str:
    if energy_wh is None:
        return ""
    return measure_of("Wh", abs(energy_wh)).text(energy_wh)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)
