# SPDX-License-Identifier: Apache-2.0
"""What both versions have alike."""

import pytest

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.events import (
    Booted,
    CommandAnswered,
    Commanded,
    Linked,
    Metered,
    RemoteStartAnswered,
    RemoteStartAsked,
    TokenJudged,
    TransactionEnded,
)
from ocppdesk.analysis.sessions.reading import Reading
from ocppdesk.core.messages import Direction


@pytest.fixture
def events(talk):
    """Return the events of each message."""

    def read():
        observer, reading = Observer(), Reading()
        found = []
        for message in talk.messages:
            observation = observer.observe(message)
            link = reading.link(observation)
            samples = samples_in(observation).samples
            found.append(
                ([] if link is None else [link]) + reading.events(observation, samples)
            )
        return found

    return read


def test_a_command_and_its_answer(talk, events):
    talk.command("10:00:00", "Reset", {"type": "Soft"})
    (asked,), (answered,) = events()
    assert isinstance(asked, Commanded)
    assert asked.stops
    assert isinstance(answered, CommandAnswered)
    assert (answered.call, answered.verdict) == (1, "Accepted")


def test_a_remote_start_and_its_answer(talk, events):
    talk.remote_start("10:00:00")
    (asked,), (answered,) = events()
    assert isinstance(asked, RemoteStartAsked)
    assert (asked.spot, asked.tag) == (1, "04A1B2")
    assert isinstance(answered, RemoteStartAnswered)


def test_connector_0_is_the_charger_as_a_whole(talk, events):
    talk.command("10:00:00", "ChangeAvailability", {"connectorId": 0,
                 "type": "Operative"})  # fmt: skip
    (asked,), _answered = events()
    assert asked.spot is None
    assert not asked.stops


@pytest.mark.parametrize(("limit", "stops"), [(0, True), (6, False), ("0", True)])
def test_a_limit_of_nothing_may_end_a_session(talk, events, limit, stops):
    period = {"startPeriod": 0, "limit": limit}
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    profile = {"chargingProfilePurpose": "TxProfile", "chargingSchedule": schedule}
    payload = {"connectorId": 1, "csChargingProfiles": profile}
    talk.command("10:00:00", "SetChargingProfile", payload)
    (asked,), _answered = events()
    assert asked.stops is stops
    assert asked.limit.startswith("0 A" if stops else "6 A")


def test_an_error_is_an_answer_without_a_status(talk, events):
    call = talk.card("10:00:00", verdict=None)
    talk.error("10:00:01", call)
    _asked, (judged,) = events()
    assert isinstance(judged, TokenJudged)
    assert judged.verdict == ""


def test_the_connection_is_lost_and_back(talk, events):
    talk.link("10:00:00", is_up=True)
    talk.link("10:01:00", is_up=False)
    talk.link("10:01:00", is_up=False)
    talk.call("10:02:00", "Heartbeat", {})
    _up, lost, _again, back = events()
    assert [isinstance(one, Linked) for one in (*lost, *back)] == [True, True]
    assert (lost[0].is_up, back[0].is_up) == (False, True)


def test_a_restart_is_told_unless_it_was_asked_for(talk, events):
    talk.call("10:00:00", "BootNotification", {"reason": "PowerUp"})
    talk.call("10:01:00", "BootNotification", {"reason": "Triggered"})
    asked = {"requestedMessage": "BootNotification"}
    talk.call("10:02:00", "TriggerMessage", asked, Direction.OUT)
    talk.call("10:02:10", "BootNotification", {})
    talk.call("10:03:00", "BootNotification", {})
    first, triggered, _asked, answered, last = events()
    assert isinstance(first[0], Booted)
    assert first[0].reason == "PowerUp"
    assert triggered == answered == []
    assert isinstance(last[0], Booted)


def test_values_have_the_time_at_which_they_were_measured(talk, events):
    talk.link("08:00:00", is_up=False)
    talk.link("10:00:00", is_up=True)
    talk.meter("10:00:01", 5, told="09:00:30")
    (metered,) = events()[2]
    assert isinstance(metered, Metered)
    assert metered.stamp.when == talk.at("09:00:30")
    assert metered.stamp.is_late


def test_values_without_a_time_were_measured_when_they_came(talk, events):
    values = {"connectorId": 1, "meterValue": [{"sampledValue": [{"value": "5"}]}]}
    talk.call("10:00:00", "MeterValues", values)
    ((metered,),) = events()
    assert metered.stamp.when == talk.at("10:00:00")


def test_values_of_an_end_go_with_it(talk, events):
    value = {"timestamp": "2026-08-01T10:00:00Z", "sampledValue": [{"value": "5"}]}
    talk.stop("10:00:00", transactionData=[value])
    (ended,), _answer = events()
    assert isinstance(ended, TransactionEnded)
    assert [one.value for one in ended.samples] == [5]


@pytest.mark.parametrize("action", ["Heartbeat", "DataTransfer", "Odd"])
def test_the_rest_tells_nothing_of_sessions(talk, events, action):
    call = talk.call("10:00:00", action, {"connectorId": 1})
    talk.answer("10:00:01", call, {"status": "Accepted"})
    call = talk.call("10:00:02", action, {}, Direction.OUT)
    talk.answer("10:00:03", call, {"status": "Accepted"})
    assert events() == [[], [], [], []]


def test_answers_of_which_nothing_is_known_tell_nothing(talk, events):
    call = talk.command("10:00:00", "Reset", {})
    del talk.messages[call - 1]
    assert events() == [[]]
