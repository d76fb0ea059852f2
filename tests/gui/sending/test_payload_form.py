# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.forms.fields import form_of
from ocppdesk.core.forms.filling import minimal
from ocppdesk.core.forms.outline import RowKind
from ocppdesk.gui.sending.payload_form import PayloadForm

AT = 1_785_592_800_000_000


@pytest.fixture
def make(qtbot, theme):
    """Show the form of a command."""
    made = PayloadForm(theme, lambda _field: (), lambda: AT)
    qtbot.addWidget(made)
    made.resize(560, 420)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()

    def show(action, version="1.6", payload=None):
        form = form_of(action, version)
        made.show_form(form, minimal(form, at=AT) if payload is None else payload)
        return made

    return show


def press(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def more(form):
    return next(row for row in form.rows if row.row.kind is RowKind.MORE)


def test_typing_changes_the_payload(qtbot, make):
    form = make("RemoteStartTransaction")
    qtbot.keyClicks(form.row("idTag").editor.line, "04A1")
    with qtbot.waitSignal(form.edited):
        qtbot.keyClicks(form.row("connectorId").editor.line, "2")
    assert form.payload == {"idTag": "04A1", "connectorId": 2}
    form.row("connectorId").editor.line.setFocus()
    qtbot.keyClick(form.row("connectorId").editor.line, Qt.Key.Key_Backspace)
    assert form.payload == {"idTag": "04A1"}


def test_what_is_wrong_is_said_beside_the_field_while_typing(qtbot, make):
    form = make("RemoteStartTransaction")
    row = form.row("idTag")
    assert row.error.text() == "This is required and still empty."
    qtbot.keyClicks(row.editor.line, "x" * 21)
    assert row.error.text() == "At most 20 characters; it has 21."
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Backspace)
    assert not row.error.isVisible()
    qtbot.keyClicks(form.row("connectorId").editor.line, "two")
    assert (
        form.row("connectorId").error.text() == "A whole number is wanted, not “two”."
    )


def test_an_object_is_added_with_what_it_needs(qtbot, make):
    form = make("RemoteStartTransaction")
    press(qtbot, form.row("chargingProfile").button)
    assert form.payload["chargingProfile"]["chargingProfileKind"] == "Relative"
    place = ("chargingProfile", "chargingProfileId")
    assert form.row(*place).editor.line.hasFocus()
    press(qtbot, form.row("chargingProfile").buttons["remove"])
    assert form.payload == {"idTag": ""}


def test_items_are_added_moved_and_removed(qtbot, make):
    form = make("SetChargingProfile")
    place = ("csChargingProfiles", "chargingSchedule", "chargingSchedulePeriod")

    def limits():
        schedule = form.payload["csChargingProfiles"]["chargingSchedule"]
        return [p["limit"] for p in schedule["chargingSchedulePeriod"]]

    press(qtbot, form.row(*place).buttons["add"])
    assert limits() == [16, 16]
    line = form.row(*place, 1, "limit").editor.line
    line.selectAll()
    qtbot.keyClicks(line, "6")
    assert limits() == [16, 6]
    press(qtbot, form.row(*place, 1).buttons["up"])
    assert limits() == [6, 16]
    press(qtbot, form.row(*place, 1).buttons["remove"])
    assert limits() == [6]


def test_single_values_are_added_to_an_array(qtbot, make):
    form = make("GetConfiguration")
    assert form.payload == {}
    press(qtbot, form.row("key").button)
    line = form.row("key", 0).editor.line
    assert line.hasFocus()
    qtbot.keyClicks(line, "A")
    press(qtbot, form.row("key").buttons["add"])
    qtbot.keyClicks(form.row("key", 1).editor.line, "B")
    assert form.payload == {"key": ["A", "B"]}


def test_optional_fields_are_unfolded(qtbot, make):
    form = make("RequestStartTransaction", "2.1", {"chargingProfile": {}})
    assert form.row("chargingProfile", "validFrom") is None
    fold = next(
        row
        for row in form.rows
        if row.row.kind is RowKind.MORE and row.row.place == ("chargingProfile",)
    )
    press(qtbot, fold.button)
    assert form.row("chargingProfile", "validFrom") is not None


def test_what_the_schema_does_not_know_stays_and_can_be_removed(qtbot, make):
    form = make("Reset", "1.6", {"type": "Soft", "colour": "red"})
    assert "no field “colour”" in form.row("colour").error.text()
    qtbot.keyClick(form.row("type").editor.box, Qt.Key.Key_Up)
    assert form.payload == {"type": "Hard", "colour": "red"}
    form._do(("colour",), "remove")
    assert form.payload == {"type": "Hard"}


def test_the_meaning_of_the_field_with_the_keyboard_is_shown(make):
    form = make("Reset")
    form.row("type").editor.box.setFocus()
    assert "Soft" in form.meaning.text()


def test_a_payload_from_elsewhere_keeps_the_keyboard_where_it_is(qtbot, make):
    form = make("RemoteStartTransaction")
    form.row("idTag").editor.line.setFocus()
    form.show_payload({"idTag": "A", "chargingProfile": {}})
    assert form.row("idTag").editor.line.hasFocus()
    assert form.row("idTag").editor.line.text() == "A"


@pytest.mark.parametrize("payload", [None, 5, [1], "text"])
def test_nonsense_is_shown_and_refused(make, payload):
    form = make("Reset", payload=payload)
    form.show_payload(payload)
    assert form.complaints


def test_a_command_without_fields_says_so(make):
    form = make("ClearCache")
    assert form.rows == ()
    assert form.first_refused() is None


def test_every_stop_is_reached_by_the_keyboard(qtbot, make):
    form = make("RemoteStartTransaction")
    form.row("idTag").editor.line.setFocus()
    seen = []
    for _step in range(3):
        seen.append(form.focusWidget())
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [
        form.row("idTag").editor.line,
        form.row("connectorId").editor.line,
        form.row("chargingProfile").button,
    ]


def test_zooming_builds_it_anew(make, theme):
    form = make("SetChargingProfile")
    before = form.payload
    theme.apply("Dark", 150)
    assert form.payload == before
    assert form.row("connectorId").editor.line.text() == "1"


def test_a_form_leaves_nothing_of_the_one_before(qtbot, make):
    form = make("RemoteStartTransaction")
    form.row("idTag").take_focus()
    assert form.meaning.text().startswith("idTag: ")
    make("ClearCache")
    assert form.nothing.isVisible()
    assert not form.meaning.text()
    make("UnlockConnector")
    assert not form.nothing.isVisible()


def test_a_secret_is_dots_once_it_is_typed(make):
    payload = {"key": "AuthorizationKey", "value": "hunter2"}
    form = make("ChangeConfiguration", payload=payload)
    line = form.row("value").editor.line
    assert line.displayText() != "hunter2"
    form.show_payload({"key": "HeartbeatInterval", "value": "60"})
    assert line.displayText() == "60"
