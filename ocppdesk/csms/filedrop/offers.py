# SPDX-License-Identifier: Apache-2.0
"""The file that a charger is to fetch."""

import os
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import BinaryIO

from ocppdesk.csms.filedrop.addresses import DropError
from ocppdesk.csms.filedrop.names import safe_name


class OfferChanged(Exception):  # noqa: N818 - somebody else's doing
    """The file is gone or another one than at the beginning; the text says so."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that a charger is to fetch; it must stay as it is meanwhile."""

    path: Path
    """Where it lies."""
    name: str
    """What the charger is to call it: without blanks and special characters."""
    size: int
    """Its length in bytes."""
    modified_ns: int
    """When it was last written, nanoseconds since 1970."""

    @property
    def etag(self) -> str:
        """A text that is another one for another file."""
        return f'"{self.modified_ns:x}-{self.size:x}"'

    @property
    def modified(self) -> str:
        """When it was last written, as HTTP has it."""
        return formatdate(self.modified_ns / 1e9, usegmt=True)

    def open(self) -> BinaryIO:
        """Open the file.

        Raises:
            OfferChanged: If it is not what it was.
        """
        try:
            file = self.path.open("rb")
            now = os.fstat(file.fileno())
        except OSError as error:
            reason = error.strerror or str(error)
            raise OfferChanged(f"{self.path} cannot be read: {reason}.") from error
        if (now.st_size, now.st_mtime_ns) != (self.size, self.modified_ns):
            file.close()
            raise OfferChanged(
                f"{self.path} has been changed since the job began. Start it again."
            )
        return file


def offer_of(path: Path) -> Offer:
    """Offer a file.

    Raises:
        DropError: If it cannot be read, or is empty.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
    except OSError as error:
        reason = error.strerror or str(error)
        raise DropError(f"{path} cannot be read: {reason}.") from error
    if not found.st_size:
        raise DropError(f"{path} is empty. Choose another file.")
    # What needs no percent-encoding: some chargers cannot do it (protocol.md 9.1).
    name = "".join(
        c if c.isascii() and (c.isalnum() or c in "-_.") else "_"
        for c in safe_name(path.name)
    )
    return Offer(path, name, found.st_size, found.st_mtime_ns)
