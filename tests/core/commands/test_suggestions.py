# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.knowledge import Knowledge, Running
from ocppdesk.core.commands.suggestions import suggestions_for
from ocppdesk.core.forms.fields import form_of

AT = 1_785_592_800_000_000


@pytest.fixture
def old():
    return Knowledge(
        connectors={(0, 1): "Charging", (0, 2): "Available"},
        id_tags=["04A1", "04B2"],
        transactions={"123": Running(123, None, 1, "04A1")},
        keys={"B": "1", "a": "2"},
        reservations=[7],
        profiles=[3],
        list_version=4,
        vendor="Acme",
        next_number=8,
    )


@pytest.fixture
def new():
    return Knowledge(
        connectors={(1, 1): "Occupied", (2, 1): "Available"},
        id_tags=["04A1"],
        transactions={"T-1": Running("T-1", 1, 1, "")},
    )


def offered(knowledge, action, path, version="1.6", **more):
    field = form_of(action, version).at(path)
    found = suggestions_for(field, knowledge, action=action, at=AT, **more)
    return [(one.value, one.remark) for one in found]


@pytest.mark.parametrize(
    ("action", "path", "expected"),
    [
        ("UnlockConnector", "connectorId", [(1, "Charging"), (2, "Available")]),
        (
            "ChangeAvailability",
            "connectorId",
            [(1, "Charging"), (2, "Available"), (0, "the whole charger")],
        ),
        (
            "RemoteStartTransaction",
            "idTag",
            [("04A1", "in transaction 123"), ("04B2", "")],
        ),
        ("RemoteStopTransaction", "transactionId", [(123, "connector 1, 04A1")]),
        ("ChangeConfiguration", "key", [("a", ""), ("B", "")]),
        ("CancelReservation", "reservationId", [(7, "reserved here")]),
        ("ReserveNow", "reservationId", [(8, "not used yet")]),
        (
            "SetChargingProfile",
            "csChargingProfiles.chargingProfileId",
            [(3, "replaces it")],
        ),
        ("ClearChargingProfile", "id", []),
        ("SendLocalList", "listVersion", [(5, "after version 4")]),
        ("GetLog", "requestId", [(8, "not used yet")]),
        ("DataTransfer", "vendorId", [("Acme", "the manufacturer")]),
    ],
)
def test_what_is_known_is_offered(old, action, path, expected):
    assert offered(old, action, path) == expected


@pytest.mark.parametrize(
    ("action", "path", "expected"),
    [
        ("UnlockConnector", "evseId", [(1, "Occupied"), (2, "Available")]),
        (
            "ChangeAvailability",
            "evse.id",
            [(1, "Occupied"), (2, "Available"), (0, "the whole charger")],
        ),
        ("RequestStopTransaction", "transactionId", [("T-1", "EVSE 1")]),
        ("RequestStartTransaction", "idToken.idToken", [("04A1", "")]),
    ],
)
def test_2_x_has_evses(new, action, path, expected):
    assert offered(new, action, path, "2.0.1") == expected


def test_times_lie_ahead(old):
    found = offered(old, "ReserveNow", "expiryDate")
    assert found[0] == ("2026-08-01T14:00:00Z", "now")
    assert ("2026-08-01T15:00:00Z", "in an hour") in found


def test_limits_are_in_the_unit_of_the_schedule(old):
    path = "csChargingProfiles.chargingSchedule.chargingSchedulePeriod.limit"
    assert (6, "least of AC") in offered(old, "SetChargingProfile", path)
    assert (11_000, "16 A, 3 phases") in offered(
        old, "SetChargingProfile", path, unit="W"
    )


def test_durations_are_in_words(old):
    assert (3600, "an hour") in offered(old, "GetCompositeSchedule", "duration")


def test_usual_values_of_2_1_are_offered(new):
    found = offered(new, "RequestStartTransaction", "idToken.type", "2.1")
    assert "ISO14443" in [value for value, _remark in found]


def test_nothing_is_offered_where_nothing_is_known():
    assert offered(Knowledge(), "UnlockConnector", "connectorId") == []
    assert offered(Knowledge(), "Reset", "type") == []
    assert offered(Knowledge(), "DataTransfer", "vendorId") == []
    assert offered(Knowledge(), "SendLocalList", "listVersion") == []
