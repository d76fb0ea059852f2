# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QLineEdit

from ocppdesk.gui.search.progress import BusyLine


@pytest.fixture
def field(theme, qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    made.resize(400, 30)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def line(theme, field):
    return BusyLine(theme, field)


def filled(line, theme):
    """Return how many of the line's columns have the colour of progress."""
    image = line.grab().toImage()
    accent = theme.color("accent")
    columns = range(image.width())
    return sum(image.pixelColor(x, 1) == accent for x in columns)


def test_a_piece_wanders_until_something_is_known(line, qtbot):
    line.start()
    first = line.grab().toImage()
    qtbot.waitUntil(lambda: line.grab().toImage() != first)
    line.stop()
    assert not line.isVisible()


def test_it_grows_with_the_search(line, theme):
    line.start()
    line.set_percent(25)
    quarter = filled(line, theme)
    line.set_percent(50)
    half = filled(line, theme)
    assert abs(half - line.width() // 2) <= 2
    assert abs(half - 2 * quarter) <= 2


def test_the_next_search_begins_anew(line):
    line.start()
    line.set_percent(80)
    line.stop()
    assert line.percent is None


def test_it_lies_at_the_bottom_of_its_field(line, field, qtbot):
    line.start()
    field.resize(600, 40)
    qtbot.waitUntil(lambda: line.width() > 500)
    assert field.height() - line.geometry().bottom() < 4
