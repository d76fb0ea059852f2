# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sessions.event_times import EventTimes
from ocppdesk.analysis.sessions.events import (
    EndAnswered,
    Plugged,
    PowerTold,
    State,
    StatusTold,
    TokenJudged,
    TokenShown,
    TransactionEnded,
    TransactionSeen,
    TransactionStarted,
    Trouble,
)
from ocppdesk.analysis.sessions.reading2 import read2


@pytest.fixture
def read(talk):
    """Return the events of all messages."""

    def events():
        observer, times = Observer(), EventTimes()
        found = []
        for message in talk.messages:
            observation = observer.observe(message)
            found += read2(observation, None if observation.is_answer else times)
        return found

    return events


def test_a_beginning(talk, read):
    talk.event("10:00:00", "Started", "Authorized", tag="A", state="EVConnected",
               info={"remoteStartId": 5}, offline=True)  # fmt: skip
    started, shown, plugged, power, judged = read()
    assert isinstance(started, TransactionStarted)
    assert (started.transaction, started.spot, started.start_id) == ("T1", 1, 5)
    assert started.is_offline
    assert started.cause == "after a card was accepted"
    assert isinstance(shown, TokenShown)
    assert isinstance(plugged, Plugged)
    assert plugged.is_in
    assert isinstance(power, PowerTold)
    assert power.state is State.PREPARING
    assert isinstance(judged, TokenJudged)
    assert (judged.call, judged.verdict) == (1, "Accepted")


def test_the_evse_is_told_once(talk, read):
    talk.event("10:00:00", "Started", "Authorized")
    talk.event("10:00:10", "Updated", "Trigger", evse=None)
    assert [one.spot for one in read()] == [1, 1]


def test_who_stops_is_no_new_card(talk, read):
    talk.event("10:00:00", "Updated", "StopAuthorized", tag="A")
    seen, _judged = read()
    assert isinstance(seen, TransactionSeen)
    assert seen.is_stop
    assert seen.note.endswith("with card A (StopAuthorized)")


def test_an_end(talk, read):
    call = talk.event("10:00:00", "Ended", "EVCommunicationLost", state="Idle",
                      info={"stoppedReason": "Local"})  # fmt: skip
    _seen, plugged, _power, ended = read()
    assert not plugged.is_in
    assert isinstance(ended, TransactionEnded)
    assert (ended.reason, ended.trigger) == ("Local", "EVCommunicationLost")
    talk.error("10:00:01", call)
    assert isinstance(read()[-1], EndAnswered)


@pytest.mark.parametrize(
    ("word", "state"),
    [("Occupied", State.PREPARING), ("available", State.AVAILABLE), ("Odd", None)],
)
def test_a_state(talk, read, word, state):
    talk.status2("10:00:00", word)
    (told,) = read()
    assert (told.spot, told.connector, told.state) == (1, 1, state)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"actualValue": "true"}, (False, True)),
        ({"actualValue": "true", "cleared": True}, (True, True)),
        ({"actualValue": "false"}, (True, True)),
        ({"variable": {"name": "Temperature"}, "actualValue": "91"}, (False, False)),
        ({"variable": {"name": "Power"}, "trigger": "Periodic"}, None),
    ],
)
def test_a_report_of_the_charger_about_itself(talk, read, more, found):
    data = {"component": {"name": "RCD", "evse": {"id": 2}},
            "variable": {"name": "Problem"}, "trigger": "Alerting"} | more  # fmt: skip
    talk.call("10:00:00", "NotifyEvent", {"eventData": [data]})
    events = read()
    told = [(one.is_over, one.is_fault) for one in events]
    assert told == ([] if found is None else [found])
    assert all(isinstance(one, Trouble) and one.spot == 2 for one in events)


@pytest.mark.parametrize(
    ("value", "state"), [("Occupied", State.PREPARING), ("Reserved", State.RESERVED)]
)
def test_a_state_may_come_as_an_event(talk, read, value, state):
    data = {
        "component": {"name": "Connector", "evse": {"id": 2, "connectorId": 1}},
        "variable": {"name": "AvailabilityState"},
        "actualValue": value,
        "trigger": "Delta",
    }
    talk.call("10:00:00", "NotifyEvent", {"eventData": [data]})
    (told,) = read()
    assert isinstance(told, StatusTold)
    assert (told.spot, told.connector, told.state) == (2, 1, state)


def test_an_event_without_a_transaction_tells_nothing(talk, read):
    talk.call("10:00:00", "TransactionEvent", {"eventType": "Updated"})
    talk.call("10:00:00", "TransactionEvent", {"transactionInfo": []})
    assert read() == []
