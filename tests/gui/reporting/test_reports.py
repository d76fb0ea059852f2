# SPDX-License-Identifier: Apache-2.0
import asyncio
import contextlib
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPushButton

from ocppdesk.app import Desk, run
from ocppdesk.gui.reporting.dialog import ReportDialog
from ocppdesk.gui.reporting.reports import suggested_name
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


async def save_as(window, target, *, for_strangers=False):
    window.menus.actions["report"].trigger()
    asked = await until(lambda: window.findChild(ReportDialog))
    if for_strangers:
        asked.aliases.click()
    asked.save.click()
    dialog = await until(lambda: window.findChild(QFileDialog))
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
    dialog.done(QDialog.DialogCode.Accepted.value)


def button_of(window, label):
    buttons = window.notices.findChildren(QPushButton)
    return next((one for one in buttons if one.text() == label), None)


@contextlib.contextmanager
def opened_files():
    """What is opened with another program meanwhile; it is not."""

    class Receiver(QObject):
        def __init__(self):
            super().__init__()
            self.opened = []

        @Slot(QUrl)
        def take(self, url):
            self.opened.append(Path(url.toLocalFile()))

    receiver = Receiver()
    QDesktopServices.setUrlHandler("file", receiver, "take")
    yield receiver.opened
    QDesktopServices.unsetUrlHandler("file")


def test_a_report_is_written_and_told(play, tmp_path):
    target = tmp_path / "report.html"

    async def story(window):
        await save_as(window, target)
        button = await until(lambda: button_of(window, "Open it"))
        assert TAG in target.read_text("utf-8")
        with opened_files() as opened:
            button.click()
        assert opened == [target]
        assert not window.notices.isVisibleTo(window)

    play(story)


def test_a_report_for_strangers_has_aliases(play, tmp_path):
    target = tmp_path / "report.redacted.html"

    async def story(window):
        await save_as(window, target, for_strangers=True)
        await until(target.exists)
        text = target.read_text("utf-8")
        assert "replaced by aliases" in text
        assert TAG not in text

    play(story)


def test_what_cannot_be_written_is_told_with_a_way_out(play, tmp_path):
    (tmp_path / "taken").write_text("a file, no folder")

    async def story(window):
        await save_as(window, tmp_path / "taken" / "report.html")
        await until(lambda: window.notices.isVisibleTo(window))
        assert not window.status.currentMessage()

    play(story)


def test_names_have_no_characters_that_files_cannot_have():
    assert suggested_name("CP/7 <x>").startswith("report_CP_7_x_2")
    assert suggested_name("///").startswith("report_charger_")
    assert len(suggested_name("x" * 500)) < 80
