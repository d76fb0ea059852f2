# SPDX-License-Identifier: Apache-2.0
"""What a diagnosis says about a message."""

import enum
from dataclasses import dataclass


class Level(enum.IntEnum):
    """How much a finding matters; the greater, the worse.

    The names in lower case are the words for them.
    """

    INFO = 0
    """Worth knowing; nothing is wrong."""
    NOTE = 1
    """Unusual, and may be wanted that way."""
    WARNING = 2
    """Probably wrong, though things still work."""
    ERROR = 3
    """Wrong: something did not work because of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that was found in a message."""

    rule: str
    """The id of the rule that found it, as in `R012`."""
    level: Level
    """How much it matters."""
