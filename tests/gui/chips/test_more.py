# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QMenu

from ocppdesk.gui.chips.button import ChipButton
from ocppdesk.gui.chips.filter import Part, Use
from ocppdesk.gui.chips.more import MoreChips
from ocppdesk.gui.chips.saved import Chip


@pytest.fixture
def more(qtbot):
    made = MoreChips(lambda key: QMenu(key))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def buttons(theme, qtbot):
    made = [
        ChipButton(theme, Chip("a", "Salt & pepper", "~q")),
        ChipButton(theme, Chip("b", "Errors", "~err")),
    ]
    for button in made:
        qtbot.addWidget(button)
    return made


def test_it_is_there_only_if_something_has_no_room(more, buttons):
    assert more.isHidden()
    more.show_chips(buttons)
    assert not more.isHidden()
    assert more.text() == "» 2"
    more.show_chips([])
    assert more.isHidden()


def test_a_chip_that_applies_is_not_hidden_from_view(more, buttons):
    buttons[1].set_part(Part.IN)
    more.show_chips(buttons)
    assert more.text() == "✓ » 2"
    assert "some of them apply" in more.accessibleName()


def test_its_menu_lists_the_chips_with_their_counts(more, buttons, qtbot):
    buttons[1].set_part(Part.IN)
    buttons[1].set_count(7)
    more.show_chips(buttons)
    more.fill()
    first, second = more.menu().actions()[:2]
    assert first.text() == "Salt && pepper\t"
    assert (second.text(), second.isChecked()) == ("Errors\t7", True)
    with qtbot.waitSignal(more.used) as signal:
        second.trigger()
    assert signal.args == ["b", Use.APPLY]


def test_every_chip_can_be_changed_there(more, buttons):
    more.show_chips(buttons)
    more.fill()
    more.fill()
    changes = more.menu().actions()[-1].menu()
    assert [a.text() for a in changes.actions()] == ["Salt && pepper", "Errors"]
