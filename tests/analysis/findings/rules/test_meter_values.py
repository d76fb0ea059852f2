# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_metering import meter, read
from tests.analysis.findings.rules.test_starts import online
from tests.analysis.findings.talk import sampled_values


def test_mtr_10_finds_values_that_cannot_be():
    talk = online()
    meter(talk, 1, soc=140)
    assert "SoC 140" in talk.the("MTR-10").text
    talk = online()
    meter(talk, 1, power="NaN")
    assert "no value that can be read" in talk.the("MTR-10").text


def test_mtr_10_ignores_usual_values():
    talk = online()
    meter(talk, 2, soc=100, power=-3_000)
    assert "MTR-10" not in talk.ids()


@pytest.mark.parametrize(("value", "is_odd"), [("99.78", False), ("130", True)])
def test_mtr_10_reads_a_power_factor_in_percent(value, is_odd):
    talk = online()
    factor = {"value": value, "measurand": "Power.Factor", "unit": "Percent"}
    values = [{"timestamp": talk.stamp(), "sampledValue": [factor]}]
    talk.charger("MeterValues", connectorId=1, meterValue=values)
    assert ("MTR-10" in talk.ids()) is is_odd


def stop_with(talk, transaction, value, context="Transaction.End"):
    sampled = sampled_values(energy=value, context=context)
    data = [{"timestamp": talk.stamp(), "sampledValue": sampled}]
    talk.stop(transaction, meter=6_000, transactionData=data)


@pytest.mark.parametrize("context", ["Transaction.Begin", "Transaction.End"])
def test_mtr_11_finds_readings_that_differ(context):
    talk = online()
    stop_with(talk, talk.start(1, meter=1_000), 3_000, context)
    assert "3000 Wh" in talk.the("MTR-11").text


def test_mtr_11_ignores_readings_that_agree():
    talk = online()
    stop_with(talk, talk.start(1, meter=1_000), 6_005)
    assert "MTR-11" not in talk.ids()


def test_mtr_11_ignores_a_unit_that_is_mistaken():
    talk = online()
    stop_with(talk, talk.start(1, meter=1_000), 6)
    assert "MTR-11" not in talk.ids()


def test_mtr_13_finds_another_interval():
    talk = online()
    read(talk, MeterValueSampleInterval="30")
    transaction = talk.start(1)
    meter(talk, 8, transaction, power=7_000)
    talk.stop(transaction)
    assert "every 30 s" in talk.the("MTR-13").text


def by_the_clock(talk, late):
    read(talk, ClockAlignedDataInterval="300")
    talk.at("11:00:00")
    for _ in range(7):
        talk.wait(300)
        talk.meter(1, energy=1_000, context="Sample.Clock", stamp=talk.stamp(ago=-late))


def test_mtr_13_finds_values_by_the_clock_that_are_not_on_time():
    talk = online()
    by_the_clock(talk, 70)
    assert "off by 1 min 10 s" in talk.the("MTR-13").text


def test_mtr_13_ignores_values_by_the_clock_that_are_on_time():
    talk = online()
    by_the_clock(talk, 3)
    assert "MTR-13" not in talk.ids()


def test_mtr_13_ignores_the_interval_that_was_set():
    talk = online()
    read(talk, MeterValueSampleInterval="60")
    transaction = talk.start(1)
    meter(talk, 8, transaction, power=7_000)
    talk.stop(transaction)
    assert "MTR-13" not in talk.ids()


def test_mtr_14_finds_that_signed_data_is_missing():
    talk = online()
    read(talk, StopTxnSignReadings="true")
    talk.stop(talk.start(1))
    assert "MTR-14" in talk.ids()


def test_mtr_14_ignores_signed_data_and_chargers_that_need_not_sign():
    talk = online()
    talk.stop(talk.start(1))
    read(talk, StopTxnSignReadings="true")
    sampled = [{"value": "OCMF|{}|{}", "format": "SignedData"}]
    data = [{"timestamp": talk.stamp(), "sampledValue": sampled}]
    talk.stop(talk.start(1), transactionData=data)
    assert "MTR-14" not in talk.ids()
