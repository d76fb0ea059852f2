# SPDX-License-Identifier: Apache-2.0
"""The dialog that asks for the name of a snapshot."""

from typing import Final

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_LONGEST: Final = 80


class NameDialog(QDialog):
    """Asks what to call a snapshot; a name is needed.

    Args:
        theme: Its look.
        count: How many settings are kept.
    """

    def __init__(
        self, theme: Theme, *, count: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save a snapshot"))
        self.name = QLineEdit()
        self.name.setMaxLength(_LONGEST)
        self.name.setPlaceholderText(self.tr("before the visit"))
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.name)
        text = self.tr(
            "{count} settings as they were read last are kept in the capture, without "
            "passwords and edits."
        )
        scaled = theme.scaled
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(8))
        layout.addWidget(
            ThemedLabel(theme, text.format(count=count), color="muted", wraps=True)
        )
        layout.addWidget(label)
        layout.addWidget(self.name)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(scaled(420))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.name.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def _judge(self) -> None:
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(bool(self.name.text().strip()))
