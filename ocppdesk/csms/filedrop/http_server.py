# SPDX-License-Identifier: Apache-2.0
"""The file server for chargers that speak HTTP."""

import asyncio
import contextlib
import hmac
import logging
import socket
from collections import Counter
from collections.abc import Mapping
from typing import Any, BinaryIO, Final

import h11

from ocppdesk.core.transfers.events import FileEventKind
from ocppdesk.csms.filedrop.http_connection import (
    BadRequest,
    HttpConnection,
    PeerGone,
)
from ocppdesk.csms.filedrop.http_requests import (
    Span,
    UnsatisfiableError,
    has_body,
    length_of,
    span_of,
)
from ocppdesk.csms.filedrop.http_uploads import take_files
from ocppdesk.csms.filedrop.names import PathError, WantedPath, path_of, shown
from ocppdesk.csms.filedrop.offers import Offer, OfferChanged
from ocppdesk.csms.filedrop.options import DropOptions
from ocppdesk.csms.filedrop.received import Inbox
from ocppdesk.csms.filedrop.reports import OnEvent, Reporter, TransferReport

_BLOCK: Final = 2**18
_MOST_PEERS: Final = 64
_MOST_OF_ONE_HOST: Final = 16
_LONGEST_IDLE_BODY: Final = 2**16  # of a request that should have none
_log = logging.getLogger(__name__)


class HttpServer:
    """Serves one file, or takes files, below a path that nobody guesses.

    Args:
        token: The first part of the path.
        options: The limits.
        offer: The file that may be fetched.
        inbox: Where files go that are sent.
        on_event: Told each event, in the loop's thread.
    """

    def __init__(
        self,
        token: str,
        options: DropOptions,
        *,
        offer: Offer | None = None,
        inbox: Inbox | None = None,
        on_event: OnEvent,
    ) -> None:
        self._token = token
        self._options = options
        self._offer = offer
        self._inbox = inbox
        self._on_event = on_event
        self._server: asyncio.Server | None = None
        self._peers: dict[asyncio.Task[Any], HttpConnection] = {}
        self._hosts: Counter[str] = Counter()

    async def open(self, listening: socket.socket) -> None:
        """Serve on a socket that listens."""
        self._server = await asyncio.start_server(self._serve, sock=listening)

    async def close(self) -> None:
        """Stop, and cut off whoever is still there."""
        if self._server is not None:
            self._server.close()
        peers = list(self._peers)
        for peer in peers:
            self._peers[peer].abort()
            peer.cancel()
        if peers:
            await asyncio.wait(peers)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        connection = HttpConnection(
            reader,
            writer,
            head_timeout_s=self._options.head_timeout_s,
            stall_s=self._options.stall_s,
        )
        task = asyncio.current_task()
        assert task is not None
        host, peer = _peer_of(writer)
        reporter = Reporter(self._on_event, "HTTP", peer)
        if len(self._peers) >= _MOST_PEERS or self._hosts[host] >= _MOST_OF_ONE_HOST:
            reporter.tell(FileEventKind.REFUSED, reason="Too many connections at once.")
            connection.abort()
            return
        self._peers[task] = connection
        self._hosts[host] += 1
        reporter.tell(FileEventKind.CONNECTED)
        try:
            await self._converse(connection, reporter)
        except asyncio.CancelledError:
            # asyncio's streams take it amiss; `close` is who cancelled, and waits.
            connection.abort()
        except Exception:  # noqa: BLE001 - one peer's trouble is nobody else's
            _log.exception("Serving %s failed", peer)
            connection.abort()
        finally:
            del self._peers[task]
            self._hosts[host] -= 1

    async def _converse(self, connection: HttpConnection, reporter: Reporter) -> None:
        try:
            while (request := await connection.next_request()) is not None:
                await self._answer(connection, reporter, request)
                if not connection.can_go_on:
                    break
        except BadRequest as error:
            reporter.tell(FileEventKind.REFUSED, reason=str(error))
            await connection.refuse(error)
        except PeerGone as error:
            reporter.tell(FileEventKind.BROKEN, reason=str(error))
            connection.abort()
            return
        await connection.close()

    async def _answer(
        self, connection: HttpConnection, reporter: Reporter, request: h11.Request
    ) -> None:
        method = request.method.decode("ascii", "replace").upper()
        target = request.target.decode("utf-8", "replace")
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in request.headers
        }

        async def refuse(status: int, reason: str, *more: tuple[str, str]) -> None:
            reporter.tell(
                FileEventKind.REFUSED, method, name=shown(target), reason=reason
            )
            await connection.respond(
                status, reason, headers=more, is_head=method == "HEAD"
            )

        try:
            path = path_of(target)
            below = self._below_token(path)
        except PathError as error:
            await refuse(400, str(error))
            return
        if below is None:
            await refuse(404, "The path is none of this job. Use the URL as it is.")
            return
        match method:
            case "PUT" | "POST" if self._inbox is not None:
                refusal = await take_files(
                    connection,
                    self._inbox,
                    reporter,
                    method=method,
                    name=below.name,
                    headers=headers,
                )
                if refusal is not None:
                    await refuse(*refusal)
                return
            case "GET" | "HEAD":
                await _skip_body(connection, headers)
                if self._offer is not None and below.name in ("", self._offer.name):
                    await self._send(connection, reporter, method, headers)
                elif self._inbox is not None and not below.name:
                    reporter.tell(FileEventKind.ASKED, method)
                    text = "OCPP Desk waits for a file here. Send it by PUT or POST."
                    await connection.respond(200, text, is_head=method == "HEAD")
                elif self._offer is not None:
                    await refuse(404, f"Here is only {self._offer.name}.")
                else:
                    await refuse(404, "Files are taken here, not given.")
                return
            case "OPTIONS":
                await _skip_body(connection, headers)
                reporter.tell(FileEventKind.ASKED, method)
                await connection.respond(204, "", headers=[self._allow])
                return
        what = "takes files" if self._inbox is not None else "gives a file"
        await refuse(405, f"This job {what}; {method} is of no use here.", self._allow)

    @property
    def _allow(self) -> tuple[str, str]:
        more = "" if self._inbox is None else ", PUT, POST"
        return ("Allow", f"GET, HEAD, OPTIONS{more}")

    def _below_token(self, path: WantedPath) -> WantedPath | None:
        if not path.parts:
            return None
        # Compared in a time that tells nothing about where the difference is.
        given = path.parts[0].encode()
        if not hmac.compare_digest(given, self._token.encode()):
            return None
        return WantedPath(path.parts[1:], path.is_folder)

    async def _send(
        self,
        connection: HttpConnection,
        reporter: Reporter,
        method: str,
        headers: Mapping[str, str],
    ) -> None:
        """Send the file, or the part of it that is asked for."""
        offer = self._offer
        assert offer is not None
        fixed = [
            ("Accept-Ranges", "bytes"),
            ("ETag", offer.etag),
            ("Last-Modified", offer.modified),
        ]
        try:
            file = offer.open()
            span = span_of(
                headers, size=offer.size, etag=offer.etag, modified=offer.modified
            )
        except OfferChanged as error:
            reporter.tell(
                FileEventKind.REFUSED, method, name=offer.name, reason=str(error)
            )
            await connection.respond(500, "The file is gone.", is_head=method == "HEAD")
            return
        except UnsatisfiableError:
            file.close()
            wanted = shown(headers.get("range", ""))
            reason = f"The file has {offer.size} bytes; {wanted} is behind its end."
            reporter.tell(FileEventKind.REFUSED, method, name=offer.name, reason=reason)
            fixed.append(("Content-Range", f"bytes */{offer.size}"))
            await connection.respond(
                416, reason, headers=fixed, is_head=method == "HEAD"
            )
            return
        with contextlib.closing(file):
            if not span.is_whole:
                place = f"bytes {span.begin}-{span.end - 1}/{offer.size}"
                fixed.append(("Content-Range", place))
            fixed.append(("Content-Length", str(span.end - span.begin)))
            fixed.append(("Content-Type", "application/octet-stream"))
            await connection.begin_response(200 if span.is_whole else 206, fixed)
            if method == "HEAD":
                reporter.tell(FileEventKind.ASKED, method, name=offer.name)
                await connection.send(h11.EndOfMessage())
                return
            report = reporter.transfer(
                method,
                offer.name,
                is_upload=False,
                total_bytes=offer.size,
                done_bytes=span.begin,
            )
            await _send_span(connection, report, file, span)


async def _send_span(
    connection: HttpConnection, report: TransferReport, file: BinaryIO, span: Span
) -> None:
    file.seek(span.begin)
    left = span.end - span.begin
    try:
        while left:
            # In another thread: a slow disk must not hold up the chargers.
            data = await asyncio.to_thread(file.read, min(left, _BLOCK))
            if not data:
                raise PeerGone("The file ended before its end.")
            await connection.send(h11.Data(data=data))
            left -= len(data)
            report.advance(len(data))
        await connection.send(h11.EndOfMessage())
    except PeerGone as error:
        report.broken(f"{error} It has {report.done_bytes} bytes.")
        connection.abort()
        return
    except asyncio.CancelledError:
        report.broken("The job ended before the file was through.")
        raise
    if report.is_complete:
        report.done()
    else:
        report.paused()


async def _skip_body(connection: HttpConnection, headers: Mapping[str, str]) -> None:
    """Read what should not be there, so that the connection can go on."""
    if has_body(headers) and (length_of(headers) or 0) > _LONGEST_IDLE_BODY:
        return
    read = 0
    async for data in connection.body():
        read += len(data)
        if read > _LONGEST_IDLE_BODY:
            return


def _peer_of(writer: asyncio.StreamWriter) -> tuple[str, str]:
    """Return the peer's address, and the same with its port."""
    peer = writer.get_extra_info("peername")
    if not peer:
        return "unknown", "unknown:0"
    host = str(peer[0]).removeprefix("::ffff:")
    return host, f"[{host}]:{peer[1]}" if ":" in host else f"{host}:{peer[1]}"
