# SPDX-License-Identifier: Apache-2.0
import pytest

MONITOR = {
    "value": 1.0,
    "type": "Periodic",
    "severity": 7,
    "component": {"name": "EVSE", "evse": {"id": 1}},
    "variable": {"name": "Power"},
}
OPEN = "OpenPeriodicEventStream"
CLOSE = "ClosePeriodicEventStream"
NOTIFY = "NotifyPeriodicEventStream"


@pytest.fixture
def streaming(talk):
    """Makes a charger with a stream of the power each second."""

    def make(status="Accepted", **params):
        booted = talk("2.1", answers={OPEN: {"status": status}})
        monitor(booted, periodicEventStream=params or {"interval": 10})
        return booted

    return make


def monitor(talk, **more):
    payload = {"setMonitoringData": [{**MONITOR, **more}]}
    (result,) = talk.command("SetVariableMonitoring", payload)["setMonitoringResult"]
    return result


def test_stream_is_opened_and_sends_at_its_intervals(streaming):
    booted = streaming()
    (opened,) = booted.said(OPEN)
    data = {"id": 1, "params": {"interval": 10}, "variableMonitoringId": 1}
    assert opened["constantStreamData"] == data
    booted.run(21)
    first, second = booted.said(NOTIFY)
    assert len(first["data"]) == len(second["data"]) == 10
    assert first["data"][0] == {"t": 0, "v": "0"}
    assert second["data"][-1]["t"] == 9
    assert first["basetime"].startswith("2027-01-15T08:00:01")
    assert booted.said("NotifyEvent") == []


def test_stream_sends_as_soon_as_it_has_enough(streaming):
    booted = streaming(values=4).run(10)
    assert [len(p["data"]) for p in booted.said(NOTIFY)] == [4, 4]


def test_stream_that_is_refused_becomes_events(streaming):
    booted = streaming("Rejected").run(5)
    assert booted.said(NOTIFY) == []
    triggers = [p["eventData"][0]["trigger"] for p in booted.said("NotifyEvent")]
    assert triggers == ["Periodic"] * 5
    assert booted.command("GetPeriodicEventStream") == {}


def test_stream_is_reported_and_adjusted(streaming):
    booted = streaming()
    adjust = {"id": 1, "params": {"values": 2}}
    answer = booted.command("AdjustPeriodicEventStream", adjust)
    assert answer["status"] == "Accepted"
    (found,) = booted.command("GetPeriodicEventStream")["constantStreamData"]
    assert found["params"] == {"values": 2}
    booted.run(4)
    assert len(booted.said(NOTIFY)) == 2
    for wrong in ({"id": 9, "params": {"values": 2}}, {"id": 1, "params": {}}):
        answer = booted.command("AdjustPeriodicEventStream", wrong)
        assert answer["status"] == "Rejected"


@pytest.mark.parametrize("way", ["clear", "replace", "base"])
def test_stream_ends_with_its_monitor_and_loses_nothing(streaming, way):
    booted = streaming().run(5)
    if way == "clear":
        booted.command("ClearVariableMonitoring", {"id": [1]})
    elif way == "replace":
        assert monitor(booted, id=1)["status"] == "Accepted"
    else:
        booted.command("SetMonitoringBase", {"monitoringBase": "HardWiredOnly"})
    assert booted.actions[-2:] == [NOTIFY, CLOSE]
    (rest,) = booted.said(NOTIFY)
    assert len(rest["data"]) == 5
    booted.run(5)
    assert bool(booted.said("NotifyEvent")) is (way == "replace")
    assert booted.command("GetPeriodicEventStream") == {}


def test_values_wait_for_the_connection(streaming):
    booted = streaming(interval=5, values=3).run(5)
    booted.disconnect()
    booted.forget()
    booted.run(8)
    assert booted.said(NOTIFY) == []
    booted.connect()
    booted.run(1)
    bundles = booted.said(NOTIFY)
    assert [p["pending"] for p in bundles] == [
        sum(len(later["data"]) for later in bundles[n + 1 :]) + bundles[-1]["pending"]
        for n in range(len(bundles))
    ]
    assert sum(len(p["data"]) for p in bundles) >= 8


def test_stream_is_opened_again_after_a_reboot(streaming):
    booted = streaming()
    booted.command("Reset", {"type": "Immediate"})
    booted.run(30)
    assert len(booted.said(OPEN)) == 2
    assert booted.said(NOTIFY)


def test_more_streams_than_there_can_be_are_events(talk):
    booted = talk("2.1", answers={OPEN: {"status": "Accepted"}})
    for severity in range(10):
        monitor(booted, severity=severity, periodicEventStream={"interval": 60})
    monitor(booted, value=2.0, severity=0, type="PeriodicClockAligned",
            periodicEventStream={"interval": 60})  # fmt: skip
    assert len(booted.said(OPEN)) == 10
    assert len(booted.run(4).said("NotifyEvent")) == 2
