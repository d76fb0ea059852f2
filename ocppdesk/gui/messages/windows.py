# SPDX-License-Identifier: Apache-2.0
"""Messages in windows of their own, to read several side by side."""

import sqlite3

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.detail.window import DetailWindow
from ocppdesk.gui.look.theme import Theme


class DetailWindows(QObject):
    """The windows on single messages that belong to one table.

    Args:
        theme: Their look.
        table: The table; they belong to its window.

    Signals:
        go_to: Another message is to be selected in the table; its number.
        glossary_wanted: The glossary is to be opened; carries action and version.
        narrowing_requested: This filter is wanted besides the present one.
        column_requested: This place in payloads is wanted as a column.
        said: Why a message cannot be shown, as a sentence.
    """

    go_to = Signal(int)
    glossary_wanted = Signal(str, str)
    narrowing_requested = Signal(str)
    column_requested = Signal(str)
    said = Signal(str)

    def __init__(self, theme: Theme, table: QWidget) -> None:
        super().__init__(table)
        self.reader: CaptureReader | None = None
        """The capture that the messages are in."""
        self._theme = theme
        self._table = table
        self._windows: list[DetailWindow] = []

    @property
    def windows(self) -> list[DetailWindow]:
        """The windows that are open, the oldest first."""
        return list(self._windows)

    def open(self, number: int) -> None:
        """Show a message in a window of its own; one that has one gets it in front."""
        for window in self._windows:
            if window.number == number:
                window.raise_()
                window.activateWindow()
                return
        window = DetailWindow(self._theme, number, self._table.window())
        if not self._show(window):
            window.deleteLater()
            return
        self._windows.append(window)
        window.closed.connect(
            lambda: self._windows.remove(window), Qt.ConnectionType.SingleShotConnection
        )
        detail = window.detail
        detail.go_to.connect(self.go_to)
        detail.glossary_wanted.connect(self.glossary_wanted)
        detail.narrowing_requested.connect(self.narrowing_requested)
        detail.column_requested.connect(self.column_requested)
        window.show()

    def refresh(self) -> None:
        """Show the answers that came to calls which have none yet."""
        for window in self.windows:
            if window.detail.is_waiting:
                self._show(window)

    def close_all(self) -> None:
        """Close all of them."""
        for window in self.windows:
            window.close()

    def _show(self, window: DetailWindow) -> bool:
        if self.reader is None:
            return False
        try:
            return window.show_from(self.reader)
        except (sqlite3.Error, ValueError) as error:
            text = self.tr("The capture cannot be read: {why}.")
            self.said.emit(text.format(why=error))
            return False
