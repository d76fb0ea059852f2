# SPDX-License-Identifier: Apache-2.0
"""The views of a window that work with chargers, not only with what they said."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ocppdesk.core.messages import Message
from ocppdesk.gui.following import Following
from ocppdesk.gui.lazy_tab import LazyTab, Place
from ocppdesk.gui.loading import Loading
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.csms.engine import Engine, EngineState
    from ocppdesk.gui.allowances.panel import AllowancesPanel
    from ocppdesk.gui.analysing.analyst import Analyst
    from ocppdesk.gui.answers.view import AnswersView
    from ocppdesk.gui.charts.view import ChartsView
    from ocppdesk.gui.configuration.view import ConfigurationView
    from ocppdesk.gui.files.view import FilesView
    from ocppdesk.gui.findings.desk import FindingsDesk
    from ocppdesk.gui.findings.view import FindingsView
    from ocppdesk.gui.sending.view import SendView
    from ocppdesk.gui.stories.view import SessionsView
    from ocppdesk.gui.window import MainWindow

V = TypeVar("V", bound=QWidget)
Then = Callable[[V], object]
"""What is done with a view."""

_DESK_MS: Final = 1_000  # the window and its messages are there first
_NOTES_MS: Final = 500  # all notes are read again: not at each of many


def _nothing() -> None:
    """Do nothing."""


def _read_glossary() -> None:
    """Have it there when the first message is selected, or a list asks for words."""
    from ocppdesk.core.glossary import read_all

    read_all()


class LivePages(Following):
    """The tabs of these views; in a review, of those that only read.

    A view is made when it is first looked at: together they take longer to load than
    all that is shown at the start. Then it is told what happened before.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._tabs: list[LazyTab[Any]] = []
        self._answers: LazyTab[AnswersView] | None = None
        self._configuration: LazyTab[ConfigurationView] | None = None
        self._sending: LazyTab[SendView] | None = None
        self._files: LazyTab[FilesView] | None = None
        self._sessions: LazyTab[SessionsView] | None = None
        self._limits: LazyTab[AllowancesPanel] | None = None
        self._charts: LazyTab[ChartsView] | None = None
        self._findings: LazyTab[FindingsView] | None = None
        self._desk: FindingsDesk | None = None
        self._desk_soon = QTimer(self, singleShot=True, interval=_DESK_MS)
        self._desk_soon.timeout.connect(self._load_desk)
        self._desk_loading: Loading | None = None
        self._analyst: Analyst | None = None
        self._forget_settings: Callable[[], None] = _nothing
        self._noted_id = 0
        self._notes_soon = QTimer(self, singleShot=True, interval=_NOTES_MS)
        self._notes_soon.timeout.connect(self._show_notes)

    def complete(self) -> None:
        """Make the tabs; those that need somebody to call only where one can."""
        add, begin = self._add, self.begin
        self._answers = add(
            self.tr("Answers"), self._make_answers, begin, "answers.tab"
        )
        # What is asked first stands first, beside the messages.
        bar = self._window.tabs.tabBar()
        bar.moveTab(self._window.tabs.indexOf(self._answers.place), 1)
        self._sessions = add(
            self.tr("Sessions"), self._make_sessions, begin, "stories.tab"
        )
        self._charts = add(self.tr("Charts"), self._make_charts, begin, "charts.tab")
        self._limits = add(
            self.tr("Limits"), self._make_limits, begin, "allowances.tab"
        )
        self._findings = add(
            self.tr("Findings"), self._make_findings, begin, "findings.tab"
        )
        if self._window.is_live:
            self._sending = add(
                self.tr("Send"), self._make_sending, begin, "sending.view"
            )
            self._window.tab.messages.resend_requested.connect(self.resend)
        self._configuration = add(
            self.tr("Configuration"),
            self._make_configuration,
            begin,
            "configuration.tab",
        )
        self._files = add(self.tr("Files"), self._make_files, begin, "files.tab")
        self._window.waiting.set_engine(self._engine)

    @property
    def hosts(self) -> list[Place]:
        """What is in the tabs, in their order."""
        return [tab.place for tab in self._tabs]

    @property
    def is_making(self) -> bool:
        """Whether a view that was looked at is not there yet."""
        return any(tab.is_making for tab in self._tabs)

    # The views; after `complete`.

    @property
    def answers(self) -> "AnswersView | None":
        """What the messages of the chosen charger say to five questions."""
        return self._view_of(self._answers)

    @property
    def configuration(self) -> "ConfigurationView | None":
        """The settings of the chosen charger."""
        return self._view_of(self._configuration)

    @property
    def sending(self) -> "SendView | None":
        """The view that sends commands; None in a window that does not listen."""
        return self._view_of(self._sending)

    @property
    def files(self) -> "FilesView | None":
        """The view of firmware and logs."""
        return self._view_of(self._files)

    @property
    def sessions(self) -> "SessionsView | None":
        """The sessions of the chosen charger."""
        return self._view_of(self._sessions)

    @property
    def limits(self) -> "AllowancesPanel | None":
        """What the chosen charger was allowed."""
        return self._view_of(self._limits)

    @property
    def charts(self) -> "ChartsView | None":
        """What the chosen charger measured."""
        return self._view_of(self._charts)

    @property
    def findings(self) -> "FindingsView | None":
        """What was found with the chosen charger, or with all."""
        return self._view_of(self._findings)

    @property
    def desk(self) -> "FindingsDesk":
        """What has findings told and marked; it begins soon after the capture."""
        if self._desk is None:
            from ocppdesk.gui.findings.desk import FindingsDesk

            made = self._desk = FindingsDesk(self._window, self.analyst)
            self._window.status.findings.clicked.connect(self._show_new_finding)
            if self._state is not None:
                made.update_state(self._state)
            made.show_reader(self._reader)
        return self._desk

    def _load_desk(self) -> None:
        """Have the desk begin, without a pause for what it needs."""
        if self._desk is None and self._desk_loading is None:
            made = self._desk_loading = Loading([f"{__package__}.findings.desk"], self)
            made.over.connect(lambda: self.desk)
            made.start()
            threading.Thread(
                target=_read_glossary, name="glossary", daemon=True
            ).start()

    @property
    def analyst(self) -> "Analyst":
        """The analysis of the capture, which begins when a view first needs it."""
        if self._analyst is None:
            from ocppdesk.gui.analysing.analyst import Analyst, analysis_by, judge_by

            settings = self._window.settings
            made = self._analyst = Analyst(
                self,
                is_live=self._window.is_live,
                analysis_of=analysis_by(settings),
                judge=judge_by(settings),
            )
            self._forget_settings = settings.on_change(self._follow_settings)
            chargers = self._window.chargers
            chargers.charger_chosen.connect(made.choose_charger)
            made.choose_charger(chargers.chosen)
            self._show_analyst()
        return self._analyst

    # Making them.

    def _make_answers(self, place: Place) -> "AnswersView":
        from ocppdesk.gui.answers.tab import answers_of

        return answers_of(self._window, self.analyst, self._show_message)

    def _make_configuration(self, place: Place) -> "ConfigurationView":
        from ocppdesk.gui.configuration.tab import configuration_in

        return configuration_in(self._window, place)

    def _make_sending(self, place: Place) -> "SendView":
        from ocppdesk.gui.sending.view import SendView

        window = self._window
        made = SendView(window.settings, window.theme)
        made.message_wanted.connect(self._show_message)
        made.glossary_wanted.connect(window.commands.show_glossary)
        made.said.connect(window.status.say)
        return made

    def _make_files(self, place: Place) -> "FilesView":
        from ocppdesk.gui.files.tab import files_of

        return files_of(self._window, self._show_message)

    def _make_sessions(self, place: Place) -> "SessionsView":
        from ocppdesk.gui.stories.tab import sessions_of

        made = sessions_of(self._window, self.analyst, self._show_message)
        made.chart_wanted.connect(lambda story: self.chart_story(story.number))
        return made

    def _make_limits(self, place: Place) -> "AllowancesPanel":
        from ocppdesk.gui.allowances.tab import limits_of

        return limits_of(self._window, self.analyst, self._show_message)

    def _make_findings(self, place: Place) -> "FindingsView":
        from ocppdesk.gui.findings.tab import findings_of

        board = self.desk.board
        return findings_of(self._window, self.analyst, board, self._show_message)

    def _make_charts(self, place: Place) -> "ChartsView":
        from ocppdesk.gui.charts.tab import charts_of

        return charts_of(self._window, self.analyst, self._show_message)

    def _add(
        self,
        title: str,
        make: Callable[[Place], V],
        begin: Callable[[V], object],
        module: str,
    ) -> LazyTab[V]:
        """Add a tab whose view is made later.

        Args:
            title: What stands on it.
            make: Makes the view.
            begin: Tells the view what there is.
            module: Where it is, within this package.
        """
        modules = [f"{__package__}.{module}"]
        tab = LazyTab(self._window.tabs, title, make, begin, modules=modules)
        self._tabs.append(tab)
        return tab

    def _view_of(self, tab: LazyTab[V] | None) -> V | None:
        return None if tab is None else tab.get()

    # What they are told, beside the views.

    def _follow_settings(self, changed: frozenset[str]) -> None:
        """Analyse again if what the rules of diagnosis go by has changed."""
        if any(name.startswith("finding_") for name in changed):
            self._show_analyst()

    def _show_analyst(self) -> None:
        """Have the analysis follow the capture that is shown."""
        if self._analyst is not None:
            path = None if self._reader is None else self._reader.path
            self._analyst.show_capture(path, self._last_id)

    def set_engine(self, engine: "Engine | None") -> None:
        """Have them and the page to wait at work through another engine, or none."""
        super().set_engine(engine)
        if self._tabs:
            self._window.waiting.set_engine(engine)

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Have them and the analysis follow another capture, or none."""
        self._reader, self._last_id = reader, last_id
        self._show_analyst()
        if self._desk is not None:
            self._desk.show_reader(reader)
        elif reader is not None:
            self._desk_soon.start()
        super().show_reader(reader, last_id)

    def advance(self, last_id: int) -> None:
        """Tell them and the analysis of the messages that came since."""
        if self._analyst is not None:
            self._analyst.advance(last_id)
        super().advance(last_id)

    def update_state(self, state: "EngineState") -> None:
        """Tell them how the engine is doing, and the table of new notes."""
        self._state = state
        self._follow_notes()
        if self._desk is not None:
            self._desk.update_state(state)
        super().update_state(state)

    def _follow_notes(self) -> None:
        """Have the notes shown that the program itself has put on messages."""
        number = 0 if self._state is None else self._state.noted_id
        if number not in (0, self._noted_id) and not self._notes_soon.isActive():
            self._noted_id = number
            self._notes_soon.start()

    def _show_notes(self) -> None:
        self._window.tab.messages.reload_annotations()
        self._follow_notes()

    def close(self) -> None:
        """Have them let go of the capture and the engine."""
        self._notes_soon.stop()
        self._desk_soon.stop()
        if self._desk_loading is not None:
            self._desk_loading.stop()
        for tab in self._tabs:
            tab.stop()
        super().close()
        if self._desk is not None:
            self._desk.close()
        if self._tabs:
            self._window.waiting.set_engine(None)
        if self._analyst is not None:
            self._analyst.close()
            self._analyst = None
            self._forget_settings()

    # Bringing them to the front.

    def show_answers(self, then: "Then[AnswersView] | None" = None) -> None:
        """Bring the answers for the chosen charger to the front."""
        self._bring(lambda: self._answers, then)

    def check_connection(self) -> None:
        """Show why connections of the chosen charger end, or how to make one."""
        if self._window.is_live and not self._chargers:
            self._window.menus.actions["how_to_connect"].trigger()
            return
        self.show_answers(lambda answers: answers.go_to_doctor())

    def note_card(self) -> None:
        """Have it recorded that a card is shown to the reader of a charger now."""
        if self._engine is None:
            self._window.status.say(self.tr("Nothing is recorded at the moment."))
        else:
            detach(self._note_card(self._engine), name="note a card")

    async def _note_card(self, engine: "Engine") -> None:
        from ocppdesk.gui.commands.cards import note_card, reader_of

        charger = reader_of(self._window.chargers.chosen, self._chargers)
        text = await note_card(engine, charger)
        if isValid(self._window):  # it may have been closed meanwhile
            self._window.status.say(text)

    def show_configuration(self) -> None:
        """Bring the settings of the chosen charger to the front."""
        self._bring(lambda: self._configuration)

    def show_sending(self) -> None:
        """Bring the view that sends commands to the front."""
        self._bring(lambda: self._sending, lambda view: view.list.search.setFocus())

    def prepare_command(self, action: str, payload: Any) -> None:
        """Bring the form of a command to the front, filled in."""

        def fill(view: "SendView") -> None:
            view.prepare(action, payload)
            view.page.go_to_form()

        self._bring(lambda: self._sending, fill)

    def show_files(self, then: "Then[FilesView] | None" = None) -> None:
        """Bring the view of firmware and logs to the front."""
        self._bring(lambda: self._files, then)

    def show_sessions(self) -> None:
        """Bring the sessions of the chosen charger to the front."""
        self._bring(lambda: self._sessions, lambda view: view.go_to_table())

    def show_charts(self, then: "Then[ChartsView] | None" = None) -> None:
        """Bring the charts of the chosen charger to the front."""
        self._bring(lambda: self._charts, then)

    def chart_story(self, number: int) -> None:
        """Bring the chart of one session to the front, by its number."""
        self.show_charts(lambda charts: charts.show_story(number))

    def show_limits(self) -> None:
        """Bring what the chosen charger was allowed to the front."""
        self._bring(lambda: self._limits)

    def show_findings(self) -> None:
        """Bring what was found to the front."""
        self._bring(lambda: self._findings, lambda view: view.go_to_list())

    def copy_ticket(self) -> None:
        """Copy the finding that is chosen for a ticket."""
        if (findings := self.findings) is not None:
            findings.copy()

    def _show_new_finding(self) -> None:
        def choose(findings: "FindingsView") -> None:
            findings.go_to_list()
            findings.choose_new()

        self._bring(lambda: self._findings, choose)

    def step_session(self, by: int) -> None:
        """Go to the session so many rows below the chosen one, or above it."""

        def step(sessions: "SessionsView") -> None:
            sessions.go_to_table()
            sessions.step(by)

        self._bring(lambda: self._sessions, step)

    def update_firmware(self) -> None:
        """Ask what the chosen charger is to install."""
        self.show_files(lambda files: files.update_firmware())

    def get_log(self) -> None:
        """Ask which log the chosen charger is to send."""
        self.show_files(lambda files: files.get_log())

    def show_received(self) -> None:
        """Go to the files that chargers have sent."""
        self.show_files(lambda files: files.received.go_to_files())

    def _bring(
        self, tab_of: Callable[[], LazyTab[V] | None], then: "Then[V] | None" = None
    ) -> None:
        """Bring a tab to the front, and do something with its view once it is there."""
        self._window.complete()
        if (tab := tab_of()) is not None:
            tab.bring(then)

    def resend(self, number: int | None) -> None:
        """Prepare a call of the capture, to be changed and sent again."""
        reader = self._window.reader
        message = None if reader is None or number is None else reader.message(number)
        tab = self._sending
        if reader is None or message is None or tab is None:
            self._window.status.say(self.tr("Commands are sent from a live window."))
            return
        message = self._call_of(reader, message)
        connection = reader.connection(message.connection)
        version = "" if connection is None else connection.version
        if tab.get().edit_and_resend(message, version):
            tab.bring(lambda view: view.page.go_to_form())
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
