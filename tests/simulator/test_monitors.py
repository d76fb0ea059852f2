# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.device_model import DeviceModel
from ocppdesk.simulator.device_variables import Component
from ocppdesk.simulator.monitors import Monitors

POWER = (Component("EVSE", 1), "Power", None)


@pytest.fixture
def shown():
    return {"value": "0"}


@pytest.fixture
def monitors(shown):
    model = DeviceModel(1)
    model.bind(POWER, lambda: shown["value"])
    return Monitors(model, lambda: float(shown.get("wall", 1_800_000_030)))


def request(kind="UpperThreshold", value=1000.0, **more):
    return {
        "value": value,
        "type": kind,
        "severity": 5,
        "component": {"name": "EVSE", "evse": {"id": 1}},
        "variable": {"name": "Power"},
        **more,
    }


def test_upper_threshold_is_told_when_crossed_and_when_over(monitors, shown):
    assert monitors.set(request())["status"] == "Accepted"
    assert monitors.check() == []
    shown["value"] = "1500"
    (event,) = monitors.check()
    assert (event["trigger"], event["cleared"]) == ("Alerting", False)
    assert event["actualValue"] == "1500"
    assert monitors.check() == []
    shown["value"] = "900"
    (event,) = monitors.check()
    assert event["cleared"]


def test_lower_threshold_is_told(monitors, shown):
    shown["value"] = "500"
    monitors.set(request("LowerThreshold", 100.0))
    shown["value"] = "50"
    assert len(monitors.check()) == 1


def test_change_is_told_from_the_last_value_told(monitors, shown):
    monitors.set(request("Delta", 100.0))
    for value, count in (("60", 0), ("99", 0), ("100", 1), ("150", 0), ("0", 1)):
        shown["value"] = value
        assert len(monitors.check()) == count


def test_any_change_of_a_text_is_told(monitors, shown):
    shown["value"] = "Available"
    monitors.set(request("Delta", 1.0))
    shown["value"] = "Occupied"
    (event,) = monitors.check()
    assert event["trigger"] == "Delta"


@pytest.mark.parametrize(
    ("kind", "due"),
    [("Periodic", [60, 120]), ("PeriodicClockAligned", [30, 90])],
)
def test_value_is_told_again_and_again(monitors, shown, kind, due):
    monitors.set(request(kind, 60.0))
    told = []
    for second in range(0, 150, 10):
        shown["wall"] = 1_800_000_030 + second
        if events := monitors.check():
            told.append(second)
            assert [event["trigger"] for event in events] == ["Periodic"]
    assert told == due


def test_severity_beyond_the_level_is_not_told(monitors, shown):
    monitors.set(request())
    monitors.level = 4
    shown["value"] = "1500"
    assert monitors.check() == []


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        (request("TargetDelta"), "UnsupportedMonitorType"),
        (request("Periodic", 0.0), "Rejected"),
        (request(component={"name": "Toaster"}), "UnknownComponent"),
        (request(variable={"name": "Colour"}), "UnknownVariable"),
        (request(id=99), "Rejected"),
    ],
)
def test_monitor_that_cannot_be_is_refused(monitors, wanted, status):
    assert monitors.set(wanted)["status"] == status


def test_equal_monitor_is_a_duplicate_and_its_own_id_changes_it(monitors):
    number = monitors.set(request())["id"]
    assert monitors.set(request(value=5.0))["status"] == "Duplicate"
    assert monitors.set(request(value=5.0, id=number))["status"] == "Accepted"
    (entry,) = monitors.report(None, None)
    assert entry["variableMonitoring"][0]["value"] == 5.0


def test_report_is_filtered(monitors):
    monitors.set(request())
    monitors.set(request("Delta"))
    power = [{"component": {"name": "EVSE"}, "variable": {"name": "Power"}}]
    other = [{"component": {"name": "TxCtrlr"}}]
    assert len(monitors.report(power, None)) == 2
    assert len(monitors.report(None, ["DeltaMonitoring"])) == 1
    assert monitors.report(other, None) == []


def test_monitor_is_cleared(monitors):
    number = monitors.set(request())["id"]
    assert monitors.clear(number)["status"] == "Accepted"
    assert monitors.clear(number)["status"] == "NotFound"
    monitors.set(request())
    monitors.clear_all()
    assert monitors.report(None, None) == []
