# SPDX-License-Identifier: Apache-2.0
"""Asking a charger to measure now, and what makes it measure by itself."""

import asyncio
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.frames import MessageType

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine

_TIMEOUT_S: Final = 20.0

SETTINGS_16: Final = (
    "MeterValueSampleInterval",
    "MeterValuesSampledData",
    "ClockAlignedDataInterval",
    "MeterValuesAlignedData",
)
"""What makes a charger measure (OCPP 1.6, 9.1)."""
SETTINGS_2X: Final = (
    "SampledDataCtrlr.TxUpdatedInterval",
    "SampledDataCtrlr.TxUpdatedMeasurands",
    "AlignedDataCtrlr.Interval",
    "AlignedDataCtrlr.Measurands",
)
"""What makes a charger measure (OCPP 2.0.1 part 2, 2.1.9 and 2.1.1)."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Charts", text)


def settings_of(version: str) -> tuple[str, ...]:
    """Return the settings that make a charger measure, by the version it speaks."""
    return SETTINGS_16 if version in ("", "1.6") else SETTINGS_2X


async def ask_values(engine: "Engine", charger: str) -> str:
    """Ask a charger for meter values now (OCPP 1.6, 5.17; OCPP 2.0.1, F06).

    Returns:
        What came of it, as a sentence.
    """
    payload = {"requestedMessage": "MeterValues"}
    try:
        answer = await asyncio.wrap_future(
            engine.call(charger, "TriggerMessage", payload, timeout_s=_TIMEOUT_S)
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said
        return _tr("{charger} was not asked: {why}").format(charger=charger, why=error)
    if answer.type is MessageType.CALLERROR:
        told = _tr("{charger} cannot be asked for meter values: it answered {code}.")
        return told.format(charger=charger, code=answer.error_code)
    found = answer.payload()
    status = found.get("status") if isinstance(found, dict) else None
    if status == "Accepted":
        told = _tr("{charger} accepted: its values come in a moment.")
        return told.format(charger=charger)
    told = _tr(
        "{charger} answered {status}: it measures only by itself, as its settings say."
    )
    return told.format(charger=charger, status=status or "?")
