# SPDX-License-Identifier: Apache-2.0
"""Gives a table the colour rules of the settings, and lets the user edit them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.color_rules import rules_from
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.settings import Settings

if TYPE_CHECKING:
    from ocppdesk.gui.color_rules.dialog import ColorRulesDialog


class Coloring(QObject):
    """The colour rules of a table, kept in the setting `color_rules`.

    Args:
        model: The table.
        settings: Where the rules are kept.
        theme: The look of the dialog.
        parent: The widget that the dialog belongs to.

    Signals:
        said: Why a rule does not apply any more, as a sentence.
    """

    said = Signal(str)

    def __init__(
        self,
        model: MessageTableModel,
        settings: Settings,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._settings = settings
        self._theme = theme
        self._parent = parent
        self.dialog: ColorRulesDialog | None = None
        """The dialog, while it is open."""
        model.look.colorist.stopped.connect(self.said)
        self._forget_settings = settings.on_change(self._follow)
        self.destroyed.connect(self._forget_settings)
        self._take()

    def close(self) -> None:
        """Follow the settings no more."""
        self._forget_settings()

    def edit(self) -> None:
        """Let the user change the rules."""
        from ocppdesk.gui.color_rules.dialog import ColorRulesDialog

        if self.dialog is None:
            dialog = ColorRulesDialog(self._settings, self._theme, self._parent)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._forget)
            self.dialog = dialog
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _follow(self, changed: frozenset[str]) -> None:
        if "color_rules" in changed:
            self._take()

    def _take(self) -> None:
        self._model.look.colorist.rules = rules_from(self._settings.color_rules)[0]
        self._model.reread()
