# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def test_the_state_of_a_connector_is_known_and_since_when():
    talk = Talk()
    talk.status(1, "Available")
    talk.wait(60)
    first = talk.status(1, "Preparing")
    talk.wait(60)
    last = talk.status(1, "Preparing", info="again")
    state = talk.known().connectors.at(None, 1)
    assert (state.status, state.info) == ("Preparing", "again")
    assert (state.since_message, state.message) == (first, last)
    assert state.at - state.since == 60_050_000
    assert state.previous.status == "Available"
    assert state.previous.previous is None


def test_an_evse_is_found_by_its_first_connector():
    talk = Talk(ocpp="2.0.1")
    talk.status(1, "Occupied", evse=2)
    connectors = talk.known().connectors
    assert connectors.at(2, None).status == "Occupied"
    assert connectors.at(1, None) is None
    assert len(connectors) == len(list(connectors)) == 1


def test_events_of_ocpp_2_tell_states_as_well():
    talk = Talk(ocpp="2.1")
    event = {
        "component": {"name": "Connector", "evse": {"id": 2, "connectorId": 1}},
        "variable": {"name": "AvailabilityState"},
        "actualValue": "Faulted",
    }
    talk.charger("NotifyEvent", eventData=[event])
    connectors = talk.known().connectors
    assert connectors.at(2, 1).is_faulted
    assert connectors.open_fault(2, 1) is not None
    talk.charger("NotifyEvent", eventData=[event | {"actualValue": "Available"}])
    assert talk.known().connectors.open_fault(2, 1) is None


def test_errors_are_known_until_they_are_over():
    talk = Talk()
    talk.status(1, "Charging", "HighTemperature", vendorErrorCode="E7", info="hot")
    talk.status(1, "Faulted", "HighTemperature")
    connectors = talk.known().connectors
    fault = connectors.open_fault(None, 1)
    assert fault.worst_is_faulted
    assert fault.state.error == "HighTemperature, E7, hot"
    assert connectors.at(None, 1).is_faulted
    talk.status(1, "Charging")
    connectors = talk.known().connectors
    assert connectors.open_fault(None, 1) is None
    [fault] = connectors.faults
    assert fault.cleared_at == talk.messages[-2].at


def test_another_error_is_another_fault():
    talk = Talk()
    talk.status(1, "Faulted", "GroundFailure")
    talk.status(1, "Faulted", "InternalError")
    assert [f.cleared_at is None for f in talk.known().connectors.faults] == [
        False, True,
    ]  # fmt: skip


def test_the_number_of_connectors_has_an_end():
    talk = Talk()
    for number in range(600):
        talk.status(number, "Available", answer=None)
    assert len(talk.known().connectors) == 500
