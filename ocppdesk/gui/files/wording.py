# SPDX-License-Identifier: Apache-2.0
"""How a job is doing, in words, signs and the names of colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.transfers.states import (
    Outcome,
    Step,
    StepName,
    StepState,
    TransferKind,
    TransferState,
)
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.files.abilities import Abilities

ABSENCE_S: Final = 30
"""Seconds after which it is odd that nobody has come to the file server."""
_SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the name of its colour."""

    text: str
    color: str = "text"


def _tr(text: str) -> str:
    return QCoreApplication.translate("files", text)


def sign_of(state: StepState) -> Said:
    """Return the sign in front of a step."""
    return {
        StepState.WAITING: Said("○", "muted"),
        StepState.NOW: Said("◔", "accent"),
        StepState.DONE: Said("✓", "ok"),
        StepState.NOT_SEEN: Said("·", "muted"),
        StepState.FAILED: Said("✗", "refused"),
    }[state]


def spoken(state: StepState) -> str:
    """Return what a sign means, for those who cannot see it."""
    return {
        StepState.WAITING: _tr("to come"),
        StepState.NOW: _tr("going on"),
        StepState.DONE: _tr("done"),
        StepState.NOT_SEEN: _tr("not seen"),
        StepState.FAILED: _tr("failed"),
    }[state]


def last_told(steps: Sequence[Step]) -> int:
    """Return which step is the last one that anything is known of; -1 for none."""
    return max((n for n, step in enumerate(steps) if step.sentence), default=-1)


def sentence_of(step: Step, *, is_passed: bool) -> str:
    """Return what is known of a step.

    Args:
        step: The step.
        is_passed: Whether something is known of a later one.
    """
    if step.sentence:
        return step.sentence
    if step.state is StepState.NOT_SEEN:
        if step.name is StepName.FILE_SERVER:
            return _tr("Nobody came.")
        if step.name is StepName.TRANSFER:
            return _tr("Nothing went over.")
        return _tr("Never told.") if is_passed else ""
    return _tr("Awaited.") if step.state is StepState.NOW else ""


def headline_of(state: TransferState) -> Said:
    """Return how a job stands, with a sign."""
    sign, color = {
        Outcome.RUNNING: ("◔", "text"),
        Outcome.SUCCEEDED: ("✓", "ok"),
        Outcome.UNPROVEN: ("▲", "slow"),
        Outcome.FAILED: ("✗", "refused"),
        Outcome.NOTHING: ("▲", "slow"),
        Outcome.CANCELLED: ("■", "muted"),
        Outcome.OPEN: ("○", "text"),
    }[state.outcome]
    return Said(f"{sign} {state.headline}", color)


def job_text(state: TransferState, *, has_date: bool) -> str:
    """Return a job in one line of a list.

    Args:
        state: The job.
        has_date: Whether it is said on which day it began.
    """
    at = state.steps[0].at if state.steps else None
    pattern = "yyyy-MM-dd HH:mm:ss" if has_date else "HH:mm:ss"
    clock = "" if at is None else f"{time_text(at, pattern)}  "
    word = {
        Outcome.RUNNING: _tr("going on"),
        Outcome.SUCCEEDED: _tr("succeeded"),
        Outcome.UNPROVEN: _tr("unproven"),
        Outcome.FAILED: _tr("failed"),
        Outcome.NOTHING: _tr("nothing to send"),
        Outcome.CANCELLED: _tr("ended here"),
        Outcome.OPEN: _tr("no end recorded"),
    }[state.outcome]
    return f"{clock}{state.charger}  {state.action}: {word}"


def server_text(state: TransferState) -> Said:
    """Say who came to the file server, as far as somebody did."""
    place = place_of(state.url)
    if state.step(StepName.FILE_SERVER) is None:
        if not place:
            return Said("")
        if state.kind is TransferKind.FIRMWARE:
            text = _tr("The charger was told to fetch it from {place}.")
        else:
            text = _tr("The charger was told to send it to {place}.")
        return Said(text.format(place=place), "muted")
    if state.peer:
        text = _tr("{peer} connected to the file server at {place}.")
        return Said(text.format(peer=state.peer, place=place), "ok")
    if state.is_over:
        text = _tr("Nobody came to the file server at {place}.")
    else:
        text = _tr("The file server at {place} waits for the charger.")
    return Said(text.format(place=place), "muted")


def place_of(url: str) -> str:
    """Return protocol, address and port of a URL, without its secrets.

    It is empty for what is no URL.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/" if host else ""


def is_absent(state: TransferState, *, at: int) -> bool:
    """Return whether nobody has come to the file server for too long.

    Args:
        state: The job.
        at: Now, microseconds since 1970.
    """
    answer = state.step(StepName.ANSWER)
    if (
        state.peer
        or state.outcome not in (Outcome.RUNNING, Outcome.FAILED)
        or state.step(StepName.FILE_SERVER) is None
        or answer is None
        or answer.state is not StepState.DONE
        or answer.at is None
    ):
        return False
    if (scheduled := state.step(StepName.SCHEDULED)) is not None and not state.is_over:
        return scheduled.state not in (StepState.DONE, StepState.NOW)
    return state.outcome is Outcome.FAILED or at - answer.at >= ABSENCE_S * _SECOND


def reasons_for_absence(state: TransferState, abilities: Abilities) -> Sequence[str]:
    """Say why nobody may have come to the file server.

    Args:
        state: The job.
        abilities: What is known of the charger.
    """
    parts = urlsplit(state.url)
    scheme = parts.scheme.upper()
    found = []
    told = _tr(
        "Address: can the charger reach {host}? Choose another address of this "
        "computer if it is in another network."
    )
    found.append(told.format(host=parts.hostname or ""))
    told = _tr(
        "Firewall: does this computer's let port {port} in? The first port for files "
        "can be set, so that a rule can name it."
    )
    found.append(told.format(port=parts.port or ""))
    if abilities.protocols is None:
        told = _tr(
            "Protocol: the charger has not told whether it speaks {scheme}. Read its "
            "configuration, or try the other protocol."
        )
        found.append(told.format(scheme=scheme))
    elif scheme in {said.upper() for said in abilities.protocols}:
        told = _tr("Protocol: it says that it speaks {scheme} ({setting}).")
        found.append(told.format(scheme=scheme, setting=abilities.setting))
    else:
        told = _tr("Protocol: {setting} says {known}, not {scheme}.")
        known = ", ".join(abilities.protocols)
        found.append(told.format(setting=abilities.setting, known=known, scheme=scheme))
    if state.kind is TransferKind.FIRMWARE:
        found.append(_tr("Session: some chargers wait until nobody charges."))
    return found
