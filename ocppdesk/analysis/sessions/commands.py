# SPDX-License-Identifier: Apache-2.0
"""Commands of the CSMS that change or end sessions, with their answers."""

from typing import Final

from ocppdesk.analysis.sessions import words
from ocppdesk.analysis.sessions.board import Board
from ocppdesk.analysis.sessions.draft_lines import DraftLine
from ocppdesk.analysis.sessions.drafts import Draft
from ocppdesk.analysis.sessions.events import CommandAnswered, Commanded

_OBEYED: Final = frozenset({"accepted", "scheduled", "unlocked"})
_REMEMBERED: Final = 100  # commands that wait for their answer


class Commands:
    """Takes in commands.

    Args:
        board: The stories.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._commands: dict[int, tuple[Commanded, list[tuple[Draft, DraftLine]]]] = {}

    def command(self, event: Commanded) -> None:
        """Take in a command."""
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
        if len(self._commands) > _REMEMBERED:
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

    def answer(self, event: CommandAnswered) -> None:
        """Take in the answer to one."""
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
