# SPDX-License-Identifier: Apache-2.0
"""Asks all rules about one charger, and makes findings of what they say.

Messages come in the order of their numbers, connections as often as their records
change; what comes out does not depend on when it is asked for, except for what stands
only at the moment.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.findings.cases import Cases
from ocppdesk.analysis.findings.catalogue import rule_types
from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import (
    SUPPRESSED_WITHIN_S,
    Evidence,
    Hears,
    Needs,
    Rule,
)
from ocppdesk.analysis.findings.thresholds import DEFAULTS, Thresholds
from ocppdesk.analysis.findings.wording import SECOND
from ocppdesk.analysis.limits.answers import Allowances
from ocppdesk.analysis.links import Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.story import Story
from ocppdesk.core.frames import ANSWERS, MessageType
from ocppdesk.core.messages import Direction

_TICK_US: Final = 10 * SECOND
_WITHIN_US: Final = SUPPRESSED_WITHIN_S * SECOND
_MOST_LOOSE: Final = 5_000  # evidence of one rule that may yet be a consequence


class Diagnosis:
    """What is wrong with one charger.

    Args:
        charger: Its identity.
        thresholds: As the user has set them.
        rules: Other rules than all of them.
    """

    def __init__(
        self,
        charger: str,
        thresholds: Thresholds = DEFAULTS,
        *,
        rules: Iterable[type[Rule]] | None = None,
    ) -> None:
        self.known = Known(charger, thresholds)
        """What all rules share."""
        self._deadlines = Deadlines()
        kinds = rule_types() if rules is None else rules
        made = [kind(self._deadlines) for kind in kinds]
        causes = tuple({cause for rule in made for cause in rule.suppressed_by})
        self._files = [_File(r, is_cause=r.id.startswith(causes)) for r in made]
        self._by_rule = {id(file.rule): file for file in self._files}
        self._ticking = [f for f in self._files if _has(f.rule, "tick")]
        self._telling = [f for f in self._files if _has(f.rule, "of_story")]
        self._linking = [f for f in self._files if _has(f.rule, "of_links")]
        self._allowing = [f for f in self._files if _has(f.rule, "of_allowances")]
        self._standing = [f for f in self._files if _has(f.rule, "standing")]
        # By direction.
        self._calls = self._asking(Hears.CHARGER_CALLS, Hears.CSMS_CALLS)
        self._results = self._asking(Hears.CHARGER_RESULTS, Hears.CSMS_RESULTS)
        self._errors = self._asking(Hears.CHARGER_ERRORS, Hears.CSMS_ERRORS)
        self._ticked_at = 0
        self._stories: dict[int, Story] = {}
        self._links_are_new = False

    def feed(self, seen: Observation, samples: tuple[Sample, ...]) -> None:
        """Take in the next message.

        Args:
            seen: The message.
            samples: The samples in it.
        """
        message = seen.message
        at = message.at
        due = self._deadlines.next_at()
        if due is not None and due <= at:
            for rule, key, evidence in self._deadlines.pop(at):
                self._by_rule[id(rule)].add_all(rule.expired(key, evidence, self.known))
        if at - self._ticked_at >= _TICK_US:
            self._ticked_at = at
            for file in self._ticking:
                file.add_all(file.rule.tick(at, self.known))
        known = self.known
        known.take(seen, samples)
        direction, kind = message.direction, message.type
        if direction is Direction.LINK:
            self._links_are_new = True
        if kind is MessageType.CALLRESULT:
            concerned = self._results[direction]
        elif kind in ANSWERS:
            concerned = self._errors[direction]
        else:
            concerned = self._calls[direction]
        for ask, add in concerned.of(message.action):
            for evidence in ask(seen, samples, known):
                add(evidence)

    def feed_link(self, link: Link) -> None:
        """Take in what is now known of a connection of the charger."""
        if self.known.traffic.links.get(link.number) != link:
            self.known.traffic.take_record(link)
            self._links_are_new = True

    def findings(
        self,
        now: int,
        stories: Sequence[Story] = (),
        allowances: Sequence[Allowances] = (),
    ) -> tuple[Finding, ...]:
        """Return what is wrong, the worst first, of that the newest.

        Args:
            now: Live: now, once all messages are taken in; in a capture: when the last
                message was. Microseconds since 1970.
            stories: All stories of the charger, as they are now.
            allowances: What its connectors are allowed, as it is now.
        """
        self._judge_stories(stories)
        if self._links_are_new:
            self._links_are_new = False
            links = list(self.known.traffic.links.values())
            for file in self._linking:
                file.replace("links", file.rule.of_links(links, self.known))
        for file in self._allowing:
            found_now = file.rule.of_allowances(allowances, self.known)
            file.replace("allowances", found_now)
        overdue: dict[int, list[Evidence]] = {}
        for rule, key, evidence in self._deadlines.overdue(now):
            overdue.setdefault(id(rule), []).extend(
                rule.expired(key, evidence, self.known)
            )
        for file in self._standing:
            overdue.setdefault(id(file.rule), []).extend(
                file.rule.standing(now, self.known)
            )
        for file in self._files:
            file.stand(overdue.get(id(file.rule), []))
        causes = _Causes(self._files)
        lacking = self._lacking()
        found = [
            _unproved(finding) if file.rule.proved_by & lacking else finding
            for file in self._files
            if not file.rule.needs & lacking
            for finding in file.findings(self.known.charger, causes)
        ]
        found.sort(key=lambda each: (-each.severity, -each.last_at, each.rule))
        return tuple(found)

    def _asking(self, charger: Hears, csms: Hears) -> tuple["_Dispatch", ...]:
        """Return whom to ask, by direction."""
        return tuple(
            _Dispatch(self._files, each) for each in (charger, csms, Hears.LINKS)
        )

    def _judge_stories(self, stories: Sequence[Story]) -> None:
        numbers = {story.number for story in stories}
        for gone in [number for number in self._stories if number not in numbers]:
            del self._stories[gone]
            for file in self._telling:
                file.replace(gone, ())
        for story in stories:
            before = self._stories.get(story.number)
            if before is story or before == story:
                continue
            self._stories[story.number] = story
            for file in self._telling:
                file.replace(story.number, file.rule.of_story(story, self.known))

    def _lacking(self) -> Needs:
        traffic, lacking = self.known.traffic, Needs.NOTHING
        if not traffic.has_links:
            lacking |= Needs.LINKS
        if not traffic.is_recorded:
            lacking |= Needs.RECORDING
        if traffic.is_one_sided:
            lacking |= Needs.ANSWERS
        return lacking


class _File:
    """A rule with all the evidence it gave.

    Args:
        rule: The rule.
        is_cause: Whether other findings may be consequences of its.
    """

    def __init__(self, rule: Rule, *, is_cause: bool) -> None:
        self.rule = rule
        self._is_cause = is_cause
        self._cases = Cases(rule.id)
        # Evidence that may yet be a consequence of something else.
        self._loose: list[Evidence] = []
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
            self._times.append(evidence.at)
        if not self.rule.suppressed_by:
            self._cases.add(evidence)
        elif len(self._loose) < _MOST_LOOSE:
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

    def findings(self, charger: str, causes: "_Causes") -> list[Finding]:
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


_Asked = tuple[Callable[..., Iterable[Evidence]], Callable[[Evidence], None]]
"""The question a rule answers about a message, and where its evidence goes."""


class _Dispatch:
    """Which rules are asked about messages of one kind, by action.

    Args:
        files: All rules.
        kind: Which messages; one of those that are not made of others.
    """

    def __init__(self, files: Sequence[_File], kind: Hears) -> None:
        self._asked = [
            file
            for file in files
            if kind in file.rule.hears and _has(file.rule, "feed")
        ]
        self._actions = {a for file in self._asked for a in file.rule.actions or ()}
        self._always = _questions(self._asked, None)
        # Made when an action first comes: a charger uses few of them.
        self._by_action: dict[str | None, tuple[_Asked, ...]] = {}

    def of(self, action: str | None) -> Sequence[_Asked]:
        """Return whom to ask about a message of an action."""
        found = self._by_action.get(action)
        if found is not None:
            return found
        if action not in self._actions:
            return self._always
        made = self._by_action[action] = _questions(self._asked, action)
        return made


def _questions(files: Iterable[_File], action: str | None) -> tuple[_Asked, ...]:
    return tuple(
        (file.rule.feed, file.add)
        for file in files
        if file.rule.actions is None or action in file.rule.actions
    )


class _Causes:
    """When rules gave evidence whose consequences need no finding of their own."""

    def __init__(self, files: Sequence[_File]) -> None:
        self._files = files
        self._times: dict[str, list[int]] = {}

    def without(
        self, evidence: Iterable[Evidence], causes: tuple[str, ...]
    ) -> list[Evidence]:
        """Return evidence that none of some rules explains."""
        times = sorted(at for cause in causes for at in self._of(cause))
        return [each for each in evidence if not _is_near(each.at, times)]

    def _of(self, cause: str) -> list[int]:
        if cause not in self._times:
            self._times[cause] = [
                at
                for file in self._files
                if file.rule.id.startswith(cause)
                for at in file.all_times()
            ]
        return self._times[cause]


def _is_near(at: int, times: list[int]) -> bool:
    index = bisect_left(times, at - _WITHIN_US)
    return index < len(times) and times[index] <= at + _WITHIN_US


def _unproved(finding: Finding) -> Finding:
    """Return a finding that what was recorded cannot prove."""
    severity = min(finding.severity, Severity.MEDIUM)
    return replace(finding, is_possible=True, severity=severity)


def _has(rule: Rule, name: str) -> bool:
    """Return whether a rule answers a question of its own."""
    return getattr(type(rule), name) is not getattr(Rule, name)
