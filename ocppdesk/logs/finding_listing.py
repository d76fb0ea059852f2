# SPDX-License-Identifier: Apache-2.0
"""What was found in a capture, on a terminal and as values for scripts."""

import textwrap
from collections.abc import Iterator
from typing import Any, Final

from ocppdesk.analysis.findings.cases import place_words
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.findings.fleet import fleet_findings
from ocppdesk.analysis.findings.fleet_rule import Fleet
from ocppdesk.analysis.findings.guide import guide
from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.capture.links import all_links
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.analysed import analyses
from ocppdesk.logs.records import time_text

_WIDTH: Final = 88
_SHOWN_MESSAGES: Final = 8


def findings_in(
    reader: CaptureReader, charger: str = "", thresholds: Thresholds = DEFAULTS
) -> list[Finding]:
    """Return what is wrong in a capture, the worst first.

    Args:
        reader: The capture.
        charger: Only with this charger; empty means with any, and with attempts.
        thresholds: When rules speak.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    span = reader.time_span()
    now = 0 if span is None else span[1]
    known = analyses(reader, charger, thresholds)
    found = [
        finding
        for analysis in known.values()
        for finding in analysis.facts(now).findings
    ]
    offsets = {
        name: offset
        for name, analysis in known.items()
        if (offset := analysis.clock_offset_us) is not None
    }
    fleet = Fleet(all_links(reader), now, thresholds, offsets_us=offsets)
    found += [
        finding
        for finding in fleet_findings(fleet)
        if not charger or finding.charger == charger
    ]
    found.sort(key=lambda each: (-each.severity, -each.last_at, each.charger))
    return found


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as values that JSON has."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "verdict": finding.verdict,
        "title": finding.title,
        "charger": finding.charger,
        "evse": finding.evse,
        "connector": finding.connector,
        "time": time_text(finding.at),
        "last_time": time_text(finding.last_at),
        "count": finding.count,
        "possible": finding.is_possible,
        "messages": list(finding.messages),
        "text": finding.text,
        "next": list(finding.next),
        "traps": list(finding.traps),
        "reference": finding.reference,
    }


def finding_lines(finding: Finding) -> Iterator[str]:
    """Return a finding as lines for people, the last one empty."""
    possible = "possible, " if finding.is_possible else ""
    where = [finding.charger] if finding.charger else []
    if finding.evse or finding.connector:
        where.append(place_words(finding.evse, finding.connector))
    head = f"{finding.severity.word.upper()}  {finding.title}"
    yield f"{head}  ({finding.rule}, {possible}{finding.verdict})"
    until = f" to {time_text(finding.last_at)}" if finding.count > 1 else ""
    times = f", {finding.count} times" if finding.count > 1 else ""
    yield f"  {', '.join([*where, time_text(finding.at)])}{until}{times}"
    if finding.messages:
        shown = ", ".join(map(str, finding.messages[:_SHOWN_MESSAGES]))
        more = len(finding.messages) - _SHOWN_MESSAGES
        yield f"  Messages {shown}{f' and {more} more' if more > 0 else ''}"
    yield from _wrapped(finding.text, "  ")
    for step in finding.next:
        yield from _wrapped(step, "  → ")
    for trap in finding.traps:
        yield from _wrapped(f"But: {trap}", "  ")
    yield ""


def _wrapped(text: str, begin: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin)
    )


def rule_lines() -> Iterator[str]:
    """Return a table of all rules, as Markdown."""
    yield "| Rule | Title | Severity | Where the cause lies | When it speaks |"
    yield "| --- | --- | --- | --- | --- |"
    for rule in guide():
        words = (
            rule.id,
            rule.title,
            rule.severity.word,
            ", ".join(rule.verdicts),
            rule.when,
        )
        yield f"| {' | '.join(word.replace('|', '/') for word in words)} |"
