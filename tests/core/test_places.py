# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.places import NOWHERE, Place, Whereabouts, place_of
from ocppdesk.core.versions import Version


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({}, NOWHERE),
        (None, NOWHERE),
        ([1], NOWHERE),
        ({"connectorId": 2}, Place(connector=2)),
        ({"connectorId": "2"}, Place(connector=2)),
        ({"evseId": 3, "connectorId": 1}, Place(3, 1)),
        ({"evse": {"id": 3, "connectorId": 1}}, Place(3, 1)),
        ({"evse": {"id": 3}, "transactionInfo": {"transactionId": "a"}},
         Place(3, None, "a")),
        ({"transactionId": 7}, Place(None, None, 7)),
        ({"transactionId": True}, NOWHERE),
        ({"transactionId": "\ud800"}, Place(None, None, "\\ud800")),
    ],
)  # fmt: skip
def test_a_payload_tells_the_place(payload, expected):
    assert place_of("Reset", payload, version=Version.V201) == expected


@pytest.mark.parametrize(
    ("action", "version", "expected"),
    [
        ("MeterValues", Version.V16, 7),
        ("MeterValues", Version.V201, "7"),
        ("RemoteStopTransaction", Version.V16, "7"),
    ],
)
def test_a_transaction_id_that_came_as_text_is_a_number_in_1_6(
    action, version, expected
):
    found = place_of(action, {"transactionId": "7"}, version=version)
    assert found.transaction_id == expected


@pytest.mark.parametrize("payload", [{"connectorId": 1}, {}])
def test_the_answer_to_a_start_names_its_transaction(payload):
    reply = {"transactionId": 9}
    found = place_of("StartTransaction", payload, version=Version.V16, reply=reply)
    assert found.transaction_id == 9


def test_a_transaction_stays_at_its_evse():
    whereabouts = Whereabouts()
    whereabouts.completed(Place(2, None, "a"))
    assert whereabouts.completed(Place(None, 1, "a")) == Place(2, 1, "a")
    assert whereabouts.completed(Place(None, None, "b")) == Place(None, None, "b")


def test_only_so_many_transactions_are_remembered():
    whereabouts = Whereabouts()
    for number in range(300):
        whereabouts.completed(Place(number, None, str(number)))
    assert whereabouts.completed(Place(None, None, "0")).evse is None
    assert whereabouts.completed(Place(None, None, "299")).evse == 299


def test_a_transaction_id_of_a_page_is_not_remembered():
    whereabouts = Whereabouts()
    whereabouts.completed(Place(1, None, "x" * 256))
    assert whereabouts.completed(Place(None, None, "x" * 256)).evse is None
