# SPDX-License-Identifier: Apache-2.0
import asyncio
import json
import sqlite3

import pytest
from websockets.exceptions import ConnectionClosed

from ocppdesk.capture.records import Outcome
from ocppdesk.core.messages import Direction
from ocppdesk.csms.calls import CallFailed

START = {
    "connectorId": 1,
    "idTag": "TAG",
    "meterStart": 100,
    "timestamp": "2026-01-01T00:00:00Z",
}


async def test_frame_and_answer_are_recorded_as_they_were_on_the_wire(desk):
    text = '[2, "a1",  "Heartbeat" , {}]'
    (answer,) = await desk.talk(text)
    call, reply = desk.messages()
    assert call.raw == text
    assert call.direction is Direction.IN
    assert json.loads(reply.raw) == answer
    assert reply.direction is Direction.OUT
    assert reply.answer_to == call.id
    assert reply.latency_ms >= 0


async def test_bytes_that_are_not_utf8_are_kept_as_bytes(desk):
    data = b'[2,"1","DataTransfer",{"vendorId":"\xff\xfe"}]'
    async with desk.connect() as client:
        await client.send(data)
        await client.recv()
    first = desk.messages()[0]
    assert first.raw == data
    assert "not valid UTF-8" in " ".join(v.text for v in first.violations)


async def test_text_frames_with_broken_utf8_are_recorded_and_answered(desk):
    data = b'[2,"1","Heartbeat",{"x":"\xff"}]'
    async with desk.connect() as client:
        await client.send(data, text=True)
        assert (await client.recv()).startswith('[3,"1"')
    assert desk.messages()[0].raw == data


async def test_fragments_are_one_message(desk):
    async with desk.connect() as client:
        await client.send(iter(['[2,"1",', '"Heartbeat"', ",{}]"]))
        assert (await client.recv()).startswith('[3,"1"')
    assert desk.messages()[0].raw == '[2,"1","Heartbeat",{}]'


async def test_the_newest_connection_of_an_identity_wins(desk):
    async with desk.connect() as old, desk.connect() as new:
        with pytest.raises(ConnectionClosed):
            await old.recv()
        await new.send('[2,"1","Heartbeat",{}]')
        assert (await new.recv()).startswith("[3")
        (ended,) = await desk.ended()
        assert "newer connection" in ended.cause
        assert desk.engine.state.connected == ("CP1",)


async def test_two_chargers_with_the_same_ids_do_not_disturb_each_other(desk):
    first, second = await asyncio.gather(
        desk.talk('[2,"1","Heartbeat",{}]', path="A"),
        desk.talk('[2,"1","BootNotification",{}]', path="B"),
    )
    assert set(first[0][2]) == {"currentTime"}
    assert second[0][2]["status"] == "Accepted"


async def test_both_directions_are_independent(desk):
    async with desk.connect() as client:
        call = asyncio.wrap_future(desk.engine.call("CP1", "Reset", {"type": "Soft"}))
        asked = json.loads(await client.recv())
        # Our call waits; the charger's own call is answered all the same.
        await client.send('[2,"1","Heartbeat",{}]')
        assert (await client.recv()).startswith('[3,"1"')
        await client.send(json.dumps([3, asked[1], {"status": "Accepted"}]))
        assert (await call).payload() == {"status": "Accepted"}


async def test_one_call_at_a_time_goes_to_a_charger(desk):
    async with desk.connect() as client:
        calls = [
            asyncio.wrap_future(desk.engine.call("CP1", "ClearCache", {}))
            for _ in range(2)
        ]
        first = json.loads(await client.recv())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await client.recv()
        await client.send(json.dumps([3, first[1], {"status": "Accepted"}]))
        second = json.loads(await client.recv())
        assert second[1] != first[1]
        await client.send(json.dumps([3, second[1], {"status": "Rejected"}]))
        answers = await asyncio.gather(*calls)
    assert [a.payload()["status"] for a in answers] == ["Accepted", "Rejected"]


async def test_a_late_answer_is_recorded_and_frees_nobody_twice(start_desk):
    desk = start_desk(call_timeout_s=0.1)
    async with desk.connect() as client:
        call = asyncio.wrap_future(desk.engine.call("CP1", "ClearCache", {}))
        asked = json.loads(await client.recv())
        with pytest.raises(Exception, match="did not answer"):
            await call
        await client.send(json.dumps([3, asked[1], {"status": "Accepted"}]))
        late = await desk.until(lambda: [m for m in desk.messages() if m.problem])
    assert late[0].problem == "late"
    assert late[0].answer_to == desk.messages()[0].id


async def test_a_disconnect_fails_the_waiting_call_at_once(desk):
    async with desk.connect() as client:
        call = asyncio.wrap_future(desk.engine.call("CP1", "ClearCache", {}))
        await client.recv()
    with pytest.raises(Exception, match="disconnected before it answered"):
        await call


async def test_a_repeated_start_gets_the_same_transaction_also_after_a_restart(
    start_desk,
):
    desk = start_desk()
    text = json.dumps([2, "1", "StartTransaction", START])
    first = (await desk.talk(text))[0][2]["transactionId"]
    again = (await desk.talk(text))[0][2]["transactionId"]
    desk.engine.stop()
    continued = start_desk(capture=desk.engine.state.capture)
    later = (await continued.talk(text))[0][2]["transactionId"]
    other = json.dumps([2, "2", "StartTransaction", {**START, "connectorId": 2}])
    assert first == again == later
    assert (await continued.talk(other))[0][2]["transactionId"] != first


async def test_the_last_boot_and_the_connectors_are_known(desk):
    boot = {
        "chargePointVendor": "Acme",
        "chargePointModel": "One",
        "chargePointSerialNumber": "S1",
        "firmwareVersion": "1.2",
    }
    status = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure"}
    async with desk.connect() as client:
        for action, payload in (
            ("BootNotification", boot),
            ("StatusNotification", status),
        ):
            await client.send(json.dumps([2, action, action, payload]))
            await client.recv()
        (charger,) = desk.reader.chargers()
        assert charger.is_connected
    assert (charger.vendor, charger.model, charger.serial) == ("Acme", "One", "S1")
    assert charger.connectors[0].status == "Faulted"
    assert charger.connectors[0].error_code == "GroundFailure"
    await desk.ended()
    assert not desk.reader.chargers()[0].is_connected


async def test_a_charger_that_says_nothing_at_all_is_dropped(start_desk):
    desk = start_desk()
    async with desk.connect() as client:
        connection = await desk.until(lambda: desk.connections())
        # The clock of the connection is set back in place of waiting fifteen minutes.
        csms = desk.engine._csms
        csms.connections["CP1"].last_heard -= 10_000
        csms._loop.call_soon_threadsafe(csms.tend)
        with pytest.raises(ConnectionClosed):
            await client.recv()
    (ended,) = await desk.ended()
    assert "Nothing arrived for 900 s" in ended.cause
    assert connection[0].id == ended.id


async def test_a_peer_that_never_reads_does_not_fill_the_memory(desk):
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    writer.write(
        b"GET /MUTE HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    text = b'[2,"1","NoSuchAction",{}]'
    frame = b"\x81" + bytes([0x80 | len(text)]) + b"\0\0\0\0" + text

    async def flood():
        while True:
            writer.write(frame * 1000)
            await writer.drain()

    # Sooner or later nothing more is taken from a peer that takes nothing itself.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(flood(), 3)
    connection = desk.engine._csms.connections["MUTE"]
    assert connection.transport.get_write_buffer_size() < 4 * 2**20
    assert (await desk.talk('[2,"1","Heartbeat",{}]'))[0][0] == 3
    writer.transport.abort()


async def test_a_full_disk_stops_the_answers_and_loses_nothing(desk):
    csms = desk.engine._csms
    async with desk.connect() as client:
        await client.send('[2,"0","Heartbeat",{}]')
        await client.recv()
        pages = csms.recorder._database.execute("PRAGMA page_count").fetchone()[0]
        csms._loop.call_soon_threadsafe(csms.recorder.limit_size, pages)
        big = json.dumps(
            [2, "1", "DataTransfer", {"vendorId": "v", "data": "x" * 9000}]
        )
        await client.send(big)
        await desk.until(lambda: desk.engine.state.recording_error)
        assert "full" in str(desk.engine.state.recording_error)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await client.recv()
        csms._loop.call_soon_threadsafe(csms.recorder.limit_size, 1_000_000)
        assert (await client.recv()).startswith('[3,"1"')
        # It is told once the answers are on their way.
        await desk.until(lambda: desk.engine.state.recording_error is None)
    assert big in [message.raw for message in desk.messages()]


async def test_settings_of_the_answers_take_effect_at_once(desk, options):
    from dataclasses import replace

    from ocppdesk.core.replies import Policy

    async with desk.connect() as client:
        policy = Policy(
            registration_status="Pending", accepted_id_tags=frozenset({"good"})
        )
        desk.engine.apply(replace(options, policy=policy)).result(timeout=5)
        await client.send('[2,"1","BootNotification",{}]')
        assert json.loads(await client.recv())[2]["status"] == "Pending"
        await client.send('[2,"2","Authorize",{"idTag":"bad"}]')
        assert json.loads(await client.recv())[2]["idTagInfo"]["status"] == "Invalid"


async def test_any_sqlite_tool_can_read_the_capture(desk):
    await desk.talk('[2,"1","Heartbeat",{}]')
    path = desk.engine.state.capture
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT charger, direction, action FROM message_list ORDER BY id"
        ).fetchall()
    database.close()
    assert ("CP1", "in", "Heartbeat") in rows
    assert ("CP1", "out", "Heartbeat") in rows


async def test_an_open_connection_tells_its_pings(desk):
    async with desk.connect() as client:
        await (await client.ping())
    (ended,) = await desk.ended()
    assert ended.pings == 1
    assert ended.outcome is Outcome.CLOSED


async def test_an_equal_start_after_the_stop_is_another_transaction(start_desk):
    desk = start_desk()
    # A charger without a clock starts every session at the same moment.
    text = json.dumps([2, "1", "StartTransaction", START])
    first = (await desk.talk(text))[0][2]["transactionId"]
    stop = {
        "transactionId": first,
        "meterStop": 100,
        "timestamp": "1970-01-01T00:00:00Z",
    }
    await desk.talk(json.dumps([2, "2", "StopTransaction", stop]))
    second = (await desk.talk(text))[0][2]["transactionId"]
    assert second != first
    desk.engine.stop()
    continued = start_desk(capture=desk.engine.state.capture)
    assert (await continued.talk(text))[0][2]["transactionId"] == second


async def test_what_was_given_up_does_not_go_out_later(desk):
    csms = desk.engine._csms
    async with desk.connect() as client:
        await client.send('[2,"0","Heartbeat",{}]')
        await client.recv()
        pages = csms.recorder._database.execute("PRAGMA page_count").fetchone()[0]
        csms._loop.call_soon_threadsafe(csms.recorder.limit_size, pages)
        call = desk.engine.call("CP1", "Reset", {"x": "y" * 9000}, timeout_s=0.2)
        with pytest.raises(Exception, match="did not answer"):
            await asyncio.wrap_future(call)
        csms._loop.call_soon_threadsafe(csms.recorder.limit_size, 1_000_000)
        await desk.until(lambda: desk.engine.state.recording_error is None)
        await client.send('[2,"1","Heartbeat",{}]')
        assert (await client.recv()).startswith('[3,"1"')


async def test_an_answer_to_an_answer_of_ours_is_no_orphan(desk):
    async with desk.connect(subprotocols=["ocpp2.1"]) as client:
        await client.send('[2,"a","Heartbeat",{}]')
        await client.recv()
        await client.send('[5,"a","FormatViolation","no time",{}]')
        await client.send('[5,"b","FormatViolation","never",{}]')
        found = await desk.until(lambda: len(desk.messages()) == 4 and desk.messages())
    assert found[2].answer_to == found[1].id
    assert found[2].problem is None
    assert found[3].problem == "orphan"


async def test_a_wrong_interface_disconnects_nobody(desk):
    async with desk.connect() as client:
        desk.engine.listen("203.0.113.77", desk.port).result(timeout=10)
        assert "no address 203.0.113.77" in str(desk.engine.state.listen_error)
        await client.send('[2,"1","Heartbeat",{}]')
        assert (await client.recv()).startswith("[3")


async def test_a_watcher_is_told_each_message_once_it_is_recorded(desk):
    told = []

    async def watch(csms):
        return csms.watch(
            lambda m: told.append((m.id, m.id <= csms.recorder.committed_id))
        )

    end = await asyncio.wrap_future(desk.engine.run(watch))
    await desk.talk('[2,"1","Heartbeat",{}]')
    await desk.ended()
    recorded = desk.reader.last_id()
    assert told == [(number, True) for number in range(1, recorded + 1)]
    end()
    await desk.talk('[2,"2","Heartbeat",{}]')
    await desk.ended(2)
    assert len(told) == recorded


async def test_that_a_card_is_shown_is_recorded_between_the_messages(desk):
    async with desk.connect() as client:
        await desk.until(lambda: "CP1" in desk.engine._csms.connections)
        noted = desk.engine.run(lambda csms: csms.note_card("CP1"))
        await asyncio.wrap_future(noted)
        await client.send('[2,"1","Heartbeat",{}]')
        await client.recv()
    recorded = desk.reader.messages(range(1, desk.reader.last_id() + 1))
    actions = [message.action for message in recorded][:3]
    assert actions == ["Connected", "CardShown", "Heartbeat"]
    assert recorded[1].direction is Direction.LINK
    assert recorded[1].connection == recorded[0].connection


async def test_a_card_cannot_be_noted_of_a_charger_that_is_not_there(desk):
    noted = desk.engine.run(lambda csms: csms.note_card("CP1"))
    with pytest.raises(CallFailed, match="CP1 is not connected"):
        await asyncio.wrap_future(noted)
