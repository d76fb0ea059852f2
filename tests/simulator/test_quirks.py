# SPDX-License-Identifier: Apache-2.0
"""A simulated charger can have the bad habits of real ones."""

import pytest

from ocppdesk.simulator.quirks import (
    ignore_changes,
    leave_at,
    leave_at_changes,
    refuse,
)


def variable(name, value, component="OCPPCommCtrlr"):
    row = {"component": {"name": component}, "variable": {"name": name}}
    return {"setVariableData": [{**row, "attributeValue": value}]}


def change(key, value):
    return {"key": key, "value": value}


@pytest.fixture
def old(talk):
    return talk("1.6")


@pytest.fixture
def new(talk):
    return talk("2.0.1")


def test_a_key_that_is_ignored_is_accepted_and_stays(old):
    ignore_changes(old.charger, "heartbeatinterval")
    answer = old.command("ChangeConfiguration", change("HeartbeatInterval", "77"))
    assert answer == {"status": "Accepted"}
    assert old.charger.settings.text("HeartbeatInterval") == "300"
    old.command("ChangeConfiguration", change("ResetRetries", "4"))
    assert old.charger.settings.text("ResetRetries") == "4"


def test_a_variable_that_is_ignored_is_accepted_and_stays(new):
    ignore_changes(new.charger, "HeartbeatInterval")
    (row,) = new.command("SetVariables", variable("HeartbeatInterval", "77"))[
        "setVariableResult"
    ]
    assert row["attributeStatus"] == "Accepted"
    assert new.charger.settings.text("HeartbeatInterval") == "300"


def test_it_leaves_at_the_change_of_a_key(old):
    leave_at_changes(old.charger, "ResetRetries")
    old.command("ChangeConfiguration", change("BlinkRepeat", "4"))
    assert old.closed == 0
    old.command("ChangeConfiguration", change("ResetRetries", "4"))
    assert old.closed == 1


def test_it_leaves_at_the_change_of_a_variable(new):
    leave_at_changes(new.charger, "ResetRetries")
    new.command("SetVariables", variable("ResetRetries", "4"))
    assert new.closed == 1


def test_it_leaves_when_it_is_asked_for_everything(old):
    leave_at(old.charger, "GetConfiguration", only_without="key")
    old.command("GetConfiguration", {"key": ["ResetRetries"]})
    assert old.closed == 0
    old.command("GetConfiguration")
    assert old.closed == 1


def test_it_leaves_at_a_command(old):
    leave_at(old.charger, "ClearCache")
    old.command("ClearCache")
    assert old.closed == 1


def test_it_refuses_a_command(new):
    refuse(new.charger, "GetBaseReport", {"status": "NotSupported"})
    payload = {"requestId": 1, "reportBase": "FullInventory"}
    assert new.command("GetBaseReport", payload) == {"status": "NotSupported"}


def test_a_command_that_the_version_does_not_have_is_passed_over(old):
    refuse(old.charger, "GetBaseReport", {"status": "NotSupported"})
    assert old.command("GetBaseReport") == "NotImplemented"
