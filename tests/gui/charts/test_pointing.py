# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.charts.pointing import Pointer, show_on_chart
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

LONG = 10_000


def measure(recording, charger, count=6):
    line = recording.line(charger)
    recording.step = 60_000_000
    for number in range(count):
        minute = f"2026-01-31T13:{6 + number:02}:33Z"
        sampled = [{"value": "6000", "measurand": "Power.Active.Import", "unit": "W"}]
        value = {"timestamp": minute, "sampledValue": sampled}
        line.say("MeterValues", {"connectorId": 1, "meterValue": [value]})
    return recording.commit()


@pytest.fixture
def window(qtbot, theme, recording):
    made = MainWindow(Settings(), theme, is_live=False)
    made.resize(1200, 800)
    made.show()
    measure(recording, "CP-0042")
    made.show_capture(recording.path, last_id=measure(recording, "CP-0043"))
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def marked(qtbot, window):
    """Wait until a message is marked on the chart, and return where."""

    def marked(number):
        qtbot.waitUntil(lambda: window.live_pages._charts.is_made, timeout=LONG)
        scene = window.live_pages.charts.stack.scene
        qtbot.waitUntil(lambda: scene.chosen_message == number, timeout=LONG)
        return scene.chosen

    return marked


def test_a_message_gets_a_mark_on_the_chart_of_its_charger(window, marked):
    window.tab.messages.select_message(4)
    window.menus.actions["show_on_chart"].trigger()
    message = window.reader.message(4)
    assert marked(4) == pytest.approx(message.at / 1e6)
    assert window.chargers.chosen == "CP-0042"
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Charts"


def test_the_charts_go_over_to_the_charger_of_the_message(window, marked):
    for number, charger in ((4, "CP-0042"), (20, "CP-0043")):
        show_on_chart(window, number)
        marked(number)
        assert window.chargers.chosen == charger


def test_a_time_out_of_view_comes_into_view(window, marked):
    show_on_chart(window, 4)
    at = marked(4)
    times = window.live_pages.charts.stack.window_of_time
    times.show_range(at + 1_000, at + 1_100)
    show_on_chart(window, 4)
    assert times.low <= at <= times.high
    assert times.width == pytest.approx(100)


def test_who_points_again_points_at_the_last_one_only(qtbot, window, marked):
    show_on_chart(window, 4)
    show_on_chart(window, 6)
    marked(6)
    view = window.live_pages.charts
    qtbot.waitUntil(lambda: not view.findChildren(Pointer))


def test_without_a_message_nothing_happens(window):
    show_on_chart(window, None)
    show_on_chart(window, 10_000)
    assert window.tabs.currentIndex() == 0
