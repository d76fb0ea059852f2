# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.happenings import MarkKind, Timeline
from ocppdesk.analysis.observing import Observer
from ocppdesk.core.frames import MessageType, call_text, error_text, result_text
from ocppdesk.core.messages import Direction, Message

NOON = 1_785_585_600_000_000  # 2026-08-01T12:00:00Z
SECOND = 1_000_000


class Story:
    """Messages of a charger, a second apart."""

    def __init__(self):
        self.timeline = Timeline()
        self._observer = Observer()
        self._number = 0

    def _feed(self, **known):
        self._number += 1
        message = Message(
            id=self._number,
            at=NOON + self._number * SECOND,
            charger="CP1",
            **{"connection": 1, **known},
        )
        self.timeline.feed(self._observer.observe(message))
        return message

    def say(self, action, payload=None, direction=Direction.IN, **known):
        return self._feed(
            direction=direction,
            raw=call_text("1", action, payload or {}),
            type=MessageType.CALL,
            action=action,
            **known,
        )

    def ask(self, action, payload, answer, *, is_error=False):
        call = self.say(action, payload, Direction.OUT)
        raw = error_text("1", "InternalError") if is_error else result_text("1", answer)
        kind = MessageType.CALLERROR if is_error else MessageType.CALLRESULT
        return self._feed(
            direction=Direction.IN, raw=raw, type=kind, action=action, answer_to=call.id
        )

    def link(self, action, connection=1):
        self._feed(
            direction=Direction.LINK, raw="", action=action, connection=connection
        )

    @property
    def seen(self):
        return self.timeline.happenings()

    def marks(self):
        return [(mark.kind, mark.text) for mark in self.seen.marks]


@pytest.fixture
def story():
    return Story()


def test_states_follow_each_other_and_repetitions_are_none(story):
    for status in ("Available", "Preparing", "Preparing", "Charging"):
        told = {"connectorId": 1, "status": status, "errorCode": "NoError"}
        story.say("StatusNotification", {**told, "timestamp": "2026-08-01T12:00:00Z"})
    assert [state.text for state in story.seen.states] == [
        "Available",
        "Preparing",
        "Charging",
    ]
    assert {state.charger_at for state in story.seen.states} == {NOON}
    assert story.seen.marks == ()


def test_states_may_come_as_events(story):
    for state in ("Occupied", "Faulted"):
        told = {
            "component": {"name": "Connector", "evse": {"id": 2, "connectorId": 1}},
            "variable": {"name": "AvailabilityState"},
            "actualValue": state,
        }
        story.say("NotifyEvent", {"eventData": [told]})
    states = [(state.place, state.text) for state in story.seen.states]
    assert states == [(2, "Occupied"), (2, "Faulted")]
    assert story.marks() == [(MarkKind.FAULT, "Fault: Faulted")]


def test_a_fault_is_marked_with_its_code(story):
    told = {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"}
    story.say("StatusNotification", told)
    (mark,) = story.seen.marks
    assert (mark.kind, mark.text, mark.place) == (
        MarkKind.FAULT,
        "Fault: GroundFailure",
        2,
    )


def test_a_silence_lasts_until_the_charger_is_back(story):
    story.link("Connected")
    story.link("Disconnected")
    assert story.seen.silences == ((NOON + 2 * SECOND, None),)
    story.link("Connected", connection=2)
    assert story.seen.silences == ((NOON + 2 * SECOND, NOON + 3 * SECOND),)
    assert story.marks() == [
        (MarkKind.DISCONNECTED, "Disconnected"),
        (MarkKind.CONNECTED, "Connected again"),
    ]


def test_a_connection_that_takes_over_leaves_no_silence(story):
    story.link("Connected")
    story.link("Connected", connection=2)
    story.link("Disconnected")
    assert story.seen.silences == ()


def test_transactions_of_1_6_are_marked(story):
    story.say("BootNotification", {"chargePointVendor": "A", "chargePointModel": "B"})
    story.say("StartTransaction", {"connectorId": 1})
    story.say("StopTransaction", {"transactionId": 1}, connector=1)
    assert story.marks() == [
        (MarkKind.BOOT, "The charger started"),
        (MarkKind.START, "Transaction started"),
        (MarkKind.STOP, "Transaction stopped: Local"),
    ]


def test_the_charging_state_of_2_x_is_the_state_while_a_transaction_runs(story):
    story.say("StatusNotification", {"evseId": 1, "connectorStatus": "Occupied"})
    for event, info in (
        ("Started", {"chargingState": "EVConnected"}),
        ("Updated", {"chargingState": "Charging"}),
        ("Ended", {"stoppedReason": "EVDisconnected"}),
    ):
        story.say(
            "TransactionEvent",
            {"eventType": event, "evse": {"id": 1}, "transactionInfo": info},
        )
    assert [state.text for state in story.seen.states] == [
        "Occupied",
        "EVConnected",
        "Charging",
        "Occupied",
    ]
    assert story.marks()[-1] == (MarkKind.STOP, "Transaction stopped: EVDisconnected")


def test_only_what_was_accepted_is_marked(story):
    change = {"key": "HeartbeatInterval", "value": "60"}
    story.ask("ChangeConfiguration", change, {"status": "Rejected"})
    story.ask("ChangeConfiguration", change, {}, is_error=True)
    assert story.marks() == []
    story.ask("ChangeConfiguration", change, {"status": "Accepted"})
    story.ask("SetChargingProfile", {"connectorId": 1}, {"status": "Accepted"})
    story.ask("Reset", {"type": "Soft"}, {"status": "Accepted"})
    variable = {"component": {"name": "C"}, "variable": {"name": "Interval"}}
    result = [{**variable, "attributeStatus": "Accepted"}]
    story.ask("SetVariables", {}, {"setVariableResult": result})
    assert story.marks() == [
        (MarkKind.CONFIGURATION, "Setting changed: HeartbeatInterval = 60"),
        (MarkKind.PROFILE, "Charging profile set"),
        (MarkKind.RESET, "Reset was ordered: Soft"),
        (MarkKind.CONFIGURATION, "Setting changed: Interval"),
    ]


def test_a_secret_is_not_repeated(story):
    change = {"key": "AuthorizationKey", "value": "hush"}
    story.ask("ChangeConfiguration", change, {"status": "Accepted"})
    assert story.marks() == [
        (MarkKind.CONFIGURATION, "Setting changed: AuthorizationKey")
    ]


def test_what_was_handed_out_does_not_change(story):
    before = story.seen
    assert story.seen is before
    story.say("BootNotification")
    assert before.marks == ()


_ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "connectorId",
                    "status",
                    "evse",
                    "id",
                    "transactionInfo",
                    "timestamp",
                    "setVariableResult",
                    "variable",
                    "name",
                    "key",
                    "errorCode",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    action=st.sampled_from(
        [
            "StatusNotification",
            "StartTransaction",
            "StopTransaction",
            "SetVariables",
            "TransactionEvent",
            "BootNotification",
            "ChangeConfiguration",
            "Reset",
        ]
    ),
    payload=st.dictionaries(
        st.sampled_from(
            [
                "connectorId",
                "evse",
                "transactionInfo",
                "status",
                "key",
                "setVariableResult",
                "timestamp",
                "reason",
                "eventType",
            ]
        ),
        _ODD,
    ),
)
def test_nothing_that_a_charger_says_raises(action, payload):
    observer, timeline = Observer(), Timeline()
    text = Message(1, NOON, "CP1", 1, Direction.IN, "[]", MessageType.CALL, "1", action)
    seen = observer.observe(text)
    timeline.feed(replace(seen, payload=payload))
    asked = replace(seen, message=replace(text, direction=Direction.OUT))
    answer = replace(text, type=MessageType.CALLRESULT)
    timeline.feed(replace(seen, message=answer, payload=payload, call=asked))
    timeline.happenings()


def test_what_a_transaction_told_before_says_where_it_ends(story):
    info = {"transactionId": "t1"}
    begun = {"eventType": "Started", "transactionInfo": info, "evse": {"id": 2}}
    story.say("TransactionEvent", begun)
    story.say("TransactionEvent", {"eventType": "Ended", "transactionInfo": info})
    assert [(mark.kind, mark.place) for mark in story.seen.marks] == [
        (MarkKind.START, 2),
        (MarkKind.STOP, 2),
    ]


def test_numbers_that_are_sent_as_text_are_read(story):
    story.say("StatusNotification", {"connectorId": "2", "status": "Charging"})
    assert [state.place for state in story.seen.states] == [2]
