# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.transaction_limits import TransactionLimits

NOTHING = {"energy_wh": 0.0, "time_s": 0.0, "soc": None, "cost": None}


@pytest.mark.parametrize(
    ("limit", "value", "trigger"),
    [
        ({"maxEnergy": 500.0}, {"energy_wh": 500.0}, "EnergyLimitReached"),
        ({"maxTime": 60}, {"time_s": 61.0}, "TimeLimitReached"),
        ({"maxSoC": 80}, {"soc": 80.0}, "SoCLimitReached"),
        ({"maxCost": 2.0}, {"cost": 2.5}, "CostLimitReached"),
    ],
)
def test_limit_is_reached_once(limit, value, trigger):
    limits = TransactionLimits()
    assert limits.take(limit)
    assert limits.reached(**NOTHING) is None
    assert limits.reached(**NOTHING | value) == trigger
    assert limits.reached(**NOTHING | value) is None
    assert limits.is_reached


def test_higher_limit_lets_it_go_on():
    limits = TransactionLimits()
    limits.take({"maxEnergy": 500.0})
    limits.reached(**NOTHING | {"energy_wh": 600.0})
    assert limits.take({"maxEnergy": 900.0})
    assert limits.reached(**NOTHING | {"energy_wh": 600.0}) is None
    assert not limits.is_reached


def test_costs_of_the_csms_count_where_there_are_no_others():
    limits = TransactionLimits()
    limits.take({"maxCost": 2.0})
    limits.central_cost = 3.0
    assert limits.reached(**NOTHING | {"cost": 1.0}) is None
    assert limits.reached(**NOTHING) == "CostLimitReached"


def test_same_limits_are_nothing_new():
    limits = TransactionLimits()
    assert limits.take({"maxTime": 60})
    assert not limits.take({"maxTime": 60})
    assert not limits.take({})
    assert limits.take({"maxTime": 61, "maxUnknown": 1})
    assert limits.given == {"maxTime": 61}
