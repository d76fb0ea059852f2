# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit

from ocppdesk.core.versions import Version
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.firmware_dialog import FirmwareDialog
from tests.core.transfers.signing import PEM, SIGNATURE


@pytest.fixture
def form(qtbot, theme):
    def make(version=Version.V16, **known):
        made = FirmwareDialog(
            theme,
            "CP1",
            abilities=Abilities(version=version, **known),
            firmware="1.0",
            reached="127.0.0.1",
            addresses=(),
        )
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_the_charger_and_its_firmware_are_named(form):
    assert form().about.text() == "CP1 speaks OCPP 1.6; its firmware is 1.0."


def test_it_cannot_be_sent_before_all_is_said(form, image, qtbot):
    made = form()
    assert not made.send.isEnabled()
    assert made.problem.text() == "Choose a file, or type a URL."
    qtbot.keyClicks(made.source, str(image))
    assert made.problem.text() == "Say that you know what may happen."
    qtbot.keyClick(made.knows, Qt.Key.Key_Space)
    assert made.send.isEnabled()
    assert made.order.source == image


def test_what_may_happen_is_said(form):
    assert "nobody reaches" in form().danger.text()


def test_enter_does_nothing_dangerous(form):
    made = form()
    cancel = made.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    assert cancel.isDefault()
    assert not made.send.isDefault()


def test_a_source_that_is_none_says_why_beside_it(form):
    made = form()
    made.knows.setChecked(True)
    made.source.setText("/there/is/no.bin")
    assert made.source_note.text() == "✗ There is no such file."
    assert not made.send.isEnabled()


def test_a_url_needs_no_file_server(form):
    made = form()
    made.source.setText("http://host/new.bin")
    assert not made.server.isVisible()
    assert made.order.source == "http://host/new.bin"


def test_1_6_knows_a_time_of_installation_when_it_is_signed(form):
    made = form()
    assert not made.install.isVisible()
    made.is_signed.setChecked(True)
    assert made.install.isVisible()
    assert made.action == "SignedUpdateFirmware"


def is_readable(label):
    """Return whether all lines of a label are in view."""
    place = label.geometry()
    has_room = place.height() >= label.heightForWidth(place.width())
    return has_room and place.bottom() <= label.parentWidget().height()


def test_a_charger_that_may_lack_the_security_extension_is_marked(form, qtbot):
    made = form()
    assert not made.signed_note.isVisible()
    made.is_signed.setChecked(True)
    made.certificate.edit.setPlainText(PEM)
    assert made.signed_note.isVisible()
    for note in (made.signed_note, made.certificate.note):
        qtbot.waitUntil(lambda note=note: is_readable(note))
    assert "whether the charger has that is not known" in made.signed_note.text()
    other = form(has_security=True)
    other.is_signed.setChecked(True)
    assert not other.signed_note.isVisible()


def test_at_a_large_zoom_the_buttons_stay_on_the_screen(form, theme, qtbot):
    theme.apply("Light", 200)
    made = form()
    made.is_signed.setChecked(True)
    room = made.screen().availableGeometry().height()
    qtbot.waitUntil(lambda: made.height() > room // 2)
    assert made.height() < room
    bar = made.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert made.buttons.geometry().bottom() <= made.height()


def test_2_0_1_knows_a_time_of_installation(form):
    made = form(Version.V201)
    assert made.install.isVisible()
    made.install.show_moment(1_800_000_000)
    assert made.order.wish.install_at == 1_800_000_000
    made.is_signed.setChecked(True)
    assert made.action == "UpdateFirmware"


def test_signed_firmware_needs_certificate_and_signature(form, image):
    made = form(Version.V201)
    made.source.setText(str(image))
    made.knows.setChecked(True)
    assert not made.certificate.isVisible()
    made.is_signed.setChecked(True)
    assert made.certificate.isVisible()
    assert made.problem.text() == "Choose or paste the signing certificate."
    made.certificate.edit.setPlainText(PEM)
    assert made.problem.text() == "Choose or paste the signature."
    made.signature.edit.setText("no base64!")
    assert made.problem.text() == "Choose or paste the signature."
    assert not made.send.isEnabled()
    made.signature.edit.setText(SIGNATURE.hex())
    assert made.send.isEnabled()
    assert made.problem.text() == ""


def test_a_signed_order_has_both(form, image):
    made = form(Version.V201)
    made.source.setText(str(image))
    made.is_signed.setChecked(True)
    made.certificate.edit.setPlainText(f"from the vendor\n{PEM}\n")
    made.signature.edit.setText("QU JD")
    wish = made.order.wish
    assert (wish.signing_certificate, wish.signature) == (PEM, "QUJD")
    made.is_signed.setChecked(False)
    assert made.order.wish.signature == ""


def test_the_file_is_chosen_in_a_dialog(form, image, play):
    async def story(bench):
        made = form()
        made.choose.click()
        chooser = await bench.until(
            lambda: next(
                (one for one in made.findChildren(QFileDialog) if one.isVisible()), None
            )
        )
        chooser.findChild(QLineEdit).setText(str(image))
        chooser.accept()
        await bench.until(lambda: made.source.text())
        assert Path(made.source.text()) == image

    play(story)
