# SPDX-License-Identifier: Apache-2.0
"""The ways from one message to another: back, what is looked for, a transaction."""

from PySide6.QtCore import QObject, Qt, Signal

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Filter
from ocppdesk.gui.messages.chosen import ChosenRows
from ocppdesk.gui.messages.find_bar import FindBar
from ocppdesk.gui.messages.finding import Finder
from ocppdesk.gui.messages.history import History
from ocppdesk.gui.messages.proposals import followed


class Walking(QObject):
    """Chooses other messages than the one that is chosen.

    Args:
        chosen: The selected rows.
        finder: Looks among the shown rows.
        bar: The line for finding.

    Signals:
        said: Why there is nothing to go to, or that it went around, as a sentence.
    """

    said = Signal(str)

    def __init__(self, chosen: ChosenRows, finder: Finder, bar: FindBar) -> None:
        super().__init__(chosen)
        self.has_several_chargers = False
        """Whether transactions need their charger to be told apart."""
        self._chosen = chosen
        self._finder = finder
        self._bar = bar
        self._history = History()
        self._is_for_bar = False
        self._step = 1
        chosen.view.current_changed.connect(self._history.visit)
        bar.wanted.connect(self._find_wanted)
        bar.edited.connect(finder.cancel)
        bar.closed.connect(self._leave_bar)
        finder.found.connect(self._on_found)
        finder.placed.connect(bar.say_place)
        finder.not_found.connect(self._on_not_found)
        finder.failed.connect(self._on_failed)

    def start_over(self) -> None:
        """Forget which messages were chosen: the table shows another capture."""
        self._history.clear()
        self._finder.cancel()
        self._bar.say("")

    def back(self) -> None:
        """Choose the message that was chosen before."""
        self._choose(self._history.back())

    def forward(self) -> None:
        """Choose the message that `back` came from."""
        self._choose(self._history.forward())

    def open_find(self) -> None:
        """Open the line for finding; the table follows no more."""
        self._chosen.view.following.pause()
        self._bar.open()

    def find(self, step: int) -> None:
        """Choose the next (1) or previous (-1) row that is looked for."""
        if self._bar.input.text().strip():
            self._chosen.view.following.pause()
            self._bar.show()
            self._bar.step(step)
        else:
            self.open_find()

    def in_transaction(self, step: int) -> None:
        """Choose the next (1) or previous (-1) row of the chosen one's transaction."""
        number = self._chosen.current_id
        subject = None if number is None else self._chosen.subject(number)
        if subject is None:
            return
        with_charger = self.has_several_chargers
        expression = followed("transaction", subject, with_charger=with_charger)
        if expression:
            self._look_for(parse_filter(expression), step, is_for_bar=False)
        else:
            self.said.emit(self.tr("This message belongs to no transaction."))

    def _choose(self, number: int | None) -> None:
        if number is not None:
            self._chosen.view.choose(number)

    def _look_for(self, wanted: Filter, step: int, *, is_for_bar: bool) -> None:
        self._is_for_bar = is_for_bar
        self._step = step
        self._finder.find(wanted, forward=step > 0, counts=is_for_bar)

    def _find_wanted(self, wanted: Filter, step: int) -> None:
        self._look_for(wanted, step, is_for_bar=True)

    def _leave_bar(self) -> None:
        if self._is_for_bar:
            self._finder.cancel()
        self._chosen.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_found(self, number: int, is_around: bool) -> None:
        is_same = number == self._chosen.current_id
        self._choose(number)
        if self._is_for_bar:
            self._bar.say(self._find_remark(is_same=is_same, is_around=is_around))
        elif is_same:
            self.said.emit(self.tr("No other row shown belongs to this transaction."))
        elif is_around:
            self.said.emit(
                self.tr("That was its last row further down: on from the top.")
                if self._step > 0
                else self.tr("That was its last row further up: on from the bottom.")
            )

    def _find_remark(self, *, is_same: bool, is_around: bool) -> str:
        if is_same:
            return self.tr("This is the only one.")
        if not is_around:
            return ""
        if self._step > 0:
            return self.tr("Searched from the top again.")
        return self.tr("Searched from the bottom again.")

    def _on_not_found(self) -> None:
        if self._is_for_bar:
            self._bar.say(self.tr("Not found in the rows shown."), is_wrong=True)
        else:
            self.said.emit(self.tr("No row shown belongs to this transaction."))

    def _on_failed(self, why: str) -> None:
        if self._is_for_bar:
            self._bar.say(why, is_wrong=True)
        else:
            self.said.emit(why)
