# SPDX-License-Identifier: Apache-2.0
"""The window on one capture: its parts, and how they hang together."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Charger as ChargerRecord
from ocppdesk.capture.records import Connection
from ocppdesk.filters.conditions import All, Charger, Everything, Filter
from ocppdesk.gui.capture_feed import CaptureFeed
from ocppdesk.gui.chargers import ChargersPanel
from ocppdesk.gui.commands import Commands
from ocppdesk.gui.connections import ConnectionsView
from ocppdesk.gui.detail.pane import DetailPane
from ocppdesk.gui.menus import Menus
from ocppdesk.gui.messages.pane import MessagesPane
from ocppdesk.gui.notice_bar import NoticeBar
from ocppdesk.gui.search_box import SearchBox
from ocppdesk.gui.state_notices import notices_of
from ocppdesk.gui.status import StatusLine
from ocppdesk.gui.theme import Theme
from ocppdesk.gui.time_range import TimeRange
from ocppdesk.gui.waiting_page import WaitingPage
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.csms.engine import EngineState

_SIZE = QSize(1366, 740)  # fits the smallest laptop that technicians carry
_CHARGERS_WIDTH = 190  # pixels at 100 %
_DETAIL_HEIGHT = 240
_LAYOUT_VERSION = 1  # a saved layout of another version is not restored


class MainWindow(QMainWindow):
    """A window on a capture, live or for review.

    Args:
        settings: What it remembers and obeys.
        theme: Its look.
        is_live: Whether a charger may call here: the window then waits for one.

    Signals:
        notice_answered: The user chose a way out: key and name of the action.
        demo_requested: The demo session is to run, or to end.
        open_requested: Files are to be opened, as a list of paths.
        closed: The window is gone.
    """

    notice_answered = Signal(str, str)
    demo_requested = Signal(bool)
    open_requested = Signal(list)
    closed = Signal()

    def __init__(self, settings: Settings, theme: Theme, *, is_live: bool) -> None:
        super().__init__()
        self.settings = settings
        self.theme = theme
        self.is_live = is_live
        self.reader: CaptureReader | None = None
        self._feed: CaptureFeed | None = None
        self._connections: list[Connection] = []
        self._versions: dict[int, Connection] = {}
        self._state: EngineState | None = None
        self._last_id = 0
        self.is_waiting_page_wanted = False
        """Whether the user asked for the page that tells how to connect."""
        self._is_detail_put_away = False
        self._detail_height: int | None = None
        self._build()
        self._connect()
        self.commands = Commands(self)
        self.menus = Menus(self, self.commands.handlers())
        self._add_dock_switches()
        self._follow_settings(frozenset({"newest_first", "time_mode", "exchanges"}))
        settings.on_change(self._follow_settings)
        self._restore_layout()

    # Building.

    def _build(self) -> None:
        self.setObjectName("main")
        self.setDockNestingEnabled(True)
        self.resize(_SIZE)
        self.notices = NoticeBar(self.theme)
        self.search = SearchBox(self.theme)
        self.times = TimeRange(self.theme)
        self.messages = MessagesPane(self.settings, self.theme)
        self.waiting = WaitingPage(self.theme)
        self.connections_view = ConnectionsView(self.theme)
        self.chargers = ChargersPanel(self.theme)
        self.detail = DetailPane(self.theme)
        self.status = StatusLine(self.theme)
        self.setStatusBar(self.status)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.messages)
        self._pages.addWidget(self.waiting)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.addTab(self._messages_tab(), self.tr("Messages"))
        self.tabs.addTab(self.connections_view, self.tr("Connections"))
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self.tabs, 1)
        self.setCentralWidget(centre)
        self._docks = (
            self._dock("chargers", self.tr("Chargers"), self.chargers,
                       Qt.DockWidgetArea.LeftDockWidgetArea),
            self._dock("detail", self.tr("Detail"), self.detail,
                       Qt.DockWidgetArea.BottomDockWidgetArea),
        )  # fmt: skip
        self._arrange_docks()
        self._show_page()

    def _messages_tab(self) -> QWidget:
        tab = QWidget()
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.addWidget(self.times, 3)
        self._chosen = QLabel()
        self._chosen.setAccessibleName(self.tr("Charger shown"))
        bar.addWidget(self._chosen)
        bar.addWidget(self.search, 2)
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._pages, 1)
        return tab

    def _dock(
        self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.addDockWidget(area, dock)
        return dock

    def _arrange_docks(self) -> None:
        chargers, detail = self._docks
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, chargers)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, detail)
        # The list of chargers is as high as the window; the detail has the rest.
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        for dock in self._docks:
            dock.show()
        self.resizeDocks(
            [chargers], [self.theme.scaled(200)], Qt.Orientation.Horizontal
        )
        self.resizeDocks([detail], [self.theme.scaled(250)], Qt.Orientation.Vertical)

    def _add_dock_switches(self) -> None:
        menu = self.menus.menu("&View")
        before = self.menus.actions["full_screen"]
        for dock in self._docks:
            menu.insertAction(before, dock.toggleViewAction())

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._offer_detail)
        self.search.filter_changed.connect(self._apply_filter)
        self.times.range_changed.connect(self._apply_filter)
        self.search.cancel_requested.connect(self.messages.cancel)
        self.chargers.charger_chosen.connect(self._apply_filter)
        self.messages.message_selected.connect(self._show_detail)
        self.messages.counts_changed.connect(self._show_counts)
        self.messages.busy_changed.connect(self.search.set_busy)
        self.messages.clear_filter_requested.connect(self.clear_filter)
        self.messages.filter_requested.connect(self.search.set_text)
        self.messages.typed.connect(self.search.append_text)
        self.detail.glossary_wanted.connect(
            lambda action, version: self.commands.show_glossary(action, version)
        )
        self.detail.go_to.connect(self.messages.select_message)
        self.notices.action_triggered.connect(self.notice_answered)
        self.waiting.demo_requested.connect(lambda: self.demo_requested.emit(True))

    # What the window shows.

    def show_capture(self, path: Path, *, last_id: int | None = None) -> None:
        """Show a capture from now on.

        Args:
            path: The file.
            last_id: The newest message to show; None takes all that are there.

        Raises:
            CaptureError: If it cannot be read.
        """
        reader = CaptureReader(path)
        if self.reader is not None:
            self.reader.close()
        self.reader = reader
        self._versions.clear()
        self._last_id = reader.last_id() if last_id is None else last_id
        self._feed = CaptureFeed(reader, self)
        self._feed.chargers_changed.connect(self._show_chargers)
        self._feed.connections_changed.connect(self._show_connections)
        self._feed.counts_changed.connect(self.search.set_counts)
        self.detail.clear()
        self.messages.set_reader(reader)
        self._apply_filter()
        self.messages.advance(self._last_id)
        self._feed.advance(self._last_id)
        self._feed.refresh()
        self.status.show_capture(path, is_live=self.is_live)
        self.setWindowTitle(f"{path.name} — OCPP Desk")
        self._show_page()

    def update_state(self, state: "EngineState") -> None:
        """Show how the engine is doing, and the messages that came since."""
        self._state = state
        for key, notice in notices_of(state).items():
            if notice is None:
                self.notices.remove(key)
            else:
                self.notices.show_notice(notice)
        self.status.show_state(state)
        if self.reader is not None and self._feed is not None:
            self._last_id = max(self._last_id, state.committed_id)
            self.messages.advance(self._last_id)
            self._feed.advance(self._last_id)
        self._show_waiting()
        self._show_page()

    def clear_filter(self) -> None:
        """Show all messages of all times; the chosen charger stays."""
        self.search.clear()
        self.times.clear()

    def current_filter(self) -> Filter:
        """Return what the search box, the times and the charger let through."""
        parts: list[Filter] = [self.search.filter, self.times.range]
        if self.chargers.chosen:
            parts.append(Charger(self.chargers.chosen))
        wanted = tuple(part for part in parts if part.sql()[0] != "1")
        if not wanted:
            return Everything()
        return wanted[0] if len(wanted) == 1 else All(wanted)

    def show_waiting_page(self) -> None:
        """Show how to connect a charger, also when some are connected."""
        self.tabs.setCurrentIndex(0)
        self._pages.setCurrentWidget(self.waiting)
        self._bar.setVisible(False)
        self._offer_detail()

    def show_messages(self) -> None:
        """Show the message table."""
        self.tabs.setCurrentIndex(0)
        self._pages.setCurrentWidget(self.messages)
        self._bar.setVisible(True)
        self._offer_detail()

    def _offer_detail(self) -> None:
        """Have the detail beside the table only, unless the user closed it."""
        detail = self._docks[1]
        is_table = self.tabs.currentIndex() == 0 and (
            self._pages.currentWidget() is self.messages
        )
        if not is_table and detail.isVisibleTo(self):
            self._detail_height = detail.height() if self.isVisible() else None
            self._is_detail_put_away = True
            detail.hide()
        elif is_table and self._is_detail_put_away:
            self._is_detail_put_away = False
            detail.show()
            height = self._detail_height or self.theme.scaled(_DETAIL_HEIGHT)
            self.resizeDocks([detail], [height], Qt.Orientation.Vertical)

    def reset_layout(self) -> None:
        """Put every part where it was at the first start."""
        self._arrange_docks()
        self.resize(_SIZE)

    def _show_page(self) -> None:
        """Choose between waiting for a charger and its messages."""
        is_waiting = self.is_live and self._last_id == 0
        was_waiting = self._pages.currentWidget() is self.waiting
        if is_waiting and not was_waiting:
            self.show_waiting_page()
        elif was_waiting and self._last_id and not self.is_waiting_page_wanted:
            self.show_messages()

    def _apply_filter(self) -> None:
        self._chosen.setText(self.chargers.chosen)
        self._chosen.setVisible(bool(self.chargers.chosen))
        self.messages.set_filter(
            self.current_filter(), exchanges=self.settings.exchanges
        )

    def _show_counts(self, shown: int, total: int) -> None:
        self.search.set_shown(shown, total)
        self.status.show_counts(shown, total)

    def _show_detail(self, number: int) -> None:
        reader = self.reader
        message = None if reader is None else reader.message(number)
        if reader is None or message is None:
            self.detail.clear()
            return
        call = None if message.answer_to is None else reader.message(message.answer_to)
        connection = self._connection(message.connection)
        self.detail.show_message(
            message,
            call,
            reader.answers(number),
            "1.6" if connection is None else connection.version or "1.6",
            connection,
        )

    def _connection(self, number: int) -> Connection | None:
        assert self.reader is not None
        found = self._versions.get(number)
        if found is None or found.ended_at is None:
            found = self.reader.connection(number)
            if found is not None:
                self._versions[number] = found
        return found

    def _show_chargers(self, chargers: list[ChargerRecord]) -> None:
        self.chargers.update_chargers(chargers)

    def _show_connections(self, connections: list[Connection]) -> None:
        self._connections = connections
        self.connections_view.update_connections(connections)
        self._show_waiting()

    def _show_waiting(self) -> None:
        state = self._state
        if state is None:
            return
        self.waiting.update_state(
            state.host if state.port else None,
            state.port or self.settings.listen_port,
            "" if state.listen_error is None else str(state.listen_error),
            self._connections,
            state.capture,
        )

    # What the window remembers.

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if changed & {"newest_first"}:
            self.messages.set_newest_first(self.settings.newest_first)
        if changed & {"time_mode"}:
            self.messages.set_time_mode(self.settings.time_mode)
        if changed & {"exchanges"}:
            self._apply_filter()
        if changed & {"theme", "zoom_percent"}:
            before = self.theme.scaled(100)
            self.theme.apply(self.settings.theme, self.settings.zoom_percent)
            self._scale_docks(self.theme.scaled(100) / before)
        self.commands.show_switches()

    def _scale_docks(self, factor: float) -> None:
        for dock in self._docks:
            dock.setFont(self.theme.font())
        chargers = self._docks[0]
        if factor != 1:
            width = round(chargers.width() * factor)
            self.resizeDocks([chargers], [width], Qt.Orientation.Horizontal)

    def _restore_layout(self) -> None:
        try:
            saved = base64.b64decode(self.settings.window_state, validate=True)
            geometry, state = (base64.b64decode(p) for p in saved.split(b"|"))
        except ValueError:
            return  # none was saved, or the file was damaged: the default is fine
        self.restoreGeometry(QByteArray(geometry))
        self.restoreState(QByteArray(state), _LAYOUT_VERSION)

    def _save_layout(self) -> None:
        if self._is_detail_put_away:
            self._docks[1].show()
        parts = (self.saveGeometry(), self.saveState(_LAYOUT_VERSION))
        joined = b"|".join(base64.b64encode(part.data()) for part in parts)
        self.settings.change({"window_state": base64.b64encode(joined).decode()})

    # Overrides of QMainWindow.

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save_layout()
        self.messages.close_reader()
        if self.reader is not None:
            self.reader.close()
            self.reader = None
        super().closeEvent(event)
        self.closed.emit()
