# SPDX-License-Identifier: Apache-2.0
"""One charger's conversation on one connection.

The rules of the RPC layer (OCPP-J 1.6 section 4, OCPP 2.0.1 part 4 section 4): who
answers what, which answer belongs to which call, what is late, repeated or unasked.
All of them live in this file.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ocppdesk.core.answer_rules import Manner
from ocppdesk.core.frames import (
    ANSWERS,
    Frame,
    MessageType,
    Problem,
    call_text,
    error_text,
    parse_frames,
    result_text,
)
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.core.places import ALWAYS_ANSWERED, NOWHERE, Place, Whereabouts, place_of
from ocppdesk.core.remarks import (
    FROM_CSMS_ONLY,
    ID_IN_USE,
    name_remarks,
    unknown_remark,
)
from ocppdesk.core.replies import Policy, Request, Transactions, answer
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import (
    Version,
    charger_actions,
    find_action,
)

_REMEMBERED = 200  # ids and expired calls kept per connection
_LONGEST_REMEMBERED = 100_000  # characters of a frame that is compared with a repeat


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of ours that waits for its answer, or waited in vain."""

    id: int
    action: str
    at: int
    place: Place


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that is to be given later."""

    delay_s: float
    """How many seconds later."""
    text: str
    type: MessageType
    call: Message
    """What it answers."""
    message_id: str | None
    place: Place
    error_code: str | None
    note: str = ""
    """What is to be noted on it."""


@dataclass(slots=True)
class Session:
    """Sans-I/O implementation of the CSMS's side of one connection.

    Feed it the texts that arrive with their time; it returns the messages to record,
    in order. Those that go `OUT` are to be sent, as they stand in `raw`, once all are
    recorded. It never raises on what a charger sends.
    """

    charger: str
    """The identity that the charger connected with."""
    connection: int
    """The number of the connection in the capture."""
    version: Version
    """The OCPP version that was agreed on, or assumed."""
    next_id: Callable[[], int]
    """Gives the number of the next message of the capture."""
    clock: Callable[[], int]
    """Gives the time now, microseconds since 1970; asked when an answer is ready."""
    transactions: Transactions
    """The memory of transaction ids, shared by all connections."""
    policy: Policy = field(default_factory=Policy)
    """How calls are answered."""
    _pending: dict[str, _Call] = field(default_factory=dict)
    _expired: OrderedDict[str, _Call] = field(default_factory=OrderedDict)
    _answered: OrderedDict[str, _Call] = field(default_factory=OrderedDict)
    _replied: OrderedDict[str, _Call] = field(default_factory=OrderedDict)
    _seen: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _whereabouts: Whereabouts = field(default_factory=Whereabouts)
    _held: list[Held] = field(default_factory=list)
    _notes: list[tuple[int, str]] = field(default_factory=list)

    def receive(
        self, raw: str | bytes, *, at: int, binary: bool = False
    ) -> list[Message]:
        """Take in one WebSocket message of the charger.

        Args:
            raw: The text; bytes if it is not UTF-8.
            at: When it arrived, microseconds since 1970.
            binary: Whether it came as a binary message.

        Returns:
            What came, and our answers, in the order to record them.
        """
        remarks = ["It came as a binary WebSocket message, not as text."] * binary
        if isinstance(raw, str):
            frames = parse_frames(raw)
        else:
            remarks.append("The text is not valid UTF-8.")
            frames = parse_frames(raw.decode("utf-8", "replace"))
        out: list[Message] = []
        for frame in frames:
            # Where the bytes are no text there is nothing to slice verbatim: they
            # are kept whole, with the first frame.
            part = frame.raw if isinstance(raw, str) else (raw if not out else "")
            if frame.type in ANSWERS:
                out.append(self._take_answer(frame, part, remarks, at))
            else:
                out.extend(self._take_call(frame, part, remarks, at))
        return out

    def call(self, message_id: str, action: str, payload: Any, *, at: int) -> Message:
        """Make a call of ours; the answer is expected from now on.

        Args:
            message_id: An id that is unique on this connection.
            action: The action, in whatever spelling is to be sent.
            payload: Its payload.
            at: Now, microseconds since 1970.
        """
        place = self._place(action, payload)
        violations: tuple[Violation, ...] = ()
        found = find_action(action, self.version)
        if found is not None:
            name, version = found
            violations = check_payload(version, name, payload, is_request=True)
        message = self._out(
            call_text(message_id, action, payload),
            at,
            type=MessageType.CALL,
            message_id=message_id,
            action=action,
            place=place,
            violations=violations,
        )
        self._pending[message_id] = _Call(message.id, action, at, place)
        return message

    def send(self, raw: str, *, at: int) -> Message:
        """Send any text, also one that is no frame.

        An answer is expected if it is a call with an id of its own.

        Args:
            raw: The text; it goes out letter by letter.
            at: Now, microseconds since 1970.
        """
        frame = parse_frames(raw)[0]
        place = self._place(frame.action or "", frame.payload)
        is_call = frame.type is MessageType.CALL and frame.message_id is not None
        violations = tuple(Violation("", remark) for remark in frame.remarks)
        message = self._out(
            raw,
            at,
            type=frame.type,
            message_id=frame.message_id,
            action=frame.action,
            place=place,
            error_code=frame.error_code,
            violations=violations,
            problem=frame.problem,
        )
        if is_call and frame.message_id not in self._pending:
            call = _Call(message.id, frame.action or "", at, place)
            self._pending[frame.message_id or ""] = call
        return message

    def take_held(self) -> list[Held]:
        """Return the answers that are to be given later, once; see `release`."""
        held, self._held = self._held, []
        return held

    def take_notes(self) -> list[tuple[int, str]]:
        """Return what is to be noted on messages, by their numbers, once."""
        notes, self._notes = self._notes, []
        return notes

    def release(self, held: Held) -> Message:
        """Give an answer that was held back."""
        message = self._out(
            held.text,
            self.clock(),
            type=held.type,
            message_id=held.message_id,
            action=held.call.action,
            place=held.place,
            answer_to=held.call,
            error_code=held.error_code,
        )
        if self.version is Version.V21 and held.message_id is not None:
            call = _Call(message.id, held.call.action or "", message.at, held.place)
            _remember(self._replied, held.message_id, call)
        if held.note:
            self._notes.append((message.id, held.note))
        return message

    def expire(self, message_id: str) -> None:
        """Give up waiting for an answer; one that still comes counts as late."""
        call = self._pending.pop(message_id, None)
        if call is not None:
            _remember(self._expired, message_id, call)

    # Answers of the charger to our calls.

    def _take_answer(
        self, frame: Frame, raw: str | bytes, remarks: list[str], at: int
    ) -> Message:
        key = frame.message_id or ""
        problem: Problem | None = None
        notes = [*remarks, *frame.remarks]
        if frame.type is MessageType.CALLRESULTERROR:
            # OCPP 2.1 part 4, 4.2.4: it answers an answer of ours.
            call = self._replied.get(key)
            if call is None:
                problem = Problem.ORPHAN
                notes.append("No answer with this message id was given here.")
        elif (call := self._pending.pop(key, None)) is not None:
            _remember(self._answered, key, call)
        elif (call := self._expired.pop(key, None)) is not None:
            _remember(self._answered, key, call)
            problem = Problem.LATE
            notes.append("It answers a call that had already been given up.")
        elif (call := self._answered.get(key)) is not None:
            problem = Problem.DUPLICATE
            notes.append("The call it answers had been answered before.")
        else:
            problem = Problem.ORPHAN
            notes.append("No call with this message id was made on this connection.")
        violations = [Violation("", note) for note in notes]
        if call is not None and frame.type is MessageType.CALLRESULT:
            violations.extend(self._check_result(call.action, frame.payload))
        place = NOWHERE if call is None else call.place
        return Message(
            id=self.next_id(),
            at=at,
            charger=self.charger,
            connection=self.connection,
            direction=Direction.IN,
            raw=raw,
            type=frame.type,
            message_id=frame.message_id,
            action=None if call is None else call.action,
            answer_to=None if call is None else call.id,
            latency_ms=None if call is None else (at - call.at) / 1000,
            error_code=frame.error_code,
            evse=place.evse,
            connector=place.connector,
            transaction_id=place.transaction_id,
            problem=_worst(frame.problem, problem, violations),
            violations=tuple(violations),
        )

    def _check_result(self, action: str, payload: Any) -> tuple[Violation, ...]:
        found = find_action(action, self.version)
        if found is None:
            return ()
        name, version = found
        return check_payload(version, name, payload, is_request=False)

    # Calls of the charger, and everything that is no frame at all.

    def _take_call(
        self, frame: Frame, raw: str | bytes, remarks: list[str], at: int
    ) -> list[Message]:
        notes = [*remarks, *frame.remarks]
        problem = self._repeat(frame, notes)
        violations: list[Violation] = []
        reply: Any = None
        error: tuple[str, str] | None = None
        name, version = frame.action, self.version
        if frame.action is None:
            error = self._frame_error(frame)
        else:
            found = find_action(frame.action, self.version)
            if found is None:
                notes.append(unknown_remark(frame.action))
                # OCPP-J 1.6 table 7; OCPP 2.0.1 part 4, 4.3: "not known by receiver".
                error = ("NotImplemented", "The action is not known here.")
            else:
                name, version = found
                notes.extend(name_remarks(frame.action, name, version, self.version))
                if frame.payload is not None:
                    violations.extend(
                        check_payload(version, name, frame.payload, is_request=True)
                    )
                reply, error = self._reply(frame, name, version, at)
        place = self._place(name or "", frame.payload, reply)
        violations[:0] = [Violation("", note) for note in notes]
        message = Message(
            id=self.next_id(),
            at=at,
            charger=self.charger,
            connection=self.connection,
            direction=Direction.IN,
            raw=raw,
            type=frame.type,
            message_id=frame.message_id,
            action=name,
            evse=place.evse,
            connector=place.connector,
            transaction_id=place.transaction_id,
            problem=_worst(frame.problem, problem, violations),
            violations=tuple(violations),
        )
        if frame.type is MessageType.SEND:  # OCPP 2.1 part 4: a SEND has no answer.
            return [message]
        rule = self.policy.rules.get(name or "")
        if rule is not None:
            if rule.note:
                self._notes.append((message.id, rule.note))
            if rule.manner is Manner.SILENCE:
                return [message]
            reply, error = rule.applied(reply, error)
        message_id, reply_id = frame.message_id, frame.reply_id
        if reply is not None:
            text = result_text(reply_id, reply)
            kind, code = MessageType.CALLRESULT, None
        elif error is not None:
            code, description = error
            if frame.reply_id is None and self.version is not Version.V16:
                message_id = reply_id = "-1"
            text = error_text(reply_id, code, description=description)
            kind = MessageType.CALLERROR
        else:
            return [message]
        delay_s = 0.0 if rule is None else rule.delay_s
        note = "" if rule is None else rule.note
        held = Held(delay_s, text, kind, message, message_id, place, code, note)
        if delay_s:
            self._held.append(held)
            return [message]
        return [message, self.release(held)]

    def _reply(
        self, frame: Frame, action: str, version: Version, at: int
    ) -> tuple[dict[str, Any] | None, tuple[str, str] | None]:
        """Decide on the answer to a call whose action is known."""
        if action not in charger_actions(version):
            # OCPP-J 1.6 table 7: "recognized but not supported by the receiver".
            return None, ("NotSupported", FROM_CSMS_ONLY)
        unreadable = frame.problem in (Problem.MALFORMED, Problem.TRUNCATED)
        if unreadable and action not in ALWAYS_ANSWERED:
            return None, self._frame_error(frame)
        payload = frame.payload if isinstance(frame.payload, dict) else {}
        request = Request(
            self.charger, version, payload, at, self.policy, self.transactions
        )
        return answer(action, request), None

    def _frame_error(self, frame: Frame) -> tuple[str, str] | None:
        """Return the CALLERROR that a frame of no use gets, if any.

        OCPP-J 1.6 (4.1.3) has a message of unknown type ignored, and nothing can be
        said to a message without an id. OCPP 2.0.1 part 4 (4.2.3) answers with the id
        "-1" then.
        """
        text = frame.remarks[-1] if frame.remarks else "This is not an OCPP-J frame."
        if self.version is Version.V16:
            if frame.type is MessageType.CALL and frame.reply_id is not None:
                return "FormationViolation", text
            return None
        if frame.type_number is not None and frame.type is None:
            return "MessageTypeNotSupported", text
        return "RpcFrameworkError", text

    def _repeat(self, frame: Frame, notes: list[str]) -> Problem | None:
        """Notice a message id that was used before on this connection."""
        if frame.message_id is None or len(frame.raw) > _LONGEST_REMEMBERED:
            return None
        fingerprint = hash(frame.raw)
        before = self._seen.get(frame.message_id)
        _remember(self._seen, frame.message_id, fingerprint)
        if before is None:
            return None
        if before == fingerprint:
            notes.append("The same frame came before on this connection.")
            return Problem.DUPLICATE
        notes.append(ID_IN_USE)
        return None

    def _place(self, action: str, payload: Any, reply: Any = None) -> Place:
        """Find out which connector and transaction a call is about."""
        place = place_of(action, payload, version=self.version, reply=reply)
        if place.transaction_id is None:
            return place
        if self.version is not Version.V16:
            return self._whereabouts.completed(place)
        if place.connector is None:
            known = self.transactions.connector_of(self.charger, place.transaction_id)
            return place._replace(connector=known)
        return place

    def _out(
        self,
        text: str,
        at: int,
        *,
        type: MessageType | None,
        message_id: str | None,
        action: str | None,
        place: Place,
        answer_to: Message | None = None,
        error_code: str | None = None,
        violations: tuple[Violation, ...] = (),
        problem: Problem | None = None,
    ) -> Message:
        return Message(
            id=self.next_id(),
            at=at,
            charger=self.charger,
            connection=self.connection,
            direction=Direction.OUT,
            raw=text,
            type=type,
            message_id=message_id,
            action=action,
            answer_to=None if answer_to is None else answer_to.id,
            latency_ms=None if answer_to is None else (at - answer_to.at) / 1000,
            error_code=error_code,
            evse=place.evse,
            connector=place.connector,
            transaction_id=place.transaction_id,
            problem=problem or (Problem.INVALID if violations else None),
            violations=violations,
        )


def _remember(memory: OrderedDict[str, Any], key: str, value: Any) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)


def _worst(
    frame: Problem | None, conversation: Problem | None, violations: list[Violation]
) -> Problem | None:
    found = frame or conversation
    return Problem.INVALID if found is None and violations else found
