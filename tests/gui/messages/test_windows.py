# SPDX-License-Identifier: Apache-2.0
from PySide6.QtTest import QSignalSpy


def windows(desk):
    return desk.pane._windows.windows


def test_a_double_click_shows_the_row_in_a_window_of_its_own(desk):
    desk.start(5)
    desk.double_click(2)
    (window,) = windows(desk)
    assert window.number == desk.model.id_at(2)
    assert window.windowTitle() == f"{window.number} Heartbeat — CP-0042"
    assert window.isVisible()


def test_several_messages_can_be_read_side_by_side(desk):
    desk.start(5)
    for row in (1, 2, 1):
        desk.pane.select_message(desk.model.id_at(row))
        desk.pane.open_in_window()
    assert [w.number for w in windows(desk)] == [desk.model.id_at(r) for r in (1, 2)]


def test_a_window_stays_with_its_message(desk):
    desk.start(5)
    desk.double_click(2)
    title = windows(desk)[0].windowTitle()
    desk.click(0)
    desk.beat(3)
    assert windows(desk)[0].windowTitle() == title


def test_an_answer_shows_up_in_the_window_of_its_call(desk):
    line = desk.recording.line()
    reset = line.ask("Reset", {"type": "Hard"})
    desk.start()
    desk.advance()
    desk.pane.select_message(2)
    desk.pane.open_in_window()
    assert windows(desk)[0].detail.is_waiting
    line.reply(reset, {"status": "Accepted"})
    desk.advance()
    assert not windows(desk)[0].detail.is_waiting


def test_what_is_asked_for_in_a_window_reaches_the_table(desk):
    desk.start(5)
    narrowed = QSignalSpy(desk.pane.narrowing_requested)
    glossary = QSignalSpy(desk.pane.glossary_wanted)
    desk.double_click(2)
    detail = windows(desk)[0].detail
    detail.narrowing_requested.emit("Heartbeat")
    detail.glossary_wanted.emit("Heartbeat", "1.6")
    detail.column_requested.emit(".currentTime")
    detail.go_to.emit(3)
    assert narrowed.at(0) == ["Heartbeat"]
    assert glossary.at(0) == ["Heartbeat", "1.6"]
    assert desk.model.columns[-1].name == ".currentTime"
    assert desk.pane.selected_id() == 3


def test_a_window_that_is_closed_is_forgotten(desk):
    desk.start(5)
    desk.double_click(2)
    windows(desk)[0].close()
    assert windows(desk) == []
    desk.double_click(2)
    assert len(windows(desk)) == 1


def test_windows_close_with_the_capture(desk, reader):
    desk.start(5)
    desk.double_click(2)
    desk.pane.set_reader(reader)
    assert windows(desk) == []
    desk.double_click(1)
    desk.pane.close_reader()
    assert windows(desk) == []


def test_a_capture_that_cannot_be_read_is_a_sentence(desk, reader):
    desk.start(5)
    desk.pane.select_message(2)
    reader.close()
    desk.pane.open_in_window()
    assert windows(desk) == []
    assert "cannot be read" in desk.remark


def test_without_a_chosen_row_no_window_opens(desk):
    desk.start(5)
    desk.pane.open_in_window()
    assert windows(desk) == []
