# SPDX-License-Identifier: Apache-2.0
"""The view that answers "what was it allowed?" for the chosen charger."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
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
from ocppdesk.gui.facts_view import FactsView
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import every_way
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine

_MARGIN: Final = 12  # pixels at 100 %


class AllowancesPanel(FactsView):
    """Shows the last instruction, the limit in force, the offer and the flow.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now, so that they can be asked.
        zero: Gives the instant that times count from, microseconds since 1970.
    """

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        *,
        is_live: bool,
        zero: Callable[[], int],
    ) -> None:
        super().__init__(settings, theme, is_live=is_live, zero=zero)
        self._shown: Allowances | None = None
        self._charger = ""  # whose answers are shown
        self._connector: int | None = None  # None: nothing was read so far
        self.asking = Asking(self)
        self.head = HeadBar(theme)
        self.cards = AnswerCards(theme)
        self.summary = ThemedLabel(theme, is_selectable=True, wraps=True)
        """All four answers, to be read out or sent to somebody."""
        self.copy = QPushButton(self.tr("Cop&y"))
        self.unknown = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        """What these messages cannot tell."""
        self._build()
        self._connect()
        self._begin()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Ask through another engine, or none."""
        self.asking.set_engine(engine)
        super().set_engine(engine)

    def choose_charger(self, identity: str) -> None:
        """Show another charger; empty means the only one there is."""
        if identity != self._chosen:
            self.asking.forget()
        super().choose_charger(identity)

    def close_reader(self) -> None:
        """Let go of the settings and of what is on its way."""
        super().close_reader()
        self.asking.close()

    @property
    def situation(self) -> Situation:
        """Which chargers there are, and what can be done with them."""
        done, upto = self._progress
        return Situation(
            chargers=tuple(self._chargers),
            identity=self.identity,
            version=self.version,
            is_live=self._is_live,
            is_connected=self.is_connected,
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
        # From the outside inwards, in the order of Tab: of what is put into something
        # else, the style is worked out again, with all that is in it.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.who, self.head, self.problem):
            layout.addWidget(part)
        self._pages = QStackedWidget(self)
        layout.addWidget(self._pages, 1)
        self._pages.addWidget(self.empty)
        self.area = QScrollArea(self._pages)
        self._pages.addWidget(self.area)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("What was it allowed?"))
        inner = QWidget(self.area)
        self.area.setWidget(inner)
        self._inner = QVBoxLayout(inner)
        for told in (self._card, self.cards, self.unknown):
            self._inner.addWidget(told)
        self._inner.addStretch(1)
        self._theme.changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        scaled = self._theme.scaled
        margin = scaled(_MARGIN)
        self._inner.setContentsMargins(margin, scaled(4), margin, margin)
        self._inner.setSpacing(scaled(10))
        for label in (self.who, self.problem):
            label.setContentsMargins(margin, scaled(4), margin, scaled(4))

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
        now = self.situation
        self._show_who()
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

    def _show_times(self) -> None:
        if self._shown is not None:
            self._show_answers(self._shown)

    def _copy(self) -> None:
        place = self.head.box.currentText()
        charger = "" if self._facts is None else self._facts.charger
        text = f"{charger}, {place}: {self.summary.text()}"
        QGuiApplication.clipboard().setText(text)
        self.said.emit(self.tr("The answers are on the clipboard."))
