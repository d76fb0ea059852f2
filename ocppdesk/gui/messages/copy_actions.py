# SPDX-License-Identifier: Apache-2.0
"""The ways of copying the selected rows."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.messages.chosen import ChosenRows
from ocppdesk.gui.messages.copying import (
    can_be_sent,
    csv_rows,
    markdown,
    pretty_json,
    summary_lines,
    wire_text,
    wscat_command,
)

LIMIT: Final = 5_000
"""Messages that are copied at a time; more are for an export."""


class CopyActions(QObject):
    """Puts the selected rows on the clipboard.

    Args:
        chosen: The selected rows.

    Signals:
        said: Why nothing was copied, as a sentence.
    """

    said = Signal(str)

    def __init__(self, chosen: ChosenRows) -> None:
        super().__init__(chosen)
        self.annotations: Annotations = EMPTY
        """The marks and notes that go with the messages."""
        self.port = 0
        """Where the embedded CSMS listens."""
        self._chosen = chosen

    def copy_summary(self) -> None:
        """Copy a line for each selected row."""

        def lines(reader: CaptureReader, ids: Sequence[int]) -> str:
            rows = reader.rows(ids)
            return summary_lines(rows[number] for number in ids if number in rows)

        self._copy(lines)

    def copy_json(self) -> None:
        """Copy the selected messages as they were on the wire."""
        chosen = self._chosen
        self._copy(lambda reader, ids: wire_text(chosen.messages(reader, ids)))

    def copy_pretty(self) -> None:
        """Copy the selected messages as indented JSON."""
        chosen = self._chosen
        self._copy(lambda reader, ids: pretty_json(chosen.messages(reader, ids)))

    def copy_csv(self) -> None:
        """Copy the selected messages as CSV."""

        def text(reader: CaptureReader, ids: Sequence[int]) -> str:
            return csv_rows(self._chosen.messages(reader, ids), self.annotations)

        self._copy(text)

    def copy_markdown(self) -> None:
        """Copy the exchanges that the selected messages belong to."""

        def text(reader: CaptureReader, ids: Sequence[int]) -> str:
            found = reader.messages(ids)
            calls = dict.fromkeys(message.answer_to or message.id for message in found)
            return markdown(self._chosen.exchange(reader, call) for call in calls)

        self._copy(text)

    def copy_wscat(self) -> None:
        """Copy a command line for each selected call of a charger that sends it."""

        def text(reader: CaptureReader, ids: Sequence[int]) -> str:
            calls = [m for m in reader.messages(ids) if can_be_sent(m)]
            numbers = {message.connection for message in calls}
            connections = {number: reader.connection(number) for number in numbers}
            return "\n".join(
                wscat_command(call, connections[call.connection], port=self.port)
                for call in calls
            )

        self._copy(text)

    def copy_text(self, text: str) -> None:
        """Copy any text."""
        QGuiApplication.clipboard().setText(text)

    def _copy(self, text_of: Callable[[CaptureReader, Sequence[int]], str]) -> None:
        count = self._chosen.count
        if count > LIMIT:
            text = self.tr(
                "{n} messages are too many for the clipboard, which takes {limit}. "
                "Export them instead: File, Export."
            )
            self.said.emit(text.format(n=grouped(count), limit=grouped(LIMIT)))
            return
        ids = self._chosen.ids()
        if not ids:
            return
        copied = self._chosen.ask(lambda reader: text_of(reader, ids))
        if copied is not None:
            QGuiApplication.clipboard().setText(copied)
