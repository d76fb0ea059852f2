# SPDX-License-Identifier: Apache-2.0
"""From a capture to the analyses of its chargers."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from ocppdesk.analysis.charger import ChargerAnalysis
from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.analysis.observing import Observation, Observer
from ocppdesk.analysis.samples import Sampled, samples_in
from ocppdesk.capture.links import links_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.rows import MESSAGE_COLUMNS, message_from
from ocppdesk.core.messages import Message

_AT_ONCE: Final = 2_000  # messages that are in memory
_NAMED: Final = 20  # chargers that are named in an error
_COLUMNS: Final = ", ".join(MESSAGE_COLUMNS)
_ALL: Final = f"SELECT {_COLUMNS} FROM messages WHERE id > ? ORDER BY id LIMIT ?"
_OF_ONE: Final = (
    f"SELECT {_COLUMNS} FROM messages WHERE id > ? AND charger_id = {{}} "
    "ORDER BY id LIMIT ?"
)


class UnknownChargerError(ValueError):
    """The capture does not know a charger; the text says whom it knows."""


def messages_of(reader: CaptureReader, charger: str = "") -> Iterator[Message]:
    """Read all messages of a capture in their order, a few at a time.

    Args:
        reader: The capture.
        charger: Only those of this charger; empty means of all.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    names: dict[int, str] = dict(reader.query("SELECT id, identity FROM chargers"))
    query = _ALL
    if charger:
        numbers = {name: number for number, name in names.items()}
        if charger not in numbers:
            known = ", ".join(sorted(numbers)[:_NAMED]) or "none"
            raise UnknownChargerError(
                f"The capture knows no charger {charger}. It knows: {known}."
            )
        query = _OF_ONE.format(numbers[charger])
    last = 0
    while rows := reader.query(query, (last, _AT_ONCE)):
        last = rows[-1][0]
        for values in rows:
            yield message_from(values, names[values[2]])


def observations_of(
    reader: CaptureReader, charger: str = ""
) -> Iterator[tuple[Observation, Sampled]]:
    """Read all messages as the analysis sees them, with what was sampled in each.

    Args:
        reader: The capture.
        charger: Only those of this charger; empty means of all.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    observers: defaultdict[str, Observer] = defaultdict(Observer)
    for message in messages_of(reader, charger):
        observation = observers[message.charger].observe(message)
        yield observation, samples_in(observation)


def analyses(
    reader: CaptureReader,
    charger: str = "",
    thresholds: Thresholds = DEFAULTS,
    *,
    tell: Callable[[int], None] = lambda _number: None,
) -> dict[str, ChargerAnalysis]:
    """Analyse all messages and connections of a capture.

    Args:
        reader: The capture.
        charger: Only this charger; empty means all.
        thresholds: When rules of diagnosis speak.
        tell: Told now and then the number of the message that is looked at; it may
            raise to end the work.

    Returns:
        The analysis of each charger by its identity, in the order in which they were
        heard of first.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    found: dict[str, ChargerAnalysis] = {}
    for count, message in enumerate(messages_of(reader, charger)):
        if count % _AT_ONCE == 0:
            tell(message.id)
        analysis = found.get(message.charger)
        if analysis is None:
            analysis = found[message.charger] = ChargerAnalysis(
                message.charger, thresholds
            )
        analysis.feed(message)
    for number, identity in reader.query("SELECT id, identity FROM chargers"):
        if identity in found:
            for link in links_of(reader, (number, identity)):
                found[identity].feed_link(link)
    return found
