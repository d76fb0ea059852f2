# SPDX-License-Identifier: Apache-2.0
"""Versions know their actions, who sends them, and the schemas."""

import pytest

from ocppdesk.core.versions import (
    SUBPROTOCOLS,
    Version,
    charger_actions,
    csms_actions,
    find_action,
    schema,
)


@pytest.mark.parametrize(
    ("version", "number"), [(Version.V16, 39), (Version.V201, 64), (Version.V21, 91)]
)
def test_a_version_has_as_many_actions_as_the_specification(version, number):
    assert len(charger_actions(version) | csms_actions(version)) == number


@pytest.mark.parametrize("version", Version)
def test_only_data_transfer_goes_both_ways(version):
    assert charger_actions(version) & csms_actions(version) == {"DataTransfer"}


@pytest.mark.parametrize(
    ("action", "sender"),
    [
        ("CostUpdated", csms_actions),
        ("MeterValues", charger_actions),
        ("NotifyReport", charger_actions),
        ("Get15118EVCertificate", charger_actions),
    ],
)
def test_the_sender_is_the_one_of_the_specification(action, sender):
    assert action in sender(Version.V201)
    other = csms_actions if sender is charger_actions else charger_actions
    assert action not in other(Version.V201)


@pytest.mark.parametrize("version", Version)
def test_every_action_has_its_schemas(version):
    for action in charger_actions(version) | csms_actions(version):
        for is_request in (True, False):
            found = schema(version, action, is_request=is_request)
            if action == "NotifyPeriodicEventStream" and not is_request:
                assert found is None  # OCPP 2.1 part 4: a SEND has no answer
            else:
                assert found is not None, action
                assert found["type"] == "object"


def test_a_version_has_no_schema_of_another():
    assert schema("1.6", "TransactionEvent", is_request=True) is None
    assert schema("2.0.1", "StartTransaction", is_request=True) is None
    assert schema("2.1", "../Reset", is_request=True) is None


def test_an_unknown_version_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match=r"1\.5"):
        schema("1.5", "Reset", is_request=True)


@pytest.mark.parametrize(
    ("written", "preferred", "expected"),
    [
        ("Heartbeat", Version.V16, ("Heartbeat", Version.V16)),
        ("HEARTBEAT", Version.V201, ("Heartbeat", Version.V201)),
        ("transactionevent", Version.V16, ("TransactionEvent", Version.V201)),
        ("StartTransaction", Version.V21, ("StartTransaction", Version.V16)),
        ("BatterySwap", Version.V16, ("BatterySwap", Version.V21)),
        ("CustomOperation", Version.V16, None),
        ("", Version.V16, None),
    ],
)
def test_an_action_is_found_in_any_case_and_in_other_versions(
    written, preferred, expected
):
    assert find_action(written, preferred) == expected


def test_subprotocols_are_the_registered_ones():
    assert SUBPROTOCOLS == {"ocpp1.6": "1.6", "ocpp2.0.1": "2.0.1", "ocpp2.1": "2.1"}
