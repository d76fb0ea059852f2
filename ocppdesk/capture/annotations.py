# SPDX-License-Identifier: Apache-2.0
"""What people and diagnosis put on messages: marks, notes, findings."""

import itertools
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ocppdesk.capture.errors import AnnotationError
from ocppdesk.capture.schema import ANNOTATED
from ocppdesk.capture.side_writer import SideWriter
from ocppdesk.core.findings import Finding, Level

PUT_MARK: Final = "INSERT OR IGNORE INTO marks VALUES (?)"
PUT_NOTE: Final = "INSERT OR REPLACE INTO notes VALUES (?, ?)"

_MARK: Final = """
INSERT OR IGNORE INTO marks
SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?))
"""
_UNMARK: Final = """
DELETE FROM marks WHERE message_id IN (SELECT value FROM json_each(?))
"""
_NOTE: Final = "INSERT OR REPLACE INTO notes SELECT id, ? FROM messages WHERE id = ?"
_UNNOTE: Final = "DELETE FROM notes WHERE message_id = ?"

_AT_ONCE: Final = 5_000  # marks of one transaction; the recorder waits 5 ms for them


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that was put on the messages of a capture, at one moment."""

    marks: frozenset[int]
    """The numbers of the messages that are marked."""
    notes: Mapping[int, str]
    """The notes by the numbers of their messages; none is blank."""
    findings: Mapping[int, tuple[Finding, ...]]
    """The findings by the numbers of their messages, the worst first."""


EMPTY: Final = Annotations(frozenset(), MappingProxyType({}), MappingProxyType({}))
"""Nothing on any message."""


def read_annotations(database: sqlite3.Connection) -> Annotations:
    """Read all of them; a capture that has no tables for them has none.

    Args:
        database: An open capture.
    """
    # Asked each time: the file may be brought to the present format while it is read.
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version < ANNOTATED:
        return EMPTY
    marks = frozenset(
        number for (number,) in database.execute("SELECT message_id FROM marks")
    )
    notes = dict(database.execute("SELECT message_id, text FROM notes"))
    found = database.execute(
        "SELECT message_id, rule, level FROM findings "
        "ORDER BY message_id, level DESC, rule"
    )
    findings = {
        number: tuple(Finding(rule, Level(level)) for _, rule, level in rows)
        for number, rows in itertools.groupby(found, key=lambda row: row[0])
    }
    return Annotations(marks, MappingProxyType(notes), MappingProxyType(findings))


def storable(text: str) -> str:
    """Return a note as a capture can hold it.

    It stays letter by letter as it is, but for NUL and halves of surrogate pairs, at
    which SQLite and UTF-8 would end: each becomes U+FFFD.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").replace("\0", "\ufffd")


class Annotator(SideWriter):
    """Writes marks and notes into a capture, also while it is recorded into.

    Each change is a transaction of its own over a connection of its own, so methods may
    be called from any thread, also from several at once; they block for as long as the
    disk takes, and up to some seconds while others keep the file busy. What fails
    leaves the file as it was. A capture of an older format is brought to the present
    one by the first change.

    While a capture is recorded, a change is in the hands of the system when the method
    returns: it survives the death of the process, and the recorder's next checkpoint
    makes it survive a power cut. In a capture that was closed in order, which has no
    write-ahead log, it is on the disk when the method returns; a journal beside the
    file lasts as long as the method.

    Every method but `close` raises:

    * AnnotationError: If it cannot be written, or is kept busy by others.
    * CaptureMissingError, CaptureForeignError, CaptureNewerError: If there is no such
      capture.

    Args:
        path: The capture; it is opened by the first change.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, AnnotationError)

    def set_mark(self, ids: Iterable[int], *, is_marked: bool) -> None:
        """Mark messages, or take their marks away.

        Numbers that the capture does not have are passed over. Thousands of messages
        take several transactions, so that a recorder gets in between; if one fails,
        those before it stay.
        """
        numbers = iter(ids)
        parts = iter(lambda: list(itertools.islice(numbers, _AT_ONCE)), [])
        changes = [(f"[{','.join(map(str, part))}]",) for part in parts]
        if changes:
            self.write(_MARK if is_marked else _UNMARK, changes)

    def set_note(self, number: int, text: str) -> None:
        """Put a note on a message in place of the one it has.

        Args:
            number: The message; nothing happens if the capture does not have it.
            text: The note, kept as `storable` says; a blank one takes it away.
        """
        if text.strip():
            self.write(_NOTE, [(storable(text), int(number))])
        else:
            self.write(_UNNOTE, [(int(number),)])
