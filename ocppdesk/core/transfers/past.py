# SPDX-License-Identifier: Apache-2.0
"""The jobs of a recording: what was asked, and how far it came.

The same jobs as those that go on now, told of recorded messages. What happened at a
file server is in no recording, so those steps are left out; only that a file came in
may be known besides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from ocppdesk.core.facts import boot_of
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.core.transfers.firmware import FirmwareJob
from ocppdesk.core.transfers.job import SECOND, Job
from ocppdesk.core.transfers.logs import LogJob
from ocppdesk.core.transfers.requests import Request
from ocppdesk.core.transfers.states import TransferKind, TransferState

REQUESTS: Final = ("GetDiagnostics", "GetLog", "SignedUpdateFirmware", "UpdateFirmware")
"""The actions that start a job."""
TELLING: Final = (
    *REQUESTS,
    "BootNotification",
    "Connected",
    "DiagnosticsStatusNotification",
    "Disconnected",
    "FirmwareStatusNotification",
    "LogStatusNotification",
    "SignedFirmwareStatusNotification",
)
"""The actions that tell how far jobs are."""

_KINDS: Final = {
    action: TransferKind.FIRMWARE if "Firmware" in action else TransferKind.LOG
    for action in REQUESTS
}
# What a charger does a day later is not about the job any more.
_LONGEST_S: Final = 24 * 3600
_MOST_GOING: Final = 8  # of one charger; more are asked for by mistake


@dataclass(frozen=True, slots=True)
class PastFile:
    """A file that came in during a recording."""

    charger: str
    """The identity of the charger that was asked for it."""
    action: str
    """The action that asked for it."""
    event: FileEvent
    """The end of its upload."""


@dataclass(slots=True)
class _Entry:
    """A job, and what is told to it."""

    job: Job
    number: int
    began_at: int
    url: str
    is_newest: bool = True

    def is_going_at(self, at: int) -> bool:
        """Return whether more may be told of it."""
        return not self.job.is_over and at - self.began_at <= _LONGEST_S * SECOND

    def is_named_in(self, message: Message) -> bool:
        """Return whether a message is about this job and no later one."""
        if message.answer_to is not None:
            return message.answer_to == self.number
        wanted = self.job.request.request_id
        if wanted is None or message.type is not MessageType.CALL:
            return False
        payload = message.payload()
        return isinstance(payload, dict) and payload.get("requestId") == wanted


class PastJobs:
    """Finds the jobs of a recording, and follows each as far as it goes.

    Tell it of the recording's messages in their order; those that are not of `TELLING`
    are not needed. It never raises on what was recorded.

    Args:
        files: The files that came in during the recording.
    """

    def __init__(self, files: Iterable[PastFile] = ()) -> None:
        self._entries: list[_Entry] = []
        self._going: dict[str, list[_Entry]] = {}
        self._versions: dict[str, str] = {}
        self._files = sorted(files, key=lambda one: one.event.at)
        self._given = 0

    def take(self, message: Message) -> None:
        """Take the next message."""
        self._give_files(message.at)
        kind = _KINDS.get(message.action or "")
        is_out = message.direction is Direction.OUT
        if kind is not None and is_out and message.type is MessageType.CALL:
            self._begin(kind, message)
            return
        for entry in self._still_going(message.charger, at=message.at):
            entry.job.pass_time(message.at)
            if entry.is_newest or entry.is_named_in(message):
                entry.job.take(message)
        boot = boot_of(message)
        if boot is not None and boot.firmware:
            self._versions[message.charger] = boot.firmware

    def states(self) -> list[TransferState]:
        """Return how the jobs stood in the end, the oldest first."""
        if self._files:
            self._give_files(self._files[-1].event.at)
        return [
            replace(entry.job.last_state, number=entry.number, url=entry.url)
            for entry in self._entries
        ]

    def _begin(self, kind: TransferKind, message: Message) -> None:
        payload = message.payload()
        payload = payload if isinstance(payload, dict) else {}
        number = whole_number(payload.get("requestId"))
        request = Request(message.action or "", payload, number)
        job = _job_of(kind, message, request, self._versions.get(message.charger, ""))
        going = self._still_going(message.charger, at=message.at)
        for entry in going:
            entry.is_newest = entry.is_newest and entry.job.kind is not kind
        made = _Entry(job, message.id, message.at, _location_in(payload))
        self._entries.append(made)
        self._going[message.charger] = [*going[-_MOST_GOING:], made]
        job.take(message)

    def _still_going(self, charger: str, *, at: int) -> list[_Entry]:
        """Return the jobs of a charger that may be told of, the oldest first."""
        going = self._going.get(charger, [])
        going = [one for one in going if one.is_going_at(at)]
        self._going[charger] = going
        return going

    def _give_files(self, upto: int) -> None:
        """Tell the jobs of the files that have come in."""
        while self._given < len(self._files):
            file = self._files[self._given]
            if file.event.at > upto:
                return
            self._given += 1
            for entry in reversed(self._going.get(file.charger, [])):
                if entry.job.request.action == file.action:
                    entry.job.take_event(
                        replace(file.event, kind=FileEventKind.CONNECTED)
                    )
                    entry.job.take_event(file.event)
                    break


def _job_of(
    kind: TransferKind, message: Message, request: Request, version: str
) -> Job:
    """Make the job that a request starts.

    Args:
        kind: What it does.
        message: The request.
        request: The same, as jobs have it.
        version: The firmware that the charger has; empty if that is not known.
    """
    charger, at = message.charger, message.at
    if kind is TransferKind.LOG:
        return LogJob(charger, request, has_server=False, at=at)
    return FirmwareJob(charger, request, old_version=version, has_server=False, at=at)


def _location_in(payload: dict[str, Any]) -> str:
    """Return the URL that a request names, empty if it names none."""
    for part in (payload, payload.get("firmware"), payload.get("log")):
        for name in ("location", "remoteLocation"):
            found = part.get(name) if isinstance(part, dict) else None
            if isinstance(found, str):
                return found
    return ""
