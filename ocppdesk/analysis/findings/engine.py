# SPDX-License-Identifier: Apache-2.0
"""Asks all rules about one charger, and makes findings of what they say.

Messages come in the order of their numbers, connections as often as their records
change; what comes out does not depend on when it is asked for, except for what stands
only at the moment.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from ocppdesk.analysis.findings.catalogue import rule_types
from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.dossiers import Causes, Dossier
from ocppdesk.analysis.findings.finding import Finding, Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
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
        self._dossiers = [Dossier(r, is_cause=r.id.startswith(causes)) for r in made]
        self._by_rule = {id(dossier.rule): dossier for dossier in self._dossiers}
        self._ticking = [d for d in self._dossiers if _has(d.rule, "tick")]
        self._telling = [d for d in self._dossiers if _has(d.rule, "of_story")]
        self._linking = [d for d in self._dossiers if _has(d.rule, "of_links")]
        self._remembering = [d for d in self._linking if _has(d.rule, "feed")]
        self._allowing = [d for d in self._dossiers if _has(d.rule, "of_allowances")]
        self._standing = [d for d in self._dossiers if _has(d.rule, "standing")]
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
            for dossier in self._ticking:
                dossier.add_all(dossier.rule.tick(at, self.known))
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
        # What a rule has heard since may be another reason to judge them.
        linking = self._linking if self._links_are_new else self._remembering
        self._links_are_new = False
        links = list(self.known.traffic.links.values()) if linking else []
        for dossier in linking:
            dossier.replace("links", dossier.rule.of_links(links, self.known))
        for dossier in self._allowing:
            found_now = dossier.rule.of_allowances(allowances, self.known)
            dossier.replace("allowances", found_now)
        overdue: dict[int, list[Evidence]] = {}
        for rule, key, evidence in self._deadlines.overdue(now):
            overdue.setdefault(id(rule), []).extend(
                rule.expired(key, evidence, self.known)
            )
        for dossier in self._standing:
            overdue.setdefault(id(dossier.rule), []).extend(
                dossier.rule.standing(now, self.known)
            )
        for dossier in self._dossiers:
            dossier.stand(overdue.get(id(dossier.rule), []))
        causes = Causes(self._dossiers)
        lacking = self._lacking()
        found = [
            _unproved(finding) if dossier.rule.proved_by & lacking else finding
            for dossier in self._dossiers
            if not dossier.rule.needs & lacking
            for finding in dossier.findings(self.known.charger, causes)
        ]
        found.sort(key=lambda each: (-each.severity, -each.last_at, each.rule))
        return tuple(found)

    def _asking(self, charger: Hears, csms: Hears) -> tuple["_Dispatch", ...]:
        """Return whom to ask, by direction."""
        return tuple(
            _Dispatch(self._dossiers, each) for each in (charger, csms, Hears.LINKS)
        )

    def _judge_stories(self, stories: Sequence[Story]) -> None:
        numbers = {story.number for story in stories}
        for gone in [number for number in self._stories if number not in numbers]:
            del self._stories[gone]
            for dossier in self._telling:
                dossier.replace(gone, ())
        for story in stories:
            before = self._stories.get(story.number)
            if before is story or before == story:
                continue
            self._stories[story.number] = story
            for dossier in self._telling:
                dossier.replace(story.number, dossier.rule.of_story(story, self.known))

    def _lacking(self) -> Needs:
        traffic, lacking = self.known.traffic, Needs.NOTHING
        if not traffic.has_links:
            lacking |= Needs.LINKS
        if not traffic.is_recorded:
            lacking |= Needs.RECORDING
        if traffic.is_one_sided:
            lacking |= Needs.ANSWERS
        return lacking


_Asked = tuple[Callable[..., Iterable[Evidence]], Callable[[Evidence], None]]
"""The question a rule answers about a message, and where its evidence goes."""


class _Dispatch:
    """Which rules are asked about messages of one kind, by action.

    Args:
        dossiers: Those of all rules.
        kind: Which messages; one of those that are not made of others.
    """

    def __init__(self, dossiers: Sequence[Dossier], kind: Hears) -> None:
        self._asked = [
            dossier
            for dossier in dossiers
            if kind in dossier.rule.hears and _has(dossier.rule, "feed")
        ]
        self._actions = {
            a for dossier in self._asked for a in dossier.rule.actions or ()
        }
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


def _questions(dossiers: Iterable[Dossier], action: str | None) -> tuple[_Asked, ...]:
    return tuple(
        (dossier.rule.feed, dossier.add)
        for dossier in dossiers
        if dossier.rule.actions is None or action in dossier.rule.actions
    )


def _unproved(finding: Finding) -> Finding:
    """Return a finding that what was recorded cannot prove."""
    severity = min(finding.severity, Severity.MEDIUM)
    return replace(finding, is_possible=True, severity=severity)


def _has(rule: Rule, name: str) -> bool:
    """Return whether a rule answers a question of its own."""
    return getattr(type(rule), name) is not getattr(Rule, name)
