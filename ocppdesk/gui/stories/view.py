# SPDX-License-Identifier: Apache-2.0
"""The view of sessions: a table of all, and the page of one."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ocppdesk.gui.configuration.filter import FilterLineError, LineFilter
from ocppdesk.gui.facts_view import FactsView
from ocppdesk.gui.look.empty_page import EmptyPage, Way, ways_to
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.stories import wording
from ocppdesk.gui.stories.copying import markdown, plain_text
from ocppdesk.gui.stories.exporting import export_stories
from ocppdesk.gui.stories.filter_bar import StoriesFilterBar
from ocppdesk.gui.stories.filters import choices_of
from ocppdesk.gui.stories.model import StoriesModel
from ocppdesk.gui.stories.page import StoryPage
from ocppdesk.gui.stories.table import StoriesTable
from ocppdesk.settings import Settings
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.analysis.sessions.story import Story

_AT_ONCE: Final = 100  # sessions that are new to the table: some milliseconds
_TABLE_HEIGHT: Final = 220  # pixels at 100 %
_PAGE_HEIGHT: Final = 400


def _now() -> int:
    return time.time_ns() // 1000


class SessionsView(FactsView):
    """Shows the sessions of the charger that is chosen.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now.
        zero: Gives the instant that times count from, microseconds since 1970.
        clock: Gives the time now, microseconds since 1970.

    Signals:
        filter_wanted: The messages that pass a filter are to be shown; carries it.
        chart_wanted: A session is to be drawn; carries the `Story`.
    """

    filter_wanted = Signal(str)
    chart_wanted = Signal(object)

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        *,
        is_live: bool,
        zero: Callable[[], int],
        clock: Callable[[], int] = _now,
    ) -> None:
        super().__init__(settings, theme, is_live=is_live, zero=zero)
        self._clock = clock
        self._charger = ""  # whose sessions are in the table
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._take_more)
        self.model = StoriesModel(theme, self)
        self.bar = StoriesFilterBar(theme, is_live=is_live)
        self.table = StoriesTable(theme, self.model)
        self.page = StoryPage(theme, is_live=is_live)
        self.none_passes = EmptyPage(theme)
        """What stands in the table's place while the filter hides all."""
        self._build()
        self._connect()
        self._begin()

    def step(self, by: int) -> None:
        """Go to the session so many rows below the chosen one, or above it."""
        if not self.table.step(by):
            text = self.tr("This is the last session.")
            self.said.emit(text if by > 0 else self.tr("This is the first session."))

    def go_to_table(self) -> None:
        """Have the keys of the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Building.

    def _build(self) -> None:
        # From the outside inwards, in the order of Tab: of what is put into something
        # else, the style is worked out again, with all that is in it.
        scaled = self._theme.scaled
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        margin = scaled(12)
        for label in (self.who, self.problem):
            layout.addWidget(label)
            label.setContentsMargins(margin, scaled(4), margin, scaled(4))
        self._pages = QStackedWidget(self)
        layout.addWidget(self._pages, 1)
        self._pages.addWidget(self.empty)
        full = QWidget(self._pages)
        self._pages.addWidget(full)
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.bar)
        down = QSplitter(Qt.Orientation.Vertical, full)
        inner.addWidget(down, 1)
        self._tables = QStackedWidget(down)
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.none_passes)
        self.none_passes.say(
            self.tr("No session passes the filter"),
            "",
            [(self.tr("Clear filter"), self.bar.clear)],
            are_alike=True,
        )
        down.addWidget(self.page)
        down.setChildrenCollapsible(False)
        down.setStretchFactor(0, 1)
        down.setStretchFactor(1, 2)
        down.setSizes([scaled(_TABLE_HEIGHT), scaled(_PAGE_HEIGHT)])

    def _connect(self) -> None:
        bar, table, page = self.bar, self.table, self.page
        bar.changed.connect(self._filter)
        bar.left_down.connect(self.go_to_table)
        bar.export_wanted.connect(
            lambda: detach(self._export(), name="export of sessions")
        )
        table.story_chosen.connect(self._show_chosen)
        table.opened.connect(self._show_messages)
        table.menu_wanted.connect(self._open_menu)
        self.model.settled.connect(self._on_settled)
        page.message_wanted.connect(self.message_wanted)
        page.filter_wanted.connect(self.filter_wanted)
        page.chart_wanted.connect(self.chart_wanted)
        page.copy_wanted.connect(self._copy)

    # Showing.

    def _take_facts(self) -> None:
        if not self._is_stale:
            return
        self._is_stale = False
        facts = self._facts
        if facts is None or facts.charger != self._charger:
            self.table.forget()
            self._show_stories(())
            self._charger = "" if facts is None else facts.charger
        self._take_more()

    def _take_more(self) -> None:
        """Show what is new: the newest at once, many older ones bit by bit."""
        facts = self._facts
        if facts is not None and facts.charger == self._charger:
            stories = facts.stories
            first = max(0, len(stories) - self.model.total - _AT_ONCE)
            self._show_stories(stories[first:])
            if first:
                self._more.start()
        self._show_state()

    def _show_stories(self, stories: "tuple[Story, ...]") -> None:
        now = self._clock() if self._is_live else None
        try:
            self.model.show_stories(stories, now=now)
        except FilterLineError as error:
            self.bar.complain(str(error))
            self.model.set_filter(LineFilter(), self.bar.chips)
            self.model.show_stories(stories, now=now)

    def _filter(self) -> None:
        try:
            self.model.set_filter(self.bar.line, self.bar.chips)
        except FilterLineError as error:
            self.bar.complain(str(error))

    def _on_settled(self) -> None:
        model = self.model
        shown = len(model.shown)
        self.bar.show_counts(model.counts(), shown=shown, total=model.total)
        self._tables.setCurrentIndex(0 if shown else 1)
        self._show_chosen()

    def _show_chosen(self) -> None:
        story = self.model.story(self.table.chosen)
        if story is not None:
            self.page.show_story(story, self._moments)

    def _show_state(self) -> None:
        self._show_who()
        self.problem.show_text(self._failure)
        has_stories = self.model.total > 0
        self.problem.setVisible(bool(self._failure) and has_stories)
        self.bar.show_progress(self._progress_text())
        if has_stories:
            self._pages.setCurrentIndex(1)
            return
        heading, line, ways = self._empty_texts()
        self.empty.say(heading, line, ways, are_alike=True)
        self._pages.setCurrentIndex(0)

    def _empty_texts(self) -> tuple[str, str, list[Way]]:
        what = self.tr(
            "A session begins with the first sign of use: a plug goes in, a card is "
            "shown, or a start is sent. It ends when the connector is free again. A "
            "start that failed is one as well."
        )
        if self._failure:
            return self.tr("The sessions cannot be told"), self._failure, []
        if len(self._chargers) > 1 and not self._chosen:
            return (
                self.tr("Choose a charger"),
                self.tr("Sessions are told for one charger at a time."),
                ways_to(self._chargers, self.charger_wanted.emit),
            )
        if self._facts is None or self._progress[0] < self._progress[1]:
            if not self._chargers:
                return self.tr("No session so far"), what, []
            heading = self.tr("Looking for sessions of {charger}")
            heading = heading.format(charger=wording.charger(self.identity))
            return heading, self._progress_text() or what, []
        heading = self.tr("No session of {charger} so far")
        more = self.tr(
            "To see one: plug in and show a card, or send a remote start from the view "
            "Send."
        )
        if not self._is_live:
            heading = self.tr("No session of {charger} in this recording")
            more = self.tr("Open the log of another time as well.")
        told = heading.format(charger=wording.charger(self.identity))
        return told, f"{what}\n\n{more}", []

    def _progress_text(self) -> str:
        done, upto = self._progress
        is_clear = bool(self._chosen) or len(self._chargers) == 1
        if not is_clear or not 0 <= done < upto:
            return ""
        text = self.tr("{percent} % looked through")
        return text.format(percent=100 * done // upto)

    def _show_times(self) -> None:
        self.table.set_time_mode(self._moments.mode)
        self.model.set_moments(self._moments)
        self._show_chosen()

    # What can be done with a session.

    def _show_messages(self, number: int) -> None:
        story = self.model.story(number)
        if story is not None:
            self.filter_wanted.emit(choices_of(story)[0].expression)

    def _copy(self, is_markdown: bool) -> None:
        story = self.page.story
        if story is None:
            return
        made = markdown if is_markdown else plain_text
        QGuiApplication.clipboard().setText(made(story, is_live=self._is_live))
        self.said.emit(self.tr("The session is on the clipboard."))

    async def _export(self) -> None:
        """Write the sessions shown, in the order in which they are shown."""
        shown = [row.story for row in self.model.shown]
        told = await export_stories(self, shown) if shown else ""
        if told and isValid(self):
            self.said.emit(told)

    def _open_menu(self, number: int, place: QPoint) -> None:
        menu = self.menu_of(number)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    def menu_of(self, number: int) -> QMenu | None:
        """Return a fresh menu of a session; None if there is no such session."""
        story = self.model.story(number)
        if story is None:
            return None
        menu = QMenu(self)
        for choice in choices_of(story):
            action = menu.addAction(choice.label)
            action.triggered.connect(
                lambda _on=False, text=choice.expression: self.filter_wanted.emit(text)
            )
        menu.addSeparator()
        chart = menu.addAction(self.tr("Chart this session"))
        chart.triggered.connect(lambda: self.chart_wanted.emit(story))
        for label, is_markdown in (
            (self.tr("Copy as text"), False),
            (self.tr("Copy as Markdown"), True),
        ):
            action = menu.addAction(label)
            action.triggered.connect(
                lambda _on=False, wanted=is_markdown: self._copy(wanted)
            )
        return menu
