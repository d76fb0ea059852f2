# SPDX-License-Identifier: Apache-2.0
"""What replies are made of, and how findings become part of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ocppdesk.analysis.answering.reply import Deed, Proof
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.limits.answers import Allowances
from ocppdesk.analysis.sessions.story import Line, Story

MOST_PROOFS = 6


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that is known of one charger at one moment."""

    known: Known
    """What its messages tell by themselves."""
    findings: tuple[Finding, ...]
    """What is wrong, the worst first."""
    stories: tuple[Story, ...]
    """Its stories, the oldest first."""
    allowances: tuple[Allowances, ...]
    """What it was allowed, by connector."""
    now: int
    """Live: now; in a capture: when the last message was. Microseconds since 1970."""
    is_over: bool = False
    """Whether that is the end of a capture, in which others may have spoken last."""

    @property
    def is_review(self) -> bool:
        """Whether nothing more can come: it is judged by when the last message was."""
        return self.is_over or self.known.traffic.last_at == self.now

    def found(
        self, *rules: str, least: Severity = Severity.LOW, since: int | None = None
    ) -> list[Finding]:
        """Return findings of some rules, the worst first.

        Args:
            rules: Their ids, or beginnings of them such as `CON-`.
            least: None that matter less.
            since: None that were over before, microseconds since 1970.
        """
        return [
            finding
            for finding in self.findings
            if finding.rule.startswith(rules)
            and finding.severity >= least
            and (since is None or finding.last_at >= since)
        ]

    def of_story(self, story: Story, *rules: str) -> list[Finding]:
        """Return findings of some rules about messages of a story, the worst first."""
        numbers = {line.message for line in story.lines}
        return [f for f in self.found(*rules) if numbers.intersection(f.messages)]


def proof_of(finding: Finding) -> Proof:
    """Return a finding as a proof."""
    first = finding.messages[0] if finding.messages else None
    text = f"{finding.title}." if finding.count < 2 else (
        f"{finding.title} ({finding.count} times)."
    )  # fmt: skip
    return Proof(text, first, finding.at)


def proofs_of(
    lines: Iterable[Line], is_wanted: Callable[[Line], bool]
) -> tuple[Proof, ...]:
    """Return lines of a story as proofs, the last ones if there are many."""
    chosen = [line for line in lines if is_wanted(line)]
    return tuple(Proof(one.text, one.message, one.at) for one in chosen[-MOST_PROOFS:])


def next_of(found: Sequence[Finding]) -> str:
    """Return what to do first about the first finding that tells; else nothing."""
    return next((finding.next[0] for finding in found if finding.next), "")


def trigger(known: Known, wanted: str, connector: int | None = None) -> Deed:
    """Return the call that has a charger send a message (1.6, 5.17; 2.0.1, F06)."""
    payload: dict[str, object] = {"requestedMessage": wanted}
    if connector:
        if known.is_2x:
            # For a status, only a single connector may be asked (F06.FR.13).
            status = {"connectorId": 1} if wanted == "StatusNotification" else {}
            payload["evse"] = {"id": connector, **status}
        else:
            payload["connectorId"] = connector
    return Deed("TriggerMessage", payload)


def composite(known: Known, connector: int) -> Deed:
    """Return the call that asks for the limit in force (1.6, 5.7; 2.0.1, K08)."""
    place = "evseId" if known.is_2x else "connectorId"
    asked = {place: connector, "duration": 3600, "chargingRateUnit": "A"}
    return Deed("GetCompositeSchedule", asked)
