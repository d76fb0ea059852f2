# SPDX-License-Identifier: Apache-2.0
"""The list of chargers with their connectors, to choose whose messages are shown."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.records import Charger, Connector
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.steps import Steps

_Column: Final = (0, 1)
_NAME, _VERSION = _Column
_IDENTITY: Final = Qt.ItemDataRole.UserRole
_AT_ONCE: Final = 8  # chargers that are shown in one turn of the loop
_RATIOS: Final = (1, 2, 3)  # of device pixels; Qt takes the one that the screen needs

# OCPP 1.6, 7.7 and OCPP 2.0.1, part 2, 3.14.
_SIGNS: Final = {
    "Available": "✓",
    "Preparing": "◔",
    "Occupied": "◐",
    "Charging": "⚡",
    "SuspendedEV": "‖",
    "SuspendedEVSE": "‖",
    "Finishing": "■",
    "Reserved": "◆",
    "Unavailable": "⊘",
    "Faulted": "✖",
}
_COLORS: Final = {
    "Charging": "accent",
    "Faulted": "problem",
    "Unavailable": "muted",
}


class ChargersPanel(QWidget):
    """All chargers of the capture, online or not, with what their connectors report.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        charger_chosen: The identity whose messages are wanted; empty for all.
        menu_wanted: The menu of a charger is wanted: its identity, empty for all, and
            the place on the screen.
    """

    charger_chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chargers: tuple[Charger, ...] = ()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shown: dict[str, Charger] = {}
        self._waiting: list[tuple[int, Charger]] = []  # with their rows, the last first
        self._steps = Steps(self)
        self._chosen = ""
        self._tree = QTreeWidget()
        self._tree.setAccessibleName(self.tr("Chargers"))
        self._tree.setColumnCount(len(_Column))
        self._tree.setHeaderHidden(True)
        self._tree.setUniformRowHeights(True)
        self._tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_VERSION, QHeaderView.ResizeMode.Fixed)
        self._everything = QTreeWidgetItem(self._tree)
        self._everything.setData(_NAME, _IDENTITY, "")
        self._tree.setCurrentItem(self._everything)
        self._tree.currentItemChanged.connect(self._on_current_changed)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._ask_menu)
        self._empty = ThemedLabel(
            theme,
            self.tr("Chargers appear here as soon as there is something of them."),
            color="muted",
            wraps=True,
        )
        below = QVBoxLayout(self._tree.viewport())
        below.addWidget(self._empty)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tree)
        theme.changed.connect(self._dress)
        self._dress()
        self._show_everything()

    @property
    def chosen(self) -> str:
        """The identity chosen, empty for all."""
        return self._chosen

    @property
    def identities(self) -> list[str]:
        """The identities of all chargers, in the order in which they are shown."""
        return [charger.identity for charger in self._chargers]

    def choose(self, identity: str) -> None:
        """Choose a charger as a click on it does; one that is not known means all."""
        self._steps.finish()
        self._tree.setCurrentItem(self._items.get(identity, self._everything))

    def _ask_menu(self, at: QPoint) -> None:
        item = self._tree.itemAt(at) or self._tree.currentItem()
        if item is not None:
            place = self._tree.viewport().mapToGlobal(at)
            self.menu_wanted.emit(item.data(_NAME, _IDENTITY), place)

    def update_chargers(self, chargers: Sequence[Charger]) -> None:
        """Show chargers; choice, expansion and scroll position stay as they are.

        Many come a few at a time, so that the window lives in between.

        Args:
            chargers: All chargers, in the order to show them in.
        """
        wanted = tuple(chargers)
        if wanted == self._chargers:
            return
        self._chargers = wanted
        identities = {charger.identity for charger in wanted}
        if self._chosen not in identities:
            self._tree.setCurrentItem(self._everything)
        for identity in [name for name in self._items if name not in identities]:
            item = self._items.pop(identity)
            del self._shown[identity]
            self._tree.takeTopLevelItem(self._tree.indexOfTopLevelItem(item))
        self._waiting = [
            (row, charger)
            for row, charger in enumerate(wanted, 1)
            if self._shown.get(charger.identity) != charger
        ]
        self._waiting.reverse()
        self._steps.clear()
        self._show_some()
        self._show_everything()

    def _show_some(self) -> None:
        """Show some of those that are new or have changed."""
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            row, charger = self._waiting.pop()
            self._show_charger(charger, row)
        if self._waiting:
            self._steps.add(self._show_some)

    def _show_everything(self) -> None:
        count = len(self._chargers)
        text = self.tr("All chargers")
        if count:
            online = sum(charger.is_connected for charger in self._chargers)
            self._everything.setToolTip(
                _NAME,
                self.tr("{online} of {count} online").format(
                    online=online, count=count
                ),
            )
            text = f"{text} ({count})"
        self._everything.setText(_NAME, text)
        self._empty.setVisible(not count)

    def _show_charger(self, charger: Charger, row: int) -> None:
        self._shown[charger.identity] = charger
        item = self._items.get(charger.identity)
        is_new = item is None
        if item is None:
            item = self._items[charger.identity] = QTreeWidgetItem()
            item.setData(_NAME, _IDENTITY, charger.identity)
        # In a log, messages may be of a charger that it does not name.
        name = charger.identity or self.tr("(not named)")
        item.setText(_NAME, name)
        item.setText(_VERSION, charger.version)
        item.setTextAlignment(
            _VERSION, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        state = self.tr("online") if charger.is_connected else self.tr("offline")
        for column in _Column:
            item.setToolTip(column, self._tip(charger, state))
        spoken = f"{name}, {state}"
        item.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, spoken)
        self._show_connectors(item, charger.connectors, is_online=charger.is_connected)
        self._color(item, charger)
        if is_new:
            # Last: the tree looks at each change of what is in it.
            self._tree.insertTopLevelItem(row, item)
            item.setExpanded(True)
            for child in (item.child(n) for n in range(item.childCount())):
                if child is not None:
                    child.setFirstColumnSpanned(True)

    def _show_connectors(
        self,
        item: QTreeWidgetItem,
        connectors: Sequence[Connector],
        *,
        is_online: bool,
    ) -> None:
        while item.childCount() > len(connectors):
            item.takeChild(item.childCount() - 1)
        for row, connector in enumerate(connectors):
            child = item.child(row)
            if child is None:
                child = QTreeWidgetItem(item)
                child.setFirstColumnSpanned(True)  # has no effect outside of a tree
                child.setData(_NAME, _IDENTITY, item.data(_NAME, _IDENTITY))
            text, spoken = self._connector_texts(connector)
            child.setText(_NAME, f"{_SIGNS.get(connector.status, '•')} {text}")
            child.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, spoken)
            since = self.tr("since {time}").format(time=time_text(connector.at))
            tip = [spoken, connector.info, since]
            child.setToolTip(_NAME, "\n".join(filter(None, tip)))
            color = _COLORS.get(connector.status, "text") if is_online else "muted"
            child.setForeground(_NAME, self._theme.color(color))

    def _connector_texts(self, connector: Connector) -> tuple[str, str]:
        """Return a short text for a narrow list, and one without abbreviations."""
        if connector.evse and connector.connector:
            short = self.tr("EVSE {evse}.{connector}")
            long = self.tr("EVSE {evse}, connector {connector}")
        elif connector.evse:
            short = long = self.tr("EVSE {evse}")
        elif connector.connector:
            short = self.tr("Conn. {connector}")
            long = self.tr("Connector {connector}")
        else:  # OCPP 1.6, 4.9: connector 0 is the charge point's main controller
            short = self.tr("Charger")
            long = self.tr("Whole charger")
        state = connector.status
        if connector.error_code not in ("", "NoError"):
            state = f"{state}, {connector.error_code}"
        numbers = {"evse": connector.evse, "connector": connector.connector}
        return (
            f"{short.format(**numbers)}: {state}",
            f"{long.format(**numbers)}: {state}",
        )

    def _tip(self, charger: Charger, state: str) -> str:
        lines = [f"{charger.identity or self.tr('Not named in the log')} ({state})"]
        for label, value in (
            (self.tr("Vendor"), charger.vendor),
            (self.tr("Model"), charger.model),
            (self.tr("Serial number"), charger.serial),
            (self.tr("Firmware"), charger.firmware),
            (self.tr("OCPP"), charger.version),
        ):
            if value:
                lines.append(f"{label}: {value}")
        for label, at in (
            (self.tr("Last boot"), charger.boot_at),
            (self.tr("Last heard of"), charger.last_heard_at),
        ):
            if at is not None:
                lines.append(f"{label}: {time_text(at)}")
        return "\n".join(lines)

    def _color(self, item: QTreeWidgetItem, charger: Charger) -> None:
        online = charger.is_connected
        item.setIcon(_NAME, self._online_icon if online else self._offline_icon)
        item.setForeground(_NAME, self._theme.color("text" if online else "muted"))
        item.setForeground(_VERSION, self._theme.color("muted"))

    def _dress(self) -> None:
        theme = self._theme
        side = theme.scaled(10)
        self._online_icon = self._dot(side, is_filled=True)
        self._offline_icon = self._dot(side, is_filled=False)
        self._tree.setIconSize(QSize(side, side))
        self._tree.setIndentation(theme.scaled(16))
        self._everything.setSizeHint(_NAME, QSize(0, theme.row_height))
        metrics = QFontMetrics(theme.font())
        width = metrics.horizontalAdvance("2.0.1") + theme.scaled(14)
        self._tree.setColumnWidth(_VERSION, width)
        margin = theme.scaled(12)
        self._empty.setContentsMargins(margin, theme.row_height, margin, margin)
        for charger in self._shown.values():
            item = self._items[charger.identity]
            self._color(item, charger)
            self._show_connectors(
                item, charger.connectors, is_online=charger.is_connected
            )

    def _dot(self, side: int, *, is_filled: bool) -> QIcon:
        color = self._theme.color("online" if is_filled else "offline")
        icon = QIcon()
        for ratio in _RATIOS:
            pixmap = QPixmap(side * ratio, side * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color, side * 0.15))
            if is_filled:
                painter.setBrush(color)
            margin = round(side * 0.12)
            painter.drawEllipse(margin, margin, side - 2 * margin, side - 2 * margin)
            painter.end()
            icon.addPixmap(pixmap)
        return icon

    def _on_current_changed(self, current: QTreeWidgetItem | None) -> None:
        identity = "" if current is None else str(current.data(_NAME, _IDENTITY))
        if identity != self._chosen:
            self._chosen = identity
            self.charger_chosen.emit(identity)
