# SPDX-License-Identifier: Apache-2.0
"""The settings of a charger at one moment, kept in a capture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.configuration.settings import Entry


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The settings of a charger at one moment, without their values."""

    id: int
    """Its number in its capture."""
    charger: str
    """The identity of the charger."""
    at: int
    """When it was taken, microseconds since 1970."""
    name: str
    """What somebody called it; empty if it was made by itself."""
    is_automatic: bool
    """Whether it was made by itself at the first reading of a connection."""
    count: int
    """How many settings it holds."""
    path: Path
    """The capture that it is in."""


class SnapshotWriter:
    """Keeps snapshots in a capture, also while it is recorded into.

    Each method is a transaction of its own over a connection of its own; they may be
    called from any thread and block for as long as the disk takes. What fails leaves
    the file as it was and raises a `CaptureError`.

    Args:
        path: The capture.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(
        self,
        charger: str,
        entries: Iterable[Entry],
        *,
        at: int,
        name: str = "",
        connection: int = 0,
    ) -> int:
        """Keep the settings of a charger, secrets as masks only; returns the number.

        Args:
            charger: The identity; the capture has to know it.
            entries: The settings.
            at: When they were read, microseconds since 1970.
            name: What to call it; without a name it counts as automatic.
            connection: The connection they were read on, by its number; 0 for none.
        """
        raise NotImplementedError

    def rename(self, number: int, name: str) -> None:
        """Call a snapshot otherwise; it is no automatic one any more."""
        raise NotImplementedError

    def remove(self, number: int) -> None:
        """Take a snapshot away."""
        raise NotImplementedError


def snapshots(reader: CaptureReader, charger: str = "") -> list[Snapshot]:
    """Return the snapshots in a capture, the newest first.

    Args:
        reader: The capture; one that is too old for snapshots has none.
        charger: Only those of this charger; empty for all.
    """
    raise NotImplementedError


def snapshot_entries(reader: CaptureReader, number: int) -> tuple[Entry, ...]:
    """Return the settings in a snapshot; secrets have the mask for a value."""
    raise NotImplementedError


def snapshots_of_folder(
    folder: Path, charger: str = "", *, besides: Sequence[Path] = ()
) -> list[Snapshot]:
    """Return the snapshots in all captures of a folder, the newest first.

    Captures that cannot be read are passed over. It blocks for some milliseconds a
    capture.

    Args:
        folder: The folder.
        charger: Only those of this charger; empty for all.
        besides: Further captures to look into, wherever they are.
    """
    raise NotImplementedError
