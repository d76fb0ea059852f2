# SPDX-License-Identifier: Apache-2.0
"""What views have in common that tell what is known of one charger."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.look.empty_page import EmptyPage
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.analysis.facts import Facts
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState
    from ocppdesk.gui.analysing.analyst import Analyst


class FactsView(QWidget):
    """A view that takes `Facts`, shown or not, and writes times as the table does.

    What is special about a view is in three methods: `_take_facts` shows what came,
    `_show_times` writes times anew, and `_show_state` says what there is to say besides
    the facts or in their place. The last thing that a view does when it is made is to
    call `_begin`.

    Args:
        settings: How times are written.
        theme: Its look.
        is_live: Whether chargers talk now.
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
        zero: Callable[[], int],
    ) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._is_live = is_live
        self._zero = zero
        self._moments = Moments()
        self._facts: Facts | None = None
        self._is_stale = False  # whether there are facts that are not shown yet
        self._chosen = ""
        self._chargers: dict[str, Charger] = {}
        self._connected: frozenset[str] = frozenset()
        self._has_engine = False
        self._progress = (0, 0)
        self._failure = ""
        self.who = ThemedLabel(theme, color="muted", is_selectable=True, wraps=True)
        """Whose facts these are, where the list of chargers does not tell."""
        self.who.hide()
        self.problem = ThemedLabel(theme, color="problem", wraps=True)
        """Why the facts are not the newest."""
        self.empty = EmptyPage(theme)
        """What to do as long as there is nothing to show."""
        self._forget_settings = settings.on_change(self._follow_settings)

    # What it is told.

    def follow(self, analyst: "Analyst") -> None:
        """Take in what the analysis tells, now and from now on."""
        analyst.progress_changed.connect(self.show_progress)
        analyst.facts_changed.connect(self.show_facts)
        analyst.failed.connect(self.show_failure)
        self.show_progress(*analyst.progress)
        self.show_facts(analyst.facts)
        self.show_failure(analyst.failure)

    def show_facts(self, facts: "Facts | None") -> None:
        """Take in what is known of the charger; None: nothing, or nobody is chosen."""
        self._facts, self._is_stale = facts, True
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

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine, or none."""
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
        """Tell of another charger; empty means the only one there is."""
        self._chosen = identity
        self._show_state()

    def close_reader(self) -> None:
        """Let go of the settings."""
        self._forget_settings()

    # What it is about.

    @property
    def identity(self) -> str:
        """The charger that is told of; empty if that is none, or not clear.

        The first charger stays in view when others come and none is chosen.
        """
        if self._facts is not None:
            return self._facts.charger
        if not self._chosen and len(self._chargers) == 1:
            return next(iter(self._chargers))
        return self._chosen

    @property
    def version(self) -> str:
        """The OCPP version that the charger speaks, as far as is known."""
        found = self._chargers.get(self.identity)
        return "1.6" if found is None or not found.version else found.version

    @property
    def is_connected(self) -> bool:
        """Whether the charger is there and can be asked."""
        return self._has_engine and self.identity in self._connected

    @property
    def _is_by_chance(self) -> bool:
        """Whether facts are shown of one of several chargers, and nobody chose it."""
        is_known = self._facts is not None
        return is_known and not self._chosen and len(self._chargers) > 1

    # What views do each in its own way.

    def _begin(self) -> None:
        """Show for the first time what there is."""
        self._follow_times()
        self._show_state()

    def _take_facts(self) -> None:
        """Show the facts if they are stale."""
        raise NotImplementedError

    def _show_state(self) -> None:
        """Say what there is to say besides the facts, or in their place."""
        raise NotImplementedError

    def _show_times(self) -> None:
        """Write all times anew."""
        raise NotImplementedError

    def _show_who(self, text: str = "") -> None:
        """Say whose facts these are.

        Args:
            text: What to say of a charger that somebody chose; empty: nothing, as the
                list of chargers tells it.
        """
        if self._is_by_chance:
            told = self.tr(
                "{charger}. It was the first of {n} chargers: choose another one in "
                "the list of chargers."
            )
            name = self.identity or self.tr("A charger without identity")
            count = grouped(len(self._chargers))
            text = told.format(charger=text or name, n=count)
        self.who.show_text(text)
        self.who.setVisible(bool(text))

    # Times.

    def _follow_times(self) -> None:
        moments = Moments(TimeMode(self._settings.time_mode), self._zero())
        if moments != self._moments:
            self._moments = moments
            self._show_times()

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if "time_mode" in changed:
            self._follow_times()

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Time zero may have been moved meanwhile.
        self._follow_times()
        self._take_facts()
