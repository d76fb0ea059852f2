# SPDX-License-Identifier: Apache-2.0
"""The view that answers "what was it allowed?" for the chosen charger."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.analysis.limits.answers import Allowances
from ocppdesk.analysis.limits.summary import summary
from ocppdesk.gui.allowances import wording
from ocppdesk.gui.allowances.asking import Asking
from ocppdesk.gui.allowances.cards import AnswerCards
from ocppdesk.gui.allowances.head_bar import HeadBar
from ocppdesk.gui.allowances.situation import Situation, explain
from ocppdesk.gui.allowances.wording import Question
from ocppdesk.gui.configuration.empty import EmptyPage
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.moments import Moments, every_way
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.analysis.facts import Facts
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState

_MARGIN: Final = 12  # pixels at 100 %


def _no_zero() -> int:
    return 0


class AllowancesPanel(QWidget):
    """Shows the last instruction, the limit in force, the offer and the flow.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now, so that they can be asked.
        zero: Gives the instant that times count from, microseconds since 1970.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        charger_wanted: Another charger is to be worked with; carries its identity.
        said: Something to tell in passing.
    """

    message_wanted = Signal(int)
    charger_wanted = Signal(str)
    said = Signal(str)

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
        self._theme = theme
        self._is_live = is_live
        self._zero = zero
        self._moments = Moments()
        self._facts: Facts | None = None
        self._is_stale = False
        self._shown: Allowances | None = None
        self._charger = ""  # whose answers are shown
        self._connector: int | None = None  # None: nothing was read so far
        self._chosen = ""
        self._chargers: dict[str, Charger] = {}
        self._connected: frozenset[str] = frozenset()
        self._has_engine = False
        self._progress = (0, 0)
        self._failure = ""
        self.asking = Asking(self)
        self.head = HeadBar(theme)
        self.cards = AnswerCards(theme)
        self.summary = ThemedLabel(theme, is_selectable=True, wraps=True)
        """All four answers, to be read out or sent to somebody."""
        self.copy = QPushButton(self.tr("Cop&y"))
        self.unknown = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        """What these messages cannot tell."""
        self.problem = ThemedLabel(theme, color="problem", wraps=True)
        """Why the analysis cannot go on."""
        self.empty = EmptyPage(theme)
        """What to do as long as nothing is known."""
        self._build()
        self._connect()
        self._forget_settings = settings.on_change(self._follow_settings)
        self._write_times()
        self._show_state()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Ask through another engine, or none."""
        self.asking.set_engine(engine)
        self._has_engine = engine is not None
        self._show_state()

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture: the analysis tells what is in it."""

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since: the analysis does."""

    def update_state(self, state: "EngineState") -> None:
        """Take in which chargers are connected."""
        self._connected = frozenset(state.connected)
        self._show_state()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in which chargers there are, and what they speak."""
        self._chargers = {charger.identity: charger for charger in chargers}
        self._show_state()

    def choose_charger(self, identity: str) -> None:
        """Show another charger; empty means the only one there is."""
        if identity != self._chosen:
            self.asking.forget()
        self._chosen = identity
        self._show_state()

    def close_reader(self) -> None:
        """Let go of the settings and of what is on its way."""
        self._forget_settings()
        self.asking.close()

    def show_facts(self, facts: "Facts | None") -> None:
        """Take over what the analysis knows of the chosen charger."""
        self._facts = facts
        self._is_stale = True
        if self.isVisible():
            self._take_facts()

    def show_progress(self, done: int, upto: int) -> None:
        """Take in how far the analysis is: messages taken in, and all there are."""
        self._progress = (done, upto)
        self._show_state()

    def show_failure(self, why: str) -> None:
        """Take in why the analysis cannot go on, as a sentence; empty: it does."""
        self._failure = why
        self._show_state()

    @property
    def situation(self) -> Situation:
        """Which chargers there are, and what can be done with them."""
        identity = self._chosen
        if not identity and len(self._chargers) == 1:
            identity = next(iter(self._chargers))
        found = self._chargers.get(identity)
        done, upto = self._progress
        return Situation(
            chargers=tuple(self._chargers),
            identity=identity,
            version="1.6" if found is None or not found.version else found.version,
            is_live=self._is_live,
            is_connected=self._has_engine and identity in self._connected,
            is_looking=self._facts is None or done < upto,
            failure=self._failure,
        )

    def ask(self) -> None:
        """Ask the charger which limit it follows."""
        now = self.situation
        if now.is_connected and not self.asking.is_busy:
            self.asking.ask(now.identity, now.version, self.head.connector)

    # Building.

    def _build(self) -> None:
        self._card = Card(self._theme)
        across = QHBoxLayout()
        across.addWidget(self.summary, 1)
        self.copy.setToolTip(self.tr("Copy the answers as a text"))
        self.copy.setAutoDefault(False)
        across.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        self._card.body.addLayout(across)
        inner = QWidget()
        self._inner = QVBoxLayout(inner)
        for part in (self._card, self.cards, self.unknown):
            self._inner.addWidget(part)
        self._inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("What was it allowed?"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.problem)
        layout.addWidget(self._pages, 1)
        self._theme.changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        scaled = self._theme.scaled
        margin = scaled(_MARGIN)
        self._inner.setContentsMargins(margin, scaled(4), margin, margin)
        self._inner.setSpacing(scaled(10))
        self.problem.setContentsMargins(margin, scaled(4), margin, scaled(4))

    def _connect(self) -> None:
        self.head.connector_chosen.connect(self._choose_connector)
        self.head.ask.clicked.connect(self.ask)
        self.copy.clicked.connect(self._copy)
        self.cards.message_wanted.connect(self.message_wanted)
        self.asking.changed.connect(self._show_state)

    # Showing.

    def _take_facts(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        facts = self._facts
        found = () if facts is None else facts.allowances
        charger = "" if facts is None else facts.charger
        if charger != self._charger:
            self._charger, self._connector = charger, None
        numbers = [one.connector for one in found]
        if self._connector not in numbers:
            # What is read stays; before, what was heard of last is likely meant.
            self._connector = None
        is_2x = any(one.is_evse for one in found)
        likely = wording.newest(found) if self._connector is None else self._connector
        self.head.offer(numbers, likely, is_2x=is_2x)
        self._show_connector()

    def _choose_connector(self) -> None:
        self._connector = self.head.connector
        self._show_connector()

    def _show_connector(self) -> None:
        """Show the answers for the chosen connector."""
        found = () if self._facts is None else self._facts.allowances
        wanted = self.head.connector
        shown = next((one for one in found if one.connector == wanted), None)
        if shown is not None and shown != self._shown:
            self._show_answers(shown)
        self._shown = shown
        if shown is not None and wording.knows(shown):
            self._connector = wanted
        self._show_state()

    def _show_answers(self, found: Allowances) -> None:
        write = self._moments.beginning
        text = summary(found, write)
        if text != self.summary.text():
            # Not shown with show_text: it would cut what is longer than some lines.
            self.summary.setText(text)
        for question, card in self.cards.cards.items():
            answer = question.answer_in(found)
            card.show_answer(
                answer,
                time="" if answer.at is None else write(answer.at),
                every_time="" if answer.at is None else every_way(answer.at),
                coming=wording.coming(found.ahead, write)
                if question is Question.IN_FORCE
                else "",
            )
        self.unknown.setText(wording.cannot_tell(found))

    def _show_state(self) -> None:
        """Say what there is to say besides the answers, or in their place."""
        now = self.situation
        self.head.show_asking(
            self.asking.text,
            is_refused=self.asking.is_refused,
            can_ask=now.is_connected and not self.asking.is_busy,
            obstacle=now.obstacle,
            is_live=self._is_live,
        )
        self.problem.show_text(self._failure)
        knows = self._shown is not None and wording.knows(self._shown)
        self.problem.setVisible(bool(self._failure) and knows)
        # While messages are looked through, connectors come up one by one.
        is_settled = self._shown is not None and not now.is_looking
        self.head.show_connectors(is_shown=knows or is_settled)
        if knows:
            self._pages.setCurrentIndex(1)
            return
        explain(self.empty, now, ask=self.ask, choose=self.charger_wanted.emit)
        self._pages.setCurrentIndex(0)

    def _write_times(self) -> None:
        """Write times as the table of messages does."""
        moments = Moments(TimeMode(self._settings.time_mode), self._zero())
        if moments != self._moments:
            self._moments = moments
            if self._shown is not None:
                self._show_answers(self._shown)

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "time_mode" in changed:
            self._write_times()

    def _copy(self) -> None:
        place = self.head.box.currentText()
        charger = "" if self._facts is None else self._facts.charger
        text = f"{charger}, {place}: {self.summary.text()}"
        QGuiApplication.clipboard().setText(text)
        self.said.emit(self.tr("The answers are on the clipboard."))

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Time zero may have been moved meanwhile.
        self._write_times()
        self._take_facts()
