# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from ocppdesk.core.versions import Version
from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Action
from ocppdesk.gui.messages import actions
from ocppdesk.gui.messages.columns import Column

SHIFT, CONTROL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)

pytestmark = pytest.mark.qt_log_ignore(
    "does not support grabbing the keyboard", extend=True
)


@pytest.fixture
def reset(desk):
    """A pane with a Reset (message 2), its answer (3) and a heartbeat after it."""
    line = desk.recording.line()
    line.reply(line.ask("Reset", {"type": "Soft"}), {"status": "Accepted"})
    return desk.start(1)


@pytest.fixture
def wanted(desk):
    """What the row menu and its commands asked for: a filter, or one more."""
    told = []
    desk.pane.filter_requested.connect(lambda text: told.append(("only", text)))
    desk.pane.narrowing_requested.connect(lambda text: told.append(("and", text)))
    return told


def menu_of(desk, row, column=Column.MESSAGE):
    """Open a row's menu at a cell and return its entries by their path."""
    place = desk.view.visualRect(desk.model.index(row, column)).center()
    viewport = desk.view.viewport()
    desk.click(row, column=column)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place)
    )
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = dict(_entries(menu))
    menu.close()
    return entries


def _entries(menu, above=""):
    for action in menu.actions():
        if not action.isSeparator():
            path = f"{above}{action.text().replace('&', '')}"
            yield path, action
            if action.menu():
                yield from _entries(action.menu(), f"{path} > ")


def test_control_j_goes_to_the_answer_and_back(reset):
    reset.click(reset.model.row_of(2))
    reset.key(Qt.Key.Key_J, CONTROL)
    assert reset.pane.selected_id() == 3
    reset.pane.go_to_partner()
    assert reset.pane.selected_id() == 2


def test_a_connection_event_has_no_partner_to_go_to(reset):
    row = reset.model.row_of(1)
    assert not menu_of(reset, row)["Go to answer"].isEnabled()
    reset.pane.go_to_partner()
    assert reset.pane.selected_id() == 1


def test_without_a_chosen_row_there_is_nothing_to_do(reset, wanted):
    reset.pane.go_to_partner()
    reset.key(Qt.Key.Key_T, CONTROL)
    reset.pane.follow("action")
    reset.pane.filter_on_selected()
    reset.pane.hide_selected()
    reset.ask_for_menu(0)
    assert reset.pane.selected_id() is None
    assert QApplication.activePopupWidget() is None
    assert wanted == []
    assert reset.remark == ""


def test_a_partner_that_the_filter_hides_is_chosen_all_the_same(reset):
    reset.filter(Action("Heartbeat"))
    reset.pane.select_message(3)
    reset.pane.go_to_partner()
    assert reset.pane.selected_id() == 2


def test_the_menu_filters_on_the_cell_under_the_mouse(reset, wanted):
    row = reset.model.row_of(3)
    entries = menu_of(reset, row, Column.DIRECTION)
    entries["Filter on this > This cell\t~in"].trigger()
    entries = menu_of(reset, row, Column.RESULT)
    entries["Filter on this > This result\tres.status == Accepted"].trigger()
    entries = menu_of(reset, row)
    entries["Filter on this > This message ID\tid == d1"].trigger()
    assert wanted == [("only", "~in"), ("only", "res.status == Accepted"),
                      ("only", "id == d1")]  # fmt: skip


def test_with_a_filter_on_the_menu_narrows_it(reset, wanted):
    reset.filter(Action("Reset"))
    entries = menu_of(reset, reset.model.row_of(3))
    entries["Filter on this > This status\tstatus == Accepted"].trigger()
    entries["Filter on this > Only this > This status\tstatus == Accepted"].trigger()
    entries["Hide this > This cell\t-Reset"].trigger()
    assert wanted == [("and", "status == Accepted"), ("only", "status == Accepted"),
                      ("and", "-Reset")]  # fmt: skip


def test_each_filter_of_the_menu_finds_the_row_that_it_is_of(desk, reader):
    samples = [{"sampledValue": [{"value": "1"}], "timestamp": "2026-01-31T13:05:31Z"}]
    old = desk.recording.line()
    old.say("StatusNotification", {"connectorId": 1, "errorCode": "NoError",
                                   "status": "Available"})  # fmt: skip
    old.say("StartTransaction", {"connectorId": 1, "idTag": "04 A2", "meterStart": 0,
                                 "timestamp": "2026-01-31T13:05:31Z"})  # fmt: skip
    old.say(
        "MeterValues", {"connectorId": 1, "transactionId": 1, "meterValue": samples}
    )
    old.send("garbage")
    old.fail(old.ask("Reset"), "NotSupported")
    new = desk.recording.line('odd "one"', Version.V201)
    status = {"evseId": 1, "connectorId": 1, "connectorStatus": "Faulted"}
    new.say("StatusNotification", status)
    desk.start(1)
    context = desk.pane._feed.filter_context()
    seen = set()
    for number in range(1, reader.last_id() + 1):
        subject = desk.pane._chosen.subject(number)
        for info in desk.model.columns:
            row = desk.model.row_of(number)
            index = desk.model.index(row, info.column)
            desk.view.setCurrentIndex(index)
            facts = desk.pane._actions._facts(number, subject)
            followed = [text for text in facts.followed.values() if text]
            proposed = [p.expression for p in (*facts.of_cell, *facts.of_message)]
            for expression in (*proposed, *followed):
                seen.add(expression)
                assert parse_filter(expression).matches(subject, context)
    assert "evse == 1 and connector == 1" in seen
    assert 'idtag == "04 A2"' in seen
    assert len(seen) > 40


def test_following_shows_all_messages_of_the_same_thing(desk, wanted):
    start = {"connectorId": 2, "idTag": "04A2B3", "meterStart": 0,
             "timestamp": "2026-01-31T13:05:31Z"}  # fmt: skip
    desk.recording.line().say("StartTransaction", start)
    desk.start(1)
    desk.pane.select_message(2)
    for kind in ("connector", "idtag", "action"):
        desk.pane.follow(kind)
    entries = menu_of(desk, desk.model.row_of(2))
    entries["Follow > This connector\tconnector == 2"].trigger()
    assert [kind for kind, _text in wanted] == ["only"] * 4
    assert [text for _kind, text in wanted] == [
        "connector == 2",
        "idtag == 04A2B3",
        "StartTransaction",
        "connector == 2",
    ]


def test_what_cannot_be_followed_is_a_sentence(reset, wanted):
    reset.pane.select_message(2)
    for kind, reason in (
        ("transaction", "no transaction"),
        ("connector", "no connector"),
        ("idtag", "no idTag"),
    ):
        reset.pane.follow(kind)
        assert reason in reset.remark
    assert wanted == []


def test_with_several_chargers_a_connector_is_one_of_its_charger(desk, wanted):
    status = {"connectorId": 2, "errorCode": "NoError", "status": "Available"}
    for charger in ("CP-0042", "CP-0043"):
        desk.recording.line(charger).say("StatusNotification", status)
    desk.start(1)
    desk.pane.select_message(2)
    desk.pane.follow("connector")
    assert wanted == [("only", "charger === CP-0042 and connector == 2")]


def test_messages_like_the_selected_ones_are_shown_or_hidden(reset, wanted):
    reset.click(reset.model.row_of(4))
    reset.click(reset.model.row_of(3), SHIFT)
    reset.pane.filter_on_selected()
    reset.pane.hide_selected()
    assert wanted == [
        ("and", "action in {Reset, Heartbeat}"),
        ("and", "not action in {Reset, Heartbeat}"),
    ]


def test_messages_without_an_action_are_like_no_others(desk, wanted):
    desk.recording.line().send("garbage")
    desk.start(1)
    desk.pane.select_message(2)
    desk.pane.filter_on_selected()
    assert "not known which actions" in desk.remark
    assert wanted == []


def test_very_many_selected_messages_are_too_many_to_be_alike(
    reset, wanted, monkeypatch
):
    monkeypatch.setattr(actions, "MOST_ALIKE", 3)
    reset.key(Qt.Key.Key_A, CONTROL)
    reset.pane.filter_on_selected()
    assert "at most 3 messages" in reset.remark
    assert wanted == []


def test_control_t_counts_times_from_the_chosen_row(reset):
    reset.click(reset.model.row_of(2))
    reset.key(Qt.Key.Key_T, CONTROL)
    assert reset.text(2, 1) == "+00:00:00.000"
    assert reset.text(1, 1) == "\N{MINUS SIGN}00:00:01.000"
    assert reset.pane._settings.time_mode == "Since time zero"


def test_the_menu_copies_the_cell(reset):
    entries = menu_of(reset, reset.model.row_of(2), Column.MESSAGE)
    entries["Copy > Value\tReset"].trigger()
    assert QGuiApplication.clipboard().text() == "Reset"
    assert not entries["Copy > Path\t"].isEnabled()


def test_the_menu_opens_at_the_chosen_row_by_keyboard(reset):
    reset.pane.select_message(2)
    viewport = reset.view.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(), viewport.mapToGlobal(QPoint())
    )
    QApplication.sendEvent(viewport, event)
    popup = QApplication.activePopupWidget()
    row = reset.view.visualRect(reset.view.currentIndex())
    assert viewport.mapFromGlobal(popup.pos()).y() >= row.top()
    popup.close()


def test_the_keys_of_the_window_are_shown_in_the_menu(reset):
    reset.pane.set_key_text(lambda name: {"mark": "Ctrl+D"}.get(name, ""))
    assert "Mark\tCtrl+D" in menu_of(reset, reset.model.row_of(2))


def test_the_menu_makes_a_column_of_a_place_in_the_payload(reset):
    entries = menu_of(reset, reset.model.row_of(2))
    entries["Show as column > .type"].trigger()
    assert ".type" in [info.name for info in reset.model.columns]


def test_a_live_menu_sends_a_command_again_from_it_or_its_answer(reset, desk):
    desk.pane.set_live(is_live=True)
    wanted = []
    desk.pane.resend_requested.connect(wanted.append)
    for number in (2, 3):
        menu_of(reset, reset.model.row_of(number))["Edit and send again…"].trigger()
    assert wanted == [2, 3]


@pytest.mark.parametrize("number", [1, 4], ids=["event", "heartbeat"])
def test_what_is_no_command_is_not_offered_to_be_sent_again(reset, desk, number):
    desk.pane.set_live(is_live=True)
    assert "Edit and send again…" not in menu_of(reset, reset.model.row_of(number))


def test_a_review_sends_nothing_again(reset):
    assert "Edit and send again…" not in menu_of(reset, reset.model.row_of(2))


def test_the_menu_marks_and_ticks_what_is_marked(reset):
    row = reset.model.row_of(2)
    menu_of(reset, row)["Mark"].trigger()
    assert reset.pane.annotations.marks == {2}
    assert menu_of(reset, row)["Mark"].isChecked()


def test_a_capture_that_cannot_be_read_is_a_sentence(reset, reader):
    reset.pane.select_message(2)
    reader.close()
    reset.pane.go_to_partner()
    assert "cannot be read" in reset.remark
