# SPDX-License-Identifier: Apache-2.0
"""The filter line of the settings with its chips."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ocppdesk.gui.configuration.filter import (
    ChipKind,
    FilterLineError,
    LineFilter,
    parse_line,
)
from ocppdesk.gui.look.chip_sheet import chip_sheet
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.numbers import grouped
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.remark import Remark

_LEAST_WIDTH: Final = 220  # pixels at 100 %


class SettingsFilterBar(QWidget):
    """A line to type a filter into, chips beside it, and how many settings pass.

    Args:
        theme: Its look.

    Signals:
        changed: Something else is to pass; see `line` and `chips`.
        cleared: All filters are to go, those of the columns too.
        left_down: The keyboard is to go to the table.
    """

    changed = Signal()
    cleared = Signal()
    left_down = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.line = LineFilter()
        """The filter that was typed; the last one that could be read."""
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setPlaceholderText(
            self.tr("Filter: words, -without, /regular expression/")
        )
        self.field.setAccessibleName(self.tr("Filter of the settings"))
        self.field.setMinimumWidth(theme.scaled(_LEAST_WIDTH))
        self.remark = Remark(theme, self.field)
        self.buttons = {kind: QToolButton() for kind in ChipKind}
        """The chips."""
        self._count = ThemedLabel(theme, color="muted")
        layout = QHBoxLayout(self)
        scaled = theme.scaled
        layout.setContentsMargins(scaled(8), scaled(4), scaled(8), scaled(6))
        layout.setSpacing(scaled(6))
        layout.addWidget(self.field, 1)
        for kind, button in self.buttons.items():
            button.setCheckable(True)
            button.setToolTip(self._tip(kind))
            button.toggled.connect(lambda _is_on: self.changed.emit())
            layout.addWidget(button)
        layout.addWidget(self._count)
        self.field.textChanged.connect(self._take_text)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_counts(dict.fromkeys(ChipKind, 0), shown=0, total=0)

    @property
    def chips(self) -> frozenset[ChipKind]:
        """The chips that are on."""
        return frozenset(k for k, button in self.buttons.items() if button.isChecked())

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
        """Show how many settings each chip has, and how many are shown."""
        for kind, button in self.buttons.items():
            button.setText(f"{self._name(kind)} {grouped(counts[kind])}")
        text = self.tr("{shown} of {total}")
        self._count.show_text(text.format(shown=grouped(shown), total=grouped(total)))

    def _dress(self) -> None:
        sheet = chip_sheet(self._theme)
        for button in self.buttons.values():
            button.setStyleSheet(sheet)

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
            ChipKind.CHANGED: self.tr("Changed"),
            ChipKind.WRITABLE: self.tr("Writable"),
            ChipKind.VENDOR: self.tr("Vendor"),
            ChipKind.DIFFERS: self.tr("Differs"),
        }
        return names[kind]

    def _tip(self, kind: ChipKind) -> str:
        tips = {
            ChipKind.CHANGED: self.tr("Edits, and what became of those that were sent"),
            ChipKind.WRITABLE: self.tr("Settings that the charger lets you write"),
            ChipKind.VENDOR: self.tr("Settings that are not in the specification"),
            ChipKind.DIFFERS: self.tr("Settings that differ from the comparison"),
        }
        return tips[kind]

    # Overrides of QWidget.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.left_down.emit()
            case Qt.Key.Key_Escape:
                self.clear()
                self.cleared.emit()
            case _:
                super().keyPressEvent(event)
