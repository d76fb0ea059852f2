# SPDX-License-Identifier: Apache-2.0
"""Cards and remote starts: which story they belong to, and what they begin."""

from typing import Final

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.board import FUZZ, Board, Spot
from ocppdesk.analysis.sessions.drafts import Attempt, Draft, DraftTransaction
from ocppdesk.analysis.sessions.events import (
    RemoteStartAnswered,
    RemoteStartAsked,
    Stamp,
    State,
    TokenJudged,
    TokenShown,
)
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.core.messages import Direction

_EITHER: Final = ", at this connector or another one"


class Arming:
    """Takes in who wants to charge.

    Args:
        board: The stories.
    """

    def __init__(self, board: Board) -> None:
        self._board = board

    # Cards

    def show_token(self, event: TokenShown) -> None:
        """Take in a card that is shown."""
        board, stamp = self._board, event.stamp
        attempt = Attempt(event.tag, stamp.message, stamp.when, group=event.group)
        attempt.expects_answer = Direction.OUT in board.heard
        board.add_attempt(attempt)
        inside = board.numbered(event.transaction, event.spot)
        if inside is not None:
            draft, transaction = inside
            transaction.tag = transaction.tag or event.tag
            attempt.is_bound = True
            if any(one.is_accepted and one.tag == event.tag for one in draft.attempts):
                draft.add_attempt(attempt)  # It is worth a line if it is refused.
            else:
                self._write(attempt, draft, stamp, words.shown(event.tag))
            return
        running = [
            (draft, each)
            for draft, each in board.open_transactions()
            if _is_same(each.tag, event.tag) and each.doubted is None
        ]
        if running:
            # Rule 6: it is there to end what it began.
            attempt.is_stop = True
            draft, _transaction = running[-1]
            certainty = Certainty.OBSERVED if len(running) == 1 else Certainty.ASSUMED
            text = f"Card {event.tag} is shown again, to stop"
            draft.tell_again(stamp, text, certainty, is_problem=False)
            draft.add_attempt(attempt)
            return
        drafts, certainty = self._wanting(stamp, event.tag)
        for draft in drafts:
            draft.deadline = max(draft.deadline, board.now + board.patience)
            text = words.shown(event.tag)
            if len(drafts) > 1:
                text += _EITHER
            self._write(attempt, draft, stamp, text, certainty)

    def _wanting(self, stamp: Stamp, tag: str) -> tuple[list[Draft], Certainty]:
        """Return the stories that a card may belong to: Authorize names none."""
        board = self._board
        arming = [*board.arming(), *board.unplaced]
        for draft in reversed(arming):
            if any(_is_same(one.tag, tag) for one in draft.attempts):
                return [draft], Certainty.OBSERVED  # As the remote start asks for.
        drafts = [draft for draft in board.arming() if draft.was_plugged]
        # In OCPP 2.x the cable may begin a transaction, which then waits for a card.
        drafts += [
            draft
            for draft, one in board.open_transactions()
            if draft.is_2x and not one.tag and not one.is_partial
        ]
        waiting = [draft for draft in drafts if not _has_token(draft)]
        if waiting:
            certainty = Certainty.OBSERVED if len(waiting) == 1 else Certainty.ASSUMED
            return waiting, certainty
        if len(drafts) == 1:
            return drafts, Certainty.OBSERVED
        ready = [spot.draft for spot in board.spots.values() if _is_ready(spot)]
        if len(ready) == 1 and ready[0] is not None:
            return [self._again(ready[0], stamp)], Certainty.INFERRED
        for draft in board.unplaced:
            if not _has_token(draft):
                return [draft], Certainty.OBSERVED
        only = self._only_spot()
        if only is not None and only.draft is not None and not only.draft.is_over:
            # There is nowhere else that it could be for.
            return [only.draft], Certainty.INFERRED
        draft = board.begin(stamp.when)
        if only is not None:
            board.put(draft, only.number)
        else:
            board.unplaced.append(draft)
        return [draft], Certainty.OBSERVED

    def _only_spot(self) -> Spot | None:
        known = [s for s in self._board.spots.values() if s.number > 0]
        return known[0] if len(known) == 1 and known[0].state is not None else None

    def judge_token(self, event: TokenJudged) -> None:
        """Take in what the CSMS says of a card."""
        board = self._board
        attempt = board.attempt(event.call)
        if attempt is None or (attempt.verdict and not event.verdict):
            return
        attempt.verdict = event.verdict
        attempt.group = event.group or attempt.group
        drafts = board.drafts_of(attempt)
        for draft in drafts:
            draft.touch(event.stamp.when)
        if self._is_of_group(attempt, drafts):
            return
        text = words.judged(attempt.tag, event.verdict)
        if not attempt.lines:
            if not attempt.is_accepted:
                for draft in drafts:
                    draft.tell_again(event.stamp, text)
            return
        for line in attempt.lines:
            line.message = event.stamp.message
            line.text = text + (_EITHER if line.text.endswith(_EITHER) else "")
            line.is_problem = not attempt.is_accepted
        if len(drafts) == 1:
            drafts[0].fold(attempt.lines[0])

    def _is_of_group(self, attempt: Attempt, drafts: list[Draft]) -> bool:
        """Move a card to the transaction that it ends as one of the same group."""
        if not attempt.group or attempt.is_stop or attempt.is_bound:
            return False
        for draft, transaction in self._board.open_transactions():
            if not _is_same(transaction.group, attempt.group) or draft in drafts:
                continue
            attempt.is_stop = True
            self._take_out(attempt, drafts)
            draft.add_attempt(attempt)
            for line in attempt.lines:
                line.text = f"Card {attempt.tag} of the same group is shown, to stop"
                draft.add_line(line)
            return True
        return False

    # Remote starts

    def ask_remote(self, event: RemoteStartAsked) -> None:
        """Take in that the CSMS asks for a start."""
        board, stamp = self._board, event.stamp
        attempt = Attempt(
            event.tag,
            stamp.message,
            stamp.when,
            is_remote=True,
            expects_answer=Direction.IN in board.heard,
            start_id=event.start_id,
        )
        board.add_attempt(attempt)
        draft = self._for_remote(event)
        draft.deadline = max(draft.deadline, board.now + board.patience)
        self._write(attempt, draft, stamp, words.remote_start(event.tag))

    def _for_remote(self, event: RemoteStartAsked) -> Draft:
        board, when = self._board, event.stamp.when
        if event.spot is None:
            arming = board.arming()
            if len(arming) == 1:
                return arming[0]
            if board.unplaced:
                return board.unplaced[-1]
            only = self._only_spot()
            if only is None:
                draft = board.begin(when)
                board.unplaced.append(draft)
                return draft
            spot = only
        else:
            spot = board.spot(event.spot)
        there = spot.draft
        if there is None or there.is_over:
            return board.put(board.begin(when, spot.number), spot.number)
        if there.is_arming:
            return there
        if there.open_transaction is None:
            return self._again(there, event.stamp)
        for draft in board.open:
            if draft.is_busy and draft.spot == spot.number and draft.is_arming:
                return draft
        draft = board.begin(when, spot.number)
        draft.is_busy = True
        return draft

    def _again(self, draft: Draft, stamp: Stamp) -> Draft:
        """Begin a story after another one at the same connector."""
        begun = self._board.succeed(draft, stamp.when)
        if begun.is_plugged:
            text = "Still plugged in from the session before"
            begun.tell(stamp, text, Certainty.INFERRED).message = None
        return begun

    def answer_remote(self, event: RemoteStartAnswered) -> None:
        """Take in what the charger says to that."""
        board, stamp = self._board, event.stamp
        attempt = board.attempt(event.call)
        if attempt is None:
            return
        attempt.verdict = event.verdict
        for line in attempt.lines:
            answer = words.answered(event.verdict, event.why)
            line.text = f"{words.remote_start(attempt.tag)}; {answer}"
            line.is_problem = not attempt.is_accepted
        drafts = board.drafts_of(attempt)
        for draft in drafts:
            draft.touch(stamp.when)
            if len(drafts) == 1 and attempt.lines:
                draft.fold(attempt.lines[0])
            alone = len(draft.attempts) == 1 and draft.is_arming
            if not attempt.is_accepted and alone and not draft.was_plugged:
                board.free(draft, stamp.when)

    # What they begin

    def bind(
        self, draft: Draft, transaction: DraftTransaction, start_id: int | None = None
    ) -> None:
        """Let a transaction be begun by those who asked for it (rule 5).

        Args:
            draft: Its story; what was written elsewhere of them moves there.
            transaction: It.
            start_id: The remoteStartId that it names.
        """
        board = self._board
        found = [
            one
            for one in board.attempts
            if not one.is_bound
            and not one.is_stop
            and self._begins(one, transaction, start_id)
        ]
        remote = [one for one in found if one.is_remote]
        for attempt in [one for one in found if not one.is_remote] + remote[-1:]:
            attempt.is_bound = True
            transaction.group = transaction.group or attempt.group
            others = [d for d in board.drafts_of(attempt) if d is not draft]
            self._take_out(attempt, others)
            if not any(attempt is one for one in draft.attempts):
                draft.add_attempt(attempt)
            for line in attempt.lines:
                line.text = line.text.removesuffix(_EITHER)
                line.certainty = Certainty.OBSERVED
                draft.add_line(line)

    def _begins(
        self, attempt: Attempt, transaction: DraftTransaction, start_id: int | None
    ) -> bool:
        if start_id is not None and attempt.start_id == start_id:
            return True
        if not _is_same(attempt.tag, transaction.tag):
            return False
        waited = transaction.began - attempt.when
        return -FUZZ <= waited <= self._board.patience + FUZZ

    def adopt(self, spot: Spot, when: int) -> Draft | None:
        """Return the start without a connector that goes on at one, if there is one."""
        board = self._board
        # In OCPP 2.x the EVSE of a transaction may be told later (E01.FR.17).
        waiting = [
            d for d in board.unplaced if d.began <= when and (d.is_arming or d.is_2x)
        ]
        if not waiting:
            return None
        likely = [d for d in waiting if any(one.is_accepted for one in d.attempts)]
        return board.put((likely or waiting)[-1], spot.number)

    def _take_out(self, attempt: Attempt, drafts: list[Draft]) -> None:
        """Remove an attempt from stories that it does not belong to."""
        for draft in drafts:
            draft.attempts = [one for one in draft.attempts if one is not attempt]
            draft.lines.remove(attempt.lines)
            draft.version += 1
            if not draft.attempts and draft.is_arming and not draft.was_plugged:
                self._board.drop(draft)

    def _write(
        self,
        attempt: Attempt,
        draft: Draft,
        stamp: Stamp,
        text: str,
        certainty: Certainty = Certainty.OBSERVED,
    ) -> None:
        attempt.lines.append(draft.tell(stamp, text, certainty))
        draft.add_attempt(attempt)


def _is_ready(spot: Spot) -> bool:
    """Return whether a session is over and the charger ready for another one."""
    draft = spot.draft
    return (
        draft is not None
        and not draft.is_arming
        and draft.open_transaction is None
        and spot.state in (State.PREPARING, State.AVAILABLE)
    )


def _has_token(draft: Draft) -> bool:
    """Return whether somebody may charge there already, or is asked about."""
    return any(one.is_accepted or one.verdict is None for one in draft.attempts)


def _is_same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
