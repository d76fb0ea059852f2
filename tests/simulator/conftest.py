# SPDX-License-Identifier: Apache-2.0
"""A CSMS without sockets, one with them, and time that is driven."""

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from ocppdesk.core.frames import (
    CALLS,
    MessageType,
    call_text,
    parse_frames,
    result_text,
)
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import SUBPROTOCOLS, Version
from ocppdesk.simulator import DrivenClock, SimulatedCharger
from ocppdesk.simulator.assembly import assemble
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.outputs import Close, Download, Send, Upload

PATIENCE_S = 10.0  # of the real clock, before a test gives up
NOW = "2027-01-15T08:00:00Z"
START = 1_800_000_000.0  # 2027-01-15T08:00:00Z

ACCEPTED = {"status": "Accepted"}
ANSWERS = {
    "BootNotification": {**ACCEPTED, "currentTime": NOW, "interval": 300},
    "Heartbeat": {"currentTime": NOW},
    "StartTransaction": {"transactionId": 7, "idTagInfo": ACCEPTED},
}


class Talk:
    """A charger and the CSMS that it talks to; every payload is validated."""

    def __init__(self, version, **options):
        self.version = Version(version)
        preset = options.pop("preset", None)
        answers = options.pop("answers", {})
        self.charger = assemble(
            self.version, Build(**options), preset=preset, now=0.0, clock=START
        )
        self.sent = []
        self.complaints = []
        self.uploads = []
        self.downloads = []
        self.downloads_work = True
        self.closed = 0
        self.is_rebooting = False
        self.answers = self.usual_answers() | answers
        self._ids = 0
        self._results = {}
        self._commands = {}

    def usual_answers(self):
        boot = {"status": "Accepted", "currentTime": "2027-01-15T08:00:00Z"}
        accepted = {"status": "Accepted"}
        answers = {"BootNotification": {**boot, "interval": 300}}
        if self.version is Version.V16:
            answers["Authorize"] = {"idTagInfo": accepted}
            answers["StartTransaction"] = {"idTagInfo": accepted, "transactionId": 7}
        else:
            answers["Authorize"] = {"idTokenInfo": accepted}
        return answers

    def connect(self):
        self.charger.connected()
        self.pump()
        return self

    def disconnect(self):
        self.charger.disconnected()
        self.pump()

    def run(self, seconds):
        for _ in range(int(seconds)):
            self.charger.advance(self.charger.now + 1.0)
            self.pump()
            if self.charger.wants_link and self.is_rebooting:
                self.is_rebooting = False
                self.connect()
        return self

    def pump(self):
        while outputs := self.charger.take():
            for output in outputs:
                match output:
                    case Send(text):
                        self._take(parse_frames(text)[0])
                    case Close():
                        self.closed += 1
                        self.is_rebooting = True
                        self.charger.disconnected()
                    case Upload():
                        self.uploads.append(output)
                    case Download(url):
                        self.downloads.append(url)
                        output.on_done(self.downloads_work)

    def _take(self, frame):
        if frame.type is MessageType.CALLRESULTERROR:
            self.complaints.append(frame)
            return
        if frame.type not in CALLS:
            self._results[frame.message_id] = frame
            return
        assert not check_payload(
            self.version, frame.action, frame.payload, is_request=True
        )
        _check_times(frame.payload)
        self.sent.append((self.charger.now, frame.action, frame.payload))
        if frame.type is MessageType.SEND:
            return
        answer = self.answers.get(frame.action, {})
        if callable(answer):
            answer = answer(frame.payload)
        if answer is not None:
            self.charger.receive(result_text(frame.message_id, answer))

    def command(self, action, payload=None):
        """Give a command; returns the payload of the answer, or the error code."""
        self._ids += 1
        message_id = f"c{self._ids}"
        self.charger.receive(call_text(message_id, action, payload or {}))
        self.pump()
        frame = self._results[message_id]
        if frame.type is MessageType.CALLERROR:
            return frame.error_code
        assert not check_payload(self.version, action, frame.payload, is_request=False)
        return frame.payload

    def act(self, name, *arguments):
        """Let somebody do something to the charger."""
        getattr(self.charger, name)(*arguments)
        self.pump()
        return self

    def charge(self, number=1, token="CARD", car=None):
        """Plug in, present a card, and let current flow."""
        self.act("plug_in", number, car).act("present_card", number, token)
        return self.run(12)

    def said(self, action):
        """Return the payloads of all calls of an action."""
        return [payload for _at, name, payload in self.sent if name == action]

    def forget(self):
        self.sent.clear()

    @property
    def actions(self):
        return [name for _at, name, _payload in self.sent]

    def statuses(self, number=1):
        """Return the statuses of a connector, in the order they were told."""
        if self.version is Version.V16:
            return [
                payload["status"]
                for payload in self.said("StatusNotification")
                if payload["connectorId"] == number
            ]
        return [
            payload["connectorStatus"]
            for payload in self.said("StatusNotification")
            if payload["evseId"] == number
        ]

    def reading(self, number=1):
        return self.charger.connectors[number - 1].circuit.reading


def _check_times(value):
    """Every time must be one that can be read, with its zone."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name in ("timestamp", "generatedAt"):
                assert datetime.fromisoformat(part).tzinfo is not None
            _check_times(part)
    elif isinstance(value, list):
        for part in value:
            _check_times(part)


@pytest.fixture
def talk():
    """Makes a charger that is booted and accepted: `talk("1.6")`."""
    return lambda version, **options: Talk(version, **options).connect()


@pytest.fixture(params=["2.0.1", "2.1"])
def newer(request):
    """Makes a charger of 2.x that is booted and accepted: `newer(preset=...)`."""
    return lambda **options: Talk(request.param, **options).connect()


@pytest.fixture
def silent_talk():
    """Makes a charger that is not connected yet."""
    return Talk


class Csms:
    """Answers everything with a success, and notes and validates what comes."""

    def __init__(self):
        self.calls = []
        self.paths = []
        self.links = []
        self.version = None
        self.results = {}
        self._ids = 0

    @asynccontextmanager
    async def listen(self, port=0):
        async with serve(
            self._talk, "127.0.0.1", port, subprotocols=list(SUBPROTOCOLS)
        ) as server:
            self.port = server.sockets[0].getsockname()[1]
            yield self

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/ocpp"

    def actions(self):
        return [frame.action for frame in self.calls]

    def payloads(self):
        return [frame.payload for frame in self.calls]

    async def _talk(self, link):
        self.version = SUBPROTOCOLS[link.subprotocol]
        self.paths.append(link.request.path)
        self.links.append(link)
        try:
            async for text in link:
                (frame,) = parse_frames(text)
                if frame.type is not MessageType.CALL:
                    self.results[frame.message_id].set_result(frame)
                    continue
                assert not check_payload(
                    self.version, frame.action, frame.payload, is_request=True
                )
                self.calls.append(frame)
                await link.send(result_text(frame.message_id, self._answer(frame)))
        except ConnectionClosed:
            return

    def _answer(self, frame):
        if frame.action == "Authorize":
            name = "idTagInfo" if self.version is Version.V16 else "idTokenInfo"
            return {name: ACCEPTED}
        return ANSWERS.get(frame.action, {})

    async def command(self, action, payload=None):
        self._ids += 1
        message_id = f"c{self._ids}"
        self.results[message_id] = asyncio.get_running_loop().create_future()
        await self.links[-1].send(call_text(message_id, action, payload or {}))
        async with asyncio.timeout(PATIENCE_S):
            frame = await self.results[message_id]
        return frame.payload if frame.error_code is None else frame.error_code


class Bench:
    """A simulated charger whose time is driven."""

    def __init__(self, url, **options):
        self.clock = DrivenClock()
        self.heard = []
        self.frames = []
        self.charger = SimulatedCharger(
            url,
            clock=self.clock,
            starts_at=1_800_000_000.0,
            on_link=self.heard.append,
            on_frame=lambda mark, text: self.frames.append((mark, text)),
            **options,
        )

    async def until(self, condition):
        async with asyncio.timeout(PATIENCE_S):
            await self.charger.until(condition)

    async def settle(self):
        await self.until(lambda: self.charger.is_quiet)

    async def run(self, seconds):
        for _ in range(seconds):
            self.clock.advance(1.0)
            await self.settle()

    async def run_until(self, condition, *, seconds=60):
        """Let time pass until something is so; the network needs real time too."""
        charger = self.charger.charger
        for _ in range(seconds):
            if condition():
                return
            self.clock.advance(1.0)
            await self.charger.until(lambda: charger.now >= self.clock.now())
            for _turn in range(20):
                await asyncio.sleep(0)
        await self.until(condition)


@pytest.fixture
def listen():
    """Makes a CSMS on a port: `async with listen(port) as csms`."""
    return lambda port=0: Csms().listen(port)


@pytest.fixture
async def csms(listen):
    """A CSMS on a port of its own."""
    async with listen() as found:
        yield found


@pytest.fixture
def bench():
    """Makes a charger on a real WebSocket whose time is driven: `bench(url)`."""
    return Bench
