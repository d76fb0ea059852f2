# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def alert(talk, name, variable, value="true", **more):
    """Send an event of OCPP 2.x about a component."""
    event = {
        "eventId": 1,
        "timestamp": talk.stamp(),
        "trigger": "Alerting",
        "actualValue": value,
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": name, "evse": {"id": 1, "connectorId": 1}},
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
    assert finding.title == "Connector 1 is faulted"
    assert "InternalError, E9" in finding.text
    assert "2 min" in finding.text
    assert "while charging" in finding.text


def test_flt_01_says_how_many_there_were():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    assert "error number" not in talk.the("FLT-01").text
    talk.status(1, "Available")
    talk.status(2, "Faulted", "InternalError")
    talk.status(2, "Available")
    talk.status(1, "Faulted", "OtherError")
    assert "It is the error number 2 there." in talk.the("FLT-01").text


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


def test_flt_02_is_not_sure_while_an_outlet_charges_all_the_same():
    talk = online()
    talk.status(0, "Faulted", "OtherError", info="Modbus TCP/IP lost")
    talk.wait(60)
    talk.status(1, "Charging")
    finding = talk.the("FLT-02")
    assert finding.is_possible
    assert "a warning only" in finding.text


def test_flt_01_is_not_sure_of_a_charger_that_is_silent():
    talk = online()
    talk.status(1, "Faulted", "InternalError")
    assert not talk.the("FLT-01", later=800).is_possible
    finding = talk.the("FLT-01", later=7_200)
    assert finding.is_possible
    assert "has said nothing for 2 h" in finding.text


def test_flt_01_is_not_sure_of_an_alert_from_before_a_restart():
    talk = online(ocpp="2.0.1")
    alert(talk, "PowerContactor", "Problem")
    finding = talk.the("FLT-01")
    assert finding.severity.name == "CRITICAL"
    assert finding.evse == 1
    talk.boot()
    assert talk.the("FLT-01").is_possible


def test_flt_01_ignores_alerts_that_are_warnings_by_their_severity():
    talk = online(ocpp="2.1")
    alert(talk, "TemperatureSensor", "Active", severity=6)
    assert "FLT-01" not in talk.ids()


def test_flt_01_tells_two_components_of_one_name_apart():
    talk = online(ocpp="2.0.1")
    for instance in ("inlet", "outlet"):
        part = {"name": "TemperatureSensor", "instance": instance}
        alert(talk, "", "Problem", component=part)
    part = {"name": "TemperatureSensor", "instance": "inlet"}
    alert(talk, "", "Problem", component=part, cleared=True)
    assert "TemperatureSensor[outlet].Problem" in talk.the("FLT-01").title


def test_flt_02_ignores_connectors():
    talk = online()
    talk.status(0, "Available")
    talk.status(1, "Faulted", "OtherError")
    assert "FLT-02" not in talk.ids()


def test_flt_16_finds_a_connector_that_nobody_took_out_of_service():
    talk = online()
    talk.wait(900)
    talk.status(1, "Unavailable")
    assert "FLT-16" not in talk.ids(later=500)
    assert talk.the("FLT-16", later=700).connector == 1


def test_flt_16_says_where_the_messages_begin_shortly_before():
    talk = online()
    talk.status(1, "Unavailable")
    finding = talk.the("FLT-16", later=700)
    assert finding.is_possible
    assert "messages start shortly before" in finding.text


def test_flt_16_finds_the_whole_charger_once():
    talk = online()
    talk.wait(900)
    for connector in (0, 1, 2):
        talk.status(connector, "Unavailable")
    assert talk.the("FLT-16", later=700).connector is None


def test_flt_16_finds_one_that_was_put_back_and_one_after_an_update_that_failed():
    talk = online()
    talk.csms("ChangeAvailability", connectorId=1, type="Inoperative")
    talk.csms("ChangeAvailability", connectorId=0, type="Operative")
    talk.charger("FirmwareStatusNotification", status="DownloadFailed")
    talk.wait(2_000)
    talk.status(1, "Unavailable")
    assert "FLT-16" in talk.ids(later=900)


def test_flt_16_ignores_a_connector_that_a_command_for_all_took_out():
    talk = online()
    talk.csms("ChangeAvailability", connectorId=0, type="Inoperative")
    talk.csms("ChangeAvailability", connectorId=1, type="Operative")
    talk.status(2, "Unavailable")
    assert "FLT-16" not in talk.ids(later=900)


def test_flt_16_ignores_commands_updates_and_chargers_that_are_not_accepted():
    talk = online()
    talk.csms("ChangeAvailability", connectorId=1, type="Inoperative")
    talk.status(1, "Unavailable")
    assert "FLT-16" not in talk.ids(later=900)
    talk = online()
    talk.charger("FirmwareStatusNotification", status="Downloaded")
    talk.status(1, "Unavailable")
    assert "FLT-16" not in talk.ids(later=900)
