# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from ocppdesk.core.configuration.values import Kind, ValueType
from ocppdesk.gui.configuration.list_dialog import ListDialog

LEFT = Qt.MouseButton.LeftButton
KIND = ValueType(Kind.LIST, choices=("Voltage", "SoC", "RPM"), most_items=2)


@pytest.fixture
def dialog(qtbot, theme):
    made = ListDialog(theme, name="MeterValuesSampledData", kind=KIND, value="SoC")
    qtbot.addWidget(made)
    made.show()
    return made


def items(widget):
    return [widget.item(row).text() for row in range(widget.count())]


def test_what_is_in_it_and_what_else_there_is(dialog):
    assert items(dialog.chosen) == ["SoC"]
    assert items(dialog.others) == ["Voltage", "RPM"]


def test_items_are_added_moved_and_removed(dialog, qtbot):
    dialog.others.setCurrentRow(0)
    qtbot.mouseClick(dialog.add, LEFT)
    assert dialog.line.text() == "SoC,Voltage"
    qtbot.mouseClick(dialog.up, LEFT)
    assert dialog.value == "Voltage,SoC"
    qtbot.mouseClick(dialog.remove, LEFT)
    assert dialog.value == "SoC"


def test_the_text_is_edited_too(dialog, qtbot):
    dialog.line.selectAll()
    qtbot.keyClicks(dialog.line, "rpm, voltage")
    assert items(dialog.chosen) == ["RPM", "Voltage"]
    assert dialog.value == "RPM,Voltage"


def test_too_many_items_are_refused(dialog, qtbot):
    qtbot.keyClicks(dialog.line, ",RPM,Voltage")
    assert "at most 2 items" in dialog.remark.text()
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()


def test_an_item_that_ocpp_does_not_have_is_doubted_only(dialog, qtbot):
    qtbot.keyClicks(dialog.line, ",Mood")
    assert "Mood" in dialog.remark.text()
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert ok.isEnabled()
