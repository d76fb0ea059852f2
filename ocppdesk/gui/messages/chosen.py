# SPDX-License-Identifier: Apache-2.0
"""The rows that are selected, and what the capture says of their messages."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Row
from ocppdesk.core.messages import Message
from ocppdesk.filters.subject import Subject
from ocppdesk.gui.messages.long_texts import true_sizes, whole
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.view import MessageTableView

T = TypeVar("T")


class ChosenRows(QObject):
    """What is selected in a table, read from its capture.

    Args:
        model: The rows.
        view: The table.

    Signals:
        said: Why something could not be read, as a sentence.
    """

    said = Signal(str)

    def __init__(self, model: MessageTableModel, view: MessageTableView) -> None:
        super().__init__(view)
        self.reader: CaptureReader | None = None
        """The capture that the rows are of."""
        self.exchanges = False
        """Whether a row stands for a call and its answers."""
        self.model = model
        """The rows."""
        self.view = view
        """The table."""

    @property
    def current_id(self) -> int | None:
        """The message that was chosen last, also while a filter hides it."""
        return self.view.current_id

    @property
    def count(self) -> int:
        """How many rows are selected."""
        return self.view.selected_count()

    def ids(self) -> list[int]:
        """Return the messages of the selected rows, the oldest first."""
        return sorted(self.model.id_at(row) for row in self.view.selected_rows())

    def ask(self, question: Callable[[CaptureReader], T]) -> T | None:
        """Ask the capture; if it cannot be read, say so and return None."""
        if self.reader is None:
            return None
        try:
            return question(self.reader)
        except (sqlite3.Error, ValueError) as error:
            text = self.tr("The capture cannot be read: {why}.")
            self.said.emit(text.format(why=error))
            return None

    def subject(self, number: int) -> Subject | None:
        """Return a message with its exchange; a text beyond `WHOLE` is cut."""
        row = self.ask(lambda reader: _whole_row(reader, number))
        if row is None:
            return None
        return Subject(
            row.message,
            call=row.call,
            answer=row.answer,
            version=self.model.version(self.model.cells_of_message(number)),
        )

    def partner(self, number: int) -> int | None:
        """Return the answer to a call or the call of an answer, None if unknown."""
        subject = self.subject(number)
        if subject is None:
            return None
        message, answer = subject.message, subject.answer
        if message.answer_to is not None:
            return message.answer_to
        return None if answer is None or answer is message else answer.id

    def messages(self, reader: CaptureReader, ids: Sequence[int]) -> list[Message]:
        """Return whole messages, in the view of exchanges with their answers."""
        if not self.exchanges:
            return reader.messages(ids)
        return [m for number in ids for m in self.exchange(reader, number)]

    def exchange(self, reader: CaptureReader, call: int) -> list[Message]:
        """Return a call and its answers."""
        return [*reader.messages([call]), *reader.answers(call)]


def _whole_row(reader: CaptureReader, number: int) -> Row | None:
    rows = reader.rows([number])
    sizes = true_sizes(reader, rows.values())
    return whole(reader, rows[number], sizes) if number in rows else None
