# SPDX-License-Identifier: Apache-2.0
"""Certificates that sign firmware, as files have them: PEM, DER, or base64 of DER.

Of X.509 (RFC 5280, 4.1) only what tells one certificate from another is read: whose it
is and how long it is valid. Nothing is verified here; that is the charger's business.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ocppdesk.core.transfers.der import INTEGER, SEQUENCE, CutError, element, elements

LONGEST_CERTIFICATE: Final = 5500  # OCPP 2.0.1, FirmwareType.signingCertificate

_SET: Final = 0x31
_OBJECT_ID: Final = 0x06
_BIT_STRING: Final = 0x03
_VERSION: Final = 0xA0
_UTC_TIME: Final = 0x17
_BMP_STRING: Final = 0x1E
_COMMON_NAME: Final = b"\x55\x04\x03"  # 2.5.4.3
_ORGANIZATION: Final = b"\x55\x04\x0a"  # 2.5.4.10

_MOST_BYTES: Final = 2**16  # a dozen certificates
_BLOCK: Final = re.compile(
    r"-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----"
)
_BEGIN: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_LINE: Final = 64  # RFC 7468, 2

_SENTENCES: Final = (
    (
        "PRIVATE KEY",
        "That is a private key, not a certificate. A charger never needs it.",
    ),
    ("PUBLIC KEY", "That is a public key, not a certificate."),
    (
        "REQUEST",
        "That is the request for a certificate. Choose the certificate itself.",
    ),
    (
        "PKCS",
        "That is a bundle (PKCS #7). Export the certificate from it, as PEM or DER.",
    ),
)


class CertificateError(ValueError):
    """A text or file holds no certificate; the text says what it is, as a sentence."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that can be sent."""

    pem: str
    """The certificate in PEM, without a line break at its end."""
    owner: str
    """Whose it is: common name and organization; empty if it does not say."""
    until: float | None
    """Until when it is valid, seconds since 1970; None if that cannot be read."""
    count: int = 1
    """How many certificates there were; this is the first."""


def certificate_in(data: bytes) -> Certificate:
    """Return the certificate that a file, or a pasted text, holds.

    Raises:
        CertificateError: If it holds none, or one that is too long to be sent.
    """
    if not data.strip():
        raise CertificateError("The file is empty.")
    if len(data) > _MOST_BYTES:
        raise CertificateError("That is too long for a certificate.")
    text = data.decode("latin-1")
    found = _BLOCK.findall(text)
    if found:
        certificate = _from_der(_decoded(found[0]), count=len(found))
    elif (begin := _BEGIN.search(text)) is not None:
        raise CertificateError(_what_it_is(begin[1]))
    elif data[0] == SEQUENCE:
        certificate = _from_der(data, count=1)
    else:
        certificate = _from_der(_decoded(text), count=1)
    if len(certificate.pem) > LONGEST_CERTIFICATE:
        raise CertificateError(
            f"The certificate has {len(certificate.pem)} characters; OCPP takes "
            f"{LONGEST_CERTIFICATE} at most."
        )
    return certificate


def _what_it_is(label: str) -> str:
    """Say what a block of PEM without a certificate is."""
    if label == "CERTIFICATE":
        return "The certificate is cut off: its last line is missing."
    told = (sentence for word, sentence in _SENTENCES if word in label)
    return next(told, f"That is “{label}”, not a certificate.")


def _decoded(body: str) -> bytes:
    """Return what base64 stands for."""
    try:
        return base64.b64decode("".join(body.split()), validate=True)
    except ValueError as error:
        raise CertificateError(
            "That is no certificate: neither PEM nor DER."
        ) from error


def _from_der(der: bytes, *, count: int) -> Certificate:
    try:
        return _read(der, count)
    except CutError as error:
        raise CertificateError("The certificate is cut off, or damaged.") from error


def _read(der: bytes, count: int) -> Certificate:
    tag, whole, end = element(der, 0)
    parts = list(elements(whole))
    tags = [tag for tag, _content in parts]
    if tag == SEQUENCE and tags == [INTEGER, INTEGER]:
        raise CertificateError("That is a signature, not a certificate.")
    if tag == SEQUENCE and tags[:1] == [INTEGER]:
        raise CertificateError(
            "That is a key or a key store (PKCS #12), not a certificate. Export the "
            "certificate from it, as PEM or DER."
        )
    if tag == SEQUENCE and tags[:1] == [_OBJECT_ID]:
        raise CertificateError(_what_it_is("PKCS7"))
    if tag != SEQUENCE or tags != [SEQUENCE, SEQUENCE, _BIT_STRING]:
        raise CertificateError("That is no certificate: neither PEM nor DER.")
    fields = list(elements(parts[0][1]))
    if fields and fields[0][0] == _VERSION:
        del fields[0]
    # Serial number, algorithm, issuer, validity, subject, key (RFC 5280, 4.1).
    if [tag for tag, _content in fields[:6]] != [INTEGER, *[SEQUENCE] * 5]:
        raise CertificateError("That is a request or a list, not a certificate.")
    text = base64.b64encode(der[:end]).decode()
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    begin, finish = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    return Certificate(
        pem="\n".join([begin, *lines, finish]),
        owner=_owner(fields[4][1]),
        until=_end_of(fields[3][1]),
        count=count,
    )


def _owner(subject: bytes) -> str:
    names = dict(_names(subject))
    known = (names.get(_COMMON_NAME), names.get(_ORGANIZATION))
    return ", ".join(dict.fromkeys(name for name in known if name))


def _names(subject: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield the parts of a distinguished name (RFC 5280, 4.1.2.4)."""
    for tag, values in elements(subject):
        for inner_tag, pair in elements(values) if tag == _SET else ():
            parts = list(elements(pair)) if inner_tag == SEQUENCE else []
            if len(parts) == 2:
                (_tag, name), (kind, value) = parts
                encoding = "utf-16-be" if kind == _BMP_STRING else "utf-8"
                text = value.decode(encoding, "replace")
                yield name, "".join(c if c.isprintable() else "�" for c in text)


def _end_of(validity: bytes) -> float | None:
    """Return the second of two times, None if it is none."""
    times = list(elements(validity))
    if len(times) != 2:
        return None
    kind, value = times[1]
    text = value.decode("latin-1")
    if kind == _UTC_TIME:
        # RFC 5280, 4.1.2.5.1: 50 and more are of the last century.
        text = f"{'19' if text[:2] >= '50' else '20'}{text}"
    try:
        at = datetime.strptime(text, "%Y%m%d%H%M%SZ")
    except ValueError:
        return None
    return at.replace(tzinfo=UTC).timestamp()
