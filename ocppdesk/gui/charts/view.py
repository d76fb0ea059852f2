# SPDX-License-Identifier: Apache-2.0
"""The view of charts: what the chosen charger measured, and what happened meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ocppdesk.analysis.sessions.story import Story
from ocppdesk.gui.charts.asking import ask_values
from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.chosen_bar import ChosenBar
from ocppdesk.gui.charts.exporting import export_chart
from ocppdesk.gui.charts.happened import Happened, silences_of
from ocppdesk.gui.charts.head_bar import ChartBar
from ocppdesk.gui.charts.kinds import place_of
from ocppdesk.gui.charts.lines import MICRO
from ocppdesk.gui.charts.notes import notes_on
from ocppdesk.gui.charts.picking import ordered, usual
from ocppdesk.gui.charts.pictures import image_of
from ocppdesk.gui.charts.situation import situation_of
from ocppdesk.gui.charts.stack import ChartStack
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.charts.tree import SeriesTree
from ocppdesk.gui.charts.wording import measured_texts, story_name
from ocppdesk.gui.look.empty_page import EmptyPage, Way, ways_to
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.settings import Settings
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.analysis.facts import Facts
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState

_TREE: Final = 250  # pixels at 100 %
_AROUND: Final = 0.04  # of a session, beside it


def _no_zero() -> int:
    return 0


class ChartsView(QWidget):
    """Charts of the charger that is chosen.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now.
        zero: Gives the instant that times count from, microseconds since 1970.

    Signals:
        message_chosen: A sample or an event was clicked; carries the message's number.
        message_wanted: A message is to be shown in the table; carries its number.
        range_wanted: The table is to show only these times: from and until, in
            microseconds since 1970, by this computer's clock.
        charger_wanted: Another charger is to be worked with; carries its identity.
        configuration_wanted: The settings of the charger are to be shown.
        said: Something to tell in passing.
    """

    message_chosen = Signal(int)
    message_wanted = Signal(int)
    range_wanted = Signal(object, object)
    charger_wanted = Signal(str)
    configuration_wanted = Signal()
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
        self._engine: Engine | None = None
        self._reader: CaptureReader | None = None
        self._chargers: dict[str, Charger] = {}
        self._connected: frozenset[str] = frozenset()
        self._chosen = ""
        self._facts: Facts | None = None
        self._is_stale = False
        self._is_reading = False
        self._failure = ""
        self._story = 0
        self._happened = Happened()
        self._offered: tuple[object, ...] = ()
        self._odd: list[str] = []
        self.book = LineBook()
        """The lines."""
        self.bar = ChartBar(theme)
        self.tree = SeriesTree()
        self.stack = ChartStack(theme)
        self.chosen_bar = ChosenBar(theme)
        self.notes = ThemedLabel(theme, color="slow", wraps=True)
        """What has to be known before the chart is trusted."""
        self.empty = EmptyPage(theme)
        """What to do as long as there is nothing to draw."""
        self._build()
        self._connect()
        self._forget_settings = settings.on_change(self._follow_settings)
        self.stack.window_of_time.set_following(is_live)
        self._show_times()
        self._show()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine, or none."""
        self._engine = engine
        self._show_empty()

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""
        self._reader = reader
        self._begin_anew()
        self._show_empty()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since: the analysis tells of them."""

    def update_state(self, state: "EngineState") -> None:
        """Take in which chargers are connected."""
        connected = frozenset(state.connected)
        if connected != self._connected:
            self._connected = connected
            self._show_empty()

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what the capture knows of the chargers."""
        self._chargers = {charger.identity: charger for charger in chargers}
        self._show_empty()

    def choose_charger(self, identity: str) -> None:
        """Work with another charger; empty means the only one there is."""
        if identity != self._chosen:
            self._chosen = identity
            self._begin_anew()
        self._show_empty()

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""
        self._engine = self._reader = None
        self._forget_settings()

    def show_progress(self, done: int, upto: int) -> None:
        """Learn how far the messages are read."""
        self._is_reading = done < upto
        self.bar.show_progress(done, upto)
        self._show_empty()

    def show_failure(self, why: str) -> None:
        """Learn why the analysis cannot go on, as a sentence; empty: it does."""
        self._failure = why
        self._show_notes()
        self._show_empty()

    def show_facts(self, facts: "Facts | None") -> None:
        """Draw what is known; None: nothing is."""
        self._facts = facts
        if self.isVisible():
            self._show()
        else:
            self._is_stale = True

    def mark_message(self, number: int) -> None:
        """Mark the message that is selected elsewhere."""
        reader = self._reader
        if number == self.stack.scene.chosen_message:
            return
        found = None if reader is None or not number else reader.message(number)
        is_ours = found is not None and self._facts is not None
        if found is None or not is_ours or found.charger != self._shown_charger:
            self.stack.mark_message(0, None)
        else:
            self.stack.mark_message(number, self.book.seconds(found.at))
        self._show_chosen()

    def show_story(self, number: int) -> None:
        """Show one session: its time and its connector; 0 shows everything."""
        self._story = number
        story = self._story_of(number)
        if story is None:
            self._story = 0
            self.tree.tick_usual()
            self.stack.fit()
        else:
            place = story.connector if story.evse is None else story.evse
            keys = usual(self.book.lines.keys())
            own = {key for key in keys if place_of(key) == place}
            if own:
                self.tree.tick_only(own)
            self._show_time_of(story)
        self._offer_stories()

    @property
    def identity(self) -> str:
        """The charger that is worked with; empty if that is none, or not clear."""
        if self._chosen:
            return self._chosen
        known = set(self._chargers) | self._connected
        if len(self._connected) == 1:
            known = set(self._connected)
        return next(iter(known)) if len(known) == 1 else ""

    # Building.

    def _build(self) -> None:
        # From the outside inwards, in the order of Tab: of what is put into something
        # else, the style is worked out again, with all that is in it.
        scaled = self._theme.scaled
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        self._pages = QStackedWidget(self)
        layout.addWidget(self._pages, 1)
        self._pages.addWidget(self.empty)
        self._across = QSplitter(Qt.Orientation.Horizontal, self._pages)
        self._pages.addWidget(self._across)
        self._across.addWidget(self.tree)
        right = QWidget(self._across)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notes)
        column.addWidget(self.stack, 1)
        column.addWidget(self.chosen_bar)
        self.notes.setContentsMargins(scaled(8), scaled(2), scaled(8), scaled(4))
        self._across.setSizes([scaled(_TREE), scaled(5 * _TREE)])
        self._across.setStretchFactor(1, 1)
        self._across.setChildrenCollapsible(False)

    def _connect(self) -> None:
        stack, bar = self.stack, self.bar
        bar.story_chosen.connect(self.show_story)
        bar.clock_chosen.connect(self._choose_clock)
        bar.follow_wanted.connect(stack.window_of_time.set_following)
        bar.fit_wanted.connect(stack.fit)
        bar.series_wanted.connect(self.tree.setVisible)
        bar.export_wanted.connect(self._export)
        bar.copy_wanted.connect(self.copy_picture)
        stack.window_of_time.following_changed.connect(bar.show_following)
        stack.message_chosen.connect(self._on_chosen)
        stack.message_wanted.connect(self.message_wanted)
        stack.times_chosen.connect(self._offer_times)
        stack.markers_changed.connect(self._show_markers)
        self.tree.ticked_changed.connect(self._show_lines)
        self.chosen_bar.message_wanted.connect(
            lambda: self.message_wanted.emit(stack.scene.chosen_message)
        )
        self.chosen_bar.clear_wanted.connect(stack.clear_markers)

    # Showing.

    @property
    def _shown_charger(self) -> str:
        return "" if self._facts is None else self._facts.charger

    def _show(self) -> None:
        """Draw the facts."""
        self._is_stale = False
        book = self.book
        book.take(self._facts, by_charger=bool(self.bar.clocks.currentData()))
        if not book.is_empty:
            self.tree.show_series(book.lines.keys())
            self._show_lines()
            self.stack.window_of_time.set_span(book.span())
            self._offer_stories()
        self._show_empty()

    def _begin_anew(self) -> None:
        """Forget what was chosen for another charger or capture."""
        self._story = 0
        self.tree.forget()
        self.stack.forget()
        self._show_chosen()

    def _show_lines(self) -> None:
        """Draw the lines that are ticked, and what happened where they are."""
        book = self.book
        keys = [key for key in ordered(self.tree.ticked) if key in book.lines]
        lines = [book.lines[key] for key in keys]
        span = book.span()
        end = 0.0 if span is None else span[1]
        assumed = {key for key in keys if book.assumes_unit(key)}
        happened = self._happened
        happened.take(book)
        self.stack.show_ribbon(
            happened.events, happened.rows(book, keys), silences_of(book, end)
        )
        self.stack.show_lines(lines, assumed=assumed)
        self._odd = notes_on(book, keys, self.stack.axis.texts)
        self._show_notes()

    def _show_notes(self) -> None:
        notes = [self._failure, *self._odd] if self._failure else self._odd
        self.notes.show_text(" ".join(notes))
        self.notes.setVisible(bool(notes))

    def _show_empty(self) -> None:
        """Say what to do as long as there is nothing to draw."""
        has_lines = not self.book.is_empty and self._facts is not None
        self.bar.enable(has_lines=has_lines, is_live=self._is_live)
        if has_lines:
            self._pages.setCurrentWidget(self._across)
            return
        is_going_on = self._is_reading and not self._failure
        if self._pages.currentWidget() is self._across and is_going_on:
            return  # what is shown stays until the next is there
        self._pages.setCurrentWidget(self.empty)
        identity = self._shown_charger or self.identity
        known = self._chargers.get(identity)
        heading, line = situation_of(
            identity,
            has_chargers=bool(self._chargers or self._connected),
            is_reading=self._is_reading,
            is_live=self._is_live,
            version="" if known is None else known.version,
            failure=self._failure,
        )
        ways: list[Way] = []
        if not identity:
            ways = ways_to(sorted(self._chargers), self.charger_wanted.emit)
        if identity and not self._is_reading and not self._failure:
            if self._engine is not None and identity in self._connected:
                ways.append((self.tr("Trigger MeterValues"), self.ask_values))
            if self._is_live:
                go_there = self.configuration_wanted.emit
                ways.append((self.tr("Open its settings"), go_there))
        self.empty.say(heading, line, ways, are_alike=not identity)

    def _show_times(self) -> None:
        mode = TimeMode(self._settings.time_mode)
        self.stack.set_times(TimeTexts(mode, self._zero()))

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "time_mode" in changed:
            self._show_times()

    def _choose_clock(self, _by_charger: bool) -> None:
        self.stack.clear_markers()
        self.stack.mark_message(0, None)
        self.stack.window_of_time.fit()
        self._show()
        self._show_chosen()

    # Sessions.

    def _story_of(self, number: int) -> Story | None:
        stories = () if self._facts is None else self._facts.stories
        return next((story for story in stories if story.number == number), None)

    def _show_time_of(self, story: Story) -> None:
        span = self.book.span()
        began = story.began_at * MICRO
        ended = story.ended_at * MICRO if story.ended_at is not None else None
        if ended is None:
            ended = max(began, span[1] if span is not None else began)
        beside = max((ended - began) * _AROUND, 5.0)
        self.stack.window_of_time.show_range(began - beside, ended + beside)

    def _offer_stories(self) -> None:
        stories = () if self._facts is None else self._facts.stories
        offered = (len(stories), stories[-1:], self._story, self.stack.axis.texts)
        if offered != self._offered:
            self._offered = offered
            texts = self.stack.axis.texts
            named = [(one.number, story_name(one, texts)) for one in reversed(stories)]
            self.bar.show_stories(named, self._story)

    # Messages and times.

    def _on_chosen(self, number: int) -> None:
        self._show_chosen()
        self.message_chosen.emit(number)

    def _show_chosen(self) -> None:
        """Tell which message is selected, and what it measured."""
        number = self.stack.scene.chosen_message
        if not number:
            self.chosen_bar.show_point("")
            return
        texts = [self.tr("Message {number}").format(number=number)]
        if self.stack.scene.chosen is not None:
            texts.append(self.stack.axis.texts.full(self.stack.scene.chosen))
        texts += measured_texts(self.stack.shown_lines, number)
        self.chosen_bar.show_point(" · ".join(texts))

    def _show_markers(self) -> None:
        markers, texts = self.stack.scene.markers, self.stack.axis.texts
        parts = [f"{name} {texts.full(time)}" for name, time in markers.items()]
        if self.stack.axis.difference:
            parts.append(f"A→B {self.stack.axis.difference}")
        self.chosen_bar.show_markers("   ".join(parts))

    def _offer_times(self, low: float, high: float, spot: QPoint) -> None:
        """Offer what can be done with some times."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stack, is_chosen = self.stack, self.stack.scene.selected is not None
        menu.addAction(
            self.tr("&Filter table to this time"),
            lambda: self.range_wanted.emit(*self._received(low, high)),
        )
        if is_chosen:
            menu.addAction(
                self.tr("&Zoom to this time"),
                lambda: stack.window_of_time.show_range(low, high),
            )
        markers = stack.scene.markers
        if len(markers) > 1:
            times = sorted(markers.values())
            menu.addAction(
                self.tr("Filter table from A to B"),
                lambda: self.range_wanted.emit(*self._received(*times)),
            )
        menu.addSeparator()
        cursor = stack.scene.cursor
        at = (low + high) / 2 if cursor is None else cursor
        menu.addAction(self.tr("Marker &A here"), lambda: stack.set_marker("A", at))
        menu.addAction(self.tr("Marker &B here"), lambda: stack.set_marker("B", at))
        if markers:
            menu.addAction(self.tr("&Clear markers"), stack.clear_markers)
        menu.addSeparator()
        menu.addAction(self.tr("&Show all"), stack.fit)
        menu.addAction(self.tr("&Copy the picture"), self.copy_picture)
        menu.aboutToHide.connect(stack.end_selection)
        menu.popup(spot)

    def _received(self, low: float, high: float) -> tuple[int, int]:
        return self.book.received(self.stack.shown_lines, low, high)

    # Doing.

    def ask_values(self) -> None:
        """Ask the charger to measure now."""
        engine, charger = self._engine, self._shown_charger or self.identity
        if engine is None or not charger:
            return

        async def ask() -> None:
            told = await ask_values(engine, charger)
            if isValid(self):
                self.said.emit(told)

        detach(ask(), name="ask for meter values")

    def copy_picture(self) -> None:
        """Copy a picture of the whole chart."""
        image = image_of(self.stack, self._theme, self._title())
        QGuiApplication.clipboard().setImage(image)
        self.said.emit(self.tr("Copied a picture of the chart."))

    def _title(self) -> str:
        window, texts = self.stack.window_of_time, self.stack.axis.texts
        times = f"{texts.full(window.low)} → {texts.full(window.high)}"
        return f"{self._shown_charger}   {times}"

    def _export(self, name: str) -> None:
        async def export() -> None:
            told = await export_chart(
                self,
                self.stack,
                self._theme,
                name=name,
                title=self._title(),
                charger=self._shown_charger,
                lines=self.book.whole_lines(),
            )
            if told and isValid(self):
                self.said.emit(told)

        detach(export(), name="export a chart")

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_times()
        if self._is_stale:
            self._show()
