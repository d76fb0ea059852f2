# SPDX-License-Identifier: Apache-2.0
"""Which stories there are, and which connector each of them is on."""

from dataclasses import dataclass
from typing import Final

from ocppdesk.analysis.sessions.drafts import (
    ORPHAN_AFTER,
    SECOND,
    Attempt,
    Draft,
    DraftTransaction,
)
from ocppdesk.analysis.sessions.events import State, TransactionId, is_transaction_id
from ocppdesk.core.messages import Direction

FUZZ: Final = 60 * SECOND
"""What belongs together may be so far apart: the order of statuses is unreliable."""
_ATTEMPTS: Final = 50  # tokens and remote starts that may still begin something
_FREE: Final = State.AVAILABLE
_MOST_OPEN: Final = 200
_MOST_SPOTS: Final = 200  # no charger has more connectors
_MOST_OF_NUMBER: Final = 50  # transactions of one number, the newest ones
_REMEMBERED: Final = 1_000  # transactions whose numbers are known


@dataclass(slots=True, eq=False)
class Spot:
    """A connector (OCPP 1.6) or EVSE (2.x)."""

    number: int
    draft: Draft | None = None
    """The story on it."""
    state: State | None = None
    """What it was told to be last; None: never told."""
    state_when: int = 0
    error: str = ""
    """The error that it reports."""


class Board:
    """The stories of one charger and where they are.

    Args:
        patience: For how long a start may take at first, in microseconds.
    """

    def __init__(self, patience: int) -> None:
        self.drafts: list[Draft] = []
        self.spots: dict[int, Spot] = {}
        self.unplaced: list[Draft] = []
        """Starts of which no connector is known."""
        self.attempts: list[Attempt] = []
        self.patience = patience
        self.now = 0
        """When the last message arrived."""
        self.heard: set[Direction] = set()
        """Whose answers are in these messages; some logs have one side only."""
        self.is_2x = False
        """Whether the charger speaks OCPP 2.x."""
        self._open: list[Draft] = []
        self._count = 0
        self._numbered: dict[TransactionId, list[tuple[Draft, DraftTransaction]]] = {}

    def look(self) -> None:
        """See what has waited for too long by now: it takes part no longer."""
        if self.unplaced:
            self.unplaced = [d for d in self.unplaced if not d.is_overdue(self.now)]
        if self._open:
            self._open = [draft for draft in self._open if self._goes_on(draft)]

    def _goes_on(self, draft: Draft) -> bool:
        now = self.now
        if not draft.is_over:
            for one in draft.transactions:
                if one.ended is None and one.doubted is None:
                    return True
        if draft.is_arming:
            if draft.is_over:
                return False
            if not draft.is_overdue(now):
                return True
            if draft.was_plugged or draft.states:
                return self.is_placed(draft)
            self._leave(draft)
            return False
        running = [one for one in draft.transactions if one.is_open]
        if draft.is_over:
            return any(one.doubted and not one.is_orphan(now) for one in running)
        if all(one.is_orphan(now) for one in running):
            if not running:
                return self.is_placed(draft)
            self._leave(draft)
            return False
        return True

    @property
    def open(self) -> list[Draft]:
        """The stories that are not over, or wait for an end."""
        return self._open

    # Stories

    def spot(self, number: int) -> Spot:
        """Return a connector, which is known from then on; of very many the newest."""
        found = self.spots.get(number)
        if found is None:
            if len(self.spots) >= _MOST_SPOTS:
                del self.spots[next(iter(self.spots))]
            found = self.spots[number] = Spot(number)
        return found

    def is_placed(self, draft: Draft) -> bool:
        """Return whether a story is what goes on at its connector."""
        spot = None if draft.spot is None else self.spots.get(draft.spot)
        return spot is not None and spot.draft is draft

    def begin(
        self, when: int, spot: int | None = None, connector: int | None = None
    ) -> Draft:
        """Begin a story; it is at no connector before `put`."""
        self._count += 1
        draft = Draft(self._count, when, spot, connector, is_2x=self.is_2x)
        draft.deadline = self.now + self.patience
        known = None if spot is None else self.spots.get(spot)
        if known is not None:
            draft.state_before, draft.error_before = known.state, known.error
        self.drafts.append(draft)
        self._open.append(draft)
        if len(self._open) > _MOST_OPEN:
            # A charger that makes up numbers begins sessions without end.
            self._open = [d for d in self._open if self.is_placed(d)] + [draft]
        return draft

    def put(self, draft: Draft, number: int, connector: int | None = None) -> Draft:
        """Let a story be what goes on at a connector."""
        spot = self.spot(number)
        self._leave(draft)
        other = spot.draft
        if other is not None and other is not draft:
            if other.open_transaction is not None:
                self.doubt(other)
                self.detach(other)
            else:
                self.free(other, max(line.when for line in other.lines))
        spot.draft = draft
        draft.spot = number
        draft.connector = draft.connector if connector is None else connector
        draft.version += 1
        return draft

    def _leave(self, draft: Draft) -> None:
        if draft in self.unplaced:
            self.unplaced.remove(draft)
        for spot in self.spots.values():
            if spot.draft is draft:
                spot.draft = None

    def succeed(self, draft: Draft, when: int) -> Draft:
        """Begin a story where another one ended, mostly with the plug still in."""
        number, connector = draft.spot, draft.connector
        assert number is not None
        is_in = draft.unplugged is None and self.spot(number).state is not _FREE
        ends = [one.ended for one in draft.transactions if one.ended is not None]
        self.free(draft, when if is_in or not ends else max(ends))
        begun = self.begin(when, number, connector)
        begun.is_plugged = begun.was_plugged = is_in
        return self.put(begun, number, connector)

    def free(self, draft: Draft, when: int) -> None:
        """Let a story be over: its connector is free."""
        draft.freed = when
        draft.version += 1
        self._leave(draft)

    def detach(self, draft: Draft) -> None:
        """Let a story no longer be what goes on at its connector."""
        draft.version += 1
        self._leave(draft)

    def doubt(self, draft: Draft) -> None:
        """Note that a running transaction seems to be over."""
        for one in draft.transactions:
            if one.is_open and one.doubted is None:
                one.doubted = self.now
                one.waits_until = self.now + ORPHAN_AFTER
        draft.version += 1

    def drop(self, draft: Draft) -> None:
        """Forget a story that turned out to be a part of others."""
        self._leave(draft)
        for drafts in (self.drafts, self._open):
            if draft in drafts:
                drafts.remove(draft)

    def merge(self, target: Draft, source: Draft) -> None:
        """Let two stories be one."""
        if source is target:
            return
        target.absorb(source)
        self.drop(source)

    def arming(self) -> list[Draft]:
        """Return the stories on connectors that wait for a start."""
        return [
            spot.draft
            for spot in self.spots.values()
            if spot.draft is not None
            and spot.draft.is_arming
            and not spot.draft.is_over
        ]

    # Attempts

    def add_attempt(self, attempt: Attempt) -> None:
        """Remember somebody who wants to charge."""
        self.attempts.append(attempt)
        del self.attempts[:-_ATTEMPTS]

    def attempt(self, call: int) -> Attempt | None:
        """Return who asked with a message."""
        for one in reversed(self.attempts):
            if one.call == call:
                return one
        return None

    def drafts_of(self, attempt: Attempt) -> list[Draft]:
        """Return the stories that an attempt is in."""
        return [
            draft
            for draft in self.drafts[-_REMEMBERED:]
            if any(attempt is one for one in draft.attempts)
        ]

    # Transactions

    def add(self, draft: Draft, transaction: DraftTransaction) -> None:
        """Let a transaction be part of a story."""
        draft.transactions.append(transaction)
        draft.touch(transaction.began)
        if draft not in self._open:
            self._open.append(draft)
        for number in transaction.ids:
            self.number(draft, transaction, number)

    def number(
        self, draft: Draft, transaction: DraftTransaction, number: TransactionId
    ) -> None:
        """Give a transaction a number; it may have several."""
        if not is_transaction_id(number):
            return
        transaction.ids.add(number)
        if transaction.id is None:
            transaction.id = number
        draft.version += 1
        named = self._numbered.setdefault(number, [])
        if not any(one is transaction for _draft, one in named):
            named.append((draft, transaction))
            del named[:-_MOST_OF_NUMBER]
        if len(self._numbered) > _REMEMBERED:
            del self._numbered[next(iter(self._numbered))]

    def all_numbered(
        self, number: TransactionId | None
    ) -> list[tuple[Draft, DraftTransaction]]:
        """Return all transactions that a number may mean, the newest last."""
        if number is None or not is_transaction_id(number):
            return []
        return self._numbered.get(number, [])

    def numbered(
        self, number: TransactionId | None, spot: int | None = None
    ) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction that a number means, the newest if there are several.

        Numbers come again after restarts and at other connectors (protocol, 8.3).

        Args:
            number: As it was sent.
            spot: The connector that it was sent for, if that is known.
        """
        found = self.all_numbered(number)
        for draft, transaction in reversed(found):
            if spot in (None, 0) or draft.spot in (None, spot):
                return draft, transaction
        return found[-1] if found else None

    def open_transactions(self) -> list[tuple[Draft, DraftTransaction]]:
        """Return the transactions of which no end was told."""
        return [
            (draft, each)
            for draft in self._open
            for each in draft.transactions
            if each.is_open
        ]
