# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.remark import Remark


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(600, 300)
    layout = QVBoxLayout(made)
    layout.addWidget(QLineEdit(), 0, Qt.AlignmentFlag.AlignTop)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def field(window):
    return window.findChild(QLineEdit)


@pytest.fixture
def remark(theme, field):
    return Remark(theme, field)


def test_it_hangs_below_its_input_and_moves_nothing(remark, field, window):
    before = field.geometry()
    remark.say("This is wrong.")
    assert remark.isVisible()
    assert remark.parentWidget() is window
    assert remark.y() >= field.mapTo(window, QPoint(0, field.height())).y()
    assert field.geometry() == before


def test_it_follows_its_input(remark, field, window, qtbot):
    remark.say("This is wrong.")
    window.resize(400, 300)
    qtbot.waitUntil(lambda: remark.width() == field.width())
    assert remark.geometry().right() < 400


def test_it_goes_and_comes_with_its_input(remark, field):
    remark.say("This is wrong.")
    field.hide()
    assert not remark.isVisible()
    field.show()
    assert remark.isVisible()
    remark.withdraw()
    field.hide()
    field.show()
    assert not remark.isVisible()
    assert remark.text == ""


def test_screen_readers_are_told(remark):
    remark.say("This is wrong.")
    assert remark.accessibleName() == "This is wrong."


def test_the_way_out_is_a_button(remark, qtbot):
    remark.say("The wrong way round.", way_out="Swap")
    button = remark.findChild(QPushButton)
    assert button.isVisible()
    with qtbot.waitSignal(remark.accepted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    remark.say("Just wrong.", level="warning")
    assert not button.isVisible()


def test_it_can_stand_in_a_layout(theme, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    remark = Remark(theme)
    QVBoxLayout(window).addWidget(remark)
    window.show()
    assert not remark.isVisible()
    remark.say("This is wrong.")
    assert remark.isVisible()
    assert remark.parentWidget() is window


def test_it_survives_the_move_of_its_input_to_another_window(
    remark, field, window, qtbot
):
    remark.say("This is wrong.")
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(field, "Elsewhere")
    tabs.show()
    remark.say("Still wrong.")
    assert remark.parentWidget() is tabs


def test_it_can_lie_on_what_can_be_done_without(theme, field, window, qtbot):
    field.setFixedHeight(60)
    window.layout().activate()
    remark = Remark(theme, field, covers=True)
    remark.say("This is wrong.")
    corner = field.mapTo(window, QPoint(0, 0))
    assert remark.geometry().topLeft() == corner
    assert remark.geometry().bottom() == corner.y() + 59
    close = remark.findChild(QToolButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not remark.isVisible()
    assert remark.text == ""


def test_below_an_input_it_has_no_cross(remark):
    remark.say("This is wrong.")
    assert not remark.findChild(QToolButton).isVisible()
