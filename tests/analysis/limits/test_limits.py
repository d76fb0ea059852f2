# SPDX-License-Identifier: Apache-2.0
import itertools

import orjson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.analysis.limits.limits import Limits
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.samples import samples_in
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

HOUR = 3_600
DAY = 24 * HOUR
MAX = "ChargePointMaxProfile"
TX = "TxProfile"


# The worked examples: recurring window, Relative TxProfile, shared maximum.


def test_a_recurring_window_rules_each_day_and_leaves_the_rest_to_others(
    talk, make_profile
):
    talk.set(1, make_profile(16, id=1))
    talk.set(
        1,
        make_profile(
            10,
            id=2,
            level=1,
            kind="Recurring",
            recurrencyKind="Daily",
            startSchedule="2026-07-01T22:00:00Z",
            duration=8 * HOUR,
        ),
    )
    # It is noon; the window is from 22:00 to 06:00.
    night = 10 * HOUR
    amps = [
        talk.allowed(after_s=after).in_force.amps
        for after in (0, night - 10, night, night + 8 * HOUR - 10, night + 8 * HOUR,
                      night + 5 * DAY)
    ]  # fmt: skip
    assert amps == [16, 16, 10, 10, 16, 10]
    ahead = talk.allowed().ahead
    assert [step.amps for step in ahead] == [16, 10, 16]
    assert ahead[1].at == 1_785_621_600_000_000  # 22:00
    assert ahead[2].at == ahead[1].at + 8 * HOUR * 1_000_000


def test_a_relative_profile_counts_from_the_start_of_its_transaction(
    talk, make_profile
):
    talk.set(1, make_profile(16, id=1))
    talk.start()
    talk.at += 1800 * 1_000_000
    talk.set(
        1,
        make_profile(
            (0, 10), (HOUR, 6), id=2, kind="Relative", purpose=TX, transactionId=7
        ),
    )
    assert talk.allowed().in_force.amps == 10
    # One hour after the start, not after the profile was set.
    assert talk.allowed(after_s=1700).in_force.amps == 10
    assert talk.allowed(after_s=1800).in_force.amps == 6
    talk.stop()
    assert talk.allowed().in_force.amps == 16


def test_the_ceiling_of_the_charger_is_shared(talk, make_profile):
    talk.set(0, make_profile(20, id=1, purpose=MAX))
    talk.set(1, make_profile(32, id=2))
    talk.set(2, make_profile(10, id=3))
    assert [talk.allowed(n).in_force.amps for n in (1, 2, 0)] == [20, 10, 20]
    talk.start(1, 7)
    talk.start(2, 8)
    remarks = talk.allowed(1).in_force.remarks
    assert any("2 charge now, an equal share would be 10 A" in one for one in remarks)


# The sentence.


def test_the_summary_is_the_sentence_of_the_handbook(talk, make_profile):
    first = talk.set(1, make_profile(16, id=1))
    talk.start()
    second = talk.set(
        0, make_profile(6, id=2, level=2, purpose=MAX)
    )  # the ceiling is lower
    talk.ask("ClearChargingProfile", {"id": 99}, "Unknown")
    talk.meter(("Current.Import", 5.8, "L1", "A"), ("Current.Offered", 6, "", "A"))
    found = talk.allowed(1)
    assert (found.last.message, found.in_force.message) == (second, second)
    talk.set(1, make_profile(16, id=1))
    talk.meter(("Current.Import", 5.8, "L1", "A"), ("Current.Offered", 6, "", "A"))
    found = talk.allowed(1)
    assert found.summary == (
        "Last set: 16 A per phase (TxDefaultProfile, level 0, connector 1) on 1 Aug "
        "12:00 UTC by this CSMS, accepted. In force now: 6 A, because "
        "ChargePointMaxProfile level 2 from 1 Aug 12:00 UTC is lower. Charger offers "
        "6.0 A (1 Aug 12:00 UTC). Flowing: 5.8 A on L1."
    )
    assert found.in_force.confidence is Confidence.HIGH
    assert found.in_force.message == second > first


def test_what_was_set_before_is_always_said_to_be_invisible(talk, make_profile):
    talk.tell("StatusNotification", {"connectorId": 1, "status": "Available"})
    for _round in range(2):
        found = talk.allowed(1)
        for answer in (found.last, found.in_force):
            assert any("invisible here" in one for one in answer.remarks)
        talk.set(1, make_profile(16))


def test_nothing_known_is_said(talk):
    assert talk.limits.allowances(talk.at)[0].connector == 0
    talk.tell("StatusNotification", {"connectorId": 1, "status": "Available"})
    (found,) = talk.limits.allowances(talk.at)
    assert found.summary == (
        "Last set: nothing in these messages. In force now: no limit by OCPP is known. "
        "What the charger offers is not known. What flows was not measured."
    )
    assert found.in_force.amps is None
    assert found.in_force.confidence is Confidence.UNKNOWN


# Over time.


def test_the_history_has_a_step_for_each_change(talk, make_profile):
    start = talk.at
    talk.set(1, make_profile(16, id=1))
    talk.set(1, make_profile((0, 10), (60, 8), id=2, level=1, duration=120))
    talk.at += 300 * 1_000_000
    talk.tell("MeterValues", {"connectorId": 1, "meterValue": []})
    steps = talk.limits.history(1)
    assert [step.amps for step in steps] == [16, 10, 8, 16]
    seconds = [(step.at - start) // 1_000_000 for step in steps]
    assert seconds == [2, 4, 64, 124]
    assert [step.message for step in steps] == [1, 3, 3, 1]
    talk.ask("ClearChargingProfile", {})
    assert [step.amps for step in talk.limits.history(1)][-1] is None
    assert talk.allowed().limits == talk.limits.history(1)


def test_a_connector_that_is_heard_of_later_has_its_history(talk, make_profile):
    talk.set(0, make_profile(16))
    talk.tell("StatusNotification", {"connectorId": 2, "status": "Available"})
    talk.tell("Heartbeat", {})
    assert [step.amps for step in talk.limits.history(2)] == [16]


def test_a_schedule_goes_on_over_the_time_that_is_asked_for(talk, make_profile):
    talk.set(1, make_profile((0, 16), (HOUR, 10), duration=2 * HOUR))
    steps = talk.limits.schedule(1, talk.at, 3 * HOUR)
    assert [step.amps for step in steps] == [16, 10, None]
    assert [(step.at - talk.at) // 1_000_000 for step in steps] == [0, HOUR, 2 * HOUR]
    assert [step.amps for step in talk.limits.schedule(1, talk.at, 60)] == [16]


def test_asking_changes_nothing(make_talk, make_profile):
    def tell(talk, *, asks):
        talk.set(1, make_profile((0, 16), (60, 10), duration=200))
        for _number in range(4):
            talk.at += 70 * 1_000_000
            if asks:
                talk.allowed(after_s=50)
            talk.start()
            talk.stop()
        return talk.limits.allowances(talk.at)

    assert tell(make_talk(), asks=True) == tell(make_talk(), asks=False)


# Hostile.

_ACTIONS = (
    "SetChargingProfile", "ClearChargingProfile", "RemoteStartTransaction",
    "RequestStartTransaction", "GetCompositeSchedule", "ReportChargingProfiles",
    "GetChargingProfiles", "NotifyChargingLimit", "ClearedChargingLimit",
    "UpdateDynamicSchedule", "PullDynamicScheduleUpdate", "UsePriorityCharging",
    "NotifyPriorityCharging", "TransactionEvent", "StartTransaction",
    "StopTransaction", "MeterValues", "StatusNotification", "BootNotification",
    "ChangeConfiguration", "SetVariables", "GetConfiguration", "GetVariables",
    "NotifyReport", "DataTransfer",
)  # fmt: skip
_KEYS = (
    "connectorId", "evseId", "evse", "id", "csChargingProfiles", "chargingProfile",
    "chargingProfileId", "chargingProfilePurpose", "chargingProfileKind", "stackLevel",
    "chargingSchedule", "chargingSchedulePeriod", "startPeriod", "limit", "duration",
    "numberPhases", "chargingRateUnit", "startSchedule", "validFrom", "validTo",
    "transactionId", "transactionInfo", "status", "eventType", "schedule", "key",
    "value", "configurationKey", "chargingLimit", "chargingLimitSource", "data",
    "messageId", "info", "scheduleUpdate", "recurrencyKind", "idTag", "requestId",
    "cableMaxCurrent", "meterValue", "sampledValue", "measurand", "scheduleStart",
    "chargingProfileCriteria", "triggerReason", "timestamp", "unit", "phase",
)  # fmt: skip
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.sampled_from([0, 1, 2, 16, -1]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["Accepted", "A", "W", "TxProfile", "TxDefaultProfile", MAX, "Relative",
         "Recurring", "Absolute", "Dynamic", "Daily", "2026-08-01T12:00:00Z", "1",
         "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "EMS", "Started",
         "Ended", "Available", "MaxCurrent", "safe mode max 14.0A", "1e308", "NaN"]
    ),
)  # fmt: skip
_PAYLOADS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    ),
    max_leaves=24,
)


@st.composite
def _profiles(draw):
    """Make payloads that are near enough to profiles to get far."""
    number = st.one_of(st.integers(-5, 90_000), _LEAVES)
    period = st.fixed_dictionaries(
        {"startPeriod": number, "limit": number},
        optional={"numberPhases": number},
    )
    schedule = st.fixed_dictionaries(
        {
            "chargingRateUnit": st.sampled_from(["A", "W", None, "kW"]),
            "chargingSchedulePeriod": st.lists(period, max_size=3),
        },
        optional={"duration": number, "startSchedule": _LEAVES},
    )
    profile = st.fixed_dictionaries(
        {
            "chargingProfileId": number,
            "stackLevel": number,
            "chargingProfilePurpose": st.sampled_from(
                [TX, "TxDefaultProfile", MAX, "PriorityCharging", "LocalGeneration",
                 "ChargingStationExternalConstraints"]
            ),
            "chargingProfileKind": st.sampled_from(
                ["Absolute", "Recurring", "Relative", "Dynamic", ""]
            ),
            "chargingSchedule": st.one_of(schedule, st.lists(schedule, max_size=2)),
        },
        optional={"validFrom": _LEAVES, "validTo": _LEAVES, "transactionId": _LEAVES},
    )  # fmt: skip
    return {
        "connectorId": draw(st.sampled_from([0, 1, 2, "1"])),
        "csChargingProfiles": draw(profile),
    }


_ACCEPTED = st.just({"status": "Accepted"})
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("SetChargingProfile"), _profiles(), _ACCEPTED),
        st.tuples(st.sampled_from(_ACTIONS), _PAYLOADS, _PAYLOADS),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS, incoming=st.lists(st.booleans(), min_size=12, max_size=12))
@example(
    steps=[("SetChargingProfile",
            {"connectorId": 1, "csChargingProfiles": {
                "chargingProfilePurpose": TX, "chargingSchedule": {
                    "chargingSchedulePeriod": [{"limit": "1e308", "startPeriod": 0}]}}},
            {"status": "Accepted"})],
    incoming=[False] * 12,
)  # fmt: skip
def test_nothing_that_is_said_raises_and_chunks_do_not_matter(steps, incoming):
    """Whatever comes, the answers can be given, and asking in between is harmless."""
    at = 1_785_585_600_000_000
    messages = []
    for number, (action, asked, answer) in enumerate(steps):
        way = Direction.IN if incoming[number] else Direction.OUT
        back = Direction(1 - way)
        for kind, direction, body, to in (
            (MessageType.CALL, way, [2, str(number), action, asked], None),
            (MessageType.CALLRESULT, back, [3, str(number), answer], 2 * number + 1),
        ):
            at += 40_000_000
            messages.append(
                Message(len(messages) + 1, at, "CP1", 1, direction,
                        orjson.dumps(body).decode(), type=kind, action=action,
                        answer_to=to)
            )  # fmt: skip
    together, apart = Limits("CP1"), Limits("CP1")
    for limits, asks in ((together, False), (apart, True)):
        observer = Observer()
        for message in messages:
            seen = observer.observe(message)
            limits.feed(seen, samples_in(seen).samples)
            if asks:
                limits.allowances(message.at)
    found = together.allowances(at)
    assert found == apart.allowances(at)
    for one in found:
        for answer in (one.last, one.in_force, one.offered, one.flowing):
            assert answer.text
        assert all(a.at < b.at for a, b in itertools.pairwise(one.ahead))
        assert all(a.at <= b.at for a, b in itertools.pairwise(one.limits))


def test_real_logs_give_answers(real_logs):
    """Each excerpt of a real log can be asked, at its end and later."""
    for messages in real_logs.values():
        by_charger = {}
        for message in messages:
            one = by_charger.setdefault(message.charger, (Observer(), Limits("")))
            seen = one[0].observe(message)
            one[1].feed(seen, samples_in(seen).samples)
        for _observer, limits in by_charger.values():
            for hours in (0, 5):
                now = messages[-1].at + hours * 3_600_000_000
                for found in limits.allowances(now):
                    assert found.summary.count(".") >= 4
