# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_faults import alert, online


def test_flt_03_finds_a_fault_that_comes_and_goes():
    talk = online()
    for _ in range(3):
        talk.wait(600)
        talk.status(1, "Faulted", "HighTemperature")
        talk.wait(60)
        talk.status(1, "Available")
    finding = talk.the("FLT-03")
    assert "3 times" in finding.text
    assert len(finding.messages) == 3


def test_flt_03_finds_alerts_that_come_and_go():
    talk = online(ocpp="2.0.1")
    for _ in range(3):
        talk.wait(600)
        alert(talk, "PowerContactor", "Problem")
        talk.wait(60)
        alert(talk, "PowerContactor", "Problem", "false", cleared=True)
    finding = talk.the("FLT-03")
    assert "PowerContactor.Problem, true came 3 times" in finding.text
    assert finding.evse == 1


def test_flt_03_finds_a_fault_without_a_code_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    for _ in range(3):
        talk.wait(600)
        talk.status(1, "Faulted")
        talk.wait(60)
        talk.status(1, "Available")
    assert talk.the("FLT-03").text.startswith("Faulted came 3 times")


@pytest.mark.parametrize("is_commanded", [True, False])
def test_flt_03_ignores_a_fault_that_a_restart_cleared(is_commanded):
    talk = online()
    for _ in range(4):
        talk.wait(600)
        talk.status(1, "Faulted", "HighTemperature")
        talk.wait(60)
        if is_commanded:
            talk.csms("Reset", type="Hard")
        else:
            talk.boot()
        talk.wait(60)
        talk.status(1, "Available")
    assert "FLT-03" not in talk.ids()


def test_flt_03_ignores_errors_of_the_vendor_that_differ():
    talk = online()
    for code in ("E1", "E2", "E3"):
        talk.wait(600)
        talk.status(1, "Faulted", "OtherError", vendorErrorCode=code)
        talk.wait(60)
        talk.status(1, "Available")
    assert "FLT-03" not in talk.ids()


def test_flt_03_ignores_a_fault_that_is_only_repeated():
    talk = online()
    for _ in range(4):
        talk.wait(600)
        talk.status(1, "Faulted", "HighTemperature")
    assert "FLT-03" not in talk.ids()


def test_flt_04_finds_a_fault_without_a_reason():
    talk = online()
    talk.status(1, "Faulted", "NoError", info="see display")
    assert "see display" in talk.the("FLT-04").text
    talk = online()
    talk.status(1, "Faulted", "Error")
    assert "Error" in talk.the("FLT-04").text


def test_flt_04_ignores_codes_of_ocpp_also_of_the_message_before():
    talk = online()
    talk.status(1, "Faulted", "GroundFailure")
    talk.status(1, "Faulted", "NoError")
    assert "FLT-04" not in talk.ids()


def test_flt_05_finds_a_warning():
    talk = online()
    talk.status(1, "Charging", "ReaderFailure")
    assert talk.the("FLT-05").severity.name == "LOW"


def test_flt_05_ignores_what_has_a_finding_of_its_own_and_what_is_out_of_service():
    talk = online()
    talk.status(1, "Charging", "WeakSignal")
    talk.status(1, "Unavailable", "OtherError")
    talk.status(1, "Available", "noError")
    assert "FLT-05" not in talk.ids()
    assert "With the status Charging it is a warning" not in talk.the("FLT-17").text


def test_flt_05_ignores_faults_and_no_error():
    talk = online()
    talk.status(1, "Charging")
    talk.status(1, "Faulted", "InternalError")
    assert "FLT-05" not in talk.ids()


def charging(talk):
    transaction = talk.start(1)
    talk.status(1, "Charging")
    talk.wait(60)
    return transaction


def test_flt_14_finds_power_in_a_connector_that_is_faulted():
    talk = online()
    transaction = charging(talk)
    talk.status(1, "Faulted", "InternalError")
    for _ in range(2):
        talk.wait(60)
        talk.meter(1, transaction, power=7_000)
    assert "7000 W" in talk.the("FLT-14").text


def test_flt_14_ignores_one_sample_and_no_power():
    talk = online()
    transaction = charging(talk)
    talk.status(1, "Faulted", "InternalError")
    talk.wait(60)
    talk.meter(1, transaction, power=7_000)
    talk.wait(60)
    talk.meter(1, transaction, power=0)
    talk.wait(60)
    talk.meter(1, transaction, power=7_000)
    assert "FLT-14" not in talk.ids()


def test_flt_15_finds_that_somebody_was_there():
    talk = online(ocpp="2.0.1")
    talk.charger(
        "SecurityEventNotification",
        type="TamperDetectionActivated",
        timestamp=talk.stamp(),
    )
    assert "TamperDetectionActivated" in talk.the("FLT-15").text


def test_flt_15_ignores_other_events():
    talk = online(ocpp="2.0.1")
    talk.charger(
        "SecurityEventNotification", type="SettingSystemTime", timestamp=talk.stamp()
    )
    assert "FLT-15" not in talk.ids()
