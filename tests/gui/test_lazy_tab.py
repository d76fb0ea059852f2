# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QLabel, QTabWidget

from ocppdesk.gui.lazy_tab import LazyTab


@pytest.fixture
def tabs(qtbot):
    widget = QTabWidget()
    qtbot.addWidget(widget)
    widget.addTab(QLabel("first"), "First")
    widget.show()
    return widget


def test_the_view_is_made_at_the_first_look_and_once(tabs):
    made = []
    tab = LazyTab(tabs, "Second", lambda place: made.append(place) or QLabel("second"))
    assert tabs.tabText(1) == "Second"
    assert not tab.is_made
    tabs.setCurrentIndex(1)
    assert tab.is_made
    tabs.setCurrentIndex(0)
    tabs.setCurrentIndex(1)
    assert made == [tab.place]
    assert tab.get().parent() is tab.place


def test_it_can_be_brought_to_the_front(tabs):
    tab = LazyTab(tabs, "Second", lambda _place: QLabel("second"))
    assert tab.bring().text() == "second"
    assert tabs.currentIndex() == 1


def test_the_first_look_may_prepare_it_only(tabs):
    looks = []
    tab = LazyTab(
        tabs, "Second", lambda _place: QLabel(), prepare=lambda: looks.append(1)
    )
    tabs.setCurrentIndex(1)
    assert looks == [1]
    assert not tab.is_made
    tab.get()
    assert tab.is_made
