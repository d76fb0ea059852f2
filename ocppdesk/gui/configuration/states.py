# SPDX-License-Identifier: Apache-2.0
"""The state of a setting in a word, with its colour and its reason."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.configuration.steps import StepState
from ocppdesk.gui.configuration.edits import Edits
from ocppdesk.gui.configuration.rows import Row


@dataclass(frozen=True, slots=True)
class State:
    """How a setting stands."""

    text: str = ""
    """A sign and a word."""
    color: str = "text"
    """The name of its colour."""
    why: str = ""
    """More about it, as a sentence; empty if there is no more."""
    is_complaint: bool = False
    """Whether the reason matters more than what the setting means."""


_NOTHING: Final = State()


def state_of(row: Row, edits: Edits, *, differs: bool = False) -> State:
    """Return the state of a setting, the most urgent that it has."""
    address, entry = row.address, row.entry
    draft = edits.drafts.get(address)
    if draft is not None:
        return State(_tr("✖ Not valid"), "problem", draft.why, True)
    if address in edits.values:
        refusal = edits.pending.refusal(address)
        step = edits.outcomes.get(address)
        if refusal and step is not None and step.state is StepState.DIFFERENT:
            return State(_tr("≠ Unchanged"), "slow", refusal, True)
        if refusal and step is not None and step.state is StepState.FAILED:
            return State(_tr("? No answer"), "slow", refusal, True)
        if refusal:
            return State(_tr("✖ Not taken"), "problem", refusal, True)
        return State(_tr("✎ Edited"), "slow", _tr("Not sent yet."))
    step = edits.outcomes.get(address)
    if entry.waits_for_reboot:
        return State(_tr("⟳ Reboot"), "slow", _tr("It takes effect after a reboot."))
    if step is not None and step.state is StepState.VERIFIED:
        return State(_tr("✓ Verified"), "ok", step.text)
    if step is not None and step.state is StepState.UNVERIFIED:
        return State(_tr("? Accepted"), "slow", step.text)
    if entry.status not in ("", "Accepted", "RebootRequired"):
        text = _tr("The last change was answered with {status}. {reason}")
        why = text.format(status=entry.status, reason=entry.reason).strip()
        return State(f"✖ {entry.status}", "muted", why)
    if differs:
        return State(_tr("≠ Differs"), "accent", _tr("It differs from the comparison."))
    if entry.remarks:
        return State(_tr("⚠ Odd"), "slow", " ".join(entry.remarks))
    return _NOTHING


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings state", text)
