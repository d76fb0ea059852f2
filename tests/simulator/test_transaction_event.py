# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version
from ocppdesk.simulator.connector import Connector, Stop, Transaction
from ocppdesk.simulator.physics import Car, Circuit, Supply
from ocppdesk.simulator.transaction_event import Event, event_payload, verdict_of

NOW = "2027-01-15T08:00:00Z"


@pytest.fixture
def connector():
    found = Connector(2, Circuit(Supply()))
    found.circuit.connect(Car())
    return found


@pytest.fixture
def transaction(connector):
    connector.transaction = Transaction("tx-1", None, 0.0, 0, 0.0)
    return connector.transaction


def told(connector, transaction, kind="Updated", **more):
    payload = event_payload(connector, transaction, Event(kind, "Trigger", NOW, **more))
    assert not check_payload(Version.V201, "TransactionEvent", payload, is_request=True)
    return payload


def test_sequence_counts_from_zero(connector, transaction):
    numbers = [told(connector, transaction)["seqNo"] for _ in range(3)]
    assert numbers == [0, 1, 2]


def test_evse_and_token_are_told_once_when_they_are_known(connector, transaction):
    first = told(connector, transaction, "Started")
    assert first["evse"] == {"id": 2, "connectorId": 1}
    assert "idToken" not in first
    transaction.token = "CARD"
    transaction.remote_start_id = 9
    transaction.reservation_id = 4
    second = told(connector, transaction)
    assert "evse" not in second
    assert second["idToken"]["idToken"] == "CARD"
    assert second["transactionInfo"]["remoteStartId"] == 9
    assert second["reservationId"] == 4
    third = told(connector, transaction)
    assert "idToken" not in third
    assert "remoteStartId" not in third["transactionInfo"]


def test_charging_state_is_told_when_it_changes(connector, transaction):
    assert told(connector, transaction)["transactionInfo"]["chargingState"]
    assert "chargingState" not in told(connector, transaction)["transactionInfo"]


def test_end_tells_why_and_who(connector, transaction):
    transaction.stop = Stop.LOCAL
    payload = told(connector, transaction, "Ended", token="OTHER")
    assert payload["transactionInfo"]["stoppedReason"] == "Local"
    assert payload["idToken"]["idToken"] == "OTHER"


def test_what_happened_offline_says_so(connector, transaction):
    assert told(connector, transaction, is_offline=True)["offline"] is True
    assert "offline" not in told(connector, transaction)


def test_verdict_is_read_whatever_came():
    info = {"status": "Accepted", "groupIdToken": {"idToken": "G", "type": "Central"}}
    assert verdict_of(info).group == "G"
    assert verdict_of({"status": "Blocked"}).status == "Blocked"
    assert verdict_of(None).status == "Invalid"
