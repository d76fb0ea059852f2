# SPDX-License-Identifier: Apache-2.0
"""The table of settings."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.configuration.values import Kind
from ocppdesk.gui.configuration import model as columns
from ocppdesk.gui.configuration.cells import CellDelegate
from ocppdesk.gui.configuration.filter_header import FilterHeader
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.rows import Row
from ocppdesk.gui.look.theme import Theme

# A usual text of each column; wider ones are cut with dots.
_SAMPLES: Final = {
    columns.STATE: "≠ Unchanged",
    columns.NAME: "StopTransactionOnEVSideDisc",
    columns.RELATIVE: "SampledDataCtrlr.T",
    columns.CURRENT: "Energy.Active.",
    columns.NEW: "Energy.Active.",
    columns.TYPE: "whole number, s",
    columns.ACCESS: "read only",
    columns.REBOOT: "reconnects",
    columns.READ_AT: "12-28 08:08",
}
_TRIGGERS: Final = (
    QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
)
_STARTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class SettingsTable(QTableView):
    """Shows a `SettingsModel`; editing always happens in the column of new values.

    Args:
        theme: Where sizes come from.
        model: What it shows.

    Signals:
        row_changed: Another setting is the current one.
        drop_wanted: The edit of the current setting is to be taken back.
        menu_wanted: The menu of a setting is asked for; carries it and where.
        column_resized: The user made a column this wide, in pixels.
        list_wanted: A setting that is a list is to be edited; no cell has room for it.
    """

    row_changed = Signal()
    drop_wanted = Signal()
    menu_wanted = Signal(object, QPoint)
    list_wanted = Signal(object)
    column_resized = Signal(int, int)

    def __init__(
        self, theme: Theme, model: SettingsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._current: Address | None = None
        self._is_dressing = False
        self.setModel(model)
        self.setAccessibleName(self.tr("Settings"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(_TRIGGERS)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegate(CellDelegate(theme, model, self))
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        header = self.header = FilterHeader(theme, model.titles, self)
        """The titles, and the filters of the columns."""
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._on_resized)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(lambda _index: self.edit_current())
        model.modelReset.connect(self._find_current)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def row(self) -> Row | None:
        """The current setting."""
        return self._model.row(self.currentIndex())

    def choose(self, address: Address) -> bool:
        """Go to a setting; returns whether it is shown."""
        index = self._model.index_of(address)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def edit_current(self) -> bool:
        """Open the editor of the current setting; returns whether it has one."""
        cell = self.currentIndex().siblingAtColumn(columns.NEW)
        row = self._model.row(cell)
        is_open = self.state() == self.State.EditingState
        can_edit = self._model.flags(cell) & Qt.ItemFlag.ItemIsEditable
        if row is None or is_open or not can_edit:
            return False
        self.setCurrentIndex(cell)
        if row.type.kind is Kind.LIST:
            self.list_wanted.emit(row)
        else:
            self.edit(cell)
        return True

    def set_widths(self, widths: Mapping[int, int]) -> None:
        """Make columns as wide as the user once did, in pixels."""
        self._is_dressing = True
        for column, width in widths.items():
            self.header.resizeSection(column, width)
        self._is_dressing = False

    def _dress(self) -> None:
        metrics = QFontMetrics(self._theme.font())
        room = self._theme.scaled(16)
        widths = {c: metrics.horizontalAdvance(s) + room for c, s in _SAMPLES.items()}
        self.set_widths(widths)
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)

    def _on_resized(self, column: int, _before: int, width: int) -> None:
        if not self._is_dressing:
            self.column_resized.emit(column, width)

    def _on_current_changed(self) -> None:
        row = self.row
        if row is not None:
            self._current = row.address
        self.row_changed.emit()

    def _find_current(self) -> None:
        """Stay where one was, when the whole table is new."""
        if self._current is None or not self.choose(self._current):
            self.row_changed.emit()

    def _ask_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        row = self._model.row(index)
        if row is not None:
            self.setCurrentIndex(index)
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(place))

    # Overrides of QTableView.

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.shown or not self._model.total:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self._theme.color("muted"))
        text = self.tr(
            "No setting passes the filters. Esc in the filter above clears them."
        )
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_editing = self.state() == self.State.EditingState
        if not is_editing and event.key() in _STARTERS and not event.modifiers():
            if not self.edit_current():
                event.ignore()
            return
        if not is_editing and event.matches(QKeySequence.StandardKey.Delete):
            self.drop_wanted.emit()
            return
        if not is_editing and self._is_typed(event):
            # Typing in any column edits the new value, as in a spreadsheet.
            row = self.row
            if row is not None and row.type.kind is Kind.LIST:
                self.edit_current()
                return
            cell = self.currentIndex().siblingAtColumn(columns.NEW)
            if cell.isValid():
                self.setCurrentIndex(cell)
        super().keyPressEvent(event)

    @staticmethod
    def _is_typed(event: QKeyEvent) -> bool:
        no_text = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        text = event.text()
        return bool(text) and text.isprintable() and not event.modifiers() & no_text
