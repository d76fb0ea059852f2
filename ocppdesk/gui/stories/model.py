# SPDX-License-Identifier: Apache-2.0
"""The table of sessions."""

import bisect
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ocppdesk.analysis.sessions.story import Outcome, Story
from ocppdesk.gui.configuration.filter import LineFilter
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.stories.rows import (
    ChipKind,
    Column,
    StoryRow,
    row_of,
    tool_tip,
    with_times,
)

_AT_ONCE: Final = 40  # rows that come one by one; more are a new table
_NUMBERS: Final = (Column.DURATION, Column.ENERGY, Column.PEAK, Column.MEAN)
_ROOM: Final = "\N{EN SPACE}"  # between a number and what begins beside it

_Index = QModelIndex | QPersistentModelIndex


class StoriesModel(QAbstractTableModel):
    """The sessions of one charger that pass the filter, in the order of a column.

    Texts are made when a session changes, not when a cell is painted.

    Args:
        theme: Where colours come from.

    Signals:
        about_to_change: Rows may come, go or move: remember what is in view.
        settled: All rows are where they belong.
    """

    about_to_change = Signal()
    settled = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._moments = Moments()
        self._rows: dict[int, StoryRow] = {}
        self._shown: list[StoryRow] = []
        self._line = LineFilter()
        self._chips: frozenset[ChipKind] = frozenset()
        self.sort_column = int(Column.START)
        """The column whose order the rows have."""
        self.is_descending = True
        """Whether the greatest is on top."""
        self.kept = 0
        """The number of a session that stays in view although it no longer passes,
        until the filter changes; 0: none."""
        theme.changed.connect(self._repaint)

    # What there is.

    @property
    def shown(self) -> Sequence[StoryRow]:
        """The rows in their order."""
        return self._shown

    @property
    def total(self) -> int:
        """How many sessions there are, shown or not."""
        return len(self._rows)

    @property
    def newest(self) -> int:
        """The number of the newest session, shown or not; 0: there is none."""
        return max(self._rows, default=0)

    def story(self, number: int) -> Story | None:
        """Return a session by its number, shown or not."""
        row = self._rows.get(number)
        return None if row is None else row.story

    def position(self, number: int) -> int | None:
        """Return the row of a session by its number; None if it is not shown."""
        row = self._rows.get(number)
        if row is None:
            return None
        place = self._place(row)
        is_there = place < len(self._shown) and self._shown[place].number == number
        return place if is_there else None

    def counts(self) -> dict[ChipKind, int]:
        """Return how many sessions each chip lets through, whatever else applies."""
        found = dict.fromkeys(ChipKind, 0)
        for row in self._rows.values():
            for kind in row.kinds:
                found[kind] += 1
        return found

    # What changes.

    def show_stories(self, stories: Sequence[Story], *, now: int | None) -> None:
        """Take over a new state; rows that are the same are not touched.

        Args:
            stories: All sessions of a charger.
            now: As `row_of` takes it.

        Raises:
            FilterLineError: If the filter takes too long; nothing changed then.
        """
        wanted = {story.number: self._row_of(story, now) for story in stories}
        before = self._rows
        changed = [
            row for row in wanted.values() if _differs(row, before.get(row.number))
        ]
        gone = [number for number in before if number not in wanted]
        if not changed and not gone:
            return
        is_new_table = len(changed) + len(gone) > _AT_ONCE
        tried = wanted.values() if is_new_table else changed
        passing = [row for row in tried if self._passes(row)]
        self.about_to_change.emit()
        if is_new_table:
            self.beginResetModel()
            self._rows, self._shown = wanted, passing
            self._sort()
            self.endResetModel()
        else:
            for number in gone:
                self._take_out(number)
                del before[number]
            numbers = {row.number for row in passing}
            for row in changed:
                self._put(row, passes=row.number in numbers)
        self.settled.emit()

    def set_filter(self, line: LineFilter, chips: frozenset[ChipKind]) -> None:
        """Show what passes a line and at least one of some chips; no chip lets all.

        Raises:
            FilterLineError: If the filter takes too long; nothing changed then.
        """
        before = self._line, self._chips
        self._line, self._chips, kept = line, chips, self.kept
        self.kept = 0
        try:
            shown = [row for row in self._rows.values() if self._passes(row)]
        except ValueError:
            self._line, self._chips = before
            self.kept = kept
            raise
        self.about_to_change.emit()
        self.beginResetModel()
        self._shown = shown
        self._sort()
        self.endResetModel()
        self.settled.emit()

    def set_moments(self, moments: Moments) -> None:
        """Write times in another way."""
        if moments == self._moments:
            return
        self._moments = moments
        self._rows = {
            number: with_times(row, moments) for number, row in self._rows.items()
        }
        self._shown = [self._rows[row.number] for row in self._shown]
        self._repaint()

    def _row_of(self, story: Story, now: int | None) -> StoryRow:
        """Return the row of a session, the same one if nothing has changed."""
        row = self._rows.get(story.number)
        is_running = now is not None and story.outcome is Outcome.OPEN
        if row is None or is_running:
            return row_of(story, self._moments, now=now)
        # Sessions that are over are the same objects again: nothing is compared then.
        is_same = story is row.story or story == row.story
        return row if is_same else row_of(story, self._moments, now=now)

    # The order.

    def _place(self, row: StoryRow) -> int:
        """Return where a row is, or would be."""
        column = self.sort_column
        if not self.is_descending:
            return bisect.bisect_left(
                self._shown, row.key(column), key=lambda other: other.key(column)
            )
        # The list is upside down: what is greater comes first.
        low, high = 0, len(self._shown)
        wanted = row.key(column)
        while low < high:
            middle = (low + high) // 2
            if self._shown[middle].key(column) > wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _sort(self) -> None:
        column = self.sort_column
        self._shown.sort(key=lambda row: row.key(column), reverse=self.is_descending)

    def _passes(self, row: StoryRow) -> bool:
        if row.number == self.kept and row.number in self._rows:
            return True
        is_in_chips = not self._chips or bool(self._chips & row.kinds)
        return is_in_chips and self._line.matches(row)

    def _put(self, row: StoryRow, *, passes: bool) -> None:
        """Show a row that is new or changed where it belongs."""
        before = self.position(row.number)
        if before is None:
            self._rows[row.number] = row
            if passes:
                place = self._place(row)
                self.beginInsertRows(QModelIndex(), place, place)
                self._shown.insert(place, row)
                self.endInsertRows()
        elif not passes:
            self._take_out(row.number)
            self._rows[row.number] = row
        else:
            self._rows[row.number] = row
            self._replace(before, row)

    def _replace(self, before: int, row: StoryRow) -> None:
        old = self._shown.pop(before)
        after = self._place(row)
        self._shown.insert(before, old)
        if after != before:
            root = QModelIndex()
            # Qt counts the row itself, which is still in its old place.
            target = after + 1 if after > before else after
            self.beginMoveRows(root, before, before, root, target)
            self._shown.insert(after, self._shown.pop(before))
            self.endMoveRows()
        self._shown[after] = row
        self.dataChanged.emit(self.index(after, 0), self.index(after, len(Column) - 1))

    def _take_out(self, number: int) -> None:
        place = self.position(number)
        if place is not None:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._shown[place]
            self.endRemoveRows()

    def _repaint(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # Overrides of QAbstractTableModel.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def sort(
        self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder
    ) -> None:
        is_descending = order == Qt.SortOrder.DescendingOrder
        if (column, is_descending) == (self.sort_column, self.is_descending):
            return
        self.about_to_change.emit()
        self.beginResetModel()
        self.sort_column, self.is_descending = column, is_descending
        self._sort()
        self.endResetModel()
        self.settled.emit()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                text = row.texts[column]
                return f"{text}{_ROOM}" if column in _NUMBERS else text
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken if column == Column.OUTCOME else row.texts[column]
            case Qt.ItemDataRole.ForegroundRole if column == Column.OUTCOME:
                return self._theme.color(row.color)
            case Qt.ItemDataRole.ForegroundRole if column == Column.ENERGY:
                name = row.energy_color
                return self._theme.color(name) if name else None
            case Qt.ItemDataRole.TextAlignmentRole if column in _NUMBERS:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._meanings()[section]
        return None

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Start"),
            self.tr("End"),
            self.tr("Duration"),
            self.tr("Conn."),
            self.tr("Outcome"),
            self.tr("Energy"),
            self.tr("Peak"),
            self.tr("Mean"),
            "idTag",
            self.tr("Stop reason"),
            self.tr("Certainty"),
        )

    def _meanings(self) -> tuple[str, ...]:
        return (
            self.tr("When the first sign of use came"),
            self.tr("When the connector was free again"),
            self.tr("From the first sign of use until the connector was free"),
            self.tr("The connector; in OCPP 2.x, EVSE and connector"),
            self.tr("What became of it"),
            self.tr("Of all its transactions; ≈ estimated, ▲ suspect"),
            self.tr("The greatest power that was reported"),
            self.tr("The mean power while it was charging"),
            self.tr("The card or token it was started with"),
            self.tr("Why the charger says it stopped; Local if it says nothing"),
            self.tr("How sure the outcome is"),
        )


def _differs(row: StoryRow, before: StoryRow | None) -> bool:
    """Return whether a row is another one; most are the same object."""
    return row is not before and row != before
