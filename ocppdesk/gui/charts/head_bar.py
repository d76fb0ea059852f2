# SPDX-License-Identifier: Apache-2.0
"""The line above a chart: which session, which clock, and what to do with it."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme


class ChartBar(QWidget):
    """Chooses what a chart shows, and what becomes of it.

    Args:
        theme: Its look.

    Signals:
        story_chosen: A session is to be charted: its number; 0: all of them.
        clock_chosen: Whether samples stand where the charger's clock was.
        follow_wanted: Whether the end is to stay in view.
        fit_wanted: Everything is to be in view.
        series_wanted: Whether the list of series is to be in view.
        export_wanted: The chart is to be written: `png`, `svg`, `csv` or `csv all`.
        copy_wanted: A picture of it is to be copied.
    """

    story_chosen = Signal(int)
    clock_chosen = Signal(bool)
    follow_wanted = Signal(bool)
    fit_wanted = Signal()
    series_wanted = Signal(bool)
    export_wanted = Signal(str)
    copy_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.series = QToolButton()
        self.series.setCheckable(True)
        self.series.setChecked(True)
        self.series.setText(self.tr("Series"))
        self.series.setToolTip(self.tr("Show or hide the list of all series"))
        self.stories = QComboBox()
        """All sessions, or one of them."""
        self.stories.setAccessibleName(self.tr("Session"))
        self.stories.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.stories.setMinimumContentsLength(18)
        self.stories.setMaximumWidth(theme.scaled(420))
        self.clocks = QComboBox()
        """By which clock samples stand on the axis of time."""
        self.clocks.setAccessibleName(self.tr("Clock"))
        self.clocks.addItem(self.tr("Time received"), False)
        self.clocks.addItem(self.tr("Charger's time"), True)
        self.clocks.setToolTip(
            self.tr(
                "Time received: when values arrived at this computer. Charger's time: "
                "when the charger says it measured; use it for values that came late."
            )
        )
        self.following = QCheckBox(self.tr("Follow &end"))
        self.following.setToolTip(
            self.tr("Keep the newest values in view, with the same width (End)")
        )
        self.fit = QPushButton(self.tr("Show a&ll"))
        self.fit.setToolTip(self.tr("Everything in view (Home, or double-click)"))
        self.export = QToolButton()
        self.export.setText(self.tr("Export"))
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self)
        self.export.setMenu(self.menu)
        self.actions_by_name = self._add_actions()
        """What the menu of exports offers, by name."""
        self.progress = ThemedLabel(theme, color="muted")
        """How far the messages are read, as long as more values may come."""
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.series)
        self._line.addWidget(self.stories)
        self._line.addWidget(self.progress)
        self._line.addStretch(1)
        for widget in (self.clocks, self.following, self.fit, self.export):
            self._line.addWidget(widget)
        self._connect()
        self.show_stories([], 0)
        theme.changed.connect(self._space)
        self._space()

    def show_stories(self, stories: Sequence[tuple[int, str]], chosen: int) -> None:
        """Offer sessions.

        Args:
            stories: Their numbers and what they are called, the newest first.
            chosen: The one that is shown; 0: all of them.
        """
        rows = [(0, self.tr("All sessions")), *stories]
        count = self.stories.count()
        known = [(self.stories.itemData(n), self.stories.itemText(n))
                 for n in range(count)]  # fmt: skip
        with QSignalBlocker(self.stories):
            if known != rows:
                self.stories.clear()
                for number, text in rows:
                    self.stories.addItem(text, number)
            self.stories.setCurrentIndex(max(self.stories.findData(chosen), 0))

    def show_progress(self, done: int, upto: int) -> None:
        """Say how far the messages are read, as long as more values may come."""
        text = ""
        if 0 < done < upto:
            text = self.tr("{percent} % looked through")
            text = text.format(percent=100 * done // upto)
        self.progress.show_text(text)

    def show_following(self, is_on: bool) -> None:
        """Show whether the end is followed."""
        with QSignalBlocker(self.following):
            self.following.setChecked(is_on)

    def enable(self, *, has_lines: bool, is_live: bool) -> None:
        """Enable what makes sense now."""
        for widget in (self.stories, self.clocks, self.fit, self.export, self.series):
            widget.setEnabled(has_lines)
        self.following.setVisible(is_live)
        self.following.setEnabled(has_lines)

    def _add_actions(self) -> dict[str, QAction]:
        actions = {
            "png": self.tr("&Picture (PNG)…"),
            "svg": self.tr("&Drawing (SVG)…"),
            "csv": self.tr("&Values in view (CSV)…"),
            "csv all": self.tr("&All values (CSV)…"),
        }
        found = {}
        for name, text in actions.items():
            action = found[name] = self.menu.addAction(text)
            action.triggered.connect(
                lambda _on=False, n=name: self.export_wanted.emit(n)
            )
        self.menu.addSeparator()
        found["copy"] = self.menu.addAction(self.tr("&Copy the picture"))
        found["copy"].triggered.connect(lambda: self.copy_wanted.emit())
        return found

    def _connect(self) -> None:
        self.stories.activated.connect(
            lambda row: self.story_chosen.emit(self.stories.itemData(row))
        )
        self.clocks.activated.connect(
            lambda row: self.clock_chosen.emit(self.clocks.itemData(row))
        )
        self.following.toggled.connect(self.follow_wanted)
        self.fit.clicked.connect(self.fit_wanted)
        self.series.toggled.connect(self.series_wanted)

    def _space(self) -> None:
        scaled = self._theme.scaled
        self._line.setContentsMargins(scaled(8), scaled(5), scaled(8), scaled(5))
        self._line.setSpacing(scaled(8))
