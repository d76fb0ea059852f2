# SPDX-License-Identifier: Apache-2.0
"""The strips above the settings: how far reading is, what is old, what must reboot."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.configuration.steps import Reading
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_NAMED: Final = 4  # settings that are named in the bar


class Strip(QFrame):
    """A line of text with buttons, hidden while it has nothing to say.

    Args:
        theme: Its look.
        back: The name of the colour behind it.
    """

    def __init__(
        self, theme: Theme, back: str = "info.back", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._back = back
        self.setAutoFillBackground(True)
        self.label = ThemedLabel(theme, wraps=True)
        """What it says."""
        self.line = QHBoxLayout(self)
        scaled = theme.scaled
        self.line.setContentsMargins(scaled(12), scaled(4), scaled(8), scaled(4))
        self.line.setSpacing(scaled(8))
        self.line.addWidget(self.label, 1)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, text: str, back: str = "") -> None:
        """Show a text; an empty one hides the strip."""
        if back and back != self._back:
            self._back = back
            self._dress()
        self.label.show_text(text)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self.label.text()

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.color(self._back))
        self.setPalette(palette)


class ReadingStrip(Strip):
    """How far reading is, with a button to end it.

    Signals:
        cancel_wanted: Reading is to end.
    """

    cancel_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("How much has been read"))
        self.bar.setFixedSize(theme.scaled(180), theme.scaled(6))
        self.cancel = QPushButton(self.tr("Cance&l"))
        self.cancel.clicked.connect(self.cancel_wanted)
        self.line.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.line.addWidget(self.cancel)

    def begin(self, charger: str) -> None:
        """Show that reading has begun."""
        self.bar.setRange(0, 0)
        text = self.tr("Reading the configuration of {charger}…")
        self.say(text.format(charger=charger))

    def show_reading(self, reading: Reading) -> None:
        """Show how far it is."""
        parts = [reading.text or self.tr("Reading…")]
        if reading.total:
            self.bar.setRange(0, reading.total)
            self.bar.setValue(min(reading.done, reading.total))
            text = self.tr("{done} of {total} settings")
            parts.append(text.format(done=reading.done, total=reading.total))
        elif reading.done:
            parts.append(self.tr("{done} settings").format(done=reading.done))
        self.say(" · ".join(parts))


class RebootStrip(Strip):
    """Tells which settings wait for a reboot; it never reboots by itself.

    Signals:
        reboot_wanted: The user wants to reboot the charger now.
    """

    reboot_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "warning.back", parent)
        self._waiting: frozenset[Address] = frozenset()
        self._put_off: frozenset[Address] = frozenset()
        self.now = QPushButton(self.tr("Re&boot now…"))
        self.later = QPushButton(self.tr("&Later"))
        self.later.setToolTip(self.tr("Hide this until another setting waits"))
        self.now.clicked.connect(self.reboot_wanted)
        self.later.clicked.connect(self._put_it_off)
        self.line.addWidget(self.now)
        self.line.addWidget(self.later)

    def show_waiting(self, waiting: Sequence[Address], *, is_connected: bool) -> None:
        """Tell what waits for a reboot; the strip is hidden if nothing does."""
        self._waiting = frozenset(waiting)
        if self._waiting <= self._put_off:
            self._put_off &= self._waiting
            self.say("")
            return
        names = ", ".join(address.text for address in waiting[:_NAMED])
        if len(waiting) > _NAMED:
            names += ", …"
        if len(waiting) == 1:
            text = self.tr("⟳ 1 setting takes effect after a reboot: {names}.")
        else:
            text = self.tr("⟳ {count} settings take effect after a reboot: {names}.")
        self.say(text.format(count=len(waiting), names=names))
        self.now.setEnabled(is_connected)

    def _put_it_off(self) -> None:
        self._put_off = self._waiting
        self.say("")
