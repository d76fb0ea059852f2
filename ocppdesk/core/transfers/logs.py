# SPDX-License-Identifier: Apache-2.0
"""The job that has a charger send a log (protocol.md 9.4 and 9.5).

The proof is the file itself. A charger without a file name in its answer has nothing
to send; some send all the same. Retries repeat Uploading, some flood it.
"""

from typing import Any, Final

from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.transfers.checklist import Checklist
from ocppdesk.core.transfers.events import FileEvent
from ocppdesk.core.transfers.job import SECOND, Job, first_of, size_text, status_in
from ocppdesk.core.transfers.requests import Request
from ocppdesk.core.transfers.states import (
    Outcome,
    StepName,
    StepState,
    TransferKind,
)

_ACTIONS: Final = frozenset({"DiagnosticsStatusNotification", "LogStatusNotification"})
_STEPS: Final = (
    StepName.REQUEST,
    StepName.ANSWER,
    StepName.UPLOADING,
    StepName.FILE_SERVER,
    StepName.TRANSFER,
    StepName.RECEIVED,
    StepName.UPLOADED,
)
_AT_THE_SERVER: Final = frozenset(
    {StepName.FILE_SERVER, StepName.TRANSFER, StepName.RECEIVED}
)
_LAST_WORD_S: Final = 60  # Uploaded is told so soon after the file, or not at all
_LATE_FILE_S: Final = 15  # the file comes so soon after Uploaded, or it went elsewhere
_SECOND_THOUGHT_S: Final = 60  # a charger that had nothing to send may send it so soon
_MOST_UPLOADING: Final = 5  # protocol.md 7.9, FW-06

_FAILURES: Final = {
    "UploadFailed": (
        "The charger could not send the file. Look whether it came to the file server: "
        "if not, the URL cannot be reached from its network, or it does not speak that "
        "protocol."
    ),
    "UploadFailure": (
        "The charger could not send the file. Look whether it came to the file server: "
        "if not, the URL cannot be reached from its network."
    ),
    "BadMessage": "The charger could not read the request. Try another protocol.",
    "PermissionDenied": (
        "The charger was not let in. Some cannot take user and password from a URL: "
        "try HTTP."
    ),
    "NotSupportedOperation": (
        "The charger does not speak the protocol of the URL. Try the other one."
    ),
    "AcceptedCanceled": "The charger gave this job up for a newer one.",
}


class LogJob(Job):
    """A log on its way out of a charger.

    Args:
        charger: The identity of the charger.
        request: The call that starts it.
        has_server: Whether the file goes to the file server of this program. If not,
            or if nobody knows, what happens there is only shown once it is told.
        at: Now, microseconds since 1970.
    """

    kind = TransferKind.LOG

    def __init__(
        self, charger: str, request: Request, *, has_server: bool = True, at: int
    ) -> None:
        occasional = frozenset() if has_server else _AT_THE_SERVER
        early = frozenset({StepName.TRANSFER})
        checklist = Checklist(_STEPS, occasional=occasional, early=early)
        super().__init__(charger, request, checklist=checklist, at=at)
        self._has_server = has_server
        self._uploading = 0

    # What the job is told; see the base class.

    def _answered(self, message: Message, payload: dict[str, Any]) -> None:
        status = payload.get("status")
        name = payload.get("fileName") or payload.get("filename") or ""
        if status == "Rejected":
            sentence = (
                "The charger has no log for that time, or no such log at all. Widen "
                "the time span; look at its clock; try the other request."
            )
            self._note(StepName.ANSWER, StepState.FAILED, sentence, message)
            self._end(Outcome.NOTHING, first_of(sentence))
            return
        if self.request.action == "GetDiagnostics" and not name:
            # OCPP 1.6, 5.9: no name, nothing to upload.
            sentence = (
                "The answer names no file: the charger has nothing to send. Widen the "
                "time span, or look at its clock."
            )
            self._done(StepName.ANSWER, sentence, message)
            if self.outcome is Outcome.RUNNING and not self._files:
                over_at = message.at + _SECOND_THOUGHT_S * SECOND
                self._end(Outcome.NOTHING, first_of(sentence), over_at=over_at)
            return
        sentence = "Accepted"
        if status == "AcceptedCanceled":
            sentence += "; an older job was cancelled for it"
        sentence += f". The file will be called {str(name)[:255]}." if name else "."
        self._done(StepName.ANSWER, sentence, message)
        if self.outcome is Outcome.RUNNING and not self._status:
            self._headline = f"Waiting for {self.charger} to send the file."

    def _heard(self, message: Message) -> None:
        if message.direction is Direction.LINK:
            if message.action == "Disconnected" and not self._files:
                self._remark("The charger disconnected during the job.")
            return
        status, payload = status_in(message, _ACTIONS)
        if not status or not self._is_ours(payload):
            return
        self._heard_at = message.at
        if status == "Idle":
            return
        self._status = status
        if status == "Uploading":
            self._take_uploading(message)
        elif status == "Uploaded":
            self._done(StepName.UPLOADED, "The charger says that it is sent.", message)
            self._judge(message.at)
        elif status in _FAILURES:
            self._take_failure(message, _FAILURES[status])
        else:
            self._remark(f"The status {status!r} is none that OCPP knows.")

    def _take_uploading(self, message: Message) -> None:
        self._uploading += 1
        if self.outcome is not Outcome.RUNNING and not self._files:
            self._go_on()
        sentence = "The charger says that it sends."
        if self._uploading > 1:
            sentence = f"{sentence.rstrip('.')}, {self._uploading} times so far."
        if self._uploading == _MOST_UPLOADING + 1:
            self._remark("The charger tells Uploading over and over: it tries in vain.")
        self._note(StepName.UPLOADING, StepState.DONE, sentence, message)
        if not self._peer:
            self._headline = sentence

    def _take_failure(self, message: Message, sentence: str) -> None:
        if self._files:
            self._remark("The charger says that it failed, but the file is here.")
            self._note(StepName.UPLOADED, StepState.NOT_SEEN, sentence, message)
            self._judge(message.at)
            return
        self._note(StepName.UPLOADED, StepState.FAILED, sentence, message)
        over_at = self._after_failure(message.at)
        self._end(Outcome.FAILED, first_of(sentence), over_at=over_at)

    def _file_began(self, event: FileEvent) -> None:
        self._take_back()
        if self.outcome is Outcome.SUCCEEDED:
            self._over_at = None  # one more file

    def _file_done(self, event: FileEvent) -> None:
        self._take_back()
        self._files.append(event.stored_as)
        size = size_text(event.done_bytes)
        sentence = f"{event.stored_as}, {size}, SHA-256 {event.sha256}."
        if not event.done_bytes:
            self._remark(f"{event.stored_as} is empty.")
        self._checklist.note(StepName.RECEIVED, StepState.DONE, sentence, at=event.at)
        self._judge(event.at)

    def _take_back(self) -> None:
        if self.outcome in (Outcome.FAILED, Outcome.NOTHING, Outcome.UNPROVEN):
            self._go_on()

    def _versions(self) -> tuple[str, str]:
        return "", ""

    # What it amounts to.

    def _judge(self, at: int) -> None:
        told = self._checklist.has(StepName.UPLOADED)
        if self._files:
            names = " and ".join(self._files)
            self._end(
                Outcome.SUCCEEDED,
                f"{self.charger} has sent {names}.",
                over_at=0 if told else at + _LAST_WORD_S * SECOND,
            )
        elif told and not self._has_server:
            self._end(
                Outcome.UNPROVEN,
                f"{self.charger} says Uploaded; the file did not come to this program.",
                over_at=at + _LATE_FILE_S * SECOND,
            )
        elif told:
            self._end(
                Outcome.FAILED,
                f"{self.charger} says Uploaded, but nothing has come in. It may have "
                "sent it elsewhere.",
                over_at=at + _LATE_FILE_S * SECOND,
            )
