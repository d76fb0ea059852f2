# SPDX-License-Identifier: Apache-2.0
"""A real window on a recording, and hands that turn wheels and drag scroll bars."""

import contextlib
import threading
import time

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSlider
from websockets.sync.client import connect

from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import call_text
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version
from ocppdesk.csms.engine import EngineState
from ocppdesk.csms.options import Options
from ocppdesk.gui.bridge import Bridge
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.overlays import NewPill
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

BEATS = 30  # recorded before the window is opened: a few views full
STATUS = {"connectorId": 1, "status": "Available", "errorCode": "NoError"}
HEARTBEATS = "action == Heartbeat"
LEFT = Qt.MouseButton.LeftButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Site:
    """A charger, and the recorder that writes what it says."""

    def __init__(self, path):
        self.path = path
        self.recorder = Recorder(path)
        self.heartbeats = []
        """The numbers of all heartbeats and their answers."""
        self.calls = []
        """The numbers of all calls."""
        self._now = 1_769_864_731_204_000
        self._count = 0
        number = self.recorder.next_connection_id()
        connection = Connection(
            number, "CP1", "192.0.2.7:40001", self._now, Outcome.OPEN,
            opened_at=self._now, version=Version.V16.value,
        )  # fmt: skip
        self.recorder.put_connection(connection)
        self._session = Session(
            "CP1",
            number,
            Version.V16,
            self.recorder.next_message_id,
            lambda: self._now + 4_000,
            self.recorder.transactions(),
        )

    @property
    def last_id(self):
        return self.recorder.committed_id

    def beat(self, count=1):
        """Let the charger report its status and its life, each with an answer."""
        for _number in range(count):
            self._say("StatusNotification", STATUS)
            self.heartbeats += self._say("Heartbeat", {})
        self.recorder.commit()

    def ask(self):
        """Make a call to the charger, which it does not answer."""
        self._count += 1
        self._now += 1_000_000
        call = self._session.call(f"d{self._count}", "ClearCache", {}, at=self._now)
        self.recorder.add_message(call)
        self.recorder.commit()

    def _say(self, action, payload):
        self._count += 1
        self._now += 1_000_000
        text = call_text(f"c{self._count}", action, payload)
        messages = self._session.receive(text, at=self._now)
        for message in messages:
            self.recorder.add_message(message)
        self.calls.append(messages[0].id)
        return [message.id for message in messages]


class Timers(QObject):
    """Notes when timers of a widget fire."""

    def __init__(self, watched):
        super().__init__(watched)
        self.moments = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Timer:
            self.moments.append(time.monotonic())
        return False


class User:
    """A window on what a site records, and somebody with a mouse and a keyboard."""

    def __init__(self, window, qtbot):
        self.window = window
        self.pane = window.tab.messages
        self.view = self.pane.view
        self.model = self.pane.model
        self.bar = self.view.verticalScrollBar()
        self.pill = self.pane.findChild(NewPill)
        self._qtbot = qtbot

    # What is seen.

    @property
    def is_following(self):
        return self.pane.is_following

    @property
    def away(self):
        """The sign of a turn of the wheel away from the live end."""
        return -1 if self.model.newest_first else 1

    @property
    def live_row(self):
        return 0 if self.model.newest_first else self.model.rowCount() - 1

    @property
    def other_row(self):
        """A row in view that is not the newest."""
        rows = self.view.rows_in_view()
        return rows.start + 4 if self.model.newest_first else rows.stop - 5

    def is_at_live_end(self):
        end = 0 if self.model.newest_first else self.bar.maximum()
        return self.bar.value() == end

    def shown(self):
        """Return the numbers of the rows in view, from top to bottom."""
        return [self.model.id_at(row) for row in self.view.rows_in_view()]

    def picture(self):
        """Return what the rows look like, without what lies on top of them."""
        return self.view.viewport().grab().toImage()

    def background(self, number):
        """Return the colour behind the texts of a row."""
        y = self.view.y_of(self.model.row_of(number)) + 3
        return self.picture().pixelColor(500, y)

    def timers(self):
        """Return what notes from now on when a timer of the table fires."""
        return Timers(self.view)

    # What is done.

    def wheel(self, amount):
        """Turn the wheel by so many eighths of a degree; positive is upwards."""
        viewport = self.view.viewport()
        place = viewport.rect().center()
        event = QWheelEvent(
            QPointF(place),
            QPointF(viewport.mapToGlobal(place)),
            QPoint(),
            QPoint(0, amount),
            Qt.MouseButton.NoButton,
            NO_MODIFIER,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def key(self, key, modifiers=NO_MODIFIER):
        self.view.setFocus()
        self._qtbot.keyClick(self.view, key, modifiers)

    def click(self, row):
        self._qtbot.mouseClick(self.view.viewport(), LEFT, pos=self.place_of(row))

    def click_pill(self):
        assert self.pill.isVisible()
        self._qtbot.mouseClick(self.pill, LEFT)

    def sweep(self, first, last):
        """Select rows with the mouse button held down."""
        viewport = self.view.viewport()
        self._qtbot.mousePress(viewport, LEFT, pos=self.place_of(first))
        self._qtbot.mouseMove(viewport, self.place_of(last))
        self._qtbot.mouseRelease(viewport, LEFT, pos=self.place_of(last))

    def ask_for_menu(self, row, reason=QContextMenuEvent.Reason.Mouse):
        """Open the menu of a row as the right button or a key does."""
        place = self.place_of(row)
        viewport = self.view.viewport()
        is_mouse = reason is QContextMenuEvent.Reason.Mouse
        button = Qt.MouseButton.RightButton if is_mouse else LEFT
        self._qtbot.mouseClick(viewport, button, pos=place)
        event = QContextMenuEvent(reason, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)
        assert QApplication.activePopupWidget() is not None

    def handle(self):
        """Return the middle of the handle of the scroll bar."""
        option = QStyleOptionSlider()
        self.bar.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        control = QStyle.ComplexControl.CC_ScrollBar
        return self.bar.style().subControlRect(control, option, part, self.bar).center()

    @contextlib.contextmanager
    def dragging(self, pixels):
        """Drag the handle of the scroll bar down, and let go of it at the end."""
        place = self.handle()
        there = place + QPoint(0, pixels)
        self._qtbot.mousePress(self.bar, LEFT, pos=place)
        self._qtbot.mouseMove(self.bar, there)
        yield
        self._qtbot.mouseRelease(self.bar, LEFT, pos=there)

    def drag(self, pixels):
        with self.dragging(pixels):
            pass

    def place_of(self, row):
        index = self.model.index(row, Column.MESSAGE)
        return self.view.visualRect(index).center()


class Desk(User):
    """A user of a window, and the site whose recording it shows.

    Args:
        window: The window.
        qtbot: Waits for the window.
        new_site: Makes a site whose recording is empty.
        variant: How the table is to be.
    """

    def __init__(self, window, qtbot, new_site, variant="plain"):
        super().__init__(window, qtbot)
        self.site = None
        self._new_site = new_site
        self._variant = variant

    def begin(self):
        """Show a new recording of some length, which is followed."""
        while popup := QApplication.activePopupWidget():
            popup.close()
        self.window.settings.change(
            {
                "filter_mode": "Dim" if self._variant == "dimmed" else "Hide",
                "exchanges": self._variant == "exchanges",
            }
        )
        site = self.site = self._new_site()
        site.beat(BEATS)
        self.window.show_capture(site.path)
        is_filtered = self._variant in ("filtered", "dimmed")
        self.window.tab.search.set_text(HEARTBEATS if is_filtered else "")
        expected = {
            "filtered": len(site.heartbeats),
            "exchanges": len(site.calls),
        }.get(self._variant, site.last_id)
        self._qtbot.waitUntil(lambda: self.model.rowCount() == expected)
        self._qtbot.waitUntil(lambda: self.pane._feed.is_settled)
        self.tell()
        assert self.is_following

    def beat(self, count=1):
        """Let messages arrive, in one batch."""
        self.site.beat(count)
        self.tell()

    def tell(self):
        """Tell the window what was recorded, and wait until it shows it."""
        self.window.update_state(self.state())
        self._qtbot.waitUntil(self.shows_newest)
        self.view.viewport().repaint()

    def state(self):
        return EngineState(
            self.site.path, host="127.0.0.1", port=9000, committed_id=self.site.last_id
        )

    def shows_newest(self):
        """Return whether the newest message, or its call, has a row."""
        last = self.site.last_id
        newest = {last, self.site.calls[-1]} if self.pane_has_exchanges() else {last}
        return any(self.model.row_of(number) is not None for number in newest)

    def pane_has_exchanges(self):
        return self.window.settings.exchanges

    def filter(self, text):
        """Type a filter and wait until everything was searched."""
        self.window.tab.search.set_text(text)
        count = len(self.site.heartbeats) if text else self.site.last_id
        self._qtbot.waitUntil(lambda: self.model.rowCount() == count)


class Live(User):
    """A user of a window that listens on a real port."""

    def __init__(self, window, qtbot, engine):
        super().__init__(window, qtbot)
        self.engine = engine

    def beat(self, count):
        """Let a charger connect, send heartbeats, and leave."""
        url = f"ws://127.0.0.1:{self.engine.state.port}/CP1"

        def charger():
            with connect(url, subprotocols=["ocpp1.6"]) as socket:
                for number in range(count):
                    socket.send(call_text(f"{number}", "Heartbeat", {}))
                    socket.recv()

        before = self.model.rowCount()
        thread = threading.Thread(target=charger)
        thread.start()
        # Each call has its answer; the connection begins and ends.
        expected = before + 2 * count + 2
        self._qtbot.waitUntil(lambda: self.model.rowCount() == expected, timeout=30_000)
        thread.join()


def close(window):
    """Close a window with all that it has opened, for good."""
    while popup := QApplication.activePopupWidget():
        popup.close()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(params=["newest first", "newest last"])
def settings(request):
    """Settings that no file remembers, for either order."""
    made = Settings()
    made.change({"newest_first": request.param == "newest first"})
    return made


@pytest.fixture
def variant():
    """How the table is to be: plain, filtered, dimmed, or exchanges."""
    return "plain"


@pytest.fixture
def open_window(qtbot, qapp, settings):
    """Open a window with its parts, ready for the keyboard."""
    windows = []

    def make():
        theme = Theme(qapp)
        theme.apply("Light", 100)
        window = MainWindow(settings, theme, is_live=True)
        windows.append(window)
        window.resize(1366, 600)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.complete()
        return window

    yield make
    for window in windows:
        close(window)


@pytest.fixture
def new_site(tmp_path):
    """Make a site whose recording is empty; recording ends with the test."""
    made = []

    def make():
        made.append(Site(tmp_path / f"site{len(made)}.ocppdesk"))
        return made[-1]

    yield make
    for site in made:
        site.recorder.close()


@pytest.fixture
def few(new_site, open_window, qtbot, qtmodeltester):
    """A window on two heartbeats, which fill only a part of it."""
    window = open_window()
    qtmodeltester.check(window.tab.messages.model)
    user = Desk(window, qtbot, new_site)
    site = user.site = new_site()
    site.beat()
    window.show_capture(site.path)
    user.tell()
    return user


@pytest.fixture
def desk(new_site, open_window, qtbot, variant):
    """A window on a recording of some length, which it follows."""
    user = Desk(open_window(), qtbot, new_site, variant)
    user.begin()
    return user


@pytest.fixture
def watched(new_site, open_window, qtbot, variant, qtmodeltester):
    """The same, but each change of the table is looked through as it happens.

    That takes most of the time where it is done; what is announced does not depend on
    how the user pauses or goes back.
    """
    user = Desk(open_window(), qtbot, new_site, variant)
    # Before the first row is there: an insertion that is announced wrongly is found
    # only while it happens.
    qtmodeltester.check(user.model)
    user.begin()
    return user


@pytest.fixture
def live(open_window, qtbot, tmp_path):
    """A window with the engine that records for it."""
    window = open_window()
    bridge = Bridge()
    bridge.state_changed.connect(window.update_state)
    with qtbot.waitSignal(bridge.started, timeout=10_000):
        bridge.start(tmp_path / "live.ocppdesk", Options(host="127.0.0.1", port=0))
    engine = bridge.engine
    engine.ready.result(timeout=10)
    window.show_capture(engine.state.capture)
    window.update_state(engine.state)
    yield Live(window, qtbot, engine)
    window.close()
    bridge.take_engine()
    engine.stop()
