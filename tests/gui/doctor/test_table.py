# SPDX-License-Identifier: Apache-2.0
"""The table of connections in the doctor."""

from PySide6.QtCore import Qt

from ocppdesk.gui.doctor.table import LivesTable
from tests.gui.answers.replies import lives


def test_a_row_leads_to_its_message(qtbot, theme):
    table = LivesTable(theme)
    qtbot.addWidget(table)
    table.lives.show_lives(lives(3), str)
    table.show()
    table.selectRow(0)
    with qtbot.waitSignal(table.message_wanted) as wanted:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wanted.args == [30]


def test_it_is_as_high_as_its_rows_as_long_as_they_are_few(qtbot, theme):
    table = LivesTable(theme)
    qtbot.addWidget(table)
    heights = []
    for count in (1, 5, 8, 100):
        table.lives.show_lives(lives(count), str)
        table.fit()
        heights.append(table.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]
