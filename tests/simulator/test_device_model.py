# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.device_model import DeviceModel
from ocppdesk.simulator.device_variables import Component


def entry(component, variable, value=None, **more):
    found = {"component": {"name": component}, "variable": {"name": variable}, **more}
    return found if value is None else {**found, "attributeValue": value}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (entry("OCPPCommCtrlr", "HeartbeatInterval"), "Accepted"),
        (entry("Toaster", "HeartbeatInterval"), "UnknownComponent"),
        (entry("OCPPCommCtrlr", "Colour"), "UnknownVariable"),
        (
            entry("OCPPCommCtrlr", "HeartbeatInterval", attributeType="Target"),
            "NotSupportedAttributeType",
        ),
        (entry("SecurityCtrlr", "BasicAuthPassword"), "Rejected"),
    ],
)
def test_reading_is_answered(request_, status):
    assert DeviceModel(2).get_variable(request_)["attributeStatus"] == status


@pytest.mark.parametrize(
    ("request_", "status", "reason"),
    [
        (entry("TxCtrlr", "EVConnectionTimeOut", "30"), "Accepted", None),
        (entry("TxCtrlr", "EVConnectionTimeOut", "1"), "Rejected", "InvalidValue"),
        (entry("TxCtrlr", "TxStartPoint", "Dawn"), "Rejected", "InvalidValue"),
        (entry("TxCtrlr", "Colour", "blue"), "UnknownVariable", None),
        (entry("ClockCtrlr", "TimeSource", "NTP"), "Rejected", "ReadOnly"),
        (entry("InstallationCtrlr", "MaxCurrent", "10"), "RebootRequired", None),
        (entry("SecurityCtrlr", "BasicAuthPassword", "x" * 20), "Accepted", None),
    ],
)
def test_writing_is_answered(request_, status, reason):
    result = DeviceModel(2).set_variable(request_)
    assert result["attributeStatus"] == status
    assert result.get("attributeStatusInfo", {}).get("reasonCode") == reason


def test_setting_is_known_by_its_1_6_name_and_by_its_place():
    model = DeviceModel(1)
    model.set_variable(entry("OCPPCommCtrlr", "HeartbeatInterval", "77"))
    assert model.number("HeartbeatInterval") == 77
    assert model.number("OCPPCommCtrlr.HeartbeatInterval") == 77
    assert model.number("TransactionMessageAttempts") == 3
    assert model.text("MinimumStatusDuration") == ""


def test_variable_that_needs_a_reboot_is_stored_but_not_in_force():
    model = DeviceModel(1)
    model.set_variable(entry("InstallationCtrlr", "MaxCurrent", "10"))
    shown = model.get_variable(entry("InstallationCtrlr", "MaxCurrent"))
    assert shown["attributeValue"] == "10"
    assert model.number("InstallationMaxCurrent") == 32
    model.restart()
    assert model.number("InstallationMaxCurrent") == 10


def test_bound_variable_shows_what_is_so_now():
    model = DeviceModel(1)
    key = (Component("EVSE", 1), "Power", None)
    model.bind(key, lambda: "7360")
    assert model.value(key) == "7360"


def test_preset_replaces_the_factory_value():
    model = DeviceModel(1, {"TxCtrlr.TxStopPoint": "EVConnected"})
    assert model.items("TxCtrlr.TxStopPoint") == ["EVConnected"]


def test_base_reports_differ_in_what_they_hold():
    model = DeviceModel(2)
    full = model.base_report("FullInventory")
    writable = model.base_report("ConfigurationInventory")
    summary = model.base_report("SummaryInventory")
    assert len(full) > len(writable) > len(summary) > 0
    assert all(v.mutability != "ReadOnly" for v in writable)
    assert {v.name for v in summary} == {"AvailabilityState", "Available", "Problem"}


def test_secret_has_no_value_in_a_report():
    model = DeviceModel(1)
    found = model.find({"name": "SecurityCtrlr"}, {"name": "BasicAuthPassword"})
    (data,) = model.report_data(found)
    assert data["variableAttribute"] == [{"mutability": "WriteOnly"}]


def test_filter_matches_what_it_leaves_out():
    model = DeviceModel(2)
    assert len(model.find({"name": "EVSE"}, {"name": "Power"})) == 2
    assert len(model.find({"name": "EVSE", "evse": {"id": 2}}, {"name": "Power"})) == 1
    assert model.find({"name": "EVSE"}, {"name": "Colour"}) == []


def test_criteria_select_components():
    model = DeviceModel(2)
    problem = model.with_state(["Problem"])
    assert problem == set()
    model.bind((Component("EVSE", 2), "Problem", None), lambda: "true")
    assert model.with_state(["Problem"]) == {Component("EVSE", 2)}
    # A component without the variable counts as having it.
    assert Component("TxCtrlr") in model.with_state(["Active"])
