# SPDX-License-Identifier: Apache-2.0
import asyncio
import json

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from ocppdesk.app import Desk, run
from ocppdesk.capture.folder import captures_folder
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Direction, Message
from ocppdesk.gui.commands.recent import RecentFiles
from ocppdesk.settings import Settings


async def until(is_so):
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - windows and files know no loop
            await asyncio.sleep(0.01)


@pytest.fixture
def act(qapp, recording):
    """Choose a command in a window on a capture, and a file in its dialog."""

    def play(name, target, *, after=lambda window: None):
        desk = Desk(qapp, settings=Settings())

        async def life():
            desk.open_files([recording.path])
            (window,) = desk.windows
            await until(lambda: len(window.tab.messages.shown_ids()) == 5)
            after(window)
            window.menus.actions[name].trigger()
            await until(lambda: window.findChild(QFileDialog))
            dialog = window.findChild(QFileDialog)
            dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
            dialog.done(QDialog.DialogCode.Accepted.value)
            await until(lambda: window.status.currentMessage() or desk.windows[1:])
            result = window.status.currentMessage() or desk.windows[1].windowTitle()
            desk.close_windows()
            await desk.until_closed()
            return result

        told = []

        async def whole():
            told.append(await life())

        run(desk, whole())
        return told[0]

    recording.beat(2)
    return play


def exported(path):
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_all_messages_are_exported(act, tmp_path):
    target = tmp_path / "all.jsonl"
    assert target.name in act("export_all", target)
    assert sorted(exported(target)) == [1, 2, 3, 4, 5]


def test_the_messages_shown_are_exported(act, tmp_path):
    target = tmp_path / "shown.jsonl"
    act("export_shown", target)
    assert sorted(exported(target)) == [1, 2, 3, 4, 5]


def test_selected_messages_are_exported(act, tmp_path):
    target = tmp_path / "selected.jsonl"
    act(
        "export_selected",
        target,
        after=lambda window: window.tab.messages.select_message(3),
    )
    assert exported(target) == [3]


def test_a_copy_is_a_capture(act, tmp_path):
    target = tmp_path / "copy.ocppdesk"
    act("save_copy", target)
    reader = CaptureReader(target)
    assert reader.last_id() == 5
    reader.close()


def test_a_file_is_opened_in_a_window_of_its_own(act, reader, tmp_path):
    other = tmp_path / "other.ocppdesk"
    reader.save_copy(other)
    assert other.name in act("open", other)


def test_the_last_recording_is_opened_in_a_window_of_its_own(qapp):
    path = captures_folder() / "2026-01-30_14-00-00.ocppdesk"
    recorder = Recorder(path)
    recorder.add_message(Message(1, 1, "CP1", 1, Direction.IN, "[]"))
    recorder.close()
    settings = Settings()
    desk = Desk(qapp, host="127.0.0.1", port=0, settings=settings)

    async def life():
        window = desk.listen()
        await until(lambda: window.reader is not None)
        window.waiting.last.click()
        await until(lambda: desk.windows[1:])
        assert desk.windows[1].reader.path == path
        assert RecentFiles(settings).entries == [(path,)]
        desk.close_windows()
        await desk.until_closed()

    run(desk, life())


def test_without_an_earlier_recording_that_is_said(qapp, recording):
    desk = Desk(qapp, settings=Settings())

    async def life():
        desk.open_files([recording.path])
        (window,) = desk.windows
        window.menus.actions["open_last"].trigger()
        assert window.status.currentMessage() == "There is no earlier recording."
        desk.close_windows()
        await desk.until_closed()

    run(desk, life())
