# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_starts import online
from tests.analysis.findings.rules.test_stops import charging


def test_stop_02_finds_a_plug_that_was_pulled():
    talk = online()
    transaction = charging(talk)
    talk.wait(20)
    talk.stop(transaction, reason="EVDisconnected")
    assert "7000 W flowed 20 s before" in talk.the("STOP-02").text


@pytest.mark.parametrize("how", ["local", "low", "late", "paused", "over", "told"])
def test_stop_02_ignores_a_session_that_was_ended_before(how):
    talk = online()
    transaction = charging(talk)
    if how == "low":
        talk.meter(1, transaction, power=100)
    if how == "late":
        talk.wait(600)
    if how in ("paused", "over"):
        talk.status(1, "SuspendedEV")
    if how == "over":
        talk.status(1, "Finishing")
    if how == "told":
        talk.csms("RemoteStopTransaction", transactionId=transaction)
    talk.wait(10)
    talk.stop(transaction, reason="Local" if how == "local" else "EVDisconnected")
    assert "STOP-02" not in talk.ids()


def taper(talk, powers):
    transaction = charging(talk)
    for power in powers:
        talk.wait(120)
        talk.meter(1, transaction, power=power)
    talk.stop(transaction)


def test_stop_12_finds_a_battery_that_became_full():
    talk = online()
    taper(talk, [5_000, 4_000, 3_000, 2_000, 1_200, 800])
    assert "from 7000 W to 800 W" in talk.the("STOP-12").text


def test_stop_12_ignores_a_sudden_end():
    talk = online()
    taper(talk, [7_000, 7_000, 300])
    assert "STOP-12" not in talk.ids()


def test_stop_12_ignores_an_offer_that_goes_down_as_well():
    talk = online()
    transaction = charging(talk)
    for offered, power in (
        (32, 7_000),
        (24, 5_000),
        (16, 3_000),
        (12, 2_000),
        (6, 800),
    ):
        talk.wait(240)
        talk.meter(1, transaction, power=power, offered=offered)
    talk.stop(transaction)
    assert "STOP-12" not in talk.ids()


def after_the_end(talk, *currents):
    transaction = charging(talk)
    talk.stop(transaction)
    for current in currents:
        talk.wait(60)
        talk.meter(1, current=current)


def test_stop_13_finds_current_after_the_end():
    talk = online()
    after_the_end(talk, 12.0, 12.0, 12.0)
    finding = talk.the("STOP-13")
    assert finding.severity.name == "CRITICAL"
    assert "12.0 A" in finding.text


def test_stop_13_ignores_two_samples_and_the_next_session():
    talk = online()
    after_the_end(talk, 12.0, 12.0, 0.0, 12.0)
    transaction = talk.start(1)
    for _ in range(4):
        talk.wait(60)
        talk.meter(1, transaction, current=12.0)
    assert "STOP-13" not in talk.ids()


def test_stop_13_ignores_noise_on_single_phases_and_late_samples_of_a_fast_clock():
    talk = online()
    transaction = charging(talk)
    talk.stop(transaction)
    for current in ([0.6, 0, 0], [0, 0, 0], [0, 0.6, 0], [0, 0, 0], [0.6, 0, 0]):
        talk.wait(60)
        talk.meter(1, current=current)
    assert "STOP-13" not in talk.ids()
    talk = online()
    for status in ("Preparing", "Charging", "Preparing", "Charging"):
        talk.wait(10)
        talk.status(1, status, timestamp=talk.stamp(offset=7_200))
    transaction = charging(talk)
    talk.stop(transaction)
    for _ in range(3):
        talk.wait(20)
        talk.meter(1, current=16, stamp=talk.stamp(offset=7_200 - 600))
    assert "STOP-13" not in talk.ids()


def test_stop_13_finds_it_in_samples_that_name_the_evse_only():
    talk = online(ocpp="2.0.1")
    talk.event("Started")
    talk.event("Ended", reason="Local")
    for _ in range(3):
        talk.wait(60)
        sampled = [{"value": 12.0, "measurand": "Current.Import"}]
        values = [{"timestamp": talk.stamp(), "sampledValue": sampled}]
        talk.charger("MeterValues", evseId=1, meterValue=values)
    found = talk.ids()
    assert "STOP-13" in found
    assert "MTR-12" not in found
