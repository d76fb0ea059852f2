# SPDX-License-Identifier: Apache-2.0
"""A file server on port 0, and clients of all kinds."""

import asyncio
import contextlib
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ocppdesk.csms.filedrop.drop import FileDrop
from ocppdesk.csms.filedrop.offers import offer_of
from ocppdesk.csms.filedrop.options import DropOptions, FileProtocol
from ocppdesk.csms.filedrop.received import Inbox
from tests.csms.filedrop.responses import split

PATIENCE_S = 20


@dataclass
class Served:
    """A file server that runs, and what it told."""

    drop: FileDrop
    folder: Path
    content: bytes = b""
    events: list = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self):
        return self.drop.url

    @property
    def parts(self):
        return urlsplit(self.url)

    @property
    def kinds(self):
        return [str(event.kind) for event in self.events]

    def take(self, event):
        self.events.append(event)
        self.changed.set()

    def of(self, kind):
        return [event for event in self.events if event.kind == kind]

    async def until(self, kind, count=1):
        """Wait for an event; return the last of its kind."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.of(kind)) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.of(kind)[-1]

    @property
    def files(self):
        """The names of what lies in the folder, but the list."""
        if not self.folder.exists():
            return []
        return sorted(p.name for p in self.folder.iterdir() if p.name[0] != ".")

    async def raw(self, data, *, half_close=False):
        """Send bytes on a bare connection; return what comes until it closes."""
        reader, writer = await asyncio.open_connection(
            self.parts.hostname, self.parts.port
        )
        try:
            writer.write(data)
            if half_close:
                writer.write_eof()
            async with asyncio.timeout(PATIENCE_S):
                return await reader.read()
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def request(self, method="GET", path="", *headers, body=b""):
        """Return the bytes of a request, the path relative to the URL."""
        lines = [
            f"{method} {self.parts.path}{path} HTTP/1.1",
            "Host: x",
            "Connection: close",
            *headers,
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def ask(self, *request, body=b""):
        """Make a request by hand; return status, headers and body."""
        answer = await self.raw(self.request(*request, body=body))
        return split(answer)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "received" / "capture"


@pytest.fixture
def options():
    return DropOptions(stall_s=5.0, head_timeout_s=5.0)


@pytest.fixture
def serve(tmp_path, folder, options):
    """Serve for a block: `async with serve(content=…)` or `serve()` for uploads."""

    @asynccontextmanager
    async def start(
        content=None,
        *,
        name="charger-2.0.0.bin",
        limit=10**7,
        address="127.0.0.1",
        **changes,
    ):
        offer = inbox = None
        if content is None:
            inbox = Inbox(folder, charger="CP1", action="GetLog", limit_bytes=limit)
        else:
            path = tmp_path / name
            path.write_bytes(content)
            offer = offer_of(path)
        served = Served(None, folder, content or b"")
        served.drop = FileDrop(
            replace(options, **changes),
            offer=offer,
            inbox=inbox,
            on_event=served.take,
        )
        await served.drop.open(address)
        try:
            yield served
        finally:
            await served.drop.close()

    return start


@pytest.fixture
def serve_ftp(serve):
    """The same by FTP."""

    def start(content=None, **changes):
        return serve(content, protocol=FileProtocol.FTP, **changes)

    return start


@pytest.fixture
def free_ports():
    """A range of ports that are free just now."""
    for first in range(42_000, 60_000, 10):
        ports = range(first, first + 10)
        if all(_is_free(port) for port in ports):
            return ports
    raise AssertionError("No ten ports in a row are free.")


def _is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
