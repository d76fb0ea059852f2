# SPDX-License-Identifier: Apache-2.0
"""The table of settings: rows made beforehand, filtered in a list of their own."""

from collections.abc import Callable, Collection, Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Address, Entry
from ocppdesk.gui.configuration.column_filter import CellTest
from ocppdesk.gui.configuration.edits import Edits
from ocppdesk.gui.configuration.filter import (
    ChipKind,
    FilterLineError,
    LineFilter,
)
from ocppdesk.gui.configuration.rows import Row, one_line, row_of
from ocppdesk.gui.configuration.states import State, state_of
from ocppdesk.gui.look.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROOT: Final = QModelIndex()
_COLUMNS: Final = range(10)
(STATE, NAME, RELATIVE, CURRENT, NEW, TYPE, ACCESS, REBOOT, READ_AT, MEANING) = _COLUMNS
_TEXTS: Final[dict[int, Callable[[Row], str]]] = {
    NAME: lambda row: row.name,
    RELATIVE: lambda row: row.relative,
    CURRENT: lambda row: row.current,
    TYPE: lambda row: row.type_text,
    ACCESS: lambda row: row.access,
    REBOOT: lambda row: row.reboot,
    READ_AT: lambda row: row.read_at,
    MEANING: lambda row: row.meaning,
}
_FLAGS: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_EDITABLE: Final = _FLAGS | Qt.ItemFlag.ItemIsEditable
_MUTED: Final = frozenset({RELATIVE, TYPE, ACCESS, REBOOT, READ_AT})
_MOST_RUNS: Final = 40  # further changes of rows are one new table, which is quicker


class SettingsModel(QAbstractTableModel):
    """The settings that pass the filter, in the order of their names.

    Args:
        theme: Where colours and fonts come from.

    Signals:
        counts_changed: How many are shown, or pass a chip, may be different.
        edits_changed: Something was edited, taken back or settled.
    """

    counts_changed = Signal()
    edits_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = ChargerSettings("")
        self._rows: dict[Address, Row] = {}
        self._shown: list[Row] = []
        self._line = LineFilter()
        self._chips: frozenset[ChipKind] = frozenset()
        self._columns: dict[int, CellTest] = {}
        self._differing: Collection[Address] = frozenset()
        self._counts = {ChipKind.WRITABLE: 0, ChipKind.VENDOR: 0}
        self.edits = Edits()
        """What is edited, and what became of it."""
        self.is_editable = False
        """Whether anything may be edited now."""
        self.titles = [
            self.tr("State"),
            self.tr("Setting"),
            self.tr("Also called"),
            self.tr("Current"),
            self.tr("New"),
            self.tr("Type, unit"),
            self.tr("Access"),
            self.tr("Reboot?"),
            self.tr("Read at"),
            self.tr("Meaning"),
        ]
        """What the columns are called."""
        theme.changed.connect(self._repaint)

    # What it shows.

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that pass the filter."""
        return self._shown

    @property
    def total(self) -> int:
        """How many settings there are."""
        return len(self._rows)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All settings, shown or not."""
        return tuple(row.entry for row in self._rows.values())

    def row(self, index: _Index) -> Row | None:
        """Return the setting of a cell."""
        return self._shown[index.row()] if index.isValid() else None

    def row_of(self, address: Address) -> Row | None:
        """Return the row of a setting, shown or not."""
        return self._rows.get(address)

    def index_of(self, address: Address, column: int = NEW) -> QModelIndex:
        """Return a cell of a setting; an invalid one if it is not shown."""
        for number, row in enumerate(self._shown):
            if row.address == address:
                return self.index(number, column)
        return QModelIndex()

    def state(self, row: Row) -> State:
        """Return how a setting stands."""
        return state_of(row, self.edits, differs=row.address in self._differing)

    def count(self, kind: ChipKind) -> int:
        """Return how many settings a chip lets through."""
        match kind:
            case ChipKind.CHANGED:
                return sum(address in self._rows for address in self.edits.touched)
            case ChipKind.DIFFERS:
                return sum(address in self._rows for address in self._differing)
            case _:
                return self._counts[kind]

    def show(
        self, settings: ChargerSettings, entries: Iterable[Entry] | None = None
    ) -> None:
        """Show what is known of a charger's settings.

        Args:
            settings: What is known.
            entries: Other entries to show in place of these, such as a snapshot's.
        """
        if settings is not self._settings:
            self._settings = settings
            self._rows = {}
        before = self._rows
        self._rows = {}
        for entry in settings.entries if entries is None else entries:
            row = before.get(entry.address)
            if row is None or row.entry is not entry:
                is_learned = entry.address in settings.learned
                row = row_of(entry, settings.type_of(entry), is_learned=is_learned)
            self._rows[entry.address] = row
        for kind in (ChipKind.WRITABLE, ChipKind.VENDOR):
            self._counts[kind] = sum(map(self._test(kind), self._rows.values()))
        self._apply_again()

    def set_edits(self, edits: Edits) -> None:
        """Show the edits of another charger."""
        self.edits = edits
        self.refresh()

    def set_differing(self, addresses: Collection[Address]) -> None:
        """Mark the settings that differ from a comparison."""
        self._differing = addresses
        self._apply_again()

    def set_filter(self, line: LineFilter, chips: frozenset[ChipKind]) -> None:
        """Show the settings that pass a filter line and all chosen chips.

        Raises:
            FilterLineError: If the filter takes too long; what is shown stays.
        """
        before = self._line, self._chips
        self._line, self._chips = line, chips
        try:
            self._apply()
        except FilterLineError:
            self._line, self._chips = before
            raise

    def set_column_filter(self, column: int, test: CellTest | None) -> None:
        """Show only settings of which a cell passes; None: whatever is in it.

        Raises:
            FilterLineError: If the filter takes too long; what is shown stays.
        """
        before = dict(self._columns)
        if test is None:
            self._columns.pop(column, None)
        else:
            self._columns[column] = test
        try:
            self._apply()
        except FilterLineError:
            self._columns = before
            raise

    def refresh(self) -> None:
        """Take in that edits have changed."""
        self._apply_again()
        self.edits_changed.emit()

    def is_locked(self, row: Row) -> bool:
        """Whether a setting is not to be written, as far as the charger says."""
        return not row.is_writable and row.address not in self.edits.unlocked

    def kind_of(self, row: Row) -> Any:
        """Return what the values of a setting may be, with limits told elsewhere."""
        return self._settings.type_of(row.entry)

    def new_text(self, row: Row) -> str | None:
        """Return what was typed as the new value, None if nothing was."""
        draft = self.edits.drafts.get(row.address)
        if draft is not None:
            return draft.text
        return self.edits.values.get(row.address)

    def type(self, row: Row, text: str) -> str:
        """Take over a value that somebody typed; returns why it cannot be sent."""
        why = self.edits.type(row.entry, self.kind_of(row), text)
        self.refresh()
        return why

    def text(self, row: Row, column: int) -> str:
        """Return what a cell shows."""
        if column == STATE:
            return self.state(row).text
        if column == NEW:
            return one_line(row.entry.masked(self.new_text(row) or ""))
        if column == MEANING:
            # A reason matters more, and is read without pointing at anything.
            return self._complaint(row) or row.meaning
        return _TEXTS[column](row)

    def color_name(self, row: Row, column: int) -> str:
        """Return the name of a cell's colour."""
        if column == STATE:
            return self.state(row).color
        if column in _MUTED:
            return "muted"
        if column in (NEW, MEANING) and self._complaint(row):
            return self.state(row).color
        return "text"

    def _test(self, kind: ChipKind) -> Callable[[Row], bool]:
        """Return what says of a row whether a chip lets it through."""
        match kind:
            case ChipKind.CHANGED:
                touched = self.edits.touched
                return lambda row: row.address in touched
            case ChipKind.WRITABLE:
                return lambda row: row.is_writable
            case ChipKind.VENDOR:
                return lambda row: row.is_vendor
            case ChipKind.DIFFERS:
                return lambda row: row.address in self._differing

    def _apply_again(self) -> None:
        """Filter what is new; what takes too long for it is a filter no more."""
        try:
            self._apply()
        except FilterLineError:
            self._line, self._columns = LineFilter(), {}
            self._apply()

    def _apply(self) -> None:
        wanted = list(filter(self._line.matches, self._rows.values()))
        for kind in self._chips:
            passes = self._test(kind)
            wanted = [row for row in wanted if passes(row)]
        for column, test in self._columns.items():
            wanted = [row for row in wanted if test(self.text(row, column))]
        # Names, because thousands of addresses are dear to compare.
        old = [row.name for row in self._shown]
        new = [row.name for row in wanted]
        if old == new:
            self._shown = wanted
        elif not self._change_rows(old, new, wanted):
            self.beginResetModel()
            self._shown = wanted
            self.endResetModel()
        self._repaint()
        self.counts_changed.emit()

    def _change_rows(self, old: list[str], new: list[str], wanted: list[Row]) -> bool:
        """Take single rows in and out, so that choice and place stay as they are."""
        here, there = set(old), set(new)
        kept = [name for name in old if name in there]
        if kept != [name for name in new if name in here]:
            return False
        gone = _runs(number for number, name in enumerate(old) if name not in there)
        come = _runs(number for number, name in enumerate(new) if name not in here)
        if len(gone) + len(come) > _MOST_RUNS:
            return False
        for first, last in reversed(gone):
            self.beginRemoveRows(_ROOT, first, last)
            del self._shown[first : last + 1]
            self.endRemoveRows()
        for first, last in come:
            self.beginInsertRows(_ROOT, first, last)
            self._shown[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        self._shown = wanted
        return True

    def _repaint(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, MEANING)
            self.dataChanged.emit(self.index(0, 0), last)

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = _Role.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self.titles[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.is_editable and index.column() == NEW:
            row = self._shown[index.row()]
            if not self.is_locked(row):
                return _EDITABLE
        return _FLAGS

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], index.column()
        match role:
            case _Role.DisplayRole:
                return self.text(row, column)
            case _Role.ToolTipRole:
                return self._tip(row, column) or None
            case _Role.ForegroundRole:
                return self._theme.color(self.color_name(row, column))
            case _Role.AccessibleTextRole if column == NEW:
                return self._spoken(row)
            case _:
                return None

    def _complaint(self, row: Row) -> str:
        state = self.state(row)
        return state.why if state.is_complaint else ""

    def _tip(self, row: Row, column: int) -> str:
        if column == NEW:
            return ""
        text = self.state(row).why if column == STATE else self.text(row, column)
        # Chargers' texts are shown as they are, and long ones broken into lines.
        return f"<qt>{escape(text)}</qt>" if text else ""

    def _spoken(self, row: Row) -> str:
        new = self.text(row, NEW)
        if not new:
            return self.tr("not edited")
        text = self.tr("{new}, was {old}, not sent")
        return text.format(new=new, old=row.current or self.tr("empty"))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Join numbers that follow each other to pairs of the first and the last."""
    found = []
    for _key, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _place, number in group]
        found.append((run[0], run[-1]))
    return found
