# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ocppdesk.capture.records import Charger
from ocppdesk.gui.charts.kinds import Group
from ocppdesk.gui.charts.view import ChartsView
from ocppdesk.settings import Settings

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
CP1 = Charger("CP1", 0)


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def make(qtbot, theme, settings):
    made = []

    def view(*, is_live=False):
        one = ChartsView(settings, theme, is_live=is_live)
        qtbot.addWidget(one)
        one.resize(1060, 700)
        one.choose_charger("CP1")
        one.show()
        made.append(one)
        return one

    yield view
    for one in made:
        one.close_reader()


@pytest.fixture
def view(make, charger):
    """The chart of two sessions."""
    made = make()
    meter = charger.charge(minutes=20)
    charger.now += 1_200
    charger.charge(minutes=10, meter=meter, transaction=2)
    made.show_facts(charger.facts())
    made.stack.settle()
    return made


def pane_in(view, group):
    return next(p for key, p in view.stack.panes.items() if key.group is group)


def menu_texts(view):
    menu = next(m for m in view.findChildren(QMenu) if m.isVisible())
    return menu, {a.text().replace("&", ""): a for a in menu.actions() if a.text()}


def is_empty(view):
    return view.empty.isVisible()


def test_without_values_it_says_what_to_do(make, another_charger):
    view = make(is_live=True)
    view.update_chargers([CP1])
    view.show_facts(another_charger().facts())
    view.stack.settle()
    assert is_empty(view)
    assert view.empty.heading.text() == "No meter values yet"
    assert "MeterValueSampleInterval" in view.empty.line.text()
    assert [one.text() for one in view.empty.buttons] == ["Open its settings"]
    assert not view.bar.export.isEnabled()


def test_a_live_window_leads_to_the_settings(qtbot, make):
    view = make(is_live=True)
    view.update_chargers([CP1])
    (button,) = view.empty.buttons
    qtbot.waitUntil(lambda: button.isVisible() and button.height() > 0)
    with qtbot.waitSignal(view.configuration_wanted):
        qtbot.mouseClick(button, LEFT)


def test_of_several_chargers_one_has_to_be_chosen(qtbot, make):
    view = make()
    view.choose_charger("")
    view.update_chargers([CP1, Charger("CP2", 0), Charger("R&D", 0)])
    assert view.empty.heading.text() == "Which charger?"
    assert view.empty.buttons[2].text() == "R&&D"
    with qtbot.waitSignal(view.charger_wanted) as told:
        qtbot.mouseClick(view.empty.buttons[1], LEFT)
    assert told.args == ["CP2"]
    view.choose_charger("CP2")
    assert "CP2" in view.empty.line.text()


def test_while_messages_are_read_it_says_so(make):
    view = make()
    view.show_progress(40, 100)
    assert view.empty.heading.text() == "Reading…"
    assert view.bar.progress.text() == "40 % looked through"
    view.show_progress(100, 100)
    assert view.empty.heading.text() == "No meter values in this recording"
    assert view.bar.progress.text() == ""


def test_a_broken_analysis_is_said_and_what_was_drawn_stays(view, make):
    view.show_progress(40, 100)
    view.show_failure("The capture cannot be analysed any more.")
    assert not is_empty(view)
    assert "cannot be analysed" in view.notes.text()
    view.show_failure("")
    assert view.notes.isHidden()
    other = make()
    other.show_progress(40, 100)
    other.show_failure("The capture cannot be analysed any more.")
    assert other.empty.heading.text() == "The values cannot be drawn"
    assert "cannot be analysed" in other.empty.line.text()


def test_values_are_drawn_with_what_happened(view):
    assert not is_empty(view)
    assert pane_in(view, Group.SESSION).lines
    assert view.stack.ribbon._rows[0].name == "Connector 1"
    assert view.stack.window_of_time.is_whole
    assert view.notes.isHidden()


def test_another_round_keeps_the_picture_until_facts_come(view, charger):
    view.show_progress(0, 100)
    view.show_facts(None)
    assert not is_empty(view)
    view.show_facts(charger.facts())
    view.stack.settle()
    view.show_progress(100, 100)
    assert not is_empty(view)
    view.show_facts(None)
    assert is_empty(view)


def test_ticks_in_the_list_decide_what_is_drawn(view):
    keys = [key for key in view.book.lines if key.measurand == "Voltage"]
    view.tree.tick_only(set(keys))
    assert [key.group for key in view.stack.panes] == [Group.VOLTAGE]
    view.bar.series.click()
    assert view.tree.isHidden()


def test_a_session_can_be_charted_alone(qtbot, view, charger):
    assert view.bar.stories.count() == 3
    assert "kWh" in view.bar.stories.itemText(1)
    qtbot.keyClick(view.bar.stories, Qt.Key.Key_Down)
    window = view.stack.window_of_time
    story = charger.stories[1]
    assert window.low == pytest.approx(story.began_at / 1e6, abs=60)
    assert window.high == pytest.approx(story.ended_at / 1e6, abs=60)
    qtbot.keyClick(view.bar.stories, Qt.Key.Key_Up)
    assert window.is_whole


def test_a_session_brings_its_connector(view, charger):
    charger.now += 60
    charger.charge(connector=2, minutes=5, transaction=3)
    view.show_facts(charger.facts())
    view.stack.settle()
    view.show_story(3)
    assert {key.connector for key in view.tree.ticked} == {2}
    view.show_story(99)
    assert {key.connector for key in view.tree.ticked} == {1, 2}


def test_a_click_on_a_sample_tells_its_message(qtbot, view):
    pane = pane_in(view, Group.POWER)
    (line,) = pane.lines
    frame = pane.plot.frame
    spot = QPoint(round(frame.x(line.x[5])), round(frame.y(line.y[5])))
    with qtbot.waitSignal(view.message_chosen) as told:
        qtbot.mouseClick(pane.plot.viewport(), LEFT, NONE, spot)
    number = int(line.message[5])
    assert told.args == [number]
    assert f"Message {number}" in view.chosen_bar.point.text()
    assert "kW" in view.chosen_bar.point.text()
    with qtbot.waitSignal(view.message_wanted) as told:
        qtbot.mouseClick(view.chosen_bar.show_message, LEFT)
    assert told.args == [number]


def test_a_row_of_the_table_is_marked(make, recording, reader, qtbot):
    view = make()
    view.choose_charger("CP-0042")
    sampled = [{"value": "230", "measurand": "Voltage", "unit": "V"}]
    values = {"timestamp": "2026-01-31T13:05:40Z", "sampledValue": sampled}
    for _sample in range(3):
        recording.line().say("MeterValues", {"connectorId": 1, "meterValue": [values]})
    recording.commit()
    from ocppdesk.analysis.charger import ChargerAnalysis

    analysis = ChargerAnalysis("CP-0042")
    for message in reader.messages(range(1, reader.last_id() + 1)):
        analysis.feed(message)
    view.show_reader(reader, reader.last_id())
    view.show_facts(analysis.facts(recording.now))
    view.stack.settle()
    (line,) = view.stack.lines
    view.mark_message(int(line.message[1]))
    assert view.stack.scene.chosen == line.x[1]
    view.mark_message(1)
    assert view.stack.scene.chosen == pytest.approx(reader.message(1).at / 1e6)
    view.mark_message(0)
    assert view.stack.scene.chosen is None
    assert view.chosen_bar.isHidden()


def test_the_table_can_be_filtered_to_a_range(qtbot, view):
    plot = pane_in(view, Group.POWER).plot
    qtbot.mouseClick(plot.viewport(), RIGHT, NONE, QPoint(300, 40))
    menu, actions = menu_texts(view)
    window = view.stack.window_of_time
    with qtbot.waitSignal(view.range_wanted) as told:
        actions["Filter table to this time"].trigger()
    assert told.args == pytest.approx([window.low * 1e6, window.high * 1e6], abs=2)
    menu.close()


def test_the_chargers_time_is_turned_into_times_of_the_table(qtbot, view, charger):
    charger.clock_error = -7200
    for _sample in range(40):
        charger.now += 60
        charger.measure([("SoC", "", "Percent", 50)])
    view.show_facts(charger.facts())
    view.stack.settle()
    qtbot.keyClick(view.bar.clocks, Qt.Key.Key_Down)
    line = next(n for n in view.stack.lines if n.key.measurand == "SoC")
    last = float(line.x[line.message == charger.number][0])
    assert last == charger.now - 7200
    low, high = view._received(last - 90, last + 1)
    assert high >= charger.now * 1e6
    assert low <= high
    assert view._received(1.0, 2.0)[0] > 1_000_000
    assert "clock" in view.notes.text()


def test_markers_are_told_and_taken_away(qtbot, view):
    plot = pane_in(view, Group.POWER).plot
    qtbot.mouseMove(plot.viewport(), QPoint(250, 40))
    qtbot.keyClicks(plot, "a")
    qtbot.mouseMove(plot.viewport(), QPoint(450, 40))
    qtbot.keyClicks(plot, "b")
    assert "A→B +" in view.chosen_bar.markers.text()
    qtbot.mouseClick(plot.viewport(), RIGHT, NONE, QPoint(300, 40))
    menu, actions = menu_texts(view)
    assert "Filter table from A to B" in actions
    menu.close()
    qtbot.mouseClick(view.chosen_bar.clear, LEFT)
    assert view.chosen_bar.isHidden()


def test_times_are_written_as_in_the_table(view, settings):
    settings.change({"time_mode": "UTC"})
    low = view.stack.window_of_time.low
    assert view.stack.axis.texts.full(low).endswith("Z")


def test_a_live_chart_follows_its_end(make, charger, qtbot):
    view = make(is_live=True)
    charger.charge(minutes=10)
    view.show_facts(charger.facts())
    view.stack.settle()
    window = view.stack.window_of_time
    assert view.bar.following.isChecked()
    window.zoom(0.2, window.high)
    width = window.width
    charger.now += 60
    charger.measure([("SoC", "", "Percent", 90)])
    view.show_facts(charger.facts())
    view.stack.settle()
    assert window.width == pytest.approx(width)
    assert window.low < charger.now < window.high
    plot = pane_in(view, Group.POWER).plot
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert not view.bar.following.isChecked()


def test_what_is_not_in_view_is_drawn_when_it_is(make, charger):
    view = make()
    view.hide()
    charger.charge(minutes=3)
    view.show_facts(charger.facts())
    view.stack.settle()
    assert view.book.is_empty
    view.show()
    assert not view.book.is_empty


def test_the_picture_can_be_copied(view):
    said = []
    view.said.connect(said.append)
    view.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert image.width() > view.stack.width()
    assert said


def test_another_charger_begins_anew(view, another_charger):
    other = another_charger("CP2")
    other.now += 100_000
    other.measure([("SoC", "", "Percent", 50)])
    window = view.stack.window_of_time
    window.show_range(window.low, window.low + 60)
    view.stack.toggle(view.stack.lines[0].key)
    view.stack.set_marker("A", window.low)
    view.choose_charger("CP2")
    view.show_facts(other.facts())
    view.stack.settle()
    assert window.low < other.now < window.high
    assert not view.stack.hidden
    assert view.chosen_bar.isHidden()
    assert [key.group for key in view.stack.panes] == [Group.CHARGE]
    assert view.bar.stories.count() == 1
