# SPDX-License-Identifier: Apache-2.0
"""Trying whether this computer's own addresses can be connected to."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ocppdesk.gui.addresses import Address, local_addresses
from ocppdesk.gui.doctor import wording
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.waiting.checks import CheckRow

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine

_LOOK_MS: Final = 50
_MOST: Final = 8  # addresses that are tried


class SelfTest(QWidget):
    """A button that tries the port on each own address, and what came of it.

    Args:
        theme: Where colours and sizes come from.
        addresses: Gives this computer's addresses, the likeliest first.
    """

    def __init__(
        self,
        theme: Theme,
        addresses: Callable[[], Sequence[Address]] = local_addresses,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._find_addresses = addresses
        self._engine: Engine | None = None
        self._host, self._port = "", 0
        self._running: dict[str, Future[str]] = {}
        # The engine's thread puts results into it; a signal would keep this object
        # alive from there.
        self._results: deque[tuple[str, str]] = deque()
        self._has_failed = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._take_results)
        self.button = QPushButton(self.tr("Test the port"))
        self.button.setAutoDefault(False)
        self.button.setToolTip(
            self.tr("Connects to each address of this computer from here")
        )
        self.hint = ThemedLabel(theme, color="muted", wraps=True)
        self.rows: dict[str, CheckRow] = {}
        """The results, by address."""
        self.outlook = ThemedLabel(theme, wraps=True, is_selectable=True)
        """What the test cannot tell, and where to look."""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.scaled(4))
        head = QHBoxLayout()
        head.addWidget(self.button)
        head.addWidget(self.hint, 1)
        self._layout.addLayout(head)
        self._rows = QVBoxLayout()
        self._layout.addLayout(self._rows)
        self._layout.addWidget(self.outlook)
        self.outlook.hide()
        self.button.clicked.connect(self.run)
        self._show_button()

    def set_engine(self, engine: "Engine | None") -> None:
        """Test the port of another engine, or of none; what runs is given up."""
        for future in self._running.values():
            future.cancel()
        self._engine = engine
        self._show_button()

    def show_port(self, host: str, port: int) -> None:
        """Take in where is listened; port 0 means nowhere."""
        if (host, port) != (self._host, self._port):
            self._host, self._port = host, port
            self._show_button()

    @property
    def is_running(self) -> bool:
        """Whether results are awaited."""
        return bool(self._running)

    def run(self) -> None:
        """Try all addresses that are listened at."""
        engine = self._engine
        if engine is None or not self._port or self._running:
            return
        self._forget_rows()
        self._has_failed = False
        for address in self._wanted():
            row = self.rows[address] = CheckRow(self._theme)
            row.show_result(self.tr("{0}: trying…").format(address), is_right=None)
            self._rows.addWidget(row)
            self._try(engine, address)
        self.outlook.hide()
        self._timer.start()
        self._show_button()

    def close_engine(self) -> None:
        """Give up what is running, and let go of the engine."""
        self.set_engine(None)
        self._running.clear()
        self._timer.stop()

    def _try(self, engine: "Engine", address: str) -> None:
        from ocppdesk.csms.checking import reach

        port, results = self._port, self._results
        future = engine.run(lambda csms: reach(csms, address, port))
        self._running[address] = future
        future.add_done_callback(lambda done: results.append((address, _failure(done))))

    def _wanted(self) -> list[str]:
        if self._host not in ("", "0.0.0.0", "::"):
            return [self._host]
        found = [address.address for address in self._find_addresses()]
        return found[:_MOST] or ["127.0.0.1"]

    def _take_results(self) -> None:
        while self._results:
            address, failure = self._results.popleft()
            self._running.pop(address, None)
            self._has_failed = self._has_failed or bool(failure)
            row = self.rows.get(address)
            if row is not None:
                text = wording.reached_text(address, failure)
                row.show_result(text, is_right=not failure)
        if not self._running:
            self._timer.stop()
            text = wording.firewall_text(self._port)
            if self._has_failed:
                text = self.tr(
                    "An address that this computer itself cannot reach is blocked "
                    "here, by a firewall or a VPN: choose another address, or allow "
                    "the port."
                )
            # Not shown with show_text: it would cut what is longer than some lines.
            self.outlook.setText(text)
            self.outlook.show()
            self._show_button()

    def _show_button(self) -> None:
        can = self._engine is not None and self._port > 0
        self.button.setEnabled(can and not self._running)
        text = self.tr("Tries whether this computer reaches its own addresses.")
        self.hint.show_text(text if can else self.tr("No port is open to be tested."))

    def _forget_rows(self) -> None:
        for row in self.rows.values():
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows.clear()


def _failure(done: "Future[str]") -> str:
    try:
        return done.result()
    except CancelledError:
        return "given up"
    except Exception as error:  # noqa: BLE001 - told as the result
        return str(error) or type(error).__name__
