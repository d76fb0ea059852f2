# SPDX-License-Identifier: Apache-2.0
"""Whole stories, from the messages to the sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.analysis.sessions.events import State
from ocppdesk.analysis.sessions.stories import Stories
from ocppdesk.analysis.sessions.story import Certainty, EnergySource, Outcome
from ocppdesk.core.messages import Direction
from tests.analysis.sessions.conftest import Talk, micros


def test_the_worked_example(talk):
    """The charger never offers power (protocol handbook, 8.7)."""
    talk.status("10:00:05", "Preparing")
    talk.card("10:00:21")
    talk.start("10:00:23")
    talk.status("10:00:24", "SuspendedEVSE")
    talk.meter("10:00:40", 152_300, Current_Offered=0)
    talk.meter("10:10:40", 152_300, Current_Offered=0)
    talk.stop("10:12:02", reason="EVDisconnected")
    talk.status("10:12:03", "Available")
    story = talk.story()
    assert [(line.message, line.text, line.is_problem) for line in story.lines] == [
        (1, "Plugged in (Preparing)", False),
        (3, "Card 04A1B2 accepted", False),
        (4, "Transaction 512 started at 152 300 Wh", False),
        (6, "The charger offers no power (SuspendedEVSE)", True),
        (7, "The charger offers 0 A (Current.Offered)", True),
        (
            9,
            "Stopped at 152 300 Wh: the car was unplugged (EVDisconnected)",
            False,
        ),
        (11, "The connector is free (Available)", False),
    ]
    assert story.lines[0].certainty is Certainty.INFERRED
    assert story.outcome is Outcome.COMPLETED_NO_ENERGY
    assert story.missing_step == "power offer"
    assert story.summary == (
        "Transaction 512 brought no energy in 12 min: the charger never offered power. "
        "It ended: the car was unplugged (EVDisconnected)."
    )
    assert (story.id_tag, story.stop_reason) == ("04A1B2", "EVDisconnected")
    assert (story.energy_wh, story.charging_s) == (0, 0)
    assert (story.ended_at - story.began_at) / 1e6 == 12 * 60 - 2


def test_a_session_that_charges(talk):
    talk.session()
    story = talk.story()
    assert story.outcome is Outcome.COMPLETED
    assert story.certainty is Certainty.OBSERVED
    assert story.energy_wh == 5_000
    assert story.transactions[0].energy.source is EnergySource.METER
    assert story.charging_s == 19 * 60 + 45
    assert story.mean_w == pytest.approx(5_000 * 3600 / story.charging_s)
    assert story.mean_transaction_w == pytest.approx(5_000 * 3600 / (19 * 60 + 48))
    assert story.summary == (
        "Card 04A1B2 charged 5 kWh in 20 min. "
        "It ended: somebody stopped it at the charger (Local)."
    )


def test_a_session_of_the_newer_versions(talk, texts):
    talk.status2("10:00:00", "Occupied")
    talk.event("10:00:01", "Started", "CablePluggedIn", state="EVConnected", wh=1_000)
    talk.event("10:00:20", "Updated", "Authorized", seq=1, tag="04A1B2", evse=None)
    talk.event("10:00:25", "Updated", "ChargingStateChanged", seq=2, state="Charging")
    talk.event("10:30:00", "Updated", "MeterValuePeriodic", seq=3, wh=4_000)
    talk.event("11:00:00", "Updated", "StopAuthorized", seq=4, tag="04A1B2",
               state="EVConnected")  # fmt: skip
    talk.event("11:01:00", "Ended", "EVCommunicationLost", seq=5, state="Idle",
               info={"stoppedReason": "Local"}, wh=6_500)  # fmt: skip
    talk.status2("11:01:01", "Available")
    story = talk.story()
    assert texts(story) == [
        "Plugged in (Occupied)",
        "Transaction T1 started, as the cable was plugged in",
        "Card 04A1B2 accepted",
        "The charger offers power (Charging)",
        "The session is stopped at the charger with card 04A1B2 (StopAuthorized)",
        "The car was unplugged, or answers no more (EVCommunicationLost)",
        "Stopped: somebody stopped it at the charger (Local)",
        "The connector is free (Available)",
    ]
    assert story.outcome is Outcome.COMPLETED
    assert (story.evse, story.connector) == (1, 1)
    assert story.energy_wh == 5_500
    assert story.transactions[0].energy.source is EnergySource.TRANSACTION
    assert story.charging_s == 3_575


def test_stories_that_are_over_are_told_once(talk):
    talk.session("10:00:00", 1)
    talk.session("12:00:00", 2)
    fed = talk.fed()
    first, second = fed.stories()
    assert (first.number, second.number) == (1, 2)
    again = fed.stories(now=10**18)
    assert again[0] is first
    assert again[1] is second


# Whatever a charger sends.

TIMES = st.sampled_from(["", "soon", "1970-01-01T00:00:00Z", "2026-08-01T09:13:20Z",
                         "2026-08-01T10:00:00Z", "2026-08-03T10:00:00Z"])  # fmt: skip
NUMBERS = st.sampled_from([None, 0, -1, 1, 2, "1", "T1", 2**63, {}])
SPOTS = st.sampled_from([None, 0, 1, 1, 2, "x"])
TAGS = st.sampled_from(["A", "B", "", None])
WH = st.sampled_from([0, 100, 5_000, -5, "7", None, 1e300])
SAMPLES = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["0", "1", "900", "-7", "x", 12]),
        "measurand": st.sampled_from(
            ["Energy.Active.Import.Register", "Power.Active.Import", "Current.Offered"]
        ),
    }
)
VALUES = st.lists(
    st.fixed_dictionaries(
        {"timestamp": TIMES, "sampledValue": st.lists(SAMPLES, max_size=3)}
    ),
    max_size=2,
)


def _payload(**fields):
    return st.fixed_dictionaries(fields)


CALLS = {
    "StatusNotification": _payload(
        connectorId=SPOTS,
        status=st.sampled_from([*State, "Odd", None]),
        errorCode=st.sampled_from(["NoError", "GroundFailure"]),
        timestamp=TIMES,
    ),
    "Authorize": _payload(idTag=TAGS),
    "StartTransaction": _payload(
        connectorId=SPOTS, idTag=TAGS, meterStart=WH, timestamp=TIMES
    ),
    "StopTransaction": _payload(
        transactionId=NUMBERS,
        meterStop=WH,
        timestamp=TIMES,
        reason=st.sampled_from(["Local", "Other", "EVDisconnected", "PowerLoss", 7]),
        transactionData=VALUES,
    ),
    "MeterValues": _payload(
        connectorId=SPOTS, transactionId=NUMBERS, meterValue=VALUES
    ),
    "TransactionEvent": _payload(
        eventType=st.sampled_from(["Started", "Updated", "Ended", "Odd"]),
        timestamp=TIMES,
        triggerReason=st.sampled_from(
            ["Authorized", "CablePluggedIn", "StopAuthorized", "EVConnectTimeout"]
        ),
        seqNo=st.sampled_from([0, 1, 2, None]),
        offline=st.booleans(),
        evse=st.sampled_from([None, {"id": 1}, {"id": 2, "connectorId": 1}]),
        idToken=st.sampled_from([None, {"idToken": "A"}, "A"]),
        meterValue=VALUES,
        transactionInfo=_payload(
            transactionId=NUMBERS,
            chargingState=st.sampled_from(["Charging", "EVConnected", "Idle", None]),
            stoppedReason=st.sampled_from([None, "Timeout", "GroundFault"]),
            remoteStartId=st.sampled_from([None, 1]),
        ),
    ),
    "BootNotification": st.just({}),
}
COMMANDS = {
    "RemoteStartTransaction": _payload(connectorId=SPOTS, idTag=TAGS),
    "RemoteStopTransaction": _payload(transactionId=NUMBERS),
    "Reset": st.just({}),
    "SetChargingProfile": st.just({"connectorId": 1, "csChargingProfiles": {}}),
}
ANSWERS = _payload(
    status=st.sampled_from(["Accepted", "Rejected", None]),
    transactionId=NUMBERS,
    idTagInfo=st.sampled_from(
        [None, {"status": "Accepted", "parentIdTag": "G"}, {"status": "ConcurrentTx"}]
    ),
    idTokenInfo=st.sampled_from([None, {"status": "Blocked"}]),
)
STEPS = st.one_of(
    *(st.tuples(st.just("call"), st.just(name), each) for name, each in CALLS.items()),
    *(
        st.tuples(st.just("ask"), st.just(name), each)
        for name, each in COMMANDS.items()
    ),
    st.tuples(st.just("answer"), st.integers(1, 3), ANSWERS),
    st.tuples(st.just("error"), st.integers(1, 3), st.none()),
    st.tuples(st.just("link"), st.booleans(), st.none()),
)
PAUSES = st.sampled_from([0, 1, 40, 200, 700, 9_000])


def _spoken(steps):
    """Let a charger and its CSMS say something."""
    talk, seconds, calls = Talk(), 36_000, []
    for pause, (kind, what, payload) in steps:
        seconds += pause
        clock = f"{seconds // 3600}:{seconds // 60 % 60}:{seconds % 60}"
        if kind in ("call", "ask"):
            direction = Direction.IN if kind == "call" else Direction.OUT
            calls.append(talk.call(clock, what, payload, direction))
        elif kind == "link":
            talk.link(clock, is_up=what)
        elif len(calls) >= what:
            if kind == "answer":
                talk.answer(clock, calls[-what], payload)
            else:
                talk.error(clock, calls[-what])
    return talk


@settings(max_examples=60)
@given(st.lists(st.tuples(PAUSES, STEPS), max_size=40))
def test_any_messages_make_stories_that_make_sense(steps):
    talk = _spoken(steps)
    stories = talk.stories()
    for story in stories:
        assert story.outcome in Outcome
        assert story.summary
        assert story.lines
        assert story.ended_at is None or story.ended_at >= story.began_at
        for number in (story.energy_wh, story.peak_w, story.mean_w, story.charging_s):
            assert number is None or number >= 0
    numbers = [story.number for story in stories]
    assert len(set(numbers)) == len(numbers)


@settings(max_examples=30)
@given(st.lists(st.tuples(PAUSES, STEPS), max_size=40), st.integers(1, 5))
def test_how_often_somebody_looks_changes_nothing(steps, every):
    talk = _spoken(steps)
    observer, stories = Observer(), Stories("CP1")
    for message in talk.messages:
        observation = observer.observe(message)
        stories.feed(observation, samples_in(observation).samples)
        if message.id % every == 0:
            stories.stories(now=message.at + 10**9)
    assert stories.stories() == talk.stories()


def test_a_session_that_seemed_over_and_goes_on_is_told_so():
    talk = Talk()
    talk.event("10:00:00", "Started", "CablePluggedIn", state="Charging")
    talk.boot("10:10:00", reason="PowerUp", chargingStation={})
    observer, stories = Observer(), Stories("CP1")
    for message in talk.messages:
        stories.feed(observer.observe(message), ())
    assert stories.stories(now=micros("10:30:00"))[0].outcome is Outcome.ORPHANED
    told = len(talk.messages)
    talk.event("10:31:00", "Updated", "MeterValuePeriodic", seq=1)
    for message in talk.messages[told:]:
        stories.feed(observer.observe(message), ())
    assert stories.stories(now=micros("10:45:00"))[0].outcome is Outcome.OPEN


# Real logs.


def _stories_of(messages):
    known = {}
    for message in messages:
        name = message.charger
        observer, stories = known.setdefault(name, (Observer(), Stories(name)))
        observation = observer.observe(message)
        stories.feed(observation, samples_in(observation).samples)
    return [story for _seen, stories in known.values() for story in stories.stories()]


def test_real_logs_make_plausible_stories(real_logs):
    count = 0
    for messages in real_logs.values():
        for story in _stories_of(messages):
            count += 1
            assert story.began_at <= messages[-1].at
            for one in story.transactions:
                start, stop = one.meter_start_wh, one.meter_stop_wh
                if start is not None and stop is not None and stop >= start:
                    assert one.energy.wh == stop - start
            if story.outcome is Outcome.COMPLETED and story.mean_w:
                assert story.mean_w < 400_000
    assert count > 40


def test_a_start_that_is_repeated_is_refused_and_stops_the_charge(real_logs):
    (story,) = _stories_of(real_logs["escaped-string-txrx__01"])
    assert story.outcome is Outcome.STOPPED_DEAUTHORIZED
    assert "(ConcurrentTx)" in story.summary
    assert "more than once" in story.summary


def test_an_offline_start_is_told_when_it_was(real_logs):
    (story,) = _stories_of(real_logs["alfen__01"])
    assert story.transactions[0].is_offline
    assert story.lines[0].at == story.began_at
    assert story.lines[1].at - story.lines[0].at > 3 * 3600 * 1_000_000


def test_a_session_that_survives_a_lost_connection(real_logs):
    (story,) = _stories_of(real_logs["cms-table-xlsx__02"])
    assert story.outcome is Outcome.COMPLETED
    assert (story.transactions[0].id, story.stop_reason) == (1202597, "Remote")
    texts = [line.text for line in story.lines]
    assert "The connection is back after 7 s" in texts
