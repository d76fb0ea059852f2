# SPDX-License-Identifier: Apache-2.0
"""The list of findings."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ocppdesk.gui.findings.groups import Group, GroupKey
from ocppdesk.gui.findings.model import Column, FindingsModel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.overlays import NewPill
from ocppdesk.gui.messages.times import TimeMode

# A usual text of each column; wider ones are cut with dots.
_SAMPLES: Final = {
    Column.LEVEL: "\u2588\u2588 No longer so",
    Column.CAUSE: "Installation or network",
    Column.CHARGER: "CP-00000042",
    Column.PLACE: "Connector 1, 2",
    Column.COUNT: "Times 8",
}
_TIME_SAMPLES: Final = {
    TimeMode.LOCAL: "12-28 08:08:08",
    TimeMode.UTC: "2026-12-28T08:08:08Z",
    TimeMode.ZERO: "+28 d 08:08:08",
}
_DATED: Final = "2026-12-28 08:08:08"
_TITLE_WIDTH: Final = 240  # pixels at 100 %
_CHARGER_WIDTH: Final = 220
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindingsList(QTableView):
    """Shows a `FindingsModel`.

    Args:
        theme: Where sizes come from.
        model: What it shows.

    Signals:
        group_chosen: Another group is chosen.
        opened: The messages of the chosen group are to be seen.
    """

    group_chosen = Signal()
    opened = Signal()

    def __init__(
        self, theme: Theme, model: FindingsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._is_settling = False
        self._mode = TimeMode.LOCAL_DATE
        self._widths: dict[Column, int] = {}
        self._least = 0  # pixels for the charger
        self.key: GroupKey | None = None
        """The group that is chosen, shown or not."""
        self.pill = NewPill(
            theme, self, words=self.tr("Put the list in order, with {n} new")
        )
        """Brings in what waits."""
        self._build()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.held_changed.connect(self._show_held)
        # Not the current row: that is the first one as soon as the keys are here.
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.doubleClicked.connect(self.opened)
        theme.changed.connect(self._space)
        self._space()

    @property
    def chosen(self) -> Group | None:
        """The group that is chosen; None if none is shown."""
        row = self._model.row_of(self.key)
        return None if row < 0 else self._model.rows[row]

    def set_time_mode(self, mode: TimeMode) -> None:
        """Make room for times as they are written now."""
        if mode is not self._mode:
            self._mode = mode
            self._space()

    def step(self, by: int) -> bool:
        """Go so many rows down, or up; return whether there is such a row."""
        row = self._model.row_of(self.key)
        wanted = row + by if row >= 0 or by > 0 else len(self._model.rows) + by
        is_there = 0 <= wanted < len(self._model.rows)
        if is_there:
            self.setCurrentIndex(self._model.index(wanted, Column.LEVEL))
        return is_there

    def choose(self, key: GroupKey) -> bool:
        """Choose a group, and return whether it is shown."""
        row = self._model.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, Column.LEVEL))
        return row >= 0

    def _build(self) -> None:
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAccessibleName(self.tr("Findings"))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)

    def _space(self) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.font(bold=True))
        times = _TIME_SAMPLES.get(self._mode, _DATED)
        samples = _SAMPLES | {Column.FIRST: times, Column.LAST: times}
        for column, sample in samples.items():
            width = metrics.horizontalAdvance(sample) + theme.scaled(14)
            self.setColumnWidth(column, width)
            self._widths[column] = width
        self._least = self._widths[Column.CHARGER]
        self._fit_chargers()
        self.horizontalHeader().setMinimumSectionSize(theme.scaled(60))
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self._share_room()

    def _fit_chargers(self) -> None:
        """Make room for identities: without their ends many are alike."""
        metrics = QFontMetrics(self._theme.font())
        names = {row.key[1] for row in self._model.rows}
        longest = max(map(metrics.horizontalAdvance, names), default=0)
        wanted = min(
            longest + self._theme.scaled(14), self._theme.scaled(_CHARGER_WIDTH)
        )
        width = self._widths[Column.CHARGER] = max(self._least, wanted)
        self.setColumnWidth(Column.CHARGER, width)

    def _share_room(self) -> None:
        """Hide the first time, then the cause, where the titles have no room."""
        shown = {*_SAMPLES, Column.LAST, Column.FIRST}
        for column in (Column.FIRST, Column.CAUSE):
            used = sum(self._widths[each] for each in shown)
            is_short = self.viewport().width() - used < self._theme.scaled(_TITLE_WIDTH)
            if is_short:
                shown.discard(column)
            self.setColumnHidden(column, is_short)
        self._settle_pill()

    def _remember(self) -> None:
        self._is_settling = True

    def _restore(self) -> None:
        self._fit_chargers()
        self._share_room()
        row = self._model.row_of(self.key)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, Column.LEVEL))
        self._is_settling = False

    def _show_held(self, count: int) -> None:
        self.pill.show_count(count, is_up=True)
        self._settle_pill()

    def _settle_pill(self) -> None:
        header = self.horizontalHeader()
        area = header.geometry()
        section = area.translated(header.sectionViewportPosition(Column.TITLE), 0)
        section.setWidth(header.sectionSize(Column.TITLE))
        self.pill.settle(area, section)

    def _on_selected(self) -> None:
        selected = self.selectionModel().selectedRows()
        if self._is_settling or not selected:
            return
        key = self._model.rows[selected[0].row()].key
        if key != self.key:
            self.key = key
            self.group_chosen.emit()

    # Overrides of QTableView.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
