# SPDX-License-Identifier: Apache-2.0
"""The table of connections: rows stay where they are."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ocppdesk.gui.doctor import model
from ocppdesk.gui.doctor.model import LivesModel
from tests.gui.answers.replies import lives


@pytest.fixture
def table(qapp):
    made = LivesModel()
    made.tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    return made


def text(table, row, column):
    return table.data(table.index(row, column))


def test_the_newest_is_on_top(table):
    table.show_lives(lives(3), str)
    assert table.life(0).number == 3
    assert text(table, 0, model.LIVED) == "1 min"
    assert text(table, 0, model.SAID) == "1 min"
    assert text(table, 0, model.HEARD) == "2 s"
    assert text(table, 0, model.ENDED_BY) == "Nobody: it broke"
    assert text(table, 0, model.BEFORE) == "Heartbeat"


def test_a_new_one_is_inserted_and_a_changed_one_written_anew(qtbot, table):
    found = lives(3)
    running = replace(found[1], ended_at=None)
    table.show_lives([found[0], running], str)
    with qtbot.waitSignals([table.rowsInserted, table.dataChanged]):
        table.show_lives(found, str)
    assert text(table, 1, model.LIVED) == "1 min"


def test_others_take_their_place(qtbot, table):
    table.show_lives(lives(3), str)
    with qtbot.waitSignal(table.modelReset):
        table.show_lives(lives(2), str)
    assert table.rowCount() == 2


def test_every_column_is_explained(table):
    columns = range(table.columnCount())
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        across = Qt.Orientation.Horizontal
        assert all(table.headerData(one, across, role) for one in columns)
    assert table.headerData(0, Qt.Orientation.Vertical) is None


def test_the_command_before_the_end_counts_most(table):
    table.show_lives(lives(1, command="GetConfiguration"), str)
    assert text(table, 0, model.BEFORE) == "GetConfiguration"
