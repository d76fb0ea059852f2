# SPDX-License-Identifier: Apache-2.0
"""The menu of the chips that have no room in the row."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from ocppdesk.gui.chips.button import ChipButton, use_of
from ocppdesk.gui.chips.filter import Part


class MoreChips(QToolButton):
    """Opens a menu of chips, and says whether one of them applies.

    Args:
        menu_of: Makes the menu of a chip, by its key.

    Signals:
        used: A chip was chosen; carries its key and the `Use`.
    """

    used = Signal(str, object)

    def __init__(
        self, menu_of: Callable[[str], QMenu], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._menu_of = menu_of
        self._buttons: list[ChipButton] = []
        self._submenus: list[QMenu] = []
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        # Its text is sign enough that there is a menu.
        self.setStyleSheet(
            "QToolButton { padding-right: 7px; }"
            "QToolButton::menu-indicator { image: none; width: 0; }"
        )
        self.hide()

    def show_chips(self, buttons: Sequence[ChipButton]) -> None:
        """Take the chips that have no room; none hides it."""
        self._buttons = list(buttons)
        count = len(self._buttons)
        is_on = any(button.part is not Part.NONE for button in self._buttons)
        self.setText(f"✓ » {count}" if is_on else f"» {count}")
        text = self.tr("{n} more chips").format(n=count)
        if is_on:
            text = self.tr("{n} more chips, some of them apply").format(n=count)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setVisible(bool(self._buttons))

    def fill(self) -> None:
        """Put the chips into the menu."""
        self._menu.clear()
        for used in self._submenus:
            used.deleteLater()
        for button in self._buttons:
            self._add(button)
        self._menu.addSeparator()
        changes = self._menu.addMenu(self.tr("More for"))
        self._submenus = [changes]
        for button in self._buttons:
            menu = self._menu_of(button.chip.key)
            menu.setTitle(_as_title(button.chip.name))
            changes.addMenu(menu)
            self._submenus.append(menu)

    def _add(self, button: ChipButton) -> None:
        key = button.chip.key
        name = _as_title(button.chip.name)
        action = self._menu.addAction(f"{name}\t{button.count_text}")
        action.setToolTip(button.chip.text)
        action.setCheckable(True)
        action.setChecked(button.part is not Part.NONE)
        action.triggered.connect(
            lambda: self.used.emit(key, use_of(QApplication.keyboardModifiers()))
        )


def _as_title(name: str) -> str:
    return name.replace("&", "&&")
