# SPDX-License-Identifier: Apache-2.0
import asyncio
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from ocppdesk.app import Desk, run
from ocppdesk.gui.exporting.redaction_dialog import ALL, RedactionDialog
from ocppdesk.settings import Settings

TAG = "04A2B3C4D5"


async def until(is_so):
    async with asyncio.timeout(20):
        while not (found := is_so()):  # noqa: ASYNC110 - windows know no loop
            await asyncio.sleep(0.01)
    return found


@pytest.fixture
def play(qapp, recording):
    """Let a story happen in a window on a capture."""

    def start(story):
        desk = Desk(qapp, settings=Settings())

        async def life():
            desk.open_files([recording.path])
            (window,) = desk.windows
            await until(lambda: window.tab.messages.shown_ids())
            await story(window)

        run(desk, life())

    recording.line().say("Authorize", {"idTag": TAG})
    recording.commit()
    return start


async def _save_as(window, target):
    dialog = await until(lambda: window.findChild(QFileDialog))
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
    dialog.done(QDialog.DialogCode.Accepted.value)
    await until(window.status.currentMessage)


def test_what_is_replaced_is_shown_and_then_written(play, qtbot, tmp_path):
    target = tmp_path / "for-others.jsonl"

    async def story(window):
        window.menus.actions["export_redacted"].trigger()
        dialog = await until(lambda: window.findChild(RedactionDialog))
        await until(dialog.export.isEnabled)
        rows = range(dialog.table.rowCount())
        assert TAG in [dialog.table.item(row, 1).text() for row in rows]
        qtbot.mouseClick(dialog.scopes[ALL], Qt.MouseButton.LeftButton)
        await until(dialog.export.isEnabled)
        qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
        await _save_as(window, target)

    play(story)
    text = target.read_text("utf-8")
    assert TAG not in text
    assert "CP-0042" not in text
    raws = [json.loads(line)["raw"] for line in text.splitlines()]
    assert any("TAG-0001" in raw for raw in raws)


def test_a_look_that_is_broken_off_writes_nothing(play, tmp_path):
    async def story(window):
        window.menus.actions["export_redacted"].trigger()
        dialog = await until(lambda: window.findChild(RedactionDialog))
        dialog.reject()
        await until(lambda: window.findChild(RedactionDialog) is None)
        assert window.findChild(QFileDialog) is None

    play(story)


def test_the_window_may_close_while_messages_are_looked_through(play):
    async def story(window):
        window.menus.actions["export_redacted"].trigger()
        await until(lambda: window.findChild(RedactionDialog))
        window.close()

    play(story)


@pytest.mark.parametrize("suffix", [".html", ".txt", ".trace.jsonl", ".ocppdesk"])
def test_other_formats_are_written_by_their_suffix(play, tmp_path, suffix):
    target = tmp_path / f"x{suffix}"

    async def story(window):
        window.menus.actions["export_all"].trigger()
        await _save_as(window, target)

    play(story)
    assert target.stat().st_size > 0
