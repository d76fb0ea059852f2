# SPDX-License-Identifier: Apache-2.0
"""What was found, ready to be read."""

import enum
from dataclasses import dataclass
from typing import Final


class Severity(enum.IntEnum):
    """How much a finding matters; the names in lower case are the words for them."""

    INFO = 0
    """Worth knowing; nothing is wrong."""
    LOW = 1
    """Not as the specification has it, but harmless."""
    MEDIUM = 2
    """Things work, but worse than they should."""
    HIGH = 3
    """No charging, or data is lost."""
    CRITICAL = 4
    """A danger, or no communication at all."""

    @property
    def word(self) -> str:
        """Its word."""
        return self.name.lower()


class Verdict(enum.StrEnum):
    """Where the cause lies."""

    BROKEN = "broken"
    """Hardware is likely to be broken."""
    INSTALLATION = "installation"
    """The installation, the supply or the network."""
    CONFIGURATION = "configuration"
    """Settings, the firmware's manners, or the CSMS."""
    VEHICLE = "vehicle"
    USER = "user"
    """Somebody did it."""
    NORMAL = "normal"
    """It is as it should be."""
    ON_SITE = "on site"
    """Only a look at the charger tells."""

    @property
    def words(self) -> str:
        """It in plain words, to go on from "Likely cause"."""
        return _WORDS[self]


_WORDS: Final = {
    Verdict.BROKEN: "broken hardware",
    Verdict.INSTALLATION: "installation or network",
    Verdict.CONFIGURATION: "settings or software",
    Verdict.VEHICLE: "the car",
    Verdict.USER: "somebody did it",
    Verdict.NORMAL: "normal",
    Verdict.ON_SITE: "look at the charger",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found about a charger, with all its evidence."""

    rule: str
    """The id of the rule, as in `CON-07`."""
    severity: Severity
    verdicts: tuple[Verdict, ...]
    """Where the cause may lie, the likeliest first."""
    title: str
    """What it is, in a few words."""
    charger: str
    """The identity; empty if it is about no single charger."""
    evse: int | None
    """OCPP 2.x: the EVSE it is about."""
    connector: int | None
    """The connector it is about; None: the whole charger."""
    at: int
    """When it was first so, microseconds since 1970."""
    last_at: int
    """When it was last so."""
    count: int
    """How often it was."""
    messages: tuple[int, ...]
    """The numbers of the messages that show it, in their order; of very many, the
    first and the last ones."""
    text: str
    """What was seen and what it means, in some sentences."""
    next: tuple[str, ...]
    """What to do, a sentence each, in the order in which to try it."""
    traps: tuple[str, ...]
    """What could make it a false alarm, a sentence each."""
    reference: str
    """Where to read about it."""
    is_possible: bool = False
    """Whether the evidence allows it and does not prove it."""

    @property
    def verdict(self) -> str:
        """Where the cause may lie, as text: `broken/installation`."""
        return "/".join(self.verdicts)
