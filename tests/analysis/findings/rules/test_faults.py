# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def alert(talk, component, variable, value="true", **more):
    """Send an event of OCPP 2.x."""
    event = {
        "eventId": 1,
        "timestamp": talk.stamp(),
        "trigger": "Alerting",
        "actualValue": value,
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": component, "evse": {"id": 1, "connectorId": 1}},
        "variable": {"name": variable},
        **more,
    }
    talk.charger(
        "NotifyEvent", generatedAt=talk.stamp(), seqNo=0, tbc=False, eventData=[event]
    )


def test_flt_01_finds_a_connector_that_is_faulted_now():
    talk = online()
    talk.status(1, "Charging")
    talk.wait(60)
    talk.status(1, "Faulted", "InternalError", vendorErrorCode="E9")
    finding = talk.the("FLT-01", later=120)
    assert finding.title == "connector 1 is faulted"
    assert "InternalError, E9" in finding.text
    assert "2 min" in finding.text
    assert "while charging" in finding.text


def test_flt_01_finds_danger_critical():
    talk = online()
    talk.status(2, "Faulted", "GroundFailure")
    assert talk.the("FLT-01").severity.name == "CRITICAL"


def test_flt_01_is_not_sure_while_the_charger_is_away():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    talk.disconnect()
    finding = talk.the("FLT-01", later=600)
    assert finding.is_possible
    assert "may be old" in finding.text


def test_flt_01_finds_an_alert_until_it_is_over():
    talk = online(ocpp="2.0.1")
    alert(talk, "PowerContactor", "Problem")
    assert "PowerContactor.Problem" in talk.the("FLT-01").title
    alert(talk, "PowerContactor", "Problem", cleared=True)
    assert "FLT-01" not in talk.ids()


def test_flt_01_ignores_a_fault_that_is_over():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    talk.status(1, "Available")
    assert "FLT-01" not in talk.ids()


def test_flt_02_finds_that_the_whole_charger_is_faulted():
    talk = online()
    talk.status(0, "Faulted", "OtherError")
    assert talk.the("FLT-02").severity.name == "CRITICAL"
    assert "FLT-01" not in talk.ids()
    talk = online(ocpp="2.0.1")
    alert(talk, "ChargingStation", "Problem")
    assert "FLT-02" in talk.ids()


def test_flt_02_ignores_connectors():
    talk = online()
    talk.status(0, "Available")
    talk.status(1, "Faulted", "OtherError")
    assert "FLT-02" not in talk.ids()


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


def test_flt_04_ignores_codes_of_ocpp():
    talk = online()
    talk.status(1, "Faulted", "GroundFailure")
    assert "FLT-04" not in talk.ids()


def test_flt_05_finds_a_warning():
    talk = online()
    talk.status(1, "Charging", "WeakSignal")
    assert talk.the("FLT-05").severity.name == "LOW"


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


def test_flt_16_finds_a_connector_that_nobody_took_out_of_service():
    talk = online()
    talk.wait(900)
    talk.status(1, "Unavailable")
    assert "FLT-16" not in talk.ids(later=500)
    assert talk.the("FLT-16", later=700).connector == 1


def test_flt_16_ignores_commands_updates_and_chargers_that_are_not_accepted():
    talk = online()
    talk.csms("ChangeAvailability", connectorId=1, type="Inoperative")
    talk.status(1, "Unavailable")
    assert "FLT-16" not in talk.ids(later=900)
    talk = online()
    talk.charger("FirmwareStatusNotification", status="Downloaded")
    talk.status(1, "Unavailable")
    assert "FLT-16" not in talk.ids(later=900)
