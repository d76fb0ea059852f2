# SPDX-License-Identifier: Apache-2.0
"""Words and signs for findings."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.findings.cases import place_words
from ocppdesk.analysis.findings.finding import Finding, Severity, Verdict
from ocppdesk.core.findings import Level

LEVELS: Final = {
    Severity.CRITICAL: Level.ERROR,
    Severity.HIGH: Level.ERROR,
    Severity.MEDIUM: Level.WARNING,
    Severity.LOW: Level.NOTE,
    Severity.INFO: Level.INFO,
}
"""The levels that tables and filters know."""


def verdict_words(verdicts: Iterable[Verdict]) -> str:
    """Return in plain words where the cause may lie."""
    text = _tr(", or ").join(_tr(verdict.words) for verdict in verdicts)
    return text[:1].upper() + text[1:]


def charger_word(charger: str) -> str:
    """Return what a charger is called.

    Some logs name none, and some findings are about no single one.
    """
    return charger or _tr("Charger not named")


def place_word(finding: Finding) -> str:
    """Return where at a charger something is; empty where it is about all of it."""
    if finding.evse or finding.connector:
        words = place_words(finding.evse, finding.connector)
        return words[:1].upper() + words[1:]
    return ""


def sure_word(finding: Finding) -> str:
    """Return how sure it is; empty where it is proved."""
    return _tr("possible, not proved") if finding.is_possible else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)
