# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ocppdesk.gui.search.choices import Choice
from ocppdesk.gui.search.popup import ChoiceModel, ChoicePopup

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

CHOICES = [
    Choice("All messages", ""),
    Choice("In this capture"),
    Choice("Heartbeat", "Heartbeat", "Heartbeat"),
    Choice("Reset", "Reset", "Reset"),
]


@pytest.fixture
def field(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = QLineEdit()
    QVBoxLayout(window).addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    made.setFocus()
    yield made
    window.close()


@pytest.fixture
def popup(theme, field):
    made = ChoicePopup(theme, field)
    yield made
    made.hide()


def label_of(popup):
    index = popup.currentIndex()
    return index.data() if index.isValid() else None


def test_the_model_keeps_the_rules_of_models(qapp):
    model = ChoiceModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model.show_choices(CHOICES)
    model.show_counts({"Heartbeat": 3})
    model.show_choices(CHOICES[:1])
    assert tester.model() is model


def test_headings_cannot_be_chosen(popup, field, qtbot):
    popup.open_with(CHOICES)
    chosen = []
    popup.chosen.connect(chosen.append)
    area = popup.visualRect(popup.model().index(1, 0))
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert chosen == []


def test_nothing_is_preselected_so_that_enter_stays_with_the_text(popup, field, qtbot):
    popup.open_with(CHOICES)
    with qtbot.waitSignal(field.returnPressed):
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()


def test_arrows_step_over_headings(popup, qtbot):
    popup.open_with(CHOICES)
    for expected in ("All messages", "Heartbeat", "Reset", "Reset"):
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        assert label_of(popup) == expected
    for expected in ("Heartbeat", "All messages"):
        qtbot.keyClick(popup, Qt.Key.Key_Up)
        assert label_of(popup) == expected


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_enter_and_tab_take_the_current_line(popup, qtbot, key):
    popup.open_with(CHOICES)
    qtbot.keyClick(popup, Qt.Key.Key_Up)
    with qtbot.waitSignal(popup.chosen) as signal:
        qtbot.keyClick(popup, key)
    assert signal.args == [CHOICES[3]]
    assert not popup.isVisible()


def test_a_click_takes_a_line(popup, qtbot):
    popup.open_with(CHOICES)
    area = popup.visualRect(popup.model().index(2, 0))
    with qtbot.waitSignal(popup.chosen) as signal:
        qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert signal.args == [CHOICES[2]]


def test_escape_closes_the_list_and_leaves_the_text(popup, field, qtbot):
    field.setText("Reset")
    popup.open_with(CHOICES)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert field.text() == "Reset"


def test_tab_takes_the_first_line_of_a_completion(popup, qtbot):
    popup.open_with(CHOICES[1:], takes_first=True)
    with qtbot.waitSignal(popup.chosen) as signal:
        qtbot.keyClick(popup, Qt.Key.Key_Tab)
    assert signal.args == [CHOICES[2]]


def test_enter_takes_no_line_that_nobody_chose(popup, field, qtbot):
    popup.open_with(CHOICES[1:], takes_first=True)
    with (
        qtbot.assertNotEmitted(popup.chosen),
        qtbot.waitSignal(field.returnPressed),
    ):
        qtbot.keyClick(popup, Qt.Key.Key_Return)


def test_closing_it_by_key_is_told(popup, qtbot):
    popup.open_with(CHOICES)
    with qtbot.waitSignal(popup.dismissed):
        qtbot.keyClick(popup, Qt.Key.Key_Escape)


def test_meanings_and_counts_stand_beside_the_names(popup, field):
    plain = Choice("connector", "connector", span=(0, 3))
    popup.open_with([plain])
    without = popup.viewport().grab().toImage()
    said = Choice("connector", "connector", detail="Connector (number)", span=(0, 3))
    popup.open_with([said])
    assert popup.viewport().grab().toImage() != without
    index = popup.model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "connector, Connector (number)"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Connector (number)"


def test_values_have_counts_of_their_own(popup):
    popup.open_with([Choice("Faulted", "Faulted", count=3, span=(0, 0))])
    assert popup.model().index(0, 0).data(ChoiceModel.COUNT) == "3"


def test_typing_goes_on_into_the_field(popup, field, qtbot):
    popup.open_with(CHOICES)
    qtbot.keyClicks(popup, "Bo")
    qtbot.keyClick(popup, Qt.Key.Key_Backspace)
    assert field.text() == "B"
    assert popup.isVisible()


def test_counts_change_in_place(popup):
    popup.open_with(CHOICES)
    popup.setCurrentIndex(popup.model().index(3, 0))
    popup.lines.show_counts({"Heartbeat": 214})
    assert label_of(popup) == "Reset"
    assert popup.model().index(2, 0).data(ChoiceModel.COUNT) == "214"
    assert popup.model().index(3, 0).data(ChoiceModel.COUNT) == ""


def test_a_screen_reader_hears_the_count(popup):
    popup.open_with(CHOICES)
    popup.lines.show_counts({"Heartbeat": 214})
    index = popup.model().index(2, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Heartbeat, 214"


def test_the_list_hangs_below_the_field_within_the_screen(popup, field):
    popup.open_with(CHOICES * 40)
    corner = field.mapToGlobal(QPoint(0, field.height()))
    assert popup.y() >= corner.y()
    assert field.screen().availableGeometry().contains(popup.geometry())


def test_without_a_line_there_is_no_list(popup):
    popup.open_with(CHOICES)
    popup.open_with([])
    assert not popup.isVisible()


def test_a_press_beside_the_list_closes_it_and_one_inside_does_not(popup, qtbot):
    popup.open_with(CHOICES)
    heading = popup.visualRect(popup.lines.index(1)).center()
    qtbot.mousePress(popup.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert popup.isVisible()
    qtbot.mousePress(popup, Qt.MouseButton.LeftButton, pos=QPoint(-50, 30))
    assert not popup.isVisible()
