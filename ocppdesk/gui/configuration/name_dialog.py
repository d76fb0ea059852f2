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
        title: What it is about, in a few words.
        text: What happens to the snapshot, as a sentence.
        name: What it is called so far.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        title: str,
        text: str,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.name = QLineEdit(name)
        self.name.setMaxLength(_LONGEST)
        self.name.setPlaceholderText(self.tr("before the visit"))
        self.name.selectAll()
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Save | standard.Cancel)
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.name)
        scaled = theme.scaled
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(8))
        layout.addWidget(ThemedLabel(theme, text, color="muted", wraps=True))
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
