# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ocppdesk.gui.commands.palette import CommandPalette
from ocppdesk.gui.commands.palette_entries import Entry


@pytest.fixture
def done():
    return []


@pytest.fixture
def known(done):
    def entry(text, **values):
        return Entry(text, text, lambda: done.append(text), **values)

    return [
        entry("Copy JSON", path="Edit", keys="Ctrl+Shift+C"),
        entry("Next mark", path="Go"),
        entry("Exchanges", path="View", is_on=True),
        entry("Mark", path="Edit", is_enabled=False),
        *(entry(f"Charger: CP-{number}") for number in range(30)),
    ]


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.field = QLineEdit(made)
    made.field.setFocus()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def palette(theme, window, known):
    made = CommandPalette(theme, [lambda: known[:4], lambda: known[4:]], window)
    made.open()
    yield made
    made.close()


def shown(palette):
    return [entry.text for entry in palette.shown]


def key(qtbot, palette, *keys):
    for one in keys:
        qtbot.keyClick(palette.input, one)


def test_it_opens_in_the_middle_of_the_top_with_everything(palette, window, known):
    assert palette.isVisible()
    assert palette.input.hasFocus()
    assert len(palette.shown) == len(known)
    beside = palette.x() - window.mapToGlobal(QPoint()).x()
    frame = 4  # which some systems give every window
    assert abs(2 * beside + palette.width() - window.width()) <= frame
    assert palette.y() - window.mapToGlobal(QPoint()).y() < 100


def test_it_is_never_wider_than_its_window(qtbot, palette, window):
    palette.close()
    window.resize(400, 700)
    palette.open()
    assert palette.width() < 400


def test_letters_narrow_it_down_and_enter_runs_the_best(qtbot, palette, done):
    qtbot.keyClicks(palette.input, "cj")
    assert shown(palette) == ["Copy JSON"]
    key(qtbot, palette, Qt.Key.Key_Return)
    assert done == ["Copy JSON"]
    assert not palette.isVisible()


def test_arrow_keys_choose_another_one(qtbot, palette, done):
    key(qtbot, palette, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    key(qtbot, palette, Qt.Key.Key_Enter)
    assert done == ["Next mark"]


def test_a_click_runs_an_entry(qtbot, palette, done):
    area = palette.list.visualRect(palette.list.model().index(2, 0))
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(palette.list.viewport(), left, pos=area.center())
    assert done == ["Exchanges"]
    assert not palette.isVisible()


def test_escape_closes_it_and_gives_the_focus_back(qtbot, palette, window, done):
    key(qtbot, palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is window.field
    assert done == []


def test_the_focus_is_back_before_a_command_runs(qtbot, theme, window):
    seen = []
    entry = Entry("a", "a", lambda: seen.append(QApplication.focusWidget()))
    palette = CommandPalette(theme, [lambda: [entry]], window)
    palette.open()
    key(qtbot, palette, Qt.Key.Key_Return)
    assert seen == [window.field]


def test_what_makes_no_sense_now_is_listed_but_not_run(qtbot, palette, done):
    qtbot.keyClicks(palette.input, "mark")
    assert shown(palette) == ["Next mark", "Mark"]
    key(qtbot, palette, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert done == []
    assert palette.isVisible()


def test_what_was_used_last_is_on_top_the_next_time(qtbot, palette):
    for text in ("exch", "json"):
        qtbot.keyClicks(palette.input, text)
        key(qtbot, palette, Qt.Key.Key_Return)
        palette.open()
    assert palette.input.text() == ""
    assert shown(palette)[:3] == ["Copy JSON", "Exchanges", "Next mark"]


def test_enter_does_nothing_if_nothing_matches(qtbot, palette, done):
    qtbot.keyClicks(palette.input, "qqqq")
    assert shown(palette) == []
    key(qtbot, palette, Qt.Key.Key_Return)
    assert done == []
    assert palette.isVisible()


def test_what_is_chosen_is_told_to_those_who_cannot_see_it(qtbot, palette):
    description = QAccessible.Text.Description

    def told():
        return QAccessible.queryAccessibleInterface(palette.input).text(description)

    assert told() == "Copy JSON, Edit, Ctrl+Shift+C"
    key(qtbot, palette, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert told() == "Exchanges, View, on"
    qtbot.keyClicks(palette.input, "mark")
    key(qtbot, palette, Qt.Key.Key_Down)
    assert told() == "Mark, Edit, not available now"
    assert palette.input.accessibleName()
    assert palette.list.accessibleName()


@pytest.mark.parametrize("name", ["Light", "Dark"])
@pytest.mark.parametrize("zoom", [100, 150])
def test_it_is_painted_in_the_colours_of_the_theme(theme, palette, name, zoom):
    palette.close()
    theme.apply(name, zoom)
    palette.open()
    image = palette.grab().toImage()
    first = palette.list.visualRect(palette.list.model().index(0, 0))
    corner = palette.list.viewport().mapTo(palette, first.topLeft() + QPoint(2, 2))
    assert image.pixelColor(corner) == theme.color("selection.back")
    assert image.pixelColor(3, 3) == theme.color("base")
    assert first.height() == theme.row_height
