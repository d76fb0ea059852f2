# SPDX-License-Identifier: Apache-2.0
import asyncio

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox
from websockets.asyncio.client import connect

from ocppdesk.app import Desk, run
from ocppdesk.capture.folder import captures_folder
from ocppdesk.settings import Settings


async def until(is_so):
    async with asyncio.timeout(20):
        while not (found := is_so()):  # noqa: ASYNC110 - windows know no loop
            await asyncio.sleep(0.01)
    return found


@pytest.fixture
def play(qapp):
    def play(story, settings):
        desk = Desk(qapp, host="127.0.0.1", port=0, settings=settings)

        async def life():
            window = desk.listen()
            await until(lambda: window.reader is not None)
            await story(desk, window)

        assert run(desk, life()) == 0

    return play


async def choose(window, folder):
    """Choose a folder in the dialog that a notice opens."""
    window.notice_answered.emit("disk", "folder")
    dialog = await until(lambda: window.findChild(QFileDialog))
    dialog.setDirectory(str(folder.parent))
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(folder))
    dialog.done(QDialog.DialogCode.Accepted.value)


def test_another_folder_has_the_recording_from_then_on(play, tmp_path):
    folder, settings = tmp_path / "stick", Settings()
    folder.mkdir()

    async def story(_desk, window):
        await choose(window, folder)
        await until(lambda: window.reader and window.reader.path.parent == folder)
        assert settings.recording_folder == str(folder)

    play(story, settings)


def test_a_folder_that_cannot_be_written_is_refused(play, tmp_path):
    blocked, settings = tmp_path / "file", Settings()
    blocked.write_text("")

    async def story(_desk, window):
        before = window.reader.path
        await choose(window, blocked / "folder")
        (notice,) = await until(lambda: window.notices.notices)
        assert "cannot be written to" in notice.headline
        assert window.reader.path == before

    play(story, settings)
    assert settings.recording_folder == ""


def test_a_drive_that_was_taken_out_keeps_nobody_from_recording(play, tmp_path):
    (tmp_path / "file").write_text("")
    settings = Settings()
    settings.change({"recording_folder": str(tmp_path / "file" / "stick")})

    async def story(_desk, window):
        (notice,) = window.notices.notices
        assert "Recordings cannot be kept in" in notice.headline
        assert window.reader.path.parent == captures_folder()

    play(story, settings)


def test_a_new_recording_is_asked_about_and_begins(play):
    async def story(desk, window):
        before = window.reader.path
        window.menus.actions["new_recording"].trigger()
        await until(window.status.currentMessage)
        assert window.status.currentMessage() == "This recording is still empty."

        url = f"ws://127.0.0.1:{desk.bridge.engine.state.port}/CP1"
        async with connect(url, subprotocols=["ocpp1.6"]):
            await until(lambda: window.reader.last_id())
        window.menus.actions["new_recording"].trigger()
        box = await until(lambda: window.findChild(QMessageBox))
        assert box.defaultButton().text() == "Go on with this one"
        (go,) = [b for b in box.buttons() if b.text() == "Start a new recording"]
        go.click()
        await until(lambda: window.reader and window.reader.path != before)
        assert before.exists()

    play(story, Settings())
