# SPDX-License-Identifier: Apache-2.0
import base64
import contextlib

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.transfers.states import Outcome, StepName, StepState
from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.files.firmware_dialog import FirmwareDialog
from ocppdesk.gui.files.log_dialog import LogDialog
from ocppdesk.gui.files.view import FilesView
from ocppdesk.settings import Settings
from ocppdesk.simulator.quirks import refuse
from tests.core.transfers.signing import DER, PEM, SIGNATURE


async def fill_firmware(bench, source):
    """Fill the form as a user does, and send it."""
    bench.view.head.firmware.click()
    form = await bench.dialog(FirmwareDialog)
    form.source.setText(str(source))
    form.knows.click()
    return form


async def answer(bench, label):
    """Answer the last question."""
    box = await bench.dialog(QMessageBox)
    next(one for one in box.buttons() if one.text().startswith(label)).click()


async def send_firmware(bench, source, protocol=FileProtocol.HTTP):
    form = await fill_firmware(bench, source)
    form.server.protocol.setCurrentIndex(form.server.protocol.findData(protocol))
    form.send.click()
    await answer(bench, "Send")


async def fetch_log(bench, protocol=FileProtocol.HTTP):
    bench.view.head.log.click()
    form = await bench.dialog(LogDialog)
    form.server.protocol.setCurrentIndex(form.server.protocol.findData(protocol))
    form.send.click()


def test_without_a_charger_the_buttons_are_off_and_say_why(view):
    assert not view.head.firmware.isEnabled()
    assert not view.head.log.isEnabled()
    assert "No charger has connected so far." in view.head.link.text()
    assert view.empty.heading.text() == "No charger has connected so far"
    assert not view.empty.buttons


def test_new_firmware_is_followed_to_the_new_version(play, image):
    async def story(bench):
        view = bench.view
        async with bench.charger() as charger:
            old = charger.charger.firmware
            await send_firmware(bench, image)
            state = await bench.over()
        assert state.outcome is Outcome.SUCCEEDED
        assert (state.old_version, state.new_version) == (old, "2.0.0")
        rows = view.checklist.rows
        assert {row.sign.text() for row in rows.values()} == {"✓"}
        assert old in rows[StepName.BOOT].sentence.text()
        assert "127.0.0.1" in view.checklist.server.text()
        assert "connected to the file server" in view.checklist.server.text()
        told = []
        view.message_wanted.connect(told.append)
        rows[StepName.BOOT].message.click()
        (number,) = told
        assert bench.reader.message(number).action == "BootNotification"

    play(story)


def test_firmware_goes_by_ftp_in_2_0_1(play, image):
    async def story(bench):
        async with bench.charger("2.0.1"):
            await send_firmware(bench, image, FileProtocol.FTP)
            state = await bench.over()
        assert state.outcome is Outcome.SUCCEEDED
        assert state.url.startswith("ftp://")

    play(story)


async def send_signed(bench, image, signed):
    """Fill the form for signed firmware from three files, and send it."""
    form = await fill_firmware(bench, image)
    form.is_signed.click()
    assert not form.send.isEnabled()
    await form.certificate.load(signed / "vendor.cer")
    await form.signature.load(signed / "new.sig")
    form.send.click()
    await answer(bench, "Send")


@pytest.fixture
def signed(tmp_path):
    """A folder with a certificate in DER and a signature of bytes."""
    (tmp_path / "vendor.cer").write_bytes(DER)
    (tmp_path / "new.sig").write_bytes(SIGNATURE)
    return tmp_path


@pytest.mark.parametrize(
    ("version", "action"),
    [("1.6", "SignedUpdateFirmware"), ("2.0.1", "UpdateFirmware")],
)
def test_signed_firmware_is_followed_to_the_new_version(
    play, image, signed, version, action
):
    async def story(bench):
        view = bench.view
        async with bench.charger(version):
            await send_signed(bench, image, signed)
            state = await bench.over()
        assert (state.action, state.outcome) == (action, Outcome.SUCCEEDED)
        assert state.new_version == "2.0.0"
        rows = view.checklist.rows
        assert {row.sign.text() for row in rows.values()} == {"✓"}
        told = rows[StepName.VERIFIED].sentence.text()
        assert told == "The signature belongs to the file."
        number = rows[StepName.REQUEST].message.property("message")
        firmware = bench.reader.message(number).payload()["firmware"]
        assert firmware["signingCertificate"] == PEM
        assert base64.b64decode(firmware["signature"]) == SIGNATURE

    play(story)


def test_a_certificate_that_the_charger_refuses_is_explained(play, image, signed):
    async def story(bench):
        view = bench.view
        async with bench.charger("2.0.1") as charger:
            answered = {"status": "InvalidCertificate"}
            refuse(charger.charger, "UpdateFirmware", answered)
            await send_signed(bench, image, signed)
            state = await bench.over()
        assert state.outcome is Outcome.FAILED
        row = view.checklist.rows[StepName.ANSWER]
        assert row.sign.text() == "✗"
        assert "does not accept the signing certificate" in row.sentence.text()

    play(story)


def test_a_log_comes_in_by_http_and_can_be_opened(play):
    async def story(bench):
        view = bench.view
        async with bench.charger():
            await fetch_log(bench)
            state = await bench.over()
        assert (state.action, state.outcome) == ("GetDiagnostics", Outcome.SUCCEEDED)
        received = view.received
        file = await bench.until(lambda: received.selected)
        assert (file.charger, file.kind.word) == ("CP1", "text")
        opened = []
        view.open_requested.connect(opened.append)
        received.open.click()
        assert opened == [[file.path]]
        received.copy_hash.click()
        assert QApplication.clipboard().text() == file.sha256

    play(story)


def test_a_log_comes_in_by_ftp_with_get_log(play):
    async def story(bench):
        async with bench.charger("2.0.1"):
            assert bench.view.head.log.text() == "&Get log…"
            await fetch_log(bench, FileProtocol.FTP)
            state = await bench.over()
            assert (state.action, state.outcome) == ("GetLog", Outcome.SUCCEEDED)
            assert state.url.startswith("ftp://")
        await bench.until(lambda: bench.view.received.model.files)

    play(story)


def test_a_job_that_is_ended_closes_its_file_server(play, image):
    async def story(bench):
        view = bench.view
        async with bench.charger():
            await send_firmware(bench, image)
            await bench.until(lambda: view.checklist.state)
            view.checklist.cancel.click()
            state = await bench.over()
        assert state.outcome is Outcome.CANCELLED
        assert not view.checklist.cancel.isVisible()
        assert "ended here" in view.head.jobs.currentText()

    play(story)


def test_what_goes_wrong_at_the_start_is_told(play, image):
    async def story(bench):
        async with bench.charger():
            form = await fill_firmware(bench, image)
            form.server.address.addItem("elsewhere", "192.0.2.1")
            form.send.click()
            image.write_bytes(b"")
            await answer(bench, "Send")
            await bench.until(bench.view.problem.isVisible)
            assert "is empty" in bench.view.problem.text()

    play(story)


def test_the_reason_is_shown_when_the_charger_has_left(play):
    async def story(bench):
        async with bench.charger():
            assert bench.view.head.firmware.isEnabled()
        await bench.until(lambda: bench.view.situation.obstacle)
        assert bench.view.head.link.text() == "○ CP1 is not connected."
        assert bench.view.head.log.toolTip() == "CP1 is not connected."

    play(story)


def test_of_several_chargers_one_is_to_be_chosen(play):
    async def story(bench):
        view = bench.view
        async with bench.charger(), bench.charger(identity="CP2"):
            await bench.until(lambda: view.situation.obstacle)
            told = "Choose a charger in the list of chargers."
            assert view.situation.obstacle == told
            view.choose_charger("CP2")
            assert view.situation.identity == "CP2"
            assert view.head.firmware.isEnabled()

    play(story)


def test_a_download_that_fails_is_explained(play):
    async def story(bench):
        async with bench.charger():
            await send_firmware(bench, "http://127.0.0.1:9/new.bin")
            await bench.until(lambda: bench.view.checklist.rows)
            told = bench.view.checklist.rows[StepName.DOWNLOADED]
            await bench.until(lambda: told.sign.text() == "✗")
            state = bench.view.checklist.state
            assert StepName.FILE_SERVER not in bench.view.checklist.rows
            assert state.step(StepName.DOWNLOADED).state is StepState.FAILED

    play(story)


def test_a_review_shows_past_jobs_and_moves_nothing(theme, play, image):
    async def story(bench):
        async with bench.charger():
            await send_firmware(bench, image)
            live = await bench.over()
            await fetch_log(bench)
            await bench.until(lambda: bench.view.checklist.state.files)
        review = FilesView(Settings(), theme, is_live=False)
        review.update_chargers(bench.reader.chargers())
        review.show_reader(bench.reader, bench.reader.last_id())
        review.show()
        await bench.until(lambda: review.received.model.files)
        assert not review.head.log.isEnabled()
        assert "review" in review.head.link.text()
        await bench.until(lambda: review.head.jobs.count() == 2)
        state = review.checklist.state
        assert (state.action, state.outcome) == ("GetDiagnostics", Outcome.SUCCEEDED)
        assert state.files == (review.received.selected.path.name,)
        review.head.jobs.setCurrentIndex(1)
        state = review.checklist.state
        assert (state.outcome, state.headline) == (live.outcome, live.headline)
        assert not review.checklist.cancel.isVisible()
        told = []
        review.message_wanted.connect(told.append)
        review.checklist.rows[StepName.BOOT].message.click()
        assert told == [live.step(StepName.BOOT).message]
        review.close_reader()
        review.close()
        review.deleteLater()

    play(story)


@pytest.fixture
def review(theme, recording):
    """The view of a recording in which two chargers were asked for something."""
    update = {"location": "http://h/a.bin", "retrieveDate": "2026-01-01T00:00:00Z"}
    for charger in ("CP1", "CP2"):
        recording.line(charger).ask("UpdateFirmware", update)
    recording.line("CP3").say("Heartbeat")
    last_id = recording.commit()
    made = FilesView(Settings(), theme, is_live=False)
    with contextlib.closing(CaptureReader(recording.path)) as reader:
        made.update_chargers(reader.chargers())
        made.show_reader(reader, last_id)
        made.show()
        yield made
        made.close_reader()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_past_jobs_are_those_of_the_chosen_charger(qtbot, review):
    assert review.empty.heading.text() == "Looking for firmware and logs…"
    qtbot.waitUntil(lambda: review.head.jobs.count() == 2)
    assert review.checklist.state.charger == "CP2"
    review.choose_charger("CP1")
    assert review.head.jobs.count() == 1
    assert review.checklist.state.charger == "CP1"
    review.choose_charger("CP3")
    assert not review.head.jobs.isVisible()
    told = "CP3 was asked for no log and no new firmware"
    assert review.empty.heading.text() == told
    assert review.empty.isVisible()
    review.choose_charger("")
    assert review.head.jobs.count() == 2
    assert review.checklist.isVisible()


def test_the_empty_page_has_the_same_ways(play):
    async def story(bench):
        view = bench.view
        async with bench.charger():
            await bench.until(lambda: view.empty.buttons)
            firmware, log = view.empty.buttons
            assert (firmware.text(), log.text()) == (
                "Update firmware…",
                "Get diagnostics…",
            )
            log.click()
            (await bench.dialog(LogDialog)).reject()

    play(story)


def test_two_clicks_open_one_form(play):
    async def story(bench):
        view = bench.view
        async with bench.charger():
            view.head.firmware.click()
            view.head.log.click()
            form = await bench.dialog(FirmwareDialog)
            assert not view.findChildren(LogDialog)
            form.reject()
            await bench.until(lambda: not view.findChildren(FirmwareDialog))
            view.head.log.click()
            (await bench.dialog(LogDialog)).reject()

    play(story)


def test_links_to_messages_are_stopped_at_in_their_order(play, image):
    async def story(bench):
        async with bench.charger():
            await send_firmware(bench, image)
            await bench.over()
        rows = bench.view.checklist.rows
        assert (
            rows[StepName.REQUEST].message.nextInFocusChain()
            is rows[StepName.ANSWER].message
        )

    play(story)
