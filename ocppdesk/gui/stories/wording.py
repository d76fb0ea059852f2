# SPDX-License-Identifier: Apache-2.0
"""Words and signs for sessions: outcomes, certainty, energy and power."""

import math
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from ocppdesk.analysis.sessions.story import (
    Certainty,
    Energy,
    EnergySource,
    Outcome,
    Quality,
    Story,
)
from ocppdesk.gui.connections.texts import duration_text
from ocppdesk.gui.look.numbers import grouped

NOTHING: Final = "\N{EN DASH}"
"""What stands where nothing is known."""

_KILO: Final = 1000


class Worded(NamedTuple):
    """How something is said."""

    sign: str
    """For those who do not see the colour."""
    word: str
    color: str
    """The name of its colour."""

    @property
    def text(self) -> str:
        """Sign and word."""
        return f"{self.sign} {self.word}"


def outcome(story: Story, *, is_live: bool) -> Worded:
    """Return what became of a session, in a few words.

    Args:
        story: The session.
        is_live: Whether chargers talk now; a log ended some day.
    """
    word = _tr(_OUTCOMES[story.outcome])
    match story.outcome:
        case Outcome.COMPLETED:
            return Worded("✓", word, "ok")
        case Outcome.OPEN if is_live and not story.transactions:
            return Worded("◌", _tr("Not started yet"), "accent")
        case Outcome.OPEN if is_live:
            return Worded("●", word, "accent")
        case Outcome.OPEN:
            return Worded("●", _tr("Open at the end"), "accent")
        case Outcome.UNKNOWN_PARTIAL:
            return Worded("◌", word, "muted")
        case Outcome.COMPLETED_NO_ENERGY | Outcome.ORPHANED:
            return Worded("▲", word, "slow")
    return Worded("✗", word, "refused")


_OUTCOMES: Final = {
    Outcome.COMPLETED: "Completed",
    Outcome.COMPLETED_NO_ENERGY: "No energy",
    Outcome.FAILED_NO_PLUG: "Failed: no plug",
    Outcome.FAILED_NO_TOKEN: "Failed: no card",
    Outcome.FAILED_TOKEN_REFUSED: "Failed: card refused",
    Outcome.FAILED_TIMEOUT: "Failed: timed out",
    Outcome.FAILED_UNAVAILABLE: "Failed: out of service",
    Outcome.FAILED_FAULT: "Failed: fault",
    Outcome.FAILED_REMOTE_REJECTED: "Failed: start refused",
    Outcome.FAILED_PROTOCOL: "Failed: wrong messages",
    Outcome.STOPPED_BY_FAULT: "Stopped by a fault",
    Outcome.STOPPED_BY_POWER: "Stopped by power loss",
    Outcome.STOPPED_DEAUTHORIZED: "Stopped: card refused",
    Outcome.ORPHANED: "Never closed",
    Outcome.OPEN: "Running",
    Outcome.UNKNOWN_PARTIAL: "Seen in part",
}


def certainty(level: Certainty) -> Worded:
    """Return how sure something is."""
    match level:
        case Certainty.OBSERVED:
            return Worded("", _tr("observed"), "muted")
        case Certainty.INFERRED:
            return Worded("≈", _tr("inferred"), "muted")
        case Certainty.ASSUMED:
            return Worded("?", _tr("assumed"), "slow")


def certainty_sentence(level: Certainty) -> str:
    """Return what a word of `certainty` means."""
    match level:
        case Certainty.OBSERVED:
            return _tr("A message says so.")
        case Certainty.INFERRED:
            return _tr("No message says it, but it follows from them.")
        case Certainty.ASSUMED:
            return _tr("It is likely, and no message speaks against it.")


def quality(level: Quality) -> Worded:
    """Return how far an energy can be trusted."""
    match level:
        case Quality.EXACT:
            return Worded("", _tr("exact"), "ok")
        case Quality.ESTIMATED:
            return Worded("≈", _tr("estimated"), "muted")
        case Quality.SUSPECT:
            return Worded("▲", _tr("suspect"), "slow")


def source(found: EnergySource) -> str:
    """Return where an energy is taken from."""
    match found:
        case EnergySource.METER:
            return _tr("meterStop \N{MINUS SIGN} meterStart")
        case EnergySource.TRANSACTION:
            return _tr("reading at the end \N{MINUS SIGN} at the start")
        case EnergySource.REGISTER:
            return _tr("last \N{MINUS SIGN} first meter reading")
        case EnergySource.INTERVALS:
            return _tr("sum of the intervals reported")
        case EnergySource.POWER:
            return _tr("power over time")


def energy_of(story: Story) -> Energy | None:
    """Return the least trusted energy of the transactions; None if there is none."""
    found = [one.energy for one in story.transactions if one.energy is not None]
    order = list(Quality)
    return max(found, key=lambda one: order.index(one.quality), default=None)


def energy_text(wh: float | None) -> str:
    """Return an energy, given in Wh."""
    if wh is None:
        return NOTHING
    if abs(wh) < _KILO:
        return f"{QLocale().toString(wh, 'f', 0)} Wh"
    return f"{_three(wh / _KILO)} kWh"


def power_text(watt: float | None) -> str:
    """Return a power, given in W."""
    if watt is None:
        return NOTHING
    if abs(watt) < _KILO:
        return f"{QLocale().toString(watt, 'f', 0)} W"
    return f"{_three(watt / _KILO)} kW"


def reading_text(wh: float | None) -> str:
    """Return a meter reading in full, given in Wh."""
    if wh is None or not math.isfinite(wh):
        return NOTHING
    return f"{grouped(round(wh))} Wh"


def lasted(seconds: float | None) -> str:
    """Return a duration; a clock that was set back makes none."""
    return NOTHING if seconds is None else duration_text(max(0, int(seconds)))


def charger(identity: str) -> str:
    """Return what a charger is called; some logs do not say."""
    return identity or _tr("a charger without identity")


def place_of(story: Story) -> str:
    """Return the connector in the fewest letters: `2`, in OCPP 2.x `1.2`."""
    parts = [story.evse, story.connector]
    return ".".join(str(part) for part in parts if part is not None) or NOTHING


def place_name(story: Story) -> str:
    """Return the connector as one says it; empty if it is not known."""
    if story.evse is not None and story.connector is not None:
        text = _tr("EVSE {evse}, connector {connector}")
    elif story.evse is not None:
        text = _tr("EVSE {evse}")
    elif story.connector is not None:
        text = _tr("connector {connector}")
    else:
        return ""
    return text.format(evse=story.evse, connector=story.connector)


def _three(number: float) -> str:
    """Return a number with at least three digits that count."""
    digits = 2 if abs(number) < 100 else 1
    return QLocale().toString(number, "f", digits)


def _tr(text: str) -> str:
    return QCoreApplication.translate("sessions", text)
