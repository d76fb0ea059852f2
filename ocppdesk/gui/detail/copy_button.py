# SPDX-License-Identifier: Apache-2.0
"""The button that copies a message, its exchange or the selected field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton

from ocppdesk.core.messages import Message
from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.messages.copying import markdown, pretty_json


class CopyButton(QToolButton):
    """Opens a menu of what can be put on the clipboard.

    Args:
        fields: The tree whose selected field can be copied.
    """

    def __init__(self, fields: FieldsView) -> None:
        super().__init__()
        self._fields = fields
        self._message: Message | None = None
        self._exchange: list[Message] = []
        self.setText(self.tr("Copy"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        menu.addAction(self.tr("JSON, &pretty"), self._copy_pretty)
        menu.addAction(self.tr("JSON, as &sent"), self._copy_wire)
        menu.addAction(self.tr("Exchange as &Markdown"), self._copy_markdown)
        menu.addSeparator()
        self._value = menu.addAction(
            self.tr("&Value of the selected field"), fields.copy_value
        )
        self._path = menu.addAction(
            self.tr("P&ath of the selected field"), fields.copy_path
        )
        menu.aboutToShow.connect(self._allow)
        self.setMenu(menu)

    def offer(
        self, message: Message, call: Message | None, answers: Sequence[Message]
    ) -> None:
        """Offer a message.

        Args:
            message: The message.
            call: The call that it answers, if it does.
            answers: Its answers, if it is a call.
        """
        self._message = message
        before = [] if call is None else [call]
        self._exchange = [*before, message, *answers]

    def _allow(self) -> None:
        has_field = self._fields.selected is not None
        self._value.setEnabled(has_field)
        self._path.setEnabled(has_field)

    def _copy_pretty(self) -> None:
        if self._message is not None:
            _copy(pretty_json([self._message]))

    def _copy_wire(self) -> None:
        if self._message is not None:
            _copy(self._message.text)

    def _copy_markdown(self) -> None:
        if self._exchange:
            _copy(markdown([self._exchange]))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
