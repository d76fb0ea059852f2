# SPDX-License-Identifier: Apache-2.0
"""The settings of a charger at one moment, kept in a capture.

Secrets are kept as masks only; what was on the wire is in the messages anyway.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson

from ocppdesk.capture.annotations import storable
from ocppdesk.capture.errors import CaptureError, SnapshotError
from ocppdesk.capture.folder import SUFFIX
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.schema import WITH_SNAPSHOTS
from ocppdesk.capture.side_writer import SideWriter
from ocppdesk.core.configuration.records import entry_from, entry_record
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.frames import json_text

_ADD: Final = """
INSERT INTO snapshots (charger_id, at, name, connection_id, count, entries)
SELECT id, ?, ?, ?, ?, ? FROM chargers WHERE identity = ?
"""
_PUT: Final = """
INSERT INTO snapshots (charger_id, at, name, count, entries)
SELECT id, ?, ?, ?, ? FROM chargers WHERE identity = ?
"""
_WHOLE: Final = """
SELECT c.identity, s.at, s.name, s.count, s.entries
FROM snapshots AS s JOIN chargers AS c ON c.id = s.charger_id ORDER BY s.id
"""
_LIST: Final = """
SELECT s.id, c.identity, s.at, s.name, s.count
FROM snapshots AS s JOIN chargers AS c ON c.id = s.charger_id
WHERE ? IN ('', c.identity) ORDER BY s.at DESC, s.id DESC
"""


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
    count: int
    """How many settings it holds."""
    path: Path
    """The capture that it is in."""

    @property
    def is_automatic(self) -> bool:
        """Whether it was made by itself, at the first reading of a connection."""
        return not self.name


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A snapshot as it is stored, for another capture of the same messages."""

    charger: str
    """The identity of the charger."""
    at: int
    """When it was taken, microseconds since 1970."""
    name: str
    """What somebody called it; empty if it was made by itself."""
    count: int
    """How many settings it holds."""
    entries: str
    """The settings, as JSON."""


class SnapshotWriter(SideWriter):
    """Keeps snapshots in a capture, also while it is recorded into.

    It writes in the way of `SideWriter`. What cannot be written raises a
    `SnapshotError`, and what is no capture another `CaptureError`.

    Args:
        path: The capture; it is opened by the first change.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, SnapshotError)

    def add(
        self,
        charger: str,
        entries: Iterable[Entry],
        *,
        at: int,
        name: str = "",
        connection: int = 0,
    ) -> int:
        """Keep the settings of a charger; returns the number of the snapshot.

        Args:
            charger: The identity; the capture has to know it.
            entries: The settings; those that were never read are left out.
            at: When they were read, microseconds since 1970.
            name: What to call it; without a name it counts as made by itself.
            connection: The connection they were read on, by its number; 0 for none.
        """
        records = [entry_record(e) for e in entries if e.read_at is not None]
        values = (
            at,
            storable(name.strip()),
            connection or None,
            len(records),
            storable(json_text(records)),
            charger,
        )
        number = self.write(_ADD, [values])
        if not number:
            raise SnapshotError(self.path, f"it knows no charger {charger}")
        return number

    def put(self, stored: Iterable[StoredSnapshot]) -> None:
        """Take over snapshots of another capture; of chargers that are known here."""
        rows = ((s.at, s.name, s.count, s.entries, s.charger) for s in stored)
        self.write(_PUT, rows)

    def rename(self, number: int, name: str) -> None:
        """Call a snapshot otherwise; with a name it is no automatic one any more."""
        values = (storable(name.strip()), number)
        self.write("UPDATE snapshots SET name = ? WHERE id = ?", [values])

    def remove(self, number: int) -> None:
        """Take a snapshot away."""
        self.write("DELETE FROM snapshots WHERE id = ?", [(number,)])


def snapshots(reader: CaptureReader, charger: str = "") -> list[Snapshot]:
    """Return the snapshots in a capture, the newest first.

    Args:
        reader: The capture; one that is too old for snapshots has none.
        charger: Only those of this charger; empty for all.
    """
    if not _has_room(reader):
        return []
    return [
        Snapshot(number, identity, at, name, count, reader.path)
        for number, identity, at, name, count in reader.query(_LIST, (charger,))
    ]


def stored_snapshots(reader: CaptureReader) -> list[StoredSnapshot]:
    """Return the snapshots in a capture as they are stored, the oldest first."""
    if not _has_room(reader):
        return []
    return [StoredSnapshot(*row) for row in reader.query(_WHOLE, ())]


def snapshot_entries(reader: CaptureReader, number: int) -> tuple[Entry, ...]:
    """Return the settings in a snapshot; none if the capture does not have it.

    Secrets have the mask for a value, which `Pending.fill` passes over and `compare`
    does not judge.
    """
    if not _has_room(reader):
        return ()
    rows = reader.query("SELECT entries FROM snapshots WHERE id = ?", (number,))
    try:
        records = orjson.loads(rows[0][0]) if rows else []
    except orjson.JSONDecodeError:
        return ()
    found = map(entry_from, records if isinstance(records, list) else [])
    return tuple(entry for entry in found if entry is not None)


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
    paths = {path.resolve(): path for path in (*folder.glob(f"*{SUFFIX}"), *besides)}
    found: list[Snapshot] = []
    for path in paths.values():
        with (
            contextlib.suppress(CaptureError, sqlite3.Error, OSError),
            contextlib.closing(CaptureReader(path)) as reader,
        ):
            found.extend(snapshots(reader, charger))
    return sorted(found, key=lambda s: (s.at, s.id), reverse=True)


def entries_of(snapshot: Snapshot) -> tuple[Entry, ...]:
    """Return the settings in a snapshot, wherever it is.

    Raises:
        CaptureError: If its capture cannot be read any more.
    """
    try:
        with contextlib.closing(CaptureReader(snapshot.path)) as reader:
            return snapshot_entries(reader, snapshot.id)
    except sqlite3.Error as error:
        raise CaptureError(snapshot.path, str(error)) from error


def _has_room(reader: CaptureReader) -> bool:
    # Asked each time: the file may be brought to the present format while it is read.
    version = reader.query("PRAGMA user_version")[0][0]
    return int(version) >= WITH_SNAPSHOTS
