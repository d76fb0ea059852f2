# SPDX-License-Identifier: Apache-2.0
import asyncio

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from ocppdesk import tasks
from ocppdesk.gui.dialogs import choose_files, choose_target, confirm, finished

ACCEPTED = QDialog.DialogCode.Accepted.value
REJECTED = QDialog.DialogCode.Rejected.value
QUESTION = {
    "text": "Delete the capture?",
    "explanation": "It cannot be brought back.",
    "accept": "Delete",
    "decline": "Keep",
}


@pytest.fixture
def loop(qapp):
    loop = qasync.QEventLoop(qapp)
    yield loop
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


async def opened(parent, kind):
    """Wait until a dialog of a kind is open."""
    while True:
        for dialog in parent.findChildren(kind):
            if dialog.isVisible():
                return dialog
        await asyncio.sleep(0)


def button(box, label):
    return next(b for b in box.buttons() if b.text() == label)


@pytest.mark.parametrize("code", [ACCEPTED, REJECTED, 7])
def test_the_result_of_a_dialog_is_awaited(loop, window, code):
    dialog = QDialog(window)

    async def scenario():
        task = tasks.start(finished(dialog), name="dialog")
        await opened(window, QDialog)
        dialog.done(code)
        return await task

    assert loop.run_until_complete(scenario()) == code


def test_other_tasks_run_while_a_dialog_is_open(loop, window):
    async def scenario():
        task = tasks.start(finished(QDialog(window)), name="dialog")
        dialog = await opened(window, QDialog)
        for _ in range(100):
            await asyncio.sleep(0)
        dialog.accept()
        return await task

    assert loop.run_until_complete(scenario()) == ACCEPTED


def test_a_dialog_that_dies_counts_as_rejected(loop, window):
    async def scenario():
        task = tasks.start(finished(QDialog(window)), name="dialog")
        dialog = await opened(window, QDialog)
        dialog.deleteLater()
        return await task

    assert loop.run_until_complete(scenario()) == REJECTED


def test_a_cancelled_task_takes_its_dialog_down(loop, window):
    dialog = QDialog(window)

    async def scenario():
        task = tasks.start(finished(dialog), name="dialog")
        await opened(window, QDialog)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    loop.run_until_complete(scenario())
    assert not dialog.isVisible()


@pytest.mark.parametrize(("label", "answer"), [("Delete", True), ("Keep", False)])
def test_a_question_is_answered_by_named_buttons(loop, qtbot, window, label, answer):
    async def scenario():
        task = tasks.start(confirm(window, **QUESTION), name="question")
        box = await opened(window, QMessageBox)
        qtbot.mouseClick(button(box, label), Qt.MouseButton.LeftButton)
        return await task

    assert loop.run_until_complete(scenario()) is answer


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_the_careless_key_does_nothing(loop, qtbot, window, key):
    async def scenario():
        task = tasks.start(confirm(window, **QUESTION), name="question")
        box = await opened(window, QMessageBox)
        qtbot.keyClick(box, key)
        return await task

    assert loop.run_until_complete(scenario()) is False


def test_a_question_whose_window_closes_is_declined(loop, window):
    parent = QWidget(window)

    async def scenario():
        task = tasks.start(confirm(parent, **QUESTION), name="question")
        await opened(parent, QMessageBox)
        parent.deleteLater()
        return await task

    assert loop.run_until_complete(scenario()) is False


def test_several_files_can_be_chosen(loop, window, tmp_path):
    files = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for file in files:
        file.write_text("x")

    async def scenario():
        choosing = choose_files(
            window, title="Open", filters=["Logs (*.jsonl)"], folder=tmp_path
        )
        task = tasks.start(choosing, name="files")
        dialog = await opened(window, QFileDialog)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        edit.setText('"one.jsonl" "two.jsonl"')
        dialog.accept()
        return await task

    assert sorted(loop.run_until_complete(scenario())) == files


def test_no_file_is_chosen_by_cancel(loop, window, tmp_path):
    async def scenario():
        choosing = choose_files(window, title="Open", filters=[], folder=tmp_path)
        task = tasks.start(choosing, name="files")
        dialog = await opened(window, QFileDialog)
        dialog.reject()
        return await task

    assert loop.run_until_complete(scenario()) == []


def test_a_new_file_gets_the_suffix_of_the_suggestion(loop, qtbot, window, tmp_path):
    async def scenario():
        choosing = choose_target(
            window,
            title="Save",
            filters=["Captures (*.ocppdesk)"],
            suggestion=tmp_path / "visit.ocppdesk",
        )
        task = tasks.start(choosing, name="target")
        dialog = await opened(window, QFileDialog)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        assert edit.text() == "visit.ocppdesk"
        edit.setText("other")
        box = dialog.findChild(QDialogButtonBox)
        save = box.button(QDialogButtonBox.StandardButton.Save)
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
        return await task

    assert loop.run_until_complete(scenario()) == tmp_path / "other.ocppdesk"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("visit.jsonl", "visit.trace.jsonl"), ("visit", "visit.trace.jsonl")],
    ids=["with a suffix", "without one"],
)
def test_another_kind_changes_the_suffix(loop, qtbot, window, tmp_path, name, expected):
    kinds = ["Lines (*.jsonl)", "Trace (*.trace.jsonl)"]

    async def scenario():
        choosing = choose_target(
            window, title="Save", filters=kinds, suggestion=tmp_path / name
        )
        task = tasks.start(choosing, name="target")
        dialog = await opened(window, QFileDialog)
        box = dialog.findChild(QComboBox, "fileTypeCombo")
        qtbot.keyClick(box, Qt.Key.Key_Down)
        buttons = dialog.findChild(QDialogButtonBox)
        save = buttons.button(QDialogButtonBox.StandardButton.Save)
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
        return await task

    assert loop.run_until_complete(scenario()) == tmp_path / expected


def test_no_target_is_chosen_when_the_window_closes(loop, window, tmp_path):
    parent = QWidget(window)

    async def scenario():
        choosing = choose_target(
            parent, title="Save", filters=[], suggestion=tmp_path / "a.csv"
        )
        task = tasks.start(choosing, name="target")
        await opened(parent, QFileDialog)
        parent.deleteLater()
        return await task

    assert loop.run_until_complete(scenario()) is None
