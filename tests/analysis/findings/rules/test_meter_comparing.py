# SPDX-License-Identifier: Apache-2.0
from tests.analysis.findings.rules.test_metering import meter
from tests.analysis.findings.rules.test_starts import online, with_stories


def session(talk, *, power, meter_stop):
    """Have a session of an hour with this power, and this register at its end."""
    talk.status(1, "Preparing")
    transaction = talk.start(1, meter=1_000)
    talk.status(1, "Charging")
    meter(talk, 60, transaction, power=power)
    talk.stop(transaction, meter=meter_stop)
    talk.status(1, "Finishing")
    talk.status(1, "Available")
    talk.heartbeats(600)
    return with_stories(talk)


def test_mtr_04_finds_units_that_are_mixed_up():
    found = session(online(), power=7_000, meter_stop=1_007)
    assert "thousandfold" in found["MTR-04"].text


def test_mtr_04_finds_a_register_in_another_unit_than_its_start():
    talk = online()
    transaction = talk.start(1, meter=152_300)
    meter(talk, 4, transaction, energy=lambda n: 152.3 + n / 10)
    talk.stop(transaction, meter=152_600)
    talk.status(1, "Available")
    assert "300 Wh in truth" in talk.the("MTR-04").text


def test_mtr_04_ignores_energies_that_agree():
    assert "MTR-04" not in session(online(), power=7_000, meter_stop=8_000)


def test_mtr_07_finds_power_and_energy_that_disagree():
    found = session(online(), power=7_000, meter_stop=5_000)
    assert "4000 Wh by the register" in found["MTR-07"].text


def test_mtr_07_ignores_small_differences_and_other_units():
    assert "MTR-07" not in session(online(), power=7_000, meter_stop=7_900)
    assert "MTR-07" not in session(online(), power=7_000, meter_stop=1_007)


def test_mtr_07_ignores_power_that_is_not_known_all_the_time():
    talk = online()
    talk.status(1, "Preparing")
    transaction = talk.start(1, meter=1_000)
    talk.status(1, "Charging")
    meter(talk, 20, transaction, power=7_000)
    talk.wait(3_600)
    meter(talk, 20, transaction, power=7_000)
    talk.stop(transaction, meter=12_700)
    talk.status(1, "Available")
    talk.heartbeats(600)
    assert "MTR-07" not in with_stories(talk)


def test_mtr_08_finds_a_phase_that_is_gone():
    talk = online()
    meter(talk, 3, current=[16.0, 16.0, 16.0])
    meter(talk, 3, current=[16.0, 0.0, 16.0])
    finding = talk.the("MTR-08")
    assert finding.title == "Phase L2 is missing"
    assert len(finding.messages) == 3


def test_mtr_08_ignores_cars_with_one_phase_and_less_than_three_samples():
    talk = online()
    meter(talk, 5, current=[16.0, 0.0, 0.0])
    meter(talk, 5, current=[16.0, 0.0, 16.0])
    assert "MTR-08" not in talk.ids()  # it never used three
    talk = online()
    meter(talk, 3, current=[16.0, 16.0, 16.0])
    meter(talk, 2, current=[16.0, 0.0, 16.0])
    meter(talk, 1, current=[16.0, 16.0, 16.0])
    assert "MTR-08" not in talk.ids()


def test_mtr_08_ignores_another_car_with_two_phases():
    talk = online()
    transaction = talk.start(1, tag="THREE")
    meter(talk, 3, transaction, current=[16.0, 16.0, 16.0])
    talk.stop(transaction)
    transaction = talk.start(1, tag="TWO")
    meter(talk, 5, transaction, current=[16.0, 0.0, 16.0])
    assert "MTR-08" not in talk.ids()


def test_mtr_12_ignores_noise_on_single_phases():
    talk = online()
    for _ in range(4):
        meter(talk, 1, current=[0.6, 0.0, 0.0])
        meter(talk, 1, current=[0.0, 0.0, 0.0])
    assert "MTR-12" not in talk.ids()


def test_mtr_12_finds_current_where_nobody_charges():
    talk = online()
    meter(talk, 5, current=3.0)
    finding = talk.the("MTR-12")
    assert "3.0 A flow" in finding.text
    assert finding.count == 1


def test_mtr_12_finds_energy_where_nobody_charges():
    talk = online()
    meter(talk, 3, every=1_800, energy=lambda n: 1_000 + 200 * n)
    assert "400 Wh an hour" in talk.the("MTR-12").text


def test_mtr_12_ignores_sessions_the_main_meter_and_what_a_charger_needs():
    talk = online()
    transaction = talk.start(1)
    talk.status(1, "Charging")
    meter(talk, 6, transaction, current=16.0)
    talk.stop(transaction)
    talk.status(1, "Available")
    meter(talk, 5, current=16.0)  # STOP-13 tells of that
    talk.wait(3_600)
    meter(talk, 6, every=1_800, energy=lambda n: 1_000 + 10 * n)
    for _ in range(5):
        talk.meter(0, current=5.0)
    assert "MTR-12" not in talk.ids()
