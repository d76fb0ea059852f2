# SPDX-License-Identifier: Apache-2.0
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel

from ocppdesk.gui.stories.numbers import Number
from ocppdesk.gui.stories.numbers_pane import NumbersPane


def texts(pane):
    return [label.text() for label in pane.findChildren(QLabel) if label.text()]


def test_numbers_come_change_and_go(qtbot, theme):
    pane = NumbersPane(theme)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_numbers([Number("Energy", "1 kWh"), Number("", "estimated", "muted")])
    assert texts(pane) == ["Energy", "1 kWh", "estimated"]
    first = pane.findChildren(QLabel)[0]
    pane.show_numbers([Number("Energy", "2 kWh", "slow")])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert texts(pane) == ["Energy", "2 kWh"]
    assert pane.findChildren(QLabel)[0] is first
    theme.apply("Dark", 150)
    pane.show_numbers([])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert texts(pane) == []
