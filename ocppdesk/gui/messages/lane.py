# SPDX-License-Identifier: Apache-2.0
"""A query of the feed, from its first rows to the messages that arrive after it."""

from array import array
from typing import Protocol

from ocppdesk.filters.nodes import Filter
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.ids import Block, ShownIds
from ocppdesk.gui.query.runner import QueryRunner


class Target(Protocol):
    """What takes the messages of a query."""

    def show(self, block: Block, low: int) -> None:
        """Show the first messages in place of those of an earlier query.

        Args:
            block: Their numbers in descending order.
            low: The number down to which has been searched.
        """

    def extend(self, block: Block, low: int) -> None:
        """Show older messages too."""

    def change(self, added: set[int], removed: set[int]) -> None:
        """Show some messages too, and others no more."""


class Lane:
    """Keeps track of what a query has told.

    What was shown before stays until there is something to show in its place, or until
    the query ends.

    Args:
        runner: Runs the query.
        target: Takes what it finds.
    """

    def __init__(self, runner: QueryRunner, target: Target) -> None:
        self._runner = runner
        self._target = target
        self.number = 0
        """The query, 0 if there is none."""
        self.is_busy = False
        """Whether it searches."""
        self.is_first_awaited = False
        """Whether nothing of it is shown yet."""
        self.has_failed = False
        """Whether it could not go on."""
        self.searched_to = 0
        """Messages after this number were searched."""
        self.checked = 0
        """Messages up to this number were looked at as they arrived."""
        self._upto = 0
        self._early: set[int] = set()
        self._earlier: set[int] = set()

    @property
    def progress(self) -> int:
        """How much has been searched, in percent."""
        if not self._upto:
            return 100
        return 100 * (self._upto - self.searched_to) // self._upto

    def start(
        self, chosen: Filter, context: Context, *, upto: int, exchanges: bool
    ) -> None:
        """Begin a query in place of the one before."""
        self._early.clear()
        self._earlier.clear()
        self.has_failed = False
        self.is_first_awaited = self.is_busy = True
        self.checked = self.searched_to = self._upto = upto
        self.number = self._runner.start(
            chosen, context, upto=upto, exchanges=exchanges, replaces=self.number
        )

    def go_on(self, chosen: Filter, context: Context, *, exchanges: bool) -> None:
        """Go on with a search that was stopped."""
        self.has_failed = False
        self.is_busy = True
        self._upto = self.searched_to
        self._earlier.add(self.number)
        self.number = self._runner.start(
            chosen,
            context,
            upto=self.searched_to,
            checked=self.checked,
            exchanges=exchanges,
            replaces=self.number,
            goes_on=True,
        )

    def has(self, number: int) -> bool:
        """Return whether a query is this one, or one that it goes on with."""
        return bool(self.number) and (number == self.number or number in self._earlier)

    def stop(self) -> None:
        """Search no further; what was found is shown, and what arrives is looked at."""
        if self.is_busy:
            self.is_busy = False
            self._runner.stop(self.number)
            self._show_first(array("q"))

    def end(self) -> None:
        """End the query."""
        if self.number:
            self._runner.end(self.number)
        self.number = 0
        self.is_busy = self.is_first_awaited = False

    def found(self, block: Block, low: int) -> None:
        """Take the next messages that the search has found."""
        if not self.is_busy:
            return
        self.searched_to = low
        if self._early:
            inside = {early for early in self._early if early > low}
            if inside:
                self._early -= inside
                ids = ShownIds.found(block)
                ids.replace(added=inside, removed=())
                block = ids.descending()
        if not self.is_first_awaited:
            self._target.extend(block, low)
        elif len(block) or low == 0:
            self._show_first(block)

    def finished(self) -> None:
        """Take note that the search is at its end."""
        self.searched_to = 0
        self._show_first(array("q"))
        self.is_busy = False

    def failed(self) -> None:
        """Take note that the search cannot go on."""
        # What is shown did not pass this filter.
        self._show_first(array("q"))
        self.is_busy = False
        self.has_failed = True

    def arrived(self, added: Block, removed: Block, upto: int) -> None:
        """Take what messages that arrived have changed.

        Args:
            added: Messages that match; some may be shown already.
            removed: Messages that do not match.
            upto: The newest message that was looked at.
        """
        self.checked = max(self.checked, upto)
        fresh, gone = set(added.tolist()), set(removed.tolist())
        # The search has not been everywhere yet; what matches there has its turn.
        early = {number for number in fresh if number <= self.searched_to}
        fresh -= early
        self._early = (self._early | early) - gone
        if fresh and self.is_first_awaited:
            self._show_first(array("q"))
        if not self.is_first_awaited and (fresh or gone):
            self._target.change(fresh, gone)

    def _show_first(self, block: Block) -> None:
        if self.is_first_awaited:
            self.is_first_awaited = False
            self._target.show(block, self.searched_to)
