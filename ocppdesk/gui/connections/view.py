# SPDX-License-Identifier: Apache-2.0
"""The view of connections and attempts: who came, how long they stayed, and why not."""

import time
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QShowEvent, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.records import Connection
from ocppdesk.gui.connections import model as model
from ocppdesk.gui.connections.comings import Comings
from ocppdesk.gui.connections.texts import (
    close_text,
    hex_dump,
    lasted_text,
    outcome_mark,
    outcome_text,
    time_text,
)
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_Index = QModelIndex | QPersistentModelIndex

_BYTES_SHOWN: Final = 1_024
# A usual text of each column; wider ones are cut with dots.
_SAMPLES: Final = {
    model.TIME: "2026-12-28 08:08:08",
    model.OUTCOME: "● Sub-protocol not spoken",
    model.CHARGER: "DE*ABC*E0042-NORTH",
    model.PEER: "192.168.100.200:55555",
    model.LASTED: "18 min 08 s",
    model.CLOSE_CODE: "1006 No close frame came",
    model.VERSION: "none, taken for OCPP 1.6",
}


class _MiddleElidingDelegate(QStyledItemDelegate):
    """Keeps both ends of identities, addresses and paths: they differ at the end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


def _now() -> int:
    return time.time_ns() // 1000


class ConnectionsView(QWidget):
    """A table of connections, and below it all that is known of the one selected.

    Args:
        theme: Where colours and sizes come from.
        clock: Gives microseconds since 1970.

    Signals:
        said: That a charger went or came back, as a sentence.
    """

    said = Signal(str)

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], int] = _now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._shown: Connection | None = None
        self._is_written = True
        self._comings = Comings()
        self._model = model.ConnectionsModel(theme, clock, self)
        self._table = self._build_table()
        self._detail = QTextEdit()
        self._detail.setReadOnly(True)
        self._detail.setFrameShape(QFrame.Shape.NoFrame)
        self._detail.setTabChangesFocus(True)
        self._detail.setAccessibleName(self.tr("Details of the connection"))
        self._detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # Strangers send texts without a single blank.
        self._detail.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._table)
        splitter.addWidget(self._detail)
        splitter.setChildrenCollapsible(False)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        self._empty = ThemedLabel(
            theme,
            self.tr(
                "No connections yet. Everything that reaches the port is listed here, "
                "even if it never becomes a WebSocket."
            ),
            color="muted",
            wraps=True,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self._model.modelReset.connect(self._on_reset)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def selected(self) -> Connection | None:
        """The connection whose details are shown."""
        return self._shown

    def update_connections(self, connections: Sequence[Connection]) -> None:
        """Show connections; selection and scroll position stay as they are.

        Args:
            connections: Connections and attempts, the newest first.
        """
        for text in self._comings.tell(connections):
            self.said.emit(text)
        self._model.update_connections(connections)
        self._pages.setCurrentIndex(1 if connections else 0)
        if connections and not self._table.selectionModel().hasSelection():
            self._table.selectRow(0)
        self._show_selected()

    def start_over(self) -> None:
        """Forget who was connected: another capture is shown."""
        self._comings = Comings()

    def select(self, number: int) -> None:
        """Select a connection by its number in the capture; unknown ones do nothing."""
        row = self._model.row_of(number)
        if row is not None:
            self._table.selectRow(row)
            self._table.scrollTo(self._model.index(row, 0))

    def _build_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.tr("Connections and attempts"))
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        for column in (model.CHARGER, model.PEER, model.PATH):
            table.setItemDelegateForColumn(column, _MiddleElidingDelegate(table))
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        return table

    def _dress(self) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.font())
        header = self._table.horizontalHeader()
        for column, sample in _SAMPLES.items():
            width = metrics.horizontalAdvance(sample) + theme.scaled(18)
            header.resizeSection(column, width)
        self._table.verticalHeader().setDefaultSectionSize(theme.row_height)
        self._detail.document().setDocumentMargin(theme.scaled(14))
        margin = theme.scaled(40)
        self._empty.setContentsMargins(margin, margin, margin, margin)
        self._shown = None
        self._show_selected()

    def _on_reset(self) -> None:
        if self._shown is not None:
            self.select(self._shown.id)

    def _on_selection_changed(
        self, _selected: QItemSelection, _deselected: QItemSelection
    ) -> None:
        self._show_selected()

    def _show_selected(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        connection = self._model.connection(rows[0].row()) if rows else None
        if connection == self._shown:
            return
        is_same = (
            connection is not None
            and self._shown is not None
            and connection.id == self._shown.id
        )
        self._shown = connection
        self._is_written = False
        if self.isVisible():
            self._write(keeps_place=is_same)

    def _write(self, *, keeps_place: bool) -> None:
        """Write what is known of the connection that is selected."""
        self._is_written = True
        connection, bar = self._shown, self._detail.verticalScrollBar()
        place = bar.value() if keeps_place else 0
        self._detail.setHtml("" if connection is None else self._describe(connection))
        bar.setValue(place)

    def _describe(self, connection: Connection) -> str:
        theme = self._theme
        muted = theme.color("muted").name()
        title = f"{outcome_mark(connection)} {outcome_text(connection)}"
        parts = [f"<p><b>{escape(title)}</b></p>"]
        if connection.cause:
            parts.append(f"<p>{escape(connection.cause)}</p>")
        if connection.fix:
            label = escape(self.tr("What to do:"))
            parts.append(f"<p><b>{label}</b> {escape(connection.fix)}</p>")
        parts.extend(f"<p>⚠ {escape(remark)}</p>" for remark in connection.remarks)
        rows = [
            f"<tr><td style='color:{muted}; padding-right:{theme.scaled(16)}px'>"
            f"{escape(label)}</td><td>{escape(value)}</td></tr>"
            for label, value in self._facts(connection)
            if value
        ]
        parts.append(f"<p></p><table>{''.join(rows)}</table><p></p>")
        head = connection.head
        if head:
            label = self.tr("First bytes")
            if len(head) > _BYTES_SHOWN:
                label = self.tr("First {shown} of {count} bytes").format(
                    shown=_BYTES_SHOWN, count=len(head)
                )
            parts.append(f"<p style='color:{muted}'>{escape(label)}</p>")
            families = ", ".join(f"'{f}'" for f in theme.fixed_font().families())
            dump = escape(hex_dump(head[:_BYTES_SHOWN]))
            parts.append(f'<pre style="font-family:{families}">{dump}</pre>')
        return "".join(parts)

    def _facts(self, connection: Connection) -> list[tuple[str, str]]:
        pings = str(connection.pings) if connection.pings else ""
        heard = connection.last_heard_at
        opened = connection.opened_at
        return [
            (self.tr("Charger"), connection.charger),
            (self.tr("Peer"), connection.peer),
            (self.tr("TCP connected"), time_text(connection.began_at)),
            (self.tr("WebSocket opened"), "" if opened is None else time_text(opened)),
            (self.tr("Lasted"), self._lasted(connection)),
            (self.tr("Path"), connection.path),
            (self.tr("Sub-protocols offered"), connection.offered),
            (self.tr("Sub-protocol agreed on"), connection.subprotocol),
            (self.tr("OCPP version"), connection.version),
            (self.tr("Close code"), close_text(connection)),
            (self.tr("Pings from the charger"), pings),
            (self.tr("Last heard of"), "" if heard is None else time_text(heard)),
        ]

    def _lasted(self, connection: Connection) -> str:
        # A running time would redraw the text under the reader's selection.
        if connection.ended_at is None:
            return ""
        return lasted_text(connection, self._clock())

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_written:
            self._write(keeps_place=False)
