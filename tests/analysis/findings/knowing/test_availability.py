# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.talk import Talk


def change(talk, connector, wanted, status="Accepted"):
    return talk.csms(
        "ChangeAvailability",
        connectorId=connector,
        type=wanted,
        answer={"status": status},
    )


def ordered(talk, place):
    return talk.known().availability.out_of_service_by(place)


@pytest.mark.parametrize("status", ["Accepted", "Scheduled"])
def test_a_command_counts_until_it_is_taken_back(status):
    talk = Talk()
    asked = change(talk, 1, "Inoperative", status)
    assert ordered(talk, 1) == asked
    assert ordered(talk, 2) is None
    change(talk, 1, "Operative")
    assert ordered(talk, 1) is None


def test_a_command_for_all_counts_for_each_until_it_is_put_back():
    talk = Talk()
    asked = change(talk, 0, "Inoperative")
    change(talk, 1, "Operative")
    assert ordered(talk, 1) is None
    assert ordered(talk, 2) == asked
    change(talk, 0, "Operative")
    assert ordered(talk, 2) is None


def test_what_is_refused_does_not_count():
    talk = Talk()
    change(talk, 1, "Inoperative", "Rejected")
    assert ordered(talk, 1) is None


def test_an_evse_of_ocpp_2_is_a_place_as_well():
    talk = Talk(ocpp="2.0.1")
    talk.event("Updated")
    asked = talk.csms(
        "ChangeAvailability", evse={"id": 2}, operationalStatus="Inoperative"
    )
    assert ordered(talk, 2) == asked
    assert ordered(talk, 1) is None
