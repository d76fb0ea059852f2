# SPDX-License-Identifier: Apache-2.0
"""Signatures of firmware, as files have them: bytes, hexadecimal digits, or base64."""

import base64
import re
from dataclasses import dataclass
from typing import Final

from ocppdesk.core.transfers.der import INTEGER, SEQUENCE, CutError, element, elements

LONGEST_SIGNATURE: Final = 800  # OCPP 2.0.1, FirmwareType.signature

_HASH_SIZES: Final = (16, 20, 32)  # MD5, SHA-1, SHA-256
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2})+")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")
# `openssl dgst -hex` writes `EC-SHA2-256(file)= 3045…`, or `SHA2-256(file)= 3045…`.
_LABEL: Final = re.compile(r"\A[\w-]+\([^\n]*\)\s*=")
_BEGIN: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_MOST_BYTES: Final = 2**16


class SignatureError(ValueError):
    """A text or file holds no signature; the text says why, as a sentence."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that can be sent."""

    base64: str
    """The signature as OCPP wants it."""
    size: int
    """Its bytes."""
    form: str
    """How it was written: `binary`, `hexadecimal` or `base64`."""

    @property
    def is_a_hash(self) -> bool:
        """Whether it is as short as a hash of the file, which is no signature."""
        return self.size in _HASH_SIZES


def signature_in(data: bytes) -> Signature:
    """Return the signature that a file, or a pasted text, holds.

    Raises:
        SignatureError: If it holds none, or one that is too long to be sent.
    """
    if not data.strip():
        raise SignatureError("The file is empty.")
    if len(data) > _MOST_BYTES:
        raise SignatureError("That is too long for a signature.")
    raw, form = _read(data)
    if _is_other_der(raw):
        # A private key must not get to a charger by a slip of the mouse.
        raise SignatureError("That is a key or a certificate, not a signature.")
    text = base64.b64encode(raw).decode()
    if len(text) > LONGEST_SIGNATURE:
        raise SignatureError(
            f"The signature has {len(raw)} bytes; OCPP takes "
            f"{LONGEST_SIGNATURE // 4 * 3} at most. Is that another file?"
        )
    return Signature(text, len(raw), form)


def _read(data: bytes) -> tuple[bytes, str]:
    try:
        text = data.decode("ascii").strip()
    except UnicodeDecodeError:
        return data, "binary"
    if not all(c.isprintable() or c.isspace() for c in text):
        return data, "binary"
    if (begin := _BEGIN.search(text)) is not None:
        if begin[1] != "SIGNATURE":
            raise SignatureError(f"That is “{begin[1]}”, not the signature of a file.")
        text = text[begin.end() :].partition("-----")[0]
    bare = re.sub(r"\s", "", _LABEL.sub("", text))
    digits = bare.replace(":", "").removeprefix("0x")
    if _HEX.fullmatch(digits):
        return bytes.fromhex(digits), "hexadecimal"
    standard = bare.translate(str.maketrans("-_", "+/"))
    if _BASE64.fullmatch(standard) and len(standard.rstrip("=")) % 4 != 1:
        padded = standard.rstrip("=") + "=" * (-len(standard.rstrip("=")) % 4)
        return base64.b64decode(padded), "base64"
    raise SignatureError("That is neither hexadecimal digits nor base64.")


def _is_other_der(raw: bytes) -> bool:
    """Return whether bytes are a whole structure of ASN.1, but no ECDSA signature."""
    try:
        tag, content, end = element(raw, 0)
        tags = [tag for tag, _content in elements(content)]
    except CutError:
        return False
    # RFC 3279, 2.2.3: two numbers.
    return tag == SEQUENCE and end == len(raw) and tags != [INTEGER, INTEGER]
