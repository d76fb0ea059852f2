# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.charts.flow import FlowLayout


def brick():
    made = QWidget()
    made.setFixedSize(QSize(50, 20))
    return made


@pytest.fixture
def wall(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = FlowLayout(made, spacing=10)
    for _number in range(4):
        layout.addWidget(brick())
    return made


def places(wall):
    layout = wall.layout()
    return [layout.itemAt(n).geometry().topLeft().toTuple() for n in range(4)]


def test_widgets_stand_beside_each_other_as_long_as_there_is_room(wall):
    wall.resize(230, 50)
    wall.show()
    assert places(wall) == [(0, 0), (60, 0), (120, 0), (180, 0)]
    assert wall.layout().heightForWidth(230) == 20


def test_where_there_is_none_they_begin_a_new_row(wall):
    wall.resize(120, 50)
    wall.show()
    assert places(wall) == [(0, 0), (60, 0), (0, 25), (60, 25)]
    assert wall.layout().heightForWidth(120) == 45


def test_widgets_can_be_taken_away(wall):
    layout = wall.layout()
    item = layout.takeAt(0)
    item.widget().setParent(None)
    assert layout.count() == 3
    assert layout.takeAt(9) is None
    assert layout.itemAt(9) is None
