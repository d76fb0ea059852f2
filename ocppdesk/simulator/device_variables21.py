# SPDX-License-Identifier: Apache-2.0
"""The variables that OCPP 2.1 has added (part 2, appendix 3)."""

from collections.abc import Iterator
from typing import Final

from ocppdesk.simulator.configuration_values import Items, Text
from ocppdesk.simulator.device_variables import (
    Component,
    Variable,
    fixed,
    flags,
    numbers,
)

_FLAG_ROWS: Final = """
TariffCostCtrlr Enabled[Cost] true
TariffCostCtrlr Enabled[RunningCost] true
TariffCostCtrlr Enabled[Tariff] true
TxCtrlr AllowEnergyTransferResumption true
"""
_NUMBER_ROWS: Final = """
TariffCostCtrlr Interval[Cost] 60 0 86400 s
TxCtrlr ResumptionTimeout 120 0 86400 s
"""
_FIXED_ROWS: Final = """
MonitoringCtrlr MaxPeriodicEventStreams integer 10
SmartChargingCtrlr SupportedAdditionalPurposes MemberList PriorityCharging
SmartChargingCtrlr SupportsDynamicProfiles boolean true
SmartChargingCtrlr SupportsMaxOfflineDuration boolean true
SmartChargingCtrlr SupportsUseLocalTime boolean false
SmartChargingCtrlr SupportsRandomizedDelay boolean false
SmartChargingCtrlr SupportsLimitAtSoC boolean false
SmartChargingCtrlr SupportsEvseSleep boolean false
TariffCostCtrlr Available[Cost] boolean true
TariffCostCtrlr Available[Tariff] boolean true
TariffCostCtrlr ConditionsSupported[Tariff] boolean true
TariffCostCtrlr Interval[Tariff] integer 0
TariffCostCtrlr MaxElements[Tariff] integer 10
TariffCostCtrlr Problem boolean false
TxCtrlr SupportedLimits MemberList maxCost,maxEnergy,maxTime,maxSoC
"""
_FAILED: Final = Items(frozenset({"Deauthorize", "UseDefault", "CentralCost"}), most=1)


def variables_21() -> Iterator[Variable]:
    """Yield what a 2.1 charger has besides the variables of 2.0.1."""
    yield from flags(_FLAG_ROWS)
    yield from numbers(_NUMBER_ROWS)
    yield from fixed(_FIXED_ROWS)
    costs = Component("TariffCostCtrlr")
    yield Variable(
        costs, "HandleFailedTariff", "UseDefault", _FAILED, "OptionList", "Tariff"
    )
    yield Variable(costs, "Currency", "EUR", Text(3, 3), "string")
