# SPDX-License-Identifier: Apache-2.0
import asyncio
import socket

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from ocppdesk.capture.records import Outcome


async def test_a_silent_tcp_connection_is_recorded(desk):
    assert await desk.raw(b"") == b""
    (attempt,) = await desk.ended()
    assert attempt.outcome is Outcome.NO_REQUEST
    assert attempt.peer.startswith("127.0.0.1:")
    assert attempt.cause
    assert attempt.fix


async def test_a_connection_that_leaves_at_once_is_recorded(desk):
    socket.create_connection(("127.0.0.1", desk.port)).close()
    (attempt,) = await desk.ended()
    assert attempt.outcome is Outcome.NO_REQUEST


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1", Outcome.TLS_ON_PLAIN),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", Outcome.PLAIN_GET),
        (b"GET /CP1 HTTP/1.1\r\nUpgrade: webso", Outcome.ABORTED),
        (b"\x00\x01garbage\r\n\r\n", Outcome.NOT_HTTP),
        (b"POST /x HTTP/1.1\r\nSOAPAction: a\r\n\r\n", Outcome.BAD_UPGRADE),
    ],
    ids=["tls", "get", "cut", "garbage", "soap"],
)
async def test_each_dead_attempt_is_recorded_with_its_first_bytes(desk, data, outcome):
    await desk.raw(data)
    (attempt,) = await desk.ended()
    assert attempt.outcome is outcome
    assert attempt.head == data[: len(attempt.head)]
    assert attempt.head
    assert attempt.cause
    assert attempt.fix
    # The next charger is served as if nothing had been.
    assert (await desk.talk('[2,"1","Heartbeat",{}]'))[0][0] == 3


@pytest.mark.parametrize(
    ("path", "more", "version"),
    [
        ("/C 1", "", "13"),
        ("/CP1", "", "8"),
        ("/CP1", "X-Long: " + "x" * 40_000 + "\r\n", "13"),
        ("/CP1", "X-Foo : bar\r\n", "13"),
    ],
    ids=["blank in path", "version 8", "endless header", "blank in header"],
)
async def test_a_bad_upgrade_is_recorded_and_explained(
    desk, upgrade, path, more, version
):
    request = upgrade.format(path=path, more=more).replace(
        "Version: 13", f"Version: {version}"
    )
    await desk.raw(request.encode())
    (attempt,) = await desk.ended()
    assert attempt.outcome is Outcome.BAD_UPGRADE
    assert attempt.fix


async def test_a_foreign_subprotocol_is_refused_after_the_handshake(desk):
    async with desk.connect(subprotocols=["ocpp1.5"]) as client:
        with pytest.raises(ConnectionClosed) as caught:
            await client.recv()
    assert caught.value.rcvd.code == 1002
    (attempt,) = await desk.ended()
    assert attempt.outcome is Outcome.REFUSED_SUBPROTOCOL
    assert attempt.offered == "ocpp1.5"
    assert attempt.path == "/CP1"


async def test_a_missing_subprotocol_is_taken_for_16_and_noted(desk):
    async with connect(desk.url()) as client:
        assert client.subprotocol is None
        await client.send('[2,"1","Heartbeat",{}]')
        assert (await client.recv()).startswith("[3")
    (connection,) = await desk.ended()
    assert connection.version == "1.6"
    assert "no OCPP sub-protocol" in " ".join(connection.remarks)


async def test_a_request_without_connection_upgrade_is_accepted_and_noted(
    desk, upgrade
):
    request = upgrade.format(path="/CP1", more="Sec-WebSocket-Protocol: ocpp1.6\r\n")
    request = request.replace("Connection: Upgrade", "Connection: keep-alive")
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    writer.write(request.encode())
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    assert b"101 Switching Protocols" in head
    (connection,) = await desk.ended()
    assert connection.outcome is Outcome.CLOSED
    assert "Connection: Upgrade" in " ".join(connection.remarks)


async def test_deflate_is_agreed_on_when_offered(desk):
    async with desk.connect(compression="deflate") as client:
        assert client.response.headers["Sec-WebSocket-Extensions"].startswith(
            "permessage-deflate"
        )


async def test_too_many_connections_are_turned_away_and_recorded(start_desk):
    desk = start_desk(max_connections=1)
    async with desk.connect("A") as client:
        assert await desk.raw(b"") == b""
        await client.send('[2,"1","Heartbeat",{}]')
        assert (await client.recv()).startswith("[3")
    found = await desk.ended(2)
    assert Outcome.TOO_MANY in {connection.outcome for connection in found}


def test_a_busy_port_is_said_and_another_offered(start_desk):
    first = start_desk()
    second = start_desk(port=first.port)
    error = second.engine.state.listen_error
    assert second.port == 0
    assert f"Port {first.port} is in use" in str(error)
    assert str(error.free_port) in str(error)
    second.engine.listen("127.0.0.1", error.free_port).result(timeout=10)
    assert second.port == error.free_port
    assert second.engine.state.listen_error is None


def test_an_address_of_another_computer_is_said(start_desk):
    desk = start_desk(host="203.0.113.77")
    assert "no address 203.0.113.77" in str(desk.engine.state.listen_error)
