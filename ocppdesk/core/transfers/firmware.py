# SPDX-License-Identifier: Apache-2.0
"""The job that gives a charger new firmware (protocol.md 9.2 and 9.3).

What a charger says about it comes incomplete and in any order: Installed before the
reboot or after it, Downloading left out, Installing untold because the boot loader
cannot talk. The proof is another firmware version in BootNotification.
"""

from typing import Any, Final

from ocppdesk.core.facts import boot_of
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.transfers.checklist import Checklist
from ocppdesk.core.transfers.events import FileEvent
from ocppdesk.core.transfers.job import SECOND, Job, first_of, status_in
from ocppdesk.core.transfers.requests import Request
from ocppdesk.core.transfers.states import (
    Outcome,
    StepName,
    StepState,
    TransferKind,
)

_ACTIONS: Final = frozenset(
    {"FirmwareStatusNotification", "SignedFirmwareStatusNotification"}
)
_STEPS: Final = (
    StepName.REQUEST,
    StepName.ANSWER,
    StepName.SCHEDULED,
    StepName.FILE_SERVER,
    StepName.TRANSFER,
    StepName.DOWNLOADED,
    StepName.VERIFIED,
    StepName.INSTALLING,
    StepName.LINK_LOST,
    StepName.LINK_BACK,
    StepName.BOOT,
    StepName.INSTALLED,
)
_AT_THE_SERVER: Final = frozenset({StepName.FILE_SERVER, StepName.TRANSFER})
_EARLY: Final = frozenset({StepName.TRANSFER, StepName.DOWNLOADED})

_LAST_WORD_S: Final = 60  # Installed is told so soon after the boot, or not at all
_BOOT_S: Final = 15 * 60  # protocol.md 7.9, FW-03

# Each status with the step it belongs to, how that is then, and what is said.
_STATUSES: Final[dict[str, tuple[StepName, StepState, str]]] = {
    "DownloadScheduled": (
        StepName.SCHEDULED,
        StepState.DONE,
        "The charger will fetch the file later: it is busy, or the time has not come.",
    ),
    "Downloading": (
        StepName.DOWNLOADED,
        StepState.NOW,
        "The charger says that it fetches the file.",
    ),
    "DownloadPaused": (
        StepName.DOWNLOADED,
        StepState.NOW,
        "The charger has paused the download; it goes on by itself.",
    ),
    "Downloaded": (StepName.DOWNLOADED, StepState.DONE, "The charger has the file."),
    "SignatureVerified": (
        StepName.VERIFIED,
        StepState.DONE,
        "The signature belongs to the file.",
    ),
    "InstallScheduled": (
        StepName.INSTALLING,
        StepState.NOW,
        "The charger waits for a session to end, or for the time of installation.",
    ),
    "InstallRebooting": (
        StepName.INSTALLING,
        StepState.NOW,
        "The charger is about to restart for the installation.",
    ),
    "Installing": (StepName.INSTALLING, StepState.NOW, "The charger installs."),
    "Installed": (
        StepName.INSTALLED,
        StepState.DONE,
        "The charger says that it is installed.",
    ),
    "DownloadFailed": (
        StepName.DOWNLOADED,
        StepState.FAILED,
        "The charger could not fetch the file. Look whether it came to the file "
        "server: if not, the URL cannot be reached from its network, or it does not "
        "speak that protocol.",
    ),
    "InvalidSignature": (
        StepName.VERIFIED,
        StepState.FAILED,
        "The signature does not belong to the file, or the certificate is not the "
        "manufacturer's. Use the vendor's own package.",
    ),
    "InstallationFailed": (
        StepName.INSTALLING,
        StepState.FAILED,
        "The charger could not install it. Look whether the file is for this model.",
    ),
    "InstallVerificationFailed": (
        StepName.INSTALLING,
        StepState.FAILED,
        "The charger found the installed firmware damaged. Try it again.",
    ),
}
_REFUSALS: Final = {
    "Rejected": "The charger refuses: it may be busy, or lack the feature.",
    "InvalidCertificate": (
        "The charger does not accept the signing certificate. Use the manufacturer's, "
        "and look at the charger's clock."
    ),
    "RevokedCertificate": "The signing certificate has been revoked. Use a new one.",
}


class FirmwareJob(Job):
    """New firmware on its way into a charger.

    Args:
        charger: The identity of the charger.
        request: The call that starts it.
        old_version: The version it has; empty if it is not known.
        has_server: Whether the file comes from the file server of this program.
        at: Now, microseconds since 1970.
    """

    kind = TransferKind.FIRMWARE

    def __init__(
        self,
        charger: str,
        request: Request,
        *,
        old_version: str = "",
        has_server: bool = True,
        at: int,
    ) -> None:
        names = tuple(n for n in _STEPS if has_server or n not in _AT_THE_SERVER)
        occasional = {StepName.SCHEDULED}
        firmware = request.payload.get("firmware")
        if not isinstance(firmware, dict) or "signature" not in firmware:
            occasional.add(StepName.VERIFIED)
        super().__init__(
            charger,
            request,
            checklist=Checklist(names, occasional=frozenset(occasional), early=_EARLY),
            at=at,
        )
        self._old_version = old_version
        self._new_version = ""
        self._has_file = False

    # What the job is told; see the base class.

    def _answered(self, message: Message, payload: dict[str, Any]) -> None:
        status = payload.get("status")
        if isinstance(status, str) and status in _REFUSALS:
            self._note(StepName.ANSWER, StepState.FAILED, _REFUSALS[status], message)
            self._end(Outcome.FAILED, first_of(_REFUSALS[status]))
            return
        if status == "AcceptedCanceled":
            sentence = "Accepted; an older job was cancelled for it."
        elif status == "Accepted":
            sentence = "Accepted."
        elif self.request.request_id is None:
            # OCPP 1.6, 6.55: the answer has no fields.
            sentence = "The charger has taken note; whether it obeys is not said."
        else:
            sentence = f"Answered with the status {status!r}, which is none."
            self._remark(sentence)
        self._done(StepName.ANSWER, sentence, message)
        if self.outcome is Outcome.RUNNING and not self._status:
            self._headline = f"Waiting for {self.charger} to fetch the file."

    def _heard(self, message: Message) -> None:
        if message.direction is Direction.LINK:
            self._take_link(message)
            return
        boot = boot_of(message)
        if boot is not None:
            self._take_boot(message, boot.firmware)
            return
        status, payload = status_in(message, _ACTIONS)
        if not status or not self._is_ours(payload):
            return
        self._heard_at = message.at
        if status == "Idle":
            return  # only says that nothing goes on now (OCPP 1.6, 4.5)
        self._status = status
        found = _STATUSES.get(status)
        if found is None:
            self._remark(f"The status {status!r} is none that OCPP knows.")
            return
        self._take_status(message, *found)

    def _take_status(
        self, message: Message, name: StepName, state: StepState, sentence: str
    ) -> None:
        if state is StepState.FAILED:
            self._note(name, state, sentence, message)
            if self.outcome is not Outcome.SUCCEEDED:
                over_at = self._after_failure(message.at)
                self._end(Outcome.FAILED, first_of(sentence), over_at=over_at)
            return
        if self.outcome is Outcome.FAILED:
            self._go_on()
        # Some tell Downloading, or Installing, over and over, also when it is done.
        if not (state is StepState.NOW and self._checklist.has(name)):
            self._note(name, state, sentence, message)
        if name in (StepName.INSTALLING, StepName.INSTALLED, StepName.VERIFIED):
            self._has_file = True
        if name is StepName.DOWNLOADED and state is StepState.DONE:
            self._has_file = True
        self._headline = sentence
        self._judge(message.at)

    def _take_link(self, message: Message) -> None:
        if self._checklist.has(StepName.BOOT):
            return
        if not self._has_file:
            # The steps of the restart are still to come.
            if message.action == "Disconnected":
                self._remark("The charger disconnected before it had the file.")
            return
        if message.action == "Disconnected":
            sentence = "The charger has gone, as for a restart."
            self._done(StepName.LINK_LOST, sentence, message)
            headline = f"Waiting for {self.charger} to come back."
        else:
            self._done(StepName.LINK_BACK, "The charger is back.", message)
            headline = f"{self.charger} is back; waiting for its boot."
        if self.outcome is Outcome.RUNNING:
            self._headline = headline

    def _take_boot(self, message: Message, version: str) -> None:
        self._heard_at = message.at
        if not version:
            self._remark("BootNotification does not say the firmware version.")
        if not self._old_version and not self._has_file:
            # It was not known, and this is no boot with anything new.
            self._old_version = version
            return
        if version and self._old_version and version != self._old_version:
            self._new_version = version
            sentence = f"The version is {version} now; it was {self._old_version}."
            self._done(StepName.BOOT, sentence, message)
        elif self._has_file:
            self._new_version = version
            sentence = f"The version is {version or 'not told'}"
            if self._old_version:
                sentence += ", as before"
            state = StepState.NOW if self._old_version else StepState.DONE
            self._note(StepName.BOOT, state, f"{sentence}.", message)
        else:
            self._remark("The charger restarted before it had the file.")
        self._judge(message.at)

    def _file_began(self, event: FileEvent) -> None:
        if self.outcome is Outcome.FAILED:
            self._go_on()

    def _file_done(self, event: FileEvent) -> None:
        self._has_file = True

    def _versions(self) -> tuple[str, str]:
        return self._old_version, self._new_version

    # What it amounts to.

    def _judge(self, at: int) -> None:
        told = self._checklist.has(StepName.INSTALLED)
        old, new = self._old_version, self._new_version
        if old and new and old != new:
            self._end(
                Outcome.SUCCEEDED,
                f"{self.charger} runs version {new} now; it was {old}.",
                over_at=0 if told else at + _LAST_WORD_S * SECOND,
            )
        elif told and new and not old:
            self._end(
                Outcome.UNPROVEN,
                f"{self.charger} says Installed and has version {new}; which it had "
                "before is not known.",
            )
        elif told and new:
            self._end(
                Outcome.UNPROVEN,
                f"{self.charger} says Installed and still has version {new}. The file "
                "has that version too, or the charger fell back to the old one.",
                over_at=at + _BOOT_S * SECOND,
            )
        elif told:
            self._end(
                Outcome.UNPROVEN,
                f"{self.charger} says Installed; the proof is its next boot.",
                over_at=at + _BOOT_S * SECOND,
            )
