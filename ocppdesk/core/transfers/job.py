# SPDX-License-Identifier: Apache-2.0
"""What both kinds of job have in common: request, answer, file server, ending."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any, Final

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.transfers.checklist import Checklist
from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.core.transfers.requests import Request
from ocppdesk.core.transfers.states import (
    Outcome,
    StepName,
    StepState,
    TransferKind,
    TransferState,
)

SECOND: Final = 1_000_000  # times are microseconds
RETRY_GRACE_S: Final = 30  # a failure may be that of an older job, or be tried again
_LONGEST_SILENCE_S: Final = 30 * 60  # protocol.md 7.9, FW-02
_MOST_REMARKS: Final = 20


class Job(ABC):
    """A transfer that is followed; it never raises on what a charger does.

    Tell it of the charger's messages in the order of the capture and of the events at
    the file server, and call `pass_time` when `next_at` has come; `state` is how it
    stands. All times are microseconds since 1970.

    Args:
        charger: The identity of the charger.
        request: The call that starts it.
        checklist: The steps.
        at: Now.
    """

    kind: TransferKind

    def __init__(
        self, charger: str, request: Request, *, checklist: Checklist, at: int
    ) -> None:
        self.charger = charger
        self.request = request
        self.is_over = False
        """Whether nothing more is waited for."""
        self.outcome = Outcome.RUNNING
        self._checklist = checklist
        self._headline = f"Waiting for {charger} to be asked."
        self._status = ""
        self._peer = ""
        self._percent: int | None = None
        self._files: list[str] = []
        self._remarks: list[str] = []
        self._request_message: int | None = None
        self._over_at: int | None = None
        self._heard_at = at

    # What the classes that build on this one say.

    @abstractmethod
    def _answered(self, message: Message, payload: dict[str, Any]) -> None:
        """Take the answer to the request, a CALLRESULT."""

    @abstractmethod
    def _heard(self, message: Message) -> None:
        """Take a message of the charger that came after the request."""

    @abstractmethod
    def _file_began(self, event: FileEvent) -> None:
        """Take note that a file goes over: it may be a second try."""

    @abstractmethod
    def _file_done(self, event: FileEvent) -> None:
        """Take note that a file has gone over whole."""

    @abstractmethod
    def _versions(self) -> tuple[str, str]:
        """Return the old and the new version of the firmware, as far as known."""

    # What happens.

    def take(self, message: Message) -> None:
        """Take a message; those of other chargers are ignored."""
        if message.charger != self.charger or self.is_over:
            return
        if self._request_message is None:
            if self._is_request(message):
                self._request_message = message.id
                sentence = f"{self.request.action} was sent."
                self._done(StepName.REQUEST, sentence, message)
                self._headline = f"Waiting for {self.charger} to answer."
            return
        if message.answer_to == self._request_message:
            self._take_answer(message)
        elif message.direction is not Direction.OUT:
            self._heard(message)

    def take_event(self, event: FileEvent) -> None:
        """Take something that happened at the file server."""
        if self.is_over:
            return
        if event.kind is not FileEventKind.REFUSED:
            self._peer = event.peer
            self._heard_at = event.at
        at = event.at
        match event.kind:
            case FileEventKind.CONNECTED:
                if not self._checklist.has(StepName.FILE_SERVER):
                    sentence = f"Somebody connected from {event.host}."
                    self._checklist.note(
                        StepName.FILE_SERVER, StepState.DONE, sentence, at=at
                    )
                    self._headline = f"{event.host} connected to the file server."
            case FileEventKind.BEGUN | FileEventKind.PROGRESS:
                self._percent = event.percent
                how_far = (
                    size_text(event.done_bytes)
                    if event.percent is None
                    else f"{event.percent} %"
                )
                does = "has sent" if event.is_upload else "has fetched"
                sentence = f"{event.host} {does} {how_far} of {event.name}."
                self._checklist.note(
                    StepName.TRANSFER,
                    StepState.NOW,
                    sentence,
                    at=at,
                    percent=event.percent,
                )
                self._headline = sentence
                self._file_began(event)
            case FileEventKind.DONE:
                self._percent = 100
                size = size_text(event.done_bytes)
                does = "has sent" if event.is_upload else "has fetched"
                sentence = f"{event.host} {does} all of {event.name}: {size}."
                self._checklist.note(
                    StepName.TRANSFER, StepState.DONE, sentence, at=at, percent=100
                )
                self._headline = sentence
                self._file_done(event)
            case FileEventKind.BROKEN if event.name:
                self._checklist.note(
                    StepName.TRANSFER,
                    StepState.NOW,
                    f"{event.name} broke off: {event.reason}",
                    at=at,
                    percent=event.percent,
                )
                self._headline = f"The transfer broke off: {event.reason}"
                self._remark(event.reason)
            case FileEventKind.REFUSED:
                what = f"{event.command} {event.name}".strip() or "A connection"
                self._remark(f"{what} from {event.host} was refused: {event.reason}")
            case _:
                pass

    def call_failed(self, reason: str, *, at: int) -> None:
        """Take note that the request got no answer.

        A charger that does not answer may go on all the same; one that never got the
        request does not.
        """
        if self.is_over:
            return
        if self._request_message is None:
            self._checklist.note(StepName.REQUEST, StepState.FAILED, reason, at=at)
            self._end(Outcome.FAILED, reason)
        elif not self._checklist.is_noted(StepName.ANSWER):
            self._checklist.note(StepName.ANSWER, StepState.NOT_SEEN, reason, at=at)
            self._headline = f"{reason} Still waiting for what it does."

    def cancel(self, *, reason: str = "The job was ended here.") -> None:
        """End the job from this side."""
        if self.is_over:
            return
        # What has an outcome keeps it: somebody only did not want to wait any longer.
        if self.outcome is Outcome.RUNNING:
            self.outcome = Outcome.CANCELLED
            self._headline = f"{reason} The charger may go on."
        self.is_over = True

    def run_out(self, *, at: int, limit_s: float) -> None:
        """End the job because its time is over."""
        if self.outcome is Outcome.RUNNING:
            self.outcome = Outcome.FAILED
            minutes = f"{limit_s / 60:g} min"
            self._headline = (
                f"After {minutes} the job ended; the last word was "
                f"{self._status or 'none'}. {self._headline}"
            )
        self.is_over = True
        self._heard_at = at

    @property
    def next_at(self) -> int | None:
        """When `pass_time` is to be called; None if time changes nothing."""
        if self.is_over:
            return None
        silent_at = self._heard_at + _LONGEST_SILENCE_S * SECOND
        return silent_at if self._over_at is None else min(self._over_at, silent_at)

    def pass_time(self, at: int) -> None:
        """Let time pass."""
        if self.is_over:
            return
        if self._over_at is not None and at >= self._over_at:
            self.is_over = True
            return
        if at - self._heard_at >= _LONGEST_SILENCE_S * SECOND:
            self._heard_at = at
            if self.outcome is Outcome.RUNNING:
                self._headline = (
                    "Not a word for 30 minutes. Trigger a status notification, or look "
                    "whether the charger still has power."
                )

    @property
    def state(self) -> TransferState:
        """How the job stands."""
        old_version, new_version = self._versions()
        return TransferState(
            charger=self.charger,
            kind=self.kind,
            action=self.request.action,
            outcome=self.outcome,
            headline=self._headline,
            steps=self._checklist.steps(is_over=self.is_over),
            is_over=self.is_over,
            status=self._status,
            peer=self._peer,
            percent=self._percent,
            files=tuple(self._files),
            remarks=tuple(self._remarks),
            old_version=old_version,
            new_version=new_version,
        )

    @property
    def last_state(self) -> TransferState:
        """How the job stands if nothing more is to come: its recording is over."""
        state = replace(
            self.state, is_over=True, steps=self._checklist.steps(is_over=True)
        )
        if state.outcome is not Outcome.RUNNING:
            return state
        word = f"the last word was {self._status}" if self._status else "no word came"
        headline = f"How it ended is not in the recording; {word}."
        return replace(state, outcome=Outcome.OPEN, headline=headline)

    # What the classes that build on this one use.

    def _done(self, name: StepName, sentence: str, message: Message) -> None:
        self._note(name, StepState.DONE, sentence, message)

    def _note(
        self, name: StepName, state: StepState, sentence: str, message: Message
    ) -> None:
        self._checklist.note(name, state, sentence, at=message.at, message=message.id)

    def _remark(self, text: str) -> None:
        if text not in self._remarks and len(self._remarks) < _MOST_REMARKS:
            self._remarks.append(text)

    def _end(self, outcome: Outcome, headline: str, *, over_at: int = 0) -> None:
        """Give the job an outcome; it may go on until `over_at`."""
        self.outcome, self._headline = outcome, headline
        self._over_at = over_at or None
        self.is_over = not over_at

    def _go_on(self) -> None:
        """Take back an outcome: the charger tries again."""
        self.outcome = Outcome.RUNNING
        self._over_at = None
        self._checklist.forget_failures()

    def _after_failure(self, at: int) -> int:
        """Return until when a second try is waited for."""
        payload = self.request.payload
        seconds = RETRY_GRACE_S
        if whole_number(payload.get("retries")):
            pause = whole_number(payload.get("retryInterval")) or RETRY_GRACE_S
            seconds += min(max(pause, 0), _LONGEST_SILENCE_S)
        return at + seconds * SECOND

    def _is_ours(self, payload: dict[str, Any]) -> bool:
        """Return whether a status belongs to this job, as far as it tells."""
        given = payload.get("requestId")
        wanted = self.request.request_id
        if wanted is None or given is None or given == wanted:
            return True
        self._remark(f"A status of another job, number {given}, was heard.")
        return False

    # Request and answer.

    def _is_request(self, message: Message) -> bool:
        return (
            message.direction is Direction.OUT
            and message.type is MessageType.CALL
            and message.action == self.request.action
            and message.payload() == self.request.payload
        )

    def _take_answer(self, message: Message) -> None:
        if message.type is not MessageType.CALLRESULT:
            code = message.error_code or "an error"
            sentence = (
                f"{self.charger} answered {self.request.action} with {code}: it does "
                "not know the request, or cannot do it."
            )
            self._note(StepName.ANSWER, StepState.FAILED, sentence, message)
            self._end(Outcome.FAILED, sentence)
            return
        payload = message.payload()
        self._answered(message, payload if isinstance(payload, dict) else {})


def status_in(message: Message, actions: frozenset[str]) -> tuple[str, dict[str, Any]]:
    """Return the status that a call of the charger tells, empty if it tells none.

    Args:
        message: The message.
        actions: The actions that tell a status.
    """
    if (
        message.action not in actions
        or message.type is not MessageType.CALL
        or message.direction is not Direction.IN
    ):
        return "", {}
    payload = message.payload()
    if not isinstance(payload, dict):
        return "", {}
    status = payload.get("status")
    return (status if isinstance(status, str) else ""), payload


def first_of(sentences: str) -> str:
    """Return the first of some sentences: the others, what to do, are at the step."""
    return f"{sentences.partition('. ')[0].rstrip('.')}."


def size_text(size: int) -> str:
    """Return a size as people write it."""
    for unit, factor in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"
