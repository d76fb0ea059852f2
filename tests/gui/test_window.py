# SPDX-License-Identifier: Apache-2.0
import threading
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QTreeWidget
from websockets.sync.client import connect

from ocppdesk.core.versions import Version
from ocppdesk.csms.engine import EngineState
from ocppdesk.filters.nodes import Everything
from ocppdesk.gui.compare_messages import CompareMessages
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.told_dialog import ToldDialog
from ocppdesk.settings import Settings

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'
FAULT = (
    '[2,"2","StatusNotification",'
    '{"connectorId":1,"status":"Faulted","errorCode":"GroundFailure"}]'
)


def connections_title(window):
    """Return what stands on the tab of connections."""
    return window.tabs.tabText(window.tabs.indexOf(window.connections_view))


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def open_window(open_window, settings):
    """Opens windows with these settings."""
    return partial(open_window, settings=settings)


def say(window, *texts, charger="CP1"):
    """Let a charger connect, say something, and leave."""

    def client():
        url = f"ws://127.0.0.1:{window.engine.state.port}/{charger}"
        with connect(url, subprotocols=["ocpp1.6"]) as socket:
            for text in texts:
                socket.send(text)
                socket.recv()

    thread = threading.Thread(target=client)
    thread.start()
    return thread


def shown_actions(window):
    """Return what the column Message says, from the top row down."""
    model = window.tab.messages.view.model()
    return [
        model.index(row, Column.MESSAGE).data().removeprefix("↳ ")
        for row in range(model.rowCount())
    ]


def test_the_waiting_page_gives_way_to_the_first_message(qtbot, live):
    assert live.waiting.isVisible()
    assert not live.tab.messages.isVisible()
    thread = say(live, BOOT)
    qtbot.waitUntil(lambda: live.tab.messages.isVisible(), timeout=10_000)
    thread.join()
    assert not live.waiting.isVisible()


def test_the_first_message_takes_nobody_away_from_another_tab(qtbot, live):
    live.tabs.setCurrentWidget(live.connections_view)
    live.update_state(live.engine.state)
    assert live.tabs.currentWidget() is live.connections_view
    thread = say(live, BOOT)
    qtbot.waitUntil(lambda: live.tab.isVisibleTo(live.tabs.widget(0)), timeout=10_000)
    thread.join()
    assert live.tabs.currentWidget() is live.connections_view


def test_a_charger_that_leaves_is_told_in_passing_and_kept(qtbot, live):
    url = f"ws://127.0.0.1:{live.engine.state.port}/CP1"
    with connect(url, subprotocols=["ocpp1.6"]):
        seen = live.connections_view
        qtbot.waitUntil(lambda: seen.selected is not None, timeout=10_000)
    qtbot.waitUntil(
        lambda: "CP1 disconnected at" in live.status.currentMessage(), timeout=10_000
    )
    told = [sentence.text for sentence in live.commands.told.sentences]
    assert live.status.currentMessage() in told
    live.menus.actions["told"].trigger()
    assert "CP1 disconnected at" in live.findChild(ToldDialog).text.toPlainText()


def test_the_list_of_marks_follows_and_leads_to_the_message(qtbot, live):
    say(live, BOOT).join()
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 4, timeout=10_000)
    live.menus.actions["noted"].trigger()
    noted = live.commands.noted
    messages = live.tab.messages
    messages.select_message(2)
    live.menus.actions["mark"].trigger()
    qtbot.waitUntil(lambda: noted.list.topLevelItemCount() == 1)
    messages.select_message(4)
    live.tabs.setCurrentWidget(live.connections_view)
    noted.list.itemActivated.emit(noted.list.topLevelItem(0), 0)
    assert messages.selected_id() == 2
    assert live.is_table_shown
    qtbot.mouseClick(noted.only, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(messages.shown_ids()) == 1, timeout=10_000)


def test_two_messages_are_compared_from_the_menu_of_a_row(qtbot, live):
    say(live, BOOT, FAULT).join()
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 6, timeout=10_000)
    messages = live.tab.messages
    messages.select_message(4)
    live.menus.actions["compare"].trigger()
    assert "Select two messages" in live.status.currentMessage()
    live.menus.actions["mark"].trigger()
    messages.select_message(2)
    messages.command_requested.emit("compare")
    dialog = live.findChild(CompareMessages)
    assert dialog.windowTitle() == "Messages 2 and 4"
    dialog.close()


def test_messages_come_newest_first_with_what_they_mean(qtbot, live):
    thread = say(live, BOOT, FAULT)
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 6, timeout=10_000)
    thread.join()
    assert shown_actions(live) == [
        "Disconnected",
        "StatusNotification",
        "StatusNotification",
        "BootNotification",
        "BootNotification",
        "Connected",
    ]
    model = live.tab.messages.view.model()
    row = [model.index(2, column).data() for column in Column]
    assert "Faulted" in row[Column.SUMMARY]
    assert row[Column.JSON] == FAULT


def test_typing_in_the_search_box_filters_the_rows(qtbot, live):
    thread = say(live, BOOT, FAULT)
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 6, timeout=10_000)
    thread.join()
    qtbot.keyClicks(live.tab.search.field, "GroundFail")
    qtbot.waitUntil(
        lambda: shown_actions(live) == ["StatusNotification"], timeout=10_000
    )
    live.tab.search.field.clear()
    qtbot.keyClicks(live.tab.search.field, "action == BootNotification")
    qtbot.keyClick(live.tab.search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: shown_actions(live) == ["BootNotification"] * 2, timeout=10_000
    )
    live.tab.clear_filter()
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 6, timeout=10_000)


def test_new_messages_pass_the_filter_too(qtbot, live):
    live.tab.search.set_text("action == StatusNotification")
    thread = say(live, BOOT, FAULT)
    qtbot.waitUntil(
        lambda: shown_actions(live) == ["StatusNotification"] * 2, timeout=10_000
    )
    thread.join()


def test_choosing_a_charger_shows_only_its_messages(qtbot, live):
    for charger in ("A", "B"):
        say(live, BOOT, charger=charger).join()
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 8, timeout=10_000)

    def choose():
        live.chargers.choose("B")
        return live.chargers.chosen == "B"

    qtbot.waitUntil(choose, timeout=10_000)
    qtbot.waitUntil(lambda: len(shown_actions(live)) == 4, timeout=10_000)
    assert str(live.tab.current_filter()) == "charger === B"
    live.chargers.choose("")
    assert isinstance(live.tab.current_filter(), Everything)


def test_selecting_a_row_shows_its_detail(qtbot, open_window, recording):
    line = recording.line(version=Version.V16)
    line.say("Heartbeat")
    recording.commit()
    window = open_window()
    window.show_capture(recording.path)
    qtbot.waitUntil(lambda: window.tab.messages.select_message(2), timeout=5_000)
    qtbot.waitUntil(lambda: not window.detail.is_waiting, timeout=5_000)
    assert "Heartbeat" in window.detail.heading.title


def test_the_detail_stands_beside_the_table_only(qtbot, open_window, recording):
    recording.beat(1)
    window = open_window()
    window.show_capture(recording.path)
    detail = window.findChild(QDockWidget, "detail")
    assert detail.isVisible()
    window.tabs.setCurrentWidget(window.connections_view)
    assert not detail.isVisible()
    window.tabs.setCurrentIndex(0)
    assert detail.isVisible()
    detail.close()
    window.tabs.setCurrentWidget(window.connections_view)
    window.tabs.setCurrentIndex(0)
    assert not detail.isVisible()


def test_exchanges_are_a_switch(qtbot, open_window, recording, settings):
    recording.beat(2)
    window = open_window()
    window.show_capture(recording.path)
    qtbot.waitUntil(lambda: len(shown_actions(window)) == 5, timeout=5_000)
    settings.change({"exchanges": True})
    qtbot.waitUntil(lambda: len(shown_actions(window)) == 3, timeout=5_000)
    assert window.menus.actions["exchanges"].isChecked()


def test_the_way_of_writing_times_is_chosen_in_the_status_line(
    qtbot, open_window, settings
):
    window = open_window()
    button = window.status.times
    assert button.text() == "Local time"
    spot = button.rect().center()
    spot.setX(5)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=spot)
    assert settings.time_mode == "UTC"
    assert button.text() == "UTC"
    settings.change({"time_mode": "Since previous"})
    assert button.text() == "Since previous"


def test_two_selected_rows_tell_their_distance(qtbot, open_window, recording):
    recording.beat(2)
    window = open_window()
    window.show_capture(recording.path)
    messages = window.tab.messages
    qtbot.waitUntil(lambda: messages.select_message(4), timeout=5_000)
    span = next(
        label
        for label in window.status.findChildren(QLabel)
        if label.accessibleName() == "Time between the selected rows"
    )
    assert not span.isVisible()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(messages.view, Qt.Key.Key_Down, shift)
    qtbot.keyClick(messages.view, Qt.Key.Key_Down, shift)
    assert not span.isVisible()
    qtbot.keyClick(messages.view, Qt.Key.Key_Up, shift)
    assert span.text() == "Δ 00:00:00.996 between 2 rows"
    assert span.isVisible()


def test_marked_messages_are_counted(qtbot, open_window, recording):
    recording.beat(2)
    window = open_window()
    window.show_capture(recording.path)
    qtbot.waitUntil(lambda: window.tab.messages.select_message(4), timeout=5_000)
    window.menus.actions["mark"].trigger()
    marked = next(
        label
        for label in window.status.findChildren(QLabel)
        if label.accessibleName() == "Marked messages"
    )
    qtbot.waitUntil(lambda: marked.text() == "1 marked", timeout=5_000)
    assert marked.isVisible()


def test_the_window_is_never_wider_than_a_small_screen(qtbot, open_window, recording):
    recording.beat(2)
    window = open_window(is_live=True)
    window.show_capture(recording.path)
    window.update_state(EngineState(recording.path, port=9000))
    window.status.show_marks(30)
    window.status.show_span((0, 2_666_000))
    window.settings.change({"zoom_percent": 200})
    assert window.minimumSizeHint().width() <= 1366


def test_layout_is_remembered(open_window, settings):
    first = open_window()
    first.findChild(QDockWidget, "chargers").close()
    first.close()
    assert settings.window_state
    second = open_window()
    assert not second.findChild(QDockWidget, "chargers").isVisible()
    second.reset_layout()
    assert second.findChild(QDockWidget, "chargers").isVisible()


@pytest.mark.parametrize("saved", ["nonsense!", "bm9uc2Vuc2U=", "fA==", "YWJjfHh5eg=="])
def test_a_damaged_layout_keeps_nobody_from_starting(open_window, settings, saved):
    settings.change({"window_state": saved})
    assert open_window().isVisible()


def test_a_state_with_an_error_shows_its_notice_until_it_is_over(
    open_window, recording
):
    from ocppdesk.capture.errors import RecordingError

    window = open_window(is_live=True)
    window.show_capture(recording.path)
    state = EngineState(recording.path, port=9000)
    broken = replace(state, recording_error=RecordingError(recording.path, "full"))
    window.update_state(broken)
    assert [notice.key for notice in window.notices.notices] == ["recording"]
    window.update_state(state)
    assert window.notices.notices == ()


def test_theme_and_zoom_follow_the_settings(open_window, settings, theme):
    window = open_window()
    height = theme.row_height
    settings.change({"theme": "Dark", "zoom_percent": 200})
    assert theme.is_dark
    assert theme.row_height > 1.6 * height
    assert window.menus.actions["theme:Dark"].isChecked()


def test_failed_attempts_are_counted_on_their_tab_until_they_are_seen(qtbot, live):
    import socket

    thread = say(live, BOOT)
    thread.join()
    with socket.create_connection(("127.0.0.1", live.engine.state.port)) as stranger:
        stranger.sendall(b"GET / HTTP/1.1\r\n\r\n")
        stranger.recv(100)
    qtbot.waitUntil(lambda: "1 failed" in connections_title(live), timeout=10_000)
    live.tabs.setCurrentWidget(live.connections_view)
    assert connections_title(live) == "Connections"


def test_a_closed_window_follows_the_settings_no_more(open_window, settings):
    open_window().close()
    settings.change({"zoom_percent": 110})
    assert settings._listeners == []


def stops(qtbot, window, count):
    """Press Tab so many times and return where the keyboard was each time."""
    found = []
    for _press in range(count):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found


def test_a_capture_is_opened_with_the_keyboard_in_the_table(
    qtbot, open_window, recording
):
    recording.beat(3)
    window = open_window()
    window.show_capture(recording.path)
    window.activateWindow()
    view = window.tab.messages.view
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    first = view.current_id
    assert first is not None
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert view.current_id == first - 1
    qtbot.keyClicks(QApplication.focusWidget(), "H")
    assert window.tab.search.field.text() == "H"


def test_the_first_message_gives_the_keyboard_to_the_table(qtbot, live):
    live.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    live.waiting.setFocus()
    thread = say(live, BOOT)
    qtbot.waitUntil(live.tab.messages.view.hasFocus, timeout=10_000)
    thread.join()


def test_a_click_in_the_status_line_leaves_the_keyboard_with_the_table(
    qtbot, open_window, recording
):
    recording.beat(3)
    window = open_window()
    window.show_capture(recording.path)
    window.activateWindow()
    qtbot.waitUntil(window.tab.messages.view.hasFocus)
    button = window.status.times
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert window.tab.messages.view.hasFocus()


def test_tab_goes_through_the_window_from_the_chargers_to_the_status_line(
    qtbot, open_window, recording
):
    recording.beat(3)
    window = open_window()
    window.show_capture(recording.path)
    window.activateWindow()
    qtbot.waitUntil(window.tab.messages.view.hasFocus)
    window.tab.messages.select_message(2)
    parts = (
        window.chargers,
        window.tab.times,
        window.tab.search,
        window.tab.chip_row,
        window.tab.messages,
        window.detail,
        window.status,
    )
    window.chargers.findChild(QTreeWidget).setFocus()
    found = [window.chargers]
    for stop in stops(qtbot, window, 20):
        part = next((p for p in parts if p.isAncestorOf(stop)), found[-1])
        if part is not found[-1]:
            found.append(part)
    assert tuple(found[: len(parts)]) == parts
    assert len(found) > len(parts)  # and around


def test_shift_tab_goes_back(qtbot, open_window, recording):
    recording.beat(3)
    window = open_window()
    window.show_capture(recording.path)
    window.activateWindow()
    view = window.tab.messages.view
    qtbot.waitUntil(view.hasFocus)
    (there,) = stops(qtbot, window, 1)
    qtbot.keyClick(there, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert view.hasFocus()


@pytest.mark.parametrize("change", [{"zoom_percent": 150}, {"theme": "Sunlight"}])
def test_docks_keep_their_shares_when_the_look_changes(
    qtbot, open_window, recording, settings, theme, change
):
    recording.beat(3)
    window = open_window()
    window.show_capture(recording.path)
    chargers, detail = (
        window.findChild(QDockWidget, name) for name in ("chargers", "detail")
    )
    settings.change(change)
    window.layout().activate()
    after = (chargers.width(), detail.height())
    assert after[0] <= 0.25 * window.width() + 1
    assert after[1] <= 0.4 * window.height() + 1
    assert after[0] > 200
    assert after[1] >= 0.3 * window.height()
    # As if the window had been opened so.
    window.close()
    again = open_window()
    window.layout().activate()
    chargers, detail = (
        again.findChild(QDockWidget, name) for name in ("chargers", "detail")
    )
    assert (chargers.width(), detail.height()) == pytest.approx(after, abs=2)
