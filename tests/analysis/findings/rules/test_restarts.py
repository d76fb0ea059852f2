# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.findings.finding import Severity
from tests.analysis.findings.rules.test_boot import online, reconnect
from tests.analysis.findings.talk import Talk


def test_boot_02_finds_boots_again_and_again_over_one_connection():
    talk = Talk()
    talk.connect()
    for _ in range(4):
        talk.boot()
        talk.wait(60)
    finding = talk.the("BOOT-02")
    assert "one and the same connection" in finding.text
    assert (finding.count, len(finding.messages)) == (2, 4)


def test_boot_02_finds_restarts():
    talk = online()
    for _ in range(3):
        reconnect(talk, after=120)
    finding = talk.the("BOOT-02")
    assert "over new connections" in finding.text
    assert finding.severity is Severity.HIGH


def test_boot_02_finds_a_slow_loop():
    talk = Talk()
    for _ in range(8):
        talk.boot()
        talk.wait(20 * 60)
    assert "BOOT-02" in talk.ids()


def test_boot_02_ignores_boots_of_a_charger_that_has_to_wait():
    talk = Talk()
    talk.connect()
    for _ in range(5):
        talk.boot(answer={"status": "Pending", "interval": 30})
        talk.wait(30)
    assert "BOOT-02" not in talk.ids()


@pytest.mark.parametrize("words", [{"answer": None}, {"error": "InternalError"}])
def test_boot_02_ignores_boots_that_are_not_answered(words):
    talk = Talk()
    talk.connect()
    for _ in range(5):
        talk.charger("BootNotification", chargePointVendor="A", **words)
        talk.wait(60)
    assert "BOOT-02" not in talk.ids()


def test_boot_02_is_not_sure_of_a_log_without_answers():
    talk = Talk()
    for _ in range(4):
        talk.boot(answer=None)
        talk.status(1, "Available", answer=None)
        talk.wait(60)
    finding = talk.the("BOOT-02")
    assert finding.is_possible
    assert "accepted." not in finding.text


@pytest.mark.parametrize("ocpp", ["1.6", "2.0.1", "2.1"])
def test_boot_02_ignores_restarts_that_were_asked_for_but_not_a_loop_after_one(ocpp):
    talk = online(ocpp=ocpp)
    for _ in range(4):
        talk.csms("Reset", type="Immediate")
        reconnect(talk, reason="RemoteReset")
        talk.wait(60)
    assert "BOOT-02" not in talk.ids()
    for _ in range(3):
        reconnect(talk, reason="PowerUp")
        talk.wait(60)
    assert "BOOT-02" in talk.ids()


def test_boot_02_ignores_boots_that_were_asked_for():
    talk = online()
    for _ in range(5):
        talk.csms("TriggerMessage", requestedMessage="BootNotification")
        talk.boot()
        talk.wait(30)
    assert "BOOT-02" not in talk.ids()


def test_boot_04_finds_a_restart_that_nobody_asked_for():
    talk = online(ocpp="2.0.1")
    talk.heartbeats(1200)
    reconnect(talk, reason="Watchdog")
    finding = talk.the("BOOT-04")
    assert "Watchdog" in finding.text
    assert finding.severity is Severity.HIGH
    assert not finding.is_possible


def test_boot_04_finds_what_may_be_a_restart():
    talk = online()
    talk.heartbeats(1200)
    reconnect(talk)
    finding = talk.the("BOOT-04")
    assert finding.is_possible
    assert finding.severity is Severity.MEDIUM


def test_boot_04_finds_proof_in_a_transaction_that_ended_with_the_power():
    talk = online()
    transaction = talk.start()
    talk.heartbeats(900)
    reconnect(talk)
    talk.stop(transaction, reason="PowerLoss")
    found = [each for each in talk.findings() if each.rule == "BOOT-04"]
    assert any("PowerLoss" in each.text and not each.is_possible for each in found)


def test_boot_04_is_not_sure_shortly_after_the_messages_begin():
    talk = online(ocpp="2.0.1")
    talk.wait(120)
    reconnect(talk, reason="PowerUp")
    finding = talk.the("BOOT-04")
    assert finding.is_possible
    assert "The messages start shortly before" in finding.text


def numbered(talk, *numbers):
    """Have a charger that counts its messages boot on two connections."""
    payload = {"chargePointVendor": "A", "chargePointModel": "B"}
    talk.connect()
    talk.charger("BootNotification", payload, id=str(numbers[0]))
    for number in numbers[1:-1]:
        talk.wait(600)
        talk.charger("Heartbeat", id=str(number))
    talk.disconnect()
    talk.wait(5)
    talk.connect()
    talk.charger("BootNotification", payload, id=str(numbers[-1]))
    return talk


def test_boot_04_ignores_a_charger_whose_numbers_go_on():
    assert "BOOT-04" in numbered(Talk(), 1, 2, 3, 1).ids()
    assert "BOOT-04" not in numbered(Talk(), 17, 18, 19, 20).ids()


def test_boot_04_ignores_a_boot_that_was_not_answered_and_is_sent_again():
    talk = Talk(ocpp="2.0.1")
    talk.charger("Heartbeat")
    talk.wait(1_200)
    talk.boot(answer=None)
    talk.wait(60)
    talk.boot()
    assert talk.the("BOOT-04").count == 1


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("SetVariables", {"setVariableData": [{
            "attributeValue": "2", "component": {"name": "OCPPCommCtrlr"},
            "variable": {"name": "NetworkConfigurationPriority"}}]}),
        ("ChangeConfiguration", {"key": "SecurityProfile", "value": "2"}),
    ],
)  # fmt: skip
def test_boot_04_ignores_a_restart_for_other_settings_of_the_connection(
    action, payload
):
    talk = online(ocpp="2.0.1" if action == "SetVariables" else "1.6")
    talk.heartbeats(1_200)
    talk.csms(action, payload)
    reconnect(talk, after=60)
    assert "BOOT-04" not in talk.ids()


def test_boot_04_knows_an_update_by_both_names_but_not_by_idle():
    for action, status, is_found in (
        ("SignedFirmwareStatusNotification", "Installing", False),
        ("FirmwareStatusNotification", "Idle", True),
    ):
        talk = online()
        talk.heartbeats(1_200)
        talk.charger(action, status=status)
        reconnect(talk)
        assert ("BOOT-04" in talk.ids()) is is_found


def test_boot_04_ignores_a_restart_that_was_asked_for():
    talk = online()
    talk.csms("Reset", type="Hard")
    reconnect(talk, after=60)
    assert "BOOT-04" not in talk.ids()


def test_boot_04_ignores_an_update_and_the_first_boot():
    talk = online()
    assert "BOOT-04" not in talk.ids()
    talk.heartbeats(1200)
    reconnect(talk, firmware="1.1")
    assert "BOOT-04" not in talk.ids()


def test_boot_04_ignores_a_second_boot_over_the_same_connection():
    talk = online()
    talk.heartbeats(1200)
    talk.boot()
    assert "BOOT-04" not in talk.ids()


def test_boot_04_finds_an_event_that_no_boot_belongs_to():
    talk = online()
    talk.heartbeats(1_200)
    talk.charger("SecurityEventNotification", type="StartupOfTheDevice",
                 timestamp=talk.stamp())  # fmt: skip
    assert "BOOT-04" not in talk.ids(later=100)
    assert "StartupOfTheDevice" in talk.the("BOOT-04", later=130).text


def test_boot_04_ignores_events_of_before_and_those_of_a_planned_restart():
    talk = online()
    talk.heartbeats(1_200)
    talk.charger("SecurityEventNotification", type="StartupOfTheDevice",
                 timestamp=talk.stamp(ago=3_000))  # fmt: skip
    assert "BOOT-04" not in talk.ids(later=600)
    talk = online(ocpp="2.1")
    talk.heartbeats(1_200)
    reconnect(talk, reason="LocalReset")
    talk.charger("SecurityEventNotification", type="ResetOrReboot",
                 timestamp=talk.stamp())  # fmt: skip
    assert "BOOT-04" not in talk.ids(later=600)
