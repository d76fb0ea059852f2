# SPDX-License-Identifier: Apache-2.0
"""Notices on top of a view: they wait, and never stop anybody's work."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.notices import Notice, Severity

_MOST: Final = 3  # more would bury the view; the rest comes up as these are closed
_LOOKS: Final = {
    Severity.INFO: ("\N{INFORMATION SOURCE}", "accent", "info.back"),
    Severity.WARNING: ("⚠", "slow", "warning.back"),
    Severity.ERROR: ("✖", "problem", "error.back"),
}


class NoticeBar(QWidget):
    """The notices that hold now, the gravest on top, the newest first among equals.

    Args:
        theme: Where colours and sizes come from.

    Signals:
        action_triggered: The key of a notice, and the name of the action that was
            chosen; the notice stays until `remove` takes it away.
        closed: The key of a notice that the user has closed.
        shown: A notice that was not there before.
    """

    action_triggered = Signal(str, str)
    closed = Signal(str)
    shown = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strips: dict[str, _NoticeStrip] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._more = ThemedLabel(theme, color="muted")
        self._more.setIndent(theme.scaled(12))
        self._layout.addWidget(self._more)
        self._arrange()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices that hold, in the order of the bar."""
        return tuple(strip.notice for strip in self._sorted())

    def show_notice(self, notice: Notice) -> None:
        """Show a notice; an older one with the same key gives way to it."""
        old = self._strips.pop(notice.key, None)
        if old is not None:
            if old.takes(notice):
                self._strips[notice.key] = old
                self._arrange()
                return
            self._drop(old)
        strip = _NoticeStrip(self._theme, notice, self)
        strip.action_chosen.connect(
            lambda name: self.action_triggered.emit(notice.key, name)
        )
        strip.close_clicked.connect(lambda: self._close(notice.key))
        self._strips[notice.key] = strip
        self._arrange()
        # Screen readers speak it; the keyboard focus stays where it is.
        QAccessible.updateAccessibility(
            QAccessibleEvent(strip, QAccessible.Event.Alert)
        )
        self.shown.emit(notice)

    def remove(self, key: str) -> None:
        """Take a notice away because what it says is over; fine if there is none."""
        strip = self._strips.pop(key, None)
        if strip is not None:
            self._drop(strip)
            self._arrange()

    def _close(self, key: str) -> None:
        self.remove(key)
        self.closed.emit(key)

    def _drop(self, strip: "_NoticeStrip") -> None:
        self._layout.removeWidget(strip)
        strip.hide()
        strip.deleteLater()

    def _sorted(self) -> "list[_NoticeStrip]":
        newest_first = list(reversed(self._strips.values()))
        return sorted(newest_first, key=lambda strip: -strip.notice.severity)

    def _arrange(self) -> None:
        strips = self._sorted()
        for position, strip in enumerate(strips):
            if self._layout.indexOf(strip) != position:
                self._layout.insertWidget(position, strip)
            strip.setVisible(position < _MOST)
        hidden = len(strips) - _MOST
        self._more.setVisible(hidden > 0)
        if hidden > 0:
            text = self.tr("{count} more, shown as you close these")
            self._more.show_text(text.format(count=hidden))
        self.setVisible(bool(strips))


class _NoticeStrip(QFrame):
    """One notice with its buttons."""

    action_chosen = Signal(str)
    close_clicked = Signal()

    def __init__(self, theme: Theme, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.notice = notice
        """What it says."""
        sign, color, self._back = _LOOKS[notice.severity]
        self.setAutoFillBackground(True)
        self.setAccessibleName(notice.headline)
        icon = ThemedLabel(theme, sign, color=color, scale=1.15, is_bold=True)
        icon.setAccessibleName(self._severity_text())
        headline = self._headline = ThemedLabel(theme, wraps=True, is_selectable=True)
        headline.show_text(notice.headline)
        layout = QHBoxLayout(self)
        across, along = theme.scaled(12), theme.scaled(7)
        layout.setContentsMargins(across, along, theme.scaled(6), along)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(icon, 0)
        layout.addWidget(headline, 1)
        for action in notice.actions:
            button = QPushButton(action.label)
            button.clicked.connect(
                lambda _checked=False, name=action.name: self.action_chosen.emit(name)
            )
            layout.addWidget(button)
        if notice.details:
            copy = QPushButton(self.tr("Copy details"))
            copy.setFlat(True)
            copy.clicked.connect(self._copy)
            copy.setToolTip(notice.details)
            layout.addWidget(copy)
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName(self.tr("Close this notice"))
        close.setToolTip(self.tr("Close this notice"))
        close.clicked.connect(self.close_clicked)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._dress)
        self._dress()

    def takes(self, notice: Notice) -> bool:
        """Say something else in the same place; False if it differs in other ways.

        A number that changes must not take the buttons from under the pointer.
        """
        if replace(self.notice, headline=notice.headline) != notice:
            return False
        self.notice = notice
        self._headline.show_text(notice.headline)
        self.setAccessibleName(notice.headline)
        return True

    def _severity_text(self) -> str:
        match self.notice.severity:
            case Severity.INFO:
                return self.tr("Information")
            case Severity.WARNING:
                return self.tr("Warning")
            case Severity.ERROR:
                return self.tr("Error")

    def _copy(self) -> None:
        text = f"{self.notice.headline}\n\n{self.notice.details}\n"
        QGuiApplication.clipboard().setText(text)

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.color(self._back))
        self.setPalette(palette)
