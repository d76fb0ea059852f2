# SPDX-License-Identifier: Apache-2.0
"""The views of a window that work with chargers, not only with what they said."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocppdesk.core.messages import Message

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState
    from ocppdesk.gui.allowances.panel import AllowancesPanel
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.charts.loading import Loading
    from ocppdesk.gui.charts.view import ChartsView
    from ocppdesk.gui.configuration.view import ConfigurationView
    from ocppdesk.gui.files.view import FilesView
    from ocppdesk.gui.sending.view import SendView
    from ocppdesk.gui.stories.view import SessionsView
    from ocppdesk.gui.window import MainWindow


_NOTES_MS: Final = 500  # all notes are read again: not at each of many


class LivePage(Protocol):
    """A view that is told how the engine and the capture are doing."""

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine, or none."""

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since."""

    def update_state(self, state: "EngineState") -> None:
        """Take in how the engine is doing."""

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what the capture knows of the chargers."""

    def choose_charger(self, identity: str) -> None:
        """Work with another charger."""

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""


class _Host(QWidget):
    """The place of a view in a tab, empty until somebody looks.

    Signals:
        looked_at: It is in view for the first time.
    """

    looked_at = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        # At a large zoom it is cut off rather than the window grown off the screen.
        self.setMinimumSize(1, 1)

    def fill(self, view: QWidget) -> None:
        """Put the view in its place."""
        self._layout.addWidget(view)

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        self.looked_at.emit()
        super().showEvent(event)


def _nothing() -> None:
    """Do nothing."""


class LivePages(QObject):
    """The tabs of these views; in a review, of those that only read.

    A view is made when it is first looked at: together they take longer to load than
    all that is shown at the start. Then it is told what happened before.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pages: list[LivePage] = []
        self._configuration: ConfigurationView | None = None
        self._settings_host: _Host | None = None
        self._sending: SendView | None = None
        self._send_host: _Host | None = None
        self._files: FilesView | None = None
        self._files_host: _Host | None = None
        self._sessions: SessionsView | None = None
        self._sessions_host: _Host | None = None
        self._limits: AllowancesPanel | None = None
        self._limits_host: _Host | None = None
        self._charts: ChartsView | None = None
        self._charts_host: _Host | None = None
        self._charts_loading: Loading | None = None
        self._analyst: Analyst | None = None
        self._forget_settings: Callable[[], None] = _nothing
        self._engine: Engine | None = None
        self._reader: CaptureReader | None = None
        self._last_id = 0
        self._state: EngineState | None = None
        self._noted_id = 0
        self._notes_soon = QTimer(self, singleShot=True, interval=_NOTES_MS)
        self._notes_soon.timeout.connect(self._show_notes)
        self._chargers: list[Charger] = []
        self.hosts: list[_Host] = []
        """What is in the tabs, in their order."""

    def complete(self) -> None:
        """Make the tabs; those that need somebody to call only where one can."""
        host = self._sessions_host = self._offer(self.tr("Sessions"))
        host.looked_at.connect(lambda: self.sessions)
        host = self._charts_host = self._offer(self.tr("Charts"))
        host.looked_at.connect(self._load_charts)
        host = self._limits_host = self._offer(self.tr("Limits"))
        host.looked_at.connect(lambda: self.limits)
        if self._window.is_live:
            host = self._send_host = self._offer(self.tr("Send"))
            host.looked_at.connect(lambda: self.sending)
            self._window.tab.messages.resend_requested.connect(self.resend)
        host = self._settings_host = self._offer(self.tr("Configuration"))
        host.looked_at.connect(lambda: self.configuration)
        host = self._files_host = self._offer(self.tr("Files"))
        host.looked_at.connect(lambda: self.files)

    @property
    def configuration(self) -> "ConfigurationView | None":
        """The settings of the chosen charger; after `complete`."""
        host = self._settings_host
        if self._configuration is None and host is not None:
            from ocppdesk.gui.configuration.tab import configuration_in

            made = self._configuration = configuration_in(self._window, host)
            host.fill(made)
            self._begin(made)
        return self._configuration

    @property
    def sending(self) -> "SendView | None":
        """The view that sends commands; None in a window that does not listen."""
        host = self._send_host
        if self._sending is None and host is not None:
            from ocppdesk.gui.sending.view import SendView

            window = self._window
            made = self._sending = SendView(window.settings, window.theme)
            made.message_wanted.connect(self._show_message)
            made.glossary_wanted.connect(window.commands.show_glossary)
            made.said.connect(window.status.say)
            host.fill(made)
            self._begin(made)
        return self._sending

    @property
    def files(self) -> "FilesView | None":
        """The view of firmware and logs; after `complete`."""
        host = self._files_host
        if self._files is None and host is not None:
            from ocppdesk.gui.files.tab import files_of

            made = self._files = files_of(self._window, self._show_message)
            host.fill(made)
            self._begin(made)
        return self._files

    @property
    def analyst(self) -> "Analyst":
        """The analysis of the capture, which begins when a view first needs it.

        After `complete`.
        """
        if self._analyst is None:
            from ocppdesk.gui.analysing.analyst import Analyst, analysis_by

            settings = self._window.settings
            made = self._analyst = Analyst(
                self,
                is_live=self._window.is_live,
                analysis_of=analysis_by(settings),
            )
            self._forget_settings = settings.on_change(self._follow_settings)
            chargers = self._window.chargers
            chargers.charger_chosen.connect(made.choose_charger)
            made.choose_charger(chargers.chosen)
            self._show_analyst()
        return self._analyst

    def _follow_settings(self, changed: frozenset[str]) -> None:
        """Analyse again if what the rules of diagnosis go by has changed."""
        if any(name.startswith("finding_") for name in changed):
            self._show_analyst()

    def _show_analyst(self) -> None:
        """Have the analysis follow the capture that is shown."""
        if self._analyst is not None:
            path = None if self._reader is None else self._reader.path
            self._analyst.show_capture(path, self._last_id)

    @property
    def sessions(self) -> "SessionsView | None":
        """The sessions of the chosen charger; after `complete`."""
        host = self._sessions_host
        if self._sessions is None and host is not None:
            from ocppdesk.gui.stories.tab import sessions_of

            made = sessions_of(self._window, self.analyst, self._show_message)
            made.chart_wanted.connect(lambda story: self.chart_story(story.number))
            self._sessions = made
            host.fill(made)
            self._begin(made)
        return self._sessions

    @property
    def limits(self) -> "AllowancesPanel | None":
        """What the chosen charger was allowed; after `complete`."""
        host = self._limits_host
        if self._limits is None and host is not None:
            from ocppdesk.gui.allowances.tab import limits_of

            made = limits_of(self._window, self.analyst, self._show_message)
            self._limits = made
            host.fill(made)
            self._begin(made)
        return self._limits

    @property
    def charts(self) -> "ChartsView | None":
        """What the chosen charger measured; after `complete`."""
        host = self._charts_host
        if self._charts is None and host is not None:
            from ocppdesk.gui.charts.tab import charts_of

            made = charts_of(self._window, self.analyst, self._show_message)
            self._charts = made
            host.fill(made)
            self._begin(made)
        return self._charts

    def _load_charts(self) -> None:
        """Make the charts as soon as what draws them is loaded."""
        if self._charts is None and self._charts_loading is None:
            from ocppdesk.gui.charts.loading import Loading

            made = self._charts_loading = Loading(self)
            made.over.connect(lambda: self.charts)
            made.start()

    def _offer(self, title: str) -> _Host:
        """Add a tab whose view is made later."""
        host = _Host()
        self.hosts.append(host)
        self._window.tabs.addTab(host, title)
        return host

    def _begin(self, page: LivePage) -> None:
        """Tell a view that was just made what there is."""
        self._pages.append(page)
        chargers = self._window.chargers
        chargers.charger_chosen.connect(page.choose_charger)
        page.set_engine(self._engine)
        page.show_reader(self._reader, self._last_id)
        if self._state is not None:
            page.update_state(self._state)
        page.update_chargers(self._chargers)
        page.choose_charger(chargers.chosen)

    def set_engine(self, engine: "Engine | None") -> None:
        """Have them work through another engine, or none."""
        self._engine = engine
        for page in self._pages:
            page.set_engine(engine)

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Have them follow another capture, or none."""
        self._reader, self._last_id = reader, last_id
        self._show_analyst()
        for page in self._pages:
            page.show_reader(reader, last_id)

    def advance(self, last_id: int) -> None:
        """Tell them of the messages that came since."""
        self._last_id = last_id
        if self._analyst is not None:
            self._analyst.advance(last_id)
        for page in self._pages:
            page.advance(last_id)

    def update_state(self, state: "EngineState") -> None:
        """Tell them how the engine is doing, and the table of new notes."""
        self._state = state
        self._follow_notes()
        for page in self._pages:
            page.update_state(state)

    def _follow_notes(self) -> None:
        """Have the notes shown that the program itself has put on messages."""
        number = 0 if self._state is None else self._state.noted_id
        if number not in (0, self._noted_id) and not self._notes_soon.isActive():
            self._noted_id = number
            self._notes_soon.start()

    def _show_notes(self) -> None:
        self._window.tab.messages.reload_annotations()
        self._follow_notes()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Tell them what the capture knows of the chargers."""
        self._chargers = chargers
        for page in self._pages:
            page.update_chargers(chargers)

    def close(self) -> None:
        """Have them let go of the capture and the engine."""
        self._notes_soon.stop()
        for page in self._pages:
            page.close_reader()
        self._pages.clear()
        if self._charts_loading is not None:
            self._charts_loading.stop()
        if self._analyst is not None:
            self._analyst.close()
            self._analyst = None
            self._forget_settings()

    def show_configuration(self) -> None:
        """Bring the settings of the chosen charger to the front."""
        self._window.complete()
        if self._settings_host is not None:
            self._window.tabs.setCurrentWidget(self._settings_host)

    def show_sending(self) -> None:
        """Bring the view that sends commands to the front."""
        self._window.complete()
        sending, host = self.sending, self._send_host
        if sending is not None and host is not None:
            self._window.tabs.setCurrentWidget(host)
            sending.list.search.setFocus()

    def show_files(self) -> "FilesView | None":
        """Bring the view of firmware and logs to the front, and return it."""
        self._window.complete()
        if self._files_host is not None:
            self._window.tabs.setCurrentWidget(self._files_host)
        return self.files

    def show_sessions(self) -> "SessionsView | None":
        """Bring the sessions of the chosen charger to the front, and return them."""
        self._window.complete()
        if self._sessions_host is not None:
            self._window.tabs.setCurrentWidget(self._sessions_host)
        if (sessions := self.sessions) is not None:
            sessions.go_to_table()
        return sessions

    def show_charts(self) -> "ChartsView | None":
        """Bring the charts of the chosen charger to the front, and return them."""
        self._window.complete()
        if self._charts_host is not None:
            self._window.tabs.setCurrentWidget(self._charts_host)
        return self.charts

    def chart_story(self, number: int) -> None:
        """Bring the chart of one session to the front, by its number."""
        if (charts := self.show_charts()) is not None:
            charts.show_story(number)

    def show_limits(self) -> "AllowancesPanel | None":
        """Bring what the chosen charger was allowed to the front, and return it."""
        self._window.complete()
        if self._limits_host is not None:
            self._window.tabs.setCurrentWidget(self._limits_host)
        return self.limits

    def step_session(self, by: int) -> None:
        """Go to the session so many rows below the chosen one, or above it."""
        if (sessions := self.show_sessions()) is not None:
            sessions.step(by)

    def update_firmware(self) -> None:
        """Ask what the chosen charger is to install."""
        if (files := self.show_files()) is not None:
            files.update_firmware()

    def get_log(self) -> None:
        """Ask which log the chosen charger is to send."""
        if (files := self.show_files()) is not None:
            files.get_log()

    def show_received(self) -> None:
        """Go to the files that chargers have sent."""
        if (files := self.show_files()) is not None:
            files.received.go_to_files()

    def resend(self, number: int | None) -> None:
        """Prepare a call of the capture, to be changed and sent again."""
        reader = self._window.reader
        message = None if reader is None or number is None else reader.message(number)
        sending, host = self.sending, self._send_host
        if reader is None or message is None or sending is None or host is None:
            self._window.status.say(self.tr("Commands are sent from a live window."))
            return
        message = self._call_of(reader, message)
        connection = reader.connection(message.connection)
        version = "" if connection is None else connection.version
        if sending.edit_and_resend(message, version):
            self._window.tabs.setCurrentWidget(host)
            sending.page.go_to_form()
        else:
            self._window.status.say(self.tr("This is no command that a CSMS sends."))

    def _call_of(self, reader: "CaptureReader", message: Message) -> Message:
        """Return the call that a message answers, or the message itself."""
        if message.answer_to is None:
            return message
        return reader.message(message.answer_to) or message

    def _show_message(self, number: int) -> None:
        self._window.show_messages()
        if not self._window.tab.messages.select_message(number):
            told = self.tr("The filter hides message {number}.")
            self._window.status.say(told.format(number=number))
