# SPDX-License-Identifier: Apache-2.0
"""The window with all that was said in passing."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextEdit, QVBoxLayout, QWidget

from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.told import Told

_SIZE: Final = (640, 400)  # pixels at 100 %


class ToldDialog(QDialog):
    """Lists what was said, the newest first, beside the work in the window.

    It stands still while something in it is selected.

    Args:
        theme: Where sizes come from.
        told: What was said.
    """

    def __init__(self, theme: Theme, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = told
        self.setWindowTitle(self.tr("What was told"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QTextEdit()
        """The sentences."""
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setAccessibleName(self.tr("What was told"))
        self.text.setPlaceholderText(
            self.tr("What the line at the bottom says is kept here, with its time.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(
            self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.clicked.connect(self._copy)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.resize(*(theme.scaled(length) for length in _SIZE))
        told.added.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what was said meanwhile, unless something is being copied."""
        if self.text.textCursor().hasSelection():
            return
        bar = self.text.verticalScrollBar()
        before, place = bar.maximum(), bar.value()
        self.text.setPlainText(self._whole())
        # Who reads further down goes on reading there.
        bar.setValue(place + bar.maximum() - before if place else 0)

    def _whole(self) -> str:
        lines = []
        for each in reversed(self._told.sentences):
            lines.append(f"{time_text(each.at, 'HH:mm:ss')}  {each.text}")
            lines.extend(f"    {line}" for line in each.details.splitlines())
        return "\n".join(lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
