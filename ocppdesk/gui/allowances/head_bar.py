# SPDX-License-Identifier: Apache-2.0
"""The bar above the answers: which connector, and the button that asks the charger."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.allowances import wording
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class HeadBar(QWidget):
    """Says for which connector answers are shown, and what the charger was asked.

    Args:
        theme: Its look.

    Signals:
        connector_chosen: Another connector is to be shown.
    """

    connector_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: list[tuple[str, int]] = []
        self.title = ThemedLabel(
            theme, self.tr("What was it allowed?"), scale=1.25, is_bold=True
        )
        self.box = QComboBox()
        """The connectors."""
        self.box.setAccessibleName(self.tr("Connector"))
        self.label = QLabel(self.tr("Sho&w"))
        self.label.setBuddy(self.box)
        self.asked = ThemedLabel(theme, color="muted", wraps=True)
        """What the charger was asked, and what it said."""
        self.ask = QPushButton(self.tr("As&k the charger"))
        self.ask.setAutoDefault(False)
        self._across = QHBoxLayout()
        for part in (self.title, self.label, self.box):
            self._across.addWidget(part)
        self._across.addStretch(1)
        self._across.addWidget(self.ask)
        self._down = QVBoxLayout(self)
        self._down.addLayout(self._across)
        self._down.addWidget(self.asked)
        self._theme = theme
        theme.changed.connect(self._space)
        self._space()
        self.box.currentIndexChanged.connect(self._tell)

    @property
    def connector(self) -> int:
        """The chosen connector; 0 is the whole charger."""
        found = self.box.currentData()
        return found if isinstance(found, int) else 0

    def offer(self, connectors: Sequence[int], chosen: int, *, is_2x: bool) -> None:
        """Offer connectors.

        Args:
            connectors: Their numbers; 0 is the whole charger.
            chosen: The one to choose.
            is_2x: Whether they are EVSEs.
        """
        offered = [
            (wording.place_name(number, is_2x=is_2x), number) for number in connectors
        ]
        self.box.blockSignals(True)
        if offered != self._offered:
            self._offered = offered
            self.box.clear()
            for name, number in offered:
                self.box.addItem(name, number)
        self.box.setCurrentIndex(self.box.findData(chosen))
        self.box.blockSignals(False)

    def show_connectors(self, *, is_shown: bool) -> None:
        """Show the choice only where there is one to make."""
        self.label.setVisible(is_shown)
        self.box.setVisible(is_shown)

    def show_asking(
        self,
        text: str,
        *,
        is_refused: bool,
        can_ask: bool,
        obstacle: str,
        is_live: bool,
    ) -> None:
        """Show how far the calls have come.

        Args:
            text: What was asked, and what the charger said.
            is_refused: Whether it refused something.
            can_ask: Whether it can be asked now.
            obstacle: Why it cannot, as a sentence.
            is_live: Whether chargers can be asked in this window at all.
        """
        self.asked.show_text(text, "slow" if is_refused else "muted")
        self.asked.setVisible(bool(text))
        self.ask.setVisible(is_live)
        self.ask.setEnabled(can_ask)
        self.ask.setToolTip(
            obstacle
            or self.tr(
                "GetCompositeSchedule, and what limits are stored: reading changes "
                "nothing"
            )
        )

    def _space(self) -> None:
        scaled = self._theme.scaled
        self._down.setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(6))
        self._down.setSpacing(scaled(4))
        self._across.setSpacing(scaled(8))

    def _tell(self) -> None:
        self.connector_chosen.emit()
