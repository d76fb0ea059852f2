# SPDX-License-Identifier: Apache-2.0
"""Listening in on conversations of which a log tells.

`session` takes part in a conversation; here both sides are overheard, and perhaps not
all of what they say. The rules are the same (OCPP-J 1.6 section 4, OCPP 2.0.1 part 4
section 4), but for what only a listener does not know: whether a call was given up, and
whether a call came before the log began.
"""

from collections.abc import Callable
from typing import Any, Final

import orjson

from ocppdesk.core.conversation import Call, Conversation, Span
from ocppdesk.core.frames import Problem, parse_frames
from ocppdesk.core.hearing import Heard, Violations, broken_rules
from ocppdesk.core.memory import Recent
from ocppdesk.core.messages import Direction
from ocppdesk.core.places import Place, transaction_id_from
from ocppdesk.core.remarks import ID_IN_USE
from ocppdesk.core.validation import validity
from ocppdesk.core.versions import Version, find_action

__all__ = ["PAIRLESS", "PATIENCE_S", "Bystander", "Overheard", "Span"]

PATIENCE_S: Final = 30.0
"""How long a call waits for its answer until most systems give it up, in seconds."""

Overheard = tuple[
    int,  # the number of the message, from 1
    int,  # when, microseconds since 1970
    int,  # the number of the charger
    int,  # the number of the connection
    int | None,  # the direction
    int | None,  # the message type
    str | None,  # the message id
    str | None,  # the action, also on answers
    int | None,  # on answers: the number of the call
    float | None,  # on answers: the milliseconds since the call
    str | None,  # the error code
    int | None,  # the EVSE
    int | None,  # the connector
    int | str | None,  # the transaction
    str | None,  # the problem
    Violations | None,
    str,  # the raw text
    int,  # the number of the log
    int,  # the line
]
"""What was said, with what it means: a `Message` as a plain tuple, as there are
millions of them."""

_IN, _OUT, _LINK = map(int, (Direction.IN, Direction.OUT, Direction.LINK))
_REPEATED_WITHIN_US: Final = 300_000_000  # later, ids may have begun anew unnoticed
_MOST_PENDING: Final = 5_000  # calls of a conversation that wait; far more never answer
_REMEMBERED: Final = 200  # answered calls and transactions kept per conversation
_ALL_REMEMBERED: Final = 40_000  # answered calls kept in all
_LEAST_REMEMBERED: Final = 10
_SHORT_TAIL: Final = 32  # characters of a result behind its message id
_LONG: Final = 1_000  # characters of a call
_MOST_VERDICTS: Final = 10_000
_MOST_RULES: Final = 1_000  # names of actions may be any
_CALLERS: Final = 20_000  # message ids whose last caller is known
_CONVERSATIONS: Final = 5_000  # links whose conversation is known
PAIRLESS: Final = frozenset({"...", "…", "-1"})
"""Ids that pair nothing: what somebody wrote in place of an id, and the one that errors
have for messages without any (OCPP 2.0.1 part 4, 4.2.3)."""

_VERSIONS: Final[dict[str | None, Version | None]] = {
    None: None,
    **{version.value: version for version in Version},
}
_LATE, _ORPHAN, _DUPLICATE, _INVALID = (
    str(problem.value)
    for problem in (Problem.LATE, Problem.ORPHAN, Problem.DUPLICATE, Problem.INVALID)
)


_Rule = tuple[str, Version, Callable[[Any], bool]]
"""An action as the specification spells it, a version that has it, and what tells
whether the payload of a result is as it should be."""


class Bystander:
    """Overhears the conversations of any number of chargers.

    Feed it what `hearing.Listener` makes of the frames, in the order of their times;
    it numbers messages, chargers and connections from 1. It never raises on what frames
    hold.

    Args:
        patience_s: How long an answer may take until it counts as late.
    """

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self.last_id = 0
        """The number of the last message."""
        self.chargers: dict[str, int] = {}
        """The numbers of all chargers, in their order."""
        self.spans: list[Span] = []
        """All connections, in the order of their numbers."""
        self._patience_ms = patience_s * 1000
        self._first_at = 0
        self._conversations: dict[tuple[str, str], Conversation] = {}
        self._conversations_before: dict[tuple[str, str], Conversation] = {}
        self._remembered = _REMEMBERED
        # Who made a call last, where a log does not always tell whose it is.
        self._callers: Recent[str, Conversation] | None = None
        self._verdicts: dict[tuple[str | None, str, str], Violations] = {}
        # By version and action of results.
        self._rules: dict[tuple[str | None, str], _Rule | None] = {}

    # `take` runs for each of a million frames: it is one function of plain tuples and
    # positions, and what is rare stands apart.

    def take(
        self,
        heard: Heard,
        raw: str,
        at: int,
        charger: str,
        link: str = "",
        is_timed: bool = True,
        log: int = 1,
        line: int = 0,
    ) -> Overheard:
        """Take in a frame.

        Args:
            heard: What it says by itself.
            raw: Its text.
            at: When it was logged, microseconds since 1970.
            charger: The identity of the charger; empty if it is not known.
            link: What tells its connection from others of the charger.
            is_timed: Whether the log tells the time; otherwise none is measured.
            log: The number of the log.
            line: Where it stands there.
        """
        conversation = self._conversations.get((charger, link))
        if conversation is None:
            conversation = self._begin(charger, link, at=at, log=log)
        (
            direction, kind, message_id, action, code, evse, connector, transaction,
            problem, violations, version,
        ) = heard  # fmt: skip
        number = self.last_id = self.last_id + 1
        answer_to = latency_ms = None
        if kind == 3 or kind == 4:
            call = None
            if direction is not None and message_id is not None:
                pending = conversation.pending[1 - direction]
                call = pending.pop(message_id, None)
            if call is None:
                conversation, call, problem, violations = self._unexpected(
                    conversation, heard, at, is_timed
                )
                if direction is None:
                    direction = _OUT if call is None else 1 - call[7]
            elif call[8] is not None:
                pending[message_id] = call[8]  # type: ignore[index]
            if call is not None:
                (
                    answer_to, action, called_at, evse, connector, transaction,
                    _fingerprint, of, _before,
                ) = call  # fmt: skip
                if is_timed and called_at is not None:
                    latency_ms = (at - called_at) / 1000
                    if latency_ms > self._patience_ms:
                        problem, violations = _late(latency_ms, problem, violations)
                answered = conversation.answered[of]
                answered[message_id] = call, number  # type: ignore[index]
                if len(answered) > self._remembered:
                    conversation.answered_before[of] = answered
                    conversation.answered[of] = {}
                if kind == 3 and action is not None:
                    verdict = None
                    tail = raw[len(message_id) + 4 :]  # type: ignore[arg-type]
                    if len(tail) <= _SHORT_TAIL:
                        verdict = self._verdicts.get((version, action, tail))
                    if verdict is None:
                        transaction, verdict = self._learn(
                            conversation, version, call, raw, tail
                        )
                    if verdict:
                        violations = (*(violations or ()), *verdict)
                        problem = problem or _INVALID
        elif kind == 5:
            direction, action, answer_to, problem, violations = self._complaint(
                conversation, heard
            )
        else:
            # A call, or what is no frame at all.
            if direction is None:
                direction = _IN
            if transaction is not None:
                if version is not None and version != "1.6":
                    evse, connector, transaction = conversation.whereabouts.completed(
                        Place(evse, connector, transaction)
                    )
                elif connector is None:
                    connector = conversation.connectors.get(transaction)
                elif transaction not in conversation.connectors:
                    conversation.remember_connector(transaction, connector)
            if kind == 2 and message_id is not None and message_id not in PAIRLESS:
                # A long text is not kept for being compared with a repeat.
                fingerprint = raw if len(raw) < _LONG else hash(raw)
                if action == "BootNotification" and direction == _IN:
                    conversation.forget_answered()
                pending = conversation.pending[direction]
                before = pending.get(message_id)
                if before is not None or message_id in conversation.answered[direction]:
                    problem, violations = self._repeated(
                        conversation, heard, direction, fingerprint, at
                    )
                    if before is not None and before[8] is not None:
                        before = (*before[:8], None)  # two that wait are enough
                pending[message_id] = (
                    number, action, at if is_timed else None, evse, connector,
                    transaction, fingerprint, direction, before,
                )  # fmt: skip
                if len(pending) > _MOST_PENDING:
                    del pending[next(iter(pending))]
                if self._callers is not None:
                    self._callers[message_id] = conversation
        conversation.has_heard[direction] = True  # type: ignore[index]
        span = conversation.span
        span.is_used = True
        span.version = version or span.version
        if at > span.last_at:
            span.last_at = at
        return (
            number, at, conversation.number, span.number, direction, kind, message_id,
            action, answer_to, latency_ms, code, evse, connector, transaction, problem,
            violations, raw, log, line,
        )  # fmt: skip

    def take_link(
        self,
        text: str,
        *,
        is_opened: bool,
        at: int,
        charger: str,
        link: str = "",
        log: int = 1,
        line: int = 0,
    ) -> Overheard:
        """Take in that a connection came or went.

        Args:
            text: What happened, as a sentence or as the log says it.
            is_opened: Whether it came.
            at: When, microseconds since 1970.
            charger: The identity of the charger; empty if it is not known.
            link: What tells the connection from others of the charger.
            log: The number of the log.
            line: Where it stands there.
        """
        conversation = self._conversations.get((charger, link))
        if conversation is None:
            conversation = self._begin(charger, link, at=at, log=log)
        span = conversation.span
        if is_opened:
            if span.is_used or span.opened or span.closed:
                span = conversation.span = self._span(charger, at=at, log=log)
            span.opened = text
        elif not span.closed:
            span.closed = text
        span.last_at = max(span.last_at, at)
        self.last_id += 1
        return (
            self.last_id, at, conversation.number, span.number, _LINK, None, None,
            "Connected" if is_opened else "Disconnected", None, None, None, None, None,
            None, None, None, text, log, line,
        )  # fmt: skip

    def _begin(self, charger: str, link: str, *, at: int, log: int) -> Conversation:
        self._first_at = self._first_at or at
        found = self._conversations_before.pop((charger, link), None)
        if found is None:
            number = self.chargers.setdefault(charger, len(self.chargers) + 1)
            span = self._span(charger, at=at, log=log)
            found = Conversation(charger, link, number=number, span=span)
        if len(self._conversations) >= _CONVERSATIONS:
            self._conversations_before = self._conversations
            self._conversations = {}
        self._conversations[charger, link] = found
        # All of them together remember no more than a few megabytes.
        share = _ALL_REMEMBERED // len(self._conversations)
        self._remembered = max(_LEAST_REMEMBERED, min(_REMEMBERED, share))
        if self._callers is None and (
            not charger or (not link and self._has_links(charger))
        ):
            self._note_callers()
        return found

    def _has_links(self, charger: str) -> bool:
        return any(of == charger and link for of, link in self._conversations)

    def _note_callers(self) -> None:
        """Remember from now on who made a call, as a log does not always tell."""
        self._callers = Recent(_CALLERS)
        waiting = [
            (call[0], message_id, conversation)
            for conversation in self._conversations.values()
            for pending in conversation.pending
            for message_id, call in pending.items()
        ]
        for _number, message_id, conversation in sorted(waiting, key=lambda w: w[0]):
            self._callers[message_id] = conversation

    def _span(self, charger: str, *, at: int, log: int) -> Span:
        span = Span(len(self.spans) + 1, charger, at, at, log)
        self.spans.append(span)
        return span

    # What is rare.

    def _repeated(
        self,
        conversation: Conversation,
        heard: Heard,
        direction: int,
        fingerprint: str | int,
        at: int,
    ) -> tuple[str | None, Violations | None]:
        """Tell a call that is sent again from one whose id is in use again."""
        message_id, problem, violations = heard[2], heard[8], heard[9]
        assert message_id is not None
        call = conversation.pending[direction].get(message_id)
        if call is None:
            call, _answer = conversation.answered[direction][message_id]
            is_long_ago = call[2] is not None and at - call[2] > _REPEATED_WITHIN_US
            if is_long_ago:
                return problem, violations
            is_repeat = message_id not in conversation.reused
        else:
            is_repeat = True
        if call[6] == fingerprint and is_repeat:
            remark = "The same frame came before on this connection."
            return _worse(problem, _DUPLICATE), (("", remark), *(violations or ()))
        if direction == _OUT:
            # A CSMS that starts again may begin again with its ids, too.
            return problem, violations
        conversation.note_reuse(message_id)
        remark = ID_IN_USE
        return problem or _INVALID, (("", remark), *(violations or ()))

    def _unexpected(
        self, conversation: Conversation, heard: Heard, at: int, is_timed: bool
    ) -> tuple[Conversation, Call | None, str | None, Violations | None]:
        """Find the call of an answer where none waits in the place to look first."""
        direction, message_id, problem, violations = (
            heard[0],
            heard[2],
            heard[8],
            heard[9],
        )
        if message_id is None or message_id in PAIRLESS:
            return conversation, None, problem, violations
        call = conversation.waiting_call(direction, message_id)
        if call is not None:
            return conversation, call, problem, violations
        other = self._other(conversation, message_id)
        call = None if other is None else other.waiting_call(direction, message_id)
        if other is not None and call is not None:
            # An answer without a charger is of the one that was asked.
            mine = conversation if conversation.charger else other
            return mine, call, problem, violations
        of = None if direction is None else 1 - direction
        answered = conversation.answered_call(of, message_id)
        if answered is not None:
            text = "The call it answers had been answered before."
            call, word = answered[0], _DUPLICATE
        elif (
            any(conversation.has_heard) if of is None else conversation.has_heard[of]
        ) and (not is_timed or at - self._first_at > self._patience_ms * 1000):
            text, word = "The log has no call with this message id.", _ORPHAN
        else:
            # The log may have begun after the call, or have only one side of it.
            return conversation, None, problem, violations
        violations = (("", text), *(violations or ()))
        return conversation, call, _worse(problem, word), violations

    def _other(
        self, conversation: Conversation, message_id: str
    ) -> Conversation | None:
        """Return who else may have made a call, where the log tells too little."""
        other = None if self._callers is None else self._callers.get(message_id)
        if other is None or other is conversation:
            return None
        chargers = {other.charger, conversation.charger} - {""}
        links = {other.link, conversation.link} - {""}
        return other if len(chargers) < 2 and len(links) < 2 else None

    def _complaint(
        self, conversation: Conversation, heard: Heard
    ) -> tuple[int, str | None, int | None, str | None, Violations | None]:
        """Judge a CALLRESULTERROR, which answers an answer (2.1 part 4, 4.2.4)."""
        direction, message_id, problem, violations = (
            heard[0],
            heard[2],
            heard[8],
            heard[9],
        )
        found = None
        if message_id is not None:
            found = conversation.answered_call(direction, message_id)
        if found is not None:
            call, answer = found
            of = call[7] if direction is None else direction
            return of, call[1], answer, problem, violations
        if any(conversation.has_heard):
            remark = ("", "No answer with this message id was given here.")
            violations = (remark, *(violations or ()))
            problem = _worse(problem, _ORPHAN)
        return _IN if direction is None else direction, None, None, problem, violations

    def _learn(
        self,
        conversation: Conversation,
        version: str | None,
        call: Call,
        raw: str,
        tail: str,
    ) -> tuple[int | str | None, Violations]:
        """Check a result, and learn the transaction that a StartTransaction began."""
        action, transaction = call[1] or "", call[5]
        try:
            rule = self._rules[version, action]
        except KeyError:
            rule = self._rules[version, action] = _rule(version, action)
            if len(self._rules) > _MOST_RULES:
                self._rules.clear()
        if rule is None:
            return transaction, ()
        name, of, is_valid = rule
        payload = _payload(raw)
        broken: Violations = ()
        if not _is_valid(is_valid, payload):
            spoken = _VERSIONS[version]
            broken = tuple(broken_rules(spoken, of, name, payload, is_request=False))
        if name == "StartTransaction" and isinstance(payload, dict):
            value = payload.get("transactionId")
            transaction = transaction_id_from(value, name, version=of)
            if transaction is not None and call[4] is not None:
                conversation.remember_connector(transaction, call[4])
        elif len(tail) <= _SHORT_TAIL:
            # Most results are one of a few: `{}`, `{"status":"Accepted"}`.
            if len(self._verdicts) >= _MOST_VERDICTS:
                self._verdicts.clear()
            self._verdicts[version, action, tail] = broken
        return transaction, broken


def _rule(version: str | None, action: str) -> _Rule | None:
    known = find_action(action, _VERSIONS[version] or Version.V16)
    if known is None:
        return None
    name, of = known
    return name, of, validity(of, name, is_request=False)


def _is_valid(is_valid: Callable[[Any], bool], payload: Any) -> bool:
    try:
        return is_valid(payload)
    except ValueError:
        return False


def _payload(raw: str) -> Any:
    try:
        return orjson.loads(raw)[2]
    except (ValueError, LookupError, TypeError):
        return parse_frames(raw)[0].payload


def _worse(frame: str | None, conversation: str) -> str:
    """Return the worse of a frame's problem and one of the conversation."""
    return conversation if frame is None or frame == _INVALID else frame


def _late(
    latency_ms: float, problem: str | None, violations: Violations | None
) -> tuple[str | None, Violations | None]:
    """Judge an answer that took long."""
    if problem is not None and problem != _INVALID:
        return problem, violations
    remark = (
        f"It came {latency_ms / 1000:,.0f} s after its call, which most systems had "
        "given up by then."
    )
    return _LATE, (("", remark), *(violations or ()))
