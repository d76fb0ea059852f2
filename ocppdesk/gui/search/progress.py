# SPDX-License-Identifier: Apache-2.0
"""How far a search is: the thin line inside the search box."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ocppdesk.gui.look.theme import Theme

_STEP_MS = 40
_ROUND = 40  # steps from end to end
_MARGIN = 6


class BusyLine(QWidget):
    """A thin line at the bottom of a field that grows as a search goes on.

    Until it is known how far the search is, a piece of it wanders.

    Args:
        theme: Where its colour comes from.
        field: The field it lies in.
    """

    def __init__(self, theme: Theme, field: QLineEdit) -> None:
        super().__init__(field)
        self._theme = theme
        self._field = field
        self._step = 0
        self._percent: int | None = None
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._advance)
        self.setAccessibleName(self.tr("Progress of the search"))
        # What it lies on is clicked and typed into.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        field.installEventFilter(self)
        self.hide()

    @property
    def percent(self) -> int | None:
        """How far the search is; None while that is not known."""
        return self._percent

    def start(self) -> None:
        """Appear."""
        self._step = 0
        self._place()
        self._timer.start()
        self.show()

    def set_percent(self, percent: int | None) -> None:
        """Tell how far the search is, None where that is not known."""
        if percent != self._percent:
            self._percent = percent
            self.update()

    def stop(self) -> None:
        """Vanish."""
        self._timer.stop()
        self.set_percent(None)
        self.hide()

    def _advance(self) -> None:
        self._step = (self._step + 1) % _ROUND
        if self._percent is None:
            self.update()

    def _place(self) -> None:
        height = self._theme.scaled(3)
        width = self._field.width() - 2 * _MARGIN
        self.setGeometry(_MARGIN, self._field.height() - height - 1, width, height)

    # Overrides of QWidget and QObject.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._percent is None:
            part = self.width() // 4
            left = (self.width() + part) * self._step // _ROUND - part
        else:
            left, part = 0, self.width() * self._percent // 100
        painter = QPainter(self)
        painter.fillRect(
            QRect(left, 0, part, self.height()), self._theme.color("accent")
        )
        painter.end()
