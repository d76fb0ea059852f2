# SPDX-License-Identifier: Apache-2.0
"""Asking once before a command that a customer or the charger may not survive."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from ocppdesk.core.commands.risks import Danger


class Consent:
    """Asks before what is dangerous.

    Args:
        parent: The window that the question belongs to.
    """

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.box: QMessageBox | None = None
        """The question, while it is asked."""

    def ask(
        self, danger: Danger, action: str, *, charger: str, send: Callable[[], None]
    ) -> None:
        """Send at once, or after the user agreed to what may happen.

        The question is opened, not waited for; Cancel is its default.

        Args:
            danger: What may happen.
            action: What is to be sent.
            charger: To whom.
            send: Does it.
        """
        if not danger.needs_consent:
            send()
            return
        box = self.box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        question = _tr("Send {action} to {charger}?")
        box.setText(question.format(action=action, charger=charger))
        box.setInformativeText(danger.text)
        sending = _tr("Send {action}").format(action=action)
        doing = box.addButton(sending, QMessageBox.ButtonRole.AcceptRole)
        leaving = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(leaving)
        box.setEscapeButton(leaving)

        def settle() -> None:
            is_agreed = box.clickedButton() is doing
            self.box = None
            box.deleteLater()
            if is_agreed:
                send()

        box.finished.connect(settle)
        box.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("consent", text)
