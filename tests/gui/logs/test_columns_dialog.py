# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from ocppdesk.gui.logs.columns_dialog import ColumnsDialog
from ocppdesk.logs.reading.columns import Role, propose_columns

HEADER = ("wann", "wer", "was", "inhalt")
ROWS = [
    {"wann": "31.01.2026 14:05", "wer": "CP-1", "was": "Heartbeat", "inhalt": "-"},
    {"wann": "31.01.2026 14:06", "wer": "CP-1", "was": "Heartbeat", "inhalt": None},
]


@pytest.fixture
def dialog(qtbot, theme):
    made = ColumnsDialog(
        theme,
        name="table.csv",
        proposal=propose_columns(HEADER, ROWS),
        rows=ROWS,
    )
    qtbot.addWidget(made)
    made.open()
    return made


def _choose(dialog, role, column):
    box = dialog.choices[role]
    box.setCurrentIndex(box.findData(column))
    box.activated.emit(box.currentIndex())


def test_what_was_guessed_stands_in_the_inputs_and_the_rows_below(dialog):
    assert dialog.choices[Role.TIME].currentText() == "wann"
    assert dialog.choices[Role.BODY].currentText() == "None"
    assert dialog.table.item(0, 2).text() == "Heartbeat"
    assert dialog.table.item(1, 3).text() == ""


def test_what_is_missing_is_said_until_it_is_there(dialog, qtbot):
    assert not dialog.again.isEnabled()
    assert "Frame or text" in dialog.remark.text()
    _choose(dialog, Role.ACTION, "was")
    assert not dialog.again.isEnabled()
    _choose(dialog, Role.PAYLOAD, "inhalt")
    assert dialog.remark.text() == ""
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    columns = dialog.columns()
    assert (columns["action"], columns["payload"]) == ("was", "inhalt")
    assert columns["body"] == ""


def test_the_frames_alone_are_enough(dialog):
    _choose(dialog, Role.BODY, "inhalt")
    assert dialog.again.isEnabled()


def test_no_access_key_is_given_twice(dialog):
    labels = [dialog._title(role) for role in Role]
    keys = [label[label.index("&") + 1].lower() for label in labels]
    keys.append(dialog.again.text()[1].lower())
    assert len(set(keys)) == len(keys)
