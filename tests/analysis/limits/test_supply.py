# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.schedule import Period
from ocppdesk.analysis.limits.supply import Supply


@pytest.mark.parametrize(
    ("limit", "phases", "amps"),
    [
        (3680, None, 5.333),
        (3680, 3, 5.333),
        (3680, 1, 16),
        (7360, 2, 16),
        (11040, 3, 16),
    ],
)
def test_watts_become_amps_by_the_nominal_voltage(limit, phases, amps):
    """K01.FR.49: the measured voltage does not matter."""
    supply = Supply(volts=236.4)
    assert supply.amps(Period(0, limit, phases), "W") == pytest.approx(amps, abs=1e-3)


def test_amps_are_for_each_phase_already():
    assert Supply().amps(Period(0, 16, 1), "A") == 16
    assert Supply().watts(16, 1) == 3680
    assert Supply().watts(16, None) == 11040


def test_the_region_tells_the_nominal_voltage():
    assert Supply(volts=118).nominal_volts == 120
    assert Supply(volts=400).nominal_volts == 230
    assert Supply(volts=120).amps(Period(0, 1920, 1), "W") == 16


def test_direct_current_is_converted_with_what_was_measured():
    known, unknown = Supply(volts=400, is_dc=True), Supply(is_dc=True)
    assert known.amps(Period(0, 50_000, 3), "W") == 125
    assert known.watts(125, None) == 50_000
    assert unknown.amps(Period(0, 50_000, None), "W") is None
    assert unknown.amps(Period(0, 125, None), "A") == 125


def test_no_limit_stays_none():
    assert Supply().amps(Period(0, None, None), "W") is None
