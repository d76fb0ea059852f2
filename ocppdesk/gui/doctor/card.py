# SPDX-License-Identifier: Apache-2.0
"""The connection doctor of one charger: its connections, and why they end."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ocppdesk.analysis.drops import Kind, Pattern
from ocppdesk.analysis.lives import Life
from ocppdesk.gui.answers.steady_label import SteadyLabel
from ocppdesk.gui.doctor import wording
from ocppdesk.gui.doctor.pinging import PingBar
from ocppdesk.gui.doctor.self_test import SelfTest
from ocppdesk.gui.doctor.table import LivesTable
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine, EngineState

_CALM = frozenset({Kind.NONE, Kind.FEW, Kind.OURS})


class DoctorCard(Card):
    """Says what the ends of connections have in common, and shows each of them.

    Args:
        theme: Where colours and sizes come from.
        is_live: Whether chargers connect here, so that something can be tried.

    Signals:
        message_wanted: A message is to be shown; its number.
    """

    message_wanted = Signal(int)

    def __init__(
        self, theme: Theme, *, is_live: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, self.tr("Connection doctor"), parent)
        self._is_live = is_live
        self._charger = ""
        self._path = ""
        self._identities: tuple[str, ...] = ()
        self._connected: frozenset[str] = frozenset()
        self.pattern = SteadyLabel(theme, scale=1.3, is_bold=True)
        """What the ends have in common."""
        self.next = SteadyLabel(theme)
        """What to try."""
        self.identity = SteadyLabel(theme, color="slow")
        """What is odd about the identity, and which others look like it."""
        self.pings = PingBar(theme)
        self.recorded = SteadyLabel(theme, color="muted")
        """What a recording knows of pings."""
        self.test = SelfTest(theme)
        self.table = LivesTable(theme)
        self.none = ThemedLabel(
            theme,
            self.tr("Nothing in these messages tells when connections came and went."),
            color="muted",
            wraps=True,
        )
        for part in (self.pattern, self.next, self.identity, self.pings,
                     self.recorded, self.table, self.none, self.test):  # fmt: skip
            self.body.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.table)
        self.pings.setVisible(is_live)
        self.test.setVisible(is_live)
        self.table.message_wanted.connect(self.message_wanted)
        self.identity.hide()

    def show_lives(
        self,
        charger: str,
        lives: Sequence[Life],
        pattern: Pattern,
        clock: Callable[[int], str],
    ) -> None:
        """Show the connections of a charger.

        Args:
            charger: Its identity.
            lives: Its connections, the oldest first.
            pattern: What their ends have in common.
            clock: Writes a time, microseconds since 1970.
        """
        self._charger = charger
        self._path = next((one.path for one in reversed(lives) if one.path), "")
        color = "text" if pattern.kind in _CALM else "problem"
        self.pattern.show_text(pattern.text if lives else "", color)
        self.pattern.setVisible(bool(lives))
        self.next.show_text(self.tr("Next: {0}").format(pattern.next))
        self.next.setVisible(bool(lives and pattern.next))
        told = "" if self._is_live else wording.recorded_pings(lives)
        self.recorded.show_text(told)
        self.recorded.setVisible(bool(told))
        count = self.table.lives.rowCount()
        self.table.lives.show_lives(lives, clock)
        if self.table.lives.rowCount() != count:
            self.table.fit()
        self.table.setVisible(bool(lives))
        self.none.setVisible(not lives)
        self._show_identity()
        self._show_pings()

    def know_identities(self, identities: tuple[str, ...]) -> None:
        """Take in which chargers there are: some may look like this one."""
        if identities != self._identities:
            self._identities = identities
            self._show_identity()

    def set_engine(self, engine: "Engine | None") -> None:
        """Try connections and port through another engine, or none."""
        self.pings.set_engine(engine)
        self.test.set_engine(engine)

    def update_state(self, state: "EngineState") -> None:
        """Take in who is connected, and where is listened."""
        self._connected = frozenset(state.connected)
        self.test.show_port(state.host, state.port)
        self._show_pings()

    def close_engine(self) -> None:
        """Give up what is running, and let go of the engine."""
        self.pings.close_engine()
        self.test.close_engine()

    def _show_identity(self) -> None:
        found: list[str] = []
        if self._charger:
            found = wording.identity_advice(self._charger, self._path, self._identities)
        text = "\n".join(f"• {one}" for one in found)
        self.identity.show_text(text)
        self.identity.setVisible(bool(found))

    def _show_pings(self) -> None:
        is_connected = self._charger in self._connected
        self.pings.show_charger(self._charger, is_connected=is_connected)
