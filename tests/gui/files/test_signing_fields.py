# SPDX-License-Identifier: Apache-2.0
import asyncio
import base64

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from ocppdesk.gui.files.signing_fields import CertificateField, SignatureField
from tests.core.transfers.signing import DER, PEM, SIGNATURE

BASE64 = base64.b64encode(SIGNATURE).decode()


@pytest.fixture
def certificate(qtbot, theme):
    made = CertificateField(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def signature(qtbot, theme):
    made = SignatureField(theme)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def file(tmp_path):
    def make(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def load(field, path):
    asyncio.run(field.load(path))


def test_a_certificate_is_pasted_with_what_is_around_it(certificate):
    certificate.edit.setPlainText(f"Bag Attributes\n{PEM}\n")
    assert certificate.value == PEM
    note = certificate.note.text()
    assert note == "Firmware signing, ACME Chargers, valid until 2126-11-04."


@pytest.mark.parametrize("content", [DER, PEM.encode()], ids=["DER", "PEM"])
def test_a_certificate_is_loaded_from_a_file(certificate, file, content):
    load(certificate, file("vendor.cer", content))
    assert certificate.edit.toPlainText() == certificate.value == PEM
    assert certificate.note.text().startswith("vendor.cer: Firmware signing, ACME")
    certificate.edit.clear()
    assert certificate.value == certificate.note.text() == ""


def test_an_expired_certificate_is_marked(certificate):
    der = DER.replace(b"\x17\x0d261128173840Z", b"\x17\x0d211128173840Z")
    der = der.replace(b"\x18\x0f21261104173840Z", b"\x18\x0f20221104173840Z")
    certificate.edit.setPlainText(base64.b64encode(der).decode())
    assert certificate.value
    assert certificate.note.text().endswith("expired on 2022-11-04.")
    assert certificate.note.text().startswith("▲ ")


def test_of_a_chain_it_is_said_which_is_sent(certificate):
    certificate.edit.setPlainText(f"{PEM}\n{PEM}")
    assert "Only the first of 2 certificates is sent." in certificate.note.text()


@pytest.mark.parametrize(
    "content",
    [SIGNATURE, SIGNATURE.hex().encode(), BASE64.encode()],
    ids=["binary", "hexadecimal", "base64"],
)
def test_a_signature_is_loaded_from_a_file(signature, file, content):
    load(signature, file("new.sig", content))
    assert signature.edit.text() == signature.value == BASE64
    assert signature.note.text() == "new.sig: 71 bytes."


def test_a_hash_is_marked(signature):
    signature.edit.setText("ab" * 32)
    assert "the size of a hash" in signature.note.text()
    assert signature.value


def test_what_is_typed_wrongly_is_said_beside_it(certificate, signature):
    certificate.edit.setPlainText("hello")
    told = "✗ That is no certificate: neither PEM nor DER."
    assert certificate.note.text() == told
    signature.edit.setText("no base64!")
    told = "✗ That is neither hexadecimal digits nor base64."
    assert signature.note.text() == told
    assert certificate.value == signature.value == ""


def test_a_file_of_no_use_takes_the_place_of_what_was_there(signature, file):
    signature.edit.setText(BASE64)
    load(signature, file("key.der", b"\x30\x04\x02\x02\x00\x00"))
    assert signature.value == signature.edit.text() == ""
    told = "✗ key.der: That is a key or a certificate, not a signature."
    assert signature.note.text() == told


def test_a_file_that_cannot_be_read_says_why(certificate, tmp_path):
    load(certificate, tmp_path / "none.pem")
    told = "✗ none.pem: It cannot be read: No such file or directory."
    assert certificate.note.text() == told
    load(certificate, tmp_path)
    assert "directory" in certificate.note.text()


def test_a_file_is_chosen_in_a_dialog(certificate, signature, file, play):
    async def choose(bench, field, path):
        field.choose.click()
        chooser = await bench.until(
            lambda: next(
                (one for one in field.findChildren(QFileDialog) if one.isVisible()),
                None,
            )
        )
        chooser.findChild(QLineEdit).setText(str(path))
        chooser.accept()
        await bench.until(lambda: field.value)

    async def story(bench):
        await choose(bench, certificate, file("a.der", DER))
        await choose(bench, signature, file("a.sig", SIGNATURE))
        assert (certificate.value, signature.value) == (PEM, BASE64)

    play(story)
