# SPDX-License-Identifier: Apache-2.0
"""Which transaction a message belongs to (protocol, 8.3, rules 1 to 4 and 7)."""

from typing import Final

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.arming import Arming
from ocppdesk.analysis.sessions.board import FUZZ, Board
from ocppdesk.analysis.sessions.drafts import (
    Draft,
    DraftTransaction,
)
from ocppdesk.analysis.sessions.events import (
    IN_USE,
    Event,
    Stamp,
    State,
    TransactionId,
    TransactionNumbered,
    TransactionSeen,
    TransactionStarted,
    is_transaction_id,
)
from ocppdesk.analysis.sessions.story import Certainty

_LATEST: Final = 50  # stories among which a start that is repeated is looked for
_ANSWERED: Final = 200  # and one that is answered


class Transactions:
    """Takes in beginnings, ends and readings of transactions.

    Args:
        board: The stories.
        arming: Knows who wanted to charge.
    """

    def __init__(self, board: Board, arming: Arming) -> None:
        self._board = board
        self._arming = arming

    # Beginnings

    def start(self, event: TransactionStarted) -> None:
        """Take in the beginning of a transaction."""
        known = self._unbegun(event)
        if known is not None:
            self._fill_in(*known, event)
            return
        known = self._repeated(event)
        if known is not None:
            draft, transaction = known
            transaction.starts.add(event.stamp.message)
            draft.repeats += 1
            draft.tell_again(event.stamp, "The charger repeats the start")
            return
        transaction = DraftTransaction(
            id=None, began=event.stamp.when, began_at=event.stamp.at
        )
        draft = self._for_start(event)
        self._board.add(draft, transaction)
        transaction.line = draft.tell(event.stamp, "")
        self._fill_in(draft, transaction, event)

    def _fill_in(
        self, draft: Draft, transaction: DraftTransaction, event: TransactionStarted
    ) -> None:
        """Note in a transaction what its beginning tells."""
        stamp, line = event.stamp, transaction.line
        transaction.began = min(transaction.began, stamp.when)
        transaction.told_began = stamp.told
        transaction.told_at = event.told_at
        transaction.tag = event.tag or transaction.tag
        transaction.start_message = stamp.message
        transaction.starts.add(stamp.message)
        transaction.meter_start = event.register_wh
        transaction.is_offline = event.is_offline or stamp.is_late
        transaction.is_partial = draft.is_partial = False
        draft.connector = draft.connector or event.connector
        if event.transaction is not None:
            self._board.number(draft, transaction, event.transaction)
            transaction.is_id_used = True
        if line is not None:
            line.when, line.message = stamp.when, stamp.message
            line.certainty = Certainty.OBSERVED
            line.text = words.started(transaction.id, event.register_wh, event.cause)
        draft.touch(stamp.when)
        self._arming.bind(draft, transaction, event.start_id)

    def _unbegun(
        self, event: TransactionStarted
    ) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction of which more than its beginning was told before.

        Events of OCPP 2.x may arrive in any order. In OCPP 1.6 a state may come before
        the start, which may have waited for a connection (rule 8).
        """
        if event.transaction is not None:
            known = self._board.numbered(event.transaction, event.spot)
            return known if known is not None and known[1].is_partial else None
        spot = None if event.spot is None else self._board.spots.get(event.spot)
        draft = None if spot is None else spot.draft
        running = None if draft is None else draft.open_transaction
        if draft is None or running is None or not running.is_partial or running.ids:
            return None
        waited = event.stamp.when - running.began
        return (draft, running) if waited <= FUZZ else None

    def _repeated(
        self, event: TransactionStarted
    ) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction that is only told again (rule 2)."""
        if event.transaction is not None:
            known = self._board.numbered(event.transaction, event.spot)
            # With another time the charger begins again with its numbers (rule 7).
            return known if known and known[1].told_at == event.told_at else None
        for draft in reversed(self._board.drafts[-_LATEST:]):
            for one in draft.transactions:
                if (
                    draft.spot != event.spot
                    or one.meter_start != event.register_wh
                    or one.tag != event.tag
                    or one.is_partial
                ):
                    continue
                is_unanswered = one.verdict is None or one.start_error
                apart = abs(one.began - event.stamp.when)
                if one.told_at == event.told_at and (event.told_at or is_unanswered):
                    return draft, one
                if is_unanswered and apart <= FUZZ and one.is_open:
                    return draft, one
        return None

    def _for_start(self, event: TransactionStarted) -> Draft:
        """Return the story that a transaction begins in."""
        board, stamp = self._board, event.stamp
        if event.spot is None:
            # OCPP 2.x, E01.FR.17: the EVSE may be told later.
            return self._unplaced_start(event)
        spot = board.spot(event.spot)
        draft = spot.draft
        is_past = stamp.is_late and spot.state not in IN_USE
        if draft is not None and not draft.is_over:
            running = draft.open_transaction
            if running is not None:
                if stamp.is_late and stamp.when < running.began:
                    return board.begin(stamp.when, event.spot, event.connector)
                board.doubt(draft)
                board.detach(draft)
            elif draft.is_arming:
                if is_past and draft.began > stamp.when + FUZZ:
                    return board.begin(stamp.when, event.spot, event.connector)
                return draft
            elif self._is_same_plug(draft, spot.state) and not stamp.is_late:
                return draft
            elif stamp.is_late:
                return board.begin(stamp.when, event.spot, event.connector)
            else:
                board.free(draft, last_end(draft))
        adopted = None if is_past else self._arming.adopt(spot, stamp.when)
        if adopted is not None:
            return adopted
        begun = board.begin(stamp.when, event.spot, event.connector)
        if is_past and spot.state is not None:
            return begun
        return board.put(begun, event.spot, event.connector)

    def _unplaced_start(self, event: TransactionStarted) -> Draft:
        board = self._board
        for draft in board.unplaced:
            if any(
                one.tag and one.tag.casefold() == event.tag.casefold()
                for one in draft.attempts
            ):
                return draft
        draft = board.begin(event.stamp.when)
        board.unplaced.append(draft)
        return draft

    @staticmethod
    def _is_same_plug(draft: Draft, state: State | None) -> bool:
        """Return whether the cable is still in since the last transaction."""
        if draft.unplugged is not None:
            return False
        return state in (State.FINISHING, State.PREPARING) or state in IN_USE

    def number(self, event: TransactionNumbered) -> None:
        """Take in what the CSMS answers to a start."""
        board = self._board
        if event.call is None:
            self._number_unseen(event)
            return
        for draft in reversed(board.drafts[-_ANSWERED:]):
            for transaction in draft.transactions:
                if event.call in transaction.starts:
                    self._numbered(draft, transaction, event)
                    return

    def _numbered(
        self, draft: Draft, transaction: DraftTransaction, event: TransactionNumbered
    ) -> None:
        if event.error:
            transaction.start_error = transaction.start_error or event.error
            text = f"The CSMS answers the start with an error ({event.error})"
            draft.tell_again(event.stamp, text)
            return
        is_first = not transaction.ids
        if event.transaction is not None:
            self._board.number(draft, transaction, event.transaction)
        transaction.verdict = transaction.verdict or event.verdict
        transaction.group = event.group or transaction.group
        if is_first and transaction.line is not None:
            transaction.line.text = words.started(
                transaction.id, transaction.meter_start
            )
        if event.verdict.casefold() != "accepted":
            if event.verdict:
                transaction.verdict = event.verdict
            draft.tell_again(event.stamp, words.judged(transaction.tag, event.verdict))
        draft.touch(event.stamp.when)

    def _number_unseen(self, event: TransactionNumbered) -> None:
        """Take in the answer to a start that was not seen: it was one all the same."""
        if event.error or self._board.numbered(event.transaction) is not None:
            return
        self.unseen(event, "The CSMS gave a transaction its number")

    # What goes on

    def see(self, event: TransactionSeen) -> None:
        """Take in that a transaction goes on (2.x)."""
        found = self._board.numbered(event.transaction, event.spot)
        if found is None:
            found = self.unseen(event, "It was under way when it was first told of")
        draft, transaction = found
        self.place(draft, event)
        transaction.is_id_used = True
        if not event.stamp.is_late and transaction.is_open:
            self.trust(draft, transaction)
        if event.start_id is not None:
            self._arming.bind(draft, transaction, event.start_id)
        if event.note:
            draft.tell(event.stamp, event.note, is_problem=event.is_problem)
        if event.is_stop:
            draft.stop_commands.append((event.stamp.when, event.note))

    def place(self, draft: Draft, event: Event) -> None:
        """Let a story be at the EVSE that is told at last."""
        board = self._board
        if event.spot is None or draft.spot is not None:
            return
        there = board.spot(event.spot).draft
        if there is not None and there.is_arming and not there.is_over:
            board.merge(draft, there)
        board.put(draft, event.spot, event.connector)

    # Doubts

    def trust(self, draft: Draft, transaction: DraftTransaction) -> None:
        """Note that a transaction goes on: a message has just come from it."""
        board = self._board
        if transaction.doubted is not None:
            transaction.doubted = None
            draft.version += 1
        if draft.spot is None or board.is_placed(draft):
            return
        there = board.spot(draft.spot).draft
        if there is None or there.is_over:
            draft.freed = None
            board.put(draft, draft.spot)
        elif there.is_arming:
            draft.freed = None
            board.merge(draft, there)
            board.put(draft, draft.spot)

    def virtual(
        self, stamp: Stamp, draft: Draft, text: str, number: TransactionId | None = None
    ) -> DraftTransaction:
        """Begin a transaction whose beginning was not told (protocol, 8.6)."""
        transaction = DraftTransaction(
            id=number,
            began=stamp.when,
            began_at=stamp.at,
            ids=set() if number is None else {number},
            is_partial=True,
            is_id_used=number is not None,
        )
        draft.is_partial = True
        self._board.add(draft, transaction)
        told = f"{words.transaction(number)}: {text[0].lower()}{text[1:]}"
        transaction.line = draft.tell(stamp, told, Certainty.INFERRED)
        return transaction

    def unseen(self, event: Event, text: str) -> tuple[Draft, DraftTransaction]:
        """Begin a transaction that an event names and nothing told of before.

        Args:
            event: It.
            text: How it is known, as a sentence.
        """
        board, stamp = self._board, event.stamp
        number = event.transaction if is_transaction_id(event.transaction) else None
        place = event.spot or None
        spot = None if place is None else board.spot(place)
        draft = None if spot is None else spot.draft
        if draft is None or draft.is_over or not draft.is_arming:
            draft = board.begin(stamp.when, place, event.connector)
            if place is not None and not stamp.is_late:
                board.put(draft, place, event.connector)
        return draft, self.virtual(stamp, draft, text, number)


def last_end(draft: Draft) -> int:
    """Return when the last transaction of a story ended, or began if it did not."""
    return max((one.ended or one.began) for one in draft.transactions)
