# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_fault_reports import charging
from tests.analysis.findings.rules.test_faults import alert, online


def test_flt_06_finds_a_residual_current_as_soon_as_charging_begins():
    talk = online()
    talk.start(1)
    talk.status(1, "Charging")
    talk.wait(3)
    talk.status(1, "Faulted", "GroundFailure")
    finding = talk.the("FLT-06")
    assert finding.severity.name == "CRITICAL"
    assert "as soon as charging began" in finding.text


def test_flt_06_finds_it_idle_and_by_other_codes():
    talk = online()
    talk.status(1, "Available")
    talk.wait(600)
    talk.status(1, "Faulted", "OtherError", vendorErrorCode="CX002")
    assert "nothing was plugged in" in talk.the("FLT-06").text
    talk = online(ocpp="2.0.1")
    alert(talk, "RCD", "Tripped")
    assert "FLT-06" in talk.ids()
    talk = online(ocpp="2.0.1")
    talk.event("Started")
    talk.event("Ended", reason="GroundFault")
    assert "FLT-06" in talk.ids()


def test_flt_06_ignores_a_repeated_status_and_other_codes():
    talk = online()
    talk.status(1, "Faulted", "GroundFailure")
    talk.status(1, "Faulted", "GroundFailure")
    assert talk.the("FLT-06").count == 1
    talk = online()
    talk.status(1, "Faulted", "HighTemperature")
    assert "FLT-06" not in talk.ids()


def test_flt_07_finds_that_many_cars_meet_it():
    talk = online()
    for tag in ("A", "B", "C"):
        transaction = talk.start(1, tag=tag)
        talk.status(1, "SuspendedEVSE", "EVCommunicationError")
        talk.wait(60)
        talk.status(1, "Finishing")
        talk.stop(transaction)
        talk.wait(600)
    finding = talk.the("FLT-07")
    assert "3 different cards" in finding.text
    assert finding.count == 3


def test_flt_07_ignores_one_right_after_unplugging():
    talk = online()
    transaction = charging(talk)
    talk.stop(transaction, reason="EVDisconnected")
    talk.wait(2)
    talk.status(1, "Finishing", "EVCommunicationError")
    assert "FLT-07" not in talk.ids(later=10)


@pytest.mark.parametrize("is_told_first", [True, False])
def test_flt_07_looks_at_the_connector_that_was_unplugged(is_told_first):
    talk = online()
    first = charging(talk)
    second = talk.start(2, tag="TAG2")
    if is_told_first:
        talk.status(1, "Finishing", "EVCommunicationError")
        talk.wait(1)
    talk.stop(first, reason="EVDisconnected")
    talk.wait(1)
    if not is_told_first:
        talk.status(1, "Finishing", "EVCommunicationError")
    assert "FLT-07" not in talk.ids(later=10)
    talk.wait(60)
    talk.stop(second, reason="EVDisconnected")
    talk.status(1, "Available")
    talk.wait(1)
    talk.status(1, "Preparing", "EVCommunicationError")
    assert talk.the("FLT-07", later=10).connector == 1


def test_flt_07_finds_one_after_a_stop_at_the_charger():
    talk = online()
    transaction = charging(talk)
    talk.stop(transaction, reason="Local")
    talk.status(1, "Finishing", "EVCommunicationError")
    assert "FLT-07" in talk.ids(later=10)


def test_moments_are_not_told_where_nothing_was_told_before():
    talk = online()
    talk.status(2, "Faulted", "ConnectorLockFailure")
    text = talk.the("FLT-12").text
    assert "It came" not in text
    talk = online()
    talk.status(1, "Available")
    talk.wait(60)
    talk.status(1, "Faulted", "PowerMeterFailure")
    assert "installation" not in talk.the("FLT-13").text


def test_a_status_of_ocpp_2_does_not_end_an_alert():
    talk = online(ocpp="2.0.1")
    for _ in range(3):
        alert(talk, "CPPWMController", "Problem")
        talk.status(1, "Occupied")
        talk.wait(60)
    assert talk.the("FLT-07").count == 1


def test_a_reason_that_is_told_in_two_messages_is_one():
    talk = online(ocpp="2.0.1")
    for transaction in ("T-1", "T-2"):
        talk.event("Started", transaction)
        talk.event("Updated", transaction, reason="GroundFault")
        talk.event("Ended", transaction, reason="GroundFault")
    assert talk.the("FLT-06").count == 2


def test_flt_13_finds_what_everest_reports():
    talk = online()
    info = "powermeter/CommunicationFault"
    talk.status(1, "Faulted", "OtherError", info=info)
    assert "FLT-13" in talk.ids()


CODES = [
    ("FLT-08", "PowerSwitchFailure"),
    ("FLT-09", "HighTemperature"),
    ("FLT-10", "OverCurrentFailure"),
    ("FLT-11", "UnderVoltage"),
    ("FLT-12", "ConnectorLockFailure"),
    ("FLT-13", "PowerMeterFailure"),
    ("FLT-17", "WeakSignal"),
]


@pytest.mark.parametrize(("rule", "code"), CODES)
def test_each_code_is_of_one_family(rule, code):
    talk = online()
    talk.status(1, "Faulted", code)
    families = {"FLT-06", "FLT-07", *(rule for rule, _ in CODES)}
    assert talk.ids() & families == {rule}
    assert code in talk.the(rule).text


def test_flt_08_finds_a_contactor():
    talk = online(ocpp="2.0.1")
    alert(talk, "PowerContactor", "Tripped", techCode="CX017")
    assert talk.the("FLT-08").severity.name == "CRITICAL"


def test_flt_08_ignores_an_alert_that_is_over():
    talk = online(ocpp="2.0.1")
    alert(talk, "PowerContactor", "Problem", "false")
    assert "FLT-08" not in talk.ids()


def test_flt_09_finds_heat_while_charging():
    talk = online()
    charging(talk)
    talk.wait(1_740)
    talk.status(1, "Faulted", "HighTemperature")
    assert "after 30 min of charging" in talk.the("FLT-09").text


def test_flt_09_ignores_a_broken_sensor():
    talk = online(ocpp="2.0.1")
    alert(talk, "TemperatureSensor", "Problem")
    assert "FLT-09" not in talk.ids()


def test_flt_10_finds_the_last_current_and_the_limit_that_was_cut():
    talk = online()
    transaction = charging(talk)
    talk.meter(2, current=40)
    talk.meter(1, transaction, current=31.5, offered=16)
    cut = talk.csms("SetChargingProfile", connectorId=1)
    talk.wait(3)
    talk.status(1, "Faulted", "OverCurrentFailure")
    finding = talk.the("FLT-10")
    assert "The last current was 31.5 A, and 16.0 A were offered" in finding.text
    assert "drew more than it may" in finding.text
    assert "limit was set just before" in finding.text
    assert cut in finding.messages


def test_flt_10_ignores_other_faults():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    assert "FLT-10" not in talk.ids()


def test_flt_11_finds_the_supply_voltage_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    alert(talk, "ElectricalFeed", "ACVoltage", "180")
    assert "180" in talk.the("FLT-11").text


def test_flt_11_ignores_a_voltage_that_is_only_reported():
    talk = online(ocpp="2.0.1")
    alert(talk, "ElectricalFeed", "ACVoltage", "231", trigger="Periodic")
    assert "FLT-11" not in talk.ids()


def test_flt_12_finds_that_unlocking_failed():
    talk = online()
    talk.csms("UnlockConnector", connectorId=1, answer={"status": "UnlockFailed"})
    assert "UnlockFailed" in talk.the("FLT-12").text


def test_flt_12_ignores_a_charger_without_a_lock():
    talk = online()
    talk.csms("UnlockConnector", connectorId=1, answer={"status": "NotSupported"})
    assert "FLT-12" not in talk.ids()


def test_flt_13_finds_a_meter_that_cannot_be_read():
    talk = online()
    talk.status(1, "Faulted", "PowerMeterFailure")
    assert "FLT-13" in talk.ids()


def test_flt_13_ignores_a_charger_without_faults():
    talk = online()
    talk.status(1, "Available")
    assert "FLT-13" not in talk.ids()


def test_flt_17_finds_a_weak_signal_and_lost_connections():
    talk = online()
    talk.disconnect()
    talk.wait(30)
    talk.connect()
    talk.status(1, "Available", "WeakSignal")
    assert "lost once" in talk.the("FLT-17").text


def test_flt_17_ignores_a_signal_that_is_not_mentioned():
    talk = online()
    talk.status(1, "Available")
    assert "FLT-17" not in talk.ids()
