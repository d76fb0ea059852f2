# SPDX-License-Identifier: Apache-2.0
"""All lines that there are, to tick those that are to be shown."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.kinds import (
    line_text,
    measurand_text,
    measure_of,
    pane_of,
    place_text,
)
from ocppdesk.gui.charts.picking import ordered, usual

_KEY: Final = Qt.ItemDataRole.UserRole


class SeriesTree(QTreeWidget):
    """Connectors, what was measured on them, and on which phase or where.

    Lines that nobody ticked or unticked are ticked if they tell much.

    Signals:
        ticked_changed: Other lines are to be shown.
    """

    ticked_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[SeriesKey, QTreeWidgetItem] = {}
        self._choices: dict[SeriesKey, bool] = {}
        self._is_filling = False
        self.setHeaderHidden(True)
        self.setAccessibleName(self.tr("Series"))
        self.setUniformRowHeights(True)
        self.itemChanged.connect(self._on_changed)

    @property
    def ticked(self) -> list[SeriesKey]:
        """The lines that are to be shown, in their order."""
        checked = Qt.CheckState.Checked
        return [k for k, item in self._items.items() if item.checkState(0) == checked]

    def show_series(self, keys: Collection[SeriesKey]) -> None:
        """Offer these lines."""
        if set(keys) == set(self._items):
            return
        wanted = usual(keys)
        self._is_filling = True
        self.clear()
        self._items.clear()
        places: dict[str, QTreeWidgetItem] = {}
        groups: dict[tuple[str, str], QTreeWidgetItem] = {}
        for key in sorted(ordered(keys), key=_place_rank):
            place, pane = place_text(key), pane_of(key)
            unit = measure_of(pane.unit, 0).unit
            title = f"{pane.title} ({unit})" if unit else pane.title
            if place not in places:
                places[place] = self._branch(self.invisibleRootItem(), place)
            if (place, title) not in groups:
                groups[place, title] = self._branch(places[place], title)
            leaf = QTreeWidgetItem(groups[place, title], [line_text(key)])
            leaf.setData(0, _KEY, key)
            leaf.setToolTip(0, measurand_text(key))
            is_on = self._choices.get(key, key in wanted)
            state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
            leaf.setCheckState(0, state)
            self._items[key] = leaf
        for place_item in places.values():
            place_item.setExpanded(True)
        self._items = {key: self._items[key] for key in ordered(keys)}
        self._is_filling = False

    def tick_only(self, keys: Collection[SeriesKey]) -> None:
        """Tick these lines and no others."""
        self._is_filling = True
        for key, item in self._items.items():
            is_on = self._choices[key] = key in keys
            state = Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
            item.setCheckState(0, state)
        self._is_filling = False
        self.ticked_changed.emit()

    def tick_usual(self) -> None:
        """Tick what is ticked as long as nobody chose."""
        self.tick_only(usual(self._items.keys()))
        self._choices.clear()

    def forget(self) -> None:
        """Forget what was chosen, as for another charger."""
        self._choices.clear()
        self.show_series(())

    def _branch(self, parent: QTreeWidgetItem, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [text])
        flags = item.flags() | Qt.ItemFlag.ItemIsAutoTristate
        item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
        return item

    def _on_changed(self, item: QTreeWidgetItem) -> None:
        # Ticking a branch ticks its leaves one by one; each of them is told here.
        key = item.data(0, _KEY)
        if self._is_filling or key is None:
            return
        known = next((k for k, each in self._items.items() if each is item), None)
        if known is not None:
            self._choices[known] = item.checkState(0) == Qt.CheckState.Checked
            self.ticked_changed.emit()


def _place_rank(key: SeriesKey) -> tuple[int, int]:
    return (
        -1 if key.evse is None else key.evse,
        -1 if key.connector is None else key.connector,
    )
