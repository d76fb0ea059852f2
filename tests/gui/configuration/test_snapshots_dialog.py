# SPDX-License-Identifier: Apache-2.0
"""Renaming and deleting snapshots as a user does, in two real captures."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from ocppdesk.capture.snapshots import SnapshotWriter, snapshots_of_folder
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.gui.configuration.snapshots_dialog import SnapshotsDialog

LEFT = Qt.MouseButton.LeftButton
SAVE = QDialogButtonBox.StandardButton.Save
ENTRY = Entry(key_address("HeartbeatInterval"), "300", read_at=1)


@pytest.fixture
def folder(recording, tmp_path):
    """A folder with a copy of a capture that has two snapshots, one of them named."""
    recording.line("CP1").say("Heartbeat")
    recording.commit()
    writer = SnapshotWriter(recording.path)
    writer.add("CP1", [ENTRY], at=1_700_000_000_000_000)
    writer.add("CP1", [ENTRY], at=1_700_000_100_000_000, name="before the visit")
    return recording.path.parent


@pytest.fixture
def play_dialog(play, theme, view, recording, folder, until):
    """Let a story happen with the dialog: `play_dialog(story)`."""

    def start(story):
        async def life(_bench):
            dialog = SnapshotsDialog(
                theme, "CP1", folder=folder, capture=recording.path, parent=view
            )
            dialog.open()
            await until(lambda: dialog.list.topLevelItemCount() or dialog.told.text())
            await story(dialog)
            dialog.reject()

        play(life)

    return start


def names(dialog):
    items = map(dialog.list.topLevelItem, range(dialog.list.topLevelItemCount()))
    return [item.text(0) for item in items]


def kept(folder):
    return [snapshot.name for snapshot in snapshots_of_folder(folder, "CP1")]


def test_snapshots_are_listed_the_newest_first(play_dialog):
    async def story(dialog):
        assert names(dialog) == ["before the visit", "first reading"]
        assert dialog.told.text().startswith("Snapshots: 2.")
        assert dialog.rename.isEnabled()

    play_dialog(story)


def test_a_snapshot_is_renamed(play_dialog, folder, qtbot, until):
    async def story(dialog):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        qtbot.mouseClick(dialog.rename, LEFT)
        question = await until(lambda: dialog.name_dialog)
        assert question.name.text() == ""
        qtbot.keyClicks(question.name, "as delivered")
        qtbot.mouseClick(question.buttons.button(SAVE), LEFT)
        await until(lambda: names(dialog) == ["before the visit", "as delivered"])
        assert kept(folder) == ["before the visit", "as delivered"]
        assert dialog.chosen.name == "as delivered"

    play_dialog(story)


@pytest.mark.parametrize("is_wanted", [False, True], ids=["keep", "delete"])
def test_a_snapshot_is_deleted_only_after_a_question(
    play_dialog, folder, qtbot, until, is_wanted
):
    async def story(dialog):
        qtbot.mouseClick(dialog.delete, LEFT)
        box = await until(lambda: dialog.findChild(QMessageBox))
        assert "Delete the snapshot “before the visit”?" in box.text()
        assert box.defaultButton().text() == "Keep it"
        wanted = "Delete" if is_wanted else "Keep it"
        (button,) = [b for b in box.buttons() if b.text() == wanted]
        qtbot.mouseClick(button, LEFT)
        if is_wanted:
            await until(lambda: names(dialog) == ["first reading"])
            assert kept(folder) == [""]
        else:
            assert len(kept(folder)) == 2

    play_dialog(story)


def test_what_cannot_be_written_is_said(play_dialog, folder, qtbot, until):
    async def story(dialog):
        path = dialog.chosen.path
        path.rename(path.with_suffix(".gone"))
        qtbot.mouseClick(dialog.delete, LEFT)
        box = await until(lambda: dialog.findChild(QMessageBox))
        (button,) = [b for b in box.buttons() if b.text() == "Delete"]
        qtbot.mouseClick(button, LEFT)
        await until(lambda: path.name in dialog.told.text())
        path.with_suffix(".gone").rename(path)

    play_dialog(story)


def test_where_there_is_none_it_is_said_how_they_come(
    play, theme, view, recording, until
):
    recording.beat()

    async def life(_bench):
        dialog = SnapshotsDialog(
            theme,
            "CP1",
            folder=recording.path.parent,
            capture=recording.path,
            parent=view,
        )
        await until(dialog.told.text)
        assert dialog.told.text().startswith("There is no snapshot yet")
        assert not dialog.delete.isEnabled()

    play(life)
