# SPDX-License-Identifier: Apache-2.0
"""The folder of files that chargers have sent, and its list."""

from dataclasses import dataclass
from pathlib import Path

from ocppdesk.core.transfers.kinds import FileKind


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that a charger has sent."""

    path: Path
    """Where it lies."""
    given_name: str
    """What the charger called it."""
    size: int
    """Its length in bytes."""
    sha256: str
    """Its SHA-256 in hexadecimal digits."""
    at: int
    """When it was complete: microseconds since 1970, UTC."""
    charger: str
    """The identity of the charger that was asked for it."""
    action: str
    """The action that asked for it: `GetDiagnostics`, `GetLog`."""
    peer: str
    """Who sent it: `address:port`."""
    kind: FileKind
    """What it is, by its first bytes."""


def received_files(capture: Path) -> list[ReceivedFile]:
    """Return the files that came in during a recording, the newest first.

    Files that were moved or deleted meanwhile are left out.

    Args:
        capture: The recording's file.
    """
    raise NotImplementedError


def received_folder(capture: Path) -> Path:
    """Return the folder for the files that come in during a recording.

    Args:
        capture: The recording's file; the folder bears its name.
    """
    raise NotImplementedError
