# SPDX-License-Identifier: Apache-2.0
"""The state machine of sessions (protocol, 8.3 and 8.4): events go in, stories grow.

A connector is idle, or there is a story on it. That waits for a start (*arming*), has
a transaction that runs, or waits for the plug to be removed. Time passes only with
events. `arming`, `transactions`, `metering` and `ends` have the rules that bind cards,
beginnings, values and ends to stories; what statuses, cables, connections and restarts
do is here.
"""

from collections.abc import Callable
from typing import Any, Final

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.arming import Arming
from ocppdesk.analysis.sessions.board import Board, Spot
from ocppdesk.analysis.sessions.drafts import (
    ORPHAN_AFTER,
    Draft,
    DraftLine,
    DraftTransaction,
)
from ocppdesk.analysis.sessions.ends import Ends
from ocppdesk.analysis.sessions.events import (
    IN_USE,
    Booted,
    CommandAnswered,
    Commanded,
    EndAnswered,
    Event,
    Linked,
    Metered,
    Plugged,
    PowerTold,
    RemoteStartAnswered,
    RemoteStartAsked,
    Stamp,
    State,
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
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.analysis.sessions.transactions import Transactions

_AT_ONCE: Final = 5_000_000  # a status within this time is of what came just before


class Machine:
    """Writes stories of the events of one charger.

    Args:
        board: The stories.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._arming = Arming(board)
        self._transactions = Transactions(board, self._arming)
        metering = Metering(board, self._transactions)
        ends = Ends(board, self._transactions, metering)
        self._down: int | None = None
        self._commands: dict[int, tuple[Commanded, list[tuple[Draft, DraftLine]]]] = {}
        self._takers: dict[type[Event], Callable[[Any], None]] = {
            StatusTold: self._status,
            PowerTold: self._power,
            Plugged: self._plug,
            TokenShown: self._arming.show_token,
            TokenJudged: self._arming.judge_token,
            RemoteStartAsked: self._arming.ask_remote,
            RemoteStartAnswered: self._arming.answer_remote,
            TransactionStarted: self._transactions.start,
            TransactionNumbered: self._transactions.number,
            TransactionSeen: self._transactions.see,
            TransactionEnded: ends.end,
            EndAnswered: ends.answer_end,
            Metered: metering.meter,
            Commanded: self._command,
            CommandAnswered: self._answer,
            Trouble: self._trouble,
            Booted: self._boot,
            Linked: self._link,
        }

    @property
    def down_since(self) -> int | None:
        """Since when the connection is lost; None: it is not, or nothing tells."""
        return self._down

    def take(self, event: Event) -> None:
        """Take in the next event."""
        self._takers[type(event)](event)

    # States of connectors

    def _status(self, event: StatusTold) -> None:
        if event.spot is None or event.spot <= 0:
            if event.error or event.state is State.FAULTED:
                self._fault_everywhere(event)
            return
        spot = self._board.spot(event.spot)
        if event.stamp.is_late and event.stamp.when < spot.state_when:
            return  # What came since is newer.
        before = spot.state
        if event.state is not None:
            spot.state, spot.state_when = event.state, event.stamp.when
        self._report_error(spot, event)
        if event.state is not None:
            handler = self._STATES.get(event.state)
            if event.state in IN_USE:
                self._in_use(spot, event, before)
            elif handler is not None:
                handler(self, spot, event, before)
            draft = spot.draft
            if draft is None:
                return
            # In OCPP 2.x it says nothing about power; in 1.6 it came too late.
            is_only_use = event.state is State.PREPARING
            if not is_only_use or draft.open_transaction is None:
                note_state(draft, event.stamp, event.state)

    def _available(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        draft, stamp = spot.draft, event.stamp
        if draft is None or before is State.AVAILABLE:
            return
        is_other = draft.connector not in (None, event.connector)
        if is_other and not draft.is_arming:
            return  # OCPP 2.x: another plug of the EVSE.
        if draft.is_arming and not draft.was_plugged and not draft.states:
            return  # A card or a remote start still waits for the cable.
        draft.tell(stamp, words.STATES[State.AVAILABLE])
        note_state(draft, stamp, State.AVAILABLE)
        draft.is_plugged = False
        if draft.open_transaction is not None:
            self._board.doubt(draft)
        self._board.free(draft, stamp.when)

    def _unavailable(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        draft, stamp = spot.draft, event.stamp
        if draft is None or before is State.UNAVAILABLE:
            return
        draft.tell(stamp, words.STATES[State.UNAVAILABLE], is_problem=True)
        if draft.open_transaction is not None:
            return
        draft.unavailable = draft.unavailable or draft.is_arming
        note_state(draft, stamp, State.UNAVAILABLE)
        self._board.free(draft, stamp.when)

    def _preparing(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        draft, stamp = spot.draft, event.stamp
        if draft is not None and not draft.is_arming:
            running = draft.open_transaction
            if running is None and draft.unplugged is not None:
                self._board.free(draft, draft.unplugged)
                draft = None
            elif running is not None and before is State.FINISHING:
                self._board.doubt(draft)
                self._board.detach(draft)
                draft = None
            else:
                self._prepare_again(draft, event, before)
                return
        if draft is None:
            draft = self._arming.adopt(spot, stamp.when)
        if draft is None:
            draft = self._board.begin(stamp.when, spot.number, event.connector)
            self._board.put(draft, spot.number, event.connector)
        if event.connector is not None and draft.connector is None:
            draft.connector = event.connector
        if before is State.PREPARING and draft.was_plugged:
            return
        self._wait_for_start(draft)
        shown = [one for one in draft.attempts if not one.is_refused]
        if shown and stamp.when - shown[-1].when <= _AT_ONCE and not draft.was_plugged:
            # The card may be all that it is about.
            draft.tell(stamp, f"The connector is in use ({event.word})")
        elif not draft.is_plugged:
            self._plug_in(draft, event)

    def _prepare_again(
        self, draft: Draft, event: StatusTold, before: State | None
    ) -> None:
        """Take in that a connector is in use on which a transaction has begun."""
        if before is State.PREPARING:
            return
        if draft.open_transaction is None:
            draft.tell(event.stamp, f"Ready for another start ({event.word})")
        elif draft.is_cable_out:
            draft.tell(event.stamp, f"The connector is in use ({event.word})")
        elif not draft.is_plugged:
            # OCPP 2.x: a card may begin a transaction before the cable is there.
            self._plug_in(draft, event)

    def _plug_in(self, draft: Draft, event: StatusTold) -> None:
        """Conclude from a state that the cable is there."""
        text = f"Plugged in ({event.word})"
        draft.plug_line = draft.tell(event.stamp, text, Certainty.INFERRED)
        draft.is_plugged = draft.was_plugged = True
        draft.unplugged = None

    def _wait_for_start(self, draft: Draft) -> None:
        board = self._board
        draft.deadline = max(draft.deadline, board.now + board.patience)
        draft.given_up = None
        draft.version += 1

    def _in_use(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        state, stamp = event.state, event.stamp
        assert state is not None
        draft = spot.draft
        if draft is None:
            draft = self._arming.adopt(spot, stamp.when)
        if draft is None:
            back = self._detached(spot)
            if back is not None:
                back[0].freed = None
                draft = self._board.put(back[0], spot.number)
        if draft is None:
            draft = self._board.begin(stamp.when, spot.number, event.connector)
            self._board.put(draft, spot.number, event.connector)
            if before is None:
                text = "It was under way when these messages begin"
                self._transactions.virtual(stamp, draft, text)
            else:
                self._wait_for_start(draft)
        running = draft.open_transaction
        if running is not None:
            running.doubted = None
        draft.is_plugged = draft.was_plugged = True
        if event.info and "disconnected" in event.info.casefold():
            # 1.6, 4.9: StopTransactionOnEVSideDisconnect = false
            draft.tell(stamp, f"Unplugged at the car ({event.info})")
            draft.is_plugged, draft.unplugged = False, stamp.when
        if state is not before or not draft.states:
            self._tell_power(draft, stamp, state)

    def _detached(self, spot: Spot) -> tuple[Draft, DraftTransaction] | None:
        """Return the transaction that goes on though it seemed to be over."""
        for draft, one in reversed(self._board.open_transactions()):
            if draft.spot == spot.number and one.doubted is not None:
                return draft, one
        return None

    def _tell_power(self, draft: Draft, stamp: Stamp, state: State) -> None:
        line = draft.tell(stamp, words.STATES[state])
        line.withholds = state is State.SUSPENDED_EVSE
        line.declines = state is State.SUSPENDED_EV

    def _finishing(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        draft, stamp = spot.draft, event.stamp
        if draft is None or before is State.FINISHING:
            return
        if draft.is_arming:
            draft.given_up = stamp.when
            draft.tell(stamp, "The charger gives the start up (Finishing)")
        else:
            draft.tell(stamp, words.STATES[State.FINISHING])

    def _faulted(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        draft = spot.draft
        if draft is not None and before is not State.FAULTED and not event.error:
            text = words.STATES[State.FAULTED]
            if event.info:
                text += f": {event.info}"
            draft.tell(event.stamp, text, is_problem=True)
            self._fault(draft, event.stamp, event.info or "Faulted")

    def _reserved(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        if spot.draft is not None and before is not State.RESERVED:
            spot.draft.tell(event.stamp, words.STATES[State.RESERVED])

    _STATES: Final = {
        State.AVAILABLE: _available,
        State.UNAVAILABLE: _unavailable,
        State.PREPARING: _preparing,
        State.FINISHING: _finishing,
        State.FAULTED: _faulted,
        State.RESERVED: _reserved,
    }

    # Power and cable, as transactions of OCPP 2.x tell

    def _power(self, event: PowerTold) -> None:
        found = self._board.numbered(event.transaction, event.spot)
        if found is None:
            return
        draft, transaction = found
        if event.order < transaction.last_order:
            return  # It was overtaken by a later one (2.0.1, E, 1.3.2).
        transaction.last_order = event.order
        last = draft.states[-1][2] if draft.states else None
        if event.state in IN_USE:
            draft.is_plugged = draft.was_plugged = True
            if event.state is not last:
                self._tell_power(draft, event.stamp, event.state)
        note_state(draft, event.stamp, event.state)

    def _plug(self, event: Plugged) -> None:
        found = self._board.numbered(event.transaction, event.spot)
        if found is None:
            return
        draft = found[0]
        draft.is_cable_out = not event.is_in
        if event.is_in:
            if not draft.is_plugged:
                draft.tell(event.stamp, event.text)
            draft.is_plugged = draft.was_plugged = True
        elif event.is_first:
            # It was not the cable that the state was about.
            draft.is_plugged = draft.was_plugged = False
            if draft.plug_line is not None:
                draft.plug_line.text = "The connector is in use"
        elif draft.is_plugged or draft.was_plugged:
            if draft.is_plugged:
                draft.tell(event.stamp, event.text)
            draft.is_plugged = False
            draft.unplugged = event.stamp.when
        draft.version += 1

    # Faults

    def _report_error(self, spot: Spot, event: StatusTold) -> None:
        draft, stamp = spot.draft, event.stamp
        before, spot.error = spot.error, event.error
        if draft is None or before == event.error:
            return
        if not event.error:
            draft.tell(stamp, f"The fault is over ({before})")
            return
        text = event.error + (f": {event.info}" if event.info else "")
        is_fault = event.state is State.FAULTED
        said = "a fault" if is_fault else "a warning"
        draft.tell(stamp, f"The charger reports {said}: {text}", is_problem=True)
        self._fault(draft, stamp, text)

    def _fault(self, draft: Draft, stamp: Stamp, text: str) -> None:
        draft.faults.append((stamp.when, text))
        draft.version += 1

    def _fault_everywhere(self, event: StatusTold) -> None:
        text = event.error + (f": {event.info}" if event.info else "")
        for draft in self._board.open:
            line = f"The charger reports a fault: {text or event.word}"
            draft.tell(event.stamp, line, is_problem=True)
            if event.state is State.FAULTED:
                self._fault(draft, event.stamp, text or event.word)

    def _trouble(self, event: Trouble) -> None:
        for draft in self._board.open:
            if event.spot not in (None, 0, draft.spot):
                continue
            if event.is_over:
                draft.tell(event.stamp, f"No longer so: {event.text}")
                continue
            draft.tell(
                event.stamp, f"The charger reports: {event.text}", is_problem=True
            )
            if event.is_fault:
                self._fault(draft, event.stamp, event.text)

    # Commands

    def _command(self, event: Commanded) -> None:
        board = self._board
        named = board.numbered(event.transaction)
        if named is not None:
            drafts = [named[0]]
        elif event.transaction is not None:
            running = board.open_transactions()
            drafts = [running[0][0]] if len(running) == 1 else []
        else:
            drafts = [
                draft for draft in board.open if event.spot in (None, 0, draft.spot)
            ]
        told = [(draft, self._tell_command(draft, event)) for draft in drafts]
        self._commands[event.stamp.message] = event, told
        if len(self._commands) > 100:
            del self._commands[next(iter(self._commands))]

    def _tell_command(self, draft: Draft, event: Commanded) -> DraftLine:
        """Write a command; limits that change all the time share a line."""
        if not event.limit or draft.is_limited_to_none is not event.stops:
            if event.limit:
                draft.is_limited_to_none, draft.limit_changes = event.stops, None
            return draft.tell(event.stamp, event.text)
        line = draft.limit_changes
        if line is None:
            line = draft.limit_changes = draft.tell(event.stamp, "")
            line.times = 0
        line.times += 1
        times = "" if line.times == 1 else f" {line.times} times, the last time"
        line.text = f"The CSMS changes the limit{times}: {event.limit}"
        draft.version += 1
        return line

    def _answer(self, event: CommandAnswered) -> None:
        found = self._commands.get(event.call)
        if found is None:
            return
        command, told = found
        is_accepted = event.verdict.casefold() in _OBEYED
        for draft, line in told:
            draft.version += 1
            if command.stops and is_accepted:
                draft.stop_commands.append((event.stamp.when, command.text))
            if line is draft.limit_changes and is_accepted:
                continue
            text = line.text.partition("; ")[0]
            line.text = f"{text}; {words.answered(event.verdict, event.why)}"
            line.is_problem = line.is_problem or not is_accepted

    # Connection and restarts

    def _boot(self, event: Booted) -> None:
        for draft in self._board.open:
            if draft.is_over:
                continue
            why = f" ({event.reason})" if event.reason else ""
            running = draft.open_transaction is not None
            text = f"The charger registers anew, as after a restart{why}"
            certainty = Certainty.OBSERVED if why else Certainty.INFERRED
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


_OBEYED: Final = frozenset({"accepted", "scheduled", "unlocked"})


def note_state(draft: Draft, stamp: Stamp, state: State) -> None:
    """Note in a story what state its connector is in."""
    draft.states.append((stamp.when, len(draft.states), state))
    draft.version += 1
