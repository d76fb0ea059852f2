# SPDX-License-Identifier: Apache-2.0
"""Meter values and limits are told by what matters."""

import pytest

from ocppdesk.core.phrases.charging import (
    dynamic_text,
    limit_text,
    meter_text,
    profile_text,
    quantity,
    schedule_text,
)
from ocppdesk.core.phrases.parts import Part

NOON = 1_785_585_600_000_000  # 2026-08-01 12:00:00 UTC


def told(*samples):
    return meter_text(Part([{"sampledValue": list(samples)}]))


def sample(value, measurand=None, **fields):
    found = {"value": value} | fields
    return found | ({"measurand": measurand} if measurand else {})


def test_current_power_energy_and_soc_are_told_in_this_order():
    assert (
        told(
            sample("64", "SoC", unit="Percent"),
            sample("12831"),
            sample("7400", "Power.Active.Import", unit="W"),
            sample("230", "Voltage", unit="V"),
            sample("32.14", "Current.Import", unit="A"),
        )
        == "32.1 A · 7.4 kW · 12 831 Wh · 64 %"
    )


def test_numbers_and_multipliers_of_ocpp_2():
    assert (
        told(
            sample(12.831, unitOfMeasure={"unit": "kWh"}),
            sample(
                74,
                "Power.Active.Import",
                unitOfMeasure={"unit": "W", "multiplier": 2},
            ),
        )
        == "7.4 kW · 12 831 Wh"
    )


def test_the_greatest_phase_is_the_current_and_neutral_is_none():
    phases = [
        sample(value, "Current.Import", phase=phase)
        for phase, value in (("L1", "10"), ("L2", "16.2"), ("L3", "9"), ("N", "30"))
    ]
    assert told(*phases) == "16.2 A"


def test_phases_are_added_up_only_where_there_is_no_whole():
    phases = [
        sample(1000, "Power.Active.Import", phase=phase) for phase in ("L1", "L2", "L3")
    ]
    assert told(*phases) == "3 kW"
    assert told(*phases, sample(2900, "Power.Active.Import")) == "2.9 kW"
    between = sample(400, "Power.Active.Import", phase="L1-L2")
    assert told(between) == "400 W"
    assert told(*phases, between) == "3 kW"


def test_the_last_instant_counts():
    entries = [{"sampledValue": [sample(str(n))]} for n in (100, 200, 300)]
    assert meter_text(Part(entries)) == "300 Wh"


def test_one_object_in_place_of_an_array_is_read():
    assert meter_text(Part({"sampledValue": sample("5")})) == "5 Wh"
    assert meter_text(Part({"values": [sample("5")]})) == "5 Wh"


def test_export_is_told_only_if_there_is_some():
    power = sample(3200, "Power.Active.Export", unit="W")
    assert told(power, sample(1)) == "3.2 kW exported · 1 Wh"
    assert told(sample(0, "Power.Active.Export"), sample(1)) == "1 Wh"


def test_other_measurands_are_told_where_there_is_nothing_better():
    assert (
        told(
            sample("231", "Voltage"),
            sample("45.5", "Temperature", unit="Celcius"),
            sample("0.98", "Power.Factor"),
            sample("50", "Frequency"),
        )
        == "Voltage 231 V · Temperature 45.5 °C · Power.Factor 1"
    )


@pytest.mark.parametrize(
    "odd",
    [
        sample(""),
        sample("n/a"),
        sample("nan"),
        sample(None),
        sample("AF01", format="SignedData"),
        sample("12", format="SignedData"),
        sample(1, unitOfMeasure={"multiplier": 400}),
        {},
        "text",
        5,
    ],
)
def test_what_is_no_number_is_left_out(odd):
    assert told(odd) == ""
    assert told(odd, sample("5", "SoC")) == "5 %"


def test_wh_is_meant_for_energy_only():
    current = sample(16, "Current.Import", unitOfMeasure={"unit": "Wh"})
    offered = sample(32, "Current.Offered", unitOfMeasure={"unit": "Wh"})
    assert told(current) == "16 A"
    assert told(offered) == "Current.Offered 32 A"


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (7400, "W", "7.4 kW"),
        (850.4, "W", "850 W"),
        (0.4, "W", "0.4 W"),
        (-11000, "W", "-11 kW"),
        (152300.7, "Wh", "152 301 Wh"),
        (230.49, "V", "230 V"),
        (5, "", "5"),
    ],
)
def test_quantities_read_well(number, unit, text):
    assert quantity(number, unit) == text


@pytest.mark.parametrize(
    ("period", "unit", "text"),
    [
        ({"limit": 16.0}, "A", "16 A"),
        ({"limit": 6.5, "numberPhases": 1}, "A", "6.5 A on 1 phase"),
        ({"limit": 16, "numberPhases": 3}, "A", "16 A"),
        ({"limit": 3680}, "W", "3 680 W"),
        ({"limit": 11000}, "W", "11 kW"),
        ({"limit": 0}, "A", "0 A"),
        ({"limit": "10"}, "A", "10 A"),
        ({"setpoint": -5000}, "W", "setpoint -5 000 W"),
        ({"dischargeLimit": -1000}, "W", "discharge -1 000 W"),
        ({}, "A", ""),
    ],
)
def test_a_limit_is_told_as_it_was_set(period, unit, text):
    assert limit_text(Part(period), unit) == text


def profile(*periods, kind="Absolute", schedule=None, **fields):
    found = {
        "chargingProfilePurpose": "TxProfile",
        "stackLevel": 2,
        "chargingProfileKind": kind,
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [
                {"startPeriod": at, "limit": limit} for at, limit in periods
            ],
        }
        | (schedule or {}),
    }
    return profile_text(Part(found | fields), Part({"connectorId": 1}), at=NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (profile((0, 16), kind="Relative"), "16 A from now"),
        (
            profile((0, 16), (3600, 10), kind="Relative"),
            "16 A from the start of charging, 10 A after 1 h",
        ),
        (
            profile((0, 16), (60, 10), (120, 6), (180, 0), kind="Relative"),
            "16 A from the start of charging, 10 A after 60 s, 2 more",
        ),
        (
            profile((0, 16), schedule={"startSchedule": "2026-08-01T11:00:00Z"}),
            "16 A from now",
        ),
        (
            profile((0, 16), schedule={"startSchedule": "2026-08-01T22:00:00Z"}),
            "16 A from 2026-08-01 22:00 UTC",
        ),
        (
            profile(
                (0, 16),
                schedule={"startSchedule": "2026-08-01T11:00:00Z", "duration": 7200},
            ),
            "16 A from now, until 2026-08-01 13:00 UTC",
        ),
        (
            profile((0, 16), schedule={"duration": 7200}),
            "16 A from the start of charging, for 2 h",
        ),
        (
            profile(
                (0, 16),
                (3600, 6),
                schedule={"startSchedule": "2026-08-01T11:30:00Z"},
            ),
            "16 A from 2026-08-01 11:30 UTC, 6 A after 1 h",
        ),
        (
            profile(
                (0, 16),
                kind="Recurring",
                recurrencyKind="Daily",
                schedule={"startSchedule": "2026-01-01T22:00:00Z"},
            ),
            "16 A daily from 22:00 UTC",
        ),
        (
            profile((0, 16), kind="Recurring"),
            "16 A recurring",
        ),
        (
            profile((0, 16), kind="Relative", validFrom="2026-09-01T00:00:00Z"),
            "16 A from 2026-09-01 00:00 UTC",
        ),
        (profile(), "no periods"),
    ],
)
def test_a_profile_says_limit_start_and_end(text, expected):
    assert text == f"{expected}, TxProfile level 2, connector 1"


def test_times_beyond_every_calendar_are_no_trouble():
    schedule = {"startSchedule": "9999-12-31T00:00:00Z", "duration": 10**9}
    text = profile((0, 16), schedule=schedule)
    assert "from 9999-12-31 00:00 UTC, for 1 000 000 000 s" in text
    found = {"chargingSchedule": {"startSchedule": "2026-08-01T12:00:00Z"}}
    assert profile_text(Part(found), Part({}), at=2**63)


def test_a_profile_may_have_several_schedules():
    schedule = {"chargingRateUnit": "W", "chargingSchedulePeriod": [{"limit": 11000}]}
    found = {"chargingSchedule": [schedule] * 2, "chargingProfilePurpose": "TxProfile"}
    text = profile_text(Part(found), Part({"evseId": 1}), at=NOON)
    assert text == "11 kW from now, 2 schedules, TxProfile, EVSE 1"


def test_a_schedule_alone():
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"limit": 16}]}
    assert schedule_text(Part(schedule)) == "16 A"
    assert schedule_text(Part({})) == "no periods"


def test_a_dynamic_limit_has_no_unit_of_its_own():
    update = {"chargingProfileId": 3, "scheduleUpdate": {"limit": 16}}
    assert dynamic_text(Part(update)) == "Profile 3, 16"
