# SPDX-License-Identifier: Apache-2.0
"""A real engine, a charger on a real socket that does as it is told, and the view."""

import contextlib
import json
import threading

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options
from ocppdesk.gui.sending.view import SendView
from ocppdesk.settings import Settings

SUBPROTOCOLS = {"1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1", "2.1": "ocpp2.1"}
BOOTS = {
    "1.6": {"chargePointVendor": "Acme", "chargePointModel": "B"},
    "2.0.1": {
        "reason": "PowerUp",
        "chargingStation": {"vendorName": "Acme", "model": "B"},
    },
}
BOOTS["2.1"] = BOOTS["2.0.1"]


class Wallbox:
    """A charger on a socket; what it answers is said beforehand.

    `answers` has a payload for each action, a list of texts to send as they are, or
    None for silence. What is not in it is accepted.
    """

    def __init__(self, port, version="1.6", identity="CP1"):
        self.identity = identity
        self.answers = {}
        self.heard = []
        self._calls = 0
        self._ending = contextlib.ExitStack()
        url = f"ws://127.0.0.1:{port}/{identity}"
        self._socket = self._ending.enter_context(
            connect(url, subprotocols=[SUBPROTOCOLS[version]])
        )
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()
        self.say("BootNotification", BOOTS[version])

    def say(self, action, payload):
        """Make a call."""
        self._calls += 1
        self.send(json.dumps([2, f"c{self._calls}", action, payload]))

    def state(self, status, connector=1):
        """Report the state of a connector (1.6)."""
        payload = {"connectorId": connector, "status": status, "errorCode": "NoError"}
        self.say("StatusNotification", payload)

    def send(self, text):
        """Send any text."""
        self._socket.send(text)

    def calls(self, action):
        """Return the payloads of the calls of an action that came."""
        frames = [json.loads(text) for text in self.heard if text.startswith("[2,")]
        return [frame[3] for frame in frames if frame[2] == action]

    def leave(self):
        """Close the connection."""
        self._ending.close()
        self._thread.join(10)

    def _live(self):
        try:
            for text in self._socket:
                self.heard.append(text)
                try:
                    frame = json.loads(text)
                except ValueError:
                    continue
                if isinstance(frame, list) and frame[:1] == [2]:
                    self._answer(frame)
        except ConnectionClosed:
            pass

    def _answer(self, frame):
        answer = self.answers.get(frame[2], {"status": "Accepted"})
        if answer is None:
            return
        if isinstance(answer, str):
            self.send(answer.replace("ID", frame[1]))
        else:
            self.send(json.dumps([3, frame[1], answer]))


class Live:
    """The view with its engine, as the window keeps them together."""

    def __init__(self, engine, view, reader):
        self.engine = engine
        self.view = view
        self.reader = reader
        self.boxes = []
        self._timer = QTimer(view, interval=20)
        self._timer.timeout.connect(self.follow)
        self._timer.start()

    def follow(self):
        state = self.engine.state
        self.view.update_state(state)
        self.view.advance(state.committed_id)
        self.view.update_chargers(self.reader.chargers())

    def charger(self, version="1.6", identity="CP1"):
        """Let a charger connect."""
        box = Wallbox(self.engine.state.port, version, identity)
        self.boxes.append(box)
        return box

    def close(self):
        self._timer.stop()
        for box in self.boxes:
            box.leave()


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def view(qtbot, theme, settings):
    """The view without an engine."""
    made = SendView(settings, theme)
    made.resize(1120, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_reader()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def live(view, tmp_path):
    """The view with an engine that listens."""
    engine = Engine(tmp_path / "live.ocppdesk", Options(host="127.0.0.1", port=0))
    engine.start()
    engine.ready.result(timeout=10)
    reader = CaptureReader(engine.state.capture)
    view.set_engine(engine)
    view.show_reader(reader, reader.last_id())
    made = Live(engine, view, reader)
    yield made
    made.close()
    view.close_reader()
    engine.stop()
    reader.close()
