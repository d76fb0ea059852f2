# SPDX-License-Identifier: Apache-2.0
"""What happens at the file server of a job, as values."""

import enum
from dataclasses import dataclass


class FileEventKind(enum.StrEnum):
    """What happened."""

    CONNECTED = "connected"
    """Somebody opened a TCP connection."""
    BEGUN = "begun"
    """The first byte of the file went out, or came in."""
    PROGRESS = "progress"
    """More of it went over; told at most once for each percent, or each 64 kB where
    the whole length is not known."""
    DONE = "done"
    """All of it went over; an upload is on the disk."""
    BROKEN = "broken"
    """The transfer ended before its end."""
    REFUSED = "refused"
    """The request was turned down; `reason` says why."""
    ASKED = "asked"
    """A request without content was answered: HEAD, a login, a listing."""


@dataclass(frozen=True, slots=True)
class FileEvent:
    """One thing that happened at the file server."""

    kind: FileEventKind
    """What happened."""
    at: int
    """When: microseconds since 1970, UTC."""
    peer: str
    """Who did it: `address:port`."""
    protocol: str
    """`HTTP` or `FTP`."""
    command: str = ""
    """What was asked: `GET`, `PUT`, `RETR`, `STOR`."""
    is_upload: bool = False
    """Whether the file goes from the charger to here."""
    name: str = ""
    """The file's name: an upload's as the charger gave it, shortened and printable."""
    done_bytes: int = 0
    """How much of the file the peer has: with a Range or REST, the skipped part too."""
    total_bytes: int | None = None
    """The file's whole length; None if an upload does not say."""
    reason: str = ""
    """On REFUSED and BROKEN: why, as a sentence."""
    stored_as: str = ""
    """On DONE of an upload: its name in the folder of received files."""
    sha256: str = ""
    """On DONE of an upload: the SHA-256 of the file, in hexadecimal digits."""

    @property
    def percent(self) -> int | None:
        """How much has gone over, from 0 to 100; None if that cannot be said."""
        if self.total_bytes is None:
            return None
        if not self.total_bytes:
            return 100
        return min(100, self.done_bytes * 100 // self.total_bytes)

    @property
    def host(self) -> str:
        """The peer's address without its port."""
        return self.peer.rpartition(":")[0].strip("[]")
