# SPDX-License-Identifier: Apache-2.0
"""One HTTP connection: h11 on asyncio's streams, with every wait bounded."""

import asyncio
import contextlib
import http
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

import h11

from ocppdesk import __version__

_BLOCK: Final = 2**16
_LONGEST_HEAD: Final = 2**14
_LINGER_S: Final = 2.0
_LINGER_BYTES: Final = 2**20
_HEADERS: Final = (
    ("Server", f"ocppdesk/{__version__}"),
    ("Cache-Control", "no-store"),
)


class PeerGone(Exception):  # noqa: N818 - what a peer does is no error of ours
    """The peer has left, or was too slow; the text says which, as a sentence."""


class BadRequest(Exception):  # noqa: N818
    """The peer breaks the rules of HTTP.

    Args:
        reason: How, as a sentence.
        status: What it is to be answered.
    """

    def __init__(self, reason: str, *, status: int) -> None:
        super().__init__(reason)
        self.status = status


class HttpConnection:
    """One TCP connection of a peer that speaks HTTP.

    Args:
        reader: Where bytes come from.
        writer: Where they go.
        head_timeout_s: Seconds that the head of a request may take.
        stall_s: Seconds that may pass without a byte.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        head_timeout_s: float,
        stall_s: float,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._head_timeout_s = head_timeout_s
        self._stall_s = stall_s
        self._has_begun = False
        self._h11 = _new_h11()

    async def next_request(self) -> h11.Request | None:
        """Return the next request, None if there is none.

        Raises:
            PeerGone: If the peer begins one and does not end it.
            BadRequest: If it is none.
        """
        if self._h11.our_state is h11.DONE:
            self._h11.start_next_cycle()
            self._has_begun = False
        try:
            async with asyncio.timeout(self._head_timeout_s):
                event = await self._next_event()
        except TimeoutError:
            if not self._has_begun:
                return None
            raise BadRequest(
                f"The request was not complete after {self._head_timeout_s:g} s.",
                status=408,
            ) from None
        if isinstance(event, h11.Request):
            return event
        if self._has_begun and self._h11.trailing_data[0]:
            raise PeerGone("The peer left in the middle of its request.")
        return None

    async def body(self) -> AsyncIterator[bytes]:
        """Yield the body of the request, and ask for it if the peer waits for that.

        Raises:
            PeerGone: If it stops before its end.
            BadRequest: If it breaks the rules.
        """
        if self._h11.they_are_waiting_for_100_continue:
            await self.send(h11.InformationalResponse(status_code=100, headers=[]))
        while True:
            try:
                async with asyncio.timeout(self._stall_s):
                    event = await self._next_event()
            except TimeoutError:
                raise PeerGone(f"Nothing came for {self._stall_s:g} s.") from None
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                return
            else:
                raise PeerGone("The connection closed in the middle of the file.")

    async def begin_response(
        self, status: int, headers: Iterable[tuple[str, str]]
    ) -> None:
        """Send the head of a response.

        A connection on which a body is still coming in ends after it.
        """
        more = [] if self._is_read else [("Connection", "close")]
        await self.send(
            h11.Response(
                status_code=status,
                reason=http.HTTPStatus(status).phrase.encode(),
                headers=[*_HEADERS, *headers, *more],
            )
        )

    async def respond(
        self,
        status: int,
        text: str,
        *,
        headers: Iterable[tuple[str, str]] = (),
        is_head: bool = False,
    ) -> None:
        """Send a whole response with a text for people."""
        data = f"{text}\n".encode() if text else b""
        kind = [("Content-Type", "text/plain; charset=utf-8")] if data else []
        length = [("Content-Length", str(len(data)))]
        await self.begin_response(status, [*length, *kind, *headers])
        if not is_head:
            await self.send(h11.Data(data=data))
        await self.send(h11.EndOfMessage())

    async def send(self, event: Any) -> None:
        """Send an event of h11.

        Raises:
            PeerGone: If it is not taken.
        """
        data = self._h11.send(event)
        if not data:
            return
        try:
            self._writer.write(data)
            async with asyncio.timeout(self._stall_s):
                await self._writer.drain()
        except TimeoutError:
            raise PeerGone(f"The peer took nothing for {self._stall_s:g} s.") from None
        except OSError as error:
            raise PeerGone("The connection broke.") from error

    async def refuse(self, error: BadRequest) -> None:
        """Answer what is no proper request, if that is still possible."""
        if self._h11.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            with contextlib.suppress(PeerGone, h11.LocalProtocolError):
                await self.respond(error.status, str(error))

    @property
    def can_go_on(self) -> bool:
        """Whether another request may follow on this connection."""
        return self._h11.our_state is h11.DONE and self._is_read

    async def close(self) -> None:
        """Close the connection so that the last response still arrives."""
        with contextlib.suppress(OSError, TimeoutError):
            if self._writer.can_write_eof():
                self._writer.write_eof()
            # A socket that is closed with bytes unread resets the connection, and
            # the peer may lose the response over it.
            left = _LINGER_BYTES
            async with asyncio.timeout(_LINGER_S):
                while left > 0 and (data := await self._reader.read(_BLOCK)):
                    left -= len(data)
        self.abort()

    def abort(self) -> None:
        """Close the connection at once."""
        self._writer.transport.abort()

    @property
    def _is_read(self) -> bool:
        return self._h11.their_state is h11.DONE

    async def _next_event(self) -> Any:
        while True:
            before = b""
            if self._h11.their_state is h11.IDLE:
                before = self._h11.trailing_data[0]
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as error:
                if self._mend(before, error):
                    continue
                if self._reader.at_eof():
                    raise PeerGone("The connection closed in the middle.") from error
                raise BadRequest(
                    f"The request breaks the rules of HTTP: {error}.",
                    status=error.error_status_hint,
                ) from error
            if event is not h11.NEED_DATA:
                return event
            try:
                data = await self._reader.read(_BLOCK)
            except OSError as error:
                raise PeerGone("The connection broke.") from error
            self._has_begun = self._has_begun or bool(data)
            self._h11.receive_data(data)

    def _mend(self, head: bytes, error: h11.RemoteProtocolError) -> bool:
        """Put up with a request that only lacks its Host: nobody here needs it."""
        first, end, rest = head.partition(b"\n")
        if not end or "Missing mandatory Host" not in str(error):
            return False
        self._h11 = _new_h11()
        self._h11.receive_data(b"%s\nHost: unknown\r\n%s" % (first, rest))
        return True


def _new_h11() -> h11.Connection:
    return h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)
