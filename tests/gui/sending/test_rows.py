# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.forms.fields import form_of
from ocppdesk.core.forms.outline import FormRow, RowKind
from ocppdesk.gui.sending.rows import OfferRow, TitleRow, ValueRow, row_widget

PROFILE = form_of("SetChargingProfile", "1.6")
PERIODS = ("csChargingProfiles", "chargingSchedule", "chargingSchedulePeriod")


@pytest.fixture
def make(qtbot, theme):
    """Make the widget of a row, and hear what it wishes."""

    def build(kind, path, *, place=None, count=0, depth=0):
        field = PROFILE.at(path)
        if place is not None and isinstance(place[-1], int):
            field = field.item
        row = FormRow(kind, place or tuple(path.split(".")), field, depth, count)
        widget = row_widget(row, theme, lambda: ())
        qtbot.addWidget(widget)
        widget.show()
        wishes = []
        widget.wanted.connect(lambda place, what: wishes.append((place, what)))
        return widget, wishes

    return build


def test_a_value_has_a_name_for_eyes_and_ears(make):
    widget, _wishes = make(RowKind.VALUE, "connectorId")
    assert isinstance(widget, ValueRow)
    assert widget.editor.input.accessibleName() == "connectorId, required"
    assert widget.editor.input.accessibleDescription()


def test_a_value_tells_its_place(qtbot, make):
    widget, _wishes = make(RowKind.VALUE, "connectorId")
    heard = []
    widget.edited.connect(lambda *what: heard.append(what))
    qtbot.keyClicks(widget.editor.line, "2")
    assert heard == [(("connectorId",), 2)]


def test_what_is_refused_is_said_below(make):
    widget, _wishes = make(RowKind.VALUE, "connectorId")
    widget.show_error("A whole number is wanted.")
    assert widget.error.isVisible()
    widget.show_error("")
    assert not widget.error.isVisible()


def test_items_are_moved_and_removed(qtbot, make):
    widget, wishes = make(RowKind.ITEM, ".".join(PERIODS), place=(*PERIODS, 1), count=3)
    assert isinstance(widget, TitleRow)
    assert widget.title.text() == "chargingSchedulePeriod [1]"
    for name in ("up", "down", "remove"):
        qtbot.mouseClick(widget.buttons[name], Qt.MouseButton.LeftButton)
    assert wishes == [((*PERIODS, 1), name) for name in ("up", "down", "remove")]


def test_the_first_and_the_last_stay_within(make):
    path = ".".join(PERIODS)
    first, _wishes = make(RowKind.ITEM, path, place=(*PERIODS, 0), count=2)
    last, _wishes = make(RowKind.ITEM, path, place=(*PERIODS, 1), count=2)
    assert not first.buttons["up"].isEnabled()
    assert first.buttons["down"].isEnabled()
    assert not last.buttons["down"].isEnabled()


def test_arrays_grow(qtbot, make):
    widget, wishes = make(RowKind.GROUP, ".".join(PERIODS), count=1)
    qtbot.mouseClick(widget.buttons["add"], Qt.MouseButton.LeftButton)
    assert wishes == [(PERIODS, "add")]
    assert "remove" not in widget.buttons  # it is required
    assert widget.buttons["add"].accessibleName().startswith("Add to csCharging")


def test_an_array_that_is_full_takes_no_more(qtbot, theme):
    form = form_of("SetChargingProfile", "2.0.1")
    field = form.at("chargingProfile.chargingSchedule")
    row = FormRow(RowKind.GROUP, ("a",), field, 0, field.most_items)
    widget = row_widget(row, theme, lambda: ())
    qtbot.addWidget(widget)
    assert not widget.buttons["add"].isEnabled()


def test_what_is_absent_can_be_added(qtbot, make):
    widget, wishes = make(RowKind.ABSENT, "csChargingProfiles")
    assert isinstance(widget, OfferRow)
    assert "Add csChargingProfiles" in widget.button.text()
    qtbot.mouseClick(widget.button, Qt.MouseButton.LeftButton)
    assert wishes == [(("csChargingProfiles",), "add")]


@pytest.mark.parametrize(("count", "text"), [(1, "1 more"), (12, "12 more optional")])
def test_folded_fields_are_counted_and_unfolded(qtbot, make, count, text):
    widget, wishes = make(RowKind.MORE, "csChargingProfiles", count=count)
    assert text in widget.button.text()
    qtbot.keyClick(widget.button, Qt.Key.Key_Space)
    assert wishes == [(("csChargingProfiles",), "unfold")]


def test_the_deeper_the_further_right(make):
    shallow, _wishes = make(RowKind.VALUE, "connectorId")
    deep, _wishes = make(RowKind.VALUE, "connectorId", depth=3)
    assert deep.indent > shallow.indent == 0
