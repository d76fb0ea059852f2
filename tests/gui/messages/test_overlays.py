# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ocppdesk.gui.messages.overlays import EmptyState, NewPill, TableRemark


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_pill_is_there_only_if_there_is_something_new(theme, parent):
    pill = NewPill(theme, parent)
    pill.show_count(0, is_up=True)
    assert not pill.isVisible()
    pill.show_count(37, is_up=True)
    assert pill.isVisible()
    assert pill.text() == "▲ 37 new"
    assert pill.accessibleName() == "Go to the newest messages: 37 new"
    pill.show_count(37, is_up=False)
    assert pill.text() == "▼ 37 new"


def test_the_pill_never_takes_the_keyboard(theme, parent):
    assert NewPill(theme, parent).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_empty_state_offers_to_clear_the_filter(theme, parent, qtbot):
    empty = EmptyState(theme, parent)
    empty.show_texts("No message matches", "1,932 hidden.", can_clear=True)
    button = empty.findChild(QPushButton)
    cleared = QSignalSpy(empty.clear_requested)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert cleared.count() == 1
    assert empty.accessibleName() == "No message matches 1,932 hidden."
    empty.show_texts("No messages yet", "Wait.", can_clear=False)
    assert not button.isVisible()


def test_a_remark_stands_at_the_lower_edge_and_can_be_closed(theme, parent, qtbot):
    remark = TableRemark(theme, parent)
    assert remark.text == ""
    remark.say("The disk is gone. " * 5)
    remark.fit(QRect(0, 20, 800, 380))
    assert remark.text.startswith("The disk is gone.")
    assert 300 < remark.geometry().top() < remark.geometry().bottom() < 400
    assert remark.height() < 100
    qtbot.mouseClick(remark.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert remark.text == ""


def test_a_remark_has_a_button_only_if_there_is_a_way_on(theme, parent, qtbot):
    remark = TableRemark(theme, parent)
    button = remark.findChild(QPushButton)
    remark.say("Stopped.")
    assert not button.isVisible()
    remark.say("Stopped.", action="Search on")
    went_on = QSignalSpy(remark.action_requested)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert went_on.count() == 1


def test_what_is_icon_only_has_a_name(theme, parent):
    remark = TableRemark(theme, parent)
    assert remark.findChild(QToolButton).accessibleName() == "Close"
