# SPDX-License-Identifier: Apache-2.0
"""How a command went, in words."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ocppdesk.core.commands.progress import Effect, Progress, Stage
from ocppdesk.core.summary import ResultKind
from ocppdesk.gui.messages.times import local_time


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the name of its colour."""

    text: str
    color: str = "text"


def _tr(text: str) -> str:
    return QCoreApplication.translate("sending", text)


def line_of(progress: Progress) -> str:
    """Return a command in one line of a list: sign, time, action, how it went."""
    at = local_time(progress.queued_at).partition(".")[0]
    return f"{_sign(progress)} {at}  {progress.action}  {_short(progress)}"


def _sign(progress: Progress) -> str:
    if progress.stage in (Stage.QUEUED, Stage.SENT):
        return "⏳"
    if progress.stage is Stage.FAILED:
        return "▲" if progress.effect is Effect.PROVEN else "✗"
    if progress.effect is Effect.UNSEEN:
        return "▲"
    verdict = progress.verdict
    return "✗" if verdict is None or verdict.kind is not ResultKind.OK else "✓"


def _short(progress: Progress) -> str:
    if progress.stage is Stage.QUEUED:
        return _tr("waits for its turn")
    if progress.stage is Stage.SENT:
        return _tr("no answer yet")
    status = "" if progress.verdict is None else progress.verdict.status
    told = status or _tr("answered")
    if progress.stage is Stage.FAILED:
        told = _tr("not sent") if progress.call is None else _tr("no answer")
    if progress.is_late:
        told = _tr("{status}, late").format(status=told)
    words = {
        Effect.AWAITED: _tr("effect awaited"),
        Effect.PROVEN: _tr("proven"),
        Effect.UNSEEN: _tr("no effect seen"),
    }.get(progress.effect)
    return f"{told} · {words}" if words else told


def answer_of(progress: Progress) -> Said:
    """Say how a command was answered."""
    if progress.stage is Stage.QUEUED:
        text = _tr("It waits: one command at a time goes to a charger.")
        return Said(f"⏳ {text}", "muted")
    if progress.stage is Stage.SENT:
        return Said("⏳ " + _tr("It is out; no answer so far."), "muted")
    verdict = progress.verdict
    if progress.stage is Stage.FAILED or verdict is None:
        return Said(f"✗ {progress.failure}", "refused")
    is_good = verdict.kind is ResultKind.OK
    text = f"{'✓' if is_good else '✗'} {verdict.text}"
    answer = progress.answer
    if answer is not None and answer.latency_ms is not None:
        text += " " + _tr("(after {ms} ms)").format(ms=f"{answer.latency_ms:,.0f}")
    if progress.is_late:
        text += " " + _tr("It came late: the command had been given up.")
    return Said(text, "ok" if is_good else "refused")


def effect_of(progress: Progress) -> Said:
    """Say what is known of the effect of a command."""
    text = progress.effect_text
    if not text:
        return Said("", "muted")
    return {
        Effect.AWAITED: Said(f"⏳ {text}", "muted"),
        Effect.PROVEN: Said(f"✓ {text}", "ok"),
        Effect.UNSEEN: Said(f"▲ {text}", "slow"),
        Effect.NONE: Said(f"○ {text}", "muted"),
    }[progress.effect]
