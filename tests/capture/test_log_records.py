# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys

import pytest

from ocppdesk.capture.log_records import (
    Alignment,
    Conclusion,
    LogCounts,
    LogState,
    LogSummary,
    log_from,
    log_values,
)

SUMMARY = LogSummary(
    id=1,
    name="site.zip/cp1.log",
    path="site.zip",
    format="text",
    title="SteVe",
    state=LogState.COMPLETE,
    size=300,
    lines=12,
    counts=LogCounts(complete=3, repaired=1, other=8),
    inferences={"view": Conclusion("csms", "It receives BootNotification.", False)},
    assumptions={"zone_minutes": 60},
    alignment=Alignment(-1_500, 20, 3, True),
)
PLAIN = LogSummary(1, "a.log", "a.log", "lines", "Lines")


@pytest.mark.parametrize("log", [SUMMARY, PLAIN])
def test_a_log_comes_back_as_it_was_written(log):
    assert log_from(log_values(log)) == log


def test_the_frames_of_a_log_are_counted_together():
    assert SUMMARY.counts.frames == 4


def test_who_only_reads_logs_needs_no_database():
    script = (
        "import sys; import ocppdesk.logs.importing.producing; "
        "assert 'sqlite3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
