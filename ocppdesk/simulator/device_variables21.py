# SPDX-License-Identifier: Apache-2.0
"""The variables that OCPP 2.1 has added (part 2, appendix 3)."""

from collections.abc import Iterator
from typing import Final

from ocppdesk.simulator.device_variables import Variable, fixed

_FIXED_ROWS: Final = """
MonitoringCtrlr MaxPeriodicEventStreams integer 10
SmartChargingCtrlr SupportedAdditionalPurposes MemberList PriorityCharging
SmartChargingCtrlr SupportsDynamicProfiles boolean true
SmartChargingCtrlr SupportsMaxOfflineDuration boolean true
SmartChargingCtrlr SupportsUseLocalTime boolean false
SmartChargingCtrlr SupportsRandomizedDelay boolean false
SmartChargingCtrlr SupportsLimitAtSoC boolean false
SmartChargingCtrlr SupportsEvseSleep boolean false
"""
"""Component, variable, data type, value of what can only be read."""


def variables_21() -> Iterator[Variable]:
    """Yield what a 2.1 charger has besides the variables of 2.0.1."""
    yield from fixed(_FIXED_ROWS)
