# SPDX-License-Identifier: Apache-2.0
"""The page that answers five questions of the chosen charger, and what it hears."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ocppdesk.analysis.answering.reply import Question
from ocppdesk.gui.answers import wording
from ocppdesk.gui.answers.card import ReplyCard
from ocppdesk.gui.answers.doing import Doing
from ocppdesk.gui.answers.grid import CardArea
from ocppdesk.gui.answers.situation import Situation, explain
from ocppdesk.gui.configuration.empty import EmptyPage
from ocppdesk.gui.doctor.card import DoctorCard
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.moments import Moments
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.analysis.facts import Facts
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState


_CALM_MS: Final = 1_000  # a sentence that changes more often cannot be read


def _no_zero() -> int:
    return 0


class AnswersView(QWidget):
    """Shows a card for each question, and the connection doctor.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now, so that they can be asked.
        zero: Gives the instant that times count from, microseconds since 1970.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        charger_wanted: Another charger is to be worked with; carries its identity.
        command_wanted: The form of a command is to be shown; carries its action and
            payload.
        rule_wanted: A rule of diagnosis is to be explained; carries its id.
        view_wanted: Another view is to be shown: `sessions`, `limits`, `charts`,
            `connections`, `findings`.
        connecting_wanted: How to connect a charger is to be shown.
    """

    message_wanted = Signal(int)
    charger_wanted = Signal(str)
    command_wanted = Signal(str, object)
    rule_wanted = Signal(str)
    view_wanted = Signal(str)
    connecting_wanted = Signal()

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        *,
        is_live: bool,
        zero: Callable[[], int] = _no_zero,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._is_live = is_live
        self._zero = zero
        self._moments = Moments()
        self._facts: Facts | None = None
        self._is_stale = False
        self._chosen = ""
        self._chargers: dict[str, Charger] = {}
        self._connected: frozenset[str] = frozenset()
        self._has_engine = False
        self._progress = (0, 0)
        self._failure = ""
        self._moods: tuple[object, ...] = ()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._end_calm)
        self.doing = Doing(self)
        self.cards = {
            question: ReplyCard(theme, question, self._views(question))
            for question in Question
        }
        """The cards, in the order of the questions."""
        self.doctor = DoctorCard(theme, is_live=is_live)
        self.problem = ThemedLabel(theme, color="problem", wraps=True)
        """Why the answers are not the newest."""
        self.area = CardArea(theme, (*self.cards.values(), self.doctor))
        self.area.setAccessibleName(self.tr("Answers"))
        self.empty = EmptyPage(theme)
        """What to do as long as nothing is answered."""
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.problem)
        layout.addWidget(self._pages, 1)
        margin = theme.scaled(12)
        self.problem.setContentsMargins(margin, margin // 2, margin, 0)
        self._connect()
        self._forget_settings = settings.on_change(self._follow_settings)
        self._write_times()
        self._show_state()

    # What it is told.

    def show_facts(self, facts: "Facts | None") -> None:
        """Take in what is known of the charger; None: nothing, or nobody is chosen."""
        if facts is None or (self._facts and facts.charger != self._facts.charger):
            self.doing.forget()
        self._facts, self._is_stale = facts, True
        if self.isVisible():
            self._take_facts()

    def show_progress(self, done: int, upto: int) -> None:
        """Take in how far the analysis is: messages taken in, and all there are."""
        self._progress = (done, upto)
        self._show_state()

    def show_failure(self, why: str) -> None:
        """Take in that the analysis cannot go on, as a sentence."""
        self._failure = why
        self._show_state()

    def set_engine(self, engine: "Engine | None") -> None:
        """Ask through another engine, or none."""
        self._has_engine = engine is not None
        self.doing.set_engine(engine)
        self.doctor.set_engine(engine)
        self._show_state()

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture: the analysis tells what is in it."""
        self._show_state()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since: the analysis does."""

    def update_state(self, state: "EngineState") -> None:
        """Take in which chargers are connected."""
        self._connected = frozenset(state.connected)
        self.doctor.update_state(state)
        self._show_state()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in which chargers there are, and what they speak."""
        self._chargers = {charger.identity: charger for charger in chargers}
        self.doctor.know_identities(tuple(self._chargers))
        self._show_state()

    def choose_charger(self, identity: str) -> None:
        """Answer for another charger; empty means the only one there is."""
        self._chosen = identity
        self._show_state()

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""
        self._forget_settings()
        self._calm.stop()
        self.doing.close()
        self.doctor.close_engine()

    @property
    def situation(self) -> Situation:
        """Which chargers there are, and what can be done with them."""
        identity = self._identity
        return Situation(
            chargers=tuple(self._chargers),
            identity=identity,
            is_live=self._is_live,
            is_connected=self._has_engine and identity in self._connected,
            failure=self._failure,
        )

    def go_to_doctor(self) -> None:
        """Scroll to the connection doctor."""
        self.area.ensureWidgetVisible(self.doctor)
        self.doctor.setFocus()

    @property
    def _identity(self) -> str:
        if self._facts is not None:
            return self._facts.charger
        if not self._chosen and len(self._chargers) == 1:
            return next(iter(self._chargers))
        return self._chosen

    # Building.

    def _views(self, question: Question) -> list[tuple[str, str]]:
        """Return where more is told of a question: names and labels."""
        sessions = ("sessions", self.tr("Sessions"))
        match question:
            case Question.COMMUNICATING:
                return [
                    ("doctor", self.tr("Connection doctor")),
                    ("connections", self.tr("Connections")),
                ]
            case Question.BROKEN:
                return [("findings", self.tr("Findings"))]
            case Question.NOT_STARTED:
                return [sessions]
            case Question.STOPPED:
                return [sessions, ("charts", self.tr("Charts"))]
            case Question.ALLOWED:
                return [("limits", self.tr("Limits"))]

    def _connect(self) -> None:
        for question, card in self.cards.items():
            card.message_wanted.connect(self.message_wanted)
            card.rule_wanted.connect(self.rule_wanted)
            card.view_wanted.connect(self._show_view)
            card.deed_wanted.connect(lambda asked=question: self._do(asked))
        self.doctor.message_wanted.connect(self.message_wanted)
        self.doing.changed.connect(self._show_deeds)

    # Showing.

    def _take_facts(self) -> None:
        if not self._is_stale:
            return
        facts = self._facts
        replies = () if facts is None else facts.replies
        moods = (facts and facts.charger, *(reply.mood for reply in replies))
        if moods == self._moods and self._calm.isActive():
            return  # nothing but numbers: soon
        self._is_stale, self._moods = False, moods
        self._calm.start()
        if facts is not None:
            self.area.keep_place(self._show_replies)
        self._show_state()

    def _end_calm(self) -> None:
        if self.isVisible():
            self._take_facts()

    def _show_replies(self) -> None:
        facts = self._facts
        if facts is None:
            return
        write = self._moments.beginning
        for reply in facts.replies:
            text = wording.text_of(reply, facts, write)
            self.cards[reply.question].show_reply(reply, text, write)
        self.doctor.show_lives(facts.charger, facts.lives, facts.drops, write)
        self._show_deeds()

    def _show_deeds(self) -> None:
        obstacle = self.situation.obstacle
        for question, card in self.cards.items():
            deed = None if card.reply is None else card.reply.deed
            if not self._is_live:
                deed = None
            card.show_deed(deed, obstacle, self.doing.progress(question))

    def _show_state(self) -> None:
        """Say what there is to say besides the answers, or in their place."""
        now = self.situation
        has_answers = self._facts is not None and bool(self._facts.replies)
        done, upto = self._progress
        told = self._failure
        if has_answers and not told and done < upto:
            text = self.tr("Still reading: {done} of {upto} messages.")
            told = text.format(done=f"{done:,}", upto=f"{upto:,}")
        self.problem.show_text(told, "problem" if self._failure else "muted")
        self.problem.setVisible(bool(told) and has_answers)
        if has_answers:
            self._show_deeds()
            self._pages.setCurrentWidget(self.area)
            return
        explain(
            self.empty,
            now,
            connect=self.connecting_wanted.emit,
            choose=self.charger_wanted.emit,
        )
        self._pages.setCurrentWidget(self.empty)

    def _do(self, question: Question) -> None:
        """Make the call that a card offers, or show its form."""
        reply, now = self.cards[question].reply, self.situation
        if reply is None or reply.deed is None or now.obstacle:
            return
        if not wording.is_asked_at_once(reply.deed):
            self.command_wanted.emit(reply.deed.action, dict(reply.deed.payload))
            return
        found = self._chargers.get(now.identity)
        version = "1.6" if found is None or not found.version else found.version
        self.doing.do(question, now.identity, version, reply.deed)

    def _show_view(self, name: str) -> None:
        if name == "doctor":
            self.go_to_doctor()
        else:
            self.view_wanted.emit(name)

    def _write_times(self) -> None:
        """Write times as the table of messages does."""
        moments = Moments(TimeMode(self._settings.time_mode), self._zero())
        if moments != self._moments:
            self._moments = moments
            self._show_replies()

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "time_mode" in changed:
            self._write_times()

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Time zero may have been moved meanwhile.
        self._write_times()
        self._take_facts()
