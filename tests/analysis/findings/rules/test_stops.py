# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_faults import alert
from tests.analysis.findings.rules.test_starts import online, with_stories


def charging(talk, *, seconds=600, power=7_000, status="Charging"):
    """Have a session that charges, with samples each minute."""
    talk.status(1, "Preparing")
    talk.charger("Authorize", idTag="TAG1")
    transaction = talk.start(1)
    talk.status(1, status)
    for _ in range(seconds // 60):
        talk.wait(60)
        talk.meter(1, transaction, power=power)
    return transaction


def test_stop_01_finds_sessions_that_ended_as_they_should():
    talk = online()
    transaction = charging(talk)
    talk.stop(transaction, meter=9_000)
    talk.status(1, "Finishing")
    talk.status(1, "Available")
    found = with_stories(talk)
    assert found["STOP-01"].severity.name == "INFO"
    assert "Local" in found["STOP-01"].text


def test_stop_01_ignores_sessions_that_a_fault_ended():
    talk = online()
    transaction = charging(talk)
    talk.status(1, "Faulted", "GroundFailure")
    talk.stop(transaction, reason="Other", meter=9_000)
    talk.heartbeats(600)
    assert "STOP-01" not in with_stories(talk)


def test_stop_03_finds_a_session_that_its_card_ended():
    talk = online()
    talk.start(
        1,
        tag="TAG9",
        answer={"transactionId": 5, "idTagInfo": {"status": "ConcurrentTx"}},
    )
    talk.stop(5, reason="DeAuthorized")
    finding = talk.the("STOP-03")
    assert "TAG9" in finding.text
    assert "ConcurrentTx" in finding.text


def test_stop_03_finds_it_in_ocpp_2():
    talk = online(ocpp="2.0.1")
    talk.event("Started", tag="TAG9")
    talk.event("Ended", trigger="Deauthorized", reason="DeAuthorized")
    assert "STOP-03" in talk.ids()


def test_stop_03_ignores_other_reasons():
    talk = online()
    talk.stop(charging(talk))
    assert "STOP-03" not in talk.ids()


def test_stop_04_finds_a_loss_of_power():
    talk = online()
    talk.stop(charging(talk), reason="PowerLoss")
    assert "PowerLoss" in talk.the("STOP-04").text


def test_stop_04_ignores_a_reset_that_was_ordered():
    talk = online()
    transaction = charging(talk)
    talk.csms("Reset", type="Hard")
    talk.wait(5)
    talk.stop(transaction, reason="HardReset")
    assert "STOP-04" not in talk.ids()


@pytest.mark.parametrize("reason", [None, "Other"])
def test_stop_04_finds_a_restart_that_the_reason_hides(reason):
    talk = online()
    transaction = charging(talk)
    talk.wait(60)
    booted = talk.boot()
    talk.stop(transaction, reason=reason)
    finding = talk.the("STOP-04")
    assert "restarted while a session ran" in finding.text
    assert booted in finding.messages


@pytest.mark.parametrize("how", ["goes on", "local", "reset"])
def test_stop_04_ignores_a_boot_that_ended_nothing(how):
    talk = online()
    transaction = charging(talk)
    if how == "reset":
        talk.csms("Reset", type="Soft")
    talk.wait(200)
    talk.boot()
    if how == "goes on":
        talk.meter(1, transaction, power=7_000)
    talk.stop(transaction, reason="Local" if how == "local" else "Other")
    assert "STOP-04" not in talk.ids()


def test_stop_04_ignores_the_end_of_a_reset_that_took_long():
    talk = online()
    transaction = charging(talk)
    talk.csms("Reset", type="Hard")
    talk.wait(240)
    talk.boot()
    talk.stop(transaction, reason="HardReset")
    assert "STOP-04" not in talk.ids()


def test_stop_05_finds_an_emergency_stop():
    talk = online()
    talk.stop(charging(talk), reason="EmergencyStop")
    assert talk.the("STOP-05").severity.name == "CRITICAL"


def test_stop_05_ignores_other_reasons():
    talk = online()
    talk.stop(charging(talk))
    assert "STOP-05" not in talk.ids()


@pytest.mark.parametrize("is_before", [True, False])
def test_stop_06_finds_the_fault_that_ended_a_session(is_before):
    talk = online()
    transaction = charging(talk)
    if is_before:
        talk.status(1, "Faulted", "OverCurrentFailure")
        talk.wait(2)
    talk.stop(transaction, reason="Other")
    if not is_before:
        talk.wait(2)
        talk.status(1, "Faulted", "OverCurrentFailure")
    finding = talk.the("STOP-06")
    assert "OverCurrentFailure" in finding.text
    assert len(finding.messages) == 2


def test_stop_06_ignores_an_error_long_before_and_a_reason_that_says_more():
    talk = online()
    talk.status(1, "Faulted", "WeakSignal")
    talk.wait(600)
    transaction = charging(talk)
    talk.stop(transaction, reason="Other")
    transaction = charging(talk)
    talk.status(1, "Faulted", "GroundFailure")
    talk.stop(transaction, reason="Remote")
    assert "STOP-06" not in talk.ids()


def test_stop_06_finds_the_alert_that_ended_a_session_in_ocpp_2():
    for is_before in (True, False):
        talk = online(ocpp="2.0.1")
        talk.event("Started", state="Charging")
        talk.wait(60)
        if is_before:
            alert(talk, "PowerContactor", "Problem")
            talk.status(1, "Faulted")
        talk.event("Ended", reason="Other")
        if not is_before:
            alert(talk, "PowerContactor", "Problem")
            talk.status(1, "Faulted")
        finding = talk.the("STOP-06")
        assert "PowerContactor.Problem" in finding.text
        assert finding.evse == 1


def test_stop_06_ignores_the_pilot_around_unplugging_and_warnings_at_a_local_stop():
    talk = online()
    transaction = charging(talk)
    talk.status(1, "SuspendedEVSE", "EVCommunicationError")
    talk.stop(transaction, reason="EVDisconnected")
    talk.wait(600)
    talk.status(1, "Available")
    transaction = charging(talk)
    talk.status(1, "Charging", "HighTemperature")
    talk.stop(transaction, reason="Local")
    assert "STOP-06" not in talk.ids()


def test_stop_07_ignores_a_command_for_another_evse():
    talk = online(ocpp="2.0.1")
    for evse in (1, 2):
        talk.event("Started", f"T-{evse}", evse=evse)
    talk.csms("RequestStopTransaction", transactionId="T-2")
    talk.wait(5)
    talk.event("Ended", "T-1", reason="Local")
    assert "STOP-07" not in talk.ids()


def test_stop_01_ignores_a_plug_that_was_pulled_under_load():
    talk = online()
    transaction = charging(talk)
    talk.stop(transaction, meter=9_000, reason="EVDisconnected")
    talk.status(1, "Available")
    found = with_stories(talk)
    assert "STOP-02" in found
    assert "STOP-01" not in found


def zero_limit():
    schedule = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 0}],
    }
    return {"connectorId": 1, "csChargingProfiles": {"chargingSchedule": schedule}}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("RemoteStopTransaction", {"transactionId": 1}),
        ("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"}),
        ("SetChargingProfile", zero_limit()),
    ],
)
def test_stop_07_finds_the_command_that_ended_a_session(action, payload):
    talk = online()
    transaction = charging(talk)
    asked = talk.csms(action, payload)
    talk.wait(10)
    talk.stop(transaction, reason="Remote")
    finding = talk.the("STOP-07")
    assert action in finding.text
    assert asked in finding.messages


@pytest.mark.parametrize("how", ["long before", "rejected", "operative"])
def test_stop_07_ignores_commands_that_end_nothing(how):
    talk = online()
    transaction = charging(talk)
    if how == "operative":
        talk.csms("ChangeAvailability", connectorId=1, type="Operative")
    else:
        status = "Rejected" if how == "rejected" else "Accepted"
        talk.csms(
            "RemoteStopTransaction",
            transactionId=transaction,
            answer={"status": status},
        )
    talk.wait(300 if how == "long before" else 5)
    talk.stop(transaction)
    assert "STOP-07" not in talk.ids()


def test_stop_08_finds_a_session_that_was_never_closed():
    talk = online()
    charging(talk)
    talk.status(1, "Finishing")
    talk.wait(10)
    talk.status(1, "Available")
    talk.heartbeats(3_600)
    assert "STOP-08" in with_stories(talk)


def test_stop_08_ignores_a_session_that_runs():
    talk = online()
    charging(talk)
    talk.heartbeats(3_600)
    assert "STOP-08" not in with_stories(talk)
