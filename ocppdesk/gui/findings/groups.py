# SPDX-License-Identifier: Apache-2.0
"""Findings put in order: one entry for each rule and charger."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.core.findings import Level
from ocppdesk.gui.findings.wording import LEVELS, place_word

GroupKey = tuple[str, str]
"""The id of the rule, and the identity of the charger."""


class State(enum.Enum):
    """What became of a finding here."""

    NEW = enum.auto()
    """Nobody looked at it so far."""
    SEEN = enum.auto()
    IGNORED = enum.auto()
    """It does not count at this charger."""


@dataclass(frozen=True)
class Group:
    """All findings of one rule about one charger."""

    findings: tuple[Finding, ...]
    """At least one; the worst first, then the newest."""
    state: State
    is_gone: bool = False
    """Whether it is no longer so; it is shown until the list is put in order anew."""

    @cached_property
    def key(self) -> GroupKey:
        """What tells it from others."""
        return self.findings[0].rule, self.findings[0].charger

    @cached_property
    def level(self) -> Level:
        """How bad the worst is."""
        return LEVELS[self.findings[0].severity]

    @property
    def title(self) -> str:
        """What it is, in a few words."""
        return self.findings[0].title

    @property
    def count(self) -> int:
        """How often it was in all."""
        return sum(finding.count for finding in self.findings)

    @property
    def at(self) -> int:
        """When it was first so, microseconds since 1970."""
        return min(finding.at for finding in self.findings)

    @property
    def last_at(self) -> int:
        """When it was last so."""
        return max(finding.last_at for finding in self.findings)

    @property
    def places(self) -> str:
        """Where at the charger; empty where it is about all of it."""
        words = dict.fromkeys(place_word(finding) for finding in self.findings)
        return ", ".join(sorted(word for word in words if word))

    @property
    def messages(self) -> tuple[int, ...]:
        """The numbers of the messages that show it, in their order."""
        return tuple(sorted({n for each in self.findings for n in each.messages}))

    @cached_property
    def order(self) -> tuple[int, int, int, GroupKey]:
        """Its place: what is ignored comes last, the worst first, then the newest."""
        ignored = self.state is State.IGNORED
        return ignored, -self.findings[0].severity, -self.last_at, self.key


def grouped_findings(
    findings: Iterable[Finding],
) -> dict[GroupKey, tuple[Finding, ...]]:
    """Put findings together that have rule and charger in common."""
    found: dict[GroupKey, list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.rule, finding.charger), []).append(finding)
    return {
        key: tuple(sorted(each, key=lambda one: (-one.severity, -one.last_at)))
        for key, each in found.items()
    }
