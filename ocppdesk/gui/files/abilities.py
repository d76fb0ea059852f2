# SPDX-License-Identifier: Apache-2.0
"""What a capture knows of a charger's ways to move files."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocppdesk.capture.configurations import read_settings
from ocppdesk.capture.heard import newest_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction
from ocppdesk.core.versions import Version
from ocppdesk.csms.filedrop.options import FileProtocol

# OCPP 1.6, 9.1 and errata; OCPP 2.0.1, part 2, referenced components.
_PROTOCOL_NAMES: Final = ("supportedfiletransferprotocols", "filetransferprotocols")
# "Improved security for OCPP 1.6-J", 4: who has one of these keys, or makes one of
# these calls, has the extension. No profile in SupportedFeatureProfiles says so.
_SECURITY_KEYS: Final = frozenset(
    {
        "additionalrootcertificatecheck",
        "certificatesignedmaxchainsize",
        "certificatestoremaxlength",
        "securityprofile",
    }
)
_SECURITY_CALLS: Final = (
    "LogStatusNotification",
    "SecurityEventNotification",
    "SignCertificate",
    "SignedFirmwareStatusNotification",
)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a charger can do with files, as far as it has said so."""

    version: Version = Version.V16
    """The OCPP version that it speaks."""
    protocols: tuple[str, ...] | None = None
    """The protocols that it says it speaks, in its own words; None if it did not."""
    setting: str = ""
    """The setting that says so."""
    has_security: bool = False
    """OCPP 1.6: whether it is known to have the security extension, and with it GetLog
    and SignedUpdateFirmware."""

    @property
    def is_16(self) -> bool:
        """Whether it speaks OCPP 1.6."""
        return self.version is Version.V16

    @property
    def protocol(self) -> FileProtocol:
        """The protocol to begin with: HTTP unless it only says FTP."""
        if self.speaks(FileProtocol.FTP) and not self.speaks(FileProtocol.HTTP):
            return FileProtocol.FTP
        return FileProtocol.HTTP

    def speaks(self, protocol: FileProtocol) -> bool:
        """Return whether it says that it speaks a protocol."""
        return protocol in {said.upper() for said in self.protocols or ()}


def read_abilities(capture: Path, charger: str, version: str = "") -> Abilities:
    """Return what a capture knows; it takes a while for a long one.

    Args:
        capture: The file.
        charger: The identity.
        version: The OCPP version that the charger speaks; empty is taken for 1.6.

    Raises:
        CaptureError: If the capture cannot be read.
    """
    with contextlib.closing(CaptureReader(capture)) as reader:
        entries = read_settings(reader, charger).entries
        heard = newest_of(
            reader, charger, actions=_SECURITY_CALLS, upto=reader.last_id(), limit=50
        )
    found = next((one for one in entries if _tells_protocols(one)), None)
    calls = [
        message
        for message in heard
        if message.direction is Direction.IN and message.type is MessageType.CALL
    ]
    return Abilities(
        version=Version(version or Version.V16),
        protocols=None if found is None else _listed(found.value or ""),
        setting="" if found is None else found.address.name,
        has_security=bool(calls)
        or any(one.address.name.casefold() in _SECURITY_KEYS for one in entries),
    )


def _tells_protocols(entry: Entry) -> bool:
    return entry.address.name.casefold() in _PROTOCOL_NAMES and bool(entry.value)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(word for part in value.split(",") if (word := part.strip()))
