# SPDX-License-Identifier: Apache-2.0
"""New firmware and log uploads, for any version.

OCPP 1.6, 5.9 and 5.19; the security extension of 1.6, L01 and N01; OCPP 2.0.1, L01
and N01. The statuses differ in their message only, so they are told by a function.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from ocppdesk.simulator.agenda import Flow
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.files import SCHEMES

_STEP_S: Final = 3.0  # a status is worth being looked at
_PATIENCE_S: Final = 5.0  # between looks whether transactions have ended
TellStatus = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Firmware:
    """Firmware to be installed."""

    location: str
    """Its URL."""
    retrieve_at: float
    """Not to be fetched before, seconds since 1970."""
    install_at: float = 0.0
    """Not to be installed before, seconds since 1970."""
    is_signed: bool = False
    """Whether the statuses of signed firmware are told too."""
    retries: int = 0
    """How often a download that fails is tried again."""
    retry_interval_s: int = 0
    """Seconds between the tries."""


class Maintenance:
    """What a charger does for its upkeep; one job of a kind at a time.

    Args:
        charger: Whose upkeep.
    """

    def __init__(self, charger: Charger) -> None:
        self._charger = charger
        self.firmware_status = "Idle"
        self.log_status = "Idle"
        self._update = 0
        self._updating_since = -1
        self._log = 0

    @property
    def is_updating(self) -> bool:
        """Whether new firmware is on its way."""
        busy = self.firmware_status not in ("Idle", "Installed", "DownloadFailed")
        return busy and self._updating_since == self._charger.restarts

    @property
    def is_uploading(self) -> bool:
        """Whether a log is on its way."""
        return self.log_status == "Uploading"

    def update_firmware(self, firmware: Firmware, tell: TellStatus) -> Flow[None]:
        """Fetch, install, reboot, and tell each status on the way."""
        self._update += 1
        self._updating_since = self._charger.restarts
        update = self._update
        installed = yield from self._install(firmware, tell, update)
        if not installed and update != self._update:
            tell("DownloadFailed")  # L01: a newer request has cancelled this one

    def _install(self, firmware: Firmware, tell: TellStatus, update: int) -> Flow[bool]:
        charger = self._charger

        def step(status: str) -> Flow[bool]:
            self._tell_firmware(status, tell)
            yield from charger.agenda.pause(_STEP_S)
            return update == self._update

        yield from charger.agenda.pause(1.0)
        if firmware.retrieve_at > charger.wall():
            if firmware.is_signed:
                self._tell_firmware("DownloadScheduled", tell)
            yield from charger.agenda.pause(firmware.retrieve_at - charger.wall())
        if update != self._update or not (yield from step("Downloading")):
            return False
        restarts = charger.restarts
        has_file = yield from self._fetch(firmware)
        if charger.restarts != restarts:
            return True  # what was going on before a restart is forgotten
        if not has_file:
            self._tell_firmware("DownloadFailed", tell)
            return False
        for status in ("Downloaded", *["SignatureVerified"] * firmware.is_signed):
            if not (yield from step(status)):
                return False
        waits = charger.has_transaction or firmware.install_at > charger.wall()
        if waits and firmware.is_signed:
            self._tell_firmware("InstallScheduled", tell)
        # What is free is kept free for the installation (L01).
        charger.keep_free(is_busy=True)
        while charger.has_transaction or firmware.install_at > charger.wall():
            yield from charger.agenda.pause(_PATIENCE_S)
            if update != self._update:
                charger.keep_free(is_busy=False)
                return False
        yield from step("Installing")
        if firmware.is_signed:
            yield from step("InstallRebooting")
        charger.firmware = _version_after(charger.firmware, firmware.location)
        charger.after_boot.append(lambda: self._tell_firmware("Installed", tell))
        charger.restart("FirmwareUpdate")
        return True

    def _fetch(self, firmware: Firmware) -> Flow[bool]:
        if urlsplit(firmware.location).scheme not in SCHEMES:
            return False
        for attempt in range(firmware.retries + 1):
            if attempt:
                yield from self._charger.agenda.pause(firmware.retry_interval_s)
            if (yield from self._charger.download(firmware.location)):
                return True
        return False

    def _tell_firmware(self, status: str, tell: TellStatus) -> None:
        self.firmware_status = status
        tell(status)

    def upload_log(
        self, location: str, name: str, *, tell: TellStatus, failed: str
    ) -> Flow[None]:
        """Upload the charger's own log and tell how it goes.

        Args:
            location: URL of the folder to put it into: HTTP or FTP.
            name: Name of the file.
            tell: Sends a status.
            failed: The status of an upload that does not work.
        """
        self._log += 1
        log, charger = self._log, self._charger
        yield from charger.agenda.pause(1.0)
        self._tell_log("Uploading", tell)
        yield from charger.agenda.pause(_STEP_S)
        done = False
        if urlsplit(location).scheme in SCHEMES:
            url = f"{location.rstrip('/')}/{name}"
            done = yield from charger.upload(url, "\n".join([*charger.log, ""]))
        if log == self._log:
            self._tell_log("Uploaded" if done else failed, tell)

    def _tell_log(self, status: str, tell: TellStatus) -> None:
        self.log_status = status
        tell(status)

    def log_name(self) -> str:
        """Return a name for the log file of now."""
        stamp = datetime.fromtimestamp(self._charger.wall(), UTC)
        identity = re.sub(r"[^\w.-]", "_", self._charger.identity)
        return f"{identity}-{stamp:%Y%m%dT%H%M%SZ}.log"


def retries_in(payload: Mapping[str, Any]) -> tuple[int, int]:
    """Return how often a request wants a download tried again, and the pause."""
    return max(0, payload.get("retries", 0)), max(0, payload.get("retryInterval", 0))


def _version_after(old: str, location: str) -> str:
    """Return the version in the file's name, else the one that follows the old."""
    name = PurePosixPath(urlsplit(location).path).name
    found = re.search(r"\d+\.\d+(?:\.\d+)*", name)
    if found is not None and found[0] != old:
        return found[0]
    head, _, last = old.rpartition(".")
    return f"{head}.{int(last) + 1}" if last.isdecimal() else f"{old}.1"
