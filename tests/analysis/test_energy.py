# SPDX-License-Identifier: Apache-2.0
"""The energy of transactions as chargers of the field tell it."""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.analysis.energy import session_energy
from ocppdesk.analysis.measurands import REGISTER
from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.sessions.story import EnergySource, Quality

MINUTE = 60_000_000
METER, TRANSACTION = EnergySource.METER, EnergySource.TRANSACTION
BY_REGISTER, POWER = EnergySource.REGISTER, EnergySource.POWER
INTERVALS = EnergySource.INTERVALS
MIXED_UP = "Values differ by a factor of 1000: Wh and kWh are mixed up."


def _sample(minute, value, **changes):
    sample = Sample(
        minute, minute * MINUTE, minute * MINUTE, None, 1, 512, REGISTER, "", "Outlet",
        "Sample.Periodic", float(value), "Wh", "Wh", Assumed.NOTHING, "MeterValues",
    )  # fmt: skip
    return dataclasses.replace(sample, **changes)


def _register(*values, step=10, **changes):
    return [
        _sample(number * step, value, **changes) for number, value in enumerate(values)
    ]


def _power(*values, step=10):
    return _register(*values, step=step, measurand="Power.Active.Import", unit="W")


def _short(energy):
    return energy.wh, energy.source, energy.quality


# The worked examples of the handbook.


def test_a_plain_session_is_exact():
    energy = session_energy(_register(152_300, 153_400, 155_000, 156_700))
    assert _short(energy) == (4_400, BY_REGISTER, Quality.EXACT)
    assert energy.notes == energy.others == ()


def test_a_reset_is_estimated():
    energy = session_energy(_register(88_550, 91_000, 50))
    assert _short(energy) == (2_500, BY_REGISTER, Quality.ESTIMATED)
    assert "it was reset" in energy.notes[0]


def test_kwh_among_wh_are_suspect():
    energy = session_energy(_register(15_000, 15_600, 16.2, 16.8))
    assert _short(energy) == (pytest.approx(1_800), BY_REGISTER, Quality.SUSPECT)
    assert "Wh and kWh are mixed up" in energy.notes[0]


# What is trusted.


def test_the_meter_at_start_and_stop_comes_first():
    samples = [
        _sample(0, 1_000, context="Transaction.Begin"),
        *_register(1_010, 2_000, 3_000)[1:],
        _sample(30, 3_400, context="Transaction.End"),
        *_power(12_000, 12_000),
    ]
    energy = session_energy(samples, meter_start_wh=1_000, meter_stop_wh=3_401)
    assert _short(energy) == (2_401, METER, Quality.EXACT)
    assert energy.others == (
        (TRANSACTION, 2_400),
        (BY_REGISTER, 2_400),
        (POWER, pytest.approx(2_000)),
    )
    assert energy.notes == ()


def test_without_a_meter_at_the_ends_begin_and_end_count():
    samples = [
        _sample(0, 1_000, context="Transaction.Begin"),
        _sample(30, 3_400, context="Transaction.End"),
    ]
    energy = session_energy(samples)
    assert _short(energy) == (2_400, TRANSACTION, Quality.EXACT)


def test_a_running_transaction_counts_from_its_start():
    energy = session_energy(_register(1_100, 2_000), meter_start_wh=1_000, began_at=0)
    assert _short(energy) == (1_000, BY_REGISTER, Quality.EXACT)


def test_a_first_value_may_come_late():
    samples = [*_register(6_000, 8_000, step=20), *_power(6_000, 6_000, step=20)]
    energy = session_energy(samples, meter_start_wh=1_000, began_at=-50 * MINUTE)
    assert _short(energy) == (7_000, BY_REGISTER, Quality.EXACT)
    # What an hour brings is something else if it took no time.
    energy = session_energy(samples, meter_start_wh=1_000, began_at=0)
    assert energy.wh == 2_000


def test_a_transaction_whose_start_was_not_seen_is_at_least_that():
    samples = _register(1_000, 2_000)
    energy = session_energy(samples, meter_stop_wh=2_100, ended_at=11 * MINUTE)
    assert _short(energy) == (1_100, BY_REGISTER, Quality.ESTIMATED)
    assert energy.notes == ("Its beginning is not known: it is at least this.",)


def test_intervals_and_then_power_are_the_last_to_be_asked():
    intervals = _register(500, 600, measurand="Energy.Active.Import.Interval")
    power = _power(6_000, 6_000)
    energy = session_energy([*intervals, *power])
    assert _short(energy) == (1_100, INTERVALS, Quality.ESTIMATED)
    assert _short(session_energy(power)) == (
        pytest.approx(1_000),
        POWER,
        Quality.ESTIMATED,
    )


@pytest.mark.parametrize("samples", [[], _register(5_000), _power(7_000)])
def test_where_nothing_tells_there_is_no_energy(samples):
    assert session_energy(samples) is None


# The traps of the field.


def test_a_register_of_the_session_beside_a_meter_of_a_life():
    register = _register(0, 1_000, 2_000)
    energy = session_energy(register, meter_start_wh=1_523_000, began_at=0)
    assert _short(energy) == (2_000, BY_REGISTER, Quality.ESTIMATED)
    assert "meterStart (1 523 000 Wh) is that of the whole meter" in energy.notes[0]
    whole = session_energy(register, meter_start_wh=1_523_000, meter_stop_wh=1_525_000)
    assert _short(whole) == (2_000, METER, Quality.EXACT)


def test_a_beginning_that_is_repeated_does_not_hide_the_register():
    samples = _register(1_000, 1_500, 2_000)
    samples += _register(1_000, 1_000, 1_000, context="Transaction.Begin")
    assert _short(session_energy(samples)) == (1_000, BY_REGISTER, Quality.EXACT)


def test_a_register_in_kwh_that_says_wh_is_converted():
    register = _register(15.0, 16.0, 17.0)
    energy = session_energy(register, meter_start_wh=15_000, began_at=0)
    assert _short(energy) == (2_000, BY_REGISTER, Quality.SUSPECT)
    assert energy.notes == (MIXED_UP,)
    whole = session_energy(register, meter_start_wh=15_000, meter_stop_wh=17_000)
    assert _short(whole) == (2_000, METER, Quality.EXACT)
    assert whole.notes == (MIXED_UP,)


def test_sources_that_differ_by_a_thousand_are_suspect():
    register = _register(0.0, 1.0, 2.0)
    energy = session_energy(register, meter_start_wh=5_000, meter_stop_wh=7_000)
    assert _short(energy) == (2_000, METER, Quality.SUSPECT)
    assert MIXED_UP in energy.notes


def test_power_tells_which_of_two_units_is_right():
    register = _register(15_000, 16_000, 17_000)
    energy = session_energy([*register, *_power(6_000, 6_000, 6_000)],
                            meter_start_wh=15, meter_stop_wh=17)  # fmt: skip
    assert _short(energy) == (2_000, BY_REGISTER, Quality.SUSPECT)


def test_a_meter_in_kwh_gives_way_to_power():
    energy = session_energy(_power(6_000, 6_000, 6_000), meter_start_wh=15,
                            meter_stop_wh=17)  # fmt: skip
    assert _short(energy) == (pytest.approx(2_000), POWER, Quality.SUSPECT)


def test_power_in_kw_that_says_w_does_no_harm():
    energy = session_energy(_power(6, 6, 6), meter_start_wh=0, meter_stop_wh=2_000)
    assert _short(energy) == (2_000, METER, Quality.EXACT)
    assert energy.notes != ()


@pytest.mark.parametrize("extra", [15, 24])
def test_a_late_sample_is_tolerated(extra):
    register = _register(0, 1_000, 2_400 + extra)
    energy = session_energy(register, meter_start_wh=0, meter_stop_wh=2_400)
    assert _short(energy) == (2_400, METER, Quality.EXACT)
    assert energy.notes == ()


def test_a_register_that_says_much_more_is_suspect():
    register = _register(0, 1_000, 3_000)
    energy = session_energy(register, meter_start_wh=0, meter_stop_wh=2_400)
    assert _short(energy) == (2_400, METER, Quality.SUSPECT)
    assert energy.notes == ("The register says 3 000 Wh.",)


def test_a_frozen_meter_gives_way_to_power():
    samples = [*_register(5_011, 5_011, 5_011), *_power(7_000, 7_000, 7_000)]
    energy = session_energy(samples, meter_start_wh=5_011, meter_stop_wh=5_011)
    assert _short(energy) == (pytest.approx(7_000 / 3), POWER, Quality.SUSPECT)
    assert "frozen" in energy.notes[0]
    assert energy.others == ((METER, 0), (BY_REGISTER, 0))


def test_a_meter_that_counts_whole_kwh_is_too_coarse_for_little():
    samples = [*_register(5_000, 5_000, 5_000), *_power(2_000, 2_000, 2_000)]
    energy = session_energy(samples, meter_start_wh=5_000, meter_stop_wh=5_000)
    assert _short(energy) == (pytest.approx(2_000 / 3), POWER, Quality.ESTIMATED)
    assert "steps of 1 000 Wh" in energy.notes[0]


def test_a_meter_that_says_nothing_gives_way_to_the_register():
    energy = session_energy(
        _register(15_000, 16_000), meter_start_wh=0, meter_stop_wh=0
    )
    assert _short(energy) == (1_000, BY_REGISTER, Quality.ESTIMATED)
    assert energy.notes == ("meterStart and meterStop say 0 Wh, others say more.",)


def test_a_stop_below_the_start_is_said_and_not_used():
    energy = session_energy(
        _register(15_000, 16_000), meter_start_wh=15_000, meter_stop_wh=0
    )
    assert _short(energy) == (1_000, BY_REGISTER, Quality.EXACT)
    assert energy.notes == ("meterStop is less than meterStart.",)


def test_a_meter_that_passed_its_end_between_start_and_stop():
    energy = session_energy([], meter_start_wh=999_000, meter_stop_wh=500)
    assert _short(energy) == (1_500, METER, Quality.ESTIMATED)


def test_gaps_in_power_are_said():
    samples = _power(*[6_000] * 5, step=1) + [
        dataclasses.replace(sample, charger_at=sample.charger_at + 60 * MINUTE)
        for sample in _power(6_000, 6_000, step=1)
    ]
    energy = session_energy(samples)
    assert energy.wh == pytest.approx(500)
    assert "it is more than this" in energy.notes[0]


# What holds for whatever comes.

_SAMPLES = st.lists(
    st.builds(
        lambda minute, value, measurand, phase, location, context: _sample(
            minute,
            value,
            measurand=measurand,
            unit="W" if measurand.startswith("Power") else "Wh",
            phase=phase,
            location=location,
            context=context,
        ),
        st.integers(0, 300),
        st.integers(0, 100_000) | st.floats(-1e13, 1e13, allow_nan=False),
        st.sampled_from([REGISTER, "Energy.Active.Import.Interval",
                         "Power.Active.Import"]),
        st.sampled_from(["", "L1", "L2"]),
        st.sampled_from(["Outlet", "Inlet"]),
        st.sampled_from(["Sample.Periodic", "Sample.Clock", "Transaction.Begin",
                         "Transaction.End"]),
    ),
    max_size=25,
)  # fmt: skip
_METER = st.none() | st.integers(-10, 10**10) | st.floats(0, 1e15)


@given(_SAMPLES, _METER, _METER, st.randoms())
def test_energy_is_never_negative_and_order_does_not_matter(
    samples, start, stop, chance: random.Random
):
    ends = {"meter_start_wh": start, "meter_stop_wh": stop}
    energy = session_energy(samples, **ends)
    shuffled = samples + samples[:5]
    chance.shuffle(shuffled)
    assert session_energy(shuffled, **ends) == energy
    if energy is not None:
        assert energy.wh >= 0
        assert all(wh >= 0 for _source, wh in energy.others)
        assert energy.source not in dict(energy.others)
