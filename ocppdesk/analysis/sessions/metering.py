# SPDX-License-Identifier: Apache-2.0
"""Which session a measured value belongs to (protocol, 8.3, rule 4)."""

from typing import Final

from ocppdesk.analysis.energy import tells_energy
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.board import FUZZ, Board
from ocppdesk.analysis.sessions.drafts import Draft, DraftTransaction
from ocppdesk.analysis.sessions.events import Metered, Stamp, is_transaction_id
from ocppdesk.analysis.sessions.transactions import Transactions
from ocppdesk.core.phrases.parts import number_text

_OFFERED: Final = frozenset(
    {
        "Current.Offered",
        "Power.Offered",
        "Current.Import.Offered",
        "Power.Import.Offered",
    }
)


class Metering:
    """Takes in what is measured.

    Args:
        board: The stories.
        transactions: Begins those that nothing told of before.
    """

    def __init__(self, board: Board, transactions: Transactions) -> None:
        self._board = board
        self._transactions = transactions

    def meter(self, event: Metered) -> None:
        """Take in what was measured (rule 4)."""
        board, spot = self._board, event.spot
        found = board.numbered(event.transaction, spot)
        here = None
        if spot is not None and spot > 0 and spot in board.spots:
            draft = board.spots[spot].draft
            if draft is not None and draft.open_transaction is not None:
                here = draft, draft.open_transaction
        if found is not None:
            ended = found[1].ended
            if ended is not None and event.stamp.when > ended + FUZZ and here:
                found = here  # The number is stale.
        elif is_transaction_id(event.transaction):
            found = self._other_number(event, here)
        elif here is not None:
            found = here
        elif spot is not None and spot in board.spots:
            self._measure_alone(board.spots[spot].draft, event)
            return
        if found is None:
            return
        draft, transaction = found
        if event.transaction in transaction.ids:
            transaction.is_id_used = True
        if not event.stamp.is_late and transaction.is_open:
            self._transactions.trust(draft, transaction)
        self.measure(draft, transaction, event.samples, event.stamp)

    def _other_number(
        self, event: Metered, here: tuple[Draft, DraftTransaction] | None
    ) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction that a number belongs to which nobody has given."""
        number = event.transaction
        assert number is not None
        if here is None:
            if event.spot == 0:
                return None
            return self._transactions.unseen(
                event, "It was under way when it was first told of"
            )
        draft, transaction = here
        if transaction.ids and not transaction.is_partial:
            told = words.transaction(transaction.id)
            text = f"The charger calls {told[0].lower()}{told[1:]} number {number}"
            draft.tell(event.stamp, text, is_problem=True)
            self._board.number(draft, transaction, number)
        else:
            self._board.number(draft, transaction, number)
            if transaction.line is not None and not transaction.is_partial:
                transaction.line.text = words.started(
                    transaction.id, transaction.meter_start
                )
        return here

    def measure(
        self,
        draft: Draft,
        transaction: DraftTransaction,
        samples: tuple[Sample, ...],
        stamp: Stamp,
    ) -> None:
        """Take in what was measured in a transaction.

        Args:
            draft: The story that it is in.
            transaction: It.
            samples: The values.
            stamp: The message that they came in.
        """
        if not transaction.is_settled:
            transaction.samples += [one for one in samples if tells_energy(one)]
        self._note_offers(draft, samples, stamp)
        draft.version += 1

    def _measure_alone(self, draft: Draft | None, event: Metered) -> None:
        if draft is not None and draft.is_arming:
            draft.samples += [one for one in event.samples if tells_energy(one)]
            self._note_offers(draft, event.samples, event.stamp)
            draft.version += 1

    def _note_offers(
        self, draft: Draft, samples: tuple[Sample, ...], stamp: Stamp
    ) -> None:
        told: dict[tuple[str, int], Sample] = {}
        for one in samples:
            if one.measurand in _OFFERED:
                key = (one.measurand, one.charger_at)
                if key not in told or told[key].value < one.value:
                    told[key] = one
        for one in told.values():
            if draft.note_offer(one.value):
                amount = f"{number_text(one.value)} {one.unit}"
                text = f"The charger offers {amount} ({one.measurand})"
                line = draft.tell(stamp, text)
                line.withholds = one.value <= 0
