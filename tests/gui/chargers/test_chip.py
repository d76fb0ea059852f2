# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ocppdesk.gui.chargers.chip import ChargerChip


@pytest.fixture
def chip(theme, qtbot):
    made = ChargerChip(theme)
    qtbot.addWidget(made)
    return made


def test_it_is_there_only_while_a_charger_is_chosen(chip):
    assert chip.isHidden()
    chip.show_charger("CP-0042")
    assert not chip.isHidden()
    assert chip.text == "CP-0042"
    chip.show_charger("")
    assert chip.isHidden()


def test_the_cross_asks_for_all_chargers(chip, qtbot):
    chip.show_charger("CP-0042")
    chip.show()
    with qtbot.waitSignal(chip.all_chargers_wanted):
        qtbot.mouseClick(chip.findChild(QToolButton), Qt.MouseButton.LeftButton)


def test_a_long_identity_is_cut_but_said_in_full(chip):
    chip.show_charger("X" * 200)
    assert len(chip.text) < 60
    assert "X" * 200 in chip.accessibleName()


def test_strangers_identities_are_plain_text(chip):
    chip.show_charger("<b>CP</b>")
    assert chip.text == "<b>CP</b>"
