# SPDX-License-Identifier: Apache-2.0
"""What the window shows until a charger connects: the URL to type, and who knocks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.addresses import Address, local_addresses, recommended
from ocppdesk.gui.doctor.patterns import patterns_of
from ocppdesk.gui.doctor.self_test import SelfTest
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.times.quick_ranges import system_clock
from ocppdesk.gui.waiting.addresses import AddressCard
from ocppdesk.gui.waiting.attempts import AttemptList
from ocppdesk.gui.waiting.checks import ChecksCard
from ocppdesk.gui.waiting.last_recording import LastRecordingButton
from ocppdesk.gui.waiting.silence import Silence
from ocppdesk.gui.waiting.url import UrlCard
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.csms.engine import Engine

_EVERYWHERE: Final = ("", "0.0.0.0", "::")
_LOOK_AGAIN_MS: Final = 3_000  # a cable that is plugged in is noticed soon
_SIDE_BY_SIDE: Final = 780  # pixels at 100 %: a narrower page has one column
_WIDEST: Final = 1_080  # longer lines are hard to read


class WaitingPage(QWidget):
    """The page to set a charger up with.

    Args:
        theme: Where colours and fonts come from.
        addresses: Gives this computer's addresses, the likeliest first.
        settings: How long nobody may come until that is told; None: the defaults.
        clock: Gives the time, microseconds since 1970.

    Signals:
        open_requested: The user wants to look at a file.
        demo_requested: The user wants the demo session.
        settings_requested: The user wants the settings.
        last_requested: The user wants to look at the last recording.
    """

    open_requested = Signal()
    demo_requested = Signal()
    settings_requested = Signal()
    last_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        addresses: Callable[[], Sequence[Address]] = local_addresses,
        *,
        settings: Settings | None = None,
        clock: Callable[[], int] = system_clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings or Settings()
        self._clock = clock
        self._find_addresses = addresses
        self._state: tuple[object, ...] = ()
        self._is_stale = False
        self._listening: str | None = None
        self._port = 0
        self._error = ""
        self._connections: Sequence[Connection] = ()
        self._capture: Path | None = None
        self._build()
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)
        theme.changed.connect(self._space)
        self._space()

    @property
    def url(self) -> str:
        """The URL that the page shows."""
        return self._url.url

    def update_state(
        self,
        listening: str | None,
        port: int,
        error: str,
        connections: Sequence[Connection],
        capture: Path,
    ) -> None:
        """Show how things stand; may be called as often as one likes.

        Args:
            listening: The address listened on, empty for all of this computer; None
                if nothing is listened on.
            port: The port listened on, or wanted.
            error: Why nothing is listened on, as a sentence.
            connections: Connections and attempts, the newest first.
            capture: The file recorded into.
        """
        state = (listening, port, error, tuple(connections), capture)
        if state == self._state:
            return
        is_elsewhere = state[:3] != self._state[:3]
        self._state = state
        self._listening, self._port, self._error = listening, port, error
        self._connections, self._capture = connections, capture
        # Under the table nobody sees who comes; the URL is copied all the same.
        self._is_stale = not is_elsewhere and not self.isVisible()
        if not self._is_stale:
            self._show_state()

    def _show_state(self) -> None:
        """Show how things stand now."""
        self._is_stale = False
        connections, port = self._connections, self._port
        self._attempts.show_connections(connections)
        self._pattern.setText("\n".join(patterns_of(connections)))
        self._pattern.setVisible(bool(self._pattern.text()))
        listening = self._listening
        self.test.show_port(listening or "", port if listening is not None else 0)
        self.look_again()

    def set_engine(self, engine: "Engine | None") -> None:
        """Test the port of another engine, or of none."""
        self.test.set_engine(engine)

    def look_again(self) -> None:
        """Take in this computer's addresses and free space as they are now."""
        everywhere = tuple(self._find_addresses())
        here = everywhere
        is_open = self._listening is not None
        if is_open and self._listening not in _EVERYWHERE:
            here = tuple(a for a in here if a.address == self._listening)
        self._addresses.show_addresses(here, recommended(here, self._connections))
        self._show_heading()
        self._show_url()
        self._checks.check_port(self._port, here, is_open=is_open, error=self._error)
        if self._capture is not None:
            self._checks.check_folder(self._capture.parent)
            self.last.look(self._capture)
        own = {entry.address for entry in everywhere}
        self._checks.check_firewall(self._port, own, self._connections)
        self._silence.look(
            self._connections,
            is_open=is_open,
            now=self._clock(),
            patience_min=self._settings.finding_nothing_min,
        )

    def show_cable(self) -> None:
        """Tell how to connect a charger with nothing but a cable."""
        from ocppdesk.gui.direct_cable_dialog import DirectCableDialog

        DirectCableDialog(
            self._theme, self._port, addresses=self._find_addresses, parent=self
        ).open()

    def _build(self) -> None:
        theme = self._theme
        self._heading = ThemedLabel(theme, scale=1.5, is_bold=True)
        self._status = ThemedLabel(theme, is_bold=True, is_selectable=True)
        trust = ThemedLabel(
            theme,
            self.tr(
                "Chargers reach this computer from outside. There is no password or "
                "TLS yet: use it on networks you trust."
            ),
            color="muted",
            wraps=True,
        )
        self._url = UrlCard(theme)
        self._addresses = AddressCard(theme, self._url.last_stop)
        self._addresses.chosen.connect(self._show_url)
        self.cable = QPushButton(self.tr("Direct cable to the charger?…"))
        """Tells how to connect a charger with nothing but a cable."""
        self.cable.setProperty("link", True)
        self.cable.setFlat(True)
        self.cable.clicked.connect(self.show_cable)
        left = Qt.AlignmentFlag.AlignLeft
        self._addresses.body.addWidget(self.cable, 0, left)
        self._checks = ChecksCard(theme)
        self.test = SelfTest(theme, self._find_addresses)
        """Tries whether the port can be reached from here."""
        self._checks.body.insertWidget(self._checks.body.count() - 1, self.test)
        attempts = Card(theme, self.tr("Connection attempts"))
        self._pattern = ThemedLabel(theme, is_bold=True, is_selectable=True, wraps=True)
        self._pattern.hide()
        attempts.body.addWidget(self._pattern)
        self._silence = Silence(theme)
        self._attempts = AttemptList(theme)
        attempts.body.addWidget(self._attempts)
        attempts.body.addWidget(self._silence)

        self._top = QHBoxLayout()
        self._top.addWidget(self._heading)
        self._top.addStretch(1)
        self._top.addWidget(self._status, 0, Qt.AlignmentFlag.AlignBottom)
        self._middle = QHBoxLayout()
        self._middle.addWidget(self._addresses, 1)
        self._middle.addWidget(self._checks, 1)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.addLayout(self._top)
        self._column.addWidget(trust)
        self._column.addWidget(self._url)
        self._column.addLayout(self._middle)
        self._column.addWidget(attempts)
        self._column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scrolling(self._sheet), 1)
        layout.addWidget(self._build_buttons())

    def _scrolling(self, sheet: QWidget) -> QScrollArea:
        content = QWidget()
        centred = QHBoxLayout(content)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(sheet, 1_000)
        centred.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        return area

    def _build_buttons(self) -> QWidget:
        bar = QWidget()
        self._buttons = QHBoxLayout(bar)
        for text, signal in (
            (self.tr("Open a file…"), self.open_requested),
            (self.tr("Demo session"), self.demo_requested),
            (self.tr("Settings"), self.settings_requested),
        ):
            button = QPushButton(text)
            button.clicked.connect(signal)
            self._buttons.addWidget(button)
        self._buttons.insertStretch(2, 1)
        self.last = LastRecordingButton()
        """Offers what was recorded last time."""
        self.last.clicked.connect(self.last_requested)
        self._buttons.insertWidget(1, self.last)
        return bar

    def _space(self) -> None:
        scaled = self._theme.scaled
        self._column.setContentsMargins(scaled(24), scaled(12), scaled(24), scaled(4))
        self._column.setSpacing(scaled(9))
        self._middle.setSpacing(scaled(10))
        self._sheet.setMaximumWidth(scaled(_WIDEST))
        self._arrange()

    def _show_heading(self) -> None:
        if self._listening is None:
            self._heading.show_text(self.tr("Not listening yet"))
            self._status.show_text(self.tr("✗ Chargers cannot connect"), "problem")
            return
        if any(c.outcome is Outcome.OPEN for c in self._connections):
            self._heading.show_text(self.tr("How to connect a charger"))
        else:
            self._heading.show_text(self.tr("Waiting for a charger…"))
        if self._listening in _EVERYWHERE:
            text = self.tr("● Listening on port {port}, all network interfaces")
        else:
            text = self.tr("● Listening on port {port} of {host} only")
        shown = text.format(port=self._port, host=self._listening)
        self._status.show_text(shown, "online")

    def _show_url(self) -> None:
        entry = self._addresses.current
        address = "" if entry is None else entry.address
        is_open = self._listening is not None
        self._url.show_address(address, self._port, is_open=is_open)

    def _arrange(self) -> None:
        scaled = self._theme.scaled
        is_wide = self.width() >= scaled(_SIDE_BY_SIDE)
        # The buttons stand under the column that the page is.
        side = max(0, (self.width() - scaled(_WIDEST)) // 2) + scaled(24)
        self._buttons.setContentsMargins(side, scaled(6), side, scaled(10))
        direction = QBoxLayout.Direction
        for layout in (self._top, self._middle):
            layout.setDirection(
                direction.LeftToRight if is_wide else direction.TopToBottom
            )

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._show_state()
        else:
            self.look_again()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
