# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from ocppdesk.gui.search.field import SearchField, State


@pytest.fixture
def window(theme, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addWidget(SearchField(theme))
    layout.addWidget(QLineEdit())
    made.resize(400, 120)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def field(window):
    return window.findChild(SearchField)


def words(field):
    """Return what the signs in the field say."""
    return [b.text() for b in field.findChildren(QToolButton) if b.isVisible()]


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_Down, "list_wanted"),
        (Qt.Key.Key_Return, "apply_wanted"),
        (Qt.Key.Key_Enter, "apply_wanted"),
        (Qt.Key.Key_Escape, "revert_wanted"),
    ],
)
def test_keys_speak(field, qtbot, key, signal):
    field.setText("Reset")
    with qtbot.waitSignal(getattr(field, signal)):
        qtbot.keyClick(field, key)


def test_escape_in_an_empty_field_is_left_to_others(field, qtbot):
    with qtbot.assertNotEmitted(field.revert_wanted):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (State.VALID, "The filter applies"),
        (State.DOUBTFUL, "The filter applies, with a doubt"),
        (State.INVALID, "This is not a filter"),
        (State.OFF, "The filter is off"),
    ],
)
def test_a_state_is_a_sign_with_a_text(field, state, text):
    field.show_state(state)
    assert text in words(field)
    field.show_state(State.NEUTRAL)
    assert text not in words(field)


def test_the_cross_clears_and_is_there_only_if_there_is_a_text(field, qtbot):
    clear = "Clear the search (Esc)"
    assert clear not in words(field)
    field.setText("Reset")
    button = next(b for b in field.findChildren(QToolButton) if b.text() == clear)
    with qtbot.waitSignal(field.clear_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_part_of_the_text_is_underlined(field, theme):
    field.setText("action == Heart beat")
    field.clearFocus()
    plain = field.grab().toImage()
    field.mark((10, 20))
    marked = field.grab().toImage()
    rows = range(plain.height())
    changed = [
        x
        for x in range(plain.width())
        if any(plain.pixel(x, y) != marked.pixel(x, y) for y in rows)
    ]
    letter = field.fontMetrics().horizontalAdvance("n")
    width = field.fontMetrics().horizontalAdvance("Heart beat")
    assert abs(changed[-1] - changed[0] - width) < 2 * letter
    field.mark(None)
    assert field.grab().toImage() == plain
    assert field.text() == "action == Heart beat"


def test_leaving_the_field_is_told(field, window, qtbot):
    field.setFocus()
    with qtbot.waitSignal(field.left):
        window.findChildren(QLineEdit)[-1].setFocus()


def test_the_question_mark_asks_for_help(field, qtbot):
    button = next(
        b for b in field.findChildren(QToolButton) if b.text() == "How to write filters"
    )
    with qtbot.waitSignal(field.help_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("span", "marked"), [((5, 5), (4, 5)), ((2, 2), (2, 3)), ((1, 99), (1, 5))]
)
def test_where_something_is_missing_a_letter_is_underlined(field, span, marked):
    field.setText("Reset")
    field.mark(span)
    assert field.marked == marked


def test_a_sign_says_why(field):
    field.show_state(State.INVALID, "Missing ).")
    tips = [b.toolTip() for b in field.findChildren(QToolButton) if b.isVisible()]
    assert "Missing )." in tips


def test_every_state_has_a_look_of_its_own(field):
    field.setText("Reset")
    pictures = []
    for state in State:
        field.show_state(state)
        pictures.append(field.grab().toImage())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])
