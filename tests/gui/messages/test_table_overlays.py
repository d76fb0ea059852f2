# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel

from ocppdesk.filters.nodes import Action


def place_in_table(desk, widget):
    return QRect(widget.mapTo(desk.view, QPoint()), widget.size())


def test_the_pill_lies_on_the_header_and_over_no_row(either_way):
    desk = either_way
    desk.start(50)
    desk.click(3)
    desk.pane.view.following.pause()
    desk.beat(4)
    pill = desk.pane._overlays.pill
    assert pill.isVisible()
    assert not place_in_table(desk, pill).intersects(desk.view.viewport().geometry())
    assert desk.view.horizontalHeader().geometry().contains(place_in_table(desk, pill))


def test_the_pill_covers_no_title(desk):
    desk.start(50)
    desk.view.following.pause()
    desk.beat(4)
    pill = place_in_table(desk, desk.pane._overlays.pill)
    header = desk.view.horizontalHeader()
    column = header.logicalIndexAt(pill.center())
    title = desk.model.headerData(column, Qt.Orientation.Horizontal)
    left = header.sectionViewportPosition(column) + header.geometry().left()
    assert pill.left() > left + header.fontMetrics().horizontalAdvance(title) + 8


def test_a_click_on_the_pill_goes_live(desk, qtbot):
    desk.start(50)
    desk.wheel(-3)
    desk.beat(4)
    pill = desk.pane._overlays.pill
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert desk.pane.is_following
    assert desk.is_at_live_end()
    assert not pill.isVisible()


@pytest.mark.parametrize("width", [300, 1000])
def test_the_pill_stays_inside_of_the_table(desk, width):
    desk.start(50)
    desk.pane.resize(width, 400)
    desk.view.following.pause()
    desk.beat(4)
    pill = place_in_table(desk, desk.pane._overlays.pill)
    assert desk.view.rect().contains(pill)


def test_a_sentence_is_withdrawn_by_another_filter(desk):
    desk.start(5)
    desk.pane._overlays.say("Something was odd.")
    assert desk.remark == "Something was odd."
    desk.filter(Action("Heartbeat"))
    assert desk.remark == ""


def test_a_search_that_was_stopped_can_go_on(desk, qtbot):
    asked = []
    overlays = desk.pane._overlays
    overlays.search_requested.connect(lambda: asked.append(1))
    overlays.say_stopped(0)
    assert desk.remark == ""
    overlays.say_stopped(400)
    assert desk.remark == "Stopped. Messages up to number 400 were not searched."
    qtbot.mouseClick(overlays.remark._action, Qt.MouseButton.LeftButton)
    assert asked == [1]
    assert desk.remark == ""


@pytest.mark.parametrize(
    ("is_live", "text"), [(True, "as soon as a charger"), (False, "what was opened")]
)
def test_why_there_is_no_message_depends_on_whether_some_may_come(desk, is_live, text):
    desk.pane.set_live(is_live=is_live)
    desk.pane._overlays.show_empty(total=0, is_busy=False)
    texts = [label.text() for label in desk.pane._overlays.empty.findChildren(QLabel)]
    assert any(text in said for said in texts)
