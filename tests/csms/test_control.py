# SPDX-License-Identifier: Apache-2.0
import asyncio
import json
import stat

import pytest

from ocppdesk.csms.central import CallFailed
from ocppdesk.csms.control import NotRunningError, request_call


async def _answering_charger(desk, answer):
    """Connect, answer one call with what `answer` makes of it, and return the call."""
    async with desk.connect() as client:
        asking = asyncio.create_task(  # noqa: TID251
            asyncio.to_thread(
                request_call, "CP1", "Reset", {"type": "Soft"}, timeout_s=5
            )
        )
        call = json.loads(await client.recv())
        await client.send(json.dumps(answer(call)))
        return call, await asking


async def test_a_call_goes_to_the_charger_and_its_answer_comes_back(desk):
    call, answer = await _answering_charger(
        desk, lambda call: [3, call[1], {"status": "Accepted"}]
    )
    assert call[2:] == ["Reset", {"type": "Soft"}]
    assert answer["type"] == 3
    assert answer["payload"] == {"status": "Accepted"}
    assert answer["latency_ms"] > 0


async def test_a_callerror_is_an_answer_too(desk):
    _call, answer = await _answering_charger(
        desk, lambda call: [4, call[1], "NotSupported", "no", {}]
    )
    assert answer["type"] == 4
    assert answer["error_code"] == "NotSupported"


async def test_an_absent_charger_is_said_with_those_that_are_there(desk):
    async with desk.connect("OTHER"):
        with pytest.raises(CallFailed, match=r"CP1 is not connected.*OTHER"):
            await asyncio.to_thread(request_call, "CP1", "Reset", {})


async def test_silence_is_said_after_the_time_out(desk):
    async with desk.connect():
        with pytest.raises(CallFailed, match=r"did not answer Reset within 0\.2 s"):
            await asyncio.to_thread(request_call, "CP1", "Reset", {}, timeout_s=0.2)


def test_without_a_recording_the_way_out_is_named(tmp_path):
    with pytest.raises(NotRunningError, match="ocppdesk serve"):
        request_call("CP1", "Reset", {})
    with pytest.raises(NotRunningError, match="Nobody records into"):
        request_call("CP1", "Reset", {}, capture=tmp_path / "x.ocppdesk")


def test_the_note_is_its_users_own_and_goes_with_the_recording(desk, home):
    (note,) = (home / "running").glob("*.json")
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    desk.engine.stop()
    assert not note.exists()


def test_a_note_of_a_killed_program_is_removed(home):
    note = home / "running" / "1-1.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"capture": "/gone.ocppdesk", "port": 1, "token": "x"}')
    with pytest.raises(NotRunningError):
        request_call("CP1", "Reset", {})
    assert not note.exists()


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b"{}\n", b"\n", b'"x"\n'])
async def test_strangers_at_the_control_port_do_no_harm(desk, home, line):
    (note,) = (home / "running").glob("*.json")
    port = json.loads(note.read_text())["port"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(line)
    reply = await reader.read()
    writer.close()
    assert b"answer" not in reply
    assert (await desk.talk('[2,"1","Heartbeat",{}]'))[0][0] == 3


async def test_a_wrong_token_is_refused(desk, home):
    (note,) = (home / "running").glob("*.json")
    content = json.loads(note.read_text())
    note.write_text(json.dumps({**content, "token": "guess"}))
    with pytest.raises(CallFailed, match="token is wrong"):
        await asyncio.to_thread(request_call, "CP1", "Reset", {})
