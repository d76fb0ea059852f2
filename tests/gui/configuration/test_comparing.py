# SPDX-License-Identifier: Apache-2.0
"""Keeping, comparing, restoring and carrying settings as a user does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit

from ocppdesk.capture.folder import captures_folder
from ocppdesk.capture.snapshots import SnapshotWriter, snapshots
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.gui.configuration.filter import ChipKind

LEFT = Qt.MouseButton.LeftButton
HEARTBEAT = key_address("HeartbeatInterval")
SECRET = "0123456789abcdef0123"
SAVE = QDialogButtonBox.StandardButton.Save


@pytest.fixture
def change(view, until):
    """Change a setting at the charger, as applying an edit does."""

    async def go(name, value):
        view.model.type(view.model.row_of(key_address(name)), value)
        view.changing.review()
        dialog = view.changing.review_dialog
        dialog.go.click()
        await until(lambda: not dialog.errand.is_busy)
        dialog.reject()

    return go


@pytest.fixture
def compare(view, until):
    """Open the comparison and wait for what it shows first."""

    async def go():
        view.comparing.compare.trigger()
        dialog = await until(lambda: view.comparing.dialog)
        await until(lambda: dialog.choice.count() and not dialog.errand.is_busy)
        return dialog

    return go


@pytest.fixture
def choose_file(view, until):
    """Type the name of a file into the file dialog that is open."""

    async def go(path):
        dialog = await until(lambda: view.findChild(QFileDialog))
        dialog.findChild(QLineEdit).setText(str(path))
        dialog.accept()

    return go


def test_the_first_reading_is_kept_and_restored_as_edits_only(
    play, view, qtbot, change, compare
):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            await change("HeartbeatInterval", "77")
            dialog = await compare()
            assert dialog.choice.currentText().endswith("first reading")
            before = bench.reader.last_id()
            qtbot.mouseClick(dialog.fill, LEFT)
            assert view.edits.values[HEARTBEAT] == "300"
            assert "Edits filled in from CP1" in view.note.text
            assert bench.reader.last_id() == before
            assert view.model.count(ChipKind.DIFFERS) == 1

    play(story)


def test_a_snapshot_is_saved_under_a_name(play, view, qtbot, until):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            view.comparing.enable()
            view.comparing.save.trigger()
            dialog = await until(lambda: view.comparing.name_dialog)
            qtbot.keyClicks(dialog.name, "before the visit")
            qtbot.mouseClick(dialog.buttons.button(SAVE), LEFT)
            await until(lambda: len(snapshots(bench.reader, "CP1")) == 2)
            names = [snapshot.name for snapshot in snapshots(bench.reader, "CP1")]
            assert "before the visit" in names

    play(story)


def test_snapshots_are_listed_from_the_menu(play, view, until):
    async def story(bench):
        async with bench.charger():
            await bench.read()
            view.comparing.enable()
            view.comparing.manage.trigger()
            dialog = await until(lambda: view.comparing.snapshots_dialog)
            await until(lambda: dialog.list.topLevelItemCount() == 1)
            dialog.reject()
            await until(lambda: view.comparing.snapshots_dialog is None)

    play(story)


def test_another_charger_is_compared_with(play, view, until, compare):
    async def story(bench):
        async with bench.charger(), bench.charger(identity="CP2"):
            view.choose_charger("CP1")
            await bench.read()
            dialog = await compare()
            titles = [dialog.choice.itemText(n) for n in range(dialog.choice.count())]
            assert "CP2, as read last" in titles
            dialog.reject()

    play(story)


@pytest.mark.parametrize("name", ["settings.csv", "settings.json"])
def test_settings_are_exported_without_secrets_and_imported_as_edits(
    play, view, until, qtbot, choose_file, tmp_path, name
):
    path = tmp_path / name

    async def story(bench):
        async with bench.charger():
            await bench.read()
            view.model.type(view.model.row_of(key_address("AuthorizationKey")), SECRET)
            view.comparing.export.trigger()
            await choose_file(path)
            await until(path.exists)
            await until(lambda: path.stat().st_size)
            text = path.read_text("utf-8")
            assert SECRET not in text
            assert "AuthorizationKey" not in text
            path.write_text(text.replace("300", "90"), "utf-8")
            view.comparing.load.trigger()
            await choose_file(path)
            dialog = await until(lambda: view.comparing.dialog)
            await until(lambda: dialog.choice.count() > 1)
            assert dialog.choice.currentText().startswith(name)
            await until(lambda: dialog.fill.isEnabled())
            qtbot.mouseClick(dialog.fill, LEFT)
            assert view.edits.values[HEARTBEAT] == "90"

    play(story)


def test_a_file_that_holds_no_settings_is_said(
    play, view, until, choose_file, tmp_path
):
    path = tmp_path / "a.json"
    path.write_text("{}", "utf-8")

    async def story(bench):
        async with bench.charger():
            await bench.read()
            view.comparing.load.trigger()
            await choose_file(path)
            await until(lambda: "No settings were found" in view.note.text)

    play(story)


def test_of_who_is_away_the_last_snapshot_is_shown_dated_and_locked(
    play, view, until, recording, reader
):
    recording.line("CP1").say("Heartbeat")
    recording.commit()
    kept = [Entry(HEARTBEAT, "42", read_at=1_700_000_000_000_000)]
    SnapshotWriter(recording.path).add("CP1", kept, at=1_700_000_000_000_000)
    captures_folder().mkdir(parents=True)
    reader.save_copy(captures_folder() / "before.ocppdesk")

    async def story(bench):
        async with bench.charger():
            pass
        await until(lambda: view.model.total == 1)
        assert view.model.shown[0].current == "42"
        assert view.note.text.startswith("Not connected")
        assert "2023-11-1" in view.note.text
        assert not view.table.edit_current()

    play(story)


def test_a_review_compares_but_fills_nothing_in(view, recording, reader, theme):
    line = recording.line()
    row = {"key": HEARTBEAT.name, "value": "300", "readonly": False}
    line.reply(line.ask("GetConfiguration"), {"configurationKey": [row]})
    view.show_reader(reader, recording.commit())
    view.update_chargers(reader.chargers())
    view.comparing.enable()
    assert not view.comparing.save.isEnabled()
    assert view.comparing.compare.isEnabled()
    assert view.comparing.export.isEnabled()
