# SPDX-License-Identifier: Apache-2.0
import asyncio
import json
import socket

import pytest
from websockets.asyncio.server import serve

from ocppdesk.core.frames import MessageType, parse_frames, result_text
from ocppdesk.simulator import simulate

ACCEPTED = {
    "status": "Accepted",
    "currentTime": "2027-01-15T08:00:00Z",
    "interval": 300,
}
OPTIONS = {"version": "1.6", "identity": "CP 1", "connectors": 2, "speed": 30.0}


@pytest.fixture
async def url():
    async def talk(link):
        async for text in link:
            (frame,) = parse_frames(text)
            if frame.type is MessageType.CALL:
                boot = frame.action == "BootNotification"
                answer = ACCEPTED if boot else {}
                await link.send(result_text(frame.message_id, answer))

    names = ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"]
    async with serve(talk, "127.0.0.1", 0, subprotocols=names) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("version", ["1.6", "2.0.1", "2.1"])
async def test_every_frame_is_a_line(url, version):
    lines, started = [], asyncio.Event()

    def say(line):
        lines.append(line)
        if line.count("StatusNotification"):
            started.set()

    options = {**OPTIONS, "version": version}
    async with asyncio.TaskGroup() as group:
        task = group.create_task(simulate(url, say=say, **options))
        async with asyncio.timeout(5.0):
            await started.wait()
        task.cancel()
    assert lines[0] == f"Connected to {url}/CP%201."
    assert lines[1].startswith("> [2,")
    assert json.loads(lines[1][2:])[2] == "BootNotification"
    assert lines[2].startswith("< [3,")


async def test_it_ends_by_itself_after_the_seconds(url):
    lines = []
    async with asyncio.timeout(5.0):
        await simulate(url, say=lines.append, seconds=0.2, **OPTIONS)
    assert lines[0].startswith("Connected")


async def test_trouble_is_said_with_a_way_out():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    lines = []
    where = f"ws://127.0.0.1:{port}"
    async with asyncio.timeout(5.0):
        await simulate(where, say=lines.append, seconds=0.2, **OPTIONS)
    assert lines == [
        f"Nothing listens at 127.0.0.1:{port}. Start the CSMS, or check the port. "
        "Trying again in 2 s."
    ]


async def test_wrong_address_is_refused():
    with pytest.raises(ValueError, match="not a WebSocket address"):
        await simulate("http://host", say=print, **OPTIONS)
