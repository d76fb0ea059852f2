# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.messages import Direction


@pytest.fixture
def running(talk):
    """Return what is known to run."""
    held = talk.limits._state.transactions.running
    return lambda: {place: one.id for place, one in held.items()}


def test_a_transaction_runs_from_start_to_stop(talk, running):
    talk.start(1, 7)
    talk.start(2, 8)
    assert running() == {1: "7", 2: "8"}
    talk.stop(7)
    assert running() == {2: "8"}


def test_a_stop_without_the_number_of_the_start_ends_the_only_one(talk, running):
    talk.call("StartTransaction", {"connectorId": 1}, direction=Direction.IN)
    assert running() == {1: ""}
    talk.stop(7)
    assert running() == {}


def test_meter_values_tell_of_a_transaction_from_before(talk, running):
    talk.meter(("Current.Import", 6, "L1", "A"), transaction=7)
    assert running() == {1: "7"}
    talk.stop(7)
    # What was queued comes late.
    talk.meter(("Current.Import", 6, "L1", "A"), transaction=7)
    assert running() == {}
    talk.meter(("Current.Import", 6, "L1", "A"), transaction=0)
    assert running() == {}


def test_a_free_connector_has_no_transaction(talk, running):
    talk.start()
    talk.tell("StatusNotification", {"connectorId": 1, "status": "Charging"})
    assert running() == {1: "7"}
    talk.tell("StatusNotification", {"connectorId": 1, "status": "Available"})
    assert running() == {}


def test_an_event_begins_and_ends_one_in_2x(talk, running):
    talk.event("Started", evse=2)
    talk.event("Updated", evse=2, state="Charging")
    assert running() == {2: "t1"}
    talk.event("Ended", evse=2)
    assert running() == {}


def test_an_event_without_its_evse_belongs_where_its_transaction_runs(talk, running):
    talk.event("Started", evse=2)
    talk.tell(
        "TransactionEvent",
        {"eventType": "Ended", "transactionInfo": {"transactionId": "t1"}},
    )
    assert running() == {}


def test_in_2x_a_relative_profile_counts_from_the_closed_power_path(talk, make_profile):
    talk.event("Started")
    talk.set2(1, make_profile((0, 16), (100, 10), kind="Relative"))
    talk.at += 90 * 1_000_000
    assert talk.allowed().in_force.amps == 16
    talk.event("Updated", state="Charging")
    assert talk.allowed(after_s=98).in_force.amps == 16
    assert talk.allowed(after_s=99).in_force.amps == 10


def test_what_happened_offline_counts_from_its_own_time(talk, make_profile):
    talk.set2(1, make_profile((0, 16), (100, 10), kind="Relative"))
    talk.event("Started", state="Charging", offline=True, timestamp=talk.clock(-200))
    assert talk.allowed().in_force.amps == 10


def test_a_number_that_no_answer_told_comes_with_the_meter_values(talk, running):
    talk.call("StartTransaction", {"connectorId": 1}, direction=Direction.IN)
    talk.meter(("Current.Import", 6, "L1", "A"), transaction=7)
    assert running() == {1: "7"}


def test_the_end_of_another_transaction_ends_nothing(talk, running, make_profile):
    talk.event("Started", transaction="t2", cableMaxCurrent=20)
    talk.set2(1, make_profile(10, purpose="TxProfile", transactionId="t2"))
    talk.set2(1, make_profile(32, id=2))
    talk.event("Ended", transaction="t1")
    assert running() == {1: "t2"}
    assert talk.allowed().in_force.amps == 10


def test_events_without_a_place_are_of_none(talk, running):
    talk.tell("TransactionEvent", {"transactionInfo": {"transactionId": "t1"}})
    talk.tell("StartTransaction", {"idTag": "A1"})
    assert running() == {}


def test_of_connectors_without_end_the_newest_are_known(talk, running):
    for connector in range(1, 301):
        payload = {"connectorId": connector, "idTag": "A1"}
        talk.call("StartTransaction", payload, direction=Direction.IN)
    assert list(running()) == list(range(101, 301))
