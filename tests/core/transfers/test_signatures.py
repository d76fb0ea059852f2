# SPDX-License-Identifier: Apache-2.0
import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.transfers.signatures import SignatureError, signature_in
from tests.core.transfers.signing import DER, PEM, SIGNATURE

HEX = SIGNATURE.hex()
BASE64 = base64.b64encode(SIGNATURE).decode()
RSA = bytes(range(128, 256)) * 2


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (SIGNATURE, "binary"),
        (HEX.encode(), "hexadecimal"),
        (HEX.upper().encode() + b"\r\n", "hexadecimal"),
        (f"0x{HEX}".encode(), "hexadecimal"),
        (f"{HEX[:64]}\n{HEX[64:]}\n".encode(), "hexadecimal"),
        (f"EC-SHA2-256(new fw (2).bin)= {HEX}\n".encode(), "hexadecimal"),
        (f"SHA256(a.bin)= {SIGNATURE.hex(':')}\n".encode(), "hexadecimal"),
        (BASE64.encode(), "base64"),
        (f"{BASE64[:64]}\n{BASE64[64:]}\n".encode(), "base64"),
        (BASE64.rstrip("=").encode(), "base64"),
        (base64.urlsafe_b64encode(SIGNATURE), "base64"),
        (f"-----BEGIN SIGNATURE-----\n{BASE64}\n-----END SIG".encode(), "base64"),
    ],
)
def test_a_signature_is_read_from_each_form_into_one(data, form):
    found = signature_in(data)
    assert (found.base64, found.form, found.size) == (BASE64, form, len(SIGNATURE))
    assert not found.is_a_hash


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\n", "The file is empty."),
        (b"no base64!", "That is neither hexadecimal digits nor base64."),
        (b"QUJDR", "That is neither hexadecimal digits nor base64."),
        (PEM.encode(), "That is “CERTIFICATE”, not the signature of a file."),
        (DER, "That is a key or a certificate, not a signature."),
        (base64.b64encode(DER), "That is a key or a certificate, not a signature."),
        (b"\x00" * 601, "The signature has 601 bytes; OCPP takes 600 at most."),
        (b"\x00" * 70_000, "That is too long for a signature."),
    ],
)
def test_what_is_no_signature_is_named(data, sentence):
    with pytest.raises(SignatureError) as caught:
        signature_in(data)
    assert str(caught.value).startswith(sentence)


def test_a_hash_is_told_from_a_signature():
    assert signature_in(b"ab" * 32).is_a_hash
    assert not signature_in(RSA).is_a_hash


@given(st.binary(min_size=48, max_size=600))
def test_what_a_tool_writes_comes_back(raw):
    raw = b"\xff" + raw[1:]  # nothing of ASCII, as a signature hardly ever is
    for data in (
        raw,
        base64.b64encode(raw),
        base64.encodebytes(raw),
        raw.hex().encode(),
    ):
        assert base64.b64decode(signature_in(data).base64) == raw


@given(st.binary() | st.text().map(str.encode))
def test_anything_is_a_signature_or_refused(data):
    with contextlib.suppress(SignatureError):
        assert base64.b64decode(signature_in(data).base64, validate=True)
