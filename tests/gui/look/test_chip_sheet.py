# SPDX-License-Identifier: Apache-2.0
"""The look of chips."""

from PySide6.QtWidgets import QToolButton

from ocppdesk.gui.look.chip_sheet import chip_sheet


def test_a_chip_that_is_on_looks_selected_in_every_theme(qtbot, theme):
    chip = QToolButton(text="Failed 3", checkable=True, checked=True)
    qtbot.addWidget(chip)
    for name in ("Light", "Dark"):
        theme.apply(name, 100)
        chip.setStyleSheet(chip_sheet(theme))
        chip.adjustSize()
        place = chip.rect().center()
        place.setY(3)
        shown = chip.grab().toImage().pixelColor(place)
        assert shown.name() == theme.color("selection.back").name()
