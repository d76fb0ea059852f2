# SPDX-License-Identifier: Apache-2.0
"""The rules as they are told in the help: made of the rules themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ocppdesk.analysis.findings.catalogue import (
    about,
    fleet_rule_types,
    more_about,
    rule_types,
)
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.analysis.findings.fleet_rule import FleetRule
from ocppdesk.analysis.findings.rule import Rule
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
    details: str
    """What else there is to it; may be empty."""
    next: tuple[str, ...]
    """What to do then."""
    traps: tuple[str, ...]
    """What could make it a false alarm."""
    reference: str


@cache
def guide() -> tuple[RuleGuide, ...]:
    """Return all rules, in the order of their groups."""
    kinds: dict[str, list[type[Rule] | type[FleetRule]]] = {}
    for kind in rule_types():
        kinds.setdefault(kind.id, []).append(kind)
    for fleet_kind in fleet_rule_types():
        kinds.setdefault(fleet_kind.id, []).append(fleet_kind)
    order = list(GROUPS)
    found = [_told(id, classes) for id, classes in kinds.items()]
    found.sort(key=lambda each: (order.index(each.id.partition("-")[0]), each.id))
    return tuple(found)


def _told(id: str, kinds: list[type[Rule] | type[FleetRule]]) -> RuleGuide:
    entry = texts()[id]
    return RuleGuide(
        id=id,
        group=GROUPS[id.partition("-")[0]],
        title=_without_facts(entry.title),
        severity=entry.severity,
        verdicts=entry.verdicts,
        when=" ".join(map(about, kinds)),
        details=" ".join(map(more_about, kinds)).strip(),
        next=tuple(map(_without_facts, entry.next)),
        traps=tuple(map(_without_facts, entry.traps)),
        reference=entry.reference,
    )


def _without_facts(text: str) -> str:
    return _PLACEHOLDER.sub("…", text)
