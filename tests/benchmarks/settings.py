# SPDX-License-Identifier: Apache-2.0
"""How soon the settings in a large report of OCPP 2.0.1 are known."""

import time

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.frames import MessageType, call_text
from ocppdesk.core.messages import Direction, Message
from tests.benchmarks.report import median, report

_PARTS = 100
_PER_PART = 20
_RUNS = 5


def run() -> None:
    """Take in a report of 2000 variables, looking at all of them after each part."""
    parts = [_part(number) for number in range(_PARTS)]
    seconds = median([_seconds(parts) for _ in range(_RUNS)])
    report("2000 variables are settings", seconds, unit="s", goal="< 0.5")


def _seconds(parts: list[Message]) -> float:
    began = time.perf_counter()
    settings = ChargerSettings("CP1")
    for part in parts:
        settings.take(part)
        assert settings.entries
    assert len(settings.entries) == _PARTS * _PER_PART
    return time.perf_counter() - began


def _part(number: int) -> Message:
    rows = [
        {
            "component": {"name": f"Component{number}", "evse": {"id": column % 4}},
            "variable": {"name": f"Variable{column}"},
            "variableAttribute": [{"value": str(column), "mutability": "ReadWrite"}],
            "variableCharacteristics": {
                "dataType": "integer",
                "unit": "s",
                "minLimit": 0,
                "maxLimit": 3600,
                "supportsMonitoring": True,
            },
        }
        for column in range(_PER_PART)
    ]
    payload = {
        "requestId": 1,
        "generatedAt": "2027-01-15T08:00:00Z",
        "seqNo": number,
        "tbc": number < _PARTS - 1,
        "reportData": rows,
    }
    return Message(
        id=number + 1,
        at=number,
        charger="CP1",
        connection=1,
        direction=Direction.IN,
        raw=call_text(str(number), "NotifyReport", payload),
        type=MessageType.CALL,
        message_id=str(number),
        action="NotifyReport",
    )
