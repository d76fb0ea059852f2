# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.versions import Version, schema
from ocppdesk.simulator.connector import (
    Connector,
    Fault,
    Reservation,
    Stop,
    Transaction,
)
from ocppdesk.simulator.physics import Car, Circuit, Supply


@pytest.fixture
def connector():
    return Connector(1, Circuit(Supply()))


def start(connector, *, token="CARD"):
    connector.transaction = Transaction("7", token, 0.0, 0, 0.0, power_path_at=0.0)
    connector.token = token


def test_free_connector_is_available(connector):
    assert connector.status_16() == connector.status_2x() == "Available"
    assert connector.charging_state() == "Idle"


def test_plugged_connector_is_preparing_or_occupied(connector):
    connector.circuit.connect(Car())
    assert connector.status_16() == "Preparing"
    assert connector.status_2x() == "Occupied"
    assert connector.charging_state() == "EVConnected"


@pytest.mark.parametrize(
    ("amps", "soc", "state"),
    [
        (16.0, 50.0, "Charging"),
        (0.0, 50.0, "SuspendedEVSE"),
        (16.0, 100.0, "SuspendedEV"),
    ],
)
def test_transaction_shows_who_holds_back(connector, amps, soc, state):
    connector.circuit.connect(Car(soc=soc))
    connector.circuit.offer(amps)
    start(connector)
    assert connector.status_16() == connector.charging_state() == state
    assert connector.status_2x() == "Occupied"


def test_transaction_without_a_car_is_suspended_by_it(connector):
    start(connector)
    assert connector.status_16() == "SuspendedEV"
    assert connector.charging_state() == "Idle"


def test_transaction_without_a_token_only_has_a_car(connector):
    connector.circuit.connect(Car())
    start(connector)
    connector.token = None
    assert connector.charging_state() == "EVConnected"
    assert connector.status_16() == "SuspendedEVSE"


def test_finishing_until_the_cable_is_out(connector):
    connector.circuit.connect(Car())
    connector.is_finishing = True
    assert connector.status_16() == "Finishing"


def test_fault_comes_before_all(connector):
    start(connector)
    connector.fault = Fault("GroundFailure")
    assert connector.status_16() == connector.status_2x() == "Faulted"
    assert not connector.is_usable


def test_warning_does_not_make_it_faulted(connector):
    connector.fault = Fault("WeakSignal")
    assert connector.status_16() == "Available"


def test_closed_and_reserved(connector):
    connector.reservation = Reservation(1, "CARD", None, 0.0)
    assert connector.status_16() == connector.status_2x() == "Reserved"
    connector.is_operative = False
    assert connector.status_16() == connector.status_2x() == "Unavailable"


def test_stop_reasons_are_those_of_the_versions():
    old = schema(Version.V16, "StopTransaction", is_request=True)
    new = schema(Version.V201, "TransactionEvent", is_request=True)["definitions"]
    for stop in Stop:
        assert stop.reason_16 in old["properties"]["reason"]["enum"]
        assert stop.reason_2x in new["ReasonEnumType"]["enum"]
        assert stop.trigger in new["TriggerReasonEnumType"]["enum"]


def test_stops_are_distinct():
    # Members of an enumeration with equal values would silently be one.
    assert len(Stop) == len(Stop.__members__)


@pytest.mark.parametrize(
    ("code", "stop"),
    [
        ("GroundFailure", Stop.GROUND_FAULT),
        ("OverCurrentFailure", Stop.OVERCURRENT),
        ("InternalError", Stop.FAULT),
    ],
)
def test_fault_names_the_stop(code, stop):
    assert Fault(code).stop is stop
