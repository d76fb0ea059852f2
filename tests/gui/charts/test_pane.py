# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.kinds import Group, pane_of
from ocppdesk.gui.charts.pane import ChartPane
from ocppdesk.gui.charts.picking import ordered
from ocppdesk.gui.charts.time_window import TimeWindow


@pytest.fixture
def make(qtbot, theme, charger):
    charger.charge(minutes=10)
    book = LineBook()
    book.take(charger.facts())
    window, scene = TimeWindow(), Scene()
    window.set_span(book.span())
    scene.low, scene.high = window.low, window.high

    def pane(group, **options):
        keys = [key for key in ordered(book.lines) if pane_of(key).group is group]
        made = ChartPane(theme, pane_of(keys[0]), window, scene)
        qtbot.addWidget(made)
        made.resize(700, 160)
        made.show()
        made.show_lines([book.lines[key] for key in keys], **options)
        made.scene_of_panes, made.keys = scene, keys
        return made

    return pane


def values(pane):
    return {b.entry.name: b.value for b in pane.legend.buttons.values()}


def test_its_title_has_the_unit_that_fits(make):
    assert make(Group.POWER).title.text() == "Power (kW)"
    assert make(Group.CURRENT).title.text() == "Current (A)"


def test_phases_have_colours_of_their_own(make):
    pane = make(Group.CURRENT)
    colors = [b.entry.style.color.name() for b in pane.legend.buttons.values()]
    assert len(set(colors)) == len(colors) == 4
    assert list(values(pane)) == ["L1", "L2", "L3", "offered"]


def test_the_legend_has_the_values_at_a_time(make, charger):
    pane = make(Group.CURRENT)
    pane.show_time(charger.now - 300)
    assert values(pane)["offered"] in ("10 A", "16 A")
    assert values(pane)["L1"].endswith(" A")
    pane.show_time(None)
    assert set(values(pane).values()) == {""}


def test_with_both_markers_it_has_differences(make):
    pane = make(Group.REGISTER)
    scene = pane.scene_of_panes
    span = scene.high - scene.low
    scene.markers = {"A": scene.low + span * 0.2, "B": scene.low + span * 0.9}
    pane.show_time(None)
    assert values(pane)["import"].startswith("Δ +")


def test_power_begins_at_zero_and_voltage_does_not(make):
    assert make(Group.POWER).plot.values[0] <= 0
    assert make(Group.VOLTAGE).plot.values[0] > 200


def test_voltages_have_the_band_of_their_grid(make):
    assert make(Group.VOLTAGE).plot.canvas.band == pytest.approx((207, 253))
    assert make(Group.CURRENT).plot.canvas.band is None


def test_chosen_values_stay_until_all_are_wanted(make):
    pane = make(Group.POWER)
    pane.show_values(1_000.0, 2_000.0)
    pane.refresh()
    assert pane.plot.values == (1_000.0, 2_000.0)
    pane.show_values(5.0, 5.0)
    assert pane.plot.values == (1_000.0, 2_000.0)
    pane.fit_values()
    assert pane.plot.values[1] > 10_000


def test_hidden_lines_are_not_drawn(make):
    pane = make(Group.CURRENT)
    hidden = {pane.keys[0]}
    pane.show_lines(pane._lines, hidden=hidden)
    assert pane.keys[0] not in [line.key for line in pane.lines]
    assert pane.legend.buttons[pane.keys[0]].entry.is_hidden


def test_the_tool_tip_says_what_was_measured_and_what_assumed(make):
    pane = make(Group.FREQUENCY)
    pane.show_lines(pane._lines, assumed=set(pane.keys), names_places=True)
    (button,) = pane.legend.buttons.values()
    assert "Frequency" in button.toolTip()
    assert "does not say the unit" in button.toolTip()
    assert button.entry.name == "Connector 1 all"
