# SPDX-License-Identifier: Apache-2.0
"""How long the window is held up by looks at its views, and while messages pour in.

Beside each gap stand that of an empty window in another process at the same time, and
what the window's own thread worked at most between two ticks.
"""

import os
import tempfile
from pathlib import Path
from typing import Final

from tests.benchmarks.million import capture_of
from tests.benchmarks.processes import story
from tests.benchmarks.report import report
from tests.benchmarks.shown_views import DIALOGS, LIVE, REVIEWED

_MESSAGES: Final = 100_000
_GOAL: Final = "< 50"
_MODULE: Final = "tests.benchmarks.shown_views"


def run() -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = story(_MODULE, "looking", capture_of(_MESSAGES))
    for name in REVIEWED:
        _report(found, name, f"at the first look at {name}")
        _report(found, f"{name}_charger", f"at another charger in {name}")
    for name in DIALOGS:
        _report(found, name, f"at the first look at the dialog {name}")
    with tempfile.TemporaryDirectory() as folder:
        found = story(_MODULE, "arriving", Path(folder, "views.ocppdesk"))
    for name in LIVE:
        _report(found, name, f"at 2,000 messages a second with {name} open")


def _report(found: dict[str, float], name: str, when: str) -> None:
    what = f"views: longest gap of a 10 ms timer {when}"
    report(what, found[f"{name}_gap"], unit="ms", goal=_GOAL)
    beside = "in an empty window of another process meanwhile"
    report(f"views: {beside}", found[f"{name}_beside"], unit="ms")
    turn = f"views: most that the window itself worked at a stretch {when}"
    report(turn, found[f"{name}_turn"], unit="ms", goal=_GOAL)
