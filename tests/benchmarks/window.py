# SPDX-License-Identifier: Apache-2.0
"""How the window and the answers do while messages pour in.

Twenty chargers call at a fixed rate from another process. A precise timer of 10 ms in
the window's thread tells for how long the window could not react; the chargers measure
how long their answers took. The window shows every message as it comes.
"""

import json
import os
import tempfile
from pathlib import Path

from tests.benchmarks.processes import load, serving
from tests.benchmarks.report import median, report

ROUNDS = 3
SECONDS = 6
# Two messages a call: the call and its answer.
_CALLS = {"2,000 messages a second": 1_000, "4,000 messages a second": 2_000}
_GOAL = "2,000 messages a second"


def run() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    results: dict[str, list[dict[str, float]]] = {name: [] for name in _CALLS}
    for _ in range(ROUNDS):
        for name, rate in _CALLS.items():
            results[name].append(_measure(rate))
    for name, found in results.items():
        goals = ("< 50", "< 20") if name == _GOAL else ("", "")
        _report(name, "longest gap of a 10 ms timer in the window", "gap_ms", found,
                unit="ms", goal=goals[0])  # fmt: skip
        _report(name, "99 % of the answers within", "p99_ms", found,
                unit="ms", goal=goals[1])  # fmt: skip
        _report(name, "of the calls answered", "share", found, unit="%")


def _report(
    name: str,
    what: str,
    key: str,
    found: list[dict[str, float]],
    *,
    unit: str,
    goal: str = "",
) -> None:
    value = median([result[key] for result in found])
    report(f"window: at {name}, {what}", value, unit=unit, goal=goal)


def _measure(rate: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        capture = Path(folder, "window.ocppdesk")
        words = ("-m", "tests.benchmarks.shown_window", str(capture))
        with serving(*words) as (process, port):
            load(port, "MeterValues", seconds=1, rate=rate)  # warms up both sides
            found = load(port, "MeterValues", seconds=SECONDS, rate=rate)
            assert process.stdin is not None
            assert process.stdout is not None
            span = {name: found[name] for name in ("began_at", "ended_at")}
            process.stdin.write(json.dumps(span) + "\n")
            process.stdin.flush()
            gap = json.loads(process.stdout.readline())
    return {
        "gap_ms": gap,
        "p99_ms": found["p99_ms"],
        "share": 100 * found["per_second"] / rate,
    }
