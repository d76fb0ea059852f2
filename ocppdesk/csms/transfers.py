# SPDX-License-Identifier: Apache-2.0
"""Firmware and log jobs: the file server, the call, and what follows from it."""

import enum
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from ocppdesk.core.transfers.requests import FirmwareWish, LogWish
from ocppdesk.core.transfers.states import TransferState
from ocppdesk.csms.engine import Engine


class TransferError(Exception):
    """A job cannot be started; the text says why and what to do."""


class FileProtocol(enum.StrEnum):
    """How the charger is to fetch or send the file."""

    HTTP = "HTTP"
    FTP = "FTP"


@dataclass(frozen=True, slots=True)
class DropOptions:
    """Where the file server listens, and its limits."""

    protocol: FileProtocol = FileProtocol.HTTP
    """How files go over."""
    host: str = ""
    """The address of this computer that the charger is told; empty takes the one that
    the charger's connection came in on."""
    ports: range | None = None
    """The ports that may be used; None takes any free ones."""
    limit_bytes: int = 2 * 2**30
    """The most that one job may receive, all its files together."""
    time_limit_s: float = 3600.0
    """The longest that a job may take."""


class Transfers:
    """All jobs of an engine. Its methods may be called from any thread.

    Args:
        engine: The embedded CSMS.
        on_change: Called from the engine's thread with each new state of a job; it must
            return at once.
    """

    def __init__(
        self, engine: Engine, *, on_change: Callable[[TransferState], None]
    ) -> None:
        raise NotImplementedError

    @property
    def states(self) -> tuple[TransferState, ...]:
        """The jobs of this engine as they are now, the oldest first."""
        raise NotImplementedError

    def send_firmware(
        self,
        charger: str,
        source: Path | str,
        *,
        wish: FirmwareWish | None = None,
        options: DropOptions | None = None,
        old_version: str = "",
    ) -> "Future[TransferState]":
        """Start a job that gives a charger new firmware.

        Args:
            charger: The identity of a charger that is connected.
            source: The file; or a URL (http, https, ftp, ftps, sftp) that the charger
                can reach by itself, so that no file server is started.
            wish: What is asked of the charger.
            options: Where the file server listens.
            old_version: The firmware version that the charger has now; looked up in
                the capture if empty.

        Returns:
            The first state of the job, with its number and URL, once the file server is
            up; or a `TransferError`.
        """
        raise NotImplementedError

    def fetch_log(
        self,
        charger: str,
        wish: LogWish | None = None,
        *,
        options: DropOptions | None = None,
    ) -> "Future[TransferState]":
        """Start a job that has a charger send its log; see `send_firmware`."""
        raise NotImplementedError

    def cancel(self, number: int) -> "Future[None]":
        """End a job here; the charger cannot be told to stop by OCPP."""
        raise NotImplementedError

    def local_address(self, charger: str) -> "Future[str]":
        """Return the address of this computer that a charger's connection came in on.

        It is empty if the charger is not connected.
        """
        raise NotImplementedError
