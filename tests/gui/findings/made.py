# SPDX-License-Identifier: Apache-2.0
"""Findings that tests make up."""

from ocppdesk.analysis.findings.finding import Finding, Severity, Verdict

AT = 1_769_864_731_000_000
"""2026-01-31T13:05:31Z, in microseconds."""
SECOND = 1_000_000


def a_finding(rule="CON-07", charger="CP1", severity=Severity.HIGH, **changes):
    values = {
        "rule": rule,
        "severity": severity,
        "verdicts": (Verdict.INSTALLATION, Verdict.CONFIGURATION),
        "title": f"Title of {rule}",
        "charger": charger,
        "evse": None,
        "connector": None,
        "at": AT,
        "last_at": AT,
        "count": 1,
        "messages": (1,),
        "text": "This was seen. It means that.",
        "next": ("Try this.", "Then that."),
        "traps": ("It may be a trap.",),
        "reference": "OCPP 1.6, 4.9",
    }
    return Finding(**{**values, **changes})
