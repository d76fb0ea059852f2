# SPDX-License-Identifier: Apache-2.0
"""The page that answers five questions of the chosen charger, and what it hears."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from ocppdesk.analysis.answering.reply import Question, Reply
from ocppdesk.gui.answers import wording
from ocppdesk.gui.answers.card import ReplyCard
from ocppdesk.gui.answers.doing import Doing
from ocppdesk.gui.answers.grid import CardArea
from ocppdesk.gui.answers.situation import Situation, explain
from ocppdesk.gui.doctor.card import DoctorCard
from ocppdesk.gui.facts_view import FactsView
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.steps import Steps
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.analysis.facts import Facts
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState


_CALM_MS: Final = 1_000  # a sentence that changes more often cannot be read


class AnswersView(FactsView):
    """Shows a card for each question, and the connection doctor.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now, so that they can be asked.
        zero: Gives the instant that times count from, microseconds since 1970.

    Signals:
        command_wanted: The form of a command is to be shown; carries its action and
            payload.
        rule_wanted: A rule of diagnosis is to be explained; carries its id.
        view_wanted: Another view is to be shown: `sessions`, `limits`, `charts`,
            `connections`, `findings`.
        connecting_wanted: How to connect a charger is to be shown.
    """

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
        zero: Callable[[], int],
    ) -> None:
        super().__init__(settings, theme, is_live=is_live, zero=zero)
        self._moods: tuple[object, ...] = ()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._end_calm)
        self._later = Steps(self)
        self.doing = Doing(self)
        self.cards = {
            question: ReplyCard(theme, question, self._views(question))
            for question in Question
        }
        """The cards, in the order of the questions."""
        self.doctor = DoctorCard(theme, is_live=is_live)
        self._pages = QStackedWidget(self)
        self.area = CardArea(theme, (*self.cards.values(), self.doctor), self._pages)
        self.area.setAccessibleName(self.tr("Answers"))
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.who, self.problem):
            layout.addWidget(part)
        layout.addWidget(self._pages, 1)
        theme.changed.connect(self._space)
        self._space()
        self._connect()
        self._begin()

    # What it is told.

    def show_facts(self, facts: "Facts | None") -> None:
        """Take in what is known of the charger; None: nothing, or nobody is chosen."""
        if facts is None or (self._facts and facts.charger != self._facts.charger):
            self.doing.forget()
        super().show_facts(facts)

    def set_engine(self, engine: "Engine | None") -> None:
        """Ask through another engine, or none."""
        self.doing.set_engine(engine)
        self.doctor.set_engine(engine)
        super().set_engine(engine)

    def update_state(self, state: "EngineState") -> None:
        """Take in which chargers are connected."""
        self.doctor.update_state(state)
        super().update_state(state)

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in which chargers there are, and what they speak."""
        self.doctor.know_identities(tuple(charger.identity for charger in chargers))
        super().update_chargers(chargers)

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""
        super().close_reader()
        self._calm.stop()
        self.doing.close()
        self.doctor.close_engine()

    @property
    def situation(self) -> Situation:
        """Which chargers there are, and what can be done with them."""
        return Situation(
            chargers=tuple(self._chargers),
            identity=self.identity,
            is_live=self._is_live,
            is_connected=self.is_connected,
            failure=self._failure,
        )

    def go_to_doctor(self) -> None:
        """Scroll to the connection doctor."""
        self.settle()
        self.area.ensureWidgetVisible(self.doctor)
        self.doctor.setFocus()

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

    def _space(self) -> None:
        scaled = self._theme.scaled
        for label in (self.who, self.problem):
            label.setContentsMargins(scaled(14), scaled(8), scaled(14), 0)

    def _show_times(self) -> None:
        self._show_replies()

    def _show_replies(self) -> None:
        facts = self._facts
        if facts is None:
            return
        self._later.clear()
        for number, reply in enumerate(facts.replies):
            show = partial(self._show_reply, facts, reply)
            if number and self.cards[reply.question].reply is None:
                self._later.add(show)  # what was never shown takes longest
            else:
                show()
        show = partial(self._show_rest, facts)
        if self._later.is_done:
            show()
        else:
            self._later.add(show)

    def settle(self) -> None:
        """Have all answers in view now that soon will be."""
        self._later.finish()

    def _show_reply(self, facts: "Facts", reply: Reply) -> None:
        write = self._moments.beginning
        text = wording.text_of(reply, facts, write)
        self.cards[reply.question].show_reply(reply, text, write)

    def _show_rest(self, facts: "Facts") -> None:
        write = self._moments.beginning
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
        now = self.situation
        has_answers = self._facts is not None and bool(self._facts.replies)
        done, upto = self._progress
        told = self._failure
        if has_answers and not told and done < upto:
            text = self.tr("Still reading: {done} of {upto} messages.")
            told = text.format(done=f"{done:,}", upto=f"{upto:,}")
        self.problem.show_text(told, "problem" if self._failure else "muted")
        self.problem.setVisible(bool(told) and has_answers)
        known = self._chargers.get(now.identity)
        self._show_who("" if known is None or not has_answers else wording.who(known))
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
        self.doing.do(question, now.identity, self.version, reply.deed)

    def _show_view(self, name: str) -> None:
        if name == "doctor":
            self.go_to_doctor()
        else:
            self.view_wanted.emit(name)
