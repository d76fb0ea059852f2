# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Everything
from ocppdesk.gui.chips.filter import Part, Use
from ocppdesk.gui.chips.row import ChipRow
from ocppdesk.gui.chips.saved import MOST_OWN, ChipList
from ocppdesk.settings import Settings

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def chips(qapp):
    return ChipList(Settings())


@pytest.fixture
def window(theme, chips, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addWidget(QLineEdit())
    layout.addWidget(ChipRow(theme, chips))
    layout.addWidget(QLineEdit())
    made.resize(1200, 140)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def row(window):
    return window.findChild(ChipRow)


@pytest.fixture
def wanted(row):
    """The filters that are asked for; they apply at once."""
    told = []

    def apply(text):
        told.append(text)
        row.set_filter(parse_filter(text), text)

    row.filter_wanted.connect(apply)
    return told


def click(qtbot, row, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(row.buttons[key], Qt.MouseButton.LeftButton, modifier)


def parts(row):
    return {k: b.part for k, b in row.buttons.items() if b.part is not Part.NONE}


def save_button(row):
    return next(b for b in row.findChildren(QToolButton) if b.text() == "Save")


def test_a_click_applies_and_another_one_takes_it_off(row, qtbot, wanted, chips):
    click(qtbot, row, "errors")
    assert wanted == [chips.chip("errors").text]
    assert parts(row) == {"errors": Part.IN}
    click(qtbot, row, "errors")
    assert wanted[-1] == ""
    assert parts(row) == {}


def test_a_click_on_another_chip_takes_the_place_of_the_first(row, qtbot, wanted):
    click(qtbot, row, "errors")
    click(qtbot, row, "no-answer")
    assert wanted[-1] == "~q"
    assert parts(row) == {"no-answer": Part.IN}


def test_with_ctrl_it_is_added_and_with_alt_left_out(row, qtbot, wanted):
    click(qtbot, row, "no-answer")
    click(qtbot, row, "marked", CONTROL)
    assert parse_filter(wanted[-1]) == parse_filter("~q and ~mark")
    click(qtbot, row, "no-answer", ALT)
    assert parse_filter(wanted[-1]) == parse_filter("~mark and not ~q")
    assert parts(row) == {"marked": Part.IN, "no-answer": Part.OUT}


def test_a_switch_stays_on_while_chips_change(row, qtbot, wanted):
    click(qtbot, row, "heartbeats")
    assert wanted == ["-Heartbeat"]
    click(qtbot, row, "errors")
    assert parts(row) == {"heartbeats": Part.IN, "errors": Part.IN}
    click(qtbot, row, "no-answer")
    assert parts(row) == {"heartbeats": Part.IN, "no-answer": Part.IN}
    click(qtbot, row, "heartbeats")
    assert wanted[-1] == "~q"


def test_a_typed_filter_presses_the_chips_that_are_part_of_it(row):
    text = "StatusNotification -Heartbeat ~q"
    row.set_filter(parse_filter(text), text)
    assert parts(row) == {"no-answer": Part.IN, "heartbeats": Part.IN}


def test_while_filters_are_off_no_chip_is_pressed(row, qtbot):
    row.set_filter(Everything(), "~q")
    assert parts(row) == {}
    with qtbot.waitSignal(row.filter_wanted) as signal:
        click(qtbot, row, "no-answer")
    assert signal.args == ["~q"]


def test_counts_are_asked_for_and_shown(row, qtbot):
    with qtbot.waitSignal(row.chip_counts_wanted) as signal:
        row.ask_counts()
    (filters,) = signal.args
    assert filters["no-answer"] == parse_filter("~q")
    # How many heartbeats it hides, not how many other messages there are.
    assert filters["heartbeats"] == parse_filter("Heartbeat")
    assert row.buttons["no-answer"].count_text == "…"
    row.set_chip_count("no-answer", 12)
    row.set_chip_count("errors", -1)
    row.set_chip_count("gone", 3)
    assert row.buttons["no-answer"].count_text == "12"
    assert row.buttons["errors"].count_text == ""


def test_a_number_of_more_digits_has_room(row, qtbot):
    before = row.buttons["faults"].x()
    row.set_chip_count("errors", 123_456)
    qtbot.waitUntil(lambda: row.buttons["faults"].x() > before)
    button = row.buttons["errors"]
    assert button.width() == button.sizeHint().width()


def test_new_chips_are_counted(row, chips, qtbot):
    with qtbot.waitSignal(row.chip_counts_wanted) as signal:
        key = chips.add("Mine", "tx == 5")
    assert signal.args[0][key] == parse_filter("tx == 5")


def test_only_a_filter_that_is_no_chip_yet_can_be_saved(row):
    assert not save_button(row).isEnabled()
    row.set_filter(parse_filter("~q"), "~q")
    assert not save_button(row).isEnabled()
    row.set_filter(parse_filter("tx == 5"), "tx == 5")
    assert save_button(row).isEnabled()


def test_saving_asks_for_a_name_in_the_row(row, window, chips, qtbot):
    row.set_filter(parse_filter("tx == 5"), "tx == 5")
    window.findChildren(QLineEdit)[0].setFocus()
    qtbot.mouseClick(save_button(row), Qt.MouseButton.LeftButton)
    assert row.editor.isVisible()
    assert row.editor.hasFocus()
    assert row.editor.text() == "tx == 5"
    qtbot.keyClicks(row.editor, "Transaction 5")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    chip = chips.shown[-1]
    assert (chip.name, chip.text) == ("Transaction 5", "tx == 5")
    assert row.buttons[chip.key].isVisible()
    assert parts(row) == {chip.key: Part.IN}


def test_escape_saves_nothing_and_gives_the_keyboard_back(row, window, chips, qtbot):
    before = chips.shown
    other = window.findChildren(QLineEdit)[0]
    other.setFocus()
    row.set_filter(parse_filter("tx == 5"), "tx == 5")
    row.begin_saving()
    qtbot.keyClick(row.editor, Qt.Key.Key_Escape)
    assert chips.shown == before
    assert other.hasFocus()
    assert save_button(row).isVisible()


def test_renaming_takes_place_in_the_row(row, chips, qtbot):
    row.begin_renaming("errors")
    assert not row.buttons["errors"].isVisible()
    qtbot.keyClicks(row.editor, "Trouble")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert chips.chip("errors").name == "Trouble"
    assert row.buttons["errors"].isVisible()


def test_tab_comes_to_one_chip_and_arrows_go_on(row, window, qtbot, wanted):
    first, last = window.findChildren(QLineEdit)[0], window.findChildren(QLineEdit)[-1]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert row.buttons["errors"].hasFocus()
    qtbot.keyClick(row.buttons["errors"], Qt.Key.Key_Right)
    assert row.buttons["no-answer"].hasFocus()
    qtbot.keyClick(row.buttons["no-answer"], Qt.Key.Key_Return)
    assert wanted == ["~q"]
    qtbot.keyClick(row.buttons["no-answer"], Qt.Key.Key_End)
    assert row.buttons["marked"].hasFocus()
    qtbot.keyClick(row.buttons["marked"], Qt.Key.Key_Return, CONTROL)
    assert parse_filter(wanted[-1]) == parse_filter("~q and ~mark")
    qtbot.keyClick(row.buttons["marked"], Qt.Key.Key_Return, ALT)
    assert parse_filter(wanted[-1]) == parse_filter("~q and not ~mark")
    qtbot.keyClick(row.buttons["marked"], Qt.Key.Key_Home)
    qtbot.keyClick(row.buttons["errors"], Qt.Key.Key_Tab)
    assert last.hasFocus()  # nothing to save, nothing without room


def test_what_has_no_room_is_in_a_menu(row, window, chips, qtbot):
    for number in range(12):
        chips.add(f"A rather long name of a chip {number}", f"tx == {number}")
    assert row.folded
    assert window.width() == 1200
    visible = [b for k, b in row.buttons.items() if k not in row.folded]
    assert all(b.isVisible() and b.geometry().right() < row.width() for b in visible)
    assert save_button(row).geometry().right() <= row.width()
    last = visible[-1]
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Right)
    assert QApplication.focusWidget().text().startswith("»")
    window.resize(500, 140)
    qtbot.waitUntil(lambda: len(row.folded) > 15)
    window.resize(6000, 140)
    qtbot.waitUntil(lambda: row.folded == [])


def test_a_chip_without_room_is_used_from_the_menu(row, window, chips, qtbot, wanted):
    window.resize(400, 140)
    qtbot.waitUntil(lambda: "marked" in row.folded)
    row.use("marked", Use.APPLY)
    assert wanted == ["~mark"]
    more = next(b for b in row.findChildren(QToolButton) if "»" in b.text())
    assert more.text().startswith("✓")


def test_removed_chips_are_gone(row, chips):
    chips.remove("errors")
    assert "errors" not in row.buttons
    menu = row.menu_of("faults")
    assert menu.actions()
    menu.deleteLater()


def test_a_chip_that_is_no_filter_goes_into_the_box_to_be_explained(
    theme, qtbot, wanted, row, chips
):
    row.set_filter(parse_filter("~q"), "~q")
    settings = Settings()
    settings.change({"chips": '{"own": [["own-1", "Newer", "((("]]}'})
    broken = ChipRow(theme, ChipList(settings))
    qtbot.addWidget(broken)
    with qtbot.waitSignal(broken.filter_wanted) as signal:
        broken.use("own-1", Use.ADD)
    assert signal.args == ["((("]


def test_where_there_are_very_many_chips_none_is_added(row, chips):
    own = [[f"own-{n}", f"Chip {n}", f"no == {n}"] for n in range(MOST_OWN)]
    row.set_filter(parse_filter("~slow"), "~slow")
    assert row.can_save
    chips._settings.change({"chips": json.dumps({"own": own})})
    chips.reload()
    assert not row.can_save
