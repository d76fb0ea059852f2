# SPDX-License-Identifier: Apache-2.0
from datetime import datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ocppdesk.gui.logs.dropping import DropTarget, files_in, is_openable

COPY = Qt.DropAction.CopyAction
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dropped(qtbot):
    """Return what is heard of drops on a widget, and the widget."""
    widget = QWidget()
    qtbot.addWidget(widget)
    QLabel("on it", widget)
    heard = []
    DropTarget(widget).dropped.connect(heard.append)
    return widget, heard


def _urls(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def _text(text):
    data = QMimeData()
    data.setText(text)
    return data


def _drag(widget, data):
    event = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def _drop(widget, data):
    event = QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(widget, event)


def test_files_and_folders_can_be_dropped(dropped, tmp_path, qtbot):
    widget, heard = dropped
    paths = [tmp_path / "a.log", tmp_path]
    data = _urls(*paths)
    target = widget.findChild(DropTarget)
    with qtbot.waitSignal(target.expected):
        assert _drag(widget, data)
    _drop(widget, data)
    assert heard == [paths]


def test_a_dropped_text_becomes_a_file_that_is_kept(dropped, home):
    widget, heard = dropped
    data = _text('[2,"1","Heartbeat",{}]\r\n')
    assert _drag(widget, data)
    _drop(widget, data)
    ((path,),) = heard
    assert home in path.parents
    assert path.read_bytes() == b'[2,"1","Heartbeat",{}]\r\n'


def test_what_cannot_be_opened_is_not_taken(dropped):
    widget, heard = dropped
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.log")])
    for data in (web, _text("  "), QMimeData()):
        assert not _drag(widget, data)
    assert heard == []


def test_two_texts_at_once_become_two_files(home):
    now = datetime(2026, 1, 31, 13, 5)
    first = files_in(_text("one"), now=now)
    second = files_in(_text("two"), now=now.replace(microsecond=1))
    assert first != second
    assert is_openable(_urls(*first))
