# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QMainWindow

from ocppdesk.gui.window_layout import WindowLayout, first_size


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


def sizes(layout):
    layout.chargers.window().layout().activate()
    return layout.chargers.width(), layout.detail.height()


def zoom(layout, theme, percent):
    theme.apply("Light", percent)
    layout.follow_zoom()
    return sizes(layout)


@pytest.mark.parametrize("name", ["Light", "Sunlight"])
def test_a_long_status_has_room_in_the_list_of_chargers(make, theme, name):
    theme.apply(name, 100)
    text = QFontMetrics(theme.font()).horizontalAdvance("‖ Conn. 1: SuspendedEVSE")
    assert text + theme.scaled(50) < sizes(make())[0] <= 0.25 * 1366


def test_docks_follow_the_zoom_there_and_back(layout, theme):
    first = sizes(layout)
    larger = zoom(layout, theme, 120)
    assert larger == pytest.approx([length * 1.2 for length in first], rel=0.02)
    assert zoom(layout, theme, 100) == first


def test_at_a_large_zoom_most_of_the_window_is_for_the_table(layout, theme):
    window = layout.chargers.window()
    width, height = zoom(layout, theme, 200)
    assert width == pytest.approx(0.25 * window.width(), abs=1)
    assert height == pytest.approx(0.4 * window.height(), abs=1)
    first = zoom(layout, theme, 100)
    layout.reset()
    assert sizes(layout) == first


def test_what_the_user_moved_stays_when_the_zoom_changes(layout, theme):
    window = layout.chargers.window()
    window.resizeDocks([layout.chargers], [400], Qt.Orientation.Horizontal)
    height = sizes(layout)[1]
    assert zoom(layout, theme, 120) == (400, pytest.approx(1.2 * height, rel=0.02))
    window.resizeDocks([layout.detail], [150], Qt.Orientation.Vertical)
    assert zoom(layout, theme, 150) == (400, 150)


def test_what_the_user_moved_in_an_earlier_window_stays_too(layout, make, theme):
    window = layout.chargers.window()
    window.resizeDocks([layout.chargers], [400], Qt.Orientation.Horizontal)
    height = sizes(layout)[1]
    other = make()
    other.restore(layout.saved())
    assert sizes(other) == (400, height)
    assert zoom(other, theme, 120) == (400, pytest.approx(1.2 * height, rel=0.02))


def test_a_zoom_before_the_window_is_shown_counts(make, theme, qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QLabel("centre"))
    layout = WindowLayout(window, theme)
    zoom(layout, theme, 150)
    window.show()
    assert sizes(layout) == sizes(make())


def test_a_detail_that_is_put_away_comes_back_as_the_zoom_wants(layout, theme):
    height = sizes(layout)[1]
    layout.offer_detail(is_table=False)
    zoom(layout, theme, 120)
    layout.offer_detail(is_table=True)
    assert sizes(layout)[1] == pytest.approx(1.2 * height, rel=0.02)


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


def test_the_detail_can_be_beside_the_table_and_below_it_again(layout, theme):
    below = sizes(layout)
    layout.put_detail(beside=True)
    sizes(layout)
    assert layout.is_detail_beside
    assert layout.detail.x() > layout.chargers.width()
    assert layout.detail.width() == pytest.approx(theme.scaled(460), abs=2)
    assert layout.detail.height() > below[1]
    layout.put_detail(beside=False)
    assert sizes(layout) == below


def test_a_detail_beside_the_table_is_put_away_and_comes_back_as_wide(layout):
    layout.put_detail(beside=True)
    sizes(layout)
    window = layout.chargers.window()
    window.resizeDocks([layout.detail], [350], Qt.Orientation.Horizontal)
    sizes(layout)
    layout.offer_detail(is_table=False)
    layout.offer_detail(is_table=True)
    sizes(layout)
    assert layout.detail.width() == 350


def test_a_detail_beside_the_table_is_there_at_the_next_start(layout, make):
    layout.put_detail(beside=True)
    other = make()
    other.restore(layout.saved())
    assert other.is_detail_beside


def test_a_closed_detail_stays_closed_wherever_it_is_put(layout):
    layout.detail.close()
    layout.put_detail(beside=True)
    assert not layout.detail.isVisible()


def test_a_wide_window_has_the_detail_beside_the_table_after_a_reset(layout):
    window = layout.chargers.window()
    window.setMinimumWidth(1800)
    layout.reset()
    assert layout.is_detail_beside
    window.setMinimumWidth(0)
    layout.reset()
    assert not layout.is_detail_beside


def test_a_window_that_fills_the_screen_goes_on_to_do_so(layout):
    window = layout.chargers.window()
    window.showMaximized()
    layout.reset()
    assert window.isMaximized()


@pytest.mark.parametrize(
    ("screen", "width"),
    [
        ((1366, 728), 1366),
        ((1680, 1050), 1366),
        ((1920, 1040), 1680),
        ((800, 800), 1366),
    ],
)
def test_a_window_is_as_large_at_first_as_its_screen_suggests(screen, width):
    assert first_size(QSize(*screen)).width() == width
