# SPDX-License-Identifier: Apache-2.0
"""The inputs that both forms have: where the file server is, and how often to try."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.addresses import Address
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.spins import indent
from ocppdesk.gui.look.theme import Theme

_MOST_RETRIES: Final = 100
_LONGEST_INTERVAL_S: Final = 86_400
_INTERVAL_S: Final = 30


class ServerFields(QWidget):
    """Chooses protocol and address of the file server.

    Args:
        theme: Its look.
        abilities: What is known of the charger.
        reached: The address of this computer that the charger has reached; empty if
            that is not known.
        addresses: The addresses of this computer.
    """

    def __init__(
        self,
        theme: Theme,
        abilities: Abilities,
        *,
        reached: str,
        addresses: Sequence[Address],
    ) -> None:
        super().__init__()
        self._abilities = abilities
        self.protocol = QComboBox()
        """How files go over."""
        self.protocol.setAccessibleName(self.tr("Protocol of the file server"))
        for one in FileProtocol:
            self.protocol.addItem(one.value, one)
        self.protocol.setCurrentIndex(self.protocol.findData(abilities.protocol))
        self.address = QComboBox()
        """Which address of this computer the charger is told."""
        self.address.setAccessibleName(self.tr("Address of the file server"))
        if reached:
            told = self.tr("{address}, which the charger has reached")
            self.address.addItem(told.format(address=reached), "")
        for other in addresses:
            if other.address != reached:
                text = f"{other.address}, {other.name}"
                self.address.addItem(text, other.address)
        self.note = ThemedLabel(theme, color="muted", wraps=True)
        """What the charger says about protocols."""
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.scaled(8))
        line.addWidget(self.protocol)
        line.addWidget(QLabel(self.tr("on")))
        line.addWidget(self.address, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(2))
        layout.addLayout(line)
        layout.addWidget(self.note)
        self.protocol.currentIndexChanged.connect(self._show_note)
        self._show_note()

    @property
    def chosen_protocol(self) -> FileProtocol:
        """The protocol."""
        return FileProtocol(self.protocol.currentData())

    @property
    def host(self) -> str:
        """The address; empty for the one that the charger has reached."""
        return str(self.address.currentData() or "")

    def _show_note(self) -> None:
        known = self._abilities.protocols
        if known is None:
            text = self.tr(
                "What the charger speaks is not known: its configuration was not read."
            )
            self.note.show_text(text, "muted")
            return
        said = self.tr("{setting} of the charger: {protocols}.").format(
            setting=self._abilities.setting, protocols=", ".join(known)
        )
        if self._abilities.speaks(self.chosen_protocol):
            self.note.show_text(said, "muted")
        else:
            other = self.tr("That is not {protocol}.")
            other = other.format(protocol=self.chosen_protocol.value)
            self.note.show_text(f"▲ {said} {other}", "slow")


class TriesFields(QWidget):
    """Chooses how often a transfer that fails is tried again.

    Args:
        theme: Its look.
        retries: What to begin with; None leaves it to the charger.

    Signals:
        changed: Another number was chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, *, retries: int | None) -> None:
        super().__init__()
        self.retries_box = QSpinBox()
        """How often; below 0 is left to the charger."""
        self.retries_box.setAccessibleName(self.tr("Retries"))
        self.retries_box.setRange(-1, _MOST_RETRIES)
        self.retries_box.setSpecialValueText(self.tr("left to the charger"))
        self.retries_box.setValue(-1 if retries is None else retries)
        self.interval_box = QSpinBox()
        """Seconds between the tries."""
        self.interval_box.setAccessibleName(self.tr("Seconds between the tries"))
        self.interval_box.setRange(1, _LONGEST_INTERVAL_S)
        self.interval_box.setValue(_INTERVAL_S)
        self.interval_box.setSuffix(" s")
        for box in (self.retries_box, self.interval_box):
            indent(box, theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(self.retries_box)
        self._after = QLabel(self.tr("times, after"))
        layout.addWidget(self._after)
        layout.addWidget(self.interval_box)
        layout.addStretch(1)
        self.retries_box.valueChanged.connect(self._follow)
        self.interval_box.valueChanged.connect(lambda: self.changed.emit())
        self._follow()

    @property
    def retries(self) -> int | None:
        """How often; None is left to the charger."""
        value = self.retries_box.value()
        return None if value < 0 else value

    @property
    def interval_s(self) -> int | None:
        """Seconds between the tries; None is left to the charger."""
        return self.interval_box.value() if self.retries else None

    def _follow(self) -> None:
        for part in (self._after, self.interval_box):
            part.setVisible(bool(self.retries))
        self.changed.emit()
