# SPDX-License-Identifier: Apache-2.0
"""A label whose text waits while somebody selects in it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_LOOK_MS = 500


class SteadyLabel(ThemedLabel):
    """A label that wraps and can be copied from; a selection is not lost.

    What is shown anew while a part is selected appears when nothing is any more.

    Args:
        theme: Where colours and fonts come from.
        color: The name of its colour.
        scale: Its size, where 1 is that of ordinary text.
        is_bold: Whether it is bold.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        color: str = "text",
        scale: float = 1.0,
        is_bold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            color=color,
            scale=scale,
            is_bold=is_bold,
            is_selectable=True,
            wraps=True,
            parent=parent,
        )
        self._waiting: tuple[str, str | None] | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def show_text(self, text: str, color: str | None = None) -> None:
        """Take another text and colour, now or when nothing is selected any more."""
        if self.hasSelectedText():
            self._waiting = (text, color)
            self._timer.start()
            return
        self._settle(text, color)

    def _settle(self, text: str, color: str | None) -> None:
        self._waiting = None
        self._timer.stop()
        super().show_text(text, color)

    def _look(self) -> None:
        if self._waiting is not None and not self.hasSelectedText():
            self._settle(*self._waiting)

    # Overrides of QWidget.

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._waiting is not None:
            self._settle(*self._waiting)
