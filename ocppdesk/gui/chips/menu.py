# SPDX-License-Identifier: Apache-2.0
"""What can be done with a chip besides clicking on it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ocppdesk.gui.chips.filter import Use
from ocppdesk.gui.chips.saved import ChipList


class ChipMenu(QMenu):
    """The menu of a chip; changes of the chips are made at once.

    Args:
        chips: All chips.
        key: The chip that the menu is for; empty for that of the row.
        text: The filter that applies, as it is written; empty if none does.

    Signals:
        used: The chip is to be used; carries its key and the `Use`.
        rename_wanted: It is to get another name; carries its key.
    """

    used = Signal(str, object)
    rename_wanted = Signal(str)

    def __init__(
        self, chips: ChipList, key: str, text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chips = chips
        self._key = key
        if key:
            self._add_uses()
            self.addSeparator()
            self._add_changes(text)
        self._add_hidden()

    def _add_uses(self) -> None:
        for use, text in (
            (Use.APPLY, self.tr("Apply")),
            (Use.ADD, self.tr("And (Ctrl+click)")),
            (Use.EXCLUDE, self.tr("Exclude (Alt+click)")),
        ):
            self.addAction(text, partial(self.used.emit, self._key, use))

    def _add_changes(self, text: str) -> None:
        chips, key = self._chips, self._key
        chip = chips.chip(key)
        keys = [known.key for known in chips.shown]
        self.addAction(self.tr("Rename…"), lambda: self.rename_wanted.emit(key))
        override = self.addAction(
            self.tr("Override with the present filter"),
            lambda: chips.override(key, text),
        )
        override.setEnabled(bool(text) and text != chip.text)
        left = self.addAction(self.tr("Move left"), lambda: chips.move(key, -1))
        left.setEnabled(key in keys[1:])
        right = self.addAction(self.tr("Move right"), lambda: chips.move(key, 1))
        right.setEnabled(key in keys[:-1])
        if chips.is_changed(key):
            text = self.tr("As it came with the program")
            self.addAction(text, lambda: chips.reset(key))
        self.addSeparator()
        remove = self.tr("Hide this chip") if chip.is_built_in else self.tr("Delete")
        self.addAction(remove, lambda: chips.remove(key))

    def _add_hidden(self) -> None:
        hidden = self._chips.hidden
        if not hidden:
            return
        self.addSeparator()
        menu = self.addMenu(self.tr("Show again"))
        for chip in hidden:
            name = chip.name.replace("&", "&&")
            menu.addAction(name, partial(self._chips.restore, chip.key))
