# SPDX-License-Identifier: Apache-2.0
"""The promise of the capture: what was answered is on disk, whatever happens next."""

import asyncio
import contextlib
import itertools
import os
import random
import re
import sqlite3
import subprocess
import sys
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from ocppdesk.capture.lock import is_recording
from ocppdesk.capture.reader import CaptureReader

ROUNDS = int(os.environ.get("OCPPDESK_KILLS", "15"))  # each at another moment
CHARGERS = 4
METER_VALUES = (
    '[2,"{id}","MeterValues",{{"connectorId":1,"transactionId":7,"meterValue":[{{'
    '"timestamp":"2026-01-01T00:00:00Z","sampledValue":[{{"value":"{value}"}}]}}]}}]'
)
NUMBERS = itertools.count(1)
HEARTBEAT = '[2,"{id}","Heartbeat",{{}}]'


@contextlib.contextmanager
def serving(capture):
    """Run `ocppdesk serve`; give the process and its port. It is killed at the end."""
    words = ["serve", "--host", "127.0.0.1", "--port", "0", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "ocppdesk", *words, "--capture", capture],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        greeting = process.stderr.readline()
        yield process, int(re.search(r"Listening on port (\d+)", greeting)[1])
    finally:
        process.kill()
        _, complaints = process.communicate(timeout=20)
        assert "Traceback" not in complaints, complaints


async def talk(port, name, *, answered, first):
    """Call and await the answer, over and over, until the connection breaks.

    Message ids are those of charger software that counts on for ever.
    """
    url = f"ws://127.0.0.1:{port}/{name}"
    with contextlib.suppress(ConnectionClosed):
        async with connect(url, subprotocols=["ocpp1.6"], compression=None) as socket:
            while True:
                number = next(NUMBERS)
                form = HEARTBEAT if number % 2 else METER_VALUES
                text = form.format(id=number, value=number)
                await socket.send(text)
                answered.append((name, text, await socket.recv()))
                first.set()


async def kill_under_load(capture, delay_s):
    """Serve, kill after a while of load, and return what had been answered."""
    answered, first = [], asyncio.Event()
    with serving(capture) as (process, port):
        async with asyncio.TaskGroup() as group:
            for number in range(CHARGERS):
                name = f"CP{number}"
                group.create_task(talk(port, name, answered=answered, first=first))
            await asyncio.wait_for(first.wait(), 20)
            asyncio.get_running_loop().call_later(delay_s, process.kill)
    return answered


def recorded_exchanges(path, *, after):
    """Return the exchanges in a capture as the charger saw them, and the newest id."""
    with contextlib.closing(CaptureReader(path)) as reader:
        newest = reader.last_id()
        messages = reader.messages(range(after + 1, newest + 1))
        assert len(messages) == newest - after  # no number is missing
    calls = {message.id: message for message in messages}
    exchanges = {
        (message.charger, calls[message.answer_to].raw, message.raw)
        for message in messages
        if message.answer_to in calls
    }
    return exchanges, newest


@pytest.mark.end_to_end
async def test_what_was_answered_survives_kills_at_random_moments(tmp_path):
    seed = time.time_ns()
    print("seed", seed)  # noqa: T201 - shown if the test fails
    chance = random.Random(seed)
    capture = tmp_path / "killed.ocppdesk"
    newest = answered_in_all = 0
    for _round in range(ROUNDS):
        answered = await kill_under_load(capture, chance.uniform(0.05, 0.4))
        assert answered
        exchanges, later = recorded_exchanges(capture, after=newest)
        assert set(answered) <= exchanges
        assert not is_recording(capture)
        newest, answered_in_all = later, answered_in_all + len(answered)
    everything, _ = recorded_exchanges(capture, after=0)
    assert len(everything) >= answered_in_all
    with sqlite3.connect(capture) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


@pytest.mark.end_to_end
async def test_a_killed_recording_is_continued_by_the_next(tmp_path):
    capture = tmp_path / "killed.ocppdesk"
    await kill_under_load(capture, 0.05)
    with contextlib.closing(CaptureReader(capture)) as reader:
        before = reader.last_id()
        assert not reader.was_closed()
    with serving(capture) as (process, port):
        url = f"ws://127.0.0.1:{port}/CP0"
        async with connect(url, subprotocols=["ocpp1.6"]) as socket:
            await socket.send(HEARTBEAT.format(id="again"))
            await socket.recv()
        process.terminate()
        process.wait(20)
    with contextlib.closing(CaptureReader(capture)) as reader:
        assert reader.was_closed()
        newer = reader.messages(range(before + 1, reader.last_id() + 1))
        assert [m.action for m in newer] == [
            "Connected", "Heartbeat", "Heartbeat", "Disconnected",
        ]  # fmt: skip
        # Those that the kill had cut off are known to have ended with it.
        causes = [c.cause for c in reader.connections() if c.ended_at][1:]
        assert all("recording ended" in cause for cause in causes)
        assert len(causes) == CHARGERS
