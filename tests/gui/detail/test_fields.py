# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from ocppdesk.gui.detail.fields import FieldsView
from ocppdesk.gui.detail.meanings import GivenMeanings, PayloadMeanings

NOTHING = GivenMeanings()
STATUS = PayloadMeanings("StatusNotification", "1.6", is_request=True, recorded_at=0)
SAMPLES = [{"value": str(n), "measurand": "Voltage", "unit": "V"} for n in range(6)]

# Offscreen there is no keyboard to grab for a menu.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


@pytest.fixture
def view(theme, qtbot):
    made = FieldsView(theme)
    qtbot.addWidget(made)
    made.resize(800, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def is_open(view, path):
    return view.tree.isExpanded(view.model.find(path))


def clipboard():
    return QGuiApplication.clipboard().text()


def test_a_small_payload_is_open(view):
    view.show_payload({"evse": {"id": 1}, "meterValue": [{"a": 1}]}, NOTHING)
    assert is_open(view, "evse")
    assert is_open(view, "meterValue")
    assert is_open(view, "meterValue[0]")


def test_the_elements_of_an_array_are_a_line_each(view):
    view.show_payload({"meterValue": [{"sampledValue": SAMPLES}]}, NOTHING)
    assert is_open(view, "meterValue[0].sampledValue")
    assert not is_open(view, "meterValue[0].sampledValue[0]")


def test_a_long_array_stays_folded(view):
    view.show_payload({"list": list(range(21))}, NOTHING)
    assert not is_open(view, "list")


def test_no_more_is_opened_than_can_be_read(view):
    view.show_payload(
        {f"k{n}": {f"x{m}": 1 for m in range(9)} for n in range(9)}, NOTHING
    )
    opened = [n for n in range(9) if is_open(view, f"k{n}")]
    assert opened == [0, 1, 2, 3, 4]


def test_wrong_fields_are_opened_wherever_they_are(view):
    path = "meterValue[0].sampledValue[4].unit"
    payload = {"meterValue": [{"sampledValue": SAMPLES}]}
    view.show_payload(payload, NOTHING, marked=[path])
    assert is_open(view, "meterValue[0].sampledValue[4]")


def test_selecting_a_path_opens_and_shows_it(view):
    view.show_payload({"list": [{"a": n} for n in range(5000)]}, NOTHING)
    view.select("list[4321].a")
    assert view.selected.value == 4321
    area = view.tree.visualRect(view.tree.currentIndex())
    assert view.tree.viewport().rect().contains(area)
    assert view.note == "list[4321].a: 4321"


def test_the_selected_field_is_explained_below(view, qtbot):
    view.show_payload({"connectorId": 1, "status": "Faulted"}, STATUS)
    view.tree.setFocus()
    view.tree.setCurrentIndex(view.model.index(0, 0))
    qtbot.keyClick(view.tree, Qt.Key.Key_Down)
    value, field = view.note.split("\n")
    assert value == STATUS.of_value("status", "Faulted")
    assert field == STATUS.of_field("status")


def test_a_value_that_the_tree_may_cut_stands_in_the_note(view):
    view.show_payload({"info": "x y " * 30}, STATUS)
    view.select("info")
    assert "x y " * 20 in view.note


def test_another_payload_has_no_note_yet(view):
    view.show_payload({"status": "Faulted"}, STATUS)
    view.select("status")
    view.show_payload({"status": "Available"}, STATUS)
    assert view.selected is None
    assert not view.findChild(type(view._note)).isVisible()


def test_ctrl_c_copies_the_value(view, qtbot):
    view.show_payload({"csr": "M" * 5000}, NOTHING)
    view.select("csr")
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == "M" * 5000


def test_a_copied_object_is_json(view):
    view.show_payload({"evse": {"id": 1}}, NOTHING)
    view.select("evse")
    view.copy_value()
    assert json.loads(clipboard()) == {"id": 1}
    view.copy_path()
    assert clipboard() == "evse"


def test_without_a_selection_nothing_is_copied(view):
    QGuiApplication.clipboard().setText("before")
    view.show_payload({"a": 1}, NOTHING)
    view.copy_value()
    view.copy_path()
    assert clipboard() == "before"


def test_a_right_click_offers_to_copy(view, qtbot):
    view.show_payload({"a": 1}, NOTHING)
    view.tree.customContextMenuRequested.emit(view.tree.rect().center())
    assert view.tree.findChild(QMenu) is None
    view.select("a")
    view.tree.customContextMenuRequested.emit(view.tree.rect().center())
    menu = view.tree.findChild(QMenu)
    assert [a.text() for a in menu.actions() if a.text()] == ["Copy value", "Copy path"]
    menu.close()


def test_more_can_be_added_to_the_menu_of_a_field(view):
    view.show_payload({"list": [{"a": 1}]}, NOTHING)
    opened = []
    view.menu_opening.connect(lambda menu, node: opened.append(node.path))
    view.select("list[0].a")
    view.tree.customContextMenuRequested.emit(view.tree.rect().center())
    assert opened == ["list[0].a"]
    view.tree.findChild(QMenu).close()


def test_where_there_is_nothing_a_sentence_says_so(view):
    view.show_payload({}, NOTHING, empty_text="It has no fields.")
    empty = view.tree.viewport().grab().toImage()
    view.show_payload({}, NOTHING)
    assert view.tree.viewport().grab().toImage() != empty


def test_without_meanings_values_have_the_room(view):
    view.show_payload({"a": 1}, NOTHING, has_meanings=False)
    assert view.tree.isColumnHidden(2)
    view.show_payload({"a": 1}, NOTHING)
    assert not view.tree.isColumnHidden(2)


def test_a_column_that_the_user_drew_keeps_its_width(view):
    view.show_payload({"a": 1}, NOTHING)
    view.tree.header().resizeSection(0, 222)
    view.show_payload({"a_much_longer_name": 1}, NOTHING)
    assert view.tree.columnWidth(0) == 222


def test_columns_fit_what_is_shown_until_then(view):
    view.show_payload({"a": 1}, NOTHING)
    narrow = view.tree.columnWidth(0)
    view.show_payload({"a_really_very_much_longer_name": 1}, NOTHING)
    assert view.tree.columnWidth(0) > narrow


def test_lines_below_can_be_reached_by_keyboard(view, qtbot):
    view.show_payload({"list": list(range(21))}, NOTHING)
    view.setFocus()
    view.tree.setCurrentIndex(view.model.index(0, 0, QModelIndex()))
    qtbot.keyClick(view.tree, Qt.Key.Key_Right)
    qtbot.keyClick(view.tree, Qt.Key.Key_Down)
    assert view.selected.path == "list[0]"
