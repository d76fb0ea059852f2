# SPDX-License-Identifier: Apache-2.0
"""The line above the sessions: filter, chips, counts."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ocppdesk.gui.configuration.filter import FilterLineError, LineFilter, parse_line
from ocppdesk.gui.look.chip_sheet import chip_sheet
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark
from ocppdesk.gui.stories.rows import ChipKind

_LEAST_WIDTH: Final = 160  # pixels at 100 %


class StoriesFilterBar(QWidget):
    """A line to type a filter into, chips beside it, and how many sessions pass.

    Args:
        theme: Its look.
        is_live: Whether chargers talk now: only then a session can be running.

    Signals:
        changed: Something else is to pass; see `line` and `chips`.
        left_down: The keyboard is to go to the table.
        export_wanted: The sessions are to be written into a file.
    """

    changed = Signal()
    left_down = Signal()
    export_wanted = Signal()

    def __init__(
        self, theme: Theme, *, is_live: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_live = is_live
        self.line = LineFilter()
        """The filter that was typed; the last one that could be read."""
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setPlaceholderText(
            self.tr("Filter: words, -without, /regular expression/")
        )
        self.field.setAccessibleName(self.tr("Filter of the sessions"))
        self.field.setMinimumWidth(theme.scaled(_LEAST_WIDTH))
        self.remark = Remark(theme, self.field)
        self.buttons = {kind: QToolButton() for kind in ChipKind}
        """The chips."""
        self.export = QToolButton()
        self.export.setText(self.tr("Export CSV…"))
        self.export.setToolTip(self.tr("Write the sessions shown into a CSV file"))
        self._count = ThemedLabel(theme, color="muted")
        self._total = ""
        self._progress = ""
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self.field, 1)
        for kind, button in self.buttons.items():
            button.setCheckable(True)
            button.setToolTip(self._tip(kind))
            button.toggled.connect(lambda _is_on: self.changed.emit())
            self._layout.addWidget(button)
        self._layout.addWidget(self._count)
        self._layout.addWidget(self.export)
        for button in (*self.buttons.values(), self.export):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.field.textChanged.connect(self._take_text)
        self.export.clicked.connect(self.export_wanted)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_counts(dict.fromkeys(ChipKind, 0), shown=0, total=0)

    @property
    def chips(self) -> frozenset[ChipKind]:
        """The chips that are on."""
        return frozenset(k for k, button in self.buttons.items() if button.isChecked())

    @property
    def is_filtering(self) -> bool:
        """Whether something may be hidden."""
        return bool(self.line.parts or self.chips)

    def clear(self) -> None:
        """Let everything pass."""
        for button in self.buttons.values():
            button.setChecked(False)
        self.field.clear()

    def complain(self, text: str) -> None:
        """Say below the line what is wrong with it; an empty text takes that away."""
        if text:
            self.remark.say(text)
        else:
            self.remark.withdraw()

    def show_counts(
        self, counts: Mapping[ChipKind, int], *, shown: int, total: int
    ) -> None:
        """Show how many sessions each chip has, and how many are shown."""
        for kind, button in self.buttons.items():
            button.setText(f"{self._name(kind)} {grouped(counts[kind])}")
        text = self.tr("{shown} of {total}")
        self._total = text.format(shown=grouped(shown), total=grouped(total))
        self._show_count()
        self.export.setEnabled(shown > 0)

    def show_progress(self, text: str) -> None:
        """Say beside the count that there may be more; an empty text takes it away."""
        self._progress = text
        self._show_count()

    def _show_count(self) -> None:
        parts = (self._total, self._progress)
        self._count.show_text(" · ".join(part for part in parts if part))

    def _dress(self) -> None:
        theme = self._theme
        scaled = theme.scaled
        self._layout.setContentsMargins(scaled(8), scaled(4), scaled(8), scaled(6))
        self._layout.setSpacing(scaled(6))
        for button in self.buttons.values():
            button.setStyleSheet(chip_sheet(theme))

    def _take_text(self, text: str) -> None:
        try:
            self.line = parse_line(text)
        except FilterLineError as error:
            self.complain(str(error))
            return
        self.complain("")
        self.changed.emit()

    def _name(self, kind: ChipKind) -> str:
        names = {
            ChipKind.FAILED: self.tr("Failed"),
            ChipKind.RUNNING: self.tr("Running") if self._is_live else self.tr("Open"),
            ChipKind.NO_ENERGY: self.tr("No energy"),
            ChipKind.SUSPECT: self.tr("Suspect energy"),
        }
        return names[kind]

    def _tip(self, kind: ChipKind) -> str:
        tips = {
            ChipKind.FAILED: self.tr(
                "Starts that failed, and sessions that were cut short or never closed"
            ),
            ChipKind.RUNNING: self.tr("Sessions that have not ended"),
            ChipKind.NO_ENERGY: self.tr("Sessions that gave less than 0.1 kWh"),
            ChipKind.SUSPECT: self.tr("Sessions whose energy cannot be trusted"),
        }
        return tips[kind]

    # Overrides of QWidget.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.left_down.emit()
            case Qt.Key.Key_Escape if self.is_filtering:
                self.clear()
            case _:
                super().keyPressEvent(event)
