# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.finding import Severity
from tests.analysis.findings.talk import Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.status(1, "Available")
    talk.wait(60)
    return talk


def reconnect(talk, *, after=20, **boot):
    talk.disconnect()
    talk.wait(after)
    talk.connect()
    talk.boot(**boot)


def test_boot_01_finds_a_charger_that_never_introduced_itself():
    talk = Talk()
    talk.connect()
    talk.status(1, "Available")
    assert "BOOT-01" not in talk.ids(later=59)
    assert "BOOT-01" in talk.ids(later=61)


def test_boot_01_ignores_a_charger_that_is_known_and_only_reconnects():
    talk = online()
    talk.disconnect()
    talk.wait(5)
    talk.connect()
    talk.charger("Heartbeat")
    assert "BOOT-01" not in talk.ids(later=600)


def test_boot_01_says_nothing_where_connections_are_not_known():
    talk = Talk()
    talk.charger("Heartbeat")
    talk.wait(600)
    talk.charger("Heartbeat")
    assert "BOOT-01" not in talk.ids()


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


def test_boot_02_ignores_boots_that_were_asked_for():
    talk = online()
    for _ in range(5):
        talk.csms("TriggerMessage", requestedMessage="BootNotification")
        talk.boot()
        talk.wait(30)
    assert "BOOT-02" not in talk.ids()


def test_boot_03_finds_a_charger_that_is_rejected_and_what_is_wrong_with_its_boot():
    talk = Talk()
    talk.boot(model="M" * 36, answer={"status": "Rejected", "interval": 60})
    finding = talk.the("BOOT-03")
    assert "Rejected. It may ask again after 60 s." in finding.text
    assert "chargePointModel" in finding.text


def test_boot_03_finds_pending_that_lasts():
    talk = Talk()
    talk.boot(answer={"status": "Pending", "interval": 30})
    talk.wait(40)
    talk.boot(answer={"status": "Pending", "interval": 30})
    assert "BOOT-03" not in talk.ids()
    assert "BOOT-03" in talk.ids(later=30)


def test_boot_03_finds_a_start_that_is_refused_for_that():
    talk = Talk(ocpp="2.0.1")
    talk.csms("RequestStartTransaction", answer={
        "status": "Rejected", "statusInfo": {"reasonCode": "CSNotAccepted"}
    })  # fmt: skip
    assert "CSNotAccepted" in talk.the("BOOT-03").text


def test_boot_03_ignores_pending_for_some_seconds():
    talk = Talk()
    talk.boot(answer={"status": "Pending", "interval": 10})
    talk.wait(10)
    talk.boot()
    talk.heartbeats(3600)
    assert "BOOT-03" not in talk.ids()


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


def test_boot_05_finds_a_charger_that_tells_no_status():
    talk = Talk()
    talk.boot()
    assert "BOOT-05" not in talk.ids(later=59)
    assert "BOOT-05" in talk.ids(later=61)


def test_boot_05_ignores_a_charger_that_does():
    talk = Talk()
    talk.boot()
    talk.wait(10)
    talk.status(0, "Available")
    assert "BOOT-05" not in talk.ids(later=600)


def test_boot_06_finds_a_reset_after_which_nothing_happens():
    talk = online()
    talk.csms("Reset", type="Soft")
    assert "BOOT-06" not in talk.ids(later=299)
    finding = talk.the("BOOT-06", later=301)
    assert "(Soft)" in finding.text
    assert len(finding.messages) == 2
    talk.heartbeats(900)
    assert "BOOT-06" in talk.ids()


def test_boot_06_ignores_a_reset_that_is_performed():
    talk = online()
    talk.csms("Reset", type="Hard")
    talk.wait(5)
    talk.disconnect()
    talk.wait(600)
    talk.connect()
    assert "BOOT-06" not in talk.ids(later=900)


def test_boot_06_ignores_a_reset_that_waits_until_the_charger_is_idle():
    talk = online(ocpp="2.0.1")
    talk.csms("Reset", type="OnIdle", answer={"status": "Scheduled"})
    assert "BOOT-06" not in talk.ids(later=900)


def test_boot_07_finds_a_new_meter_and_new_firmware():
    talk = online()
    reconnect(talk, firmware="1.1", meterSerialNumber="M-1")
    reconnect(talk, firmware="1.1", meterSerialNumber="M-2")
    texts = [each.text for each in talk.findings() if each.rule == "BOOT-07"]
    assert any("firmware 1.0 → 1.1" in text for text in texts)
    assert any("meter M-1 → M-2" in text for text in texts)


def test_boot_07_ignores_what_is_left_out():
    talk = online()
    reconnect(talk, serial="")
    reconnect(talk)
    assert "BOOT-07" not in talk.ids()
