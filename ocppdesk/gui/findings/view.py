# SPDX-License-Identifier: Apache-2.0
"""The view of findings: a list of all, and the page of one."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ocppdesk.gui.findings.bar import FindingsBar
from ocppdesk.gui.findings.board import FindingsBoard
from ocppdesk.gui.findings.groups import GroupKey, State
from ocppdesk.gui.findings.list import FindingsList
from ocppdesk.gui.findings.model import FindingsModel
from ocppdesk.gui.findings.page import FindingPage, Lines
from ocppdesk.gui.findings.situation import MOST, Situation, about, explain
from ocppdesk.gui.findings.ticket import ticket
from ocppdesk.gui.look.empty_page import EmptyPage
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState

_MOST_TEXTS: Final = 20  # messages with their JSON in a ticket
_LIST_HEIGHT: Final = 240  # pixels at 100 %
_PAGE_HEIGHT: Final = 380


def _no_zero() -> int:
    return 0


class FindingsView(QWidget):
    """Shows what was found with the chosen charger, or with all of them.

    Args:
        settings: How times are written.
        theme: Its look.
        board: What was found.
        lines_of: Tells what messages say.
        texts_of: Tells what they hold, for a ticket.
        zero: Gives the instant that times count from, microseconds since 1970.

    Signals:
        message_wanted: A message is to be shown in the table; carries its number.
        messages_wanted: Those of a `Group` are to be; carries it.
        rule_wanted: The help on a rule is to be shown; carries its id.
        said: Something to tell in passing.
    """

    message_wanted = Signal(int)
    messages_wanted = Signal(object)
    rule_wanted = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        board: FindingsBoard,
        lines_of: Lines,
        texts_of: Lines,
        *,
        zero: Callable[[], int] = _no_zero,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._board = board
        self._texts_of = texts_of
        self._zero = zero
        self._chargers: dict[str, Charger] = {}
        self._chosen = ""
        self._failure = ""
        self._left_out = 0
        self._opened: GroupKey | None = None  # what was chosen by itself
        self._is_ordered = True  # whether the next change may put rows in order
        self._moments = Moments()
        self.model = FindingsModel(theme, self)
        self.bar = FindingsBar(theme)
        self.list = FindingsList(theme, self.model)
        self.page = FindingPage(theme, lines_of)
        self.problem = ThemedLabel(theme, color="problem", wraps=True)
        """Why the analysis cannot go on."""
        self.footer = ThemedLabel(
            theme, self.tr("Findings are hints, not a verdict"), color="muted"
        )
        self.empty = EmptyPage(theme)
        """What stands here as long as nothing is found."""
        self._build()
        self._connect()
        self._forget_settings = settings.on_change(self._follow_settings)
        self._write_times()
        self._take_groups()

    # What it is told.

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine: nothing is sent from here."""

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture: the board tells what is found in it."""
        self._forget()

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since: the board does."""

    def update_state(self, state: "EngineState") -> None:
        """Take in how the engine is doing: nothing depends on it."""

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what is known of the chargers, for tickets."""
        self._chargers = {charger.identity: charger for charger in chargers}

    def choose_charger(self, identity: str) -> None:
        """Show another charger; empty means all of them."""
        if identity != self._chosen:
            self._chosen = identity
            self._forget()

    def close_reader(self) -> None:
        """Let go of the settings; there is nothing else."""
        self._forget_settings()

    def show_failure(self, why: str) -> None:
        """Take in that the analysis cannot go on, as a sentence."""
        self._failure = why
        self._show_state()

    def put_in_order(self) -> None:
        """Bring in what is new, and put the list in order."""
        self._is_ordered = True
        self._take_groups()
        self._choose_soon()

    def show_group(self, key: GroupKey) -> None:
        """Choose a group, if it is there."""
        self.bar.clear()
        self.put_in_order()
        self.list.choose(key)

    def choose_new(self) -> None:
        """Choose the worst finding that nobody has looked at, if there is one."""
        self.put_in_order()
        new = (row for row in self.model.rows if row.state is State.NEW)
        if (group := next(new, None)) is not None:
            self.list.choose(group.key)

    def step(self, by: int) -> None:
        """Go to the finding so many rows below the chosen one, or above it."""
        if not self.list.step(by):
            text = self.tr("This is the last finding.")
            self.said.emit(text if by > 0 else self.tr("This is the first finding."))

    def copy(self) -> None:
        """Copy the chosen group for a ticket."""
        group = self.page.group
        if group is None:
            self.said.emit(self.tr("Choose a finding first."))
            return
        texts = self._texts_of(self.page.numbers[:_MOST_TEXTS])
        charger = self._chargers.get(group.key[1])
        told = ticket(group, self.page.lines(), texts, charger=charger)
        QGuiApplication.clipboard().setText(told)
        self.said.emit(self.tr("The finding is on the clipboard."))

    def go_to_list(self) -> None:
        """Have the keys of the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Building.

    def _build(self) -> None:
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(self.list)
        down.addWidget(self.page)
        down.setChildrenCollapsible(False)
        down.setStretchFactor(0, 1)
        down.setStretchFactor(1, 2)
        scaled = self._theme.scaled
        down.setSizes([scaled(_LIST_HEIGHT), scaled(_PAGE_HEIGHT)])
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(down)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.problem)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.footer)
        # As it reads: what is listed, the list, and what can be done with one of it.
        stops = (*self.bar.stops, self.list, *self.page.stops)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        margin = scaled(12)
        for label in (self.problem, self.footer):
            label.setContentsMargins(margin, scaled(4), margin, scaled(4))

    def _connect(self) -> None:
        page = self.page
        self._board.changed.connect(self._on_changed)
        self._board.completed.connect(self._choose_soon)
        self._board.failed.connect(self.said)
        self.bar.changed.connect(self.put_in_order)
        self.list.pill.clicked.connect(self.put_in_order)
        self.list.group_chosen.connect(self._on_chosen)
        self.list.opened.connect(self._want_messages)
        page.message_wanted.connect(self.message_wanted)
        page.rule_wanted.connect(self.rule_wanted)
        page.messages_wanted.connect(self._want_messages)
        page.copy_wanted.connect(self.copy)
        page.ignore_wanted.connect(self._ignore)

    # Showing.

    def _forget(self) -> None:
        self.list.key = None
        self.list.clearSelection()
        self.page.show_group(None, self._moments)
        self.put_in_order()

    def _choose_soon(self) -> None:
        """Have the worst chosen, unless somebody has another one shown at once."""
        QTimer.singleShot(0, self, self._choose_worst)

    def _choose_worst(self) -> None:
        found = self._board.found
        # As long as something is to be looked through, a worse one may come at once.
        is_all = found is not None and found.is_complete
        if is_all and self.isVisible() and self.list.key is None:
            self.list.step(1)
            self._opened = self.list.key

    def _on_changed(self) -> None:
        if self.isVisible():
            self._take_groups()
            self._choose_soon()

    def _is_read(self) -> bool:
        """Return whether somebody may be reading the list now."""
        return self.list.chosen is not None or self.list.viewport().underMouse()

    def _is_past(self) -> bool:
        """Return whether what was chosen by itself is no longer so."""
        key = self.list.key
        if key is None or key != self._opened:
            return False
        return self._board.group(key) is None

    def _take_groups(self) -> None:
        groups = self._board.groups(self._chosen)
        is_free = not self.model.rows or self._is_past() or not self._is_read()
        may_move = self._is_ordered or is_free
        self._is_ordered = False
        passing = self.bar.passing(groups)
        self._left_out = max(len(passing) - MOST, 0)
        self.model.show_groups(
            passing[:MOST], may_move=may_move, others=self._board.group
        )
        ignored = sum(group.state is State.IGNORED for group in groups)
        self.bar.show_counts(self._board.counts(charger=self._chosen), ignored)
        self._show_chosen()
        self._show_state()

    def _on_chosen(self) -> None:
        self._show_chosen()
        if self.list.key is not None:
            self._board.see(self.list.key)

    def _show_chosen(self) -> None:
        chosen = self.list.chosen
        if chosen is None and self.list.key is not None:
            self.list.key = None
        self.page.show_group(chosen, self._moments)

    def _show_state(self) -> None:
        """Say what there is to say besides the findings, or in their place."""
        self.problem.show_text(self._failure)
        self.problem.setVisible(bool(self._failure) and bool(self.model.rows))
        now = self._situation
        self.bar.about.show_text(about(now))
        if self.model.rows:
            self._pages.setCurrentIndex(1)
            return
        self._pages.setCurrentIndex(0)
        explain(
            self.empty,
            now,
            show_all=self.bar.clear,
            show_rules=lambda: self.rule_wanted.emit(""),
        )

    @property
    def _situation(self) -> Situation:
        return Situation(
            charger=self._chosen,
            found=self._board.found,
            is_filtering=self.bar.is_filtering,
            left_out=self._left_out,
            failure=self._failure,
        )

    def _want_messages(self) -> None:
        group = self.page.group
        if group is not None and group.messages:
            self.messages_wanted.emit(group)

    def _ignore(self, is_ignored: bool) -> None:
        group = self.page.group
        if group is None:
            return
        self._is_ordered = True
        self._board.ignore(group.key, is_ignored=is_ignored)
        if is_ignored:
            text = self.tr("{rule} is ignored for {charger}. The chip Ignored has it.")
            charger = group.key[1] or self.tr("all chargers")
            self.said.emit(text.format(rule=group.key[0], charger=charger))

    def _write_times(self) -> None:
        """Write times as the table of messages does."""
        mode = TimeMode(self._settings.time_mode)
        self._moments = Moments(mode, self._zero())
        self.list.set_time_mode(mode)
        self.model.set_moments(self._moments)
        self._show_chosen()

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "time_mode" in changed:
            self._write_times()

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Time zero may have been moved meanwhile.
        self._write_times()
        self._take_groups()
        self._choose_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # What nobody looks at may be put in order.
        self._is_ordered = True
