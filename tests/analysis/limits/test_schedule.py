# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.schedule import (
    SECOND,
    instant,
    limit_of,
    read_schedule,
    seconds,
)
from ocppdesk.core.phrases.parts import Part


def schedule(*starts, **more):
    periods = [{"startPeriod": start, "limit": start + 1} for start in starts]
    return read_schedule(
        Part({"chargingRateUnit": "A", "chargingSchedulePeriod": periods, **more})
    )


def test_a_period_lasts_until_the_next_or_the_end():
    found = schedule(0, 60, duration=100)
    limits = [
        period and period.limit
        for at in (-1, 0, 59, 60, 99, 100)
        for period in [found.period_at(at * SECOND)]
    ]
    assert limits == [None, 1, 1, 61, 61, None]
    changes = [found.change_after(at * SECOND) for at in (-1, 0, 60, 100)]
    assert changes == [0, 60 * SECOND, 100 * SECOND, None]


def test_without_a_duration_the_last_period_stays():
    found = schedule(0, 60)
    assert found.period_at(10**12).limit == 61
    assert found.change_after(60 * SECOND) is None


def test_what_is_against_the_rules_is_read_and_told():
    found = schedule(60, 30)
    assert [period.start for period in found.periods] == [30 * SECOND, 60 * SECOND]
    assert found.period_at(0) is None
    assert len(found.oddities) == 2
    assert "no periods" in schedule().oddities[0]
    odd = read_schedule(Part({"chargingRateUnit": "kA"}))
    assert odd.unit == "A"
    assert odd.oddities[0] == "Its unit is kA; it is taken for A."


@pytest.mark.parametrize(
    ("sent", "unit"), [("a", "A"), ("W", "W"), (None, "A"), ("Power", "W")]
)
def test_units_are_taken_as_they_are_meant(sent, unit):
    assert read_schedule(Part({"chargingRateUnit": sent})).unit == unit


def test_a_setpoint_stands_for_a_missing_limit():
    assert limit_of(Part({"setpoint": -5})) == -5
    assert limit_of(Part({"setpoint": 5, "limit": "7"})) == 7
    assert limit_of(Part({"limit": 1e200})) is None


def test_times_that_cannot_be_are_none():
    assert instant(Part("2026-08-01T12:00:00.5Z")) == 1_785_585_600_500_000
    assert instant(Part("soon")) is None
    assert seconds(Part(-1)) is None
    assert seconds(Part("1.5")) == 1_500_000
    assert seconds(Part(1e300)) is None
