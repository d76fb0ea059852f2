# SPDX-License-Identifier: Apache-2.0
"""The commands that mark messages, write notes on them and go from mark to mark."""

import bisect
import itertools
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.annotating import Annotating
from ocppdesk.gui.messages.chosen import ChosenRows
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.note_dialog import NoteDialog

MOST_MARKED: Final = 5_000
"""Rows that are marked at a time; more are better found by a filter."""


class Marking(QObject):
    """Marks the selected rows, writes notes on them and goes to marked ones.

    Args:
        theme: The look of the window for notes.
        chosen: The selected rows.
        annotating: The marks and notes.

    Signals:
        said: Why something was not done, or what was special about it, as a sentence.
        offered: Likewise, with what can be done about it, in words and as a function.
    """

    said = Signal(str)
    offered = Signal(str, str, object)

    def __init__(
        self, theme: Theme, chosen: ChosenRows, annotating: Annotating
    ) -> None:
        super().__init__(chosen)
        self._theme = theme
        self._chosen = chosen
        self._annotating = annotating
        self._dialogs: dict[int, NoteDialog] = {}
        self._lost: dict[int, str] = {}
        annotating.failed.connect(self.said)
        annotating.note_lost.connect(self._on_note_lost)

    def is_marked(self, number: int) -> bool:
        """Return whether a message is marked."""
        return number in self._annotating.annotations.marks

    def toggle_mark(self) -> None:
        """Mark all selected rows; if all are marked, take their marks away."""
        if self._chosen.count > MOST_MARKED:
            text = self.tr(
                "At most {limit} messages can be marked at a time. A filter finds more "
                "of them, and can be saved as a chip."
            )
            self.said.emit(text.format(limit=grouped(MOST_MARKED)))
            return
        ids = self._chosen.ids()
        if not ids and self._chosen.current_id is not None:
            ids = [self._chosen.current_id]  # chosen, and hidden by the filter
        if ids:
            is_marked = not all(self.is_marked(number) for number in ids)
            self._annotating.set_mark(ids, is_marked=is_marked)

    def next_mark(self) -> None:
        """Choose the marked message that is next further down among the shown ones."""
        self._go(1)

    def previous_mark(self) -> None:
        """Choose the marked message that is next further up among the shown ones."""
        self._go(-1)

    def next_finding(self) -> None:
        """Choose the message with a finding that is next further down."""
        self._go_to_finding(1)

    def previous_finding(self) -> None:
        """Choose the message with a finding that is next further up."""
        self._go_to_finding(-1)

    def edit_note(self) -> None:
        """Open the window for the note on the chosen message."""
        if self._chosen.current_id is not None:
            self._edit_note_on(self._chosen.current_id)

    def start_over(self) -> None:
        """Forget what could not be written: the table shows another capture."""
        self._lost.clear()

    def _edit_note_on(self, number: int) -> None:
        dialog = self._dialogs.get(number)
        if dialog is None:
            dialog = self._dialogs[number] = self._dialog(number)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def close_dialogs(self) -> None:
        """Close all windows for notes; what was written in them is saved."""
        for dialog in list(self._dialogs.values()):
            dialog.close()

    def _on_note_lost(self, number: int, text: str, why: str) -> None:
        self._lost[number] = text
        said = self.tr("The note on message {n} was not kept. {why}")
        self.offered.emit(
            said.format(n=grouped(number), why=why),
            self.tr("Write it again…"),
            partial(self._edit_note_on, number),
        )

    def _go(self, step: int) -> None:
        marks = sorted(self._annotating.annotations.marks)
        if self._walk(marks, step):
            return
        if marks:
            text = self.tr("None of the marked messages is shown with this filter.")
        else:
            text = self.tr("No message is marked. Edit, Mark does that.")
        self.said.emit(text)

    def _go_to_finding(self, step: int) -> None:
        found = sorted(self._annotating.annotations.findings)
        if self._walk(found, step):
            return
        if found:
            text = self.tr("No message with a finding is shown with this filter.")
        else:
            text = self.tr("Nothing was found in these messages so far.")
        self.said.emit(text)

    def _walk(self, numbers: list[int], step: int) -> bool:
        """Choose the next of some messages; return whether one is shown."""
        is_upwards = (step > 0) != self._chosen.model.newest_first
        current = self._chosen.current_id
        ahead, behind = _around(numbers, current, is_upwards=is_upwards)
        for number in itertools.chain(ahead, behind):
            if self._chosen.model.row_of(number) is not None:
                self._chosen.view.choose(number)
                if number in behind and current is not None:
                    self.said.emit(self._around_text(step))
                return True
        return False

    def _around_text(self, step: int) -> str:
        if step > 0:
            return self.tr("There is none further down: on from the top.")
        return self.tr("There is none further up: on from the bottom.")

    def _dialog(self, number: int) -> NoteDialog:
        cells = self._chosen.model.cells_of_message(number)
        message = cells.texts[Column.MESSAGE]
        dialog = NoteDialog(
            self._theme,
            title=f"{number} {message}",
            about=cells.texts[Column.SUMMARY] or cells.texts[Column.CHARGER],
            text=self._annotating.annotations.notes.get(number, ""),
            draft=self._lost.pop(number, ""),
            parent=self._chosen.view.window(),
        )
        dialog.saved.connect(lambda text: self._annotating.set_note(number, text))
        dialog.finished.connect(lambda _code: self._dialogs.pop(number, None))
        return dialog


def _around(
    marks: list[int], current: int | None, *, is_upwards: bool
) -> tuple[list[int], list[int]]:
    """Return the marks beyond a message, and the others, in the order to go by."""
    if current is None:
        return (marks, []) if is_upwards else (marks[::-1], [])
    if is_upwards:
        at = bisect.bisect_right(marks, current)
        return marks[at:], marks[:at]
    at = bisect.bisect_left(marks, current)
    return marks[:at][::-1], marks[at:][::-1]
