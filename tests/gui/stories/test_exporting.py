# SPDX-License-Identifier: Apache-2.0
"""Sessions are written into a file, through the dialog that a user sees."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from tests.gui.stage import until
from tests.gui.stories.sessions import failed, story


@pytest.fixture
def export(qtbot, open_view, on_loop):
    """Press the button, and answer the dialog with a file; return what was said."""

    def run(target):
        view = open_view(story(1), failed(2), story(3))
        qtbot.keyClicks(view.bar.field, "completed")
        said = []
        view.said.connect(said.append)

        async def act():
            qtbot.mouseClick(view.bar.export, Qt.MouseButton.LeftButton)
            dialog = await until(lambda: view.findChild(QFileDialog))
            if target is None:
                dialog.reject()
                return
            dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
            dialog.done(QDialog.DialogCode.Accepted.value)
            await until(lambda: said)

        on_loop(act)
        return said

    return run


def test_what_is_shown_is_written_in_its_order(export, tmp_path):
    target = tmp_path / "sessions.csv"
    assert export(target) == [f"2 sessions written to {target}"]
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == ["3", "1"]
    assert rows[0]["energy_wh"] == "12831.0"


def test_a_folder_that_is_not_there_is_said(export, tmp_path):
    [said] = export(tmp_path / "nowhere" / "sessions.csv")
    assert "sessions.csv" in said


def test_whoever_changes_their_mind_hears_nothing(export):
    assert export(None) == []
