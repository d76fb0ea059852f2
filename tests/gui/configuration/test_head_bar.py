# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.steps import How
from ocppdesk.gui.configuration.head_bar import HeadBar


@pytest.fixture
def bar(qtbot, theme):
    made = HeadBar(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_name_of_a_key_is_asked_for_with_enter(bar, qtbot):
    qtbot.keyClicks(bar.key, " Light ")
    with qtbot.waitSignal(bar.key_wanted) as asked:
        qtbot.keyClick(bar.key, Qt.Key.Key_Return)
    assert asked.args == ["Light"]


def test_nothing_typed_asks_for_nothing(bar, qtbot):
    with qtbot.assertNotEmitted(bar.key_wanted):
        qtbot.keyClick(bar.key, Qt.Key.Key_Return)


@pytest.mark.parametrize("how", How)
def test_each_way_of_reading_is_in_the_menu(bar, qtbot, how):
    with qtbot.waitSignal(bar.read_wanted) as wanted:
        bar.ways[how].trigger()
    assert wanted.args == [how]


def test_what_makes_no_sense_is_not_offered(bar):
    bar.enable(can_read=False, can_review=False)
    assert not bar.key.isEnabled()
    assert not bar.review.isEnabled()


def test_the_number_of_edits_stands_on_the_button(bar):
    bar.show_edits(3)
    assert bar.review.text() == "Review && apply (3)…"
