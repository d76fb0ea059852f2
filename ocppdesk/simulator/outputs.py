# SPDX-License-Identifier: Apache-2.0
"""What a simulated charger wants done by those who own sockets."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Send:
    """Send a text."""

    text: str
    """One frame."""


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Put a text on a file server."""

    url: str
    """Where to, with the file's name."""
    text: str
    """What to put there."""
    on_done: Callable[[bool], None]
    """To be told whether it worked."""


@dataclass(frozen=True, slots=True)
class Download:
    """Fetch a file from a file server."""

    url: str
    """Where from."""
    on_done: Callable[[bool], None]
    """To be told whether it worked."""


Output = Send | Close | Upload | Download
