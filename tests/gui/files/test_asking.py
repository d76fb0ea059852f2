# SPDX-License-Identifier: Apache-2.0
import asyncio

import pytest
import qasync
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QWidget
from shiboken6 import isValid

from ocppdesk import tasks
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.asking import ask_firmware, ask_log
from ocppdesk.gui.files.firmware_dialog import FirmwareDialog
from ocppdesk.gui.files.log_dialog import LogDialog

CANCEL = QDialogButtonBox.StandardButton.Cancel


class Asked:
    """A question, and whoever answers it."""

    def __init__(self, window, theme):
        self.window = window
        known = {"charger": "CP1", "abilities": Abilities(), "reached": "127.0.0.1"}
        self.firmware = lambda: ask_firmware(window, theme, firmware="1.0", **known)
        self.log = lambda: ask_log(window, theme, **known)

    async def dialog(self, kind):
        async with asyncio.timeout(20):
            while True:
                for one in self.window.findChildren(kind):
                    if one.isVisible():
                        return one
                await asyncio.sleep(0.01)

    async def filled(self, image):
        """Fill the form for firmware and send it."""
        form = await self.dialog(FirmwareDialog)
        form.source.setText(str(image))
        form.knows.setChecked(True)
        form.send.click()
        return form

    async def answer(self, label):
        box = await self.dialog(QMessageBox)
        next(one for one in box.buttons() if one.text().startswith(label)).click()


@pytest.fixture
def ask(qapp, qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def start(story):
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
            runner.run(story(Asked(window, theme)))

    return start


def test_firmware_is_wanted_after_two_questions(ask, image):
    async def story(asked):
        asking = tasks.start(asked.firmware(), name="ask")
        form = await asked.filled(image)
        await asked.answer("Send UpdateFirmware")
        order = await asking
        assert order.source == image
        await tasks.start(gone(form), name="gone")

    ask(story)


async def gone(dialog):
    while isValid(dialog):  # noqa: ASYNC110 - Qt deletes it in a later turn
        await asyncio.sleep(0.01)


def test_the_second_question_names_what_is_sent_and_defaults_to_cancel(ask, image):
    async def story(asked):
        asking = tasks.start(asked.firmware(), name="ask")
        await asked.filled(image)
        box = await asked.dialog(QMessageBox)
        assert box.text() == f"Send UpdateFirmware with {image.name} to CP1?"
        assert "nobody reaches" in box.informativeText()
        assert box.defaultButton().text() == "Cancel"
        # The form comes back with what was typed.
        box.defaultButton().click()
        form = await asked.dialog(FirmwareDialog)
        assert form.source.text() == str(image)
        form.buttons.button(CANCEL).click()
        assert await asking is None

    ask(story)


def test_a_form_that_is_closed_wants_nothing(ask):
    async def story(asked):
        asking = tasks.start(asked.log(), name="ask")
        (await asked.dialog(LogDialog)).reject()
        assert await asking is None

    ask(story)


def test_a_log_is_wanted_after_one_question(ask):
    async def story(asked):
        asking = tasks.start(asked.log(), name="ask")
        (await asked.dialog(LogDialog)).send.click()
        assert not (await asking).wish.uses_get_log

    ask(story)


def test_what_dies_with_its_window_wants_nothing(ask, image):
    async def story(asked):
        asking = tasks.start(asked.firmware(), name="ask")
        await asked.filled(image)
        await asked.dialog(QMessageBox)
        for dialog in asked.window.findChildren(QDialog):
            dialog.deleteLater()
        assert await asking is None

    ask(story)
