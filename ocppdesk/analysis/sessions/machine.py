# SPDX-License-Identifier: Apache-2.0
"""The state machine of sessions (protocol, 8.3 and 8.4): events go in, stories grow.

A connector is idle, or there is a story on it. That waits for a start (*arming*), has
a transaction that runs, or waits for the plug to be removed. Time passes only with
events. `arming`, `transactions`, `metering` and `ends` have the rules that bind cards,
beginnings, values and ends to stories, `statuses` has what states, cables and faults
do, `commands` what the CSMS wants. What connections and restarts do is here.
"""

from collections.abc import Callable
from typing import Any

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.arming import Arming
from ocppdesk.analysis.sessions.board import Board
from ocppdesk.analysis.sessions.commands import Commands
from ocppdesk.analysis.sessions.drafts import (
    ORPHAN_AFTER,
)
from ocppdesk.analysis.sessions.ends import Ends
from ocppdesk.analysis.sessions.events import (
    Booted,
    CommandAnswered,
    Commanded,
    EndAnswered,
    Event,
    Linked,
    Metered,
    MoreToCome,
    Plugged,
    PowerTold,
    RemoteStartAnswered,
    RemoteStartAsked,
    Stamp,
    StatusTold,
    TokenJudged,
    TokenShown,
    TransactionEnded,
    TransactionNumbered,
    TransactionSeen,
    TransactionStarted,
    Trouble,
)
from ocppdesk.analysis.sessions.metering import Metering
from ocppdesk.analysis.sessions.statuses import Statuses
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.analysis.sessions.transactions import Transactions


class Machine:
    """Writes stories of the events of one charger.

    Args:
        board: The stories.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        arming = Arming(board)
        transactions = Transactions(board, arming)
        statuses = Statuses(board, arming, transactions)
        metering = Metering(board, transactions)
        ends = Ends(board, transactions, metering)
        commands = Commands(board)
        self._down: int | None = None
        self._takers: dict[type[Event], Callable[[Any], None]] = {
            StatusTold: statuses.status,
            PowerTold: statuses.power,
            Plugged: statuses.plug,
            TokenShown: arming.show_token,
            TokenJudged: arming.judge_token,
            RemoteStartAsked: arming.ask_remote,
            RemoteStartAnswered: arming.answer_remote,
            TransactionStarted: transactions.start,
            TransactionNumbered: transactions.number,
            TransactionSeen: transactions.see,
            TransactionEnded: ends.end,
            EndAnswered: ends.answer_end,
            Metered: metering.meter,
            Commanded: commands.command,
            CommandAnswered: commands.answer,
            Trouble: statuses.trouble,
            Booted: self._boot,
            Linked: self._link,
            MoreToCome: lambda event: self._be_patient(event.stamp.at),
        }

    @property
    def down_since(self) -> int | None:
        """Since when the connection is lost; None: it is not, or nothing tells."""
        return self._down

    def take(self, event: Event) -> None:
        """Take in the next event."""
        self._takers[type(event)](event)

    def _boot(self, event: Booted) -> None:
        for draft in self._board.open:
            if draft.is_over:
                continue
            why = f": {event.reason}" if event.reason else ", as after a restart"
            running = draft.open_transaction is not None
            draft.boots += 1
            text = f"The charger registers anew (BootNotification){why}"
            is_told = bool(event.reason)
            certainty = Certainty.OBSERVED if is_told else Certainty.INFERRED
            draft.tell_again(event.stamp, text, certainty, is_problem=running)
            if running:
                draft.restarts.append(event.stamp.when)
                self._board.doubt(draft)

    def _link(self, event: Linked) -> None:
        stamp = event.stamp
        if not event.is_up:
            self._down = stamp.at
            self._tell_all(stamp, "The connection to the charger was lost")
        else:
            since, self._down = self._down, None
            if since is not None:
                gap = words.time_span((stamp.at - since) / 1_000_000)
                self._tell_all(stamp, f"The connection is back after {gap}")
            self._be_patient(stamp.at)

    def pass_silence(self, since: int, stamp: Stamp) -> None:
        """Note that nothing was heard for longer than the charger is ever silent.

        Args:
            since: When the last message had arrived.
            stamp: The next message.
        """
        if self._down is not None:
            return
        gap = words.time_span((stamp.at - since) / 1_000_000)
        text = f"No message for {gap}; what was so before may have changed"
        self._tell_all(stamp, text, Certainty.INFERRED)
        self._be_patient(stamp.at)

    def _tell_all(
        self, stamp: Stamp, text: str, certainty: Certainty = Certainty.OBSERVED
    ) -> None:
        for draft in self._board.open:
            if not draft.is_over:
                draft.tell(stamp, text, certainty)

    def _be_patient(self, at: int) -> None:
        """Give all that wait their time again: nothing could be heard meanwhile."""
        board = self._board
        for draft in board.open:
            if draft.is_arming:
                draft.deadline = max(draft.deadline, at + board.patience)
            for one in draft.transactions:
                if one.doubted is not None and one.is_open:
                    one.waits_until = at + ORPHAN_AFTER
            draft.version += 1
