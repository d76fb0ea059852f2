# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.capture.log_records import Conclusion, LogCounts, LogState, LogSummary
from ocppdesk.gui.logs.strip import LogStrip
from ocppdesk.logs.importing.control import Phase, Progress

LEFT = Qt.MouseButton.LeftButton
COUNTS = LogCounts(complete=40, repaired=2, truncated=1, duplicate=5, other=60)
LOG = LogSummary(
    1,
    "site.log",
    "/logs/site.log",
    "text",
    "SteVe",
    state=LogState.COMPLETE,
    lines=108,
    counts=COUNTS,
    inferences={"view": Conclusion("csms", "As it receives.", False)},
)


@pytest.fixture
def strip(qtbot, theme):
    made = LogStrip(theme)
    qtbot.addWidget(made)
    return made


def test_while_it_is_read_it_tells_how_far_and_can_be_stopped(strip, qtbot):
    strip.show_progress(Progress(Phase.READING, 0.43, 1_200, True, (LOG,)))
    assert strip.isVisible()
    assert strip.bar.value() == 430
    assert "Reading site.log" in strip.headline.text()
    assert not strip.counts
    assert not strip.correct.isVisible()
    with qtbot.waitSignal(strip.stop_wanted):
        qtbot.mouseClick(strip.stop, LEFT)


def test_then_every_count_leads_to_what_it_counts(strip, qtbot):
    strip.show_progress(Progress(Phase.COMPLETE, 1.0, 43, True, (LOG,)))
    assert not strip.bar.isVisible()
    assert "108 lines" in strip.headline.text()
    assert "written by the CSMS (concluded)" in strip.reading.text()
    texts = [button.text() for button in strip.counts]
    assert texts == [
        "40 complete",
        "2 repaired",
        "1 truncated",
        "5 duplicates",
        "60 lines without a frame",
    ]
    with qtbot.waitSignal(strip.filter_wanted) as asked:
        qtbot.mouseClick(strip.counts[1], LEFT)
    assert asked.args == ["problem == repaired"]
    with qtbot.waitSignal(strip.lines_wanted) as asked:
        qtbot.mouseClick(strip.counts[3], LEFT)
    assert asked.args == ["duplicate"]
    with qtbot.waitSignal(strip.correction_wanted):
        qtbot.mouseClick(strip.correct, LEFT)


def test_it_can_be_closed_when_all_is_said(strip, qtbot):
    strip.show_progress(Progress(Phase.COMPLETE, 1.0, 43, True, (LOG,)))
    qtbot.mouseClick(strip.shut, LEFT)
    assert not strip.isVisible()


def test_two_logs_offer_to_align_their_clocks(strip, qtbot):
    strip.show_progress(Progress(Phase.COMPLETE, 1.0, 43, True, (LOG, LOG)))
    assert not strip.merge.isVisible()
    done = Progress(Phase.COMPLETE, 1.0, 43, True, (LOG, LOG))
    strip.show_progress(done, can_merge=True)
    with qtbot.waitSignal(strip.merge_wanted):
        qtbot.mouseClick(strip.merge, LEFT)


def test_a_failure_is_said_with_what_is_here_all_the_same(strip):
    strip.show_progress(
        Progress(Phase.FAILED, 0.5, 43, True, (LOG,), failure="The disk is full.")
    )
    assert strip.headline.text() == (
        "The disk is full. The 43 messages before that are here."
    )
    strip.show_progress(Progress(Phase.FAILED, failure="There is no file x.log."))
    assert strip.headline.text() == "There is no file x.log."
    assert not strip.correct.isVisible()


@pytest.mark.parametrize(
    ("phase", "begin"),
    [(Phase.CANCELLED, "Reading was stopped."), (Phase.FOLLOWING, "Following site")],
)
def test_it_says_what_goes_on(strip, phase, begin):
    strip.show_progress(Progress(phase, 1.0, 43, True, (LOG,)))
    assert strip.headline.text().startswith(begin)
    assert strip.stop.isVisible() == (phase is Phase.FOLLOWING)
