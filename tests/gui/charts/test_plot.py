# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.kinds import Measure
from ocppdesk.gui.charts.plot import Plot
from ocppdesk.gui.charts.time_window import TimeWindow

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plot(qtbot, theme):
    window, scene = TimeWindow(), Scene()
    window.set_span((1_000.0, 2_000.0))
    window.show_range(1_000.0, 2_000.0)
    made = Plot(theme, window, scene)
    made.window_of_time = window

    def follow():
        scene.low, scene.high = window.low, window.high
        made.canvas.refresh()

    window.changed.connect(follow)
    follow()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show_values(0.0, 100.0)
    made.show()
    qtbot.waitUntil(lambda: made.frame.rect.width() > 300)
    return made


def middle(plot):
    return plot.frame.rect.center().toPoint()


def drag(qtbot, plot, start, end, button=LEFT, modifiers=NONE):
    view = plot.viewport()
    qtbot.mousePress(view, button, modifiers, start)
    # QTest sends moves without the button that is down.
    for step in (0.5, 1.0):
        place = QPointF(start) + (QPointF(end) - QPointF(start)) * step
        move(view, place, button, modifiers)
    qtbot.mouseRelease(view, button, modifiers, end)


def move(view, place, button, modifiers):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    spot = QPointF(view.mapToGlobal(place.toPoint()))
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, place, spot, Qt.MouseButton.NoButton, button, modifiers)
    QApplication.sendEvent(view, event)


def wheel(plot, place, notches, modifiers=NONE, *, across=0):
    view = plot.viewport()
    event = QWheelEvent(
        QPointF(place),
        QPointF(view.mapToGlobal(place)),
        QPoint(0, 0),
        QPoint(120 * across, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_wheel_zooms_the_time_around_the_pointer(plot):
    place = middle(plot)
    time = plot.frame.time(place.x())
    wheel(plot, place, 1)
    assert plot.window_of_time.width == pytest.approx(800)
    assert plot.frame.time(place.x()) == pytest.approx(time)
    wheel(plot, place, -1)
    assert plot.window_of_time.width == pytest.approx(1_000)


def test_a_wheel_to_the_side_pans(plot):
    wheel(plot, middle(plot), 0, across=-1)
    assert plot.window_of_time.low == pytest.approx(1_100)


def test_ctrl_and_the_wheel_zoom_the_values(qtbot, plot):
    with qtbot.waitSignal(plot.values_wanted) as told:
        wheel(plot, middle(plot), 1, CONTROL)
    bottom, top = told.args
    assert top - bottom == pytest.approx(80)
    assert plot.window_of_time.width == 1_000


def test_dragging_pans(qtbot, plot):
    place = middle(plot)
    width = plot.frame.rect.width()
    drag(qtbot, plot, place, place - QPoint(round(width / 10), 0))
    assert plot.window_of_time.low == pytest.approx(1_100, abs=3)
    assert plot.window_of_time.width == pytest.approx(1_000)


def test_shift_and_dragging_zoom_into_a_box(qtbot, plot):
    frame = plot.frame
    start = QPoint(round(frame.x(1_200)), round(frame.y(80)))
    end = QPoint(round(frame.x(1_400)), round(frame.y(20)))
    with qtbot.waitSignal(plot.values_wanted) as told:
        drag(qtbot, plot, start, end, modifiers=SHIFT)
    assert told.args == pytest.approx([20, 80], abs=2)
    assert plot.window_of_time.low == pytest.approx(1_200, abs=3)
    assert plot.window_of_time.high == pytest.approx(1_400, abs=3)
    assert plot.canvas.box is None


def test_a_click_is_no_drag(qtbot, plot):
    with qtbot.waitSignal(plot.clicked) as told:
        qtbot.mouseClick(plot.viewport(), LEFT, NONE, middle(plot))
    assert told.args[0].toPoint() == middle(plot)
    assert plot.window_of_time.low == 1_000


def test_a_double_click_and_home_show_everything(qtbot, plot):
    with qtbot.waitSignal(plot.fit_wanted):
        qtbot.mouseDClick(plot.viewport(), LEFT, NONE, middle(plot))
    with qtbot.waitSignal(plot.fit_wanted):
        qtbot.keyClick(plot, Qt.Key.Key_Home)


def test_the_right_button_chooses_times(qtbot, plot):
    selecting = []
    plot.selecting.connect(selecting.append)
    frame = plot.frame
    start = QPoint(round(frame.x(1_600)), 50)
    end = QPoint(round(frame.x(1_300)), 60)
    with qtbot.waitSignal(plot.times_chosen) as told:
        drag(qtbot, plot, start, end, RIGHT)
    assert told.args[:2] == pytest.approx([1_300, 1_600], abs=3)
    assert selecting[0] is not None
    assert selecting[-1] is None


def test_a_click_of_the_right_button_means_all_that_is_in_view(qtbot, plot):
    with qtbot.waitSignal(plot.times_chosen) as told:
        qtbot.mouseClick(plot.viewport(), RIGHT, NONE, middle(plot))
    assert told.args[:2] == [None, None]


def test_the_keyboard_zooms_pans_and_marks(qtbot, plot):
    window = plot.window_of_time
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert window.width == pytest.approx(800)
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert window.width == pytest.approx(1_000)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert window.low == pytest.approx(1_100)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert window.low == pytest.approx(1_000)
    markers = []
    plot.marker_wanted.connect(markers.append)
    qtbot.keyClicks(plot, "ab")
    assert markers == ["A", "B"]
    with qtbot.waitSignal(plot.enter_pressed):
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert window.is_following


def test_the_pointer_tells_its_time(qtbot, plot):
    told = []
    plot.pointed.connect(told.append)
    qtbot.mouseMove(plot.viewport(), middle(plot))
    assert told[-1] == pytest.approx(1_500, abs=3)


def test_the_axis_writes_values_as_its_pane_does(plot):
    plot.set_measure(Measure(1000, "kW"))
    axis = plot._axis
    assert axis.tickStrings([1500.0, 2000.0], 1, 500) == ["1.5", "2"]
