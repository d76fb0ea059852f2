# SPDX-License-Identifier: Apache-2.0
"""Telling what happens at a file server, no more often than is worth it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.csms.filedrop.names import shown
from ocppdesk.csms.filedrop.received import ReceivedFile

OnEvent = Callable[[FileEvent], None]
_STEP_BYTES: Final = 2**18  # between reports where there are no percents


@dataclass(frozen=True, slots=True)
class Reporter:
    """Tells events of one peer.

    Args:
        on_event: Told each event.
        protocol: `HTTP` or `FTP`.
        peer: `address:port`.
    """

    on_event: OnEvent
    protocol: str
    peer: str

    def tell(
        self,
        kind: FileEventKind,
        command: str = "",
        *,
        name: str = "",
        reason: str = "",
    ) -> None:
        """Tell something that is not about bytes."""
        self.on_event(self._event(kind, command, name, reason))

    def transfer(
        self,
        command: str,
        name: str,
        *,
        is_upload: bool,
        total_bytes: int | None,
        done_bytes: int = 0,
    ) -> "TransferReport":
        """Begin to report on a file that goes over."""
        event = replace(
            self._event(FileEventKind.BEGUN, command, name, ""),
            is_upload=is_upload,
            total_bytes=total_bytes,
            done_bytes=done_bytes,
        )
        return TransferReport(self.on_event, event)

    def _event(
        self, kind: FileEventKind, command: str, name: str, reason: str
    ) -> FileEvent:
        return FileEvent(
            kind=kind,
            at=_now(),
            peer=self.peer,
            protocol=self.protocol,
            command=shown(command, 20),
            name=shown(name),
            reason=reason,
        )


class TransferReport:
    """Reports on one file that goes over; it ends with one of its last methods.

    Args:
        on_event: Told each event.
        event: The first one, told with the first byte.
    """

    def __init__(self, on_event: OnEvent, event: FileEvent) -> None:
        self._on_event = on_event
        self._event = event
        self._has_begun = False
        self._told = self._mark()

    @property
    def done_bytes(self) -> int:
        """How much of the file the peer has, or we have."""
        return self._event.done_bytes

    @property
    def is_complete(self) -> bool:
        """Whether the end of the file has been reached."""
        return self._event.done_bytes == self._event.total_bytes

    def advance(self, count: int) -> None:
        """Note that some bytes have gone over."""
        self._event = replace(self._event, done_bytes=self._event.done_bytes + count)
        if not self._has_begun:
            self._has_begun = True
            self._tell(FileEventKind.BEGUN)
        elif self._mark() != self._told:
            self._tell(FileEventKind.PROGRESS)
        self._told = self._mark()

    def paused(self) -> None:
        """End with a part that was all that the peer wanted."""
        self._tell(FileEventKind.PROGRESS)

    def done(self, received: ReceivedFile | None = None) -> None:
        """End with the whole file."""
        if received is not None:
            self._event = replace(
                self._event,
                stored_as=received.path.name,
                sha256=received.sha256,
                total_bytes=received.size,
                done_bytes=received.size,
            )
        self._tell(FileEventKind.DONE)

    def broken(self, reason: str) -> None:
        """End before the end of the file."""
        self._tell(FileEventKind.BROKEN, reason)

    def _mark(self) -> int:
        percent = self._event.percent
        return self._event.done_bytes // _STEP_BYTES if percent is None else percent

    def _tell(self, kind: FileEventKind, reason: str = "") -> None:
        self._on_event(replace(self._event, kind=kind, at=_now(), reason=reason))


def _now() -> int:
    return time.time_ns() // 1000
