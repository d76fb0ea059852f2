# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QLocale

from ocppdesk.gui.search.count import SearchCount


@pytest.fixture
def count(theme, qtbot):
    made = SearchCount(theme)
    qtbot.addWidget(made)
    return made


def test_it_says_nothing_until_it_is_told(count):
    assert (count.text, count.rest) == ("", "")


def test_it_says_how_many_are_shown_and_hidden(count):
    count.set_shown(214, 932)
    assert (count.text, count.rest) == ("214 / 932", "718 hidden")
    count.set_shown(932, 932)
    assert (count.text, count.rest) == ("932 / 932", "")


def test_large_numbers_are_grouped(count):
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        count.set_shown(1_932, 1_000_000)
    finally:
        QLocale.setDefault(before)
    assert (count.text, count.rest) == ("1,932 / 1,000,000", "998,068 hidden")


def test_dimmed_messages_are_not_hidden(count):
    count.set_shown(214, 932)
    count.set_dims(True)
    assert count.rest == "718 dimmed"
    count.set_dims(False)
    assert count.rest == "718 hidden"


def test_exchanges_are_named_as_the_reason_for_fewer_rows(count):
    count.set_shown(466, 932)
    count.set_view(exchanges=True, is_filtered=False)
    assert count.rest == "rows are exchanges"
    count.set_view(exchanges=True, is_filtered=True)
    assert count.rest == "466 hidden or in exchanges"
    assert "one row" in count._rest.toolTip()
    count.set_view(exchanges=False, is_filtered=True)
    assert count.rest == "466 hidden"


def test_a_selected_row_that_is_hidden_is_said(count):
    count.set_shown(214, 932)
    count.set_chosen_hidden(True)
    assert count.rest == "718 hidden, also the selected one"
    count.set_chosen_hidden(False)
    assert count.rest == "718 hidden"


def test_while_a_search_runs_there_may_be_more(count):
    count.set_shown(214, 932)
    count.set_running(True)
    assert (count.text, count.rest) == ("214+ / 932", "Searching…")
    count.set_running(False)
    assert count.text == "214 / 932"


def test_it_never_gets_narrower_while_numbers_run(count):
    count.set_shown(214_000, 932_000)
    before = count.sizeHint().width()
    count.set_shown(1, 932_000)
    assert count.sizeHint().width() == before


def test_the_rest_gives_way_where_room_is_short(count):
    count.set_shown(1, 932)
    wide = count.sizeHint().width()
    count.set_roomy(False)
    assert count.sizeHint().width() < wide
