# SPDX-License-Identifier: Apache-2.0
"""What the user filters the settings by: a line, chips, and a line for each column."""

from PySide6.QtCore import QObject

from ocppdesk.gui.configuration.chips import SettingsFilterBar
from ocppdesk.gui.configuration.column_filter import parse_column
from ocppdesk.gui.configuration.filter import ChipKind, FilterLineError
from ocppdesk.gui.configuration.model import READ_AT, SettingsModel
from ocppdesk.gui.configuration.table import SettingsTable


class Filtering(QObject):
    """Applies what is typed and clicked, and says at its place why it cannot be.

    Args:
        bar: The line and the chips.
        table: The settings, with the lines of the columns.
        model: The settings.
    """

    def __init__(
        self, bar: SettingsFilterBar, table: SettingsTable, model: SettingsModel
    ) -> None:
        super().__init__(table)
        self._bar = bar
        self._table = table
        self._model = model
        bar.changed.connect(self._apply)
        bar.cleared.connect(table.header.clear)
        table.header.filter_typed.connect(self._apply_column)
        for part in (bar, table.header):
            part.left_down.connect(self._enter_table)
        model.counts_changed.connect(self._show_counts)

    def clear(self) -> None:
        """Let everything pass."""
        self._bar.clear()
        self._table.header.clear()

    def _apply(self) -> None:
        bar = self._bar
        try:
            self._model.set_filter(bar.line, bar.chips)
        except FilterLineError as error:
            bar.complain(str(error))

    def _apply_column(self, column: int, text: str) -> None:
        why = ""
        try:
            test = parse_column(text, has_times=column == READ_AT)
            self._model.set_column_filter(column, test)
        except FilterLineError as error:
            why = str(error)
        self._table.header.complain(column, why)

    def _enter_table(self) -> None:
        table, shown = self._table, self._model.shown
        if shown:
            if not table.currentIndex().isValid():
                table.choose(shown[0].address)
            table.setFocus()

    def _show_counts(self) -> None:
        model = self._model
        counts = {kind: model.count(kind) for kind in ChipKind}
        self._bar.show_counts(counts, shown=len(model.shown), total=model.total)
