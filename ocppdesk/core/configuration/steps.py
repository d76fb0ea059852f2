# SPDX-License-Identifier: Apache-2.0
"""How reading and changing settings goes on: values for whoever watches."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ocppdesk.core.configuration.keys import type_of
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.settings import Access, Address, Entry
from ocppdesk.core.configuration.values import same_value


class How(enum.StrEnum):
    """How to ask for all settings."""

    ALL = "all"
    """In one request, as the specification has it; in batches where that fails."""
    BATCHES = "batches"
    """The known names, some at a time: for chargers that break at the request for
    all."""
    SINGLY = "singly"
    """The known names, one by one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far reading has come; the last one is the result."""

    charger: str
    """Whose settings."""
    entries: tuple[Entry, ...] = ()
    """All that is known now."""
    done: int = 0
    """How many settings were read so far."""
    total: int | None = None
    """How many there will be; None if nobody knows."""
    text: str = ""
    """What happens now, in a few words."""
    is_ended: bool = False
    """Whether this is the last one."""
    is_complete: bool = False
    """Whether everything that was asked for has come."""
    unknown: tuple[Address, ...] = ()
    """Of the settings that were named: those that the charger does not have."""
    trouble: str = ""
    """Why it is not complete and what to do, as a sentence or two."""
    connection: int = 0
    """The number of the connection in the capture."""
    at: int = 0
    """When it ended, microseconds since 1970."""
    snapshot_id: int | None = None
    """The automatic snapshot that was made of it, if one was."""
    snapshot_trouble: str = ""
    """Why none could be made though one was due, as a sentence."""


class StepState(enum.StrEnum):
    """What became of one change."""

    WAITING = "waiting"
    """It has not been sent."""
    SENDING = "sending"
    """It was sent; the answer is awaited."""
    ACCEPTED = "accepted"
    """The charger says that it took it; not proven yet."""
    VERIFIED = "verified"
    """It was read back: the charger has it."""
    DIFFERENT = "different"
    """It was accepted, and read back the charger has something else."""
    UNVERIFIED = "unverified"
    """It was accepted and could not be read back."""
    REBOOT_REQUIRED = "reboot-required"
    """It is stored and takes effect after a reboot."""
    REFUSED = "refused"
    """The charger does not take it."""
    FAILED = "failed"
    """There was no answer: nobody knows whether the charger has it."""
    SKIPPED = "skipped"
    """It was not sent because of what happened before."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change on its way."""

    change: Change
    """What is to be written."""
    state: StepState = StepState.WAITING
    """What has become of it."""
    answer: str = ""
    """The charger's answer: a status, or the code of an error."""
    reason: str = ""
    """What the charger says more about it (OCPP 2.x)."""
    found: str | None = None
    """What was read back, secrets masked; None: nothing was, or nothing could be."""
    text: str = ""
    """What happened, as a sentence."""


@dataclass(frozen=True, slots=True)
class Applying:
    """How far a number of changes has come; the last one is the result."""

    charger: str
    """Whose settings."""
    steps: tuple[Step, ...]
    """The changes in the order in which they are sent."""
    is_ended: bool = False
    """Whether this is the last one."""
    trouble: str = ""
    """Why not all was done and what to do, as a sentence or two."""


_ANSWERS = {
    "Accepted": (StepState.ACCEPTED, "The charger accepted it."),
    "RebootRequired": (
        StepState.REBOOT_REQUIRED,
        "The charger has stored it, but it is not in force before a reboot.",
    ),
    "Rejected": (
        StepState.REFUSED,
        "The charger rejected it: the value does not suit it, or it lets nobody write "
        "this.",
    ),
    "NotSupported": (StepState.REFUSED, "The charger does not know this setting."),
    "UnknownComponent": (
        StepState.REFUSED,
        "The charger does not have this component.",
    ),
    "UnknownVariable": (StepState.REFUSED, "The charger does not have this variable."),
    "Unreadable": (StepState.REFUSED, "The charger's answer has no status."),
    "CALLERROR": (
        StepState.REFUSED,
        "The charger answered with an error, without a code.",
    ),
    "NotSupportedAttributeType": (
        StepState.REFUSED,
        "The charger does not have this attribute of the variable.",
    ),
}


def answered(step: Step, status: str, reason: str = "") -> Step:
    """Return a step with the charger's answer to it."""
    state, text = _ANSWERS.get(
        status,
        (StepState.REFUSED, f"The charger answered {status}."),
    )
    if reason:
        text = f"{text} It says: {reason}."
    return replace(step, state=state, answer=status, reason=reason, text=text)


def judged(
    step: Step, entry: Entry | None, *, since: int, is_unknown: bool = False
) -> Step:
    """Return a step with what was read back after it: an answer is no proof.

    Args:
        step: The step with its answer.
        entry: What is known of the setting now.
        is_unknown: Whether the charger has said since that it has no such setting.
        since: When the change was sent, microseconds since 1970; what was read before
            proves nothing.
    """
    value = None
    if entry is not None and entry.read_at is not None and entry.read_at >= since:
        value = entry.value
    if value is None and is_unknown and step.state is StepState.ACCEPTED:
        # Some accept whatever is written to them.
        text = "Accepted, but the charger says that it has no such setting."
        return replace(step, state=StepState.DIFFERENT, text=text)
    if value is None:
        return _unverified(step, entry)
    assert entry is not None
    step = replace(step, found=entry.shown)
    is_same = same_value(type_of(entry), step.change.value, value)
    shown = entry.shown or "empty"
    match step.state:
        case StepState.ACCEPTED if is_same:
            text = "Verified: read back, the charger has it."
            return replace(step, state=StepState.VERIFIED, text=text)
        case StepState.ACCEPTED if entry.is_secret:
            # Chargers answer with stars, or with nothing: that proves neither.
            return _unverified(step, entry)
        case StepState.ACCEPTED:
            still = _same_as_before(step, entry)
            text = f"Accepted, but {'still' if still else 'now'} {shown}."
            return replace(step, state=StepState.DIFFERENT, text=text)
        case StepState.REBOOT_REQUIRED:
            more = "" if is_same else f" Until then it shows {shown}."
            return replace(step, text=step.text + more)
        case _:
            return step


def end_of(steps: Iterable[Step], *, why: str) -> tuple[Step, ...]:
    """Return steps of which those that wait are skipped, for a reason in a sentence."""
    return tuple(
        replace(step, state=StepState.SKIPPED, text=why)
        if step.state is StepState.WAITING
        else step
        for step in steps
    )


def stopped(applying: Applying) -> Applying:
    """Return a number of changes as it stands when somebody stops it on the way.

    What was out is not known to be refused or taken, and nothing is read back.
    """
    steps = [
        judged(step, None, since=0)
        if step.state is not StepState.SENDING
        else replace(
            step,
            state=StepState.FAILED,
            text="Stopped before the charger answered. Nobody knows whether it has "
            "the value: read it.",
        )
        for step in applying.steps
    ]
    why = "Not sent: it was stopped before."
    return replace(applying, steps=end_of(steps, why=why), is_ended=True)


def _same_as_before(step: Step, entry: Entry) -> bool:
    return same_value(type_of(entry), step.change.old, entry.value)


def _unverified(step: Step, entry: Entry | None) -> Step:
    if step.state is not StepState.ACCEPTED:
        return step
    text = "Accepted. It could not be read back, so nothing proves it."
    if entry is not None and (entry.is_secret or entry.access is Access.WRITE_ONLY):
        text = "Accepted. A secret cannot be read back: the next connection proves it."
    return replace(step, state=StepState.UNVERIFIED, found=None, text=text)
