# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from ocppdesk.capture.log_records import MOST_LINES
from ocppdesk.capture.origins import read_logs
from ocppdesk.gui.logs.lines_dialog import LinesDialog

OTHER = ("other", "booting", "", None)
TWIN = ("duplicate", "[2,...]", "Another logger wrote it too.", 2)


@pytest.fixture
def opened(qtbot, theme, log_reader):
    def make(kind, logs=None):
        known = read_logs(log_reader) if logs is None else logs
        dialog = LinesDialog(theme, log_reader, logs=known, kind=kind)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def _texts(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_duplicate_leads_to_the_message_that_it_repeats(logs, opened, qtbot):
    logs.add("site.log", [OTHER, TWIN])
    dialog = opened("duplicate")
    assert dialog.windowTitle() == "Duplicates"
    with qtbot.waitSignal(dialog.message_wanted) as wanted:
        dialog.table.doubleClicked.emit(dialog.model.index(0, 1))
    assert wanted.args == [2]


def test_a_line_that_repeats_nothing_leads_nowhere(logs, opened, qtbot):
    logs.add("site.log", [OTHER])
    dialog = opened("other")
    with qtbot.assertNotEmitted(dialog.message_wanted):
        dialog.table.doubleClicked.emit(dialog.model.index(0, 1))


def test_selected_lines_are_copied(logs, opened, qtbot):
    logs.add("site.log", [OTHER, ("other", "ready", "", None)])
    dialog = opened("other")
    dialog.table.setFocus()
    dialog.table.selectAll()
    (copy,) = dialog.table.actions()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "booting\nready"


def test_that_not_all_lines_were_kept_is_said(logs, opened):
    log = logs.add("site.log", [OTHER])
    assert "are kept" not in _texts(opened("other"))
    log.counts.other = MOST_LINES + 1
    assert "are kept" in _texts(opened("other", [log]))


def test_it_goes_when_it_is_closed(logs, opened, qtbot):
    logs.add("site.log", [OTHER])
    dialog = opened("unreadable")
    assert dialog.model.rowCount() == 0
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
