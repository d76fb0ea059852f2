# SPDX-License-Identifier: Apache-2.0
"""The date and time range above the table of messages."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.times.quick_ranges import (
    Clock,
    Quick,
    Span,
    quick_range,
    range_text,
    system_clock,
)
from ocppdesk.gui.times.range_edit import RangeEdit

_SLIDE_MS: Final = 1000


class TimeRange(QWidget):
    """Chooses from when to when messages are shown; times are local, ends may be open.

    Where there is room the two ends stand in the row; else the button shows the range
    and its menu opens them. A range that ends before it begins is never applied.

    Args:
        theme: Where colours and sizes come from.
        clock: Gives the time now, microseconds since 1970.

    Signals:
        range_changed: Another range applies now; carries a `Span`.
    """

    range_changed = Signal(object)

    def __init__(
        self, theme: Theme, clock: Clock = system_clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._quick: Quick | None = Quick.ALL
        self._range = Span()
        self._is_compact = False
        self._button = QToolButton()
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._button)
        self._actions = self._add_actions()
        self._button.setMenu(self._menu)
        self._inline = RangeEdit(theme, clock, is_stacked=False)
        self._popover = QFrame(self, Qt.WindowType.Popup)
        self._popover.setObjectName("card")
        self._stacked = RangeEdit(theme, clock, is_stacked=True)
        QVBoxLayout(self._popover).addWidget(self._stacked)
        self._clear = QToolButton(autoRaise=True)
        self._clear.setAccessibleName(self.tr("Show all times"))
        self._clear.setToolTip(self.tr("Show all times"))
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(policy)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        # The row decides what fits; it must not force its own width on the window.
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        for part in (self._button, self._inline, self._clear):
            self._row.addWidget(part)
        self._row.addStretch()
        # What is left of the row belongs to the search box.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, interval=_SLIDE_MS)
        self._timer.timeout.connect(self.slide)
        self._clear.clicked.connect(self.clear)
        for editor in (self._inline, self._stacked):
            editor.range_edited.connect(self._on_edited)
        theme.changed.connect(self._dress)
        self._dress()
        self._show(is_moving=False)

    @property
    def range(self) -> Span:
        """The range that applies."""
        return self._range

    @property
    def quick(self) -> Quick | None:
        """The named range that was chosen, None for one of two times."""
        return self._quick

    @property
    def is_compact(self) -> bool:
        """Whether the ends have no room in the row."""
        return self._is_compact

    def choose(self, quick: Quick) -> None:
        """Apply a named range; those that move with time go on moving."""
        self._apply(quick_range(quick, self._clock()), quick)

    def set_range(self, chosen: Span) -> None:
        """Apply a range of two times, whole seconds; either may be None."""
        is_all = chosen == Span()
        self._apply(chosen, Quick.ALL if is_all else None)

    def clear(self) -> None:
        """Show all times."""
        self.choose(Quick.ALL)

    def slide(self) -> None:
        """Let a named range follow the clock; a timer calls this every second."""
        if self._quick is not None:
            self._apply(quick_range(self._quick, self._clock()), self._quick)

    def open_ends(self) -> None:
        """Go to the input of the start, opening the ends where they are not in view."""
        if self._is_compact:
            self._stacked.show_range(self._range, is_moving=False)
            self._popover.adjustSize()
            self._popover.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
            self._popover.show()
            self._stacked.since.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._inline.since.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_actions(self) -> dict[Quick, QAction]:
        group = QActionGroup(self._menu)
        actions = {}
        for quick in Quick:
            action = self._menu.addAction(quick.title)
            action.setCheckable(True)
            action.setData(quick)
            group.addAction(action)
            actions[quick] = action
            if quick is Quick.ALL:
                self._menu.addSeparator()
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        group.triggered.connect(lambda action: self.choose(action.data()))
        self._menu.addSeparator()
        self._menu.addAction(self.tr("From … to …"), self.open_ends)
        return actions

    def _on_edited(self, chosen: Span) -> None:
        self.set_range(chosen)
        if self._popover.isVisible():
            self._popover.adjustSize()

    def _apply(self, chosen: Span, quick: Quick | None) -> None:
        is_same = chosen == self._range
        is_moving = quick is self._quick and quick is not None
        self._range = chosen
        self._quick = quick
        self._show(is_moving=is_moving)
        if not is_same:
            self.range_changed.emit(chosen)

    def _show(self, *, is_moving: bool) -> None:
        moves = self._quick is not None and self._quick is not Quick.ALL
        if moves != self._timer.isActive():
            self._timer.start() if moves else self._timer.stop()
        for quick, action in self._actions.items():
            action.setChecked(quick is self._quick)
        for editor in (self._inline, self._stacked):
            editor.show_range(self._range, is_moving=is_moving)
        self._clear.setVisible(self._quick is not Quick.ALL)
        self._show_title()

    def _show_title(self) -> None:
        if self._quick is not None:
            title = self._quick.title
        elif self._is_compact:
            title = range_text(self._range)
        else:
            title = self.tr("Chosen times")
        self._button.setText(title)
        # Of this widget's size, Qt only knows what the overrides below say.
        self.updateGeometry()
        said = title if self._quick is not None else range_text(self._range)
        self._button.setAccessibleName(
            self.tr("Time range: {range}").format(range=said)
        )
        self._button.setToolTip(self.tr("Shown: {range}").format(range=said))

    def _dress(self) -> None:
        self._clear.setIcon(sign_icon("cross", self._theme.color("muted")))
        # As wide as its longest title, so that the ends beside it stand still.
        titles = [self.tr("Chosen times"), *(quick.title for quick in Quick)]
        metrics = self._button.fontMetrics()
        widest = max(metrics.horizontalAdvance(title) for title in titles)
        self._button.setMinimumWidth(widest + self._theme.scaled(38))
        self.updateGeometry()

    def _width(self, *, is_compact: bool) -> int:
        parts: list[QWidget] = [self._button, self._clear]
        if not is_compact:
            parts.append(self._inline)
        gaps = self._row.spacing() * len(parts)
        return sum(max(p.sizeHint().width(), p.minimumWidth()) for p in parts) + gaps

    # Overrides of QWidget.

    def sizeHint(self) -> QSize:
        return QSize(self._width(is_compact=False), self._row.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(is_compact=True), self._row.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_compact = self.width() < self._width(is_compact=False)
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self._inline.setHidden(is_compact)
            self._show_title()
