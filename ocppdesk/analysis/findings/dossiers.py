# SPDX-License-Identifier: Apache-2.0
"""What each rule has said so far, and what of it another rule's words explain."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ocppdesk.analysis.findings.cases import Cases
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.findings.rule import SUPPRESSED_WITHIN_S, Evidence, Rule
from ocppdesk.analysis.findings.wording import SECOND

_WITHIN_US: Final = SUPPRESSED_WITHIN_S * SECOND
_MOST_LOOSE: Final = 5_000  # evidence of one rule that may yet be a consequence


class Dossier:
    """A rule with all the evidence it gave.

    Args:
        rule: The rule.
        is_cause: Whether other findings may be consequences of its.
    """

    def __init__(self, rule: Rule, *, is_cause: bool) -> None:
        self.rule = rule
        self._is_cause = is_cause
        self._cases = Cases(rule.id)
        # Evidence that may yet be a consequence of something else. Of very much the
        # newest counts: whether it goes on matters more than how often it was.
        self._loose: deque[Evidence] = deque(maxlen=_MOST_LOOSE)
        # By what it is about: the number of a story, or "links".
        self._replaceable: dict[int | str, tuple[Evidence, ...]] = {}
        self._standing: list[Evidence] = []
        self._cached: list[Finding] | None = None
        # When there was evidence, for what it may be the cause of.
        self._times: list[int] = []

    def add(self, evidence: Evidence) -> None:
        """Keep evidence."""
        self._cached = None
        if self._is_cause:
            _note(evidence.at, self._times)
        if not self.rule.suppressed_by:
            self._cases.add(evidence)
        else:
            self._loose.append(evidence)

    def add_all(self, evidence: Iterable[Evidence]) -> None:
        """Keep some evidence."""
        for each in evidence:
            self.add(each)

    def replace(self, about: int | str, evidence: Iterable[Evidence]) -> None:
        """Keep evidence instead of what was given about the same before."""
        found = tuple(evidence)
        if found != self._replaceable.get(about, ()):
            self._cached = None
            self._replaceable[about] = found

    def stand(self, evidence: list[Evidence]) -> None:
        """Take evidence of the moment, instead of the last moment's."""
        if evidence != self._standing:
            self._cached = None
            self._standing = evidence

    def all_times(self) -> list[int]:
        """Return when there was evidence of any kind, of a cause of others."""
        return [*self._times, *(each.at for each in self._more())]

    def findings(self, charger: str, causes: "Causes") -> list[Finding]:
        """Return what the evidence amounts to."""
        if self.rule.suppressed_by:
            loose = [*self._loose, *self._more()]
            if not loose:
                return []
            kept = causes.without(loose, self.rule.suppressed_by)
            return Cases(self.rule.id).with_more(kept).findings(charger)
        if self._cached is None:
            more = list(self._more())
            cases = self._cases.with_more(more) if more else self._cases
            self._cached = cases.findings(charger)
        return self._cached

    def _more(self) -> Iterator[Evidence]:
        for some in self._replaceable.values():
            yield from some
        yield from self._standing


class Causes:
    """When rules gave evidence whose consequences need no finding of their own."""

    def __init__(self, dossiers: Sequence[Dossier]) -> None:
        self._dossiers = dossiers
        self._times: dict[tuple[str, ...], list[int]] = {}

    def without(
        self, evidence: Iterable[Evidence], causes: tuple[str, ...]
    ) -> list[Evidence]:
        """Return evidence that none of some rules explains."""
        times = self._times.get(causes)
        if times is None:
            times = self._times[causes] = sorted(
                at
                for dossier in self._dossiers
                if dossier.rule.id.startswith(causes)
                for at in dossier.all_times()
            )
        return [each for each in evidence if not _is_near(each.at, times)]


def _note(at: int, times: list[int]) -> None:
    """Note a time among those near which nothing else is told.

    Of three times that follow each other so closely the one in the middle says nothing
    more; there may be a million of them.
    """
    if len(times) > 1 and times[-2] <= times[-1] <= at <= times[-2] + 2 * _WITHIN_US:
        times[-1] = at
    else:
        times.append(at)


def _is_near(at: int, times: list[int]) -> bool:
    index = bisect_left(times, at - _WITHIN_US)
    return index < len(times) and times[index] <= at + _WITHIN_US
