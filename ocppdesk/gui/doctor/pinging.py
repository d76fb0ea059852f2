# SPDX-License-Identifier: Apache-2.0
"""How long pings take on a charger's connection, looked up and tried."""

from collections import deque
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ocppdesk.gui.doctor import wording
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine

_LOOK_MS: Final = 50
_AGAIN_MS: Final = 5_000


class PingBar(QWidget):
    """A button that pings the charger, and the round trips.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        measured: Round trips were told.
    """

    measured = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine: Engine | None = None
        self._charger = ""
        self._is_connected = False
        self._futures: set[Future[Any]] = set()
        # The engine's thread puts results into it; a signal would keep this object
        # alive from there.
        self._results: deque[tuple[str, Future[Any]]] = deque()
        self._is_pinging = False
        self.button = QPushButton(self.tr("Ping"))
        self.button.setAutoDefault(False)
        self.button.setToolTip(
            self.tr("Sends a WebSocket ping, which the charger has to give back")
        )
        self.text = ThemedLabel(theme, wraps=True, is_selectable=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.text, 1)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._take_results)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self._read)
        self.button.clicked.connect(self.ping)

    def set_engine(self, engine: "Engine | None") -> None:
        """Ping through another engine, or none."""
        self._engine = engine
        self._show_button()

    def show_charger(self, charger: str, *, is_connected: bool) -> None:
        """Work with a charger.

        Args:
            charger: Its identity.
            is_connected: Whether it is there.
        """
        if (charger, is_connected) != (self._charger, self._is_connected):
            self._charger, self._is_connected = charger, is_connected
            told = self.tr("It is not connected: no ping can be sent.")
            self.text.show_text("" if is_connected else told, "muted")
            self._show_button()
            self._read()

    def ping(self) -> None:
        """Send a ping; what comes of it is told."""
        from ocppdesk.csms.checking import ping

        engine, charger = self._engine, self._charger
        if engine is not None and self._is_connected and not self._is_pinging:
            self._is_pinging = True
            self.text.show_text(self.tr("Ping is on its way…"), "muted")
            self._follow("ping", engine.run(lambda csms: ping(csms, charger)))
            self._show_button()

    def close_engine(self) -> None:
        """Give up what is running, and let go of the engine."""
        self._again.stop()
        self._look.stop()
        for future in self._futures:
            future.cancel()
        self._futures.clear()
        self.set_engine(None)

    def _read(self) -> None:
        """Look up the round trips of the pings that are sent anyway."""
        from ocppdesk.csms.checking import round_trips

        engine, charger = self._engine, self._charger
        is_wanted = self._is_connected and self.isVisible() and not self._is_pinging
        if engine is not None and is_wanted:
            self._follow("read", engine.run(lambda csms: round_trips(csms, charger)))

    def _follow(self, kind: str, future: Future[Any]) -> None:
        results = self._results
        self._futures.add(future)
        future.add_done_callback(lambda done: results.append((kind, done)))
        self._look.start()

    def _take_results(self) -> None:
        while self._results:
            kind, future = self._results.popleft()
            self._futures.discard(future)
            if kind == "ping":
                self._is_pinging = False
                self._show_button()
            try:
                found = future.result()
            except CancelledError:
                continue
            except Exception as error:  # noqa: BLE001 - told as the result
                self.text.show_text(str(error) or type(error).__name__, "problem")
                continue
            if kind == "ping":
                self._read()
            elif not self._is_pinging and (found or not self.text.text()):
                self.text.show_text(wording.trips_text(found), "text")
                self.measured.emit()
        if not self._futures:
            self._look.stop()

    def _show_button(self) -> None:
        can = self._engine is not None and self._is_connected
        self.button.setEnabled(can and not self._is_pinging)

    # Overrides of QWidget.

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
