# SPDX-License-Identifier: Apache-2.0
"""Views that are told how the engine and the capture are doing."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ocppdesk.capture.reader import CaptureReader
    from ocppdesk.capture.records import Charger
    from ocppdesk.csms.engine import Engine, EngineState
    from ocppdesk.gui.window import MainWindow


class LivePage(Protocol):
    """A view that is told how the engine and the capture are doing."""

    def set_engine(self, engine: "Engine | None") -> None:
        """Work through another engine, or none."""

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Follow another capture; the reader stays the caller's to close."""

    def advance(self, last_id: int) -> None:
        """Take in the messages that came since."""

    def update_state(self, state: "EngineState") -> None:
        """Take in how the engine is doing."""

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Take in what the capture knows of the chargers."""

    def choose_charger(self, identity: str) -> None:
        """Work with another charger."""

    def close_reader(self) -> None:
        """Let go of the capture and the engine."""


class Following(QObject):
    """Tells views what there is and what comes; a new one hears what there was.

    Args:
        window: The window that the views are in.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._pages: list[LivePage] = []
        self._engine: Engine | None = None
        self._reader: CaptureReader | None = None
        self._last_id = 0
        self._state: EngineState | None = None
        self._chargers: list[Charger] = []

    def begin(self, page: LivePage) -> None:
        """Tell a view that was just made what there is, and go on telling it."""
        self._pages.append(page)
        chargers = self._window.chargers
        chargers.charger_chosen.connect(page.choose_charger)
        page.set_engine(self._engine)
        page.show_reader(self._reader, self._last_id)
        if self._state is not None:
            page.update_state(self._state)
        page.update_chargers(self._chargers)
        page.choose_charger(chargers.chosen)

    def set_engine(self, engine: "Engine | None") -> None:
        """Have them work through another engine, or none."""
        self._engine = engine
        for page in self._pages:
            page.set_engine(engine)

    def show_reader(self, reader: "CaptureReader | None", last_id: int) -> None:
        """Have them follow another capture, or none."""
        self._reader, self._last_id = reader, last_id
        for page in self._pages:
            page.show_reader(reader, last_id)

    def advance(self, last_id: int) -> None:
        """Tell them of the messages that came since."""
        self._last_id = last_id
        for page in self._pages:
            page.advance(last_id)

    def update_state(self, state: "EngineState") -> None:
        """Tell them how the engine is doing."""
        self._state = state
        for page in self._pages:
            page.update_state(state)

    def update_chargers(self, chargers: "list[Charger]") -> None:
        """Tell them what the capture knows of the chargers."""
        self._chargers = chargers
        for page in self._pages:
            page.update_chargers(chargers)

    def close(self) -> None:
        """Have them let go of the capture and the engine."""
        for page in self._pages:
            page.close_reader()
        self._pages.clear()
