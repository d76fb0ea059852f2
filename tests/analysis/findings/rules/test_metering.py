# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_starts import online
from tests.analysis.findings.talk import sampled_values


def meter(talk, count, transaction=None, every=60, **values):
    """Send the same values some times; callables are given the number."""
    for number in range(count):
        talk.wait(every)
        now = {k: v(number) if callable(v) else v for k, v in values.items()}
        talk.meter(1, transaction, **now)


def read(talk, **values):
    keys = [{"key": k, "readonly": False, "value": v} for k, v in values.items()]
    talk.csms("GetConfiguration", answer={"configurationKey": keys})


def test_mtr_01_finds_a_session_without_values():
    talk = online()
    talk.start(1)
    assert "MTR-01" not in talk.ids(later=590)
    assert "10 min" in talk.the("MTR-01", later=610).text


def test_mtr_01_ignores_sessions_with_values_and_short_ones():
    talk = online()
    transaction = talk.start(1)
    meter(talk, 1, transaction, power=7_000)
    talk.wait(900)
    talk.stop(transaction)
    talk.stop(talk.start(1))
    assert "MTR-01" not in talk.ids(later=900)


def test_mtr_02_finds_a_register_that_falls():
    talk = online()
    meter(talk, 1, energy=91_000)
    meter(talk, 1, energy=50)
    finding = talk.the("MTR-02")
    assert "91000 Wh to 50 Wh" in finding.text
    assert len(finding.messages) == 2


def test_mtr_02_ignores_what_is_told_later_and_repeated_beginnings():
    talk = online()
    meter(talk, 1, energy=5_000)
    talk.meter(1, energy=4_000, stamp=talk.stamp(ago=3_600))
    talk.meter(1, energy=3_000, context="Transaction.Begin")
    talk.meter(1, energy=4_995)
    assert "MTR-02" not in talk.ids()


def test_mtr_03_finds_energy_between_sessions():
    talk = online()
    talk.stop(talk.start(1, meter=1_000), meter=6_000)
    talk.wait(600)
    talk.start(1, meter=8_000)
    assert "2000 Wh" in talk.the("MTR-03").text


def test_mtr_03_ignores_what_the_charger_itself_needs():
    talk = online()
    talk.stop(talk.start(1, meter=1_000), meter=60_000)
    talk.wait(600)
    talk.start(1, meter=60_500)
    assert "MTR-03" not in talk.ids()


def test_mtr_05_finds_values_that_count_from_zero():
    talk = online()
    transaction = talk.start(1, meter=152_300)
    meter(talk, 3, transaction, energy=lambda n: 100 * n)
    assert "152300 Wh" in talk.the("MTR-05").text


def test_mtr_05_ignores_values_of_the_register():
    talk = online()
    transaction = talk.start(1, meter=152_300)
    meter(talk, 3, transaction, energy=lambda n: 152_300 + 100 * n)
    assert "MTR-05" not in talk.ids()


def test_mtr_05_ignores_a_unit_that_is_mistaken():
    talk = online()
    transaction = talk.start(1, meter=152_300)
    meter(talk, 3, transaction, energy=lambda n: 152.3 + n / 10)
    assert "MTR-05" not in talk.ids()


def test_mtr_06_finds_values_that_stay_the_same():
    talk = online()
    meter(talk, 4, power=7_360, current=32.0, voltage=230.1, energy=1_234)
    assert "4 messages" in talk.the("MTR-06").text


def test_mtr_06_finds_a_register_that_stands_still():
    talk = online()
    meter(talk, 20, power=lambda n: 11_000 + n, energy=5_000)
    assert "stood still" in talk.the("MTR-06").text


def test_mtr_06_ignores_a_car_that_rests_and_a_coarse_register():
    talk = online()
    meter(talk, 6, power=0, current=0, energy=5_000)
    meter(talk, 8, power=lambda n: 7_000 + n, energy=5_000)
    assert "MTR-06" not in talk.ids()


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


def test_mtr_03_finds_a_gap_beside_a_meter_that_has_counted_much():
    talk = online()
    talk.stop(talk.start(1, meter=20_000_000), meter=20_010_000)
    talk.wait(600)
    talk.start(1, meter=20_015_000)
    assert "5000 Wh" in talk.the("MTR-03").text


def test_mtr_03_ignores_what_the_charger_needs_in_a_day():
    talk = online()
    talk.stop(talk.start(1, meter=1_000), meter=6_000)
    talk.wait(24 * 3_600)
    talk.start(1, meter=6_720)
    assert "MTR-03" not in talk.ids()


def test_mtr_06_ignores_a_steady_power_while_a_coarse_register_waits():
    talk = online()
    meter(talk, 6, every=10, power=3_700, current=16.0, energy=1_200)
    assert "MTR-06" not in talk.ids()


def test_mtr_06_proves_nothing_without_a_register():
    talk = online()
    meter(talk, 6, power=3_700, current=16.0)
    assert talk.the("MTR-06").is_possible
