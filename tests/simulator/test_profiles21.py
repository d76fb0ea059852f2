# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.profiles import ProfileError
from ocppdesk.simulator.profiles21 import check_profile_21


def profile(*, purpose="TxDefaultProfile", kind="Absolute", schedule=None, **more):
    period = {"startPeriod": 0, "limit": 16.0} | more.pop("period", {})
    found = {"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    return {
        "id": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": [found | (schedule or {})],
        **more,
    }


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"kind": "Dynamic", "dynUpdateInterval": 60},
        {"purpose": "PriorityCharging"},
        {"period": {"operationMode": "Idle"}},
        {"schedule": {"useLocalTime": False, "randomizedDelay": 0}},
        {"maxOfflineDuration": 60, "invalidAfterOfflineDuration": True},
    ],
    ids=["plain", "dynamic", "priority", "idle", "defaults", "offline"],
)
def test_what_the_charger_can_do_passes(more):
    check_profile_21(profile(**more))


TWO = [{"startPeriod": 0, "limit": 6.0}, {"startPeriod": 60, "limit": 9.0}]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"purpose": "LocalGeneration"}, "UnsupportedPurpose"),
        (
            {"kind": "Dynamic", "schedule": {"chargingSchedulePeriod": TWO}},
            "InvalidSchedule",
        ),
        ({"dynUpdateInterval": 60}, "InvalidProfile"),
        ({"schedule": {"useLocalTime": True}}, "InvalidSchedule"),
        ({"schedule": {"randomizedDelay": 60}}, "InvalidSchedule"),
        ({"schedule": {"limitAtSoC": {"soc": 80, "limit": 6}}}, "InvalidSchedule"),
        ({"period": {"evseSleep": True}}, "InvalidSchedule"),
        ({"period": {"setpoint": 5.0}}, "UnsupportedParam"),
        ({"period": {"dischargeLimit": -5.0}}, "UnsupportedParam"),
        ({"period": {"operationMode": "CentralSetpoint"}}, "UnsupportedParam"),
        (
            {"purpose": "PriorityCharging", "schedule": {"duration": 60}},
            "InvalidSchedule",
        ),
        (
            {"purpose": "PriorityCharging", "period": {"operationMode": "Idle"}},
            "InvalidSchedule",
        ),
    ],
)
def test_what_it_cannot_do_is_refused_with_a_reason(more, reason):
    with pytest.raises(ProfileError) as caught:
        check_profile_21(profile(**more))
    assert caught.value.reason == reason
