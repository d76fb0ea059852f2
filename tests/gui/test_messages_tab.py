# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QApplication

from ocppdesk.filters.conditions import All, Between, Charger, Everything, Text
from ocppdesk.gui.messages_tab import MessagesTab
from ocppdesk.settings import Settings


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def tab(qtbot, theme, settings):
    made = MessagesTab(settings, theme)
    qtbot.addWidget(made)
    made.resize(1200, 400)
    made.show()
    yield made
    made.messages.close_reader()


def test_without_a_choice_everything_passes(tab):
    assert isinstance(tab.current_filter(), Everything)


def test_search_times_and_charger_go_together(tab):
    tab.search.set_text("Faulted")
    tab.times.set_range(Between(since=1_000_000_000_000_000))
    tab.choose_charger("CP1")
    chosen = tab.current_filter()
    assert isinstance(chosen, All)
    assert Text("Faulted") in chosen.parts
    assert Charger("CP1") in chosen.parts
    assert Between(since=1_000_000_000_000_000) in chosen.parts
    tab.clear_filter()
    assert tab.current_filter() == Charger("CP1")


def test_rows_follow_the_filter_and_counts_are_told(qtbot, tab, recording, reader):
    last = recording.beat(3)
    counts = []
    tab.counts_changed.connect(lambda *pair: counts.append(pair))
    tab.show_reader(reader, last)
    qtbot.waitUntil(lambda: counts[-1:] == [(last, last)], timeout=5_000)
    tab.search.set_text("no such text")
    qtbot.waitUntil(lambda: counts[-1] == (0, last), timeout=5_000)
    tab.clear_filter()
    qtbot.waitUntil(lambda: counts[-1] == (last, last), timeout=5_000)


def test_typing_in_the_table_goes_on_in_the_search(qtbot, tab, recording, reader):
    tab.show_reader(reader, recording.beat(1))
    tab.activateWindow()
    tab.messages.view.setFocus()
    qtbot.keyClicks(tab.messages.view, "Heart")
    assert tab.search.text() == "Heart"
    assert QApplication.focusWidget() is tab.search.field


def test_the_chosen_charger_is_named_beside_the_search(tab):
    tab.choose_charger("CP-0042")
    (label,) = [
        child
        for child in tab.findChildren(object)
        if getattr(child, "accessibleName", lambda: "")() == "Charger shown"
    ]
    assert label.text() == "CP-0042"
    assert label.isVisible()
    tab.choose_charger("")
    assert not label.isVisible()
