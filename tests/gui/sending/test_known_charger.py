# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.sending.known_charger import MOST_AT_ONCE, KnownCharger


@pytest.fixture
def heard():
    return []


@pytest.fixture
def known(heard):
    return KnownCharger(heard.extend)


def state(line, status):
    payload = {"connectorId": 1, "status": status, "errorCode": "NoError"}
    line.say("StatusNotification", payload)


def test_what_was_said_before_is_known(known, recording, reader):
    state(recording.line("A"), "Charging")
    last = recording.commit()
    known.show_reader(reader, last)
    known.choose("A")
    assert known.knowledge.places() == [(0, 1, "Charging")]
    known.choose("B")
    assert known.knowledge.places() == []


def test_what_is_said_later_is_told_in_order(known, heard, recording, reader):
    known.show_reader(reader, 0)
    known.choose("A")
    state(recording.line("A"), "Charging")
    recording.line("B").say("Heartbeat")
    recording.line("C").say("Heartbeat")
    last = recording.commit()
    assert not known.advance(last, ["B"])
    assert {message.charger for message in heard} == {"A", "B"}
    assert [m.id for m in heard] == sorted(m.id for m in heard)
    assert known.knowledge.places() == [(0, 1, "Charging")]
    heard.clear()
    assert not known.advance(last, ["B"])
    assert heard == []


def test_much_is_read_a_little_at_a_time(known, heard, recording, reader):
    known.show_reader(reader, 0)
    known.choose("A")
    last = recording.beat(MOST_AT_ONCE, charger="A")
    while known.advance(last, []):
        pass
    assert len(heard) == last


def test_states_that_were_reported_long_ago_are_taken_over(known, recording, reader):
    state(recording.line("A"), "Faulted")
    recording.commit()
    known.choose("A")
    known.take_connectors(reader.chargers()[0])
    assert known.knowledge.places() == [(0, 1, "Faulted")]


def test_without_a_capture_nothing_is_known(known):
    known.choose("A")
    assert not known.advance(5, ["A"])
