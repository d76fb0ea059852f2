# SPDX-License-Identifier: Apache-2.0
"""The row of chips between the search box and the table."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolButton, QWidget

from ocppdesk.filters.nodes import Everything, Filter, Not
from ocppdesk.gui.chips.button import ChipButton
from ocppdesk.gui.chips.filter import (
    Part,
    Use,
    after_use,
    is_part,
    part_of,
    short_name,
)
from ocppdesk.gui.chips.menu import ChipMenu
from ocppdesk.gui.chips.more import MoreChips
from ocppdesk.gui.chips.name import NameEditor
from ocppdesk.gui.chips.room import how_many_fit
from ocppdesk.gui.chips.saved import Chip, ChipList
from ocppdesk.gui.look.signs import sign_icon
from ocppdesk.gui.look.theme import Theme

_GAP: Final = 6  # pixels at 100 %
_NAME_WIDTH: Final = 200


class ChipRow(QWidget):
    """Saved filters to click on, with their counts; what has no room is in a menu.

    A click shows what a chip finds, and takes it off again. Chips that are switches,
    such as "Hide heartbeats", stay on meanwhile.

    Args:
        theme: Where colours and sizes come from.
        chips: The chips.

    Signals:
        filter_wanted: Another filter is to apply; carries it as it is written.
        chip_counts_wanted: The messages of chips are to be counted; carries their
            filters by the keys of the chips.
    """

    filter_wanted = Signal(str)
    chip_counts_wanted = Signal(object)

    def __init__(
        self, theme: Theme, chips: ChipList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips = chips
        self._present: Filter = Everything()
        self._text = ""
        self._has_exchanges = False
        self._buttons: dict[str, ChipButton] = {}
        self._folded: list[str] = []
        self._renamed = ""
        self._before: QWidget | None = None
        self._more = MoreChips(self.menu_of, self)
        self._more.used.connect(self.use)
        self._save = QToolButton(self)
        self._save.setText(self.tr("Save"))
        self._save.setToolTip(self.tr("Save this filter as a chip"))
        self._save.setAccessibleName(self.tr("Save this filter as a chip"))
        self._save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._save.clicked.connect(self.begin_saving)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._arrange)
        self._editor = NameEditor(self)
        self._editor.named.connect(self._take_name)
        self._editor.closed.connect(self._end_naming)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Saved filters"))
        chips.changed.connect(self._on_chips_changed)
        theme.changed.connect(self._dress)
        self._dress()
        self._make_buttons()
        self._show_parts()

    @property
    def buttons(self) -> Mapping[str, ChipButton]:
        """The chips by their keys, also those that have no room."""
        return self._buttons

    @property
    def folded(self) -> list[str]:
        """The keys of the chips that have no room."""
        return list(self._folded)

    @property
    def editor(self) -> NameEditor:
        """The input of names."""
        return self._editor

    @property
    def can_save(self) -> bool:
        """Whether there is a filter to save that no chip stands for, and room."""
        is_known = any(chip.text == self._text for chip in self._chips.shown)
        return bool(self._text) and not is_known and self._chips.has_room

    def set_filter(self, present: Filter, text: str) -> None:
        """Tell which filter applies.

        Args:
            present: The filter; everything while filters are off.
            text: As it is written.
        """
        self._present, self._text = present, text.strip()
        self._show_parts()

    def set_exchanges(self, has_exchanges: bool) -> None:
        """Tell whether a row of the table is an exchange, rather than a message."""
        self._has_exchanges = has_exchanges
        for button in self._buttons.values():
            button.set_exchanges(has_exchanges)

    def ask_counts(self, *, forget: bool = False) -> None:
        """Ask for the counts of all chips.

        Args:
            forget: Whether those that are known are of other messages.
        """
        wanted: dict[str, Filter] = {}
        for key, button in self._buttons.items():
            found = button.chip.filter
            if found is None:
                continue
            if forget:
                button.set_count(None)
            button.begin_counting()
            # Of what is hidden by a click, the number says how much that is.
            wanted[key] = found.part if isinstance(found, Not) else found
        if forget:
            self._arrange()
        self.chip_counts_wanted.emit(wanted)

    def set_chip_count(self, key: str, count: int) -> None:
        """Tell how many messages a chip finds; below 0 if that cannot be said."""
        button = self._buttons.get(key)
        if button is not None:
            before = button.sizeHint()
            button.set_count(None if count < 0 else count)
            if button.sizeHint() != before:
                # Those of all chips come one after the other.
                self._soon.start()

    def use(self, key: str, use: Use) -> None:
        """Do what a click on a chip does."""
        chip = self._chips.chip(key)
        if chip.filter is None:
            # The box says what is wrong with it.
            self.filter_wanted.emit(chip.text)
            return
        found = after_use(
            chip.filter,
            use,
            self._present,
            is_switch=chip.is_toggle,
            switches=self._switches_on(),
        )
        text = chip.text if found == chip.filter else str(found)
        self.filter_wanted.emit(text)

    def begin_saving(self) -> None:
        """Ask for a name to save the filter under that applies."""
        if self.can_save:
            self._name_in_place("", short_name(self._text))

    def begin_renaming(self, key: str) -> None:
        """Ask for another name of a chip."""
        self._name_in_place(key, self._chips.chip(key).name)

    def _switches_on(self) -> list[Filter]:
        return [
            chip.filter
            for chip in self._chips.shown
            if chip.is_toggle
            and chip.filter is not None
            and is_part(chip.filter, self._present)
        ]

    # Names.

    def _name_in_place(self, key: str, name: str) -> None:
        self._renamed = key
        self._before = QApplication.focusWidget()
        self._editor.ask(name)
        self._arrange()

    def _take_name(self, name: str) -> None:
        if self._renamed:
            self._chips.rename(self._renamed, name)
        else:
            self._chips.add(name, self._text)

    def _end_naming(self, was_key: bool) -> None:
        """Close the input; after a key the keyboard goes back to where it was."""
        before, self._before = self._before, None
        self._renamed = ""
        self._arrange()
        if was_key and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    # The buttons.

    def _on_chips_changed(self) -> None:
        self._make_buttons()
        self._show_parts()
        self.ask_counts()

    def _make_buttons(self) -> None:
        old = self._buttons
        self._buttons = {}
        previous: QWidget | None = None
        for chip in self._chips.shown:
            button = old.pop(chip.key, None) or self._new_button(chip)
            button.show_chip(chip)
            if previous is not None:
                QWidget.setTabOrder(previous, button)
            previous = button
            self._buttons[chip.key] = button
        for last in (self._more, self._save):
            if previous is not None:
                QWidget.setTabOrder(previous, last)
            previous = last
        for button in old.values():
            button.hide()
            button.deleteLater()
        self._arrange()

    def _new_button(self, chip: Chip) -> ChipButton:
        button, key = ChipButton(self._theme, chip, self), chip.key
        button.set_exchanges(self._has_exchanges)
        button.used.connect(lambda use: self.use(key, use))
        button.step_wanted.connect(lambda step: self._step(key, step))
        button.menu_wanted.connect(lambda place: self._open_menu(key, place))
        return button

    def _show_parts(self) -> None:
        for button in self._buttons.values():
            found = button.chip.filter
            button.set_part(
                Part.NONE if found is None else part_of(found, self._present)
            )
        self._save.setEnabled(self.can_save)
        self._arrange()

    def _step(self, key: str, step: int) -> None:
        """Go on with the keyboard to another chip."""
        visible = [k for k in self._buttons if k not in self._folded]
        stops: list[QWidget] = [self._buttons[k] for k in visible]
        if self._folded:
            stops.append(self._more)
        target = min(max(visible.index(key) + step, 0), len(stops) - 1)
        widget = stops[target]
        if isinstance(widget, ChipButton):
            self._set_stop(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _set_stop(self, stop: ChipButton | None) -> None:
        """Let Tab come to one chip only; the arrows go on from there."""
        for button in self._buttons.values():
            is_stop = button is stop
            button.setFocusPolicy(
                Qt.FocusPolicy.TabFocus if is_stop else Qt.FocusPolicy.NoFocus
            )

    # Menus.

    def menu_of(self, key: str) -> ChipMenu:
        """Return a fresh menu of a chip, or of the row if the key is empty."""
        menu = ChipMenu(self._chips, key, self._text, self)
        menu.used.connect(self.use)
        menu.rename_wanted.connect(self.begin_renaming)
        return menu

    def _open_menu(self, key: str, place: QPoint) -> None:
        menu = self.menu_of(key)
        if menu.isEmpty():
            menu.deleteLater()
            return
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    # Where everything stands.

    def _arrange(self) -> None:
        """Place the buttons from left to right, as far as there is room."""
        gap = self._theme.scaled(_GAP)
        last: QWidget = self._editor if self._editor.is_open else self._save
        self._save.setVisible(last is self._save)
        room = self.width() - last.sizeHint().width() - gap
        if self._editor.is_open:
            room = self.width() - self._theme.scaled(_NAME_WIDTH) - gap
        keys = [key for key in self._buttons if key != self._renamed]
        widths = {key: self._buttons[key].sizeHint().width() for key in keys}
        more = self._more.sizeHint().width()
        fitting = how_many_fit([widths[key] for key in keys], room, gap=gap, more=more)
        left = 0
        for key in keys[:fitting]:
            left = self._put(self._buttons[key], left, widths[key]) + gap
        self._folded = keys[fitting:]
        for key, button in self._buttons.items():
            button.setVisible(key in keys[:fitting])
        self._more.show_chips([self._buttons[key] for key in self._folded])
        if self._folded:
            left = self._put(self._more, left, self._more.sizeHint().width()) + gap
        width = last.sizeHint().width()
        if self._editor.is_open:
            width = self._theme.scaled(_NAME_WIDTH)
        self._put(last, left, min(width, max(self.width() - left, 1)))
        visible = [self._buttons[key] for key in keys[:fitting]]
        stop = next((b for b in visible if b.hasFocus()), None)
        self._set_stop(stop or (visible[0] if visible else None))

    def _put(self, widget: QWidget, left: int, width: int) -> int:
        """Place a widget and return where it ends."""
        height = min(widget.sizeHint().height(), self.height())
        top = (self.height() - height) // 2
        widget.setGeometry(QRect(left, top, width, height))
        return left + width

    def _dress(self) -> None:
        self._save.setIcon(sign_icon("plus", self._theme.color("text")))
        side = self._theme.scaled(14)
        self._save.setIconSize(QSize(side, side))
        self.updateGeometry()
        self._arrange()

    # Overrides of QWidget.

    def sizeHint(self) -> QSize:
        heights = [w.sizeHint().height() for w in (self._save, self._editor)]
        return QSize(self._theme.scaled(400), max(heights))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu("", event.globalPos())
