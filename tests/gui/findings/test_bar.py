# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.bar import FindingsBar
from ocppdesk.gui.findings.groups import Group, State


@pytest.fixture
def bar(qtbot, theme):
    bar = FindingsBar(theme)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_chips_choose_severities(qtbot, bar, finding):
    error = Group((finding(),), State.NEW)
    note = Group((finding(severity=Severity.LOW),), State.SEEN)
    assert bar.passing([error])
    assert bar.passing([note])
    with qtbot.waitSignal(bar.changed):
        qtbot.mouseClick(bar.chips[Level.NOTE], Qt.MouseButton.LeftButton)
    assert not bar.passing([error])
    assert bar.passing([note])
    assert bar.is_filtering
    bar.clear()
    assert bar.passing([error])
    assert not bar.is_filtering


def test_what_is_ignored_has_a_chip_of_its_own(qtbot, bar, finding):
    ignored = Group((finding(),), State.IGNORED)
    assert not bar.passing([ignored])
    assert not bar.ignored.isVisible()
    bar.show_counts({Level.ERROR: 2}, 1)
    assert bar.chips[Level.ERROR].text() == "Error 2"
    qtbot.mouseClick(bar.ignored, Qt.MouseButton.LeftButton)
    assert bar.passing([ignored])
    assert not bar.passing([Group((finding(),), State.NEW)])
