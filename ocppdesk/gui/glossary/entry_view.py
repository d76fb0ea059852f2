# SPDX-License-Identifier: Apache-2.0
"""A page that explains one action."""

from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from ocppdesk.gui.glossary.entry_text import entry_html
from ocppdesk.gui.look.theme import Theme

_SHEET: Final = (
    "h2 { margin: 0 0 4px 0; } h4 { margin: 12px 0 2px 0; } p { margin: 0 0 6px 0; }"
)


class EntryView(QTextBrowser):
    """Shows a glossary entry, or any rich text of ours; follows the theme.

    Args:
        theme: Where colours and fonts come from.

    Signals:
        action_wanted: A link to another action was followed; carries its name.
    """

    action_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[str, str] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("What this message is"))
        self.document().setDocumentMargin(12)
        self.document().setDefaultStyleSheet(_SHEET)
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._dress)

    def show_entry(self, action: str, version: str) -> None:
        """Explain an action as it is in a version."""
        self._shown = (action, version)
        self.setHtml(entry_html(action, version, self._theme))

    def show_html(self, html: str) -> None:
        """Show a text of ours."""
        self._shown = None
        self.setHtml(html)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "action":
            self.action_wanted.emit(link.path())

    def _dress(self) -> None:
        if self._shown is not None:
            self.show_entry(*self._shown)
