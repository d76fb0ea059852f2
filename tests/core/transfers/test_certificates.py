# SPDX-License-Identifier: Apache-2.0
import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.transfers.certificates import CertificateError, certificate_in
from tests.core.transfers.signing import BASE64, DER, PEM, SIGNATURE

NEITHER = "That is no certificate: neither PEM nor DER."
CUT = "The certificate is cut off, or damaged."


def der(tag, *parts):
    content = b"".join(parts)
    return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content


def made(*, names=(), times=(b"\x17\x0d260101000000Z", b"\x17\x0d270101000000Z")):
    """A certificate with nothing in it but what is asked for."""
    subject = [
        der(0x31, der(0x30, b"\x06\x03" + oid, der(kind, text)))
        for oid, kind, text in names
    ]
    fields = der(
        0x30,
        der(0xA0, b"\x02\x01\x02"),
        b"\x02\x01\x01",
        der(0x30),
        der(0x30),
        der(0x30, *times),
        der(0x30, *subject),
        der(0x30),
    )
    return der(0x30, fields, der(0x30), der(0x03, b"\x00"))


@pytest.mark.parametrize(
    "data",
    [
        PEM.encode(),
        DER,
        BASE64.encode(),
        PEM.replace("\n", "\r\n").encode() + b"\r\n",
        f"Bag Attributes\n  friendlyName: café\n{PEM}\n".encode(),
        DER + b"\n",
    ],
    ids=["PEM", "DER", "base64", "Windows", "with text", "DER with a line break"],
)
def test_a_certificate_is_read_from_each_form_into_one(data):
    found = certificate_in(data)
    assert found.pem == PEM
    assert found.owner == "Firmware signing, ACME Chargers"
    assert datetime.fromtimestamp(found.until, UTC).year == 2126


def test_the_first_of_a_chain_is_taken():
    assert certificate_in(f"{PEM}\n{PEM}\n".encode()).count == 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b" \n", "The file is empty."),
        (b"hello", NEITHER),
        (b"\x7fELF\x00\x00", NEITHER),
        (DER[:-5], CUT),
        (b"0.1.2", CUT),
        (PEM.replace("MIIB", "MI!B").encode(), NEITHER),
        (PEM[:-10].encode(), "The certificate is cut off: its last line is missing."),
        (b"x" * 70_000, "That is too long for a certificate."),
        (SIGNATURE, "That is a signature, not a certificate."),
        (der(0x30, b"\x02\x01\x00", der(0x30)), "That is a key or a key store"),
        (der(0x30, b"\x06\x01\x2a", der(0xA0)), "That is a bundle (PKCS #7)."),
        (der(0x30, der(0x30)), NEITHER),
        (
            der(0x30, der(0x30, b"\x02\x01\x00"), der(0x30), der(0x03)),
            "That is a request or a list, not a certificate.",
        ),
        (made(names=[(b"\x55\x04\x03", 12, b"x" * 4200)]), "The certificate has "),
    ],
)
def test_what_is_no_certificate_is_named(data, sentence):
    with pytest.raises(CertificateError) as caught:
        certificate_in(data)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("EC PRIVATE KEY", "That is a private key, not a certificate."),
        ("PUBLIC KEY", "That is a public key, not a certificate."),
        ("CERTIFICATE REQUEST", "That is the request for a certificate."),
        ("PKCS7", "That is a bundle (PKCS #7)."),
        ("DH PARAMETERS", "That is “DH PARAMETERS”, not a certificate."),
    ],
)
def test_other_blocks_of_pem_are_named(label, sentence):
    text = f"-----BEGIN {label}-----\nQUJD\n-----END {label}-----\n"
    with pytest.raises(CertificateError) as caught:
        certificate_in(text.encode())
    assert str(caught.value).startswith(sentence)


def test_names_are_shown_as_far_as_they_can_be():
    names = [
        (b"\x55\x04\x0a", 0x1E, "Ä".encode("utf-16-be")),
        (b"\x55\x04\x06", 19, b"D"),
    ]
    assert certificate_in(made(names=names)).owner == "Ä"
    names = [(b"\x55\x04\x03", 12, b"a\nb\xff")]
    assert certificate_in(made(names=names)).owner == "a�b�"
    assert certificate_in(made()).owner == ""


@pytest.mark.parametrize(
    ("times", "until"),
    [
        ((b"\x17\x0d260101000000Z", b"\x17\x0d491231235959Z"), 2049),
        ((b"\x17\x0d260101000000Z", b"\x17\x0d500101000000Z"), 1950),
        ((b"\x17\x0d260101000000Z", b"\x18\x0f99991231235959Z"), 9999),
        ((b"\x17\x0d260101000000Z", b"\x17\x02xy"), None),
        ((b"\x17\x0d260101000000Z",), None),
    ],
)
def test_how_long_it_is_valid_is_read(times, until):
    found = certificate_in(made(times=times)).until
    assert until == (found and datetime.fromtimestamp(found, UTC).year)


@given(st.binary() | st.tuples(st.just(DER), st.binary(max_size=20)).map(b"".join))
def test_anything_is_a_certificate_or_refused(data):
    with contextlib.suppress(CertificateError):
        assert certificate_in(data).pem.startswith("-----BEGIN CERTIFICATE-----")


@given(st.integers(0, len(DER) - 1), st.integers(0, 255))
def test_a_damaged_certificate_is_read_or_refused(at, byte):
    damaged = DER[:at] + bytes([byte]) + DER[at + 1 :]
    with contextlib.suppress(CertificateError):
        assert isinstance(certificate_in(damaged).owner, str)
