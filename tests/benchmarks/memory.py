# SPDX-License-Identifier: Apache-2.0
"""How the memory grows over an hour of one busy charger, and with a window open.

The hour is told in messages, not in minutes: 20,000 after a warm-up, as fast as they
are answered, with sessions that start and end and ids that never repeat. The window
gets more, because what it remembers of the past is bounded but takes a while to fill.
"""

import asyncio
import os
import tempfile
from pathlib import Path

import orjson
import psutil
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.processes import desk, load, serving
from tests.benchmarks.report import report

WARM_UP = 6_000
HOUR = 20_000
_SESSION = 50  # calls from one start of a transaction to the next
_WINDOW_WARM_UP_S = 20
_WINDOW_S = 15
_WINDOW_CALLS = 2_000  # a second; each makes two messages
_GOAL = "flat: < 1"


def run() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        capture = Path(folder, "hour.ocppdesk")
        with serving(*desk(capture)) as (process, port):
            growth = asyncio.run(_growth(port, psutil.Process(process.pid)))
        size = capture.stat().st_size / 2**20
        report(
            "memory: growth of the CSMS with each 10,000 messages",
            growth / (HOUR / 10_000),
            unit="MB",
            goal=_GOAL,
        )
        report(
            "memory: capture on disk for each 10,000 messages",
            size / ((WARM_UP + HOUR) / 10_000),
            unit="MB",
        )
        report(
            "memory: growth with the window open with each 10,000 messages",
            _growth_of_the_window(Path(folder, "window.ocppdesk")),
            unit="MB",
            goal=_GOAL,
        )


def _growth_of_the_window(capture: Path) -> float:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    words = ("-m", "tests.benchmarks.shown_window", str(capture))
    with serving(*words) as (process, port):
        watched = psutil.Process(process.pid)
        load(port, "MeterValues", seconds=_WINDOW_WARM_UP_S, rate=_WINDOW_CALLS)
        before = watched.memory_info().rss
        found = load(port, "MeterValues", seconds=_WINDOW_S, rate=_WINDOW_CALLS)
        growth = watched.memory_info().rss - before
    return float(growth) / 2**20 / (2 * found["answered"] / 10_000)


async def _growth(port: int, process: psutil.Process) -> float:
    url = f"ws://127.0.0.1:{port}/BUSY"
    async with connect(url, subprotocols=["ocpp1.6"]) as socket:  # type: ignore[list-item]
        # A call and its answer are two messages.
        await _live(socket, 0, WARM_UP // 2)
        before = process.memory_info().rss
        await _live(socket, WARM_UP // 2, (WARM_UP + HOUR) // 2)
        after = process.memory_info().rss
    return float(after - before) / 2**20


async def _live(socket: ClientConnection, first: int, end: int) -> None:
    for number in range(first, end):
        action, payload = _call(number)
        await socket.send(orjson.dumps([2, f"m{number}", action, payload]).decode())
        await socket.recv()


def _call(number: int) -> tuple[str, dict[str, object]]:
    minute = f"2026-01-01T{number // 60 % 24:02d}:{number % 60:02d}:00Z"
    match number % _SESSION:
        case 0:
            return "StatusNotification", {
                "connectorId": 1, "errorCode": "NoError", "status": "Charging",
                "timestamp": minute,
            }  # fmt: skip
        case 1:
            return "StartTransaction", {
                "connectorId": 1, "idTag": f"TAG{number}", "meterStart": number,
                "timestamp": minute,
            }  # fmt: skip
        case 2:
            return "Heartbeat", {}
        case 49:
            return "StopTransaction", {
                "transactionId": number, "meterStop": number, "timestamp": minute,
            }  # fmt: skip
        case _:
            sample = {"value": str(number), "measurand": "Voltage", "unit": "V"}
            return "MeterValues", {
                "connectorId": 1, "transactionId": number,
                "meterValue": [{"timestamp": minute, "sampledValue": [sample] * 3}],
            }  # fmt: skip
