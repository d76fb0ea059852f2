# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from ocppdesk.gui.compare_messages import CompareMessages


@pytest.fixture
def make(qtbot, theme, recording, reader):
    line = recording.line()

    def make(first, second, action="StatusNotification"):
        numbers = []
        for payload in (first, second):
            line.say(action, payload)
            numbers.append(recording.commit() - 1)  # the last one is the answer
        dialog = CompareMessages(theme, *reader.messages(numbers))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


FREE = {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
FAULT = {**FREE, "status": "Faulted", "info": "a|b"}


def listed(dialog):
    items = map(dialog.list.topLevelItem, range(dialog.list.topLevelItemCount()))
    return [[item.text(column) for column in range(4)] for item in items]


def test_differences_are_listed_with_both_values(make):
    dialog = make(FREE, FAULT)
    assert listed(dialog) == [
        ["≠", "status", "Available", "Faulted"],
        ["≠", "info", "—", "a|b"],
    ]
    assert dialog.heading.text() == "2 of 4 values differ; 1.000 s between them."


def test_what_is_alike_is_a_tick_away(qtbot, make):
    dialog = make(FREE, FAULT)
    dialog.only.click()
    assert [row[:2] for row in listed(dialog)] == [
        ["", "connectorId"], ["≠", "status"], ["", "errorCode"], ["≠", "info"],
    ]  # fmt: skip


def test_messages_that_say_the_same_are_called_so(make):
    dialog = make(FREE, FREE)
    assert dialog.heading.text().startswith("Both say the same;")
    assert len(listed(dialog)) == 3


def test_a_secret_is_not_shown(make):
    secret = {"vendorId": "x", "data": "", "password": "hunter2"}
    dialog = make(secret, {**secret, "password": "hunter3"}, "DataTransfer")
    ((_sign, field, left, right),) = listed(dialog)
    assert (field, left, right) == ("password", "••••", "••••")


def test_the_list_is_copied_as_a_table(qtbot, make):
    dialog = make(FREE, FAULT)
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    head, rule, status, info = QGuiApplication.clipboard().text().splitlines()
    assert "StatusNotification CP-0042" in head
    assert rule == "| --- | --- | --- |"
    assert status == "| status | Available | Faulted |"
    assert info == r"| info | — | a\|b |"
