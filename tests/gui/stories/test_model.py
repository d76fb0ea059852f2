# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.configuration.filter import LineFilter, parse_line
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.messages.times import TimeMode
from ocppdesk.gui.stories.model import StoriesModel
from ocppdesk.gui.stories.rows import ChipKind, Column
from tests.gui.stories.sessions import SECOND, START, failed, running, story

NOW = START + 100 * 86_400 * SECOND
NONE = frozenset()
ROLES = Qt.ItemDataRole


@pytest.fixture
def model(theme):
    made = StoriesModel(theme)
    tester = QAbstractItemModelTester(made)
    yield made
    tester.deleteLater()
    made.deleteLater()


def numbers(model):
    return [row.number for row in model.shown]


def cells(model, row, role=ROLES.DisplayRole):
    return [model.index(row, column).data(role) for column in Column]


def test_the_newest_is_on_top(model):
    model.show_stories([story(1), story(2), story(3)], now=NOW)
    assert numbers(model) == [3, 2, 1]
    assert (model.total, model.newest) == (3, 3)
    assert [model.position(n) for n in (1, 2, 3, 4)] == [2, 1, 0, None]
    assert model.story(2) == story(2)


def test_a_new_session_is_inserted_and_the_others_are_not_touched(model, qtbot):
    model.show_stories([story(1), story(2)], now=NOW)
    touched = []
    model.dataChanged.connect(lambda *_: touched.append(True))
    held = QPersistentModelIndex(model.index(1, 0))
    with qtbot.waitSignal(model.rowsInserted):
        model.show_stories([story(1), story(2), story(3)], now=NOW)
    assert held.row() == 2
    assert touched == []


def test_only_the_session_that_changed_is_told_of(model, qtbot):
    model.show_stories([story(1), running(2)], now=NOW)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.show_stories([story(1), running(2, energy_wh=7_000.0)], now=NOW)
    first, last = told.args[:2]
    assert (first.row(), last.row()) == (0, 0)
    assert "7.00 kWh" in cells(model, 0)[Column.ENERGY]


def test_the_same_again_changes_nothing(model):
    told = []
    stories = [story(1), running(2), failed(3)]
    model.show_stories(stories, now=NOW)
    model.about_to_change.connect(lambda: told.append(True))
    model.show_stories(stories, now=NOW)
    assert told == []


def test_a_running_session_gets_longer(model):
    model.show_stories([running(1)], now=START + 86_430 * SECOND)
    before = cells(model, 0)[Column.DURATION]
    model.show_stories([running(1)], now=START + 86_490 * SECOND)
    assert cells(model, 0)[Column.DURATION] != before


def test_a_session_moves_when_it_is_greater_than_another(model, qtbot):
    model.show_stories([story(1, energy_wh=5.0), running(2, energy_wh=1.0)], now=NOW)
    model.sort(Column.ENERGY, Qt.SortOrder.DescendingOrder)
    assert numbers(model) == [1, 2]
    held = QPersistentModelIndex(model.index(1, 0))
    with qtbot.waitSignal(model.rowsMoved):
        stories = [story(1, energy_wh=5.0), running(2, energy_wh=9.0)]
        model.show_stories(stories, now=NOW)
    assert numbers(model) == [2, 1]
    assert held.row() == 0


def test_every_column_sorts(model):
    model.show_stories([failed(1), story(2), running(3)], now=NOW)
    for column in Column:
        for order in Qt.SortOrder:
            model.sort(column, order)
            keys = [row.key(column) for row in model.shown]
            is_down = order == Qt.SortOrder.DescendingOrder
            assert keys == sorted(keys, reverse=is_down)


def test_sessions_that_are_no_more_go(model):
    model.show_stories([story(1), story(2)], now=NOW)
    model.show_stories([story(2)], now=NOW)
    assert numbers(model) == [2]
    model.show_stories([], now=NOW)
    assert numbers(model) == []
    assert model.newest == 0


def test_many_at_once_are_a_new_table(model, qtbot):
    with qtbot.waitSignal(model.modelReset):
        model.show_stories([story(n) for n in range(1, 200)], now=NOW)
    assert numbers(model) == list(range(199, 0, -1))


def test_words_and_chips_let_sessions_through(model):
    model.show_stories([story(1), failed(2), running(3)], now=NOW)
    model.set_filter(parse_line("plug -completed"), NONE)
    assert numbers(model) == [2]
    model.set_filter(LineFilter(), frozenset({ChipKind.FAILED, ChipKind.RUNNING}))
    assert numbers(model) == [3, 2]
    model.set_filter(LineFilter(), NONE)
    assert numbers(model) == [3, 2, 1]
    assert model.counts() == {
        ChipKind.FAILED: 1,
        ChipKind.RUNNING: 1,
        ChipKind.NO_ENERGY: 0,
        ChipKind.SUSPECT: 0,
    }


def test_a_session_that_no_longer_passes_goes_unless_it_is_read(model):
    model.show_stories([running(1), running(2)], now=NOW)
    model.set_filter(LineFilter(), frozenset({ChipKind.RUNNING}))
    model.kept = 1
    model.show_stories([story(1), story(2)], now=NOW)
    assert numbers(model) == [1]
    model.set_filter(LineFilter(), frozenset({ChipKind.RUNNING}))
    assert numbers(model) == []


def test_a_session_that_passes_from_now_on_comes(model):
    model.show_stories([running(1)], now=NOW)
    model.set_filter(parse_line("completed"), NONE)
    assert numbers(model) == []
    model.show_stories([story(1)], now=NOW)
    assert numbers(model) == [1]


def test_an_expression_that_takes_for_ever_changes_nothing(model):
    model.show_stories([story(1, summary="a" * 5_000)], now=NOW)
    with pytest.raises(ValueError, match="too long"):
        model.set_filter(parse_line("/(a+)+(a+)+$b/"), NONE)
    assert numbers(model) == [1]
    model.show_stories([story(1), story(2)], now=NOW)
    assert numbers(model) == [2, 1]


def test_times_are_written_anew(model, qtbot):
    model.show_stories([story(1)], now=NOW)
    with qtbot.waitSignal(model.dataChanged):
        model.set_moments(Moments(TimeMode.UTC))
    assert cells(model, 0)[Column.START] == "2026-02-01T13:05:31Z"


def test_what_became_of_a_session_has_a_color_and_is_spoken(model, theme):
    model.show_stories([failed(1)], now=NOW)
    assert cells(model, 0, ROLES.ForegroundRole)[Column.OUTCOME] == theme.color(
        "refused"
    )
    assert cells(model, 0, ROLES.AccessibleTextRole)[Column.OUTCOME] == (
        "Failed: no plug"
    )
    assert cells(model, 0, ROLES.ToolTipRole)[Column.OUTCOME] == "No plug came."
    with_color = cells(model, 0, ROLES.ForegroundRole)
    theme.apply("Dark", 100)
    assert cells(model, 0, ROLES.ForegroundRole) != with_color


def test_every_column_has_a_heading_and_its_meaning(model):
    for role in (ROLES.DisplayRole, ROLES.ToolTipRole):
        texts = [model.headerData(c, Qt.Orientation.Horizontal, role) for c in Column]
        assert all(texts)
    assert model.headerData(0, Qt.Orientation.Vertical) is None


_MAKERS = (story, failed, running)
_STATES = st.lists(
    st.dictionaries(
        st.integers(1, 6),
        st.tuples(st.sampled_from(_MAKERS), st.sampled_from([None, 1.0, 2.0, 3.0])),
    ),
    max_size=4,
)


@pytest.fixture(scope="module")
def look():
    """A theme for all examples of a test."""
    return Theme(QApplication.instance() or QApplication([]))


@settings(max_examples=20)
@given(states=_STATES, column=st.sampled_from(Column), is_down=st.booleans())
def test_however_sessions_change_the_table_is_that_of_the_last_state(
    look, states, column, is_down
):
    model = StoriesModel(look)
    tester = QAbstractItemModelTester(model)
    orders = Qt.SortOrder
    model.sort(column, orders.DescendingOrder if is_down else orders.AscendingOrder)
    for state in states:
        stories = [
            make(number, energy_wh=energy)
            for number, (make, energy) in sorted(state.items())
        ]
        model.show_stories(stories, now=NOW)
        assert sorted(numbers(model)) == sorted(state)
        keys = [row.key(column) for row in model.shown]
        assert keys == sorted(keys, reverse=is_down)
        assert all(row.story in stories for row in model.shown)
    tester.deleteLater()
    model.deleteLater()
