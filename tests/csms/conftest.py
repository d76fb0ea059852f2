# SPDX-License-Identifier: Apache-2.0
"""A running embedded CSMS, real sockets, and eyes on what it recorded."""

import asyncio
import base64
import contextlib
import json
import shutil
import tempfile
from dataclasses import dataclass, replace

import pytest
from websockets.asyncio.client import connect

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Direction
from ocppdesk.csms.configuring import Configuring, keeper
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.options import Options
from ocppdesk.simulator import SimulatedCharger

CURL_PATIENCE_S = 20
UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Key: {base64.b64encode(b'0123456789abcdef').decode()}\r\n"
    "{more}\r\n"
)


@dataclass
class Desk:
    """A running engine and what it recorded."""

    engine: Engine
    reader: CaptureReader

    @property
    def port(self):
        return self.engine.state.port

    def url(self, path="CP1"):
        return f"ws://127.0.0.1:{self.port}/{path}"

    def connect(self, path="CP1", *, subprotocols=("ocpp1.6",), **options):
        return connect(self.url(path), subprotocols=list(subprotocols), **options)

    async def talk(self, *texts, path="CP1", subprotocols=("ocpp1.6",), answers=None):
        """Send texts on one connection and return as many answers."""
        async with self.connect(path, subprotocols=subprotocols) as socket:
            for text in texts:
                await socket.send(text)
            wanted = len(texts) if answers is None else answers
            return [json.loads(await socket.recv()) for _ in range(wanted)]

    async def raw(self, data, *, wait_s=5.0):
        """Send bytes on a bare TCP connection; return what comes until it closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(data)
            await writer.drain()
            async with asyncio.timeout(wait_s):
                return await reader.read()
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def messages(self):
        """Return all recorded frames, the oldest first."""
        recorded = self.reader.messages(range(1, self.reader.last_id() + 1))
        return [m for m in recorded if m.direction is not Direction.LINK]

    def connections(self):
        """Return all connections and attempts, the oldest first."""
        return self.reader.connections()[::-1]

    async def until(self, condition):
        """Wait until something is so; the test's own time limit ends a vain wait."""
        async with asyncio.timeout(10):
            # The other side runs in a thread that knows nothing of this loop's events.
            while not (found := await asyncio.to_thread(condition)):
                pass
        return found

    async def ended(self, count=1):
        """Wait until so many connections have ended; return them."""
        return await self.until(
            lambda: (
                len(found := [c for c in self.connections() if c.ended_at]) >= count
                and found
            )
        )


@pytest.fixture
def upgrade():
    """A WebSocket request by hand, with `{path}` and `{more}` to fill in."""
    return UPGRADE


@pytest.fixture
def options():
    return Options(host="127.0.0.1", port=0, handshake_timeout_s=0.5)


@pytest.fixture
def start_desk(tmp_path, options):
    """Start an engine, with other options if need be; it is stopped at the end."""
    desks = []

    def start(capture=None, **changes):
        path = capture or tmp_path / f"desk{len(desks)}.ocppdesk"
        engine = Engine(path, replace(options, **changes))
        engine.start()
        engine.ready.result(timeout=10)
        desk = Desk(engine, CaptureReader(path))
        desks.append(desk)
        return desk

    yield start
    for desk in desks:
        desk.engine.stop()
        desk.reader.close()


@pytest.fixture
def desk(start_desk):
    return start_desk()


@dataclass
class Workbench:
    """The settings of the chargers of a desk, and all that was told on the way."""

    configuring: Configuring
    told: list

    async def read(self, wanted=(), *, charger="CP1", **options):
        future = self.configuring.read(
            charger, wanted, on_progress=self.told.append, **options
        )
        return await asyncio.wrap_future(future)

    async def apply(self, *changes, charger="CP1", **options):
        future = self.configuring.apply(
            charger, changes, on_progress=self.told.append, **options
        )
        return await asyncio.wrap_future(future)


@pytest.fixture
def workbench(desk):
    """Reads and changes settings at the desk; the first reading is kept."""

    keep = keeper(desk.engine.state.capture)
    return Workbench(Configuring(desk.engine, keep=keep), [])


@pytest.fixture
def simulated(desk):
    """Run a simulated charger CP1 while the block lasts: `simulated("1.6")`."""

    @contextlib.asynccontextmanager
    async def run(version, *, habits=lambda _charger: None, **options):
        charger = SimulatedCharger(
            f"ws://127.0.0.1:{desk.port}", identity="CP1", version=version, **options
        )
        habits(charger.charger)
        async with charger:
            async with asyncio.timeout(10):
                await charger.until(
                    lambda: charger.is_accepted and charger.charger.outbox.is_quiet
                )
            yield charger

    return run


@pytest.fixture
def curl():
    """Run curl; skip where there is none. Returns exit code and output."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")

    async def run(*arguments):
        with tempfile.TemporaryDirectory() as home:
            process = await asyncio.create_subprocess_exec(
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                str(CURL_PATIENCE_S),
                *map(str, arguments),
                env={"HOME": home, "PATH": "/usr/bin:/bin:/usr/local/bin"},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            output, _ = await process.communicate()
        return process.returncode, output

    return run
