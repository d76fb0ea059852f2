# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.chips.filter import Use
from ocppdesk.gui.chips.menu import ChipMenu
from ocppdesk.gui.chips.saved import ChipList
from ocppdesk.settings import Settings


@pytest.fixture
def chips(qapp):
    return ChipList(Settings())


@pytest.fixture
def open_menu(chips, qtbot):
    def make(key, text=""):
        made = ChipMenu(chips, key, text)
        qtbot.addWidget(made)
        return made

    return make


def action(menu, text):
    return next(a for a in menu.actions() if a.text() == text)


def texts(menu):
    return [a.text() for a in menu.actions() if a.text()]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("Apply", Use.APPLY),
        ("And (Ctrl+click)", Use.ADD),
        ("Exclude (Alt+click)", Use.EXCLUDE),
    ],
)
def test_it_does_what_clicks_do(open_menu, qtbot, text, use):
    menu = open_menu("errors")
    with qtbot.waitSignal(menu.used) as signal:
        action(menu, text).trigger()
    assert signal.args == ["errors", use]


def test_a_name_is_asked_for_elsewhere(open_menu, qtbot):
    menu = open_menu("errors")
    with qtbot.waitSignal(menu.rename_wanted) as signal:
        action(menu, "Rename…").trigger()
    assert signal.args == ["errors"]


def test_a_chip_takes_over_the_present_filter(open_menu, chips):
    override = "Override with the present filter"
    assert not action(open_menu("errors"), override).isEnabled()
    assert not action(
        open_menu("errors", chips.chip("errors").text), override
    ).isEnabled()
    action(open_menu("errors", "~q"), override).trigger()
    assert chips.chip("errors").text == "~q"


def test_a_changed_built_in_chip_can_be_as_it_came(open_menu, chips):
    as_it_came = "As it came with the program"
    before = chips.chip("errors")
    assert as_it_came not in texts(open_menu("errors"))
    chips.override("errors", "~q")
    action(open_menu("errors"), as_it_came).trigger()
    assert chips.chip("errors") == before


def test_chips_move_as_far_as_they_can(open_menu, chips):
    first, second = chips.shown[0].key, chips.shown[1].key
    assert not action(open_menu(first), "Move left").isEnabled()
    action(open_menu(first), "Move right").trigger()
    assert [c.key for c in chips.shown[:2]] == [second, first]
    assert not action(open_menu(chips.shown[-1].key), "Move right").isEnabled()


def test_built_in_chips_are_hidden_and_shown_again(open_menu, chips):
    action(open_menu("errors"), "Hide this chip").trigger()
    assert "errors" not in [c.key for c in chips.shown]
    menu = open_menu("")
    action(action(menu, "Show again").menu(), "Errors").trigger()
    assert chips.shown[0].key == "errors"


def test_own_chips_are_deleted(open_menu, chips):
    key = chips.add("Mine", "~q")
    action(open_menu(key), "Delete").trigger()
    assert key not in [c.key for c in chips.shown]


def test_a_row_without_hidden_chips_has_no_menu(open_menu):
    assert open_menu("").isEmpty()
