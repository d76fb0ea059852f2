# SPDX-License-Identifier: Apache-2.0
"""Closing a window while everything that it can do is going on."""

import sqlite3
import threading

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.messages.note_dialog import NoteDialog
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

COUNT = 50_000
COPIES = """
INSERT INTO messages (id, at, charger_id, connection_id, direction, type, message_id,
    action, answer_to, latency_ms, raw)
VALUES (?, ?, 1, 1, ?, ?, ?, 'DataTransfer', ?, ?, ?)
"""


def _exchanges(first, last, at):
    """Yield the rows of calls with their answers."""
    data = "x" * 200
    for number in range(first, last, 2):
        name, time = f"m{number}", at + number * 1_000
        call = f'[2,"{name}","DataTransfer",{{"vendorId":"V","data":"{data}{number}"}}]'
        answer = f'[3,"{name}",{{"status":"Accepted"}}]'
        yield number, time, 0, 2, name, None, None, call
        yield number + 1, time + 500, 1, 3, name, number, 0.5, answer


@pytest.fixture
def large(recording):
    """A finished capture of very many messages."""
    first = recording.beat(1) + 1
    recording.recorder.close()
    database = sqlite3.connect(recording.path)
    with database:
        rows = _exchanges(first, first + COUNT, recording.now)
        database.executemany(COPIES, rows)
    database.close()
    return recording.path


@pytest.fixture
def window(qtbot, theme, large):
    made = MainWindow(Settings(), theme, is_live=False)
    made.show()
    made.show_capture(large)
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _workers():
    return [
        thread
        for thread in threading.enumerate()
        if thread.name == "query" or thread.name.startswith("annotate")
    ]


def _open_all(qtbot, window):
    """Open what belongs to the window."""
    messages = window.tab.messages
    for number in (10, 20):
        messages.select_message(number)
        messages.open_in_window()
    messages.edit_note()
    messages.edit_color_rules()
    window.commands.show_glossary()
    window.commands.show_filter_help()
    (note,) = window.findChildren(NoteDialog) or messages.findChildren(NoteDialog)
    qtbot.keyClicks(note.edit, "half a thought")
    # It comes last, as it closes by itself when another window opens.
    window.commands.show_palette()


def _begin_all(window):
    """Begin all that takes time; what is begun has not been heard of yet."""
    tab, messages = window.tab, window.tab.messages
    tab.chips.add("Slow to count", '.data contains "x4"')
    messages.open_find()
    messages._walking._bar.input.setText("nothing like that")
    messages.find_next()
    tab.apply_text(r"/x(4|5)\d*7.*nothing like that/")
    messages.ask_values("action")
    for number in range(1_000, 1_050):
        messages._annotating.set_mark([number], is_marked=True)


def test_closing_in_the_middle_of_everything_loses_nothing(
    qtbot, window, large, capsys
):
    qtbot.waitUntil(lambda: window.tab.messages.model.rowCount() > COUNT)
    _open_all(qtbot, window)
    assert window.commands.palette.isVisible()
    _begin_all(window)
    assert window.tab.messages._feed.is_busy
    assert not window.tab.messages._annotating.is_settled
    assert _workers()
    window.close()
    assert _workers() == []
    reader = CaptureReader(large)
    found = reader.annotations()
    reader.close()
    assert found.marks == frozenset(range(1_000, 1_050))
    assert found.notes == {20: "half a thought"}
    assert [p.name for p in large.parent.glob(f"{large.name}-*")] == []
    # What the threads had said before they ended finds nobody who would mind.
    QApplication.sendPostedEvents()
    assert capsys.readouterr().err == ""


def test_another_capture_in_the_middle_of_everything_loses_nothing(
    qtbot, window, large, tmp_path
):
    other = tmp_path / "other.ocppdesk"
    reader = CaptureReader(large)
    reader.save_copy(other)
    reader.close()
    _open_all(qtbot, window)
    _begin_all(window)
    window.show_capture(other)
    window.tab.clear_filter()
    messages = window.tab.messages
    qtbot.waitUntil(lambda: messages._feed.is_settled, timeout=20_000)
    assert messages.model.rowCount() > COUNT
    assert messages.annotations.marks == frozenset()
    window.close()
    reader = CaptureReader(large)
    found = reader.annotations()
    reader.close()
    assert found.marks == frozenset(range(1_000, 1_050))
    assert found.notes == {20: "half a thought"}
