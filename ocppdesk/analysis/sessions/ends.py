# SPDX-License-Identifier: Apache-2.0
"""Which transaction ends (protocol, 8.3, rule 3)."""

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.board import FUZZ, Board
from ocppdesk.analysis.sessions.drafts import Draft, DraftTransaction
from ocppdesk.analysis.sessions.events import (
    EndAnswered,
    State,
    TransactionEnded,
    is_transaction_id,
)
from ocppdesk.analysis.sessions.metering import Metering
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.analysis.sessions.transactions import Transactions, last_end


class Ends:
    """Takes in the ends of transactions.

    Args:
        board: The stories.
        transactions: Begins those that nothing told of before.
        metering: Takes what is measured at the end.
    """

    def __init__(
        self, board: Board, transactions: Transactions, metering: Metering
    ) -> None:
        self._board = board
        self._transactions = transactions
        self._metering = metering

    def end(self, event: TransactionEnded) -> None:
        """Take in the end of a transaction (rule 3)."""
        found = self._by_number(event) or self._by_circumstances(event)
        if found is None or not _may_be_told(found, event):
            text = "Its beginning is not in these messages"
            found = self._transactions.unseen(event, text)
        draft, transaction = found
        stamp = event.stamp
        self._metering.measure(draft, transaction, event.samples, stamp)
        if transaction.ended is not None:
            if stamp.message not in transaction.stops:
                transaction.stops.add(stamp.message)
                draft.tell_again(stamp, "The charger repeats the stop")
            return
        self._transactions.place(draft, event)
        if transaction.is_partial and stamp.when < transaction.began:
            transaction.began = stamp.when
            if transaction.line is not None:
                transaction.line.when = stamp.when
        transaction.ended = max(stamp.when, transaction.began)
        transaction.ended_at = stamp.at
        transaction.told_ended = stamp.told
        transaction.stop_message = stamp.message
        transaction.stops.add(stamp.message)
        transaction.meter_stop = event.register_wh
        transaction.reason = event.reason or "Local"
        transaction.is_reason_told = bool(event.reason)
        transaction.trigger = event.trigger
        transaction.doubted = None
        text = words.stopped(event.reason, event.register_wh)
        if event.tag and event.tag != transaction.tag:
            text += f", with card {event.tag}"
        draft.tell(stamp, text)
        if event.reason.casefold() == "evdisconnected":
            draft.unplugged = transaction.ended
            draft.is_plugged = False
        self._after_end(draft)

    def _after_end(self, draft: Draft) -> None:
        """Let a story be over if it is no longer what goes on at its connector."""
        board = self._board
        if draft.is_over or draft.open_transaction is not None:
            return
        if not board.is_placed(draft):
            board.free(draft, last_end(draft))

    def _by_number(
        self, event: TransactionEnded
    ) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction that has the number; there may be several (rule 7)."""
        named = self._board.all_numbered(event.transaction)
        if len(named) < 2:
            return named[0] if named else None
        for draft, one in named:
            if not one.is_open and one.told_ended == event.stamp.told is not None:
                return draft, one  # It is told again.
        running = [(d, one) for d, one in named if one.is_open and _may_end(one, event)]
        finishing = [found for found in running if _is_finishing(found[0], event)]
        if len(running) > 1 and finishing:
            return finishing[-1]
        if running:
            return running[-1]
        return self._board.numbered(event.transaction, event.spot)

    def _by_circumstances(
        self, event: TransactionEnded
    ) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction that ends though its number says something else."""
        board, stamp = self._board, event.stamp
        named = is_transaction_id(event.transaction)
        fitting = [
            (draft, one)
            for draft, one in board.open_transactions()
            if _may_end(one, event) and not (named and one.is_id_used)
        ]
        tag = event.tag.casefold()
        if len(fitting) > 1 and tag:
            own = [found for found in fitting if found[1].tag.casefold() == tag]
            fitting = own or fitting
        if len(fitting) > 1:
            fitting = [
                (draft, one) for draft, one in fitting if _is_finishing(draft, event)
            ]
        if len(fitting) != 1:
            return None
        draft, transaction = fitting[0]
        if transaction.ids:
            number = event.raw_id or "no number"
            told = words.transaction(transaction.id)
            text = f"The charger ends {told[0].lower()}{told[1:]} as {number}"
            draft.tell(stamp, text, Certainty.INFERRED, is_problem=True)
        if named and event.transaction is not None:
            board.number(draft, transaction, event.transaction)
        return draft, transaction

    def answer_end(self, event: EndAnswered) -> None:
        """Take in that the CSMS answered an end with an error."""
        for draft in reversed(self._board.drafts[-200:]):
            for transaction in draft.transactions:
                if event.call in transaction.stops:
                    transaction.stop_error = event.error
                    text = f"The CSMS answers the stop with an error ({event.error})"
                    draft.tell_again(event.stamp, text)
                    return


def _may_be_told(
    found: tuple[Draft, DraftTransaction], event: TransactionEnded
) -> bool:
    """Return whether an end may be that of a transaction, now or once more.

    Where a number comes again and the beginning was not seen, it is another one.
    """
    draft, transaction = found
    return (
        transaction.is_open
        or draft.is_2x
        or transaction.meter_stop == event.register_wh
        or transaction.told_ended == event.stamp.told is not None
    )


def _is_finishing(draft: Draft, event: TransactionEnded) -> bool:
    """Return whether a connector waits for the plug to be removed about then."""
    return any(
        state is State.FINISHING and abs(when - event.stamp.when) <= FUZZ
        for when, _order, state in draft.states
    )


def _may_end(transaction: DraftTransaction, event: TransactionEnded) -> bool:
    """Return whether an end may be that of a transaction."""
    start, stop = transaction.meter_start, event.register_wh
    if start is not None and stop is not None and stop < start:
        return False
    return event.stamp.when >= transaction.began - FUZZ
