# SPDX-License-Identifier: Apache-2.0
import pytest


def where(component, variable, **more):
    return {"component": {"name": component}, "variable": {"name": variable}, **more}


def read(talk, *places):
    answer = talk.command("GetVariables", {"getVariableData": list(places)})
    return [
        result.get("attributeValue", result["attributeStatus"])
        for result in answer["getVariableResult"]
    ]


def write(talk, *places):
    answer = talk.command("SetVariables", {"setVariableData": list(places)})
    return [result["attributeStatus"] for result in answer["setVariableResult"]]


def report(talk, action="NotifyReport", name="reportData"):
    parts = talk.said(action)
    assert [part["seqNo"] for part in parts] == list(range(len(parts)))
    assert [part["tbc"] for part in parts] == [True] * (len(parts) - 1) + [False]
    return [entry for part in parts for entry in part[name]]


def test_variables_are_read_and_written(newer):
    booted = newer()
    place = where("SampledDataCtrlr", "TxUpdatedInterval")
    assert write(booted, {**place, "attributeValue": "5"}) == ["Accepted"]
    assert read(booted, place, where("A", "B")) == ["5", "UnknownComponent"]
    booted.charge()
    booted.forget()
    booted.run(10)
    assert len(booted.said("TransactionEvent")) == 2


def test_variable_that_needs_a_reboot_takes_effect_after_one(newer):
    booted = newer()
    entry = where("InstallationCtrlr", "MaxCurrent", attributeValue="8")
    assert write(booted, entry) == ["RebootRequired"]
    booted.charge()
    assert booted.reading().offered_a == 32.0
    booted.command("Reset", {"type": "Immediate"})
    booted.run(20).act("unplug", 1)
    booted.charge()
    assert booted.reading().offered_a == 8.0


def test_new_password_makes_it_reconnect(newer):
    booted = newer()
    entry = where("SecurityCtrlr", "BasicAuthPassword", attributeValue="x" * 20)
    assert write(booted, entry) == ["Accepted"]
    booted.run(2)
    assert booted.closed == 1


@pytest.mark.parametrize(
    ("base", "at_least"),
    [("FullInventory", 90), ("ConfigurationInventory", 30), ("SummaryInventory", 10)],
)
def test_base_report_comes_in_parts(newer, base, at_least):
    booted = newer()
    request = {"requestId": 8, "reportBase": base}
    assert booted.command("GetBaseReport", request)["status"] == "Accepted"
    entries = report(booted)
    assert len(entries) >= at_least
    assert {part["requestId"] for part in booted.said("NotifyReport")} == {8}


def test_report_shows_what_is_so_now(newer):
    booted = newer().charge()
    evse = {"component": {"name": "EVSE", "evse": {"id": 1}}}
    request = {"requestId": 8, "componentVariable": [evse]}
    assert booted.command("GetReport", request)["status"] == "Accepted"
    shown = {
        entry["variable"]["name"]: entry["variableAttribute"][0]["value"]
        for entry in report(booted)
    }
    assert shown["AvailabilityState"] == "Occupied"
    assert float(shown["Power"]) > 1000


def test_report_by_criteria(newer):
    booted = newer()
    request = {"requestId": 8, "componentCriteria": ["Problem"]}
    assert booted.command("GetReport", request)["status"] == "EmptyResultSet"
    all_active = {"requestId": 8, "componentCriteria": ["Active"]}
    assert booted.command("GetReport", all_active)["status"] == "Accepted"


def monitor(**more):
    return {
        "value": 5000.0,
        "type": "UpperThreshold",
        "severity": 4,
        "component": {"name": "EVSE", "evse": {"id": 1}},
        "variable": {"name": "Power"},
        **more,
    }


def set_monitors(talk, *monitors):
    answer = talk.command(
        "SetVariableMonitoring", {"setMonitoringData": list(monitors)}
    )
    return [(r["status"], r.get("id")) for r in answer["setMonitoringResult"]]


def test_monitor_tells_when_its_threshold_is_crossed(newer):
    booted = newer()
    assert set_monitors(booted, monitor()) == [("Accepted", 1)]
    booted.charge()
    (notice,) = booted.said("NotifyEvent")
    (event,) = notice["eventData"]
    assert event["variableMonitoringId"] == 1
    assert event["eventNotificationType"] == "CustomMonitor"
    assert float(event["actualValue"]) > 5000
    booted.act("present_card", 1, "CARD").run(2)
    assert booted.said("NotifyEvent")[-1]["eventData"][0]["cleared"] is True


def test_monitors_are_reported_and_cleared(newer):
    booted = newer()
    ask = {"requestId": 3}
    nothing = booted.command("GetMonitoringReport", ask)
    assert nothing["status"] == "EmptyResultSet"
    set_monitors(booted, monitor(), monitor(value=0, type="Periodic"))
    assert booted.command("GetMonitoringReport", ask)["status"] == "Accepted"
    assert len(report(booted, "NotifyMonitoringReport", "monitor")) == 1
    answer = booted.command("ClearVariableMonitoring", {"id": [1, 2]})
    results = [r["status"] for r in answer["clearMonitoringResult"]]
    assert results == ["Accepted", "NotFound"]


def test_monitoring_base_drops_what_the_csms_has_set(newer):
    booted = newer()
    set_monitors(booted, monitor())
    booted.command("SetMonitoringBase", {"monitoringBase": "All"})
    booted.command("SetMonitoringBase", {"monitoringBase": "HardWiredOnly"})
    ask = {"requestId": 3}
    assert booted.command("GetMonitoringReport", ask)["status"] == "EmptyResultSet"


def test_monitoring_level_silences(newer):
    booted = newer()
    set_monitors(booted, monitor())
    wrong = booted.command("SetMonitoringLevel", {"severity": 12})
    assert wrong["status"] == "Rejected"
    assert booted.command("SetMonitoringLevel", {"severity": 3})["status"] == "Accepted"
    booted.charge()
    assert booted.said("NotifyEvent") == []
