# SPDX-License-Identifier: Apache-2.0
"""The rules of combination, each by itself."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.analysis.limits.in_force import (
    Place,
    change_after,
    in_force,
    leader,
    schedule_steps,
)
from ocppdesk.analysis.limits.installed import Installed
from ocppdesk.analysis.limits.profile import Purpose, read_profile
from ocppdesk.analysis.limits.schedule import SECOND
from ocppdesk.analysis.limits.supply import Supply
from ocppdesk.core.phrases.parts import Part
from ocppdesk.simulator.profiles import parse_profile
from ocppdesk.simulator.smart_charging import Scope, SmartCharging

NOON = 1_785_585_600 * SECOND
MAX = "ChargePointMaxProfile"
EXTERNAL = "ChargingStationExternalConstraints"
IDLE = Place(1)
BUSY = Place(1, has_transaction=True, transaction="7", tx_start=NOON)


@pytest.fixture
def read(make_profile):
    numbers = iter(range(1, 100))

    def make(*periods, connector=1, at=NOON, **more):
        number = next(numbers)
        source = {"source": more.pop("source")} if "source" in more else {}
        sent = Part(make_profile(*periods, id=number, **more))
        return read_profile(sent, connector=connector, at=at, message=number, **source)

    return make


def amps(profiles, place=IDLE, at=NOON):
    return in_force(profiles, place, at).amps


def test_the_highest_level_leads_though_it_allows_more(read):
    assert amps([read(6, level=0), read(16, level=3), read(10, level=2)]) == 16


def test_a_level_that_is_over_leaves_the_next_one_to_lead(read):
    profiles = [read(16), read(6, level=1, duration=60)]
    assert amps(profiles) == 6
    assert amps(profiles, at=NOON + 60 * SECOND) == 16
    assert change_after(profiles, IDLE, NOON) == NOON + 60 * SECOND


def test_a_default_of_the_connector_replaces_that_of_all_at_its_level(read):
    own, all_of_them = read(10), read(16, connector=0, at=NOON + 1)
    assert amps([own, all_of_them], at=NOON + 1) == 10
    assert amps([own, all_of_them], Place(2), NOON + 1) == 16
    higher = read(20, connector=0, level=1)
    assert amps([own, higher]) == 20


def test_a_profile_of_the_transaction_leads_over_the_default(read):
    profiles = [read(6, level=5), read(16, purpose="TxProfile", duration=60)]
    assert amps(profiles, BUSY) == 16
    assert amps(profiles, BUSY, NOON + 60 * SECOND) == 6
    assert amps(profiles, IDLE) == 6


def test_a_profile_of_another_transaction_does_not_count(read):
    profiles = [read(16), read(6, purpose="TxProfile", transactionId=8)]
    assert amps(profiles, BUSY) == 16


def test_the_lowest_of_the_purposes_counts(read):
    ceiling = read(12, connector=0, purpose=MAX)
    outside = read(9, connector=0, purpose=EXTERNAL, source="EMS")
    assert amps([read(16), ceiling]) == 12
    found = in_force([read(16), ceiling, outside], IDLE, NOON)
    assert found.amps == 9
    assert found.leading.profile is outside
    assert [one.amps for one in found.others] == [16, 12]


def test_limits_of_several_sources_do_not_replace_each_other(read):
    grid = read(9, connector=0, purpose=EXTERNAL, source="SO", level=1)
    building = read(7, connector=0, purpose=EXTERNAL, source="EMS")
    assert amps([grid, building]) == 7


def test_nothing_known_is_no_limit_and_not_zero(read):
    found = in_force([], IDLE, NOON)
    assert (found.amps, found.watts, found.leading) == (None, None, None)
    assert amps([read(0)]) == 0


def test_the_whole_charger_has_only_its_own_ceilings(read):
    profiles = [read(16, connector=0), read(6), read(40, connector=0, purpose=MAX)]
    assert amps(profiles, Place(0)) == 40


def test_the_lowest_number_of_phases_counts(read):
    profiles = [read(16, phases=3), read(20, connector=0, purpose=MAX, phases=1)]
    found = in_force(profiles, IDLE, NOON)
    assert (found.amps, found.phases, found.watts) == (16, 1, 3680)


def test_watts_without_phases_are_for_three(read):
    found = in_force([read(3680, unit="W")], IDLE, NOON)
    assert (found.amps, found.watts, found.phases) == (5.333, 3680, None)
    single = in_force([read(3680, unit="W", phases=1)], IDLE, NOON)
    assert (single.amps, single.watts) == (16, 3680)


def test_a_cable_is_a_ceiling_too(read):
    place = Place(1, has_transaction=True, cable=13)
    found = in_force([read(16)], place, NOON)
    assert (found.amps, found.by_cable) == (13, True)
    assert in_force([], place, NOON).amps is None


def test_priority_leads_over_profiles_of_transactions(read):
    profiles = [
        read(6, purpose="TxProfile", level=9),
        read(32, purpose="PriorityCharging"),
    ]
    assert amps(profiles, BUSY) == 6
    urgent = Place(1, has_transaction=True, transaction="7", has_priority=True)
    assert amps(profiles, urgent) == 32


def test_what_is_generated_here_comes_on_top_of_the_ceiling(read):
    profiles = [
        read(20, connector=0, purpose=MAX),
        read(10, connector=0, purpose="LocalGeneration"),
        read(32),
    ]
    assert amps(profiles) == 30


def test_direct_current_is_compared_in_watts_where_no_voltage_is_known(read):
    place = Place(1, Supply(is_dc=True))
    profiles = [
        read(50_000, unit="W"),
        read(40_000, unit="W", connector=0, purpose=MAX),
    ]
    found = in_force(profiles, place, NOON)
    assert (found.amps, found.watts) == (None, 40_000)


def test_steps_are_only_where_the_limit_changes(read):
    profiles = (read((0, 16), (60, 16), (120, 10)),)
    steps = schedule_steps(profiles, IDLE, NOON, 3600)
    assert [(step.at - NOON) // SECOND for step in steps] == [0, 120]


def test_who_leads_can_be_asked(read):
    low, high = read(6), read(16, level=1)
    assert leader([low, high], Purpose.TX_DEFAULT, IDLE, NOON).profile is high
    assert leader([low, high], Purpose.TX, IDLE, NOON) is None


# Against the simulated charger, which was written by itself.

NOON_S = NOON // SECOND
_MOMENTS = st.integers(NOON_S - 100_000, NOON_S + 200_000)


def _iso(at_s):
    return datetime.fromtimestamp(at_s, UTC).isoformat().replace("+00:00", "Z")


@st.composite
def _sent(draw):
    """Make a profile that a charger would accept, and its connector."""
    purpose = draw(st.sampled_from([MAX, "TxDefaultProfile", "TxProfile"]))
    kinds = ["Absolute", "Recurring"] + ["Relative"] * (purpose != MAX)
    kind = draw(st.sampled_from(kinds))
    starts = draw(st.sets(st.integers(1, 90_000), max_size=3))
    schedule = {
        "chargingRateUnit": draw(st.sampled_from(["A", "W"])),
        "chargingSchedulePeriod": [
            {"startPeriod": start, "limit": draw(st.integers(0, 12_000))}
            | draw(st.sampled_from([{}, {"numberPhases": 1}, {"numberPhases": 3}]))
            for start in [0, *sorted(starts)]
        ],
    }
    if kind != "Relative":
        schedule["startSchedule"] = _iso(draw(_MOMENTS))
    if draw(st.booleans()):
        schedule["duration"] = draw(st.integers(1, 100_000))
    more = {}
    for key in ("validFrom", "validTo"):
        if draw(st.booleans()):
            more[key] = _iso(draw(_MOMENTS))
    connector = {MAX: 0, "TxProfile": 1}.get(purpose)
    if connector is None:
        connector = draw(st.sampled_from([0, 1]))
    profile = {
        "chargingProfileId": draw(st.integers(1, 6)),
        "stackLevel": draw(st.integers(0, 3)),
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "recurrencyKind": draw(st.sampled_from(["Daily", "Weekly"])),
        "chargingSchedule": schedule,
        **more,
    }
    return connector, profile


@settings(max_examples=50, deadline=None)
@given(sent=st.lists(_sent(), max_size=8), moments=st.lists(_MOMENTS, max_size=5))
def test_the_simulated_charger_comes_to_the_same_limits(sent, moments):
    """Also the steps over time say at each moment what is in force then."""
    charger, installed = SmartCharging(), Installed()
    for number, (connector, raw) in enumerate(sent):
        charger.install(
            parse_profile(raw, connector=connector, at=float(NOON_S + number))
        )
        at = NOON + number * SECOND
        installed.install(
            read_profile(Part(raw), connector=connector, at=at, message=number)
        )
    place = Place(1, has_transaction=True, tx_start=NOON)
    scope = Scope(1, transaction_start=float(NOON_S))
    start = (NOON_S - 100_000) * SECOND
    steps = schedule_steps(installed.profiles, place, start, 300_001)
    for moment in moments:
        at = moment * SECOND
        found = in_force(installed.profiles, place, at).amps
        assert found == pytest.approx(charger.limit_at(scope, moment).amps, abs=1e-3)
        last = [step for step in steps if step.at <= at][-1]
        assert last.amps == found
