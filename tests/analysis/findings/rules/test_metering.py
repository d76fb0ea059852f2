# SPDX-License-Identifier: Apache-2.0

from tests.analysis.findings.rules.test_starts import online


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


def test_mtr_01_ignores_a_start_that_was_refused_and_does_not_wait_anew():
    talk = online()
    refused = {"transactionId": -1, "idTagInfo": {"status": "Invalid"}}
    talk.start(1, answer=refused)
    assert "MTR-01" not in talk.ids(later=900)
    talk = online()
    stamp = talk.stamp()
    for _ in range(4):
        talk.start(1, timestamp=stamp, answer=None)
        talk.wait(200)
    assert talk.the("MTR-01").count == 1


def test_mtr_01_ignores_a_session_of_ocpp_2_whose_samples_name_the_evse_only():
    talk = online(ocpp="2.0.1")
    talk.event("Started")
    sampled = [{"value": 7_000, "measurand": "Power.Active.Import"}]
    values = [{"timestamp": talk.stamp(), "sampledValue": sampled}]
    talk.charger("MeterValues", evseId=1, meterValue=values)
    assert "MTR-01" not in talk.ids(later=900)


def test_mtr_02_ignores_a_counter_of_each_session_and_other_kinds_of_values():
    talk = online()
    first = talk.start(1, meter=152_300)
    meter(talk, 3, first, energy=lambda n: 1_000 * n)
    talk.stop(first, meter=154_300)
    second = talk.start(1, meter=154_300)
    meter(talk, 2, second, energy=lambda n: 100 * n)
    assert "MTR-02" not in talk.ids()
    talk = online()
    talk.meter(1, energy=9_000, context="Trigger")
    talk.meter(1, energy=5_000)
    assert "MTR-02" not in talk.ids()


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
