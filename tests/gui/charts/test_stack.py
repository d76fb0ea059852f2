# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from ocppdesk.analysis.happenings import MarkKind
from ocppdesk.analysis.sample_table import SeriesData, SeriesKey
from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.kinds import Group, pane_of
from ocppdesk.gui.charts.lines import line_of
from ocppdesk.gui.charts.picking import ordered
from ocppdesk.gui.charts.ribbon import Event
from ocppdesk.gui.charts.stack import ChartStack

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def stack(qtbot, theme, charger):
    charger.charge(minutes=30)
    book = LineBook()
    book.take(charger.facts())
    made = ChartStack(theme)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show_lines([book.lines[key] for key in ordered(book.lines)])
    made.settle()
    made.window_of_time.set_span(book.span())
    made.show()
    made.book = book
    return made


def pane_in(stack, group):
    return next(pane for key, pane in stack.panes.items() if key.group is group)


def point_of(pane, line, index):
    frame = pane.plot.frame
    return QPoint(round(frame.x(line.x[index])), round(frame.y(line.y[index])))


def values(pane):
    return [button.value for button in pane.legend.buttons.values()]


def test_many_panes_come_into_view_together(qtbot, theme, charger):
    charger.charge(minutes=30)
    book = LineBook()
    book.take(charger.facts())
    stack = ChartStack(theme)
    qtbot.addWidget(stack)
    stack.show()
    lines = [book.lines[key] for key in ordered(book.lines)]
    stack.show_lines(lines)
    assert stack.panes == {}
    stack.show_lines(lines[1:])
    qtbot.waitUntil(lambda: bool(stack.panes))
    assert [line for pane in stack.panes.values() for line in pane.lines] == [
        line for key in stack.panes for line in lines[1:] if pane_of(line.key) == key
    ]
    stack.show_lines(lines)
    stack.settle()
    assert stack.panes.keys() == {pane_of(line.key) for line in lines}


def test_each_unit_has_its_pane_with_energy_on_top(stack):
    groups = [key.group for key in stack.panes]
    assert groups == [
        Group.SESSION, Group.REGISTER, Group.POWER, Group.CURRENT, Group.VOLTAGE,
        Group.CHARGE, Group.TEMPERATURE, Group.FREQUENCY,
    ]  # fmt: skip


def test_the_pointer_in_one_pane_shows_values_in_all(qtbot, stack):
    power, charge = (pane_in(stack, g) for g in (Group.POWER, Group.CHARGE))
    spot = power.plot.frame.rect.center().toPoint()
    qtbot.mouseMove(power.plot.viewport(), spot)
    assert values(power)[0].endswith("kW")
    assert values(charge)[0].endswith("%")
    stack.panes[next(iter(stack.panes))].plot.pointed.emit(None)
    assert values(charge) == [""]


def test_a_click_on_a_sample_chooses_its_message(qtbot, stack):
    pane = pane_in(stack, Group.CHARGE)
    (line,) = pane.lines
    stack._scroll.ensureWidgetVisible(pane)
    with qtbot.waitSignal(stack.message_chosen) as told:
        spot = point_of(pane, line, 12)
        qtbot.mouseClick(pane.plot.viewport(), LEFT, NONE, spot)
    assert told.args == [line.message[12]]
    assert stack.scene.chosen == line.x[12]
    with qtbot.waitSignal(stack.message_wanted) as told:
        qtbot.keyClick(pane.plot, Qt.Key.Key_Return)
    assert told.args == [line.message[12]]


def test_a_click_beside_all_samples_chooses_nothing(qtbot, stack):
    pane = pane_in(stack, Group.POWER)
    told = []
    stack.message_chosen.connect(told.append)
    frame = pane.plot.frame
    spot = QPoint(round(frame.rect.center().x()), round(frame.rect.bottom()) - 4)
    qtbot.mouseClick(pane.plot.viewport(), LEFT, NONE, spot)
    assert told == []


def test_a_message_is_marked_where_its_samples_are(stack):
    line = stack.lines[0]
    stack.mark_message(int(line.message[3]), None)
    assert stack.scene.chosen == line.x[3]
    stack.mark_message(999_999, 5.0)
    assert stack.scene.chosen == 5.0
    stack.mark_message(0, None)
    assert stack.scene.chosen is None


def test_a_click_in_the_legend_hides_a_line(qtbot, stack):
    pane = pane_in(stack, Group.CURRENT)
    key, button = next(iter(pane.legend.buttons.items()))
    with qtbot.waitSignal(stack.hidden_changed):
        qtbot.mouseClick(button, LEFT)
    assert key not in [line.key for line in stack.shown_lines]
    qtbot.mouseClick(pane.legend.buttons[key], LEFT)
    assert key in [line.key for line in stack.shown_lines]


def test_ctrl_and_click_show_one_line_of_the_pane_and_all_again(qtbot, stack):
    pane = pane_in(stack, Group.CURRENT)
    key, button = next(iter(pane.legend.buttons.items()))
    count = len(pane.lines)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(button, LEFT, control)
    assert [line.key for line in pane.lines] == [key]
    assert pane_in(stack, Group.POWER).lines
    qtbot.mouseClick(pane.legend.buttons[key], LEFT, control)
    assert len(pane.lines) == count


def test_markers_are_set_by_keys_and_told(qtbot, stack):
    pane = pane_in(stack, Group.POWER)
    frame = pane.plot.frame
    for letter, share in (("b", 0.8), ("a", 0.2)):
        spot = QPoint(round(frame.rect.left() + share * frame.rect.width()), 40)
        qtbot.mouseMove(pane.plot.viewport(), spot)
        with qtbot.waitSignal(stack.markers_changed):
            qtbot.keyClicks(pane.plot, letter)
    assert list(stack.scene.markers) == ["A", "B"]
    assert stack.scene.markers["A"] < stack.scene.markers["B"]
    assert "Δ" in values(pane)[0]
    stack.clear_markers()
    assert "Δ" not in values(pane)[0]


def test_all_panes_zoom_and_pan_together(qtbot, stack):
    plot = pane_in(stack, Group.POWER).plot
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert stack.scene.high - stack.scene.low == stack.window_of_time.width
    frame = pane_in(stack, Group.VOLTAGE).plot.frame
    assert (frame.low, frame.high) == (stack.scene.low, stack.scene.high)
    qtbot.mouseDClick(plot.viewport(), LEFT, NONE, QPoint(300, 40))
    assert stack.window_of_time.is_whole


def test_the_right_button_asks_what_to_do_with_times(qtbot, stack):
    plot = pane_in(stack, Group.POWER).plot
    with qtbot.waitSignal(stack.times_chosen) as told:
        qtbot.mouseClick(plot.viewport(), RIGHT, NONE, QPoint(300, 40))
    window = stack.window_of_time
    assert told.args[:2] == [window.low, window.high]
    plot.selecting.emit((window.low, window.high))
    assert stack.scene.selected == (window.low, window.high)
    stack.end_selection()
    assert stack.scene.selected is None


def test_panes_come_and_go_with_their_lines(stack):
    power = [n for n in stack.lines if pane_of(n.key).group is Group.POWER]
    before = pane_in(stack, Group.POWER)
    stack.show_lines(power)
    assert [key.group for key in stack.panes] == [Group.POWER]
    assert pane_in(stack, Group.POWER) is before


def test_events_have_a_line_through_the_panes_if_they_are_few(stack):
    low, high = stack.window_of_time.low, stack.window_of_time.high
    middle = (low + high) / 2
    stack.show_ribbon([Event(middle, MarkKind.FAULT, "Fault", 3)], [], [(low, middle)])
    assert stack.scene.events == [(middle, "problem")]
    assert stack.scene.silences == [(low, middle)]
    many = [Event(middle, MarkKind.FAULT, "Fault", 3)] * 1_000
    stack.show_ribbon(many, [], [])
    assert stack.scene.events == []


def test_a_click_in_the_ribbon_chooses_a_message(qtbot, stack):
    middle = (stack.window_of_time.low + stack.window_of_time.high) / 2
    stack.show_ribbon([Event(middle, MarkKind.BOOT, "Started", 3)], [], [])
    spot = QPoint(round(stack.ribbon._x(middle)), 8)
    with qtbot.waitSignal(stack.message_chosen) as told:
        qtbot.mouseClick(stack.ribbon, LEFT, NONE, spot)
    assert told.args == [3]


def test_it_follows_the_theme(stack, theme):
    theme.apply("Dark", 125)
    pane = pane_in(stack, Group.POWER)
    image = pane.plot.grab().toImage()
    spot = pane.plot.frame.rect.topLeft().toPoint() + QPoint(4, 4)
    assert image.pixelColor(spot).lightness() < 80


@given(
    values=st.lists(
        st.sampled_from([1e300, -1e300, 1e14, -1e14, 1e-320, -0.0, 0.1, 230.0])
        | st.floats(),
        min_size=1,
        max_size=12,
    ),
    seconds=st.lists(st.integers(0, 4_000_000_000), min_size=12, max_size=12),
    notches=st.integers(-400, 400),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_and_no_time_is_too_odd_to_be_drawn(stack, values, seconds, notches):
    at = np.sort(np.array(seconds[: len(values)], np.int64) * 1_000_000)
    count = len(values)
    data = SeriesData(
        SeriesKey(None, 1, "Power.Active.Import", "", "Outlet", "W"),
        at,
        at,
        np.array(values),
        np.arange(1, count + 1),
        np.zeros(count, np.uint8),
    )
    line = line_of(data)
    stack.show_lines([line])
    if len(line.x):
        stack.window_of_time.set_span((float(line.x[0]), float(line.x[-1])))
        stack.fit()
        stack.window_of_time.zoom(1.25**-notches, float(line.x[0]))
    pane = pane_in(stack, Group.POWER)
    pane.show_values(*(x * 1.25**notches for x in pane.plot.values))
    pane.plot.grab()
    stack.axis.grab()
    stack.fit()
