# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QTextEdit

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.connections.view import ConnectionsView

SECOND = 1_000_000
NOW = 1_790_000_100 * SECOND
TLS = Connection(
    2,
    "",
    "10.0.0.5:4000",
    NOW - 20 * SECOND,
    Outcome.TLS_ON_PLAIN,
    ended_at=NOW - 19 * SECOND,
    head=b"\x16\x03\x01<b>",
    cause="The charger began a TLS handshake.",
    fix="Set the URL to ws://.",
)
CLOSED = Connection(
    1,
    "CP-1",
    "10.0.0.5:4000",
    NOW - 90 * SECOND,
    Outcome.CLOSED,
    opened_at=NOW - 90 * SECOND,
    ended_at=NOW,
    path="/<i>CP-1</i>",
    close_code=1001,
    close_reason="reboot",
    pings=7,
    remarks=("An Origin header is present.",),
)


@pytest.fixture
def view(qtbot, theme):
    view = ConnectionsView(theme, lambda: NOW)
    qtbot.addWidget(view)
    view.resize(1000, 560)
    view.show()
    return view


def table(view):
    return view.findChild(QTableView)


def detail(view):
    return view.findChild(QTextEdit)


def click(qtbot, view, row):
    where = table(view).visualRect(table(view).model().index(row, 0)).center()
    viewport = table(view).viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)


def test_an_empty_view_says_what_comes_here(view):
    label = view.findChild(QLabel)
    assert label.isVisible()
    assert "No connections yet" in label.text()
    view.update_connections([TLS])
    assert not label.isVisible()
    assert table(view).isVisible()


def test_the_newest_is_selected_first(view):
    view.update_connections([TLS, CLOSED])
    assert view.selected == TLS


def test_the_details_have_cause_fix_and_bytes(view):
    view.update_connections([TLS])
    text = detail(view).toPlainText()
    assert "The charger began a TLS handshake." in text
    assert "What to do: Set the URL to ws://." in text
    assert "16 03 01 3c 62 3e" in text
    assert "···<b>" in text


def test_the_details_have_the_close_code_and_remarks(qtbot, view):
    view.update_connections([TLS, CLOSED])
    click(qtbot, view, 1)
    text = detail(view).toPlainText()
    assert view.selected == CLOSED
    assert "1001: " in text
    assert "“reboot”" in text
    assert "⚠ An Origin header is present." in text


def test_markup_from_outside_is_shown_as_it_is(view):
    view.update_connections([CLOSED])
    assert "/<i>CP-1</i>" in detail(view).toPlainText()


def test_the_keyboard_walks_through_the_connections(qtbot, view):
    view.update_connections([TLS, CLOSED])
    qtbot.keyClick(table(view), Qt.Key.Key_Down)
    assert view.selected == CLOSED


def test_new_connections_leave_the_selected_one_selected(view):
    view.update_connections([TLS, CLOSED])
    view.select(CLOSED.id)
    view.update_connections([replace(TLS, id=3), TLS, CLOSED])
    assert view.selected == CLOSED


def test_updates_leave_a_selection_in_the_details_alone(view):
    view.update_connections([TLS])
    detail(view).selectAll()
    view.update_connections([replace(TLS, id=3), TLS])
    assert detail(view).textCursor().hasSelection()


def test_details_follow_the_selected_connection(view):
    opened = replace(CLOSED, outcome=Outcome.OPEN, ended_at=None, close_code=None)
    view.update_connections([opened])
    assert "● Connected" in detail(view).toPlainText()
    view.update_connections([CLOSED])
    assert "○ Closed" in detail(view).toPlainText()


def test_another_capture_shows_its_own(view):
    view.update_connections([replace(TLS, id=9), replace(CLOSED, id=8)])
    view.update_connections([CLOSED])
    assert view.selected == CLOSED
    view.update_connections([])
    assert view.selected is None


def test_an_unknown_number_selects_nothing_else(view):
    view.update_connections([TLS, CLOSED])
    view.select(99)
    assert view.selected == TLS


def test_many_first_bytes_are_cut(view):
    view.update_connections([replace(TLS, head=b"x" * 100_000)])
    text = detail(view).toPlainText()
    assert "First 1024 of 100000 bytes" in text
    assert len(text) < 10_000


def test_details_take_the_colours_of_the_theme(theme, view):
    view.update_connections([TLS])
    light = detail(view).toHtml()
    theme.apply("Dark", 100)
    assert detail(view).toHtml() != light
    assert view.selected == TLS
