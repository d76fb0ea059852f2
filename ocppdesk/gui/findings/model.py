# SPDX-License-Identifier: Apache-2.0
"""The rows of the list of findings, which hold still while somebody reads."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QIcon

from ocppdesk.core.findings import Level
from ocppdesk.gui.findings import signs, wording
from ocppdesk.gui.findings.groups import Group, GroupKey, State
from ocppdesk.gui.look.labels import shortened
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments, every_way
from ocppdesk.gui.messages.rule_icons import icon_of
from ocppdesk.gui.stories.wording import NOTHING

_ROOT: Final = QModelIndex()
_ICON_SIDE: Final = 16  # pixels at 100 %
_Role = Qt.ItemDataRole


class Column(enum.IntEnum):
    """What the list shows."""

    LEVEL = 0
    TITLE = 1
    CAUSE = 2
    CHARGER = 3
    PLACE = 4
    COUNT = 5
    FIRST = 6
    LAST = 7


def _none(_key: GroupKey) -> None:
    return None


def _gone(row: Group) -> Group:
    return row if row.is_gone else replace(row, is_gone=True)


class FindingsModel(QAbstractTableModel):
    """Groups of findings, a row each.

    Args:
        theme: Where colours come from.

    Signals:
        held_changed: How many groups wait until the list may be put in order.
    """

    held_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._moments = Moments()
        self._icons: dict[Level, QIcon] = {}
        self.rows: list[Group] = []
        """What is shown, from top to bottom."""
        self.held = 0
        """How many groups are not shown yet."""
        theme.changed.connect(self._dress)

    def show_groups(
        self,
        groups: Sequence[Group],
        *,
        may_move: bool,
        others: Callable[[GroupKey], Group | None] = _none,
    ) -> None:
        """Show groups.

        Args:
            groups: Those that are to be shown, in their order.
            may_move: Whether rows may change places. Otherwise those that are shown
                stay where they are, and new ones wait.
            others: Finds a group that would not be shown any more, as chips hide it,
                and yet has a row; None if it is gone.
        """
        wanted = list(groups)
        held = 0
        if not may_move:
            found = {group.key: group for group in wanted}
            wanted = [
                found.get(row.key) or others(row.key) or _gone(row) for row in self.rows
            ]
            held = len(found.keys() - {row.key for row in self.rows})
        if [row.key for row in wanted] == [row.key for row in self.rows]:
            self._update(wanted)
        else:
            self.beginResetModel()
            self.rows = wanted
            self.endResetModel()
        if held != self.held:
            self.held = held
            self.held_changed.emit(held)

    def row_of(self, key: GroupKey | None) -> int:
        """Return the row of a group; -1 if it is not shown."""
        return next((n for n, row in enumerate(self.rows) if row.key == key), -1)

    def set_moments(self, moments: Moments) -> None:
        """Write times another way."""
        if moments != self._moments:
            self._moments = moments
            self._tell(0, len(self.rows) - 1)

    def _update(self, wanted: list[Group]) -> None:
        changed = [
            number
            for number, (old, new) in enumerate(zip(self.rows, wanted, strict=True))
            if old is not new and old != new
        ]
        self.rows = wanted
        if changed:
            self._tell(changed[0], changed[-1])

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, Column.LAST))

    def _dress(self) -> None:
        self._icons.clear()
        self._tell(0, len(self.rows) - 1)

    def _text(self, group: Group, column: int) -> str:
        match column:
            case Column.LEVEL:
                return self._level_word(group)
            case Column.TITLE:
                return shortened(group.title)
            case Column.CAUSE:
                return wording.verdict_words(group.findings[0].verdicts)
            case Column.CHARGER:
                return shortened(group.key[1]) or NOTHING
            case Column.PLACE:
                return group.places
            case Column.COUNT:
                return grouped(group.count)
            case Column.FIRST:
                return self._moments.beginning(group.at)
        return self._moments.beginning(group.last_at)

    def _level_word(self, group: Group) -> str:
        if group.is_gone:
            return self.tr("No longer so")
        if group.state is State.IGNORED:
            return self.tr("Ignored")
        return signs.level_word(group.level)

    def _tip(self, group: Group, column: int) -> str:
        match column:
            case Column.FIRST:
                return every_way(group.at)
            case Column.LAST:
                return every_way(group.last_at)
            case Column.PLACE:
                return group.places
            case Column.CHARGER:
                return wording.charger_word(group.key[1])
        states = {
            State.NEW: self.tr("New: nobody looked at it so far."),
            State.SEEN: self.tr("Seen."),
            State.IGNORED: self.tr("Ignored here: it does not count."),
        }
        sure = wording.sure_word(group.findings[0])
        parts = (f"{group.title} ({group.key[0]})", sure, states[group.state])
        return "\n".join(part for part in parts if part)

    def _icon(self, level: Level) -> QIcon:
        icon = self._icons.get(level)
        if icon is None:
            color = self._theme.color(signs.COLORS[level])
            side = self._theme.scaled(_ICON_SIDE)
            icon = self._icons[level] = icon_of(signs.ICONS[level], color, side)
        return icon

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Any = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole and section == Column.COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != _Role.DisplayRole:
            return None
        titles = {
            Column.LEVEL: self.tr("Severity"),
            Column.TITLE: self.tr("Finding"),
            Column.CAUSE: self.tr("Likely cause"),
            Column.CHARGER: self.tr("Charger"),
            Column.PLACE: self.tr("Where"),
            Column.COUNT: self.tr("Times"),
            Column.FIRST: self.tr("First"),
            Column.LAST: self.tr("Last"),
        }
        return titles[Column(section)]

    def data(self, index: Any, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        group, column = self.rows[index.row()], index.column()
        is_quiet = group.is_gone or group.state is State.IGNORED
        match role:
            case _Role.DisplayRole:
                return self._text(group, column)
            case _Role.ToolTipRole:
                return self._tip(group, column)
            case _Role.DecorationRole if column == Column.LEVEL and not is_quiet:
                return self._icon(group.level)
            case _Role.FontRole if group.state is State.NEW and not group.is_gone:
                is_bold = column in (Column.LEVEL, Column.TITLE)
                return self._theme.font(bold=is_bold)
            case _Role.ForegroundRole:
                if is_quiet:
                    return self._theme.color("muted")
                if column == Column.LEVEL:
                    return self._theme.color(signs.COLORS[group.level])
                return self._theme.color("text")
            case _Role.TextAlignmentRole if column == Column.COUNT:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _Role.AccessibleTextRole if column == Column.LEVEL:
                return f"{self._level_word(group)}: {group.title}"
        return None
