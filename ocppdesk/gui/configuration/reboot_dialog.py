# SPDX-License-Identifier: Apache-2.0
"""The question before a charger is rebooted."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.commands.sightings import Spot, places_text
from ocppdesk.core.versions import Version
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class RebootDialog(QDialog):
    """Asks how to reboot, and warns of who is charging. Cancel is the default.

    Args:
        theme: Its look.
        charger: Which one.
        version: The OCPP version that it speaks.
        running: Where somebody is charging.
    """

    def __init__(
        self,
        theme: Theme,
        charger: str,
        *,
        version: Version,
        running: Sequence[Spot],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        question = self.tr("Reboot {charger}?").format(charger=charger)
        self.setWindowTitle(question)
        if version is Version.V16:
            kinds = {
                "Soft": self.tr("&Soft: it ends transactions in order, then restarts"),
                "Hard": self.tr("&Hard: it restarts at once, like a power cut"),
            }
        else:
            kinds = {
                "OnIdle": self.tr("&OnIdle: it restarts when nobody is charging"),
                "Immediate": self.tr("&Immediate: it ends transactions and restarts"),
            }
        self.kinds = {kind: QRadioButton(text) for kind, text in kinds.items()}
        """The kinds of a reboot, the gentle one first."""
        next(iter(self.kinds.values())).setChecked(True)
        self.warning = ThemedLabel(theme, color="problem", wraps=True)
        """Who would be hurt."""
        if running:
            text = self.tr(
                "⚡ A transaction is running on {places}. A reboot may end that "
                "charge, and not every charger goes on with it afterwards."
            )
            self.warning.show_text(text.format(places=places_text(running)))
        else:
            self.warning.hide()
        roles = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox()
        self.go = self.buttons.addButton(self.tr("Reboot charger"), roles.AcceptRole)
        self.cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        explanation = self.tr(
            "It disconnects and is away for a minute or more. Settings that wait for a "
            "reboot take effect then."
        )
        scaled = theme.scaled
        layout = QVBoxLayout(self)
        margin = scaled(16)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(ThemedLabel(theme, question, scale=1.2, is_bold=True))
        layout.addWidget(ThemedLabel(theme, explanation, color="muted", wraps=True))
        layout.addWidget(self.warning)
        for button in self.kinds.values():
            layout.addWidget(button)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(scaled(460))
        self.cancel.setDefault(True)
        self.cancel.setFocus()

    @property
    def kind(self) -> str:
        """The `type` of the Reset that was chosen."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())
