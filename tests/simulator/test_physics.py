# SPDX-License-Identifier: Apache-2.0
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.simulator.physics import Car, Circuit, Supply, pilot_current

OFFERS = st.lists(
    st.tuples(st.floats(0.0, 40.0), st.integers(1, 3), st.integers(1, 40)),
    min_size=1,
    max_size=6,
)
CARS = st.builds(
    Car,
    max_current_a=st.floats(6.0, 32.0),
    phases=st.sampled_from([1, 3]),
    soc=st.floats(0.0, 100.0),
)


def charging(car=None, *, supply=None, haste=1.0, seed=0):
    circuit = Circuit(supply or Supply(), seed=seed, haste=haste)
    circuit.connect(car or Car())
    circuit.offer(32.0)
    return circuit


@given(OFFERS, CARS)
def test_energy_is_the_integral_of_the_reported_power_and_never_falls(offers, car):
    circuit = Circuit(Supply())
    circuit.connect(car)
    energy = 0.0
    for amps, phases, seconds in offers:
        circuit.offer(amps, phases=phases)
        for _ in range(seconds):
            before = circuit.reading.energy_wh
            circuit.advance(1.0)
            energy += circuit.reading.power_w / 3600.0
            assert circuit.reading.energy_wh >= before
    assert circuit.reading.energy_wh == pytest.approx(energy)


@given(OFFERS, CARS)
def test_current_obeys_the_offer_within_five_seconds(offers, car):
    circuit = Circuit(Supply())
    circuit.connect(car)
    for amps, phases, seconds in offers:
        circuit.offer(amps, phases=phases)
        for second in range(seconds):
            circuit.advance(1.0)
            reading = circuit.reading
            if second >= 4:
                assert max(reading.current_a) <= reading.offered_a
            assert sum(current > 0 for current in reading.current_a) <= phases


@given(st.floats(0.0, 5.999))
def test_less_than_six_amps_is_nothing(amps):
    circuit = charging()
    circuit.advance(10.0)
    circuit.offer(amps)
    assert circuit.reading.offered_a == 0.0
    assert circuit.reading.current_a == (0.0, 0.0, 0.0)
    circuit.advance(10.0)
    assert circuit.reading.power_w == 0.0


def test_pilot_offers_nothing_or_at_least_six_amps():
    assert [pilot_current(a) for a in (0.0, 5.9, 6.0, 13.5)] == [0.0, 0.0, 6.0, 13.5]


def test_current_ramps_up_a_few_amps_a_second():
    circuit = charging()
    currents = []
    for _ in range(8):
        circuit.advance(1.0)
        currents.append(circuit.reading.current_a[0])
    assert currents[0] < 3.1
    assert all(b - a < 3.2 for a, b in itertools.pairwise(currents))
    assert currents[-1] == pytest.approx(16.0, rel=0.01)


def test_three_phase_car_draws_on_all_phases():
    circuit = charging()
    circuit.advance(20.0)
    assert circuit.reading.power_w == pytest.approx(3 * 230 * 16, rel=0.03)


def test_one_phase_car_draws_on_the_first_phase_only():
    circuit = charging(Car(phases=1, max_current_a=32.0))
    circuit.advance(20.0)
    current = circuit.reading.current_a
    assert current[0] == pytest.approx(32.0, rel=0.01)
    assert current[1:] == (0.0, 0.0)
    assert circuit.phases == 1


def test_one_phase_supply_has_no_voltage_on_the_others():
    circuit = charging(supply=Supply(phases=1))
    circuit.advance(20.0)
    assert circuit.reading.voltage_v[1:] == (0.0, 0.0)
    assert circuit.reading.power_w == pytest.approx(230 * 16, rel=0.03)


def test_voltage_sags_under_load():
    circuit = Circuit(Supply(resistance_ohm=0.5))
    idle = circuit.reading.voltage_v[0]
    circuit.connect(Car(max_current_a=32.0))
    circuit.offer(32.0)
    circuit.advance(20.0)
    assert idle - circuit.reading.voltage_v[0] > 12.0


def test_current_tapers_above_eighty_percent():
    full_speed = charging(Car(soc=70.0))
    tapering = charging(Car(soc=90.0))
    full_speed.advance(20.0)
    tapering.advance(20.0)
    half = full_speed.reading.current_a[0] / 2
    assert tapering.reading.current_a[0] == pytest.approx(half, rel=0.05)


def test_car_fills_up_and_then_takes_nothing():
    circuit = charging(Car(soc=99.0), haste=100.0)
    circuit.advance(300.0)
    assert circuit.is_full
    assert circuit.reading.soc == 100.0
    assert circuit.reading.current_a == (0.0, 0.0, 0.0)
    assert circuit.reading.offered_a == 32.0


def test_haste_changes_the_state_of_charge_and_not_the_energy():
    slow, fast = charging(), charging(haste=60.0)
    slow.advance(60.0)
    fast.advance(60.0)
    assert fast.reading.energy_wh == pytest.approx(slow.reading.energy_wh)
    assert fast.reading.soc > slow.reading.soc + 5.0


def test_equal_seeds_give_equal_readings():
    one, two, other = charging(seed=3), charging(seed=3), charging(seed=4)
    for circuit in (one, two, other):
        circuit.advance(30.0)
    assert one.reading == two.reading
    assert one.reading != other.reading


def test_parts_of_a_step_add_up():
    circuit = charging()
    for _ in range(10):
        circuit.advance(0.5)
    whole = charging()
    whole.advance(5.0)
    assert circuit.reading == whole.reading


def test_unplugging_stops_the_current_at_once():
    circuit = charging()
    circuit.advance(20.0)
    circuit.disconnect()
    assert circuit.reading.power_w == 0.0
    assert circuit.reading.soc is None
    assert not circuit.is_full


def test_charger_warms_up_under_load():
    circuit = charging(Car(max_current_a=32.0))
    circuit.advance(1200.0)
    assert 35.0 < circuit.reading.temperature_c < 50.0
