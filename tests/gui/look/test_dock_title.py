# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ocppdesk.gui.look.dock_title import DockTitle


@pytest.fixture
def dock(qtbot, theme):
    window = QMainWindow()
    qtbot.addWidget(window)
    made = QDockWidget("Detail", window)
    made.setTitleBarWidget(DockTitle(theme, made))
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, made)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    window.close()


def test_the_title_grows_with_the_zoom(dock, theme):
    title = dock.titleBarWidget()
    font, height = title.label.font().pointSizeF(), title.sizeHint().height()
    icon = title.close_button.iconSize()
    theme.apply("Light", 200)
    assert title.label.font().pointSizeF() == 2 * font
    assert title.sizeHint().height() > 1.7 * height
    assert title.close_button.iconSize() == 2 * icon


def test_the_title_is_that_of_the_dock(dock):
    assert dock.titleBarWidget().label.text() == "Detail"
    dock.setWindowTitle("Answer")
    assert dock.titleBarWidget().label.text() == "Answer"


def test_the_button_closes_the_dock(dock, qtbot):
    button = dock.titleBarWidget().close_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not dock.isVisible()
