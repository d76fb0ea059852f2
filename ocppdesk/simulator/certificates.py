# SPDX-License-Identifier: Apache-2.0
"""The certificates that a simulated charger has been given.

The charger keeps them and can be asked about them; its connections do not depend on
them. Their hashes are those of the text: the charger reads no X.509.
"""

import hashlib
from typing import Any, Final

_HEAD: Final = "-----BEGIN CERTIFICATE-----"
_MOST: Final = 8

SIGNING_REQUEST: Final = """-----BEGIN CERTIFICATE REQUEST-----
MIHfMIGGAgEAMCQxEjAQBgNVBAoMCU9DUFAgRGVzazEOMAwGA1UEAwwFU0lNLTEw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASLFjY9W9P5/UnVV9yVRy2zc7ofam79
z/+cjK7UG3B92r9ZyHuZR03Bf0+V3uX5McH1ceerXuJ5db8FJYXbX+5hoAAwCgYI
KoZIzj0EAwIDSAAwRQIhAIBdGB6aqW/NxOVkOiyj0Zf3zB3OMwXbAYhJnHIGiiJV
AiAts9MMbA4ry5OPI7hdFZ1AoDl+0BMpQxMxbxnJaTp65Q==
-----END CERTIFICATE REQUEST-----
"""
"""A certificate signing request (CN=SIM-1, O=OCPP Desk); nobody has its key."""


class Certificates:
    """The installed certificates, by type."""

    def __init__(self) -> None:
        self._installed: list[tuple[str, dict[str, str]]] = []

    def install(self, kind: str, text: str) -> str:
        """Keep a certificate; returns the InstallCertificateStatus."""
        if not is_certificate(text):
            return "Rejected"
        entry = (kind, _hash_data(text))
        if entry not in self._installed:
            if len(self._installed) >= _MOST:
                return "Failed"
            self._installed.append(entry)
        return "Accepted"

    def find(self, kinds: list[str] | None) -> list[tuple[str, dict[str, str]]]:
        """Return type and CertificateHashData of what is installed."""
        return [entry for entry in self._installed if not kinds or entry[0] in kinds]

    def delete(self, hash_data: dict[str, Any]) -> str:
        """Drop a certificate; returns the DeleteCertificateStatus."""
        names = ("issuerNameHash", "issuerKeyHash", "serialNumber")
        kept = [
            entry
            for entry in self._installed
            if any(entry[1][n].lower() != str(hash_data[n]).lower() for n in names)
        ]
        found = len(kept) < len(self._installed)
        self._installed = kept
        return "Accepted" if found else "NotFound"


def is_certificate(text: str) -> bool:
    """Return whether a text looks like a certificate in PEM."""
    return _HEAD in text


def _hash_data(text: str) -> dict[str, str]:
    plain = "".join(text.split())
    return {
        "hashAlgorithm": "SHA256",
        "issuerNameHash": hashlib.sha256(f"name{plain}".encode()).hexdigest(),
        "issuerKeyHash": hashlib.sha256(f"key{plain}".encode()).hexdigest(),
        "serialNumber": hashlib.sha256(plain.encode()).hexdigest()[:16],
    }
