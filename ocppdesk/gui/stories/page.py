# SPDX-License-Identifier: Apache-2.0
"""The page of one session: what became of it, why, and what happened."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.analysis.sessions.story import Story
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.stories import wording
from ocppdesk.gui.stories.advice import next_steps
from ocppdesk.gui.stories.filters import Choice, choices_of
from ocppdesk.gui.stories.numbers import numbers_of
from ocppdesk.gui.stories.numbers_pane import NumbersPane
from ocppdesk.gui.stories.timeline import Timeline

_FACTS_WIDTH: Final = 430  # pixels at 100 %
_LINES_WIDTH: Final = 640


class StoryPage(QWidget):
    """Shows one session.

    Args:
        theme: Where colours and sizes come from.
        is_live: Whether chargers talk now.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        filter_wanted: The messages that pass a filter are to be shown; carries it.
        chart_wanted: The session is to be drawn; carries the `Story`.
        copy_wanted: It is to be copied; carries whether as Markdown.
    """

    message_wanted = Signal(int)
    filter_wanted = Signal(str)
    chart_wanted = Signal(object)
    copy_wanted = Signal(bool)

    def __init__(
        self, theme: Theme, *, is_live: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_live = is_live
        self._moments = Moments()
        self._choices: list[Choice] = []
        self.story: Story | None = None
        """The session that is shown."""
        self.outcome = ThemedLabel(theme, scale=1.25, is_bold=True)
        self.sure = ThemedLabel(theme, color="muted")
        """How sure the outcome is."""
        self.where = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        """Which session it is."""
        self.summary = ThemedLabel(theme, is_selectable=True, wraps=True)
        self.missing = ThemedLabel(
            theme, color="problem", is_bold=True, is_selectable=True, wraps=True
        )
        """The first step that did not happen."""
        self.advice = ThemedLabel(theme, is_selectable=True, wraps=True)
        """What to try next."""
        self.numbers = NumbersPane(theme)
        self.timeline = Timeline(theme)
        self.messages = QToolButton()
        """Shows the messages; its menu has other choices."""
        self.chart = QToolButton()
        self.copy = QToolButton()
        self._build()
        self.timeline.message_wanted.connect(self.message_wanted)
        theme.changed.connect(self._space)
        self._space()

    def show_story(self, story: Story, moments: Moments) -> None:
        """Show a session; if it is the one that is shown, what is read stays.

        Args:
            story: The session.
            moments: How times are written.
        """
        before = self.story
        is_same = before is not None and before.number == story.number
        if story == before and moments == self._moments:
            return
        self.story, self._moments = story, moments
        outcome = wording.outcome(story, is_live=self._is_live)
        self.outcome.show_text(outcome.text, outcome.color)
        self.outcome.setAccessibleName(outcome.word)
        sure = wording.certainty(story.certainty)
        self.sure.show_text(sure.text.strip(), sure.color)
        self.sure.setToolTip(wording.certainty_sentence(story.certainty))
        self.where.show_text(self._which(story))
        self.summary.show_text(story.summary)
        self._show_advice(story)
        self.numbers.show_numbers(numbers_of(story, moments))
        self._show_choices(story)
        self.timeline.show_lines(story.lines, moments, is_same=is_same)
        if not is_same:
            self._facts.verticalScrollBar().setValue(0)

    def show_all_messages(self) -> None:
        """Ask for the messages of the session."""
        if self.story is not None:
            self.filter_wanted.emit(choices_of(self.story)[0].expression)

    # Building.

    def _build(self) -> None:
        self.chart.setText(self.tr("C&hart this session"))
        self.messages.setText(self.tr("Show &messages"))
        self.messages.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.messages.setMenu(QMenu(self.messages))
        self.messages.clicked.connect(self.show_all_messages)
        self.copy.setText(self.tr("Cop&y"))
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.copy)
        for label, is_markdown in (
            (self.tr("As &text"), False),
            (self.tr("As &Markdown, for a ticket"), True),
        ):
            action = menu.addAction(label)
            action.triggered.connect(
                lambda _on=False, wanted=is_markdown: self.copy_wanted.emit(wanted)
            )
        self.copy.setMenu(menu)
        self.chart.clicked.connect(self._ask_chart)
        self._head = QHBoxLayout()
        self._head.addWidget(self.outcome)
        self._head.addWidget(self.sure)
        self._head.addStretch(1)
        for button in (self.messages, self.chart, self.copy):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._head.addWidget(button)
        self._card = Card(self._theme)
        self._card.body.addWidget(self.missing)
        self._try = ThemedLabel(self._theme, self.tr("What to try next"), color="muted")
        self._card.body.addWidget(self._try)
        self._card.body.addWidget(self.advice)
        inner = QWidget()
        self._inner = QVBoxLayout(inner)
        for part in (self.where, self.summary, self._card, self.numbers):
            self._inner.addWidget(part)
        self._inner.addStretch(1)
        self._facts = QScrollArea()
        self._facts.setWidget(inner)
        self._facts.setWidgetResizable(True)
        self._facts.setFrameShape(QFrame.Shape.NoFrame)
        self._facts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts.setAccessibleName(self.tr("What became of the session"))
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self._facts)
        self._across.addWidget(self.timeline)
        self._across.setChildrenCollapsible(False)
        self._across.setStretchFactor(0, 2)
        self._across.setStretchFactor(1, 3)
        scaled = self._theme.scaled
        self._across.setSizes([scaled(_FACTS_WIDTH), scaled(_LINES_WIDTH)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self._across, 1)
        # At a large zoom it is cut off rather than the window grown off the screen.
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Expanding)

    def _space(self) -> None:
        scaled = self._theme.scaled
        self._head.setContentsMargins(scaled(12), scaled(6), scaled(8), scaled(4))
        self._head.setSpacing(scaled(8))
        self._inner.setContentsMargins(scaled(12), scaled(2), scaled(12), scaled(8))
        self._inner.setSpacing(scaled(6))

    # Showing.

    def _which(self, story: Story) -> str:
        began = self._moments.beginning(story.began_at)
        if story.ended_at is None:
            span = self.tr("from {start}").format(start=began)
        else:
            end = self._moments.end(story.ended_at, began_at=story.began_at)
            span = self.tr("{start} to {end}").format(start=began, end=end)
        number = self.tr("Session {number}").format(number=story.number)
        tag = f"idTag {story.id_tag}" if story.id_tag else ""
        parts = (number, wording.place_name(story), span, tag)
        return " · ".join(part for part in parts if part)

    def _show_advice(self, story: Story) -> None:
        steps = next_steps(story)
        self._card.setVisible(bool(story.missing_step or steps))
        self.missing.setVisible(bool(story.missing_step))
        told = self.tr("First missing step: {step}")
        self.missing.show_text(told.format(step=story.missing_step))
        self._try.setVisible(bool(steps))
        self.advice.setVisible(bool(steps))
        # Not shown with show_text: it would cut what is longer than a line or two.
        self.advice.setText("\n".join(f"• {step}" for step in steps))

    def _show_choices(self, story: Story) -> None:
        """Offer the ways to see its messages; an open menu stays as it is."""
        choices = choices_of(story)
        if choices == self._choices:
            return
        self._choices = choices
        self.messages.setToolTip(choices[0].label)
        menu = self.messages.menu()
        menu.clear()
        for choice in choices:
            action = menu.addAction(choice.label)
            action.triggered.connect(
                lambda _on=False, text=choice.expression: self.filter_wanted.emit(text)
            )

    def _ask_chart(self) -> None:
        if self.story is not None:
            self.chart_wanted.emit(self.story)
