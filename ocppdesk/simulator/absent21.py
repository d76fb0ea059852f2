# SPDX-License-Identifier: Apache-2.0
"""What the simulated 2.1 charger lacks: V2X, DER, battery swaps, web payments.

Where the answer has a status for it, it says NotSupported; else it is a CALLERROR.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ocppdesk.simulator.outbox import Payload
from ocppdesk.simulator.station import NotSupportedError


def _no_such_status(_payload: Payload) -> Payload:
    raise NotSupportedError


def _status(_payload: Payload) -> Payload:
    return {"status": "NotSupported"}


ABSENT: Final[Mapping[str, Callable[[Payload], Payload]]] = {
    "AFRRSignal": _no_such_status,
    "ClearDERControl": _status,
    "GetDERControl": _status,
    "NotifyAllowedEnergyTransfer": _no_such_status,
    "NotifyWebPaymentStarted": _no_such_status,
    "RequestBatterySwap": _no_such_status,
    "SetDERControl": _status,
}
"""Each action of blocks C, Q, R and S, with what answers it."""
