# SPDX-License-Identifier: Apache-2.0
"""The line at the bottom: is it recording, where to, and how much is shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QStatusBar,
    QToolButton,
    QToolTip,
    QWidget,
)

from ocppdesk.core.findings import Level
from ocppdesk.gui.commands.menus import plain
from ocppdesk.gui.findings.signs import COLORS, ICONS, level_count
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.rule_icons import icon_of
from ocppdesk.gui.messages.times import since

if TYPE_CHECKING:
    from ocppdesk.csms.engine import EngineState

_TICK_MS = 1000
_ICON_SIDE = 14  # pixels at 100 %
_COUNTS_WIDTH = 200  # pixels at 100 %: of what can be cut, these are cut last
_SPAN_WIDTH = 70
MESSAGE_MS = 5000
"""How long a passing message stays."""


class StatusLine(QStatusBar):
    """The status bar of a window.

    Args:
        theme: Where colours come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path: Path | None = None
        self._seconds = 0
        self._is_recording = False
        self._recording = QLabel()
        self._file = _CutLabel(is_modest=True)
        self._file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._span = _CutLabel()
        self._marks = QLabel()
        self._counts = _CutLabel()
        self._state = _CutLabel()
        self._recording.setAccessibleName(self.tr("Recording"))
        self._file.setAccessibleName(self.tr("Capture"))
        self._span.setAccessibleName(self.tr("Time between the selected rows"))
        self._marks.setAccessibleName(self.tr("Marked messages"))
        self._counts.setAccessibleName(self.tr("Messages shown"))
        self._state.setAccessibleName(self.tr("Listening"))
        modes = QToolButton.ToolButtonPopupMode
        tip = self.tr("The worst new finding; click to read it")
        self.findings = self._button(tip, modes.DelayedPopup)
        """Says how many findings are new, and how bad the worst is."""
        self._worst: tuple[Level, int] | None = None
        tip = self.tr("How times are shown; click for the next way")
        self.times = self._button(tip, modes.MenuButtonPopup)
        """Its menu has the ways of writing times; a click takes the next one."""
        tip = self.tr("Profile: columns, chips and colours")
        self.profiles = self._button(tip, modes.InstantPopup)
        """Its menu has the profiles."""
        self.addWidget(self._recording)
        self.addWidget(self._file, 1)
        for label in (self._span, self._marks):
            label.hide()
        # Passing messages hide what is not permanent, and would be written across what
        # comes into view meanwhile.
        for part in (self.findings, self._span, self._counts, self._marks, self._state):
            self.addPermanentWidget(part)
        self.findings.hide()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        theme.changed.connect(self._dress)
        self._dress()

    def show_menus(self, times: QMenu, profiles: QMenu) -> None:
        """Show the buttons for times and profiles.

        Args:
            times: The ways of writing times, as switches that exclude each other.
            profiles: The profiles, likewise.
        """
        for button, menu in ((self.times, times), (self.profiles, profiles)):
            button.setMenu(menu)
            self.addPermanentWidget(button)
            button.show()
        self.times.clicked.connect(self._choose_next_times)
        self.show_choices()

    def show_choices(self) -> None:
        """Tell which times and which profile are chosen in the menus."""
        for button in (self.times, self.profiles):
            actions = button.menu().actions()
            texts = [plain(a.text()) for a in actions if a.isChecked()]
            button.setText(" ".join(texts))
        times, profile = self.times.text(), self.profiles.text()
        self.times.setAccessibleName(self.tr("Times: {way}").format(way=times))
        self.profiles.setAccessibleName(self.tr("Profile: {name}").format(name=profile))
        self.profiles.setVisible(bool(self.profiles.text()))

    def show_capture(self, path: Path, *, is_live: bool) -> None:
        """Tell which capture is shown."""
        self._path = path
        self._is_recording = is_live
        self._seconds = 0
        if is_live:
            self._timer.start()
        else:
            self._timer.stop()
            self._recording.setText(self.tr("Review"))
        self.show_file()
        self._dress()

    def show_state(self, state: "EngineState") -> None:
        """Tell how the engine is doing."""
        is_well = state.recording_error is None and state.capture_error is None
        if is_well != self._is_recording:
            self._is_recording = is_well
            self._dress()
        if state.port:
            where = state.host or self.tr("all interfaces")
            text = self.tr("Listening on port {port}, {where}")
            text = text.format(port=state.port, where=where)
        else:
            text = self.tr("Not listening")
        self._state.setText(text)

    def show_counts(self, shown: int, total: int, *, exchanges: bool = False) -> None:
        """Tell how many messages the table shows, of how many.

        Args:
            shown: How many rows there are.
            total: How many messages.
            exchanges: Whether a row stands for a call and its answers.
        """
        if shown == total:
            text = self.tr("{total} messages").format(total=grouped(total))
        else:
            text = self.tr("{shown} of {total} messages shown")
            if exchanges:
                text = self.tr("{shown} exchanges of {total} messages shown")
            text = text.format(shown=grouped(shown), total=grouped(total))
        self._counts.setText(text)

    def show_marks(self, count: int) -> None:
        """Tell how many messages are marked; nothing if none is."""
        text = self.tr("{n} marked").format(n=QLocale().toString(count))
        self._marks.setText(text)
        self._marks.setVisible(bool(count))

    def show_findings(self, new: Mapping[Level, int], *, total: int) -> None:
        """Tell the worst severity of new findings, and how many there are of it.

        Args:
            new: How many findings nobody has looked at, by their severity.
            total: How many count in all; nothing is shown if none does.
        """
        worst = max((level for level, count in new.items() if count), default=None)
        if worst is None:
            self._worst = None
            text = self.tr("1 finding") if total == 1 else self.tr("{n} findings")
            text = text.format(n=grouped(total))
        else:
            self._worst = worst, new[worst]
            text = self.tr("{what} new").format(what=level_count(worst, new[worst]))
        self.findings.setText(text)
        self.findings.setAccessibleName(self.tr("Findings: {what}").format(what=text))
        self.findings.setVisible(total > 0)
        self._dress_findings()

    def show_span(self, times: tuple[int, int] | None) -> None:
        """Tell how far apart two messages are.

        Args:
            times: When they came, in microseconds since 1970 and any order; None if
                there are not exactly two to compare.
        """
        if times is not None:
            # Which of the two was selected first is no reason for a minus.
            length = since(abs(times[1] - times[0])).removeprefix("+")
            text = self.tr("Δ {span} between 2 rows")
            self._span.setText(text.format(span=length))
        self._span.setVisible(times is not None)

    def say(self, text: str) -> None:
        """Show a passing message."""
        self.showMessage(text, MESSAGE_MS)

    def _button(self, tip: str, mode: QToolButton.ToolButtonPopupMode) -> QToolButton:
        button = QToolButton(self)
        # Before it is dressed: the style sheet makes room for the arrow.
        button.setPopupMode(mode)
        button.setToolTip(tip)
        # A click leaves the keyboard with the table; Tab comes here.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.hide()
        return button

    def _choose_next_times(self) -> None:
        actions = self.times.menu().actions()
        chosen = next((n for n, a in enumerate(actions) if a.isChecked()), -1)
        actions[(chosen + 1) % len(actions)].trigger()

    def _tick(self) -> None:
        self._seconds += 1
        self._show_recording()
        self.show_file()

    def _show_recording(self) -> None:
        if not self._timer.isActive():
            return
        hours, rest = divmod(self._seconds, 3600)
        clock = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
        text = self.tr("● Recording") if self._is_recording else self.tr("⚠ Paused")
        self._recording.setText(f"{text} {clock}")

    def show_file(self) -> None:
        """Tell the file and its size, as it is now."""
        if self._path is None:
            return
        try:
            size = QLocale().formattedDataSize(self._path.stat().st_size, 1)
        except OSError:
            size = self.tr("not there")
        self._file.setText(f"{self._path.name} · {size}")
        self._file.setToolTip(str(self._path))

    def _dress_findings(self) -> None:
        worst = None if self._worst is None else self._worst[0]
        icon = QIcon()
        if worst is not None:
            color = self._theme.color(COLORS[worst])
            icon = icon_of(ICONS[worst], color, self._theme.scaled(_ICON_SIDE))
        side = self._theme.scaled(_ICON_SIDE)
        self.findings.setIconSize(QSize(side, side))
        self.findings.setIcon(icon)
        style = Qt.ToolButtonStyle
        # The line is as high without it, or the rows above would move when it comes.
        self.findings.setToolButtonStyle(style.ToolButtonTextBesideIcon)
        self.times.setMinimumHeight(self.findings.sizeHint().height())
        self.findings.setToolButtonStyle(
            style.ToolButtonTextOnly
            if worst is None
            else style.ToolButtonTextBesideIcon
        )

    def _dress(self) -> None:
        name = "online" if self._is_recording else "problem"
        if not self._timer.isActive():
            name = "text"
        color = self._theme.color(name).name()
        self._recording.setStyleSheet(f"color: {color}")
        gap = self._theme.scaled(4)
        for label in self.findChildren(QLabel):
            label.setContentsMargins(gap, 0, gap, 0)
        self._counts.keep(self._theme.scaled(_COUNTS_WIDTH))
        self._span.keep(self._theme.scaled(_SPAN_WIDTH))
        self._show_recording()
        self._dress_findings()


class _CutLabel(QLabel):
    """A label that is cut where room is short; its tool tip has it all.

    Neither a file's name nor a large zoom may make the window wider than the screen.

    Args:
        is_modest: Whether it takes only the room that others leave.
    """

    def __init__(self, *, is_modest: bool = False) -> None:
        super().__init__()
        self._is_modest = is_modest
        self._kept = 0

    def keep(self, width: int) -> None:
        """Have at least that many pixels, if the text takes as many."""
        self._kept = width
        self.updateGeometry()

    # Overrides of QLabel.

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(0, hint.height()) if self._is_modest else hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(self._kept, hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.contentsRect()
        where = Qt.TextElideMode.ElideRight
        if self._is_modest:
            where = Qt.TextElideMode.ElideMiddle  # a file's end tells its kind and size
        text = self.fontMetrics().elidedText(self.text(), where, area.width())
        if text == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            painter,
            area,
            left,
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            if isinstance(event, QHelpEvent):
                QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)
