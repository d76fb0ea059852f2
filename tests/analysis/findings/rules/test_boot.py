# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

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


def test_boot_01_is_not_misled_by_the_end_of_an_older_connection():
    talk = Talk()
    talk.connect()
    old = talk.messages[-1].connection
    talk.wait(10)
    talk.connect()
    talk.disconnect(code=1001)
    talk.messages[-1] = replace(talk.messages[-1], connection=old)
    assert "The messages start shortly before" in talk.the("BOOT-01", later=70).text


def test_boot_01_says_nothing_where_connections_are_not_known():
    talk = Talk()
    talk.charger("Heartbeat")
    talk.wait(600)
    talk.charger("Heartbeat")
    assert "BOOT-01" not in talk.ids()


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


def test_boot_03_finds_calls_that_are_refused_for_that():
    talk = Talk(ocpp="2.0.1")
    talk.boot(answer={"status": "Pending", "interval": 300})
    talk.charger("Heartbeat", error="SecurityError")
    assert "Heartbeat with SecurityError" in talk.the("BOOT-03").text
    assert not talk.the("BOOT-03").is_possible
    talk = Talk()
    talk.charger("Heartbeat", error="SecurityError")
    assert talk.the("BOOT-03").is_possible


def test_boot_03_survives_an_odd_interval_and_ignores_other_errors():
    talk = Talk()
    talk.boot(answer={"status": "Rejected", "interval": ["x" * 5_000]})
    assert "It may ask again" not in talk.the("BOOT-03").text
    talk = Talk()
    talk.boot()
    talk.charger("Heartbeat", error="SecurityError")
    assert "BOOT-03" not in talk.ids()


def test_boot_03_ignores_pending_for_some_seconds():
    talk = Talk()
    talk.boot(answer={"status": "Pending", "interval": 10})
    talk.wait(10)
    talk.boot()
    talk.heartbeats(3600)
    assert "BOOT-03" not in talk.ids()


def test_boot_05_finds_a_charger_that_tells_no_status():
    talk = Talk()
    talk.connect()
    talk.boot()
    assert "BOOT-05" not in talk.ids(later=59)
    assert "BOOT-05" in talk.ids(later=61)


def test_boot_05_ignores_a_charger_that_does():
    talk = Talk()
    talk.boot()
    talk.wait(10)
    talk.status(0, "Available")
    assert "BOOT-05" not in talk.ids(later=600)


def test_boot_05_ignores_a_status_that_overtakes_the_answer():
    talk = Talk()
    talk.connect()
    boot = '[2,"b",{0},{{"chargePointVendor":"A","chargePointModel":"B"}}]'
    talk.raw(boot.format('"BootNotification"'))
    talk.status(1, "Available", answer=None)
    talk.raw('[3,"b",{"status":"Accepted","currentTime":"","interval":300}]',
             direction=1)  # fmt: skip
    assert "BOOT-05" not in talk.ids(later=600)


def test_boot_05_is_not_sure_of_a_log():
    talk = Talk()
    talk.boot()
    assert talk.the("BOOT-05", later=61).is_possible


def test_boot_06_is_not_sure_where_nothing_tells_of_connections():
    talk = Talk()
    talk.boot()
    talk.csms("Reset", type="Hard")
    assert talk.the("BOOT-06", later=301).is_possible


@pytest.mark.parametrize(
    "asked", [{"type": "Immediate", "evseId": 1}, {"type": "OnIdle"}]
)
def test_boot_06_ignores_a_reset_of_one_evse_and_one_that_may_wait(asked):
    talk = online(ocpp="2.0.1")
    talk.csms("Reset", **asked)
    assert "BOOT-06" not in talk.ids(later=900)


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


def test_boot_07_is_not_sure_of_a_boot_that_was_asked_for():
    talk = online()
    talk.csms("TriggerMessage", requestedMessage="BootNotification")
    talk.boot(firmware="1.0.0")
    assert talk.the("BOOT-07").is_possible


def test_boot_07_ignores_what_is_left_out():
    talk = online()
    reconnect(talk, serial="")
    reconnect(talk)
    assert "BOOT-07" not in talk.ids()
