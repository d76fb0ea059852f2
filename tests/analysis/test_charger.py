# SPDX-License-Identifier: Apache-2.0
"""Everything together: what is fed comes out, and how it was fed changes nothing."""

import copy
import dataclasses
import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.analysis.charger import ChargerAnalysis
from ocppdesk.analysis.sessions.story import EnergySource, Quality
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message

NOON = 1_785_585_600_000_000
MINUTE = 60_000_000


def test_facts_are_of_what_was_fed(call):
    analysis = ChargerAnalysis("CP1")
    assert analysis.facts(NOON).last_id == 0
    value = {"timestamp": "2026-08-01T12:00:00Z", "sampledValue": [{"value": "7"}]}
    analysis.feed(call("MeterValues", {"connectorId": 1, "meterValue": [value]}))
    analysis.feed(call("Heartbeat", {}))
    facts = analysis.facts(NOON)
    assert (facts.charger, facts.last_id) == ("CP1", 2)
    assert [series.value.tolist() for series in facts.series] == [[7]]


def _plain(facts):
    """Return facts without arrays, which have no single equality."""
    return {
        **{each.name: getattr(facts, each.name) for each in dataclasses.fields(facts)},
        "series": [
            (series.key, *(getattr(series, name).tolist() for name in
             ("at", "charger_at", "value", "message", "assumed")))
            for series in facts.series
        ],
    }  # fmt: skip


def _fed(messages, chunks=()):
    """Feed messages, and ask for facts after so many of them, again and again."""
    analysis = ChargerAnalysis("CP1")
    messages = list(messages)
    for size in itertools.cycle(chunks or [len(messages) + 1]):
        for message in messages[:size]:
            analysis.feed(message)
        if len(messages) <= size:
            break
        analysis.facts(messages[size - 1].at)
        del messages[:size]
    return analysis


def _talk(steps):
    """Make the messages of what a charger and its CSMS do, one each half minute.

    An answer is one to the latest call.
    """
    called = None
    for number, (kind, connector, value) in enumerate(steps, start=1):
        at = NOON + number * MINUTE // 2
        if kind == "link":
            action = "Connected" if value % 2 else "Disconnected"
            yield Message(number, at, "CP1", 1, Direction.LINK, action, action=action)
            continue
        known = {}
        if kind != "answer":
            action, payload = _call(at, kind, connector, value)
            is_ours = kind in ("profile", "remote")
            direction = Direction.OUT if is_ours else Direction.IN
            frame = [2, str(number), action, payload]
            called = number, action, direction
        elif called is not None:
            known["answer_to"], action, direction = called
            direction = Direction.IN if direction is Direction.OUT else Direction.OUT
            frame = [3, str(called[0]), _answer(action, value)]
        else:
            continue
        yield Message(
            number, at, "CP1", 1, direction, orjson.dumps(frame).decode(),
            type=MessageType(frame[0]), action=action, **known,
        )  # fmt: skip


def _answer(action, value):
    status = "Accepted" if value % 7 else "Rejected"
    if action == "StartTransaction":
        return {"transactionId": 500 + value % 3, "idTagInfo": {"status": status}}
    if action == "Authorize":
        return {"idTagInfo": {"status": status}}
    return {"status": status}


def _call(at, kind, connector, value):
    now = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).isoformat()
    status = ("Available", "Preparing", "Charging", "Finishing", "Faulted")[value % 5]
    transaction = 500 + value % 3
    register = {"value": str(value * 100), "unit": "Wh"}
    offered = {"value": str(value % 33), "measurand": "Current.Offered", "unit": "A"}
    values = [{"timestamp": now, "sampledValue": [register, offered]}]
    schedule = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": value % 33}],
    }
    profile = {
        "chargingProfileId": value,
        "stackLevel": value % 3,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": schedule,
    }
    calls = {
        "boot": ("BootNotification", {"chargePointVendor": "V",
                                      "chargePointModel": "M"}),
        "status": ("StatusNotification", {"connectorId": connector, "status": status,
                                          "errorCode": "NoError", "timestamp": now}),
        "authorize": ("Authorize", {"idTag": f"TAG{value % 2}"}),
        "start": ("StartTransaction", {"connectorId": connector, "timestamp": now,
                                       "idTag": f"TAG{value % 2}",
                                       "meterStart": value * 100}),
        "meter": ("MeterValues", {"connectorId": connector, "meterValue": values,
                                  "transactionId": transaction}),
        "stop": ("StopTransaction", {"transactionId": transaction, "timestamp": now,
                                     "meterStop": value * 100}),
        "profile": ("SetChargingProfile", {"connectorId": connector,
                                           "csChargingProfiles": profile}),
        "remote": ("RemoteStartTransaction", {"connectorId": connector,
                                              "idTag": f"TAG{value % 2}"}),
    }  # fmt: skip
    return calls[kind]


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["boot", "status", "authorize", "start", "meter", "stop",
                         "profile", "remote", "link", "answer", "answer", "answer"]),
        st.integers(0, 2),
        st.integers(0, 60),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=50)
@given(_STEPS, st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_how_messages_are_chunked_changes_nothing(steps, chunks):
    messages = list(_talk(steps))
    later = NOON + 60 * MINUTE
    whole, parts = _fed(messages), _fed(messages, chunks)
    assert _plain(parts.facts(later)) == _plain(whole.facts(later))
    assert _plain(parts.facts(later)) == _plain(whole.facts(later))  # asking is free


_JUNK = st.sampled_from(
    [None, True, -1, 1.5, 2**63 - 1, 1e300, "", "x", "NaN", "1970-01-01T00:00:00Z",
     [], {}, [[]], [None], {"id": 1}, {"value": "1"}]
)  # fmt: skip


def _spoilt(message, spoils):
    """Put something else in places of a payload, wherever those are."""
    if message.direction is Direction.LINK:
        return message
    frame = orjson.loads(message.raw)
    for choice, junk in spoils:
        place, key = frame, len(frame) - 1
        while isinstance(place[key], dict | list) and place[key] and choice % 4:
            place = place[key]
            keys = list(place) if isinstance(place, dict) else range(len(place))
            choice, number = divmod(choice, len(keys))
            key = keys[number]
        place[key] = copy.deepcopy(junk)  # else it is put into itself
    return dataclasses.replace(message, raw=orjson.dumps(frame).decode())


@settings(max_examples=50)
@given(_STEPS, st.lists(st.tuples(st.integers(1, 10**6), _JUNK), max_size=60))
def test_nothing_that_a_message_holds_raises(steps, spoils):
    analysis = ChargerAnalysis("CP1")
    for number, message in enumerate(_talk(steps)):
        analysis.feed(_spoilt(message, spoils[2 * number : 2 * number + 2]))
    facts = analysis.facts(NOON + 60 * MINUTE)
    assert all(np.isfinite(series.value).all() for series in facts.series)


def test_logs_of_the_field_are_analysed_without_a_stumble(real_logs):
    count = 0
    for messages in real_logs.values():
        for charger in {message.charger for message in messages}:
            own = [message for message in messages if message.charger == charger]
            facts = _fed(own).facts(own[-1].at)
            assert facts.last_id == own[-1].id
            assert all(np.isfinite(series.value).all() for series in facts.series)
            _check_energies(facts.stories)
            count += sum(len(series.value) for series in facts.series)
    assert count > 5_000


def _check_energies(stories):
    """Check that what is called exact is what the register says, too."""
    transactions = (each for story in stories for each in story.transactions)
    energies = [each.energy for each in transactions if each.energy is not None]
    for energy in energies:
        assert energy.wh >= 0
        others = dict(energy.others)
        if energy.quality is Quality.EXACT and EnergySource.REGISTER in others:
            off = abs(others[EnergySource.REGISTER] - energy.wh)
            assert off <= max(20, 0.01 * energy.wh)


def test_logs_of_the_field_give_the_same_facts_in_chunks(real_logs):
    for name in ("cms-table-csv__01", "ha-full__02", "arrow-fleet__03"):
        messages = real_logs[name]
        now = messages[-1].at
        chunks = [len(messages) // 4 + 1]
        whole, parts = _fed(messages).facts(now), _fed(messages, chunks).facts(now)
        assert _plain(parts) == _plain(whole)
