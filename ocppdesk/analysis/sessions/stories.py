# SPDX-License-Identifier: Apache-2.0
"""The stories of one charger: messages go in, stories come out."""

from typing import Final

from ocppdesk.analysis.observing import Observation
from ocppdesk.analysis.sample import Sample
from ocppdesk.analysis.sessions.board import Board
from ocppdesk.analysis.sessions.drafts import SECOND, Draft, Told
from ocppdesk.analysis.sessions.events import Stamp
from ocppdesk.analysis.sessions.machine import Machine
from ocppdesk.analysis.sessions.pace import Pace
from ocppdesk.analysis.sessions.reading import Reading
from ocppdesk.analysis.sessions.story import Story
from ocppdesk.analysis.sessions.telling import settle, told

_SIDES: Final = 2  # of a conversation
_SETTLED_AFTER: Final = 2 * 3600 * SECOND  # a story that has not changed for so long


class Stories:
    """Writes the stories of one charger.

    Feed it each message once, in the order of their numbers; how many are fed between
    two looks changes nothing. Time passes only with messages.

    Args:
        charger: The charger's identity.
    """

    def __init__(self, charger: str) -> None:
        self._charger = charger
        self._pace = Pace()
        self._reading = Reading()
        self._board = Board(self._pace.patience)
        self._machine = Machine(self._board)
        self._looked_at = 0

    def feed(self, observation: Observation, samples: tuple[Sample, ...]) -> None:
        """Take in the next message; nothing in it raises.

        Args:
            observation: The message.
            samples: What was sampled in it.
        """
        board, message = self._board, observation.message
        at = message.at
        # Before time passes: while nothing can be heard, nothing is late.
        link = self._reading.link(observation)
        if link is not None:
            board.look()
            self._machine.take(link)
        elif board.now and at - board.now > self._pace.silence:
            board.look()
            self._machine.pass_silence(board.now, Stamp(message.id, at, at))
        board.now = max(board.now, at)
        board.is_2x = observation.is_2x
        if len(board.heard) < _SIDES and observation.is_answer:
            board.heard.add(message.direction)
        if self._pace.learn(observation):
            board.patience = self._pace.patience
        events = self._reading.events(observation, samples)
        if events:
            board.look()
            for event in events:
                self._machine.take(event)
            self._settle()

    def _settle(self) -> None:
        """Let go of the values of stories that are long over, a few at a time."""
        board = self._board
        if not board.drafts:
            return
        self._looked_at = (self._looked_at + 1) % len(board.drafts)
        draft = board.drafts[self._looked_at]
        if draft.version != draft.seen_version:
            draft.seen_version, draft.quiet_since = draft.version, board.now
            return
        if board.now - draft.quiet_since < _SETTLED_AFTER:
            return
        for one in draft.transactions:
            if one.samples and (not one.is_open or one.is_orphan(board.now)):
                settle(one)

    def stories(self, *, now: int | None = None) -> tuple[Story, ...]:
        """Return the stories, the oldest first; cheap if little has changed.

        Args:
            now: The time for which it is asked, microseconds since 1970; None: that
                of the last message. While the connection is lost no time passes.
        """
        latest = self._board.now
        if self._machine.down_since is None and now is not None:
            latest = max(latest, now)
        found = [self._tell(draft, latest) for draft in self._board.drafts]
        return tuple(sorted(found, key=lambda story: (story.began_at, story.number)))

    def _tell(self, draft: Draft, now: int) -> Story:
        known = draft.told
        if known is not None and known.holds(draft.version, now):
            return known.story
        story = told(draft, self._charger, now=now)
        draft.told = Told(draft.version, now, _goes_on(draft, now), story)
        return story


def _goes_on(draft: Draft, now: int) -> bool:
    """Return whether a story is told for the moment; others stay as they are."""
    running = any(one.is_open and not one.is_orphan(now) for one in draft.transactions)
    waiting = (
        draft.is_arming
        and not draft.is_over
        and (bool(draft.states) or not draft.is_overdue(now))
    )
    return running or waiting
