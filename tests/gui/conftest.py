# SPDX-License-Identifier: Apache-2.0
"""A real capture that a test fills: what a charger says goes through a real session."""

import contextlib
import threading

import orjson
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from websockets.sync.client import connect

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import call_text, error_text, result_text
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version
from ocppdesk.gui.look.theme import Theme
from ocppdesk.settings import Settings

START = 1_769_864_731_204_000
"""2026-01-31T13:05:31.204Z, in microseconds: when every recording begins."""
SECOND = 1_000_000
_LONG_MS = 10_000


class Line:
    """A charger's open connection."""

    def __init__(self, recording, session):
        self._recording = recording
        self.session = session

    def say(self, action, payload=None, *, message_id=None):
        """Let the charger make a call; it is answered at once."""
        recording = self._recording
        recording.calls += 1
        text = call_text(message_id or f"c{recording.calls}", action, payload or {})
        self.send(text)

    def send(self, raw):
        """Let the charger send any text or bytes."""
        self._recording.add(self.session.receive(raw, at=self._recording.tick()))

    def ask(self, action, payload=None):
        """Make a call of ours and return its message id; nobody answers yet."""
        recording = self._recording
        recording.calls += 1
        message_id = f"d{recording.calls}"
        call = self.session.call(message_id, action, payload or {}, at=recording.tick())
        recording.add([call])
        return message_id

    def reply(self, message_id, payload=None):
        """Let the charger answer a call of ours."""
        self.send(result_text(message_id, payload or {}))

    def fail(self, message_id, code):
        """Let the charger answer a call of ours with a CALLERROR."""
        self.send(error_text(message_id, code))


class Recording:
    """A capture that is being recorded.

    Time stands still at `now` except for `step` at every message.
    """

    def __init__(self, path):
        self.recorder = Recorder(path)
        self.path = path
        self.now = START
        self.step = SECOND
        self.calls = 0
        self._lines = {}

    def tick(self):
        self.now += self.step
        return self.now

    def line(self, charger="CP-0042", version=Version.V16):
        """Return a charger's connection; the first time, it is opened."""
        if charger not in self._lines:
            self._lines[charger] = self._open(charger, version)
        return self._lines[charger]

    def beat(self, count=1, charger="CP-0042"):
        """Let a charger send heartbeats, commit them, return the last number."""
        for _number in range(count):
            self.line(charger).say("Heartbeat")
        return self.commit()

    def add(self, messages):
        for message in messages:
            self.recorder.add_message(message)

    def commit(self):
        """Write what was said and return the number of the newest message."""
        self.recorder.commit()
        return self.recorder.committed_id

    def _open(self, charger, version):
        recorder = self.recorder
        number = recorder.next_connection_id()
        recorder.put_connection(
            Connection(
                number,
                charger,
                f"192.168.50.{20 + number}:40001",
                self.now,
                Outcome.OPEN,
                opened_at=self.now,
                version=version.value,
            )
        )
        session = Session(
            charger,
            number,
            version,
            recorder.next_message_id,
            lambda: self.now + 4_000,
            recorder.transactions(),
        )
        link = Message(
            id=recorder.next_message_id(),
            at=self.tick(),
            charger=charger,
            connection=number,
            direction=Direction.LINK,
            raw=f"{charger} connected with OCPP {version.value}.",
            action="Connected",
        )
        self.add([link])
        return Line(self, session)


@pytest.fixture
def recording(tmp_path):
    """An empty capture with a recorder at work."""
    made = Recording(tmp_path / "test.ocppdesk")
    made.recorder.commit()
    yield made
    made.recorder.close()


@pytest.fixture
def reader(recording):
    """A reader of the capture that is being recorded."""
    made = CaptureReader(recording.path)
    yield made
    made.close()


@pytest.fixture
def theme(qapp):
    """The theme of the application, light and not zoomed."""
    made = Theme(qapp)
    made.apply("Light", 100)
    return made


@pytest.fixture
def open_window(qtbot, theme):
    """Opens windows, with the settings as they are at first if none are given.

    They are closed, and gone, at the end.
    """
    from ocppdesk.gui.window import MainWindow

    windows = []

    def make(*, is_live=False, settings=None):
        window = MainWindow(settings or Settings(), theme, is_live=is_live)
        windows.append(window)
        window.show()
        window.complete()
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def review(recording, open_window):
    """A window on the capture that is being recorded, which does not listen."""
    window = open_window()
    window.show_capture(recording.path)
    return window


@pytest.fixture
def live(qtbot, open_window, tmp_path):
    """A window that listens on a real port; its engine is `engine`."""
    from ocppdesk.csms.options import Options
    from ocppdesk.gui.bridge import Bridge

    window = open_window(is_live=True)
    bridge = Bridge()
    bridge.state_changed.connect(window.update_state)
    with qtbot.waitSignal(bridge.started, timeout=_LONG_MS):
        bridge.start(tmp_path / "live.ocppdesk", Options(host="127.0.0.1", port=0))
    engine = bridge.engine
    engine.ready.result(timeout=_LONG_MS)
    window.live_pages.set_engine(engine)
    window.show_capture(engine.state.capture)
    window.update_state(engine.state)
    window.engine = engine
    yield window
    window.close()
    bridge.take_engine()
    engine.stop()


@pytest.fixture
def talking(live):
    """Lets the charger CP1 connect to the window that listens.

    It says some texts and answers calls in a thread of its own: with what a function
    returns for a frame, or with a CALLERROR if that is None.
    """
    ending = contextlib.ExitStack()

    def connect_one(texts, answer):
        url = f"ws://127.0.0.1:{live.engine.state.port}/CP1"
        socket = ending.enter_context(connect(url, subprotocols=["ocpp1.6"]))

        def run():
            for text in socket:
                frame = orjson.loads(text)
                if frame[0] == 2:
                    payload = answer(frame)
                    refusal = [4, frame[1], "NotImplemented", "", {}]
                    reply = refusal if payload is None else [3, frame[1], payload]
                    socket.send(as_json(reply))

        for text in texts:
            socket.send(text)
        thread = threading.Thread(target=run)
        thread.start()
        ending.callback(thread.join, 10)
        ending.callback(socket.close)
        return socket

    with ending:
        yield connect_one


def as_json(value):
    """Return a value as JSON text."""
    return orjson.dumps(value).decode()
