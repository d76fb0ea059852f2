# SPDX-License-Identifier: Apache-2.0
import pytest

RESETS = {"1.6": {"type": "Soft"}, "2.0.1": {"type": "Immediate"}}


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_soft_reset_ends_delivers_closes_and_boots(talk, version):
    booted = talk(version).charge()
    booted.forget()
    assert booted.command("Reset", RESETS[version])["status"] == "Accepted"
    booted.run(2)
    assert booted.closed == 1
    assert "BootNotification" not in booted.actions
    booted.run(10)
    assert booted.actions.count("BootNotification") == 1
    if version == "1.6":
        assert booted.actions[0] == "StopTransaction"
        assert booted.said("StopTransaction")[0]["reason"] == "SoftReset"
    else:
        ended = booted.said("TransactionEvent")[0]
        assert ended["triggerReason"] == "ResetCommand"
        assert ended["transactionInfo"]["stoppedReason"] == "ImmediateReset"
        assert booted.said("BootNotification")[0]["reason"] == "RemoteReset"


def test_hard_reset_tells_the_end_after_the_boot(talk):
    booted = talk("1.6").charge()
    booted.forget()
    assert booted.command("Reset", {"type": "Hard"})["status"] == "Accepted"
    booted.run(12)
    assert booted.actions[0] == "BootNotification"
    (stop,) = booted.said("StopTransaction")
    assert (stop["reason"], stop["transactionId"]) == ("HardReset", 7)
    assert booted.statuses()[-1] == "Preparing"


def test_soft_reset_does_not_wait_for_ever(talk):
    booted = talk("1.6", answers={"StopTransaction": None}).charge()
    booted.command("Reset", {"type": "Soft"})
    booted.run(13)
    assert booted.closed == 1


def test_no_reset_while_firmware_is_installed(talk):
    booted = talk("1.6")
    location = {"location": "http://h/fw.bin", "retrieveDate": "2027-01-01T00:00:00Z"}
    booted.command("UpdateFirmware", location)
    booted.run(5)
    assert booted.command("Reset", {"type": "Soft"})["status"] == "Rejected"


def test_no_reset_while_firmware_is_fetched(talk):
    booted = talk("2.0.1")
    firmware = {
        "location": "http://h/fw.bin",
        "retrieveDateTime": "2027-01-01T00:00:00Z",
    }
    booted.command("UpdateFirmware", {"requestId": 1, "firmware": firmware})
    booted.run(5)
    answer = booted.command("Reset", {"type": "Immediate"})
    assert answer["statusInfo"]["reasonCode"] == "FwUpdateInProgress"


def test_reset_of_an_idle_evse_ends_nothing(talk):
    booted = talk("2.0.1")
    booted.forget()
    booted.command("Reset", {"type": "Immediate", "evseId": 2})
    booted.run(8)
    assert booted.statuses(2) == ["Unavailable", "Available"]
    assert booted.said("TransactionEvent") == []


def test_reset_on_idle_waits_for_the_end(talk):
    booted = talk("2.0.1").charge()
    assert booted.command("Reset", {"type": "OnIdle"})["status"] == "Scheduled"
    booted.run(30)
    assert booted.closed == 0
    booted.act("present_card", 1, "CARD").run(4)
    assert booted.closed == 1


def test_reset_on_idle_is_at_once_where_nothing_runs(talk):
    booted = talk("2.0.1")
    assert booted.command("Reset", {"type": "OnIdle"})["status"] == "Accepted"
    booted.run(3)
    assert booted.closed == 1


def test_reset_of_one_evse_leaves_the_other_alone(talk):
    booted = talk("2.0.1").charge(1).charge(2)
    booted.forget()
    answer = booted.command("Reset", {"type": "Immediate", "evseId": 1})
    assert answer["status"] == "Accepted"
    booted.run(2).act("unplug", 1).run(6)
    ended = [e for e in booted.said("TransactionEvent") if e["eventType"] == "Ended"]
    assert len(ended) == 1
    assert booted.closed == 0
    assert booted.statuses(1) == ["Unavailable", "Available"]
    assert booted.statuses(2) == []


def test_reset_of_one_evse_on_idle_waits(talk):
    booted = talk("2.0.1").charge(1)
    answer = booted.command("Reset", {"type": "OnIdle", "evseId": 1})
    assert answer["status"] == "Scheduled"
    booted.run(5)
    assert booted.charger.has_transaction
    answer = booted.command("Reset", {"type": "OnIdle", "evseId": 7})
    assert answer["statusInfo"]["reasonCode"] == "UnknownEvse"
