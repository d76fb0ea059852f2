# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from ocppdesk.gui.exporting.redaction_dialog import (
    ALL,
    SELECTED,
    SHOWN,
    RedactionDialog,
)
from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.redactor import Replacement

LEFT = Qt.MouseButton.LeftButton
FOUND = [
    Replacement(Kind.TAG, "04A2B3C4", "TAG-0001", 12, 7),
    Replacement(Kind.SECRET, "hunter22", "REDACTED", 1, 9),
    Replacement(Kind.ADDRESS, "10.0.0.7", "IP-01", 1, 0),
]


@pytest.fixture
def dialog(qtbot, theme):
    made = RedactionDialog(theme, counts={SHOWN: 5, SELECTED: 0, ALL: 2_400})
    qtbot.addWidget(made)
    made.open()
    return made


def _cells(dialog, row):
    return [dialog.table.item(row, column).text() for column in range(4)]


def test_what_is_replaced_is_listed_and_secrets_are_not_shown(dialog):
    dialog.show_found(FOUND)
    assert _cells(dialog, 0) == ["Cards and tokens", "04A2B3C4", "TAG-0001", "12"]
    assert "hunter22" not in _cells(dialog, 1)
    assert dialog.summary.text() == "3 values are replaced, 14 times in all."


def test_nothing_is_exported_before_it_was_looked_through(dialog, qtbot):
    dialog.show_looking(0.4)
    assert not dialog.export.isEnabled()
    assert dialog.bar.value() == 400
    dialog.show_found([])
    assert not dialog.bar.isVisible()
    assert "identifies anybody" in dialog.summary.text()
    qtbot.mouseClick(dialog.export, LEFT)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_scopes_without_messages_are_not_offered(dialog, qtbot):
    assert dialog.scope == SHOWN
    assert not dialog.scopes[SELECTED].isEnabled()
    with qtbot.waitSignal(dialog.scope_changed):
        qtbot.mouseClick(dialog.scopes[ALL], LEFT)
    assert dialog.scope == ALL


def test_a_value_leads_to_a_message_that_has_it(dialog, qtbot):
    dialog.show_found(FOUND)
    with qtbot.waitSignal(dialog.message_wanted) as wanted:
        dialog.table.doubleClicked.emit(dialog.table.model().index(0, 1))
    assert wanted.args == [7]
    with qtbot.assertNotEmitted(dialog.message_wanted):
        dialog.table.doubleClicked.emit(dialog.table.model().index(2, 1))


def test_why_it_cannot_be_done_is_said(dialog):
    dialog.show_failure("The capture is damaged.")
    assert dialog.summary.text() == "The capture is damaged."
    assert not dialog.export.isEnabled()
