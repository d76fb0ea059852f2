# SPDX-License-Identifier: Apache-2.0
"""Which columns there are, in which order and how wide: chosen in the header, kept."""

import logging
from collections.abc import Iterable
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics
from PySide6.QtWidgets import QMenu, QTableView

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.columns import (
    COLUMNS,
    Column,
    ColumnInfo,
    path_column,
    title_of,
    words_of,
)
from ocppdesk.gui.messages.layout_state import LayoutState
from ocppdesk.gui.messages.look import FIELD_COLUMNS
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.times import DeltaMode, TimeMode
from ocppdesk.settings import Settings, SettingsError

_log = logging.getLogger(__name__)

MOST_PATHS: Final = 20
"""Columns for places in payloads; each is worked out for every row."""

_SAVE_AFTER_MS: Final = 500  # dragging a border changes its column all the time
_NARROWEST: Final = 24
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
    Places in payloads can be columns too.

    Args:
        view: The table; its model is a `MessageTableModel`.
        settings: Where the choice is kept.
        theme: Gives the font that widths go by.
    """

    def __init__(self, view: QTableView, settings: Settings, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._model = cast("MessageTableModel", view.model())
        self._header = view.horizontalHeader()
        self._settings = settings
        self._theme = theme
        self._time_mode = TimeMode.LOCAL
        self._has_chargers = False
        self._chosen: dict[str, bool] = {}
        self._widths: dict[str, int] = {}
        self._is_arranging = self._is_saving = False
        self._menu: QMenu | None = None
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._save_soon.timeout.connect(self.save)
        self._header.setSectionsMovable(True)
        self._header.setSectionsClickable(True)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._open_menu)
        self._header.setMinimumSectionSize(_NARROWEST)
        self._take(LayoutState.read(settings.columns))
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._on_moved)
        theme.changed.connect(self._arrange)
        self._forget_settings = settings.on_change(self._follow_settings)
        self.destroyed.connect(self._forget_settings)

    def close(self) -> None:
        """Keep the choice in the settings, and follow them no more."""
        self.save()
        self._forget_settings()

    def is_shown(self, column: int) -> bool:
        """Return whether a column is there."""
        info = self._model.columns[column]
        default = self._has_chargers if column == Column.CHARGER else info.is_shown
        return self._chosen.get(info.name, default)

    def show_column(self, column: int, *, is_shown: bool) -> None:
        """Add or take away a column; the last one stays."""
        name = self._model.columns[column].name
        self._chosen[name] = is_shown
        if not any(self.is_shown(info.column) for info in self._model.columns):
            self._chosen[name] = True
        self._arrange()
        self._save_soon.start()

    @property
    def paths(self) -> list[str]:
        """The places in payloads that have columns, as they are written in filters."""
        return [info.name for info in self._model.columns[len(COLUMNS) :]]

    def add_path_column(self, path: str) -> bool:
        """Show a place in payloads as a column, before the JSON.

        Args:
            path: The place as it is written in filters: `.idTagInfo.status`.

        Returns:
            Whether it is shown; not if the text is no such place, or there are too many
            columns already.
        """
        if not self._add_path(path):
            return False
        column = self._column_of(path)
        self._chosen.pop(self._model.columns[column].name, None)
        self._move(column, self._header.visualIndex(Column.JSON))
        self._arrange()
        self._save_soon.start()
        return True

    def remove_path_column(self, path: str) -> None:
        """Have no column any more for a place in payloads."""
        column = self._column_of(path)
        if column < len(COLUMNS):
            return
        name = self._model.columns[column].name
        self._chosen.pop(name, None)
        self._widths.pop(name, None)
        self._is_arranging = True
        self._model.remove_column(column)
        self._is_arranging = False
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
            self._widths.pop("time", None)
            self._arrange()

    def set_delta_mode(self, mode: DeltaMode) -> None:
        """Let the column Δ count from other rows."""
        if mode is not self._model.texts.delta_mode:
            self._model.texts.delta_mode = mode
            self._model.reworded(Column.DELTA)
            self._save_soon.start()

    def fill(self) -> None:
        """Share out the room there is among the columns; call it on every resize."""
        shown = [info for info in self._model.columns if self.is_shown(info.column)]
        widths = {info.column: self._width(info) for info in shown}
        room = self._view.viewport().width() - sum(widths.values())
        shares: dict[int, int] = {
            c: n
            for c, n in _SHARES.items()
            if c in widths and COLUMNS[c].name not in self._widths
        }
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
        self._take(LayoutState())
        self.save()

    def menu(self) -> QMenu:
        """Return a menu with a tick for every column; its parent is the table.

        It is up to date whenever it opens.
        """
        menu = QMenu(self.tr("Columns"), self._view)
        self._fill_menu(menu)
        menu.aboutToShow.connect(partial(self._fill_menu, menu))
        return menu

    def save(self) -> None:
        """Keep the choice in the settings now."""
        self._save_soon.stop()
        columns, header = self._model.columns, self._header
        order = [columns[header.logicalIndex(at)].name for at in range(len(columns))]
        is_usual = order == [info.name for info in COLUMNS]
        state = LayoutState(
            order=() if is_usual else tuple(order),
            shown=self._chosen,
            widths=self._widths,
            paths=tuple(self.paths),
            delta=self._model.texts.delta_mode,
        )
        self._is_saving = True
        try:
            self._settings.change({"columns": state.text()})
        except SettingsError as error:
            # The table is as wanted; only the next start will not know.
            _log.info("The columns could not be kept: %s", error)
        finally:
            self._is_saving = False

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "columns" in changed and not self._is_saving:
            self._save_soon.stop()
            self._take(LayoutState.read(self._settings.columns))

    def _take(self, state: LayoutState) -> None:
        """Have the columns of a state."""
        self._is_arranging = True
        for path in self.paths:
            if path not in state.paths:
                self._model.remove_column(self._column_of(path))
        for path in state.paths:
            self._add_path(path)
        self._is_arranging = False
        names = {info.name for info in self._model.columns}
        self._chosen = {n: on for n, on in state.shown.items() if n in names}
        self._widths = {n: max(px, _NARROWEST) for n, px in state.widths.items()}
        self._order(state.order)
        self._arrange()
        if state.delta is not self._model.texts.delta_mode:
            self._model.texts.delta_mode = state.delta
            self._model.reworded(Column.DELTA)

    def _add_path(self, path: str) -> bool:
        info = path_column(path, len(self._model.columns))
        if info is None:
            return False
        if info.name in self.paths:
            return True
        if len(self.paths) >= MOST_PATHS:
            return False
        self._is_arranging = True
        self._model.add_column(info)
        self._is_arranging = False
        return True

    def _column_of(self, name: str) -> int:
        """Return the number of a column by its name, -1 if there is none."""
        for info in self._model.columns:
            if info.name == name:
                return info.column
        return -1

    def _order(self, names: Iterable[str]) -> None:
        """Put columns into an order; it need not have all of them."""
        known = [info.name for info in self._model.columns]
        order = [name for name in names if name in known]
        for number, name in enumerate(known):
            if name not in order:
                # Behind the one that it stands behind in the beginning.
                before = known[number - 1] if number else ""
                place = order.index(before) + 1 if before in order else len(order)
                order.insert(place, name)
        for at, name in enumerate(order):
            self._move(self._column_of(name), at)

    def _move(self, column: int, to: int) -> None:
        self._is_arranging = True
        self._header.moveSection(self._header.visualIndex(column), to)
        self._is_arranging = False

    def _arrange(self) -> None:
        self._is_arranging = True  # showing a column resizes it as well
        for info in self._model.columns:
            is_hidden = not self.is_shown(info.column)
            self._header.setSectionHidden(info.column, is_hidden)
        self._is_arranging = False
        fields = frozenset(column for column in FIELD_COLUMNS if self.is_shown(column))
        if fields != self._model.look.shown_fields:
            self._model.look.shown_fields = fields
            self._model.reread()
        self.fill()

    def _width(self, info: ColumnInfo) -> int:
        """Return the width that somebody gave to a column, or that its texts need."""
        chosen = self._widths.get(info.name)
        if chosen is not None:
            return chosen
        is_json = info.column == Column.JSON
        font = self._theme.fixed_font() if is_json else self._theme.font()
        metrics = QFontMetrics(font)
        sample = info.sample
        if info.column == Column.TIME:
            sample = _TIME_SAMPLES[self._time_mode]
        texts = (sample, title_of(info))
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        return widest + self._theme.scaled(_PADDING)

    def _last_column(self) -> int | None:
        for at in reversed(range(self._header.count())):
            column = self._header.logicalIndex(at)
            if not self._header.isSectionHidden(column):
                return column
        return None

    def _action(self, info: ColumnInfo, menu: QMenu) -> QAction:
        title, words = title_of(info), words_of(info)
        action = QAction(title if title in words else f"{title}   {words}", menu)
        action.setCheckable(True)
        action.setChecked(self.is_shown(info.column))
        action.toggled.connect(
            lambda is_shown: self.show_column(info.column, is_shown=is_shown)
        )
        return action

    def _delta_menu(self, menu: QMenu) -> QMenu:
        titles = {
            DeltaMode.ROW: self.tr("The row before"),
            DeltaMode.CHARGER: self.tr("The one before of the same charger"),
            DeltaMode.ACTION: self.tr("The one before of the same action"),
        }
        found = QMenu(self.tr("Δ counts since"), menu)
        group = QActionGroup(found)
        for mode, title in titles.items():
            action = found.addAction(title, partial(self.set_delta_mode, mode))
            action.setCheckable(True)
            action.setChecked(mode is self._model.texts.delta_mode)
            group.addAction(action)
        return found

    def _fill_menu(self, menu: QMenu) -> None:
        for submenu in menu.findChildren(QMenu):
            submenu.deleteLater()
        menu.clear()
        for info in self._model.columns:
            menu.addAction(self._action(info, menu))
        menu.addSeparator()
        menu.addMenu(self._delta_menu(menu))
        if self.paths:
            removing = menu.addMenu(self.tr("Remove column"))
            for path in self.paths:
                remove = partial(self.remove_path_column, path)
                removing.addAction(path, remove)
        menu.addAction(self.tr("Reset columns"), self.reset)

    def _open_menu(self, at: QPoint) -> None:
        """Open the menu of the header, about the column at a place of it too."""
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = QMenu(self._view)
        column = self._header.logicalIndexAt(at)
        self._fill_menu(menu)
        if column >= len(COLUMNS):
            path = self._model.column_name(column)
            text = self.tr("Remove column {path}").format(path=path)
            remove = QAction(text, menu)
            remove.triggered.connect(partial(self.remove_path_column, path))
            first = menu.actions()[0]
            menu.insertAction(first, remove)
            menu.insertSeparator(first)
        menu.popup(self._header.mapToGlobal(at))

    def _on_resized(self, column: int, _old: int, new: int) -> None:
        if self._is_arranging or new == 0:
            return
        self._widths[self._model.column_name(column)] = new
        self.fill()
        self._save_soon.start()

    def _on_moved(self, _column: int, _old: int, _new: int) -> None:
        if not self._is_arranging:
            self._arrange()
            self._save_soon.start()
