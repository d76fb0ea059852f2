# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.simulator.profiles import ProfileError, Purpose, parse_profile
from ocppdesk.simulator.smart_charging import (
    Limits,
    Scope,
    SmartCharging,
    Step,
    share,
)

NOON = 1_800_014_400.0  # 2027-01-15T12:00:00Z
HOUR = 3600


def profile(
    number,
    limit,
    *,
    purpose="TxDefaultProfile",
    connector=1,
    level=0,
    unit="A",
    duration=None,
    periods=None,
    **more,
):
    schedule = {
        "chargingRateUnit": unit,
        "startSchedule": "2027-01-15T12:00:00Z",
        "chargingSchedulePeriod": [
            {"startPeriod": start, "limit": value}
            for start, value in (periods or [(0, limit)])
        ],
    }
    if duration is not None:
        schedule["duration"] = duration
    raw = {
        "chargingProfileId": number,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute",
        "chargingSchedule": schedule,
        **more,
    }
    return parse_profile(raw, connector=connector, at=NOON)


def installed(*profiles, limits=None):
    smart = SmartCharging(limits=limits)
    for entry in profiles:
        smart.install(entry)
    return smart


def amps(smart, at=NOON, *, connector=1, transaction=None):
    return smart.limit_at(Scope(connector, transaction), at).amps


def test_without_a_profile_there_is_no_limit():
    assert amps(installed()) is None


def test_highest_stack_level_leads_while_it_has_a_period():
    smart = installed(profile(1, 16), profile(2, 8, level=3, duration=HOUR))
    assert amps(smart) == 8
    assert amps(smart, NOON + HOUR) == 16


def test_transaction_profile_leads_over_the_default():
    smart = installed(
        profile(1, 10, level=9),
        profile(2, 20, purpose="TxProfile", duration=HOUR, transactionId=7),
    )
    assert amps(smart, transaction="7") == 20
    assert amps(smart, NOON + HOUR, transaction="7") == 10
    assert amps(smart, transaction="8") == 10


def test_purposes_combine_to_the_minimum():
    smart = installed(
        profile(1, 25, connector=0, purpose="ChargePointMaxProfile"),
        profile(2, 16),
    )
    assert amps(smart) == 16
    assert amps(smart, connector=2) == 25


def test_default_for_all_connectors_yields_to_the_one_for_a_connector():
    smart = installed(profile(1, 16, connector=1), profile(2, 20, connector=0))
    assert amps(smart, connector=1) == 16
    assert amps(smart, connector=2) == 20


def test_new_profile_replaces_its_namesake():
    smart = installed(profile(1, 16), profile(1, 10, level=4))
    assert amps(smart) == 10
    assert len(smart.profiles) == 1


def test_new_profile_replaces_the_one_of_equal_purpose_and_level():
    smart = installed(profile(1, 16), profile(2, 10))
    assert [p.id for p in smart.profiles] == [2]


def test_limit_in_watts_is_divided_by_the_phases():
    smart = installed(profile(1, 6900, unit="W"))
    assert amps(smart) == pytest.approx(10.0)


def test_profiles_of_a_transaction_die_with_it():
    smart = installed(profile(1, 16), profile(2, 10, purpose="TxProfile"))
    smart.end_transaction(1)
    assert [p.purpose for p in smart.profiles] == [Purpose.TX_DEFAULT]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 3]),
        ({"ids": [2, 9]}, [2]),
        ({"connector": 0}, [3]),
        ({"purpose": Purpose.TX_DEFAULT}, [1, 2]),
        ({"purpose": Purpose.TX_DEFAULT, "stack_level": 5}, [2]),
        ({"connector": 2}, []),
    ],
)
def test_find_takes_every_criterion_given(wanted, found):
    smart = installed(
        profile(1, 16),
        profile(2, 10, level=5),
        profile(3, 40, connector=0, purpose="ChargePointMaxProfile"),
    )
    assert [p.id for p in smart.find(**wanted)] == found


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (profile(9, 6, level=3), "InvalidStackLevel"),
        (profile(9, 6, periods=[(0, 6), (1, 7), (2, 8)]), "TooManyElements"),
        (profile(9, 6, level=2), "TooManyElements"),
    ],
    ids=["stack level", "periods", "profiles"],
)
def test_more_than_the_charger_can_do_is_refused(new, reason):
    limits = Limits(stack_level=2, periods=2, profiles=1)
    smart = installed(profile(1, 16), limits=limits)
    with pytest.raises(ProfileError) as caught:
        smart.install(new)
    assert caught.value.reason == reason


def test_composite_schedule_shows_every_change():
    smart = installed(
        profile(1, 0, periods=[(0, 16), (HOUR, 10), (2 * HOUR, 16)]),
        profile(2, 12, connector=0, purpose="ChargePointMaxProfile", duration=HOUR),
    )
    steps = smart.composite(
        Scope(1), NOON, duration_s=4 * HOUR, unit="A", ceiling_a=32.0
    )
    assert steps == [
        Step(0, 12, 3),
        Step(HOUR, 10, 3),
        Step(2 * HOUR, 16, 3),
    ]


def test_composite_schedule_of_a_daily_profile_spans_two_days():
    smart = installed(
        profile(
            1,
            8,
            duration=HOUR,
            chargingProfileKind="Recurring",
            recurrencyKind="Daily",
        )
    )
    steps = smart.composite(
        Scope(1), NOON, duration_s=48 * HOUR, unit="A", ceiling_a=32.0
    )
    day = 24 * HOUR
    assert [(s.start_s, s.limit) for s in steps] == [
        (0, 8),
        (HOUR, 32),
        (day, 8),
        (day + HOUR, 32),
    ]


def test_composite_schedule_of_a_transaction_counts_from_its_start():
    relative = {
        "chargingProfileKind": "Relative",
        "transactionId": 7,
        "purpose": "TxProfile",
    }
    smart = installed(profile(1, 0, periods=[(0, 16), (HOUR, 8)], **relative))
    scope = Scope(1, "7", NOON - 600)
    steps = smart.composite(scope, NOON, duration_s=2 * HOUR, unit="A", ceiling_a=32.0)
    assert [(s.start_s, s.limit) for s in steps] == [(0, 16), (HOUR - 600, 8)]


def test_composite_schedule_without_profiles_is_what_the_hardware_allows():
    steps = installed().composite(
        Scope(1), NOON, duration_s=60, unit="W", ceiling_a=16.0
    )
    assert steps == [Step(0, 11_040.0, 3)]


def test_composite_schedule_of_the_whole_charger_knows_only_its_ceiling():
    smart = installed(
        profile(1, 6), profile(2, 40, connector=0, purpose="ChargePointMaxProfile")
    )
    steps = smart.composite(Scope(0), NOON, duration_s=60, unit="A", ceiling_a=63.0)
    assert [s.limit for s in steps] == [40]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), max_size=6))
def test_composite_schedule_agrees_with_the_limit_at_every_step(entries):
    smart = installed(
        *[
            profile(number, amps, level=level, duration=(number + 1) * 600)
            for number, (amps, level) in enumerate(entries)
        ]
    )
    steps = smart.composite(Scope(1), NOON, duration_s=HOUR, unit="A", ceiling_a=32.0)
    for second in range(0, HOUR, 300):
        step = [s for s in steps if s.start_s <= second][-1]
        found = amps(smart, NOON + second)
        assert step.limit == (32.0 if found is None else min(found, 32.0))


@pytest.mark.parametrize(
    ("whole", "outlets", "shared"),
    [
        (32.0, 2, (2, 16.0)),
        (13.0, 2, (2, 6.5)),
        (11.0, 2, (1, 11.0)),  # one with enough beats two with too little
        (4.0, 2, (1, 4.0)),
        (32.0, 0, (0, 32.0)),
    ],
)
def test_current_is_shared_so_that_cars_can_use_it(whole, outlets, shared):
    assert share(whole, outlets) == shared
