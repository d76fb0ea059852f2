# SPDX-License-Identifier: Apache-2.0
"""What can be done with the rows of the table: copy, filter, go to the answer."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QLocale, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Message
from ocppdesk.gui.messages.copying import (
    csv_rows,
    markdown,
    pretty_json,
    summary_lines,
    wire_text,
)
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.row_menu import RowCommands, row_menu
from ocppdesk.gui.messages.view import MessageTableView

T = TypeVar("T")

COPY_LIMIT: Final = 5_000
"""Messages that are copied at a time; more are for an export."""


class RowActions(QObject):
    """The commands on the selected rows of a table.

    Args:
        model: The rows.
        view: The table.

    Signals:
        filter_requested: An expression of the filter language is wanted as the filter.
        time_zero_requested: Times are to be counted from this message.
        said: What went wrong, as a sentence.
    """

    filter_requested = Signal(str)
    time_zero_requested = Signal(int)
    said = Signal(str)

    def __init__(self, model: MessageTableModel, view: MessageTableView) -> None:
        super().__init__(view)
        self.reader: CaptureReader | None = None
        """The capture that the rows are of."""
        self.exchanges = False
        """Whether a row stands for a call and its answers."""
        self._model = model
        self._view = view
        self._menu: QMenu | None = None
        self._keys = {
            "copy_summary": self.copy_summary,
            "copy_json": self.copy_json,
            "partner": self.go_to_partner,
            "time_zero": self.set_time_zero,
        }
        view.menu_wanted.connect(self.open_menu)
        view.command_typed.connect(self._on_command_typed)

    def selected_ids(self) -> list[int]:
        """Return the messages of the selected rows, the oldest first."""
        return sorted(self._model.id_at(row) for row in self._view.selected_rows())

    def copy_summary(self) -> None:
        """Copy a line for each selected row."""

        def lines(reader: CaptureReader, ids: Sequence[int]) -> str:
            rows = reader.rows(ids)
            return summary_lines(rows[number] for number in ids if number in rows)

        self._copy(lines)

    def copy_json(self) -> None:
        """Copy the selected messages as they were on the wire."""
        self._copy(lambda _reader, ids: wire_text(self._messages(ids)))

    def copy_pretty(self) -> None:
        """Copy the selected messages as indented JSON."""
        self._copy(lambda _reader, ids: pretty_json(self._messages(ids)))

    def copy_csv(self) -> None:
        """Copy the selected messages as CSV."""
        self._copy(lambda _reader, ids: csv_rows(self._messages(ids)))

    def copy_markdown(self) -> None:
        """Copy the exchanges that the selected messages belong to."""

        def text(reader: CaptureReader, ids: Sequence[int]) -> str:
            found = reader.messages(ids)
            calls = dict.fromkeys(message.answer_to or message.id for message in found)
            return markdown(self._exchange(reader, call) for call in calls)

        self._copy(text)

    def go_to_partner(self) -> None:
        """Choose the answer to the chosen call, or the call of the chosen answer."""
        number = self._view.current_id
        partner = None if number is None else self._ask(lambda r: _partner(r, number))
        if partner is not None:
            self._view.choose(partner)

    def set_time_zero(self) -> None:
        """Count times from the chosen message."""
        if self._view.current_id is not None:
            self.time_zero_requested.emit(self._view.current_id)

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of the chosen row at a place of the screen."""
        number = self._view.current_id
        if number is None:
            return
        message = self._ask(lambda reader: reader.message(number))
        if message is None:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        commands = RowCommands(
            copy_summary=self.copy_summary,
            copy_pretty=self.copy_pretty,
            copy_json=self.copy_json,
            copy_markdown=self.copy_markdown,
            copy_csv=self.copy_csv,
            filter_on=self.filter_requested.emit,
            go_to_partner=self.go_to_partner,
            set_time_zero=self.set_time_zero,
        )
        partner = self._ask(lambda reader: _partner(reader, number))
        self._menu = row_menu(
            self._view, commands, message, has_partner=partner is not None
        )
        self._menu.popup(at)

    def _copy(self, text_of: Callable[[CaptureReader, Sequence[int]], str]) -> None:
        count = self._view.selected_count()
        if count > COPY_LIMIT:
            text = self.tr(
                "{n} messages are too many for the clipboard, which takes {limit}. "
                "Export them instead: File, Export."
            )
            local = QLocale()
            self.said.emit(
                text.format(n=local.toString(count), limit=local.toString(COPY_LIMIT))
            )
            return
        ids = self.selected_ids()
        if not ids:
            return
        copied = self._ask(lambda reader: text_of(reader, ids))
        if copied is not None:
            QGuiApplication.clipboard().setText(copied)

    def _messages(self, ids: Sequence[int]) -> list[Message]:
        """Return whole messages, in the view of exchanges with their answers."""
        reader = self.reader
        if reader is None:
            return []
        if not self.exchanges:
            return reader.messages(ids)
        return [m for number in ids for m in self._exchange(reader, number)]

    def _exchange(self, reader: CaptureReader, call: int) -> list[Message]:
        return [*reader.messages([call]), *reader.answers(call)]

    def _ask(self, question: Callable[[CaptureReader], T]) -> T | None:
        """Ask the capture; if it cannot be read, say so."""
        if self.reader is None:
            return None
        try:
            return question(self.reader)
        except (sqlite3.Error, ValueError) as error:
            text = self.tr("The capture cannot be read: {why}.")
            self.said.emit(text.format(why=error))
            return None

    def _on_command_typed(self, name: str) -> None:
        self._keys[name]()


def _partner(reader: CaptureReader, number: int) -> int | None:
    row = reader.rows([number]).get(number)
    if row is None:
        return None
    if row.message.answer_to is not None:
        return row.message.answer_to
    return None if row.answer is None else row.answer.id
