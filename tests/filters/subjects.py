# SPDX-License-Identifier: Apache-2.0
"""A conversation by hand that filters are tried on, and random ones."""

import json

from hypothesis import strategies as st

from ocppdesk.core.findings import Finding, Level
from ocppdesk.core.frames import ANSWERS, CALLS, MessageType, Problem
from ocppdesk.core.messages import Direction, Message
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context

SECOND = 1_000_000
MIDNIGHT = 1_769_814_000 * SECOND  # 2026-01-31 00:00 in UTC+1, where all this is
IN, OUT = Direction.IN, Direction.OUT


def at(clock):
    """Return a local time of 2026-01-31 as microseconds since 1970."""
    hours, minutes, seconds = clock.split(":")
    whole = (int(hours) * 60 + int(minutes)) * 60
    return MIDNIGHT + round((whole + float(seconds)) * SECOND)


CONTEXT = Context(
    now=at("14:30:12"), latest=at("14:30:10"), offset_at=lambda _at: 3_600 * SECOND
)
VERSIONS = {"CP-0042": "1.6", "CP-7": "2.0.1"}
MARKED = frozenset({7})
NOTES = {10: "Ticket 17: does not restart"}
FINDINGS = {
    4: (Finding("CON-01", Level.ERROR), Finding("R012", Level.NOTE)),
    7: (Finding("TIM-02", Level.WARNING),),
    12: (Finding("AUT-03", Level.WARNING),),
    15: (Finding("MET-01", Level.NOTE),),
}


def _sample(measurand, value):
    return {"measurand": measurand, "value": value, "unit": "A"}


def _meter(current):
    samples = [_sample("Voltage", "230.0"), _sample("Current.Import", current)]
    value = {"timestamp": "2026-01-31T13:13:00Z", "sampledValue": samples}
    return {"connectorId": 2, "transactionId": 48213, "meterValue": [value]}


def conversation():
    """Return 28 messages of two chargers; their numbers are their places, from 1."""
    talk = _Talk("CP-0042", 1)
    talk.link("14:00:00", "Connected")
    boot = {"chargePointVendor": "Acme", "chargePointModel": "One"}
    talk.call("14:00:01", IN, "BootNotification", boot)
    talk.answer("14:00:01.2", {"status": "Accepted", "interval": 300})
    fault = {"connectorId": 2, "errorCode": "GroundFailure", "status": "Faulted"}
    talk.call("14:05:00", IN, "StatusNotification", fault, connector=2)
    talk.answer("14:05:00.04", {})
    talk.call("14:06:00", IN, "Heartbeat", {})
    talk.answer("14:06:06.5", {"currentTime": "2026-01-31T13:06:06Z"})
    change = {"key": "MeterValueSampleInterval", "value": "60"}
    talk.call("14:10:00", OUT, "ChangeConfiguration", change)
    talk.answer("14:10:01", {"status": "Rejected"})
    talk.call("14:11:00", OUT, "Reset", {"type": "Soft"})
    talk.call("14:12:00", IN, "Authorize", {"idTag": "04A2B3"})
    talk.answer("14:12:00.5", {"idTagInfo": {"status": "Blocked"}})
    start = {"connectorId": 2, "idTag": "04A2B3", "meterStart": 12}
    talk.call("14:12:30", IN, "StartTransaction", start, connector=2)
    accepted = {"idTagInfo": {"status": "Accepted"}}
    talk.answer("14:12:31", accepted | {"transactionId": 48213}, transaction_id=48213)
    for clock, current in (("14:13:00", "33.5"), ("14:14:00", "16")):
        about = {"connector": 2, "transaction_id": 48213}
        talk.call(clock, IN, "MeterValues", _meter(current), **about)
        talk.answer(f"{clock}.1", {})
    stop = {"transactionId": 48213, "meterStop": 912, "idTag": "77"}
    talk.call("14:18:00", IN, "StopTransaction", stop, transaction_id=48213)
    talk.answer("14:18:00.3", accepted)
    talk.call("14:18:30", OUT, "GetDiagnostics", {"location": "ftp://x/y"})
    talk.error("14:18:31", "NotSupported")
    talk.link("14:19:00", "Disconnected")
    talk.charger, talk.connection = "CP-7", 2
    talk.call("14:30:00", IN, "Heartbeat", {})
    odd = "What is this? Größe 7"
    talk.add("14:30:02", IN, odd, problem=Problem.MALFORMED)
    event = {
        "eventType": "Started",
        "evse": {"id": 1, "connectorId": 3},
        "idToken": {"idToken": "04A2FF", "type": "ISO14443"},
        "transactionInfo": {"transactionId": "abc-1"},
    }
    about = {"evse": 1, "connector": 3, "transaction_id": "abc-1"}
    talk.call("14:30:05", IN, "TransactionEvent", event, **about)
    talk.answer("14:30:05.01", {"idTokenInfo": {"status": "Accepted"}})
    report = {"connectorStatus": "Faulted", "info": "GroundFailure", "evseId": 1}
    talk.call("14:30:10", IN, "StatusNotification", report, evse=1)
    return tuple(talk.messages)


class _Talk:
    """Writes messages down as a recorder would."""

    def __init__(self, charger, connection):
        self.charger = charger
        self.connection = connection
        self.messages = []

    def add(self, clock, direction, raw, **fields):
        number = len(self.messages) + 1
        about = (number, at(clock), self.charger, self.connection, direction, raw)
        self.messages.append(Message(*about, **fields))

    def link(self, clock, action):
        self.add(clock, Direction.LINK, f"{self.charger}: {action}.", action=action)

    def call(self, clock, direction, action, payload, **fields):
        number = str(len(self.messages) + 1)
        raw = json.dumps([2, number, action, payload])
        fields = {"type": MessageType.CALL, "message_id": number, **fields}
        self.add(clock, direction, raw, action=action, **fields)

    def answer(self, clock, payload, *, type=MessageType.CALLRESULT, **fields):
        call = self.messages[-1]
        parts = [type, call.message_id, payload]
        if type is not MessageType.CALLRESULT:
            parts[2:] = [fields["error_code"], "", payload]
        self.add(
            clock,
            OUT if call.direction is IN else IN,
            json.dumps(parts),
            type=type,
            message_id=call.message_id,
            action=call.action,
            answer_to=call.id,
            latency_ms=(at(clock) - call.at) / 1000,
            **fields,
        )

    def error(self, clock, code):
        self.answer(clock, {}, type=MessageType.CALLERROR, error_code=code)


def subjects_of(messages, *, versions=VERSIONS, marked=(), notes=None, findings=None):
    """Return what filters see of messages that follow each other."""
    by_id = {message.id: message for message in messages}
    answers = {}
    for message in messages:
        if message.type in ANSWERS and message.answer_to is not None:
            answers.setdefault(message.answer_to, message)
    before = None
    subjects = []
    for message in messages:
        subjects.append(
            Subject(
                message,
                call=by_id.get(message.answer_to),
                answer=answers.get(message.id) if message.type in CALLS else None,
                previous_at=before,
                version=versions.get(message.charger, ""),
                is_marked=message.id in marked,
                note=(notes or {}).get(message.id, ""),
                findings=(findings or {}).get(message.id, ()),
            )
        )
        before = message.at
    return subjects


def found(chosen, context=CONTEXT):
    """Return the numbers of the messages by hand that a filter finds."""
    subjects = subjects_of(
        conversation(), marked=MARKED, notes=NOTES, findings=FINDINGS
    )
    return [s.message.id for s in subjects if chosen.matches(s, context)]


WORDS = ("Faulted", "faulted", "Accepted", "CP-0042", "48213", "04A2B3", "33.5", "x y",
         "Größe", "", "007", "7", "invalid", "Current.Import",
         "2026-01-31T13:13:00Z")  # fmt: skip
KEYS = ("status", "connectorId", "idTag", "value", "measurand", "key", "own key")
_values = st.sampled_from((*WORDS, 2, 33.5, -1, True, None))
payloads = st.recursive(
    _values,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)
"""Payloads of any kind, with keys and values that filters ask for."""


@st.composite
def conversations(draw, most=8):
    """Return messages as a recorder writes them, some of them answers.

    Numbers go up from 1. Exchanges may have several answers or none, answers no call.
    """
    messages = []
    moment = MIDNIGHT
    for number in range(1, draw(st.integers(1, most)) + 1):
        moment += draw(st.sampled_from((0, 1, 500_000, 5 * SECOND, 3_600 * SECOND)))
        type_ = draw(st.sampled_from((None, *MessageType, MessageType.CALL)))
        direction = draw(st.sampled_from(Direction))
        if direction is Direction.LINK:
            type_ = None
        messages.append(draw(_message(number, moment, direction, type_, messages)))
    return messages


@st.composite
def _message(draw, number, moment, direction, type_, before):
    maybe = st.none() | st.integers(0, 3)
    action = draw(st.sampled_from(("Heartbeat", "StatusNotification", "Own", None)))
    fields = {"connector": draw(maybe), "evse": draw(maybe)}
    fields["transaction_id"] = draw(st.sampled_from((None, 48213, "48213", "abc")))
    raw = draw(st.sampled_from(("", "GroundFailure", "[2,", "Größe \u212a")))
    if direction is Direction.LINK:
        action = draw(st.sampled_from(("Connected", "Disconnected", "CardShown")))
        fields = {}
    elif type_ is not None:
        # Those of texts that cannot be read are more than a word.
        problems = (None, None, Problem.ORPHAN, Problem.INVALID)
        fields["problem"] = draw(st.sampled_from(problems))
        fields["message_id"] = draw(st.sampled_from(("1", "a-b", None)))
        payload = draw(payloads)
        if type_ in CALLS:
            action = action or "Heartbeat"
            raw = json.dumps([type_, fields["message_id"], action, payload])
        else:
            parts = [type_, fields["message_id"], payload]
            if type_ is not MessageType.CALLRESULT:
                fields["error_code"] = "NotSupported"
                parts[2:] = ["NotSupported", "", payload]
            raw = json.dumps(parts)
            calls = [m for m in before if m.type in CALLS]
            if calls and draw(st.booleans()):
                call = draw(st.sampled_from(calls))
                action = call.action
                fields["answer_to"] = call.id
                fields["latency_ms"] = (moment - call.at) / 1000
    charger = draw(st.sampled_from(("CP-0042", "cp-0042", "CP-7", "")))
    about = (number, moment, charger, 1, direction, raw)
    return Message(*about, type=type_, action=action, **fields)


@st.composite
def subjects(draw):
    """Return what a filter sees of a random conversation, with marks and findings."""
    messages = draw(conversations())
    numbers = st.sampled_from([message.id for message in messages])
    levels = st.lists(st.builds(Finding, st.just("R1"), st.sampled_from(Level)))
    return subjects_of(
        messages,
        marked=draw(st.sets(numbers)),
        notes=draw(st.dictionaries(numbers, st.sampled_from(("ticket", "Größe")))),
        findings=draw(st.dictionaries(numbers, levels)),
    )
