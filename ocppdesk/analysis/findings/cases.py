# SPDX-License-Identifier: Apache-2.0
"""From evidence to findings: what belongs together is told once, and counted."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.findings.finding import Finding, Severity, Verdict
from ocppdesk.analysis.findings.rule import Evidence
from ocppdesk.analysis.findings.texts import texts
from ocppdesk.analysis.findings.wording import duration, times

_MOST_MESSAGES: Final = 100  # kept of the first, and as many of the last
_MOST_CASES: Final = 500  # findings of one rule
_REST: Final = "what was too much"


@dataclass(slots=True)
class _Case:
    """The evidence of one finding, put together."""

    newest: Evidence
    at: int
    last_at: int
    count: int
    first_messages: list[int]
    last_messages: list[int]
    severity: Severity | None
    is_possible: bool

    @classmethod
    def of(cls, evidence: Evidence) -> "_Case":
        """Return a case with nothing but one piece of evidence."""
        at = evidence.at
        case = cls(evidence, at, at, 0, [], [], None, True)
        case.add(evidence)
        return case

    def add(self, evidence: Evidence) -> None:
        """Take in evidence."""
        if evidence.at >= self.last_at:
            self.newest, self.last_at = evidence, evidence.at
        self.at = min(self.at, evidence.at)
        self.count += 1
        for number in evidence.messages:
            if len(self.first_messages) < _MOST_MESSAGES:
                if number not in self.first_messages:
                    self.first_messages.append(number)
            elif number not in self.last_messages[-10:]:
                self.last_messages.append(number)
                del self.last_messages[:-_MOST_MESSAGES]
        if evidence.severity is not None:
            self.severity = max(evidence.severity, self.severity or Severity.INFO)
        self.is_possible &= evidence.is_possible

    def copy(self) -> "_Case":
        """Return the same case, to go on with."""
        return _Case(
            self.newest, self.at, self.last_at, self.count, [*self.first_messages],
            [*self.last_messages], self.severity, self.is_possible,
        )  # fmt: skip


class Cases:
    """All evidence of one rule about one charger."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self._cases: dict[Hashable, _Case] = {}

    def __len__(self) -> int:
        return len(self._cases)

    def add(self, evidence: Evidence) -> None:
        """Take in evidence."""
        key: Hashable = (evidence.evse, evidence.connector, evidence.key)
        case = self._cases.get(key)
        if case is None and len(self._cases) >= _MOST_CASES:
            key = _REST
            case = self._cases.get(key)
        if case is None:
            self._cases[key] = _Case.of(evidence)
        else:
            case.add(evidence)

    def with_more(self, evidence: Iterable[Evidence]) -> "Cases":
        """Return all of it and more, and leave this as it is."""
        found = Cases(self.rule)
        found._cases = {key: case.copy() for key, case in self._cases.items()}
        for each in evidence:
            found.add(each)
        return found

    def findings(self, charger: str) -> list[Finding]:
        """Return what it amounts to.

        Args:
            charger: The identity of the charger it is about.
        """
        return [_finding(self.rule, case, charger) for case in self._cases.values()]


def _finding(rule: str, case: _Case, charger: str) -> Finding:
    newest = case.newest
    entry = texts()[rule].of_variant(newest.variant)
    verdicts: tuple[Verdict, ...] = newest.verdicts or entry.verdicts
    filled = entry.filled(_facts(case, charger))
    text = f"{filled.text} {newest.note}" if newest.note else filled.text
    return Finding(
        rule=rule,
        severity=entry.severity if case.severity is None else case.severity,
        verdicts=verdicts,
        title=filled.title,
        charger=charger,
        evse=newest.evse,
        connector=newest.connector,
        at=case.at,
        last_at=case.last_at,
        count=case.count,
        messages=tuple(sorted({*case.first_messages, *case.last_messages})),
        text=text,
        next=filled.next,
        traps=filled.traps,
        reference=entry.reference,
        is_possible=case.is_possible,
    )


def _facts(case: _Case, charger: str) -> Mapping[str, object]:
    """Return what fills the placeholders of a text: those of its rule, and some more.

    These are `charger`; `where`, as in `connector 2`; how often, as `count` and as
    `times`, as in `3 times`; `span`, from the first to the last time.
    """
    newest = case.newest
    return {
        "charger": charger,
        "where": place_words(newest.evse, newest.connector),
        "count": case.count,
        "times": times(case.count),
        "span": duration(case.last_at - case.at),
        **newest.facts,
    }


def place_words(evse: int | None, connector: int | None) -> str:
    """Write where something is: `connector 2`, `EVSE 1`, `the charger`."""
    if evse:
        return f"EVSE {evse}, connector {connector}" if connector else f"EVSE {evse}"
    return f"connector {connector}" if connector else "the charger"
