# SPDX-License-Identifier: Apache-2.0
"""One command from the queue to its effect, fed with the messages of its charger."""

import enum
from dataclasses import dataclass, field
from typing import Any

from ocppdesk.core.commands.effects import Expectation, expectation_of
from ocppdesk.core.commands.verdicts import Verdict, verdict_of
from ocppdesk.core.frames import ANSWERS
from ocppdesk.core.messages import Message
from ocppdesk.core.phrases.parts import Part
from ocppdesk.core.summary import ResultKind
from ocppdesk.core.versions import Version, find_action


class Stage(enum.StrEnum):
    """How far a command has come."""

    QUEUED = "queued"
    """Another one goes first."""
    SENT = "sent"
    """It is out; the answer is awaited."""
    ANSWERED = "answered"
    """It has been answered, perhaps late."""
    FAILED = "failed"
    """It got no answer, or never went out."""


class Effect(enum.StrEnum):
    """What has been seen of what it was to bring about."""

    NONE = "none"
    """The answer says all there is to say, or refuses."""
    AWAITED = "awaited"
    """Nothing has proved it so far."""
    PROVEN = "proven"
    """A message of the charger proves it."""
    UNSEEN = "unseen"
    """Nothing proved it within the time."""


@dataclass(slots=True)
class Progress:
    """A command on its way; feed it, then read it.

    It opens no socket and reads no clock.
    """

    charger: str
    """Who it is for."""
    version: str
    """The OCPP version that is spoken."""
    action: str
    payload: Any
    queued_at: int
    """When it was asked for, microseconds since 1970."""
    stage: Stage = Stage.QUEUED
    failure: str = ""
    """Why it failed, as a sentence."""
    call: Message | None = None
    """It as it was recorded."""
    answer: Message | None = None
    """The answer as it was recorded."""
    verdict: Verdict | None = None
    """What the answer means."""
    is_late: bool = False
    """Whether the answer came after it had been given up."""
    effect: Effect = Effect.NONE
    expected: Expectation | None = None
    """What would prove it."""
    seen: str = ""
    """The last that was seen of the effect, as a sentence."""
    otherwise: str = ""
    """Why it is no bad sign that nothing was seen, as a sentence."""
    proof: Message | None = None
    """The message that proves it."""
    _deadline: int = 0
    _early: list[Message] = field(default_factory=list)

    def sent(self, call: Message) -> None:
        """Take note that it was recorded, and goes out, perhaps as it is given up."""
        if self.stage is Stage.QUEUED:
            self.stage = Stage.SENT
        self.call = call
        found = find_action(self.action, Version(self.version))
        if found is not None:
            self.expected = expectation_of(found[0], self.payload, at=call.at)

    def failed(self, why: str, *, at: int) -> None:
        """Take note that it got no answer.

        What went out may be obeyed all the same: a charger that restarts at once has
        no time for an answer. So the effect is awaited from now on.

        Args:
            why: As a sentence.
            at: Microseconds since 1970.
        """
        if self.stage is Stage.ANSWERED:
            return
        self.stage = Stage.FAILED
        self.failure = why
        if self.expected is not None and self.effect is Effect.NONE:
            self._await_effect(self.expected, at)

    def feed(self, message: Message) -> bool:
        """Take in a message of the capture, in their order.

        Returns:
            Whether anything about the command is different now.
        """
        call = self.call
        if call is None or message.charger != self.charger or message.id <= call.id:
            return False
        if message.answer_to == call.id and message.type in ANSWERS:
            return self._take_answer(message)
        if self.expected is None or self.effect in (Effect.PROVEN, Effect.UNSEEN):
            return False
        if self.stage is Stage.SENT:
            # Some chargers act first and answer then.
            self._early.append(message)
            return False
        return self._look(message)

    def tick(self, now: int) -> bool:
        """Take note of the time; return whether that changed anything.

        Args:
            now: Microseconds since 1970.
        """
        if self.effect is Effect.AWAITED and now >= self._deadline:
            expected = self.expected
            self.effect = Effect.UNSEEN
            if expected is not None and expected.otherwise and self.verdict is not None:
                self.effect, self.otherwise = Effect.NONE, expected.otherwise
            return True
        return False

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be expected of it in time."""
        is_done = self.stage in (Stage.ANSWERED, Stage.FAILED)
        return is_done and self.effect is not Effect.AWAITED

    @property
    def effect_text(self) -> str:
        """What is known of the effect, as a sentence; empty where there is none."""
        expected = self.expected
        if expected is None or self.effect is Effect.NONE:
            return self.otherwise
        if self.effect is Effect.PROVEN:
            return self.seen
        last = f" Last seen: {self.seen}" if self.seen else ""
        if self.effect is Effect.AWAITED:
            verdict = self.verdict
            told = "It may be obeyed all the same."
            if verdict is not None:
                told = f"{verdict.status or 'An answer'} is no proof."
            return f"{told} Awaited: {expected.awaited}.{last}"
        within = f"{expected.within_s:g} s"
        return f"No effect seen within {within}: {expected.awaited} did not come.{last}"

    def _take_answer(self, answer: Message) -> bool:
        if self.answer is not None:
            return False  # a charger may answer twice
        self.is_late = self.stage is Stage.FAILED
        self.stage = Stage.ANSWERED
        self.answer = answer
        self.verdict = verdict_of(answer, self.version)
        if self.effect is not Effect.PROVEN:
            self.effect = Effect.NONE
            if self.expected is not None and self.verdict.kind is ResultKind.OK:
                self._await_effect(self.expected, answer.at)
        self._early.clear()
        return True

    def _await_effect(self, expected: Expectation, at: int) -> None:
        """Wait for the effect from a time on, in what was heard already first."""
        self.effect = Effect.AWAITED
        self._deadline = at + int(expected.within_s * 1_000_000)
        for message in self._early:
            self._look(message)
        self._early.clear()

    def _look(self, message: Message) -> bool:
        expected = self.expected
        if expected is None or self.effect is not Effect.AWAITED:
            return False
        seen = expected.look(message, Part(message.payload()))
        if seen is None:
            return False
        self.seen = seen.text
        if seen.proves:
            self.effect = Effect.PROVEN
            self.proof = message
        return True
