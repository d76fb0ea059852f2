# SPDX-License-Identifier: Apache-2.0
"""The widths that somebody gave to the columns of the settings, kept."""

import json
import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ocppdesk.gui.configuration import model as columns
from ocppdesk.gui.configuration.table import SettingsTable
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

_SETTING: Final = "setting_columns"
_SAVE_MS: Final = 500  # an edge that is dragged is written once
_WIDEST: Final = 4_000
_NAMES: Final = {
    columns.STATE: "state",
    columns.NAME: "name",
    columns.RELATIVE: "relative",
    columns.CURRENT: "current",
    columns.NEW: "new",
    columns.TYPE: "type",
    columns.ACCESS: "access",
    columns.REBOOT: "reboot",
    columns.READ_AT: "read_at",
}


class ColumnWidths(QObject):
    """Gives a table the widths that are kept, and keeps those that the user gives.

    They are kept in pixels at 100 %, so that they grow with the zoom.

    Args:
        table: The table.
        theme: Where the zoom comes from.
        settings: Where they are kept.
    """

    def __init__(self, table: SettingsTable, theme: Theme, settings: Settings) -> None:
        super().__init__(table)
        self._table = table
        self._theme = theme
        self._settings = settings
        self._widths = _read(settings.setting_columns)
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save_soon.timeout.connect(self.save)
        table.column_resized.connect(self._take)
        theme.changed.connect(self._apply)
        self._apply()

    def save(self) -> None:
        """Keep the widths now."""
        self._save_soon.stop()
        text = json.dumps(self._widths) if self._widths else ""
        try:
            self._settings.change({_SETTING: text})
        except SettingsError as error:
            # The table is as wanted; only the next start will not know.
            _log.info("The columns could not be kept: %s", error)

    def close(self) -> None:
        """Keep what is not kept yet."""
        if self._save_soon.isActive():
            self.save()

    def _apply(self) -> None:
        found = {
            column: self._theme.scaled(self._widths[name])
            for column, name in _NAMES.items()
            if name in self._widths
        }
        self._table.set_widths(found)

    def _take(self, column: int, width: int) -> None:
        name = _NAMES.get(column)
        if name is not None:
            zoom = self._theme.scaled(1000) / 1000
            self._widths[name] = max(1, round(width / zoom))
            self._save_soon.start()


def _read(text: str) -> dict[str, int]:
    """Read what was kept; what is damaged is left out."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    known = frozenset(_NAMES.values())
    pairs = found.items() if isinstance(found, dict) else ()
    return {
        name: min(max(width, 1), _WIDEST)
        for name, width in pairs
        if name in known and type(width) is int
    }
