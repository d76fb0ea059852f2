# SPDX-License-Identifier: Apache-2.0
"""Listening for chargers, and the opening handshake."""

import errno
import logging
import socket
from collections.abc import Sequence
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request
from websockets.typing import Subprotocol

from ocppdesk.csms.attempts import refused_subprotocol
from ocppdesk.csms.central import Csms
from ocppdesk.csms.connection import ChargerConnection
from ocppdesk.csms.handshake import choose_subprotocol

_TRIED_PORTS = 50  # how far to look for a free port to offer
_CLOSE_TIMEOUT_S = 3

# The library logs what peers do wrong; here that is recorded, with its explanation.
_silent = logging.getLogger("ocppdesk.websockets")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


class ListenError(Exception):
    """The port cannot be listened on.

    Args:
        host: The address that was asked for.
        port: The port that was asked for.
        reason: The system's `errno`.
        detail: What the system says.
        free_port: A port that is free, None if none was found.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        reason: int | None,
        detail: str,
        free_port: int | None,
    ) -> None:
        super().__init__(host, port, reason)
        self.host = host
        self.port = port
        self.reason = reason
        self.detail = detail
        self.free_port = free_port
        self.holder = ""
        """Which program has the port, once somebody has looked: see `port_holder`."""

    def __str__(self) -> str:
        if self.reason == errno.EADDRINUSE:
            offer = "" if self.free_port is None else f"use {self.free_port}, or "
            holder = f" ({self.holder})" if self.holder else ""
            return (
                f"Port {self.port} is in use by another program{holder}: {offer}close "
                "that program and try again."
            )
        if self.reason == errno.EACCES:
            return (
                f"This user may not listen on port {self.port}: ports below 1024 "
                "belong to the system. Use a higher one, such as 9000."
            )
        if self.reason == errno.EADDRNOTAVAIL:
            return (
                f"This computer has no address {self.host}. Leave the interface empty "
                "in the settings to listen on all of them."
            )
        return (
            f"Port {self.port} cannot be listened on ({self.detail}). Check the "
            "interface and the port in the settings."
        )


class Listener:
    """The open port.

    Args:
        csms: Who takes the connections.
    """

    def __init__(self, csms: Csms) -> None:
        self._csms = csms
        self._server: Server | None = None
        self.port = 0
        """The port that is listened on; 0 if none."""

    async def open(self, host: str, port: int) -> None:
        """Start to listen.

        Args:
            host: An address of this computer; empty means all of them.
            port: The port; 0 takes any free one.

        Raises:
            ListenError: If that is not possible.
        """
        options = self._csms.options
        try:
            self._server = await serve(
                self._handle,
                host or None,
                port,
                create_connection=self._connection,  # type: ignore[arg-type]
                process_request=self._look_at_request,  # type: ignore[arg-type]
                select_subprotocol=self._select,
                open_timeout=options.handshake_timeout_s,
                ping_interval=options.ping_interval_s or None,
                # A missing pong alone is no reason to cut off a charger: the idle
                # limit of `Csms.tend` decides.
                ping_timeout=None,
                close_timeout=_CLOSE_TIMEOUT_S,
                max_size=options.max_message_bytes,
                server_header=None,
                logger=_silent,
            )
        except OSError as error:
            raise _listen_error(host, port, error) from error
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    def check(self, host: str, port: int) -> None:
        """Make sure that an address could be listened on, before this one is left.

        Raises:
            ListenError: If it could not.
        """
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # The port that is open already would be found taken, by ourselves.
        wanted = 0 if port == self.port else port
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, wanted))
            except OSError as error:
                raise _listen_error(host, port, error) from error

    async def close(self) -> None:
        """Stop to listen and close all connections."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None
            self.port = 0

    def _connection(self, *args: Any, **kwargs: Any) -> ChargerConnection:
        return ChargerConnection(self._csms, *args, **kwargs)

    def _look_at_request(self, connection: ChargerConnection, request: Request) -> None:
        """Read what the request offers, and mend what is only a slip."""
        headers = request.headers
        offered = ",".join(headers.get_all("Sec-WebSocket-Protocol"))
        connection.offered = tuple(
            name.strip() for name in offered.split(",") if name.strip()
        )
        options = ", ".join(headers.get_all("Connection")).lower()
        upgrade = ", ".join(headers.get_all("Upgrade")).lower()
        if "websocket" in upgrade and "upgrade" not in options:
            connection.remarks.append(
                "The request lacks the header “Connection: Upgrade”; it was accepted "
                "all the same."
            )
            if "Connection" in headers:
                del headers["Connection"]
            headers["Connection"] = "Upgrade"

    def _select(
        self, _connection: ServerConnection, offered: Sequence[Subprotocol]
    ) -> Subprotocol | None:
        name = choose_subprotocol(offered)
        return None if name is None else Subprotocol(name)

    async def _handle(self, connection: ServerConnection) -> None:
        assert isinstance(connection, ChargerConnection)
        if connection.offered and connection.subprotocol is None:
            # OCPP-J 1.6, 3.2: finish the handshake without the header, then close.
            offered = ", ".join(connection.offered)
            self._csms.refuse(connection, refused_subprotocol(offered))
            await connection.close(1002, "no common OCPP sub-protocol")
            return
        self._csms.opened(connection)
        await connection.wait_closed()


def _listen_error(host: str, port: int, error: OSError) -> ListenError:
    # A name that means nothing is no address of this computer either.
    is_no_address = isinstance(error, socket.gaierror)
    return ListenError(
        host,
        port,
        reason=errno.EADDRNOTAVAIL if is_no_address else error.errno,
        detail=error.strerror or str(error),
        free_port=None if is_no_address else _free_port(host, port),
    )


def _free_port(host: str, port: int) -> int | None:
    """Return the next port that could be listened on."""
    for candidate in range(port + 1, min(port + _TRIED_PORTS, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return None
