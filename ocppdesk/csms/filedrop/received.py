# SPDX-License-Identifier: Apache-2.0
"""The folder of files that chargers have sent, and its list.

A file is written as `.part` and gets its name when it is whole. No file is ever
overwritten. The list is a file of JSON lines beside them, so that it lasts.
"""

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from ocppdesk.core.transfers.kinds import HEAD, FileKind, kind_of
from ocppdesk.csms.filedrop.names import PathError, check_name, numbered, safe_name
from ocppdesk.settings import data_folder

_LIST: Final = ".received.jsonl"  # no upload can be called so
_PART: Final = ".part"
_MOST_FILES: Final = 1_000  # of one job
_TRIED_NAMES: Final = 10_000


class UploadRefused(Exception):  # noqa: N818 - what a peer is told, not an error of ours
    """An upload is not taken; the text says why, as a sentence.

    Args:
        reason: Why.
        is_too_large: Whether it is for its size.
        is_our_fault: Whether the disk of this computer is to blame.
    """

    def __init__(
        self, reason: str, *, is_too_large: bool = False, is_our_fault: bool = False
    ) -> None:
        super().__init__(reason)
        self.is_too_large = is_too_large
        self.is_our_fault = is_our_fault


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


def received_folder(capture: Path) -> Path:
    """Return the folder for the files that come in during a recording.

    Args:
        capture: The recording's file; the folder bears its name.
    """
    return data_folder() / "received" / safe_name(capture.stem)


def received_files(capture: Path) -> list[ReceivedFile]:
    """Return the files that came in during a recording, the newest first.

    Files that were moved or deleted meanwhile are left out.

    Args:
        capture: The recording's file.
    """
    return list(_listed(received_folder(capture)))[::-1]


def _listed(folder: Path) -> Iterator[ReceivedFile]:
    try:
        lines = (folder / _LIST).read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        # A line that a full disk cut off hides no other one.
        with contextlib.suppress(ValueError, KeyError, TypeError, OSError):
            yield _from_record(folder, orjson.loads(line))


def _from_record(folder: Path, record: dict[str, Any]) -> ReceivedFile:
    path = folder / check_name(record["name"])
    with path.open("rb") as file:
        head = file.read(HEAD)
    return ReceivedFile(
        path=path,
        given_name=str(record["given_name"]),
        size=int(record["size"]),
        sha256=str(record["sha256"]),
        at=int(record["at"]),
        charger=str(record["charger"]),
        action=str(record["action"]),
        peer=str(record["peer"]),
        kind=kind_of(head),
    )


class Inbox:
    """Where the uploads of one job go. Its methods may be called from any thread.

    Args:
        folder: The folder; it is made with the first file.
        charger: The identity of the charger that was asked.
        action: The action that asked.
        limit_bytes: The most that may come in, all files together.
    """

    def __init__(
        self, folder: Path, *, charger: str, action: str, limit_bytes: int
    ) -> None:
        self.folder = folder
        self.charger = charger
        self.action = action
        self.limit_bytes = limit_bytes
        self._taken = 0
        self._count = 0
        self._lock = threading.Lock()

    @property
    def room(self) -> int:
        """How many bytes may still come in."""
        return self.limit_bytes - self._taken

    def begin(self, given_name: str, peer: str) -> "Upload":
        """Make ready for a file.

        Args:
            given_name: What the charger calls it.
            peer: Who sends it.

        Raises:
            UploadRefused: If it is not taken.
        """
        try:
            name = safe_name(check_name(given_name))
        except PathError as error:
            raise UploadRefused(str(error)) from error
        with self._lock:
            self._count += 1
            if self._count > _MOST_FILES:
                raise UploadRefused(f"{_MOST_FILES} files are the most for one job.")
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                part, file = self._open_part(name)
            except OSError as error:
                raise self.disk_failure(error) from error
        return Upload(self, given_name, peer, part=part, file=file)

    def take(self, size: int) -> None:
        """Count what comes in.

        Raises:
            UploadRefused: If it is more than may come in.
        """
        with self._lock:
            if size > self.room:
                raise self.too_large()
            self._taken += size

    def give_back(self, size: int) -> None:
        """Count what was thrown away again."""
        with self._lock:
            self._taken -= size

    def too_large(self) -> UploadRefused:
        """Return what to raise where too much comes in."""
        limit = f"{self.limit_bytes / 2**20:.3g} MB"
        return UploadRefused(
            f"This job takes {limit} at most. Raise the limit in the settings, or ask "
            "for a shorter time span.",
            is_too_large=True,
        )

    def disk_failure(self, error: OSError) -> UploadRefused:
        """Return what to raise where the disk refuses."""
        reason = error.strerror or str(error)
        return UploadRefused(
            f"The file cannot be written into {self.folder} ({reason}). Make room "
            "there.",
            is_our_fault=True,
        )

    def settle(self, part: Path, record: dict[str, Any]) -> ReceivedFile:
        """Give a file that is whole its name, and list it."""
        with self._lock:
            final = part.with_name(part.name.removesuffix(_PART))
            if final.exists():  # somebody put it there meanwhile
                final = part.with_name(self._free_name(final.name))
            part.replace(final)
            record["name"] = final.name
            with (self.folder / _LIST).open("ab") as file:
                file.write(orjson.dumps(record) + b"\n")
            return _from_record(self.folder, record)

    def _open_part(self, name: str) -> tuple[Path, BinaryIO]:
        free = self._free_name(name)
        part = self.folder / f"{free}{_PART}"
        return part, part.open("xb")

    def _free_name(self, name: str) -> str:
        for number in range(1, _TRIED_NAMES):
            candidate = numbered(name, number)
            taken = (candidate, f"{candidate}{_PART}")
            if not any((self.folder / one).exists() for one in taken):
                return candidate
        raise FileExistsError(f"{name} and all its numbers are taken")


class Upload:
    """A file that is coming in.

    Args:
        inbox: Where it goes.
        given_name: What the charger calls it.
        peer: Who sends it.
        part: The file while it is not whole.
        file: The same, open.
    """

    def __init__(
        self, inbox: Inbox, given_name: str, peer: str, *, part: Path, file: BinaryIO
    ) -> None:
        self.given_name = given_name
        self.size = 0
        """How many bytes have come in."""
        self._inbox = inbox
        self._peer = peer
        self._part = part
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Take bytes.

        Raises:
            UploadRefused: If there are too many, or the disk refuses; `discard` it
                then.
        """
        self._inbox.take(len(data))
        self.size += len(data)
        self._hash.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise self._inbox.disk_failure(error) from error

    def finish(self) -> ReceivedFile:
        """Give the file its name.

        Raises:
            UploadRefused: If the disk refuses; `discard` it then.
        """
        record = {
            "given_name": self.given_name,
            "size": self.size,
            "sha256": self._hash.hexdigest(),
            "at": time.time_ns() // 1000,
            "charger": self._inbox.charger,
            "action": self._inbox.action,
            "peer": self._peer,
        }
        try:
            self._file.close()
            return self._inbox.settle(self._part, record)
        except OSError as error:
            raise self._inbox.disk_failure(error) from error

    def discard(self) -> None:
        """Throw away what has come in."""
        self._inbox.give_back(self.size)
        self.size = 0
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)
