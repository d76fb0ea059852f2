# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QLabel, QMainWindow

from ocppdesk.gui.window_layout import WindowLayout


@pytest.fixture
def make(qtbot, theme):
    def make_window():
        window = QMainWindow()
        qtbot.addWidget(window)
        window.setCentralWidget(QLabel("centre"))
        layout = WindowLayout(window, theme)
        layout.chargers.setWidget(QLabel("chargers"))
        layout.detail.setWidget(QLabel("detail"))
        window.show()
        return layout

    return make_window


@pytest.fixture
def layout(make):
    return make()


def test_the_detail_is_put_away_and_comes_back_as_high(layout):
    height = layout.detail.height()
    layout.offer_detail(is_table=False)
    assert not layout.detail.isVisible()
    layout.offer_detail(is_table=True)
    assert layout.detail.isVisible()
    assert layout.detail.height() == height


def test_a_detail_that_the_user_closed_stays_closed(layout):
    layout.detail.close()
    layout.offer_detail(is_table=False)
    layout.offer_detail(is_table=True)
    assert not layout.detail.isVisible()


def test_a_saved_layout_is_restored(layout, make):
    layout.chargers.close()
    other = make()
    other.restore(layout.saved())
    assert not other.chargers.isVisible()
    assert other.detail.isVisible()


def test_a_detail_that_is_put_away_is_saved_as_shown(layout, make):
    layout.offer_detail(is_table=False)
    other = make()
    other.restore(layout.saved())
    assert other.detail.isVisible()


@pytest.mark.parametrize("saved", ["", "nonsense!", "bm9uc2Vuc2U=", "fA=="])
def test_a_damaged_layout_changes_nothing(layout, saved):
    size = layout.chargers.size()
    layout.restore(saved)
    assert layout.chargers.isVisible()
    assert layout.chargers.size() == size


def test_reset_brings_everything_back(layout):
    layout.chargers.close()
    layout.reset()
    assert layout.chargers.isVisible()


def test_docks_follow_the_zoom(qtbot, layout):
    width = layout.chargers.width()
    layout.scale(1.5)
    qtbot.waitUntil(lambda: layout.chargers.width() == round(width * 1.5))


def test_docks_are_shown_and_hidden_by_name(layout):
    assert layout.shown_docks() == {"chargers": True, "detail": True}
    layout.show_docks({"chargers": False, "unknown": True})
    assert layout.shown_docks() == {"chargers": False, "detail": True}
    layout.show_docks({"chargers": True, "detail": False})
    assert not layout.detail.isVisible()
    assert layout.chargers.isVisible()


@pytest.mark.parametrize("is_shown", [True, False])
def test_the_detail_waits_for_the_table(layout, is_shown):
    layout.offer_detail(is_table=False)
    assert layout.shown_docks()["detail"]
    layout.show_docks({"detail": is_shown})
    assert not layout.detail.isVisible()
    assert layout.shown_docks()["detail"] is is_shown
    layout.offer_detail(is_table=True)
    assert layout.detail.isVisible() is is_shown
