# SPDX-License-Identifier: Apache-2.0
"""What a rule is, and what it gives: evidence."""

import enum
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from ocppdesk.analysis.findings.deadlines import Deadlines
from ocppdesk.analysis.findings.finding import Severity, Verdict
from ocppdesk.analysis.limits.answers import Allowances
from ocppdesk.analysis.links import Link
from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.story import Story
from ocppdesk.core.places import NOWHERE

if TYPE_CHECKING:
    from ocppdesk.analysis.findings.known import Known

LOG_STARTS = "The messages start shortly before: what was earlier is not known."


class Needs(enum.Flag):
    """What a capture must hold for a rule to say anything."""

    NOTHING = 0
    LINKS = enum.auto()
    """When connections came and went."""
    ANSWERS = enum.auto()
    """Both directions: a log that lacks more than 30 % of all answers, or has one
    direction only, proves nothing by a missing one (8.6)."""
    RECORDING = enum.auto()
    """Recorded here, on the wire: a log of others may leave out or reorder."""


class Hears(enum.Flag):
    """Which messages of its actions a rule is asked about."""

    CHARGER_CALLS = enum.auto()
    """What is no frame of any type counts as a call."""
    CSMS_CALLS = enum.auto()
    LINKS = enum.auto()
    """That a connection came or went."""
    CHARGER_RESULTS = enum.auto()
    CSMS_RESULTS = enum.auto()
    CHARGER_ERRORS = enum.auto()
    """What answers a command with a CALLERROR."""
    CSMS_ERRORS = enum.auto()
    CALLS = CHARGER_CALLS | CSMS_CALLS | LINKS
    """All but answers."""
    CHARGER_ANSWERS = CHARGER_RESULTS | CHARGER_ERRORS
    CSMS_ANSWERS = CSMS_RESULTS | CSMS_ERRORS
    ANSWERS = CHARGER_ANSWERS | CSMS_ANSWERS
    EVERYTHING = CALLS | ANSWERS


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule has seen once; evidence with the same key makes one finding."""

    at: int
    """When, microseconds since 1970."""
    messages: tuple[int, ...] = ()
    """The numbers of the messages that show it."""
    evse: int | None = None
    """OCPP 2.x: the EVSE it is about."""
    connector: int | None = None
    """The connector it is about; None: the whole charger."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What fills the {placeholders} of the text; the newest evidence counts."""
    key: Hashable = ()
    """With rule, EVSE and connector: what makes it one finding with other evidence."""
    variant: str = ""
    """Which of the rule's variants of text it is; empty: none."""
    severity: Severity | None = None
    """Another one than the rule's; of several, the worst counts."""
    verdicts: tuple[Verdict, ...] = ()
    """Others than the rule's."""
    note: str = ""
    """A sentence to add to the text, such as `LOG_STARTS`."""
    is_possible: bool = False
    """Whether this alone proves nothing."""

    @classmethod
    def of(
        cls,
        seen: Observation,
        *,
        also: Iterable[int | None] = (),
        facts: Mapping[str, object] | None = None,
        key: Hashable = (),
        variant: str = "",
        severity: Severity | None = None,
        verdicts: tuple[Verdict, ...] = (),
        note: str = "",
        is_possible: bool = False,
        is_of_charger: bool = False,
    ) -> "Evidence":
        """Return evidence of a message, at its time and its connector.

        Args:
            seen: The message; it is the last one of the evidence.
            also: The numbers of the other messages; None is passed over.
            facts: See the fields, also for the rest.
            key: What makes it one finding.
            variant: Which of the rule's texts.
            severity: Another one.
            verdicts: Other ones.
            note: A sentence to add.
            is_possible: Whether it proves nothing.
            is_of_charger: Whether it is a matter of the charger, whatever connector the
                message is about: it is one finding then.
        """
        message = seen.message
        place = NOWHERE if is_of_charger else seen.place
        return cls(
            at=message.at,
            messages=(*(n for n in also if n is not None), message.id),
            evse=place.evse,
            connector=place.connector,
            facts={} if facts is None else facts,
            key=key,
            variant=variant,
            severity=severity,
            verdicts=verdicts,
            note=note,
            is_possible=is_possible,
        )


class Rule:
    """One rule, for one charger: it remembers what it has to, and gives evidence.

    A subclass with an `id` in a module of `rules/` is all there is to do; its text is
    in `resources/findings/`. The first paragraph of its docstring says, for the help,
    when it speaks. What is asked often must be quick; nothing a charger sends raises.

    Each of the four questions may be left out: `feed` and `expired` for what messages
    show, `tick` for what time shows, `of_story` and `of_links` for what a whole story
    or all connections show, `standing` for what is so now and may soon not be.
    """

    id: ClassVar[str] = ""
    """As in `CON-07`."""
    actions: ClassVar[frozenset[str] | None] = frozenset()
    """`feed` is asked about calls of these actions and their answers, both ways;
    None: about every message. When connections came and went are the actions
    `Connected` and `Disconnected`."""
    hears: ClassVar[Hears] = Hears.EVERYTHING
    """Which of them: being asked in vain a million times takes a second."""
    needs: ClassVar[Needs] = Needs.NOTHING
    """Without it the rule stays silent."""
    proved_by: ClassVar[Needs] = Needs.NOTHING
    """Without it what is found is only possible, and of medium severity at most."""
    suppressed_by: ClassVar[tuple[str, ...]] = ()
    """Ids of rules, or beginnings of them such as `FLT-`: evidence within
    `SUPPRESSED_WITHIN_S` of theirs is a consequence and not told."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines

    def feed(
        self, seen: Observation, samples: tuple[Sample, ...], known: "Known"
    ) -> Iterable[Evidence]:
        """Take in a message; what is known includes it already.

        Args:
            seen: The message.
            samples: The samples in it.
            known: What all rules share.
        """
        return ()

    def expect(self, key: Hashable, by: int, evidence: Evidence | None = None) -> None:
        """Have evidence given if nobody calls `met` with the key until then.

        A message that arrives at that moment or later comes too late. A second call
        with the same key replaces the first one.

        Args:
            key: What it is that is waited for; the rule's own.
            by: Until when, microseconds since 1970.
            evidence: What it is if it does not come; None leaves it to `expired`, for
                what is waited for all the time and nearly always comes.
        """
        self._deadlines.expect(self, key, by, evidence)

    def met(self, key: Hashable) -> bool:
        """Return whether something was waited for, which came now."""
        return self._deadlines.met(self, key)

    def waits(self, key: Hashable) -> bool:
        """Return whether something is waited for."""
        return self._deadlines.waits(self, key)

    def expired(
        self, key: Hashable, evidence: Evidence | None, known: "Known"
    ) -> Iterable[Evidence]:
        """Say what it means that something did not come in time.

        It must change nothing: for what is overdue just now it is asked again and
        again.
        """
        return () if evidence is None else (evidence,)

    def tick(self, at: int, known: "Known") -> Iterable[Evidence]:
        """Take note of the time, at most every ten seconds, before the next message.

        Args:
            at: When the next message is, microseconds since 1970.
            known: What all rules share, without that message.
        """
        return ()

    def of_story(self, story: Story, known: "Known") -> Iterable[Evidence]:
        """Judge a story that is new or has changed; it replaces what was said of it.

        It must change nothing, and use of `known` only what does not depend on when it
        is asked, such as settings.
        """
        return ()

    def of_links(self, links: Sequence[Link], known: "Known") -> Iterable[Evidence]:
        """Judge all connections of the charger; it replaces what was said of them.

        Args:
            links: All that opened, in their order, as they are now.
            known: What all rules share.
        """
        return ()

    def of_allowances(
        self, allowances: Sequence[Allowances], known: "Known"
    ) -> Iterable[Evidence]:
        """Judge what the charger is allowed; it replaces what was said of it.

        Args:
            allowances: What is allowed, offered and drawn at each connector, as it is
                now, with how the limit went.
            known: What all rules share.
        """
        return ()

    def standing(self, now: int, known: "Known") -> Iterable[Evidence]:
        """Say what is so at this moment; it is not kept. It must change nothing.

        Args:
            now: Live: now; in a capture: when the last message was.
            known: What all rules share.
        """
        return ()


SUPPRESSED_WITHIN_S = 120
"""How near to its cause a consequence is (7.0), in seconds."""
