# SPDX-License-Identifier: Apache-2.0
"""Stories that are still being written: what the machine fills in and others read."""

from dataclasses import dataclass, field
from typing import Final

from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.draft_lines import DraftLine, DraftLines
from ocppdesk.analysis.sessions.events import Stamp, State, TransactionId
from ocppdesk.analysis.sessions.story import Certainty, Energy, Story

SECOND: Final = 1_000_000
"""In microseconds, as all times here."""
ORPHAN_AFTER: Final = 600 * SECOND
"""A transaction that seems over and has no end by then has none (protocol, 8.3)."""
_MOST_ATTEMPTS: Final = 100  # cards and remote starts of one story


@dataclass(slots=True, eq=False)
class Attempt:
    """Somebody who wants to charge: a card that is shown, or a remote start."""

    tag: str
    call: int
    """The message that asked."""
    when: int
    is_remote: bool = False
    start_id: int | None = None
    """The remoteStartId (2.x)."""
    verdict: str | None = None
    """None: there was no answer so far; empty: it was an error."""
    group: str = ""
    lines: list[DraftLine] = field(default_factory=list)
    """What was written of it; the same lines in several stories, if it is not clear
    which of them it belongs to."""
    expects_answer: bool = False
    """Whether other calls of that direction are answered in these messages."""
    is_bound: bool = False
    """Whether a transaction began with it."""
    is_stop: bool = False
    """Whether it is to end a transaction."""

    @property
    def is_accepted(self) -> bool:
        """Whether it may charge."""
        return self.verdict is not None and self.verdict.casefold() == "accepted"

    @property
    def is_refused(self) -> bool:
        """Whether it was answered with no."""
        return bool(self.verdict) and not self.is_accepted

    @property
    def is_unheard(self) -> bool:
        """Whether the answer was an error, or never came."""
        if self.verdict is None:
            return self.expects_answer
        return not self.verdict


@dataclass(frozen=True, slots=True)
class Measured:
    """What the samples of a transaction amount to."""

    key: tuple[int, float | None, int | None]
    """For how many samples and which end it was calculated."""
    energy: Energy | None
    peak_w: float | None


@dataclass(slots=True, eq=False)
class DraftTransaction:
    """A transaction as far as it is known."""

    id: TransactionId | None
    began: int
    """When, by the laptop's clock if it was told as it happened."""
    began_at: int
    """When that was told."""
    told_began: int | None = None
    """When, by the charger's clock, as its values are."""
    tag: str = ""
    group: str = ""
    ids: set[TransactionId] = field(default_factory=set)
    """All numbers it was given."""
    start_message: int | None = None
    starts: set[int] = field(default_factory=set)
    """All messages that told its start."""
    told_at: str = ""
    verdict: str | None = None
    """What the CSMS said of the token; None: no answer; empty: it did not say."""
    start_error: str = ""
    """The error that the CSMS answered its start with."""
    meter_start: float | None = None
    meter_stop: float | None = None
    ended: int | None = None
    ended_at: int | None = None
    """When that was told."""
    told_ended: int | None = None
    """When it ended by the charger's clock."""
    stop_message: int | None = None
    stops: set[int] = field(default_factory=set)
    """All messages that told its end."""
    stop_error: str = ""
    reason: str = ""
    is_reason_told: bool = False
    """Whether the charger gave it; else it stands for nothing."""
    trigger: str = ""
    samples: list[Sample] = field(default_factory=list)
    """What was measured; nothing any more once it is settled."""
    measured: Measured | None = None
    is_settled: bool = False
    """Whether no further value is expected: they take much memory."""
    is_offline: bool = False
    is_partial: bool = False
    """Whether its beginning was not seen."""
    is_id_used: bool = False
    """Whether the charger has used its number itself: it knows it."""
    doubted: int | None = None
    """When it came to seem over without an end, by arrival."""
    waits_until: int = 0
    """Of one that is doubted: until when its end may still come."""
    line: DraftLine | None = None
    """The line of its beginning."""
    last_order: int = -1
    """The greatest seqNo (2.x)."""

    @property
    def is_open(self) -> bool:
        """Whether no end of it was told."""
        return self.ended is None

    def is_orphan(self, now: int) -> bool:
        """Return whether its end is missing by a time."""
        return (
            self.ended is None and self.doubted is not None and now >= self.waits_until
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it was told last."""

    version: int
    """The version of what was written."""
    now: int
    """For which moment."""
    is_of_moment: bool
    """Whether it is another one at any other moment; else it is the same later."""
    story: Story

    def holds(self, version: int, now: int) -> bool:
        """Return whether it would be told in the same way again."""
        is_same = now == self.now if self.is_of_moment else now >= self.now
        return version == self.version and is_same


@dataclass(slots=True, eq=False)
class Draft:
    """A story that is being written."""

    number: int
    began: int
    spot: int | None = None
    connector: int | None = None
    is_2x: bool = False
    lines: DraftLines = field(default_factory=DraftLines)
    transactions: list[DraftTransaction] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    states: list[tuple[int, int, State]] = field(default_factory=list)
    """When (and in which order) the connector was in which state."""
    is_plugged: bool = False
    was_plugged: bool = False
    is_cable_out: bool = False
    """Whether the charger says that no cable is connected."""
    plug_line: DraftLine | None = None
    """The line that concludes from a state that it was plugged in."""
    unplugged: int | None = None
    """When the cable was pulled, or a car was no longer there."""
    freed: int | None = None
    """When the connector was free again: the story is over."""
    deadline: int = 0
    """Until when, by arrival, a transaction is to begin."""
    given_up: int | None = None
    """When the charger gave a start up (Preparing, then Finishing)."""
    faults: list[tuple[int, str]] = field(default_factory=list)
    """When the charger reported what fault."""
    stop_commands: list[tuple[int, str]] = field(default_factory=list)
    restarts: list[int] = field(default_factory=list)
    """When the charger restarted meanwhile."""
    boots: int = 0
    """How often the charger registered anew meanwhile."""
    state_before: State | None = None
    """The state of the connector when it began; None: not known."""
    error_before: str = ""
    """The error that it reported then."""
    unavailable: bool = False
    is_partial: bool = False
    """Whether it had begun before the messages did."""
    repeats: int = 0
    """How often a start was repeated."""
    is_busy: bool = False
    """Whether it was asked for while something else ran on the connector."""
    samples: list[Sample] = field(default_factory=list)
    """What was measured without a transaction."""
    least_offer: float | None = None
    greatest_offer: float | None = None
    """What the charger said it offers, in A; None: it never did."""
    is_offering: bool = False
    """Whether what it said last was more than nothing."""
    is_limited_to_none: bool | None = None
    """Whether the CSMS allows nothing; None: it has set no limit."""
    limit_changes: DraftLine | None = None
    """The line that stands for all limits set since."""
    version: int = 0
    """Changes with each change."""
    seen_version: int = -1
    """The version when it was last looked at, to see whether it changes still."""
    quiet_since: int = 0
    """When that version was first seen."""
    told: Told | None = None
    """How it was told last; None: never."""

    @property
    def open_transaction(self) -> DraftTransaction | None:
        """The transaction that runs, if one does."""
        for one in reversed(self.transactions):
            if one.is_open:
                return one
        return None

    @property
    def is_arming(self) -> bool:
        """Whether no transaction has begun."""
        return not self.transactions

    @property
    def is_turned_away(self) -> bool:
        """Whether there were only cards that were refused, and no car."""
        return (
            self.is_arming
            and not self.was_plugged
            and bool(self.attempts)
            and all(one.is_refused for one in self.attempts)
        )

    @property
    def is_over(self) -> bool:
        """Whether its connector is free again."""
        return self.freed is not None

    def is_overdue(self, now: int) -> bool:
        """Return whether a start that has not happened will not happen any more."""
        return self.is_arming and now >= self.deadline

    def tell(
        self,
        stamp: Stamp,
        text: str,
        certainty: Certainty = Certainty.OBSERVED,
        *,
        is_problem: bool = False,
    ) -> DraftLine:
        """Write a line."""
        line = self.lines.write(stamp, text, certainty, is_problem=is_problem)
        self.touch(stamp.when)
        return line

    def tell_again(
        self,
        stamp: Stamp,
        text: str,
        certainty: Certainty = Certainty.OBSERVED,
        *,
        is_problem: bool = True,
    ) -> None:
        """Write what may come many times as one line.

        Args:
            stamp: The message; it was when that came, whatever it tells.
            text: What, as a sentence.
            certainty: How sure it is.
            is_problem: Whether it is wrong.
        """
        self.lines.write_again(stamp, text, certainty, is_problem=is_problem)
        self.touch(stamp.at)

    def fold(self, line: DraftLine) -> None:
        """Let a line be one with an earlier one that says the same."""
        self.lines.fold(line)
        self.version += 1

    def add_line(self, line: DraftLine) -> None:
        """Take in a line that may be in another story as well."""
        self.lines.add(line)
        self.touch(line.when)

    def add_attempt(self, attempt: Attempt) -> None:
        """Take in that somebody wants to charge; of very many the refused ones go."""
        self.attempts.append(attempt)
        self.version += 1
        if len(self.attempts) > _MOST_ATTEMPTS:
            refused = (n for n, one in enumerate(self.attempts) if one.is_refused)
            del self.attempts[next(refused, 0)]

    def touch(self, when: int) -> None:
        """Note that something changes, which was so at a time."""
        self.began = min(self.began, when)
        self.version += 1

    def absorb(self, other: "Draft") -> None:
        """Take over what was written of the same use of the connector."""
        for line in other.lines:
            self.add_line(line)
        for attempt in other.attempts:
            if not any(attempt is mine for mine in self.attempts):
                self.add_attempt(attempt)
        self.states = sorted(other.states + self.states)
        self.is_plugged |= other.is_plugged
        self.was_plugged |= other.was_plugged
        self.faults += other.faults
        self.stop_commands += other.stop_commands
        self.samples = other.samples + self.samples
        self.deadline = max(self.deadline, other.deadline)
        self.touch(other.began)

    def note_offer(self, amps: float) -> bool:
        """Note what the charger offers; return whether that begins or ends an offer."""
        before = (self.greatest_offer is not None, self.is_offering)
        self.is_offering = amps > 0
        low, high = self.least_offer, self.greatest_offer
        self.least_offer = amps if low is None else min(low, amps)
        self.greatest_offer = amps if high is None else max(high, amps)
        return before != (True, self.is_offering)
