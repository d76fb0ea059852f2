# SPDX-License-Identifier: Apache-2.0
"""The view of charts in a real window, with its own analysis."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

LONG = 10_000
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def session(recording, *, samples=12):
    line = recording.line()
    status = {"connectorId": 1, "errorCode": "NoError"}
    line.say("StatusNotification", {**status, "status": "Preparing"})
    start = {"connectorId": 1, "idTag": "A", "meterStart": 0}
    line.say("StartTransaction", {**start, "timestamp": "2026-01-31T13:05:33Z"})
    recording.step = 60_000_000
    for number in range(samples):
        sampled = [
            {"value": str(number * 100), "unit": "Wh"},
            {"value": "6000", "measurand": "Power.Active.Import", "unit": "W"},
        ]
        minute = 6 + number
        value = {"timestamp": f"2026-01-31T13:{minute:02}:33Z", "sampledValue": sampled}
        told = {"connectorId": 1, "transactionId": 1, "meterValue": [value]}
        line.say("MeterValues", told)
    return recording.commit()


@pytest.fixture
def window(qtbot, theme, recording):
    made = MainWindow(Settings(), theme, is_live=False)
    made.resize(1200, 800)
    made.show()
    last = session(recording)
    made.show_capture(recording.path, last_id=last)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def charts(qtbot, window):
    window.menus.actions["view_charts"].trigger()
    made = window.live_pages.charts
    last = window.reader.last_id()
    qtbot.waitUntil(
        lambda: made.book.facts is not None and made.book.facts.last_id == last,
        timeout=LONG,
    )
    made.stack.settle()
    return made


def title(window):
    return window.tabs.tabText(window.tabs.currentIndex())


def test_the_tab_draws_what_the_capture_holds(window, charts):
    assert title(window) == "Charts"
    titles = [key.title for key in charts.stack.panes]
    assert titles == ["Energy of each session", "Energy register", "Power"]


def test_nothing_is_loaded_until_somebody_looks(window):
    assert not window.live_pages._charts.is_made


def test_a_click_on_a_sample_selects_its_row(qtbot, window, charts):
    pane = list(charts.stack.panes.values())[2]
    (line,) = pane.lines
    frame = pane.plot.frame
    spot = QPoint(round(frame.x(line.x[4])), round(frame.y(line.y[4])))
    charts.stack._scroll.ensureWidgetVisible(pane)
    qtbot.mouseClick(pane.plot.viewport(), LEFT, NONE, spot)
    number = int(line.message[4])
    assert window.tab.messages.selected_id() == number
    assert title(window) == "Charts"
    qtbot.mouseClick(charts.chosen_bar.show_message, LEFT)
    assert title(window) == "Messages"
    assert window.tab.messages.selected_id() == number


def test_a_row_that_is_selected_is_marked(window, charts):
    line = charts.stack.lines[0]
    number = int(line.message[3])
    window.tab.messages.select_message(number)
    assert charts.stack.scene.chosen_message == number
    assert charts.stack.scene.chosen == line.x[3]


def test_a_range_narrows_the_table(qtbot, window, charts):
    line = charts.stack.lines[0]
    since, until = int(line.at[2]), int(line.at[5]) + 1
    charts.range_wanted.emit(since, until)
    assert title(window) == "Messages"
    assert window.tab.times.range.since <= since
    assert window.tab.times.range.until >= until


def test_what_arrives_is_drawn(qtbot, window, charts, recording):
    before = len(charts.stack.lines[-1].x)
    last = session(recording, samples=2)
    window.advance(last)
    qtbot.waitUntil(lambda: len(charts.stack.lines[-1].x) > before, timeout=LONG)


def test_a_session_is_brought_to_the_front(qtbot, window, charts):
    qtbot.waitUntil(lambda: charts.bar.stories.count() > 1, timeout=LONG)
    window.tabs.setCurrentIndex(0)
    window.live_pages.chart_story(1)
    assert title(window) == "Charts"
    assert charts.bar.stories.currentData() == 1
