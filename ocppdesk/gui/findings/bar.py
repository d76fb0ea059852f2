# SPDX-License-Identifier: Apache-2.0
"""The line above the findings: chips of severities, and how far the analysis is."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ocppdesk.core.findings import Level
from ocppdesk.gui.findings import signs
from ocppdesk.gui.findings.groups import Group, State
from ocppdesk.gui.look.chip_sheet import chip_sheet
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme


class FindingsBar(QWidget):
    """Chips that say what is to be shown; none that is on shows all but the ignored.

    Args:
        theme: Its look.

    Signals:
        changed: Something else is to be shown; see `passing`.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chips = {level: QToolButton() for level in sorted(Level, reverse=True)}
        """The chips of severities."""
        self.ignored = QToolButton()
        """Shows what is ignored, and nothing else."""
        self.ignored.setToolTip(self.tr("Findings that you said do not count here"))
        self.about = ThemedLabel(theme, color="muted")
        """About whom, and how far the analysis is."""
        self._layout = QHBoxLayout(self)
        for button in self.stops:
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.toggled.connect(lambda _is_on: self.changed.emit())
            self._layout.addWidget(button)
        self._layout.addStretch(1)
        self._layout.addWidget(self.about)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_counts({}, 0)

    @property
    def stops(self) -> tuple[QToolButton, ...]:
        """What the Tab key reaches in it, in order."""
        return (*self.chips.values(), self.ignored)

    @property
    def is_filtering(self) -> bool:
        """Whether a chip is on."""
        return any(chip.isChecked() for chip in self.stops)

    def passing(self, groups: Iterable[Group]) -> list[Group]:
        """Return the groups that are to be shown."""
        if self.ignored.isChecked():
            return [group for group in groups if group.state is State.IGNORED]
        wanted = {level for level, chip in self.chips.items() if chip.isChecked()}
        wanted = wanted or set(Level)
        return [
            group
            for group in groups
            if group.state is not State.IGNORED and group.level in wanted
        ]

    def clear(self) -> None:
        """Show all that counts."""
        for chip in self.stops:
            chip.setChecked(False)

    def show_counts(self, counts: Mapping[Level, int], ignored: int) -> None:
        """Show how many groups there are of each severity, and how many are ignored."""
        for level, chip in self.chips.items():
            chip.setText(f"{signs.level_word(level)} {grouped(counts.get(level, 0))}")
        self.ignored.setText(self.tr("Ignored {n}").format(n=grouped(ignored)))
        self.ignored.setVisible(ignored > 0 or self.ignored.isChecked())

    def _dress(self) -> None:
        scaled = self._theme.scaled
        self._layout.setContentsMargins(scaled(8), scaled(4), scaled(8), scaled(6))
        self._layout.setSpacing(scaled(6))
        for button in self.stops:
            button.setStyleSheet(chip_sheet(self._theme))
