# SPDX-License-Identifier: Apache-2.0
"""The window on one capture: its parts, and how they hang together."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.commands.commands import Commands
from ocppdesk.gui.commands.menus import Menus
from ocppdesk.gui.commands.shortcuts import Shortcuts, keys_text
from ocppdesk.gui.live_pages import LivePages
from ocppdesk.gui.logs.dropping import DropTarget
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.notice_bar import NoticeBar
from ocppdesk.gui.profiles import Profiles
from ocppdesk.gui.status import StatusLine
from ocppdesk.gui.tab_order import stop_after
from ocppdesk.gui.window_layout import WindowLayout
from ocppdesk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Connection
    from ocppdesk.csms.engine import EngineState
    from ocppdesk.gui.capture_feed import CaptureFeed
    from ocppdesk.gui.chargers.list import ChargersPanel
    from ocppdesk.gui.connections.view import ConnectionsView
    from ocppdesk.gui.detail.pane import DetailPane
    from ocppdesk.gui.messages_tab import MessagesTab
    from ocppdesk.gui.waiting.page import WaitingPage


class MainWindow(QMainWindow):
    """A window on a capture, live or for review.

    Its frame is there at once; what fills it is made by `complete`, right after the
    first picture or when something is to be shown.

    Args:
        settings: What it remembers and obeys.
        theme: Its look.
        is_live: Whether a charger may call here: the window then waits for one.

    Signals:
        notice_answered: The user chose a way out: key and name of the action.
        demo_requested: The demo session is to run, or to end.
        open_expected: Files may soon be opened.
        open_requested: Files are to be opened, as a list of paths.
        closed: The window is gone.

    Attributes:
        chargers: The list of chargers; after `complete`.
        waiting: The page that tells how to connect; after `complete`.
        tab: The messages with their search; after `complete`.
        detail: The pane on the selected message; after `complete`.
        connections_view: The connections and attempts; after `complete`.
    """

    notice_answered = Signal(str, str)
    demo_requested = Signal(bool)
    open_expected = Signal()
    open_requested = Signal(list)
    closed = Signal()

    chargers: "ChargersPanel"
    waiting: "WaitingPage"
    tab: "MessagesTab"
    detail: "DetailPane"
    connections_view: "ConnectionsView"

    def __init__(self, settings: Settings, theme: Theme, *, is_live: bool) -> None:
        super().__init__()
        self.settings = settings
        self.theme = theme
        self.is_live = is_live
        self.reader: CaptureReader | None = None
        self._is_waiting_page_wanted = False
        """Whether the user asked for the page that tells how to connect."""
        self._is_complete = False
        self._feed: CaptureFeed | None = None
        self._connections: list[Connection] = []
        self._seen: dict[int, Connection] = {}
        self._state: EngineState | None = None
        self._last_id = 0
        self._build()
        self.commands = Commands(self)
        self.menus = Menus(self, self.commands.handlers())
        self.live_pages = LivePages(self)
        self._connect()
        self.commands.show_switches()
        self.commands.enable()
        self._forget_settings = settings.on_change(self._follow_settings)

    # Building.

    def _build(self) -> None:
        self.setObjectName("main")
        self.notices = NoticeBar(self.theme)
        self.status = StatusLine(self.theme)
        self.setStatusBar(self.status)
        self._pages = QStackedWidget()
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.addTab(self._pages, self.tr("Messages"))
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self.tabs, 1)
        self._centre = layout
        self.setCentralWidget(centre)
        drops = DropTarget(self)
        drops.expected.connect(self.open_expected)
        drops.dropped.connect(self.open_requested)
        self._layout = WindowLayout(self, self.theme)
        self._profiles = Profiles(self.settings)

    def complete(self) -> None:
        """Make the parts that the first picture does without; once."""
        if self._is_complete:
            return
        self._is_complete = True
        # Imported here: together they take longer than all that is shown at first.
        from ocppdesk.gui.chargers.list import ChargersPanel
        from ocppdesk.gui.connections.failures import Failures
        from ocppdesk.gui.connections.view import ConnectionsView
        from ocppdesk.gui.detail.pane import DetailPane
        from ocppdesk.gui.messages_tab import MessagesTab
        from ocppdesk.gui.waiting.page import WaitingPage

        self.waiting = WaitingPage(self.theme, settings=self.settings)
        self.chargers = ChargersPanel(self.theme)
        self.tab = MessagesTab(self.settings, self.theme)
        self.connections_view = ConnectionsView(self.theme)
        self.connections_view.said.connect(self.status.say)
        self._failures = Failures(
            self.tabs, self.connections_view, self.status.say, is_live=self.is_live
        )
        self.detail = DetailPane(self.theme)
        # At a large zoom they are cut off rather than the window grown off the screen.
        for part in (self.waiting, self.tab, self.connections_view, self.detail):
            part.setMinimumSize(1, 1)
        self._layout.chargers.setWidget(self.chargers)
        self._layout.detail.setWidget(self.detail)
        self._pages.addWidget(self.waiting)
        self._pages.addWidget(self.tab)
        self.tabs.addTab(self.connections_view, self.tr("Connections"))
        self.live_pages.complete()
        self.chargers.charger_chosen.connect(self.tab.choose_charger)
        self.chargers.menu_wanted.connect(self.commands.show_charger_menu)
        self.detail.glossary_wanted.connect(self.commands.show_glossary)
        self.detail.go_to.connect(self.tab.messages.select_message)
        self.waiting.demo_requested.connect(lambda: self.demo_requested.emit(True))
        for signal, name in (
            (self.waiting.open_requested, "open"),
            (self.waiting.last_requested, "open_last"),
            (self.waiting.settings_requested, "settings"),
        ):
            signal.connect(self.menus.actions[name].trigger)
        self._connect_table()
        columns = self.tab.messages.columns_menu()
        columns.setTitle(self.tr("&Columns"))
        self.menus.menu("&View").insertMenu(self.menus.actions["color_rules"], columns)
        self._layout.restore(self.settings.window_state)
        self._show_page()

    def _connect(self) -> None:
        for dock in (self._layout.chargers, self._layout.detail):
            action = dock.toggleViewAction()
            self.menus.adopt(
                f"dock:{dock.objectName()}", action, "&View", "full_screen"
            )
        self._layout.detail.dockLocationChanged.connect(
            lambda: self.menus.actions["detail_beside"].setChecked(
                self._layout.is_detail_beside
            )
        )
        self.commands.fill_menus()
        self.shortcuts = Shortcuts(self.menus, self.settings, self)
        """The keys of the commands."""
        self.status.show_menus(
            self.menus.menu("&View > &Times"), self.menus.menu("&View > &Profile")
        )
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.tabs.tabBarClicked.connect(self._on_tab_clicked)
        self.notices.action_triggered.connect(self.notice_answered)

    def _connect_table(self) -> None:
        tab, messages = self.tab, self.tab.messages
        messages.message_selected.connect(self._show_detail)
        messages.message_selected.connect(lambda: self.commands.enable())
        messages.selection_changed.connect(self._on_selection_changed)
        messages.annotations_changed.connect(self._show_marks)
        messages.glossary_wanted.connect(self.commands.show_glossary)
        messages.command_requested.connect(lambda n: self.menus.actions[n].trigger())
        messages.set_key_text(lambda name: keys_text(self.shortcuts.keys(name)))
        messages.set_live(is_live=self.is_live)
        self.detail.narrowing_requested.connect(tab.narrow)
        self.detail.column_requested.connect(messages.add_path_column)
        tab.counts_changed.connect(
            lambda *counts: self.status.show_counts(*counts, exchanges=tab.exchanges)
        )
        tab.filter_switched.connect(self.menus.actions["filter_on"].setChecked)
        tab.search.help_wanted.connect(self.commands.show_filter_help)
        tab.all_chargers_wanted.connect(lambda: self.chargers.choose(""))
        self.menus.actions["filter_on"].setChecked(tab.is_filter_on)

    # What the window shows.

    @property
    def is_table_shown(self) -> bool:
        """Whether the message table is in view."""
        is_first_tab = self._is_complete and self.tabs.currentIndex() == 0
        return is_first_tab and self._pages.currentWidget() is self.tab

    def put_above(self, strip: QWidget) -> None:
        """Put a strip between the notices and the views."""
        self._centre.insertWidget(1, strip)

    def show_capture(
        self, path: Path, *, last_id: int | None = None, title: str = ""
    ) -> None:
        """Show a capture from now on.

        Args:
            path: The file.
            last_id: The newest message to show; None takes all that are there.
            title: What the window is called in place of the file.

        Raises:
            CaptureError: If it cannot be read.
        """
        from ocppdesk.capture.reader import CaptureReader
        from ocppdesk.gui.capture_feed import CaptureFeed

        self.complete()
        reader = CaptureReader(path)
        self._let_go()
        self.reader = reader
        self._seen.clear()
        self._last_id = reader.last_id() if last_id is None else last_id
        feed = self._feed = CaptureFeed(reader, self)
        feed.chargers_changed.connect(self.chargers.update_chargers)
        feed.chargers_changed.connect(self.live_pages.update_chargers)
        feed.connections_changed.connect(self._show_connections)
        feed.counts_changed.connect(self.tab.search.set_counts)
        self.connections_view.start_over()
        self.detail.clear()
        self.tab.show_reader(reader, self._last_id)
        self.live_pages.show_reader(reader, self._last_id)
        feed.advance(self._last_id)
        feed.refresh()
        self.status.show_capture(path, is_live=self.is_live)
        self.setWindowTitle(f"{title or path.name} — OCPP Desk")
        self._show_page()
        if self.is_table_shown:
            self.tab.messages.setFocus()
        self._show_marks()
        self.commands.enable()

    def _let_go(self) -> None:
        """Read no more from the capture that is shown, if any."""
        if self._feed is not None:
            self._feed.close()
            self._feed.deleteLater()
            self._feed = None
        self.live_pages.show_reader(None, 0)
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    def update_state(self, state: "EngineState") -> None:
        """Show how the engine is doing, and the messages that came since."""
        from ocppdesk.gui.state_notices import notices_of

        self.complete()
        self._state = state
        for key, notice in notices_of(state).items():
            if notice is None:
                self.notices.remove(key)
            else:
                self.notices.show_notice(notice)
        self.status.show_state(state)
        self.live_pages.update_state(state)
        self.advance(state.committed_id)
        self._show_waiting()
        self._show_page()

    def advance(self, last_id: int) -> None:
        """Show the messages that came since, up to this number."""
        if self.reader is None or self._feed is None:
            return
        self._last_id = max(self._last_id, last_id)
        self.tab.messages.advance(self._last_id)
        self.live_pages.advance(self._last_id)
        self._feed.advance(self._last_id)
        if self.detail.is_waiting:
            self._show_detail(self.tab.messages.selected_id() or 0)

    def show_waiting_page(self) -> None:
        """Show how to connect a charger, also when some are connected."""
        self.complete()
        self._is_waiting_page_wanted = True
        self.tabs.setCurrentIndex(0)
        self._pages.setCurrentWidget(self.waiting)
        self._offer_detail()

    def show_messages(self) -> None:
        """Show the message table."""
        self.complete()
        self._is_waiting_page_wanted = False
        held: QWidget | None = self.focusWidget()
        is_free = held is None or self.waiting.isAncestorOf(held)
        self.tabs.setCurrentIndex(0)
        self._pages.setCurrentWidget(self.tab)
        if is_free:
            self.tab.messages.setFocus()
        self._offer_detail()

    def profile_names(self) -> list[str]:
        """Return the names of the profiles."""
        return self._profiles.names()

    def apply_profile(self, name: str) -> None:
        """Go over to another profile: its columns, chips, colours and docks.

        Raises:
            SettingsError: If the settings cannot be written; nothing changed then.
        """
        self._keep_columns()
        docks = self._profiles.apply(name, self._layout.shown_docks())
        self._layout.show_docks(docks)

    def reset_profile(self) -> None:
        """Have the current profile as it came.

        Raises:
            SettingsError: If the settings cannot be written; nothing changed then.
        """
        self._keep_columns()
        self._layout.show_docks(self._profiles.reset())

    def _keep_columns(self) -> None:
        # They are kept a moment after a change; what is late would be of the next
        # profile.
        if self._is_complete:
            self.tab.messages.columns.save()

    def put_detail_beside(self, is_beside: bool) -> None:
        """Put the detail beside the table, or below it."""
        self._layout.put_detail(beside=is_beside)

    def reset_layout(self) -> None:
        """Put every part where it was at the first start."""
        self._layout.reset()

    def _show_page(self) -> None:
        """Choose between waiting for a charger and its messages, in the first tab."""
        if self.is_live and self._last_id == 0:
            self._pages.setCurrentWidget(self.waiting)
            self._offer_detail()
        elif (
            self._pages.currentWidget() is self.waiting
            and not self._is_waiting_page_wanted
        ):
            if self.tabs.currentIndex() == 0:
                self.show_messages()
            else:  # somebody is at work elsewhere
                self._pages.setCurrentWidget(self.tab)

    def _on_tab_changed(self) -> None:
        self._offer_detail()
        if self._is_complete:
            self._failures.tell(self._connections)

    def _offer_detail(self) -> None:
        """Have the detail beside the table only, and the commands that fit."""
        if self._is_complete:
            self._layout.offer_detail(is_table=self.is_table_shown)
            self.commands.enable()

    def _show_detail(self, number: int) -> None:
        from ocppdesk.gui.detail.showing import show_from

        reader = self.reader
        if reader is None or not show_from(
            self.detail,
            reader,
            number,
            connection_of=lambda wanted: self._connection(reader, wanted),
            default_version="1.6",
        ):
            self.detail.clear()

    def _on_selection_changed(self) -> None:
        self.commands.enable()
        self.status.show_span(self.tab.messages.selection_span())

    def _show_marks(self) -> None:
        self.status.show_marks(len(self.tab.messages.annotations.marks))

    def _connection(self, reader: "CaptureReader", number: int) -> "Connection | None":
        found = self._seen.get(number)
        if found is None or found.ended_at is None:
            found = reader.connection(number)
            if found is not None:
                self._seen[number] = found
        return found

    def _show_connections(self, connections: "list[Connection]") -> None:
        self._connections = connections
        self._failures.tell(connections)
        self.connections_view.update_connections(connections)
        self._show_waiting()

    def _on_tab_clicked(self, index: int) -> None:
        # On the page that tells how to connect, the tab is the way back.
        if index == 0 and self._is_waiting_page_wanted:
            self._is_waiting_page_wanted = False
            self._show_page()

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
        if changed & {"theme", "zoom_percent"}:
            self.theme.apply(self.settings.theme, self.settings.zoom_percent)
            self._layout.follow_zoom()
        if self._is_complete:
            self.tab.follow_settings(changed)
        self.commands.show_switches()

    def _save_layout(self) -> None:
        # A disk that is full keeps nobody from closing the window.
        with contextlib.suppress(SettingsError):
            self.settings.change({"window_state": self._layout.saved()})

    # Overrides of QMainWindow.

    def focusNextPrevChild(self, is_next: bool) -> bool:
        current = self.focusWidget()
        every = Qt.TabFocusBehavior.TabFocusAllControls
        is_usual = QGuiApplication.styleHints().tabFocusBehavior() == every
        stop = None
        if self._is_complete and is_usual and current is not None:
            parts = (
                self.notices,
                self.tabs.tabBar(),
                self._layout.chargers,
                self.waiting,
                *self.tab.stops,
                self.connections_view,
                *self.live_pages.hosts,
                self._layout.detail,
                self.status,
            )
            stop = stop_after(current, parts, is_next=is_next)
        if stop is None:
            return super().focusNextPrevChild(is_next)
        reasons = Qt.FocusReason
        stop.setFocus(reasons.TabFocusReason if is_next else reasons.BacktabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_complete:
            QTimer.singleShot(0, self, self.complete)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._forget_settings()
        self.shortcuts.close()
        self.live_pages.close()
        self._let_go()
        if self._is_complete:
            self._save_layout()
            self.tab.messages.close_reader()
        super().closeEvent(event)
        self.closed.emit()
