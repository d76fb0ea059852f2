# SPDX-License-Identifier: Apache-2.0
"""The rules as they are told in the help: made of the rules themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ocppdesk.analysis.findings.catalogue import about, fleet_rule_types, rule_types
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.analysis.findings.texts import texts

GROUPS: Final[Mapping[str, str]] = {
    "CON": "Connection",
    "BOOT": "Boot and registration",
    "AUTH": "Cards and authorization",
    "START": "Start of a session",
    "STOP": "End of a session",
    "MTR": "Meter values",
    "SC": "Smart charging",
    "FLT": "Faults",
    "FW": "Firmware and logs",
    "PRO": "Protocol",
    "CFG": "Configuration",
    "CLK": "Clock",
    "OFF": "Offline",
}
"""What the beginnings of ids stand for, in the order in which to tell of them."""

_PLACEHOLDER: Final = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class RuleGuide:
    """What there is to know about a rule before it speaks."""

    id: str
    """As in `CON-07`."""
    group: str
    """What it is about."""
    title: str
    severity: Severity
    """Mostly; single findings may be worse or less."""
    verdicts: tuple[Verdict, ...]
    when: str
    """When it speaks, in some sentences."""
    next: tuple[str, ...]
    """What to do then."""
    traps: tuple[str, ...]
    """What could make it a false alarm."""
    reference: str


@cache
def guide() -> tuple[RuleGuide, ...]:
    """Return all rules, in the order of their groups."""
    when: dict[str, list[str]] = {}
    for kind in rule_types():
        when.setdefault(kind.id, []).append(about(kind))
    for fleet_kind in fleet_rule_types():
        when.setdefault(fleet_kind.id, []).append(about(fleet_kind))
    order = list(GROUPS)
    found = [_told(id, " ".join(sentences)) for id, sentences in when.items()]
    found.sort(key=lambda each: (order.index(each.id.partition("-")[0]), each.id))
    return tuple(found)


def _told(id: str, when: str) -> RuleGuide:
    entry = texts()[id]
    return RuleGuide(
        id=id,
        group=GROUPS[id.partition("-")[0]],
        title=_without_facts(entry.title),
        severity=entry.severity,
        verdicts=entry.verdicts,
        when=when,
        next=tuple(map(_without_facts, entry.next)),
        traps=tuple(map(_without_facts, entry.traps)),
        reference=entry.reference,
    )


def _without_facts(text: str) -> str:
    return _PLACEHOLDER.sub("…", text)
