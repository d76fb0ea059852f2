# SPDX-License-Identifier: Apache-2.0
"""Findings follow the capture of a window, and the port that it listens on."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.csms.engine import EngineState
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

LONG = 10_000
FAULT = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure"}


@pytest.fixture
def window(qtbot, theme):
    window = MainWindow(Settings(), theme, is_live=True)
    window.show()
    window.complete()
    yield window
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_it_begins_soon_after_a_capture_is_shown(qtbot, window, recording):
    recording.line().say("StatusNotification", FAULT)
    recording.commit()
    assert not window.live_pages._desk_soon.isActive()
    window.show_capture(recording.path)
    assert window.live_pages._desk is None
    qtbot.waitUntil(lambda: window.live_pages._desk is not None, timeout=LONG)
    qtbot.waitUntil(lambda: window.status.findings.isVisible(), timeout=LONG)


def test_another_capture_is_told_alone(qtbot, window, recording, tmp_path):
    recording.line().say("StatusNotification", FAULT)
    last = recording.commit()
    window.show_capture(recording.path)
    desk = window.live_pages.desk
    qtbot.waitUntil(lambda: bool(desk.board.groups()), timeout=LONG)
    window.live_pages.show_reader(None, 0)
    assert desk.board.groups() == []
    assert not window.status.findings.isVisible()
    window.live_pages.show_reader(window.reader, last)
    qtbot.waitUntil(lambda: bool(desk.board.groups()), timeout=LONG)


def test_an_open_port_is_told_to_the_analysis(qtbot, window, recording):
    recording.commit()
    window.show_capture(recording.path)
    desk = window.live_pages.desk
    for port, expected in ((9000, True), (9000, True), (0, False)):
        desk.update_state(EngineState(recording.path, port=port))
        assert desk._is_listening is expected
