# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime, timedelta

import pytest

from ocppdesk.core.commands.schedules import limits_of, mistakes_of, schedules_in

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def payload(periods, *, kind="Relative", purpose="TxDefaultProfile", connector=1,
            unit="A", recurrency=None, **schedule):  # fmt: skip
    profile = {
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": {
            "chargingRateUnit": unit,
            "chargingSchedulePeriod": [
                {"startPeriod": start, "limit": limit} for start, limit in periods
            ],
            **schedule,
        },
    }
    if recurrency:
        profile["recurrencyKind"] = recurrency
    return {"connectorId": connector, "csChargingProfiles": profile}


def test_limits_hold_until_the_next_one_or_the_end():
    [schedule] = schedules_in(payload([(600, 6), (0, 16)], duration=900))
    found = [schedule.limit_at(s) for s in (-1, 0, 599, 600, 899, 900)]
    assert found == [None, 16, 16, 6, 6, None]
    assert schedule.unit == "A"


def test_a_recurring_schedule_comes_again():
    [schedule] = schedules_in(
        payload([(0, 16), (3600, 6)], kind="Recurring", recurrency="Daily",
                startSchedule="2026-07-01T12:00:00Z", duration=7200)
    )  # fmt: skip
    assert schedule.limit_on(NOON) == 16
    assert schedule.limit_on(NOON + timedelta(hours=1)) == 6
    assert schedule.limit_on(NOON + timedelta(hours=3)) is None
    assert schedule.limit_on(datetime(2026, 6, 1, tzinfo=UTC)) is None


def test_an_absolute_schedule_begins_at_its_time():
    [schedule] = schedules_in(
        payload([(0, 16)], kind="Absolute", startSchedule="2026-08-01T12:00:00Z")
    )
    assert schedule.limit_on(NOON - timedelta(seconds=1)) is None
    assert schedule.limit_on(NOON) == 16


def test_a_relative_schedule_counts_from_the_session():
    [schedule] = schedules_in(payload([(0, 10)]))
    assert schedule.limit_on(NOON) == 10


def test_2_x_may_have_several_schedules():
    one = {"chargingRateUnit": "W", "chargingSchedulePeriod": [
        {"startPeriod": 0, "limit": 11000, "numberPhases": 3}]}  # fmt: skip
    found = schedules_in({"chargingProfile": {"chargingSchedule": [one, one]}})
    assert len(found) == 2
    assert found[0].steps[0].phases == 3
    assert limits_of({"chargingProfile": {"chargingSchedule": [one]}}) == {11000}


@pytest.mark.parametrize(
    "nonsense",
    [None, [], {"csChargingProfiles": 5}, payload([("x", "y")]),
     {"chargingProfile": {"chargingSchedule": "x"}}],
)  # fmt: skip
def test_nonsense_has_no_limits(nonsense):
    assert limits_of(nonsense) == frozenset()


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (payload([(0, 16)]), None),
        (payload([(60, 16)]), "start at 0"),
        (payload([(0, 16)], kind="Absolute"), "needs startSchedule"),
        (payload([(0, 1)], startSchedule="2026-08-01T12:00:00Z"), "no startSchedule"),
        (payload([(0, 16), (0, 6)]), "at the same time"),
        (payload([(0, 5)]), "Below 6 A"),
        (payload([(0, 3680)], unit="W"), "3 phases"),
        (payload([(0, 16)], kind="Recurring", startSchedule="2026-08-01T12:00:00Z"),
         "recurrencyKind"),
        (payload([(0, 16)], purpose="ChargePointMaxProfile"), "number 0"),
        (payload([(0, 16)], purpose="ChargePointMaxProfile", connector=0),
         "belongs to no session"),
        (payload([(0, 16)], purpose="TxProfile", connector=0), "above 0"),
    ],
)  # fmt: skip
def test_what_a_charger_would_misunderstand_is_told(made, told):
    found = " ".join(mistakes_of(made))
    assert (told or "") in found
    assert bool(found) is (told is not None)


def test_a_payload_without_a_profile_has_no_mistakes():
    assert mistakes_of({"idTag": "A"}) == ()
