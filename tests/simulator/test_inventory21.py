# SPDX-License-Identifier: Apache-2.0
MONITOR = {
    "value": 5000.0,
    "type": "UpperThreshold",
    "severity": 5,
    "component": {"name": "EVSE", "evse": {"id": 1}},
    "variable": {"name": "Power"},
}


def test_monitor_is_reported_with_who_has_set_it(talk):
    booted = talk("2.1")
    booted.command("SetVariableMonitoring", {"setMonitoringData": [MONITOR]})
    booted.command("GetMonitoringReport", {"requestId": 1})
    (report,) = booted.said("NotifyMonitoringReport")
    (found,) = report["monitor"][0]["variableMonitoring"]
    assert found["eventNotificationType"] == "CustomMonitor"
