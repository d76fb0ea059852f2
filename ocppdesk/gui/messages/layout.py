# SPDX-License-Identifier: Apache-2.0
"""Which columns there are, in which order and how wide: chosen in the header, kept."""

import contextlib
import json
import logging
from typing import Any, Final

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from ocppdesk.gui.messages.columns import (
    COLUMNS,
    Column,
    ColumnInfo,
    title_of,
    words_of,
)
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.theme import Theme
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

_SAVE_AFTER_MS: Final = 500  # dragging a border changes its column all the time
_NARROWEST: Final = 24
_WIDEST: Final = 4_000
_PADDING: Final = 16
_SHARES: Final = {Column.SUMMARY: 3, Column.JSON: 2}  # of the room that is left
_TIME_SAMPLES: Final = {
    TimeMode.LOCAL: "14:05:31.204",
    TimeMode.LOCAL_DATE: "2026-01-31 14:05:31.204",
    TimeMode.UTC: "2026-01-31T13:05:31.204Z",
    TimeMode.ZERO: "+2 d 03:00:00.000",
    TimeMode.PREVIOUS: "+00:14:32.204",
}


class ColumnLayout(QObject):
    """The columns of one table, kept in the setting `columns`.

    Summary and JSON share the room that the others leave, until somebody gives them a
    width; with no room left, the table scrolls sideways. The column Charger comes by
    itself with the second charger, until somebody says whether it is to be there.

    Args:
        view: The table; its model is set.
        settings: Where the choice is kept.
        theme: Gives the font that widths go by.
    """

    def __init__(self, view: QTableView, settings: Settings, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._header = view.horizontalHeader()
        self._settings = settings
        self._theme = theme
        self._time_mode = TimeMode.LOCAL
        self._has_chargers = False
        self._chosen: dict[Column, bool] = {}
        self._widths: dict[Column, int] = {}
        self._is_arranging = False
        self._menu: QMenu | None = None
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._save_soon.timeout.connect(self.save)
        self._header.setSectionsMovable(True)
        self._header.setSectionsClickable(True)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._open_menu)
        self._header.setMinimumSectionSize(_NARROWEST)
        self._load()
        self._arrange()
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._on_moved)
        theme.changed.connect(self._arrange)

    def is_shown(self, column: Column) -> bool:
        """Return whether a column is there."""
        default = COLUMNS[column].is_shown
        if column is Column.CHARGER:
            default = self._has_chargers
        return self._chosen.get(column, default)

    def show_column(self, column: Column, *, is_shown: bool) -> None:
        """Add or take away a column; the last one stays."""
        self._chosen[column] = is_shown
        if not any(self.is_shown(info.column) for info in COLUMNS):
            self._chosen[column] = True
        self._arrange()
        self._save_soon.start()

    @property
    def has_several_chargers(self) -> bool:
        """Whether there is more than one charger, as far as was told."""
        return self._has_chargers

    def set_several_chargers(self, *, has_several: bool) -> None:
        """Tell whether there is more than one charger."""
        if has_several != self._has_chargers:
            self._has_chargers = has_several
            self._arrange()

    def set_time_mode(self, mode: TimeMode) -> None:
        """Make the column Time as wide as that way of writing times needs."""
        if mode is not self._time_mode:
            self._time_mode = mode
            self._widths.pop(Column.TIME, None)
            self._arrange()

    def fill(self) -> None:
        """Share out the room there is among the columns; call it on every resize."""
        shown = [info for info in COLUMNS if self.is_shown(info.column)]
        widths = {info.column: self._width(info) for info in shown}
        room = self._view.viewport().width() - sum(widths.values())
        shares = {c: n for c, n in _SHARES.items() if c in widths}
        shares = {c: n for c, n in shares.items() if c not in self._widths}
        last = self._last_column()
        if not shares and last is not None:
            shares = {last: 1}
        whole = sum(shares.values())
        for column, share in shares.items():
            widths[column] += max(room, 0) * share // whole
        self._is_arranging = True
        for column, width in widths.items():
            self._header.resizeSection(column, width)
        self._is_arranging = False

    def reset(self) -> None:
        """Go back to the columns, order and widths of the beginning."""
        self._chosen.clear()
        self._widths.clear()
        self._order([info.column for info in COLUMNS])
        self._arrange()
        self.save()

    def menu(self) -> QMenu:
        """Return a fresh menu with a tick for every column; its parent is the table."""
        menu = QMenu(self.tr("Columns"), self._view)
        for info in COLUMNS:
            menu.addAction(self._action(info, menu))
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns"), self.reset)
        return menu

    def save(self) -> None:
        """Keep the choice in the settings now."""
        self._save_soon.stop()
        order = [
            COLUMNS[self._header.logicalIndex(at)].name for at in range(len(COLUMNS))
        ]
        state = {
            "order": order,
            "shown": {column.name.lower(): on for column, on in self._chosen.items()},
            "widths": {column.name.lower(): px for column, px in self._widths.items()},
        }
        try:
            self._settings.change({"columns": json.dumps(state)})
        except SettingsError as error:
            # The table is as wanted; only the next start will not know.
            _log.info("The columns could not be kept: %s", error)

    def _load(self) -> None:
        state: Any = None
        with contextlib.suppress(ValueError):
            state = json.loads(self._settings.columns or "{}")
        if not isinstance(state, dict):
            return
        by_name = {info.name: info.column for info in COLUMNS}
        shown, widths, order = (state.get(key) for key in ("shown", "widths", "order"))
        if isinstance(shown, dict):
            for name, value in shown.items():
                if name in by_name and isinstance(value, bool):
                    self._chosen[by_name[name]] = value
        if isinstance(widths, dict):
            for name, value in widths.items():
                if name in by_name and type(value) is int:
                    self._widths[by_name[name]] = min(max(value, _NARROWEST), _WIDEST)
        if isinstance(order, list):
            known = [
                by_name[name]
                for name in order
                if isinstance(name, str) and name in by_name
            ]
            self._order(list(dict.fromkeys(known)))

    def _order(self, columns: list[Column]) -> None:
        self._is_arranging = True
        for at, column in enumerate(columns):
            self._header.moveSection(self._header.visualIndex(column), at)
        self._is_arranging = False

    def _arrange(self) -> None:
        self._is_arranging = True  # showing a column resizes it as well
        for info in COLUMNS:
            is_hidden = not self.is_shown(info.column)
            self._header.setSectionHidden(info.column, is_hidden)
        self._is_arranging = False
        self.fill()

    def _width(self, info: ColumnInfo) -> int:
        """Return the width that somebody gave to a column, or that its texts need."""
        chosen = self._widths.get(info.column)
        if chosen is not None:
            return chosen
        is_json = info.column is Column.JSON
        font = self._theme.fixed_font() if is_json else self._theme.font()
        metrics = QFontMetrics(font)
        sample = info.sample
        if info.column is Column.TIME:
            sample = _TIME_SAMPLES[self._time_mode]
        texts = (sample, title_of(info.column))
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        return widest + self._theme.scaled(_PADDING)

    def _last_column(self) -> Column | None:
        for at in reversed(range(len(COLUMNS))):
            column = self._header.logicalIndex(at)
            if not self._header.isSectionHidden(column):
                return Column(column)
        return None

    def _action(self, info: ColumnInfo, menu: QMenu) -> QAction:
        title, words = title_of(info.column), words_of(info.column)
        action = QAction(title if title == words else f"{title}   {words}", menu)
        action.setCheckable(True)
        action.setChecked(self.is_shown(info.column))
        action.toggled.connect(
            lambda is_shown: self.show_column(info.column, is_shown=is_shown)
        )
        return action

    def _open_menu(self, at: QPoint) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self.menu()
        self._menu.popup(self._header.mapToGlobal(at))

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        if self._is_arranging or new == 0:
            return
        self._widths[Column(column)] = new
        self.fill()
        self._save_soon.start()

    def _on_moved(self, _column: int, _old: int, _new: int) -> None:
        if not self._is_arranging:
            self._arrange()
            self._save_soon.start()
