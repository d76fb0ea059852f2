# SPDX-License-Identifier: Apache-2.0
"""What states of connectors, cables and faults do to a session (protocol, 8.3)."""

from typing import Final

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.arming import Arming
from ocppdesk.analysis.sessions.board import Board, Spot
from ocppdesk.analysis.sessions.drafts import Draft, DraftTransaction
from ocppdesk.analysis.sessions.events import (
    IN_USE,
    Plugged,
    PowerTold,
    Stamp,
    State,
    StatusTold,
    Trouble,
)
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.analysis.sessions.transactions import Transactions, last_end

_AT_ONCE: Final = 5_000_000  # a status within this time is of what came just before


class Statuses:
    """Takes in what a charger tells of itself.

    Args:
        board: The stories.
        arming: Knows who waits for a connector.
        transactions: Begins those whose beginning was not seen.
    """

    def __init__(
        self, board: Board, arming: Arming, transactions: Transactions
    ) -> None:
        self._board = board
        self._arming = arming
        self._transactions = transactions

    # States of connectors

    def status(self, event: StatusTold) -> None:
        """Take in the state of a connector."""
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
                _note_state(draft, event.stamp, event.state)

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
        _note_state(draft, stamp, State.AVAILABLE)
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
        draft.unavailable = draft.is_arming and not draft.is_overdue(self._board.now)
        _note_state(draft, stamp, State.UNAVAILABLE)
        self._board.free(draft, stamp.when)

    def _preparing(self, spot: Spot, event: StatusTold, before: State | None) -> None:
        draft, stamp = spot.draft, event.stamp
        if draft is not None and not draft.is_arming:
            running = draft.open_transaction
            is_out = draft.unplugged is not None or before is State.AVAILABLE
            if running is None and is_out:
                self._board.free(draft, draft.unplugged or last_end(draft))
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
            draft.version += 1
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

    def power(self, event: PowerTold) -> None:
        """Take in whether power is offered and taken (2.x)."""
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
        _note_state(draft, event.stamp, event.state)

    def plug(self, event: Plugged) -> None:
        """Take in that the cable was plugged in or out (2.x)."""
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

    def trouble(self, event: Trouble) -> None:
        """Take in what the charger reports of its parts (2.x)."""
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


def _note_state(draft: Draft, stamp: Stamp, state: State) -> None:
    """Note in a story what state its connector is in."""
    draft.states.append((stamp.when, len(draft.states), state))
    draft.version += 1
