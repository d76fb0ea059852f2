# SPDX-License-Identifier: Apache-2.0
"""A million samples in charts: until they are there, and each frame when they move.

Beside our view, the same arrays are drawn by pyqtgraph alone, in a process of its own;
the time until the first picture includes what each has to import.
"""

import json
import os
import subprocess
import sys

from tests.benchmarks.report import median, report

ROUNDS = 3

_FRAME = "< 33"  # milliseconds: 30 frames a second
_WHAT = {
    "zoom": "a frame while zooming in",
    "pan_all": "a frame while panning over all of them",
    "pan_part": "a frame while panning over a tenth",
}


def run() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for who, results in found.items():
            results.append(_measure(who))
    us, them = (
        {name: median([each[name] for each in results]) for name in results[0]}
        for results in found.values()
    )
    _report("until the first picture", "first", us, them, goal="< 1,000")
    for name, what in _WHAT.items():
        _report(what, name, us, them, goal=_FRAME)
        report(
            f"charts: 1,000,000 samples, {what}, 95 % within",
            us[f"{name}_p95"],
            unit="ms",
        )


def _report(
    what: str, name: str, us: dict[str, float], them: dict[str, float], *, goal: str
) -> None:
    text = f"charts: 1,000,000 samples, {what}"
    report(text, us[name], unit="ms", goal=goal)
    report(f"{text}, pyqtgraph alone", them[name], unit="ms")
    report(f"{text}, share of what pyqtgraph takes", us[name] / them[name])


def _measure(who: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.shown_charts", who],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
