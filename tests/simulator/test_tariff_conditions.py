# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime

import pytest

from ocppdesk.simulator.tariff_conditions import Situation, apply_now, are_readable

# A Friday.
MORNING = datetime(2027, 1, 15, 8, 0, tzinfo=UTC).timestamp()
NOW = Situation(
    MORNING,
    energy_wh=20_000.0,
    amps=30.0,
    watts=7_000.0,
    time_s=3_600.0,
    charging_s=3_000.0,
    idle_s=300.0,
)


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({}, True),
        ({"startTimeOfDay": "08:00", "endTimeOfDay": "18:00"}, True),
        ({"startTimeOfDay": "08:01", "endTimeOfDay": "18:00"}, False),
        ({"startTimeOfDay": "06:00", "endTimeOfDay": "08:00"}, False),
        ({"startTimeOfDay": "22:00", "endTimeOfDay": "09:00"}, True),
        ({"startTimeOfDay": "22:00", "endTimeOfDay": "07:00"}, False),
        ({"startTimeOfDay": "07:00", "endTimeOfDay": "00:00"}, True),
        ({"endTimeOfDay": "09:00"}, True),
        ({"dayOfWeek": ["Friday"]}, True),
        ({"dayOfWeek": ["Saturday", "Sunday"]}, False),
        ({"validFromDate": "2027-01-15", "validToDate": "2027-01-16"}, True),
        ({"validToDate": "2027-01-15"}, False),
        ({"evseKind": "AC"}, True),
        ({"evseKind": "DC"}, False),
        ({"paymentBrand": "Acme"}, False),
        ({"minEnergy": 20_000.0, "maxEnergy": 20_001.0}, True),
        ({"maxEnergy": 20_000.0}, False),
        ({"minCurrent": 31.0}, False),
        ({"minPower": 7_000.0}, True),
        ({"maxTime": 3_600}, False),
        ({"minChargingTime": 3_000}, True),
        ({"minIdleTime": 301}, False),
        ({"minPower": 1.0, "customData": {"vendorId": "x"}}, True),
    ],
)
def test_all_conditions_have_to_hold(conditions, holds):
    assert apply_now(conditions, NOW) is holds


@pytest.mark.parametrize(
    "conditions",
    [
        {"startTimeOfDay": "8:00"},
        {"endTimeOfDay": "24:00"},
        {"validFromDate": "15.1.2027"},
        {"validToDate": "2027-02-30"},
    ],
)
def test_what_is_no_time_is_noticed(conditions):
    assert not are_readable(conditions)


def test_times_and_dates_can_be_read():
    assert are_readable({"startTimeOfDay": "23:59", "validToDate": "2027-12-31"})
