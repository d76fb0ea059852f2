# SPDX-License-Identifier: Apache-2.0
"""The table of sessions, which holds still while others come."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.overlays import NewPill
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.model import StoriesModel
from ocppdesk.gui.stories.rows import Column

# A usual text of each column; wider ones are cut with dots.
_SAMPLES: Final = {
    Column.DURATION: "≥ 18 min 08 s",
    Column.PLACE: "Conn.",
    Column.OUTCOME: "▲ Stopped by power loss",
    Column.ENERGY: "≈ 888.88 kWh",
    Column.PEAK: "188.8 kW",
    Column.MEAN: "188.8 kW",
    Column.ID_TAG: "04A1B2C3D4E5F6",
    Column.STOP: "EVDisconnected",
}
_START_SAMPLES: Final = {
    TimeMode.LOCAL: "12-28 08:08:08",
    TimeMode.UTC: "2026-12-28T08:08:08Z",
    TimeMode.ZERO: "+28 d 08:08:08",
}
_DATED: Final = "2026-12-28 08:08:08"
_CLOCK: Final = "08:08:08"
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StoriesTable(QTableView):
    """Shows a `StoriesModel`; what is being read stays where it is.

    The list is followed as long as its top is in view and nobody chose a session
    further down: the newest is then shown on top. Else every row in view keeps its
    place on the screen, as far as there are rows to scroll over.

    Args:
        theme: Where sizes come from.
        model: What it shows.

    Signals:
        story_chosen: Another session is chosen; carries its number.
        opened: A session is to be seen in the messages; carries its number.
        menu_wanted: The menu of a session is asked for; carries its number and where.
    """

    story_chosen = Signal(int)
    opened = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(
        self, theme: Theme, model: StoriesModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._mode = TimeMode.LOCAL_DATE
        self._wanted = 0  # the number of what was chosen by hand
        self._is_settling = False
        self._is_followed = True
        self._anchor: tuple[int, int] | None = None
        self._seen = 0
        self.pill = NewPill(
            theme, self, words=self.tr("Go to the newest session: {n} new")
        )
        """Goes to the sessions that came out of view."""
        self.chosen = 0
        """The number of the session that is chosen, shown or not; 0: none."""
        self._build()
        model.about_to_change.connect(self._remember)
        model.settled.connect(self._restore)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.verticalScrollBar().valueChanged.connect(self._count_unseen)
        self.pill.clicked.connect(self.go_to_newest)
        self.doubleClicked.connect(lambda _index: self._open())
        self.customContextMenuRequested.connect(self._ask_menu)
        theme.changed.connect(self._dress)
        self._dress()

    def choose(self, number: int) -> bool:
        """Go to a session; returns whether it is shown."""
        row = self._model.position(number)
        if row is None:
            return False
        self._wanted = number
        self._go(row)
        return True

    def step(self, by: int) -> bool:
        """Go to the session so many rows below, or above; returns whether there is."""
        row = self._model.position(self.chosen)
        wanted = 0 if row is None else row + by
        shown = self._model.shown
        return 0 <= wanted < len(shown) and self.choose(shown[wanted].number)

    def go_to_newest(self) -> None:
        """Show the newest session, and follow the list again."""
        shown = self._model.shown
        if not shown:
            return
        newest = max(range(len(shown)), key=lambda row: shown[row].number)
        self._go(newest)
        self._wanted = 0
        self._seen = self._model.newest
        self._count_unseen()

    def set_time_mode(self, mode: TimeMode) -> None:
        """Have room for times that are written in another way."""
        if mode is not self._mode:
            self._mode = mode
            self._size_times()

    def forget(self) -> None:
        """Begin with the sessions of another charger."""
        self._wanted = self.chosen = self._seen = 0
        self._anchor = None

    def _build(self) -> None:
        self.setModel(self._model)
        self.setAccessibleName(self.tr("Sessions"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(Column.START, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def _dress(self) -> None:
        metrics = QFontMetrics(self._theme.font())
        header = self.horizontalHeader()
        for column, sample in _SAMPLES.items():
            width = metrics.horizontalAdvance(sample) + self._theme.scaled(16)
            header.resizeSection(column, width)
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        self._size_times()

    def _size_times(self) -> None:
        metrics = QFontMetrics(self._theme.font())
        sample = _START_SAMPLES.get(self._mode, _DATED)
        room = self._theme.scaled(16)
        width = metrics.horizontalAdvance(sample) + room
        header = self.horizontalHeader()
        header.resizeSection(Column.START, width)
        # The day of the end is that of the start, as a rule.
        if self._mode not in (TimeMode.UTC, TimeMode.ZERO):
            width = metrics.horizontalAdvance(_CLOCK) + room
        header.resizeSection(Column.END, width)

    # Choosing.

    def _go(self, row: int) -> None:
        index = self._model.index(row, 0)
        # Setting it scrolls sideways to its first column as well.
        left = self.horizontalScrollBar().value()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.horizontalScrollBar().setValue(left)

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if self._is_settling or not index.isValid():
            return
        self._wanted = self._model.shown[index.row()].number
        self._take(self._wanted)

    def _take(self, number: int) -> None:
        self._model.kept = number
        if number != self.chosen:
            self.chosen = number
            self.story_chosen.emit(number)

    def _open(self) -> None:
        if self.chosen:
            self.opened.emit(self.chosen)

    def _ask_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            number = self._model.shown[index.row()].number
            self.choose(number)
            self.menu_wanted.emit(number, self.viewport().mapToGlobal(place))

    # Holding still.

    def _remember(self) -> None:
        """Learn what is in view before rows come and go."""
        self._is_settling = True
        model, bar = self._model, self.verticalScrollBar()
        is_newest_first = model.sort_column == Column.START and model.is_descending
        chosen = model.position(self.chosen)
        is_below = self._wanted == self.chosen and bool(chosen)
        self._is_followed = is_newest_first and bar.value() == 0 and not is_below
        row = self.rowAt(0)
        if chosen is not None and self._is_in_view(chosen):
            row = chosen
        self._anchor = None
        if 0 <= row < len(model.shown):
            self._anchor = model.shown[row].number, self.rowViewportPosition(row)

    def _restore(self) -> None:
        """Have the rows where they were on the screen."""
        model, bar = self._model, self.verticalScrollBar()
        chosen = model.position(self._wanted)
        if chosen is None:
            chosen = model.position(self.chosen)
        if chosen is None and model.shown:
            # What was read is hidden; it is there again when the filter lets it pass.
            chosen = max(self.currentIndex().row(), 0)
        # The table learns of its new length only when it is laid out.
        self.updateGeometries()
        if chosen is not None:
            left, top = self.horizontalScrollBar().value(), bar.value()
            self.setCurrentIndex(model.index(chosen, 0))
            self.horizontalScrollBar().setValue(left)
            bar.setValue(top)
        if self._is_followed:
            bar.setValue(0)
        elif self._anchor is not None:
            number, before = self._anchor
            row = model.position(number)
            if row is not None:
                bar.setValue(bar.value() + self.rowViewportPosition(row) - before)
        self._is_settling = False
        if chosen is not None:
            self._take(model.shown[chosen].number)
        self._count_unseen()

    def _is_in_view(self, row: int) -> bool:
        top = self.rowViewportPosition(row)
        return -self.rowHeight(row) < top < self.viewport().height()

    def _count_unseen(self) -> None:
        if self._is_settling:
            return
        if self.verticalScrollBar().value() == 0:
            self._seen = self._model.newest
        unseen = sum(row.number > self._seen for row in self._model.shown)
        self.pill.show_count(unseen, is_up=True)
        self._settle_pill()

    def _settle_pill(self) -> None:
        header = self.horizontalHeader()
        column = int(Column.OUTCOME)
        left = header.x() + header.sectionViewportPosition(column)
        section = header.geometry()
        section.setLeft(left)
        section.setWidth(header.sectionSize(column))
        self.pill.settle(header.geometry(), section)

    # Overrides of QTableView.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_pill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)
