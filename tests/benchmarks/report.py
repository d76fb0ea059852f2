# SPDX-License-Identifier: Apache-2.0
"""The lines that the benchmarks print."""

import statistics
from collections.abc import Sequence


def report(name: str, value: float, *, unit: str = "", goal: str = "") -> None:
    """Print one result.

    Args:
        name: What was measured.
        value: The result.
        unit: Its unit; ratios have none.
        goal: What it is to reach, such as `>= 0.5`; empty if there is no goal.
    """
    shown = f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
    text = f"{name} … {shown} {unit}".rstrip()
    print(f"{text} (goal {goal})" if goal else text, flush=True)


def median(values: Sequence[float]) -> float:
    """Return the middle of some values."""
    return statistics.median(values)
