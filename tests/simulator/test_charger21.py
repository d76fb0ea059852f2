# SPDX-License-Identifier: Apache-2.0
"""What the 2.1 charger says that no other version has."""

from ocppdesk.simulator.connector import Fault


def test_fault_is_told_with_its_severity(talk):
    booted = talk("2.1").act("raise_fault", 1, Fault("GroundFailure"))
    booted.act("raise_fault", 2, Fault("WeakSignal"))
    events = [notice["eventData"][0] for notice in booted.said("NotifyEvent")]
    assert [event["severity"] for event in events] == [1, 6]


def test_no_other_version_knows_severities(talk):
    booted = talk("2.0.1").act("raise_fault", 1, Fault("GroundFailure"))
    assert "severity" not in str(booted.said("NotifyEvent"))


def test_long_token_is_told_whole(talk):
    booted = talk("2.1").charge(token="T" * 200)
    tokens = [e["idToken"] for e in booted.said("TransactionEvent") if "idToken" in e]
    assert tokens[0]["idToken"] == "T" * 200
