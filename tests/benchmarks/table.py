# SPDX-License-Identifier: Apache-2.0
"""How the window does with a million messages: opening, scrolling, arriving, searching.

Each story is told by a process of its own (`tests.benchmarks.shown_table`), with the
gaps of an empty or idle window beside those under load: what the machine does anyway.
While messages arrive, that is a window in another process at the same time.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.million import MILLION, capture_of
from tests.benchmarks.processes import story
from tests.benchmarks.report import report
from tests.benchmarks.shown_table import (
    BATCH,
    CATASTROPHE,
    FILTERS,
    NOTCHES,
    STEPS,
    Results,
)

SIZES: Final = (10_000, 100_000, MILLION)
_RATE: Final = "2,000 messages a second"
_MODULE: Final = "tests.benchmarks.shown_table"


def run() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    million = capture_of(MILLION)
    _report_opening(story(_MODULE, "opening", million))
    _report_scrolling(story(_MODULE, "scrolling", million))
    with tempfile.TemporaryDirectory() as folder:
        grown = {
            size: story(_MODULE, "growing", _copy(capture_of(size), Path(folder)))
            for size in SIZES
        }
        _report_growing(grown)
        _tell_load("before messages arrive")
        _report_arriving(story(_MODULE, "arriving", _copy(million, Path(folder))))
        _tell_load("after that")
    _report_catastrophe(story(_MODULE, "catastrophe", million))


def _report_opening(found: Results) -> None:
    _tell("a capture is opened: its first rows are painted after", found["rows_s"],
          unit="s", goal="< 0.5")  # fmt: skip
    _tell_gaps(
        [
            ("in an empty window", found["empty_gap"], ""),
            ("while a capture is opened", found["opening_gap"], "< 50"),
            ("while it is searched", found["filtering_gap"], "< 50"),
        ]
    )
    empty = found["empty_mb"]
    _tell("memory of an empty window", empty, unit="MB")
    _tell("memory over it with the capture", found["opened_mb"] - empty,
          unit="MB", goal="< 150")  # fmt: skip
    _tell("memory over it after some filters", found["filtered_mb"] - empty,
          unit="MB", goal="< 150")  # fmt: skip
    _tell("processor at rest with the capture", found["rest_percent"],
          unit="%", goal="< 2")  # fmt: skip
    for number, text in enumerate(FILTERS):
        _tell(f"searched everything for {text}", found[f"filter_{number}_s"], unit="s")


def _report_scrolling(found: Results) -> None:
    for name, what in (
        ("dragged", f"scroll bar through everything in {STEPS} steps"),
        ("turned", f"{NOTCHES} notches of the wheel"),
    ):
        _tell(f"{what}, a frame", found[f"{name}_median"], unit="ms")
        _tell(f"{what}, the longest frame", found[f"{name}_longest"],
              unit="ms", goal="< 50")  # fmt: skip


def _report_growing(grown: dict[int, Results]) -> None:
    least = grown[SIZES[0]]
    for size, found in grown.items():
        for name in ("following", "paused"):
            _tell(f"{BATCH} more messages in {size:,}, {name}", found[name], unit="ms")
            _tell("at most", found[f"{name}_longest"], unit="ms")
    for name in ("following", "paused"):
        _tell(
            f"{BATCH} more messages in {SIZES[-1]:,}, against {SIZES[0]:,}, {name}",
            grown[SIZES[-1]][name] / least[name],
            goal="flat: < 1.5",
        )


def _report_arriving(found: Results) -> None:
    _tell_gaps([("in an idle window", found["still_gap"], "")])
    for name, when in (
        ("plain", f"at {_RATE}"),
        ("filter", f"at {_RATE} with a filter"),
        ("path", f"at {_RATE} while payloads are searched"),
        (
            "path_scrolled",
            f"at {_RATE} while payloads are searched and the wheel turns",
        ),
    ):
        # The load, its answers and two windows share the processor.
        beside = "in an empty window of another process meanwhile"
        _tell_gaps(
            [
                (when, found[f"{name}_gap"], "< 50"),
                (beside, found[f"{name}_beside"], ""),
            ]
        )


def _report_catastrophe(found: Results) -> None:
    _tell(f"{CATASTROPHE} is said to be too slow after", found["stopped_s"], unit="s")
    _tell_gaps(
        [
            ("in an empty window", found["empty_gap"], ""),
            ("while it is tried", found["gap"], "< 50"),
        ]
    )


def _tell(name: str, value: float, *, unit: str = "", goal: str = "") -> None:
    report(f"table: {name}", value, unit=unit, goal=goal)


def _tell_gaps(gaps: Sequence[tuple[str, float, str]]) -> None:
    for when, value, goal in gaps:
        _tell(f"longest gap of a 10 ms timer {when}", value, unit="ms", goal=goal)


def _tell_load(when: str) -> None:
    """Tell how busy the machine is: gaps mean something while it is not."""
    if hasattr(os, "getloadavg"):
        name = f"load average of the last minute {when}, of {os.cpu_count()} processors"
        _tell(name, os.getloadavg()[0])


def _copy(capture: Path, folder: Path) -> Path:
    return shutil.copyfile(capture, folder / capture.name)
