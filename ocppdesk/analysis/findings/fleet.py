# SPDX-License-Identifier: Apache-2.0
"""Asks the rules about all chargers and attempts."""

from ocppdesk.analysis.findings.cases import Cases
from ocppdesk.analysis.findings.catalogue import fleet_rule_types
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.findings.fleet_rule import Fleet


def fleet_findings(fleet: Fleet) -> tuple[Finding, ...]:
    """Return what is wrong beyond single chargers, the worst first.

    Args:
        fleet: Everything that is known.
    """
    found: list[Finding] = []
    for kind in fleet_rule_types():
        by_charger: dict[str, Cases] = {}
        for charger, evidence in kind().judge(fleet):
            cases = by_charger.get(charger)
            if cases is None:
                cases = by_charger[charger] = Cases(kind.id)
            cases.add(evidence)
        for charger, cases in by_charger.items():
            found += cases.findings(charger)
    found.sort(key=lambda each: (-each.severity, -each.last_at, each.rule))
    return tuple(found)
