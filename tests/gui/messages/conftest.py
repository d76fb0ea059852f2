# SPDX-License-Identifier: Apache-2.0
"""The pane on a real capture, and hands that turn wheels and drag scroll bars."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider

from ocppdesk.gui.messages.pane import MessagesPane
from ocppdesk.settings import Settings


class Desk:
    """A pane, the capture it shows, and somebody who uses it."""

    def __init__(self, pane, recording, reader, qtbot):
        self.pane = pane
        self.recording = recording
        self.reader = reader
        self.view = pane.view
        self.model = pane.model
        self._qtbot = qtbot

    @property
    def bar(self):
        return self.view.verticalScrollBar()

    def start(self, beats=0):
        """Show the capture, after so many heartbeats."""
        if beats:
            self.recording.beat(beats)
        self.pane.set_reader(self.reader)
        self.settle()
        return self

    def beat(self, count=1):
        """Let heartbeats arrive, in one batch."""
        self.pane.advance(self.recording.beat(count))
        self.settle()

    def advance(self):
        """Let arrive what was recorded."""
        self.pane.advance(self.recording.commit())
        self.settle()

    def filter(self, chosen, *, exchanges=False, dims=False):
        """Set a filter and wait until it has been through everything."""
        self.pane.set_filter(chosen, exchanges=exchanges, dims=dims)
        self.settle()

    def wait_for(self, condition):
        self._qtbot.waitUntil(condition)

    def settle(self):
        """Wait until the filter has been through everything that is there."""
        self._qtbot.waitUntil(lambda: self.pane._feed.is_settled)
        self.paint()

    def paint(self):
        self.view.viewport().repaint()

    def picture(self):
        """Return what the rows look like, without what lies on top of them."""
        return self.view.viewport().grab().toImage()

    def shown(self):
        """Return the numbers of the rows in view, from top to bottom."""
        return [self.model.id_at(row) for row in self.view.rows_in_view()]

    def texts(self, column):
        """Return a column from top to bottom."""
        count = self.model.rowCount()
        return [self.model.index(row, column).data() for row in range(count)]

    def text(self, number, column):
        return self.model.index(self.model.row_of(number), column).data()

    def is_at_live_end(self):
        end = 0 if self.model.newest_first else self.bar.maximum()
        return self.bar.value() == end

    def wheel(self, notches):
        """Turn the wheel; positive is towards the top."""
        viewport = self.view.viewport()
        place = QPointF(viewport.rect().center())
        event = QWheelEvent(
            place,
            QPointF(viewport.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(self.view, key, modifiers)

    @property
    def remark(self):
        """What is said at the lower edge of the table."""
        return self.pane._overlays.remark.text

    def write_out(self):
        """Wait until all marks and notes are in the file."""
        self._qtbot.waitUntil(lambda: self.pane._annotating.is_settled)

    def double_click(self, row):
        place = self.view.visualRect(self.model.index(row, 6)).center()
        button = Qt.MouseButton.LeftButton
        self._qtbot.mouseClick(self.view.viewport(), button, pos=place)
        self._qtbot.mouseDClick(self.view.viewport(), button, pos=place)

    def click(self, row, modifiers=Qt.KeyboardModifier.NoModifier, column=6):
        place = self.view.visualRect(self.model.index(row, column)).center()
        button = Qt.MouseButton.LeftButton
        self._qtbot.mouseClick(self.view.viewport(), button, modifiers, place)

    def ask_for_menu(self, row):
        place = self.view.visualRect(self.model.index(row, 6)).center()
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse,
            place,
            self.view.viewport().mapToGlobal(place),
        )
        QApplication.sendEvent(self.view.viewport(), event)

    def drag_bar(self, pixels):
        """Drag the handle of the scroll bar down by some pixels, and let go."""
        bar, button = self.bar, Qt.MouseButton.LeftButton
        option = QStyleOptionSlider()
        bar.initStyleOption(option)
        handle = bar.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar,
            option,
            QStyle.SubControl.SC_ScrollBarSlider,
            bar,
        )
        place = handle.center()
        self._qtbot.mousePress(bar, button, pos=place)
        self._qtbot.mouseMove(bar, place + QPoint(0, pixels))
        self._qtbot.mouseRelease(bar, button, pos=place + QPoint(0, pixels))


@pytest.fixture
def settings():
    """Settings that no file remembers."""
    return Settings()


@pytest.fixture
def desk(qtbot, theme, settings, recording, reader):
    """The pane in a window of its own, not yet on its capture."""
    pane = MessagesPane(settings, theme)
    qtbot.addWidget(pane)
    pane.model.texts.clock = lambda: recording.now
    pane.resize(1000, 400)
    with qtbot.waitExposed(pane):
        pane.show()
    yield Desk(pane, recording, reader, qtbot)
    pane.close_reader()


@pytest.fixture(params=["newest first", "newest last"])
def either_way(request, desk):
    """The pane, once with the newest message on top and once at the bottom."""
    desk.pane.set_newest_first(request.param == "newest first")
    return desk
