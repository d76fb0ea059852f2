# SPDX-License-Identifier: Apache-2.0
import asyncio
import contextlib
import threading

import pytest
from websockets.asyncio.client import connect

from ocppdesk.capture.errors import CaptureForeignError, CaptureLockedError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.csms.central import CallFailed
from ocppdesk.csms.engine import Engine


def test_two_engines_do_not_record_into_one_file(desk, options):
    second = Engine(desk.engine.state.capture, options)
    second.start()
    with pytest.raises(CaptureLockedError, match="Another OCPP Desk"):
        second.ready.result(timeout=10)
    assert second.state.capture_error is not None
    second.stop()


def test_a_foreign_file_is_left_alone(tmp_path, options):
    path = tmp_path / "notes.ocppdesk"
    path.write_text("my notes")
    engine = Engine(path, options)
    engine.start()
    with pytest.raises(CaptureForeignError):
        engine.ready.result(timeout=10)
    assert path.read_text() == "my notes"


async def test_stopping_closes_the_connections_and_finishes_the_file(desk):
    async with desk.connect() as client:
        await client.send('[2,"1","Heartbeat",{}]')
        await client.recv()
        desk.engine.stop()
        with contextlib.suppress(Exception):
            await client.recv()
        assert client.close_code == 1001
    assert desk.engine.state.port == 0
    assert desk.reader.was_closed()
    assert not list(desk.engine.state.capture.parent.glob("*-lock"))


def test_the_watcher_is_told_of_changes(tmp_path, options):
    states = []
    engine = Engine(tmp_path / "x.ocppdesk", options)
    engine._on_change = lambda: states.append(engine.state)
    engine.start()
    engine.ready.result(timeout=10)
    engine.stop()
    assert any(state.port for state in states)
    assert states[-1].port == 0


async def test_times_are_those_of_the_clock(tmp_path, options):
    engine = Engine(tmp_path / "x.ocppdesk", options, clock=lambda: 1_000_000)
    engine.start()
    url = f"ws://127.0.0.1:{engine.ready.result(timeout=10).port}/CP1"
    async with connect(url, subprotocols=["ocpp1.6"]) as socket:
        await socket.send('[2,"1","Heartbeat",{}]')
        assert "1970-01-01T00:00:01" in await socket.recv()
    engine.stop()
    with contextlib.closing(CaptureReader(tmp_path / "x.ocppdesk")) as reader:
        assert {message.at for message in reader.messages(range(1, 5))} == {1_000_000}


def test_the_engine_knows_the_free_space(desk):
    import time

    deadline = time.monotonic() + 10
    while desk.engine.state.free_bytes is None and time.monotonic() < deadline:
        desk.engine.ready.result()
    assert desk.engine.state.free_bytes > 0


async def test_work_is_done_in_the_engines_thread(desk):
    async def name(csms):
        return threading.current_thread().name, csms.recorder.path

    found = await asyncio.wrap_future(desk.engine.run(name))
    assert found == ("csms", desk.engine.state.capture)


async def test_no_work_is_done_once_the_engine_has_stopped(desk):
    async def nothing(_csms):
        return None

    desk.engine.stop()
    with pytest.raises(CallFailed, match="does not run"):
        await asyncio.wrap_future(desk.engine.run(nothing))
