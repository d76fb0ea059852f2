# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from ocppdesk.gui.reporting.dialog import ReportDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ask(qtbot, theme):
    """Shows the dialog."""

    def show(charger, count):
        dialog = ReportDialog(theme, charger=charger, count=count)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def test_the_chosen_charger_is_meant_unless_all_are_wanted(qtbot, ask):
    dialog = ask("CP & 1", 3)
    assert dialog.one.isChecked()
    assert dialog.one.text() == "&Only CP && 1"
    assert dialog.all.text() == "&All 3 chargers"
    qtbot.mouseClick(dialog.all, LEFT)
    assert not dialog.one.isChecked()
    assert dialog.plain.isChecked()  # the other choice is one of its own


@pytest.mark.parametrize(("charger", "count"), [("", 3), ("CP1", 1), ("", 0)])
def test_where_there_is_no_choice_nothing_is_asked(ask, charger, count):
    dialog = ask(charger, count)
    assert not dialog.one.isVisible()
    assert not dialog.all.isVisible()
    assert dialog.one.isChecked() == bool(charger)


def test_a_report_for_strangers_is_a_click_away_and_escape_writes_none(qtbot, ask):
    dialog = ask("", 2)
    qtbot.mouseClick(dialog.aliases, LEFT)
    assert not dialog.plain.isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    dialog.show()
    qtbot.mouseClick(dialog.save, LEFT)
    assert dialog.result() == QDialog.DialogCode.Accepted
