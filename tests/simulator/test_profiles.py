# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.profiles import (
    Period,
    ProfileError,
    Purpose,
    amps_of,
    is_start_profile,
    parse_profile,
    period_at,
    schedule_start,
)

NOON = 1_800_014_400.0  # 2027-01-15T12:00:00Z
HOUR = 3600.0


def raw16(**changes):
    schedule = {
        "chargingRateUnit": "A",
        "startSchedule": "2027-01-15T12:00:00Z",
        "chargingSchedulePeriod": [
            {"startPeriod": 0, "limit": 16.0},
            {"startPeriod": 3600, "limit": 10.0, "numberPhases": 1},
        ],
    }
    schedule.update(changes.pop("schedule", {}))
    return {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {k: v for k, v in schedule.items() if v is not None},
        **changes,
    }


def parse(raw=None, connector=1):
    return parse_profile(raw or raw16(), connector=connector, at=NOON)


def limit_at(profile, at, transaction_start=None):
    period = period_at(profile, at, transaction_start)
    return None if period is None else period.limit


def test_both_versions_become_the_same_profile():
    old = raw16(chargingProfilePurpose="ChargePointMaxProfile")
    new = raw16(chargingProfilePurpose="ChargingStationMaxProfile")
    new["id"] = new.pop("chargingProfileId")
    new["chargingSchedule"] = [new["chargingSchedule"] | {"id": 5}]
    one, two = parse(old, 0), parse(new, 0)
    assert one.purpose is two.purpose is Purpose.STATION_MAX
    assert (one.id, one.periods, one.start) == (two.id, two.periods, two.start)
    assert one.periods[1] == Period(3600, 10.0, 1)


def test_period_lasts_until_the_next_one_starts():
    profile = parse()
    assert limit_at(profile, NOON - 1) is None
    assert limit_at(profile, NOON) == 16.0
    assert limit_at(profile, NOON + HOUR - 1) == 16.0
    assert limit_at(profile, NOON + HOUR) == 10.0
    assert limit_at(profile, NOON + 100 * HOUR) == 10.0


def test_duration_ends_a_schedule():
    profile = parse(raw16(schedule={"duration": 7200}))
    assert limit_at(profile, NOON + 2 * HOUR - 1) == 10.0
    assert limit_at(profile, NOON + 2 * HOUR) is None


def test_validity_is_half_open():
    profile = parse(
        raw16(validFrom="2027-01-15T13:00:00Z", validTo="2027-01-15T14:00:00Z")
    )
    assert limit_at(profile, NOON + HOUR - 1) is None
    assert limit_at(profile, NOON + HOUR) == 10.0
    assert limit_at(profile, NOON + 2 * HOUR) is None


def test_daily_profile_recurs_and_rests_in_between():
    raw = raw16(
        chargingProfileKind="Recurring",
        recurrencyKind="Daily",
        schedule={"duration": 7200},
    )
    profile = parse(raw)
    for day in range(3):
        start = NOON + day * 24 * HOUR
        assert limit_at(profile, start) == 16.0
        assert limit_at(profile, start + 1.5 * HOUR) == 10.0
        assert limit_at(profile, start + 3 * HOUR) is None
    assert schedule_start(profile, NOON + 25 * HOUR, None) == NOON + 24 * HOUR


def test_weekly_profile_recurs_after_seven_days():
    profile = parse(raw16(chargingProfileKind="Recurring", recurrencyKind="Weekly"))
    assert limit_at(profile, NOON + 6.9 * 24 * HOUR) == 10.0
    assert limit_at(profile, NOON + 7 * 24 * HOUR) == 16.0


def test_relative_profile_counts_from_the_start_of_the_transaction():
    profile = parse(
        raw16(chargingProfileKind="Relative", schedule={"startSchedule": None})
    )
    assert limit_at(profile, NOON) is None
    assert limit_at(profile, NOON, NOON - 10) == 16.0
    assert limit_at(profile, NOON, NOON - HOUR) == 10.0


def test_absolute_profile_without_start_begins_when_it_is_accepted():
    profile = parse(raw16(schedule={"startSchedule": None}))
    assert limit_at(profile, NOON) == 16.0
    assert limit_at(profile, NOON - 1) is None


@pytest.mark.parametrize(
    ("unit", "limit", "phases", "amps"),
    [
        ("A", 16.0, 1, 16.0),
        ("W", 11_040.0, 3, 16.0),
        ("W", 11_040.0, None, 16.0),  # three phases are assumed
        ("W", 3_680.0, 1, 16.0),
        ("W", 3_680.0, None, 16.0 / 3),  # too little for a car
    ],
)
def test_watts_are_the_total_of_all_phases(unit, limit, phases, amps):
    assert amps_of(unit, limit, phases, 230.0) == pytest.approx(amps)


def test_profile_of_a_remote_start_is_one_for_a_transaction():
    relative = {
        "chargingProfilePurpose": "TxProfile",
        "chargingProfileKind": "Relative",
    }
    assert is_start_profile(raw16(**relative))
    assert not is_start_profile(raw16())
    assert not is_start_profile(raw16(**relative, schedule={PERIODS: []}))


PERIODS = "chargingSchedulePeriod"


@pytest.mark.parametrize(
    ("raw", "connector", "reason"),
    [
        (raw16(schedule={PERIODS: []}), 1, "InvalidSchedule"),
        (
            raw16(schedule={PERIODS: [{"startPeriod": 5, "limit": 6}]}),
            1,
            "InvalidSchedule",
        ),
        (
            raw16(
                schedule={
                    PERIODS: [
                        {"startPeriod": 0, "limit": 6},
                        {"startPeriod": 9, "limit": 7},
                        {"startPeriod": 9, "limit": 8},
                    ]
                }
            ),
            1,
            "InvalidSchedule",
        ),
        (
            raw16(schedule={PERIODS: [{"startPeriod": 0, "limit": -1}]}),
            1,
            "InvalidSchedule",
        ),
        (raw16(schedule={"startSchedule": "soon"}), 1, "InvalidSchedule"),
        (raw16(chargingProfileKind="Recurring"), 1, "InvalidProfile"),
        (raw16(chargingProfilePurpose="ChargePointMaxProfile"), 1, "InvalidProfile"),
        (raw16(chargingProfilePurpose="TxProfile"), 0, "InvalidProfile"),
        (
            raw16(
                chargingProfilePurpose="ChargePointMaxProfile",
                chargingProfileKind="Relative",
            ),
            0,
            "InvalidProfile",
        ),
        (
            raw16(chargingProfilePurpose="ChargingStationExternalConstraints"),
            1,
            "InvalidProfile",
        ),
    ],
    ids=[
        "no period",
        "first period late",
        "periods not ascending",
        "negative limit",
        "unreadable start",
        "recurring without cycle",
        "maximum for one connector",
        "transaction profile for the whole charger",
        "relative maximum",
        "external constraints",
    ],
)
def test_profile_that_contradicts_itself_is_refused(raw, connector, reason):
    with pytest.raises(ProfileError) as caught:
        parse(raw, connector)
    assert caught.value.reason == reason
