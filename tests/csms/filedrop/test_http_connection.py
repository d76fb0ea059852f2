# SPDX-License-Identifier: Apache-2.0
"""Connections by hand; what servers do with them is in test_http_server."""

import asyncio
import contextlib
from contextlib import asynccontextmanager

import pytest

from ocppdesk.csms.filedrop.http_connection import BadRequest, HttpConnection, PeerGone


@asynccontextmanager
async def pair(act, *, head_timeout_s=5.0, stall_s=5.0):
    """Serve one connection by `act`; yields reader and writer of the peer."""
    outcome = asyncio.get_running_loop().create_future()

    async def serve(reader, writer):
        connection = HttpConnection(
            reader, writer, head_timeout_s=head_timeout_s, stall_s=stall_s
        )
        try:
            outcome.set_result(await act(connection))
        except (BadRequest, PeerGone) as error:
            outcome.set_exception(error)
        finally:
            await connection.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer, outcome
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        server.close()


async def read_body(connection):
    await connection.next_request()
    return b"".join([data async for data in connection.body()])


async def test_a_body_is_asked_for_when_the_peer_waits_for_that():
    async with pair(read_body) as (reader, writer, outcome):
        writer.write(b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                     b"Expect: 100-continue\r\n\r\n")  # fmt: skip
        assert await reader.readline() == b"HTTP/1.1 100 \r\n"
        writer.write(b"ok")
        assert await outcome == b"ok"


async def test_chunks_make_a_body():
    async with pair(read_body) as (_, writer, outcome):
        writer.write(b"PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                     b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n")  # fmt: skip
        assert await outcome == b"abcde"


async def test_a_connection_that_says_nothing_has_no_request():
    async with pair(lambda c: c.next_request(), head_timeout_s=0.1) as (*_, outcome):
        assert await outcome is None


async def test_a_peer_that_leaves_in_its_request_is_gone():
    async with pair(lambda c: c.next_request()) as (_, writer, outcome):
        writer.write(b"GET / HTTP/1.1\r\n")
        writer.write_eof()
        with pytest.raises(PeerGone, match="middle"):
            await outcome


async def test_a_peer_that_leaves_in_its_body_is_gone():
    async with pair(read_body) as (_, writer, outcome):
        writer.write(b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        writer.write_eof()
        with pytest.raises(PeerGone, match="middle"):
            await outcome


async def test_a_peer_that_stops_in_its_body_is_given_up():
    async with pair(read_body, stall_s=0.1) as (_, writer, outcome):
        writer.write(b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        with pytest.raises(PeerGone, match="Nothing came"):
            await outcome


async def test_a_response_arrives_although_more_is_coming_in():
    async def refuse(connection):
        await connection.next_request()
        await connection.respond(413, "Too much.")
        return connection.can_go_on

    async with pair(refuse) as (reader, writer, outcome):
        head = b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
        writer.write(head + bytes(500_000))
        answer = await reader.read()
        assert answer.endswith(b"Too much.\n")
        assert b"Connection: close" in answer
        assert await outcome is False
