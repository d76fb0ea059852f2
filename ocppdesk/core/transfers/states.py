# SPDX-License-Identifier: Apache-2.0
"""How far a job is, as values that a window can draw."""

import enum
from dataclasses import dataclass


class TransferKind(enum.StrEnum):
    """What a job does."""

    FIRMWARE = "firmware"
    """A file goes to the charger and is installed there."""
    LOG = "log"
    """The charger sends a file about itself."""


class StepName(enum.StrEnum):
    """The steps of both kinds of job; each kind has its own selection and order."""

    REQUEST = "Request sent"
    ANSWER = "Answered"
    SCHEDULED = "Download scheduled"
    FILE_SERVER = "File server reached"
    TRANSFER = "File transferred"
    DOWNLOADED = "Downloaded"
    VERIFIED = "Signature verified"
    INSTALLING = "Installing"
    LINK_LOST = "Connection closed"
    LINK_BACK = "Connected again"
    BOOT = "Booted"
    INSTALLED = "Installed"
    UPLOADING = "Uploading"
    RECEIVED = "File received"
    UPLOADED = "Uploaded"


class StepState(enum.StrEnum):
    """How a step is doing."""

    WAITING = "waiting"
    """It has not come yet."""
    NOW = "now"
    """It is what is waited for, or it is going on."""
    DONE = "done"
    """It has happened."""
    NOT_SEEN = "not seen"
    """A later one has happened, or the job is over, and this one was never told."""
    FAILED = "failed"
    """It went wrong; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist."""

    name: StepName
    """What it is called."""
    state: StepState
    """How it is doing."""
    sentence: str = ""
    """What is known about it; empty for what is only waited for."""
    message: int | None = None
    """The number in the capture of the message that tells it, if a message does."""
    at: int | None = None
    """When it happened: microseconds since 1970, UTC."""
    percent: int | None = None
    """On the transfer: how much has gone over, if that can be said."""


class Outcome(enum.StrEnum):
    """How a job ended, or that it has not."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    """Proved: the new version in BootNotification; the file is here, whole."""
    UNPROVEN = "unproven"
    """The charger says it worked, and nothing else does."""
    FAILED = "failed"
    """It went wrong, or the charger refused."""
    NOTHING = "nothing"
    """The charger has no file to send for what was asked."""
    CANCELLED = "cancelled"
    """Somebody here ended it. The charger may go on all the same."""
    OPEN = "open"
    """A recording ends, or goes on, without telling how it ended."""


@dataclass(frozen=True, slots=True)
class TransferState:
    """A job as it is now; a new value whenever something changed."""

    charger: str
    """The identity of the charger."""
    kind: TransferKind
    """What the job does."""
    action: str
    """The action of the request: `UpdateFirmware`, `GetLog`."""
    outcome: Outcome
    """How it ended, or that it has not."""
    headline: str
    """How it stands, in a sentence."""
    steps: tuple[Step, ...]
    """The checklist, in the order in which things are expected."""
    is_over: bool
    """Whether nothing more is waited for; the file server is closed then. A job may
    have an outcome before: a charger that failed may try again."""
    status: str = ""
    """The charger's last status, in its own word."""
    peer: str = ""
    """Who came to the file server; empty as long as nobody has."""
    percent: int | None = None
    """How much of the file has gone over, if that can be said."""
    files: tuple[str, ...] = ()
    """The names of received files in the folder of received files."""
    remarks: tuple[str, ...] = ()
    """What was odd, a sentence each."""
    old_version: str = ""
    """Firmware: the version before the job; empty if it is not known."""
    new_version: str = ""
    """Firmware: the version after the job's boot; empty before it."""
    number: int = 0
    """The number of the job among those of its driver, from 1; of a recorded one, that
    of the message that asked for it."""
    url: str = ""
    """The URL that the charger is given."""

    def step(self, name: StepName) -> Step | None:
        """Return a step by its name, None if this kind of job does not have it."""
        return next((step for step in self.steps if step.name is name), None)
