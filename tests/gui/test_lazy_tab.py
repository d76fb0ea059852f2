# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QLabel, QTabWidget

from ocppdesk.gui.lazy_tab import LazyTab

UNUSUAL = "colorsys"
"""A module that nothing else of the tests imports."""


@pytest.fixture
def tabs(qtbot):
    widget = QTabWidget()
    qtbot.addWidget(widget)
    widget.addTab(QLabel("first"), "First")
    widget.show()
    return widget


class Made:
    """What became of a view, in its order."""

    def __init__(self, tabs, **options):
        self.told = []
        self.tab = LazyTab(tabs, "Second", self.make, self.begin, **options)

    def make(self, place):
        self.told.append("made")
        return QLabel("second")

    def begin(self, view):
        self.told.append(f"told while visible: {view.isVisible()}")


def test_the_view_is_made_soon_after_the_first_look_and_once(tabs, qtbot):
    made = Made(tabs)
    assert tabs.tabText(1) == "Second"
    tabs.setCurrentIndex(1)
    assert made.told == []
    assert not made.tab.is_made
    qtbot.waitUntil(lambda: made.tab.is_made)
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(1)
    assert made.tab.get().parent() is made.tab.place
    qtbot.waitUntil(made.tab.get().isVisible)
    assert made.told == ["made", "told while visible: False"]


def test_it_is_there_at_once_for_who_asks(tabs, qtbot):
    made = Made(tabs)
    tabs.setCurrentIndex(1)
    assert made.tab.get().text() == "second"
    assert made.tab.is_made
    qtbot.waitUntil(made.tab.get().isVisible)
    assert made.told == ["made", "told while visible: False"]


def test_something_is_done_with_it_when_it_was_brought_to_the_front(tabs, qtbot):
    made = Made(tabs)
    made.tab.bring(lambda view: made.told.append(view.text()))
    assert tabs.currentIndex() == 1
    qtbot.waitUntil(lambda: len(made.told) == 3)
    tabs.setCurrentIndex(0)
    made.tab.bring(lambda view: made.told.append("again"))
    assert tabs.currentIndex() == 1
    assert made.told[2:] == ["second", "again"]


def test_what_it_needs_is_loaded_before(tabs, qtbot):
    made = Made(tabs, modules=[UNUSUAL])
    tabs.setCurrentIndex(1)
    tabs.setCurrentIndex(0)
    assert made.tab.is_making
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: made.tab.is_made)
    assert not made.tab.is_making
    assert made.told[0] == "made"
    assert len(made.told) == 2


def test_a_view_that_cannot_be_made_is_tried_again_at_the_next_look(tabs, qtbot):
    tries = []

    def make(place):
        tries.append(place)
        if len(tries) == 1:
            raise OSError("no")
        return QLabel("second")

    tab = LazyTab(tabs, "Second", make, lambda _view: None)
    with qtbot.capture_exceptions() as errors:
        tabs.setCurrentIndex(1)
        qtbot.waitUntil(lambda: bool(errors))
    assert not tab.is_made
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: tab.is_made)
    assert len(errors) == 1


def test_nothing_is_made_in_a_window_that_closes(tabs, qtbot):
    made, other = Made(tabs), Made(tabs, modules=["tabnanny", UNUSUAL])
    tabs.setCurrentIndex(1)
    tabs.setCurrentIndex(2)
    made.tab.stop()
    other.tab.stop()
    third = Made(tabs)
    tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: third.tab.is_made)
    assert made.told == other.told == []
