# SPDX-License-Identifier: Apache-2.0
"""The WebSocket of a simulated charger: its address, its opening, its troubles.

OCPP-J 1.6, section 3; OCPP 2.0.1 part 4, section 3.
"""

import asyncio
import base64
import random
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
    NegotiationError,
)
from websockets.typing import Subprotocol

from ocppdesk.core.versions import SUBPROTOCOLS, Version
from ocppdesk.simulator.configuration_values import Settings
from ocppdesk.simulator.files import USER_AGENT

_FIRST_WAIT_S: Final = 2.0
_LONGEST_WAIT_S: Final = 60.0
_OPEN_S: Final = 10.0
_CLOSE_S: Final = 2.0
_PING_TIMEOUT_S: Final = 30.0
_LARGEST: Final = 4 * 1024 * 1024


class LinkError(Exception):
    """A connection could not be opened; its text says what to do about it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a charger connects to."""

    url: str
    """The WebSocket URL without the identity, `ws://` or `wss://`."""
    identity: str
    """The name that the charger adds to it."""
    version: Version
    """The OCPP version that it offers."""

    def __post_init__(self) -> None:
        if not _is_usable(self.url):
            raise ValueError(
                f"{self.url!r} is not a WebSocket address. Write it like "
                "ws://192.168.1.10:9000/ocpp; the charger's name is added by itself."
            )

    @property
    def full(self) -> str:
        """The URL with the percent-encoded identity as the last part of its path."""
        parts = urlsplit(self.url)
        path = f"{parts.path.rstrip('/')}/{quote(self.identity, safe='')}"
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    @property
    def server(self) -> str:
        """Host and port, as they are written."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def subprotocol(self) -> str:
        """The WebSocket sub-protocol of the version."""
        return next(name for name, v in SUBPROTOCOLS.items() if v is self.version)


def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port that is none, a bracket that is not closed
        return False
    return parts.scheme in ("ws", "wss") and bool(parts.hostname) and port != 0


class Opening:
    """How a charger opens its connections.

    Args:
        address: Where to.
        password: For HTTP Basic authentication, until the CSMS sets another one.
        tls: How to check the server of a `wss://` address; None for the usual way.
    """

    def __init__(
        self,
        address: Address,
        *,
        password: str | bytes | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.address = address
        self._password = password.encode() if isinstance(password, str) else password
        self._tls = tls
        self._random = random.Random(address.identity)

    def wait_s(self, failures: int) -> float:
        """Return how long to wait before the next attempt: longer each time."""
        wait = min(_FIRST_WAIT_S * 2.0 ** min(failures, 10), _LONGEST_WAIT_S)
        return wait * self._random.uniform(1.0, 1.25)

    async def open(self, settings: Settings) -> ClientConnection:
        """Open the WebSocket.

        Args:
            settings: Gives the ping interval, and a password that the CSMS has set.

        Raises:
            LinkError: If it cannot be opened.
        """
        address = self.address
        headers = {}
        password = self._password_now(settings)
        if password is not None:
            pair = base64.b64encode(address.identity.encode() + b":" + password)
            headers["Authorization"] = f"Basic {pair.decode()}"
        secure = urlsplit(address.url).scheme == "wss"
        try:
            connection = await connect(
                address.full,
                subprotocols=[Subprotocol(address.subprotocol)],
                additional_headers=headers,
                user_agent_header=USER_AGENT,
                compression=None,
                proxy=None,
                ssl=(self._tls or ssl.create_default_context()) if secure else None,
                open_timeout=_OPEN_S,
                close_timeout=_CLOSE_S,
                ping_interval=settings.number("WebSocketPingInterval") or None,
                ping_timeout=_PING_TIMEOUT_S,
                max_size=_LARGEST,
            )
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI) as error:
            raise LinkError(explain(address, error)) from error
        if connection.subprotocol is None:
            # OCPP-J 1.6, 3.2: the server has nothing in common with the charger.
            await connection.close()
            raise LinkError(explain(address, NegotiationError()))
        return connection

    def _password_now(self, settings: Settings) -> bytes | None:
        key = settings.text("AuthorizationKey")
        if not key:
            return self._password
        # "Improved security for OCPP 1.6-J": hexadecimal digits, used as bytes.
        is_16 = self.address.version is Version.V16
        return bytes.fromhex(key) if is_16 else key.encode()


def explain(address: Address, error: Exception) -> str:
    """Say in a sentence why a connection could not be opened, and what to do."""
    server = address.server
    match error:
        case InvalidStatus():
            return _status_sentence(address, error.response.status_code)
        case NegotiationError():
            return (
                f"{server} did not agree on {address.subprotocol}. Enable OCPP "
                f"{address.version} there, or let the charger speak another version."
            )
        case ssl.SSLError():
            reason = getattr(error, "verify_message", "") or error.args[-1]
            return (
                f"The TLS connection to {server} failed: {reason}. "
                "Use a certificate that this computer trusts, or ws:// without TLS."
            )
        case ConnectionRefusedError():
            return f"Nothing listens at {server}. Start the CSMS, or check the port."
        case ConnectionError() if urlsplit(address.url).scheme == "wss":
            return f"{server} breaks TLS off. If it speaks without TLS, use ws://."
        case TimeoutError():
            return f"{server} does not answer. Check the address and the firewall."
        case OSError():
            reason = error.strerror or str(error) or type(error).__name__
            return f"{server} cannot be reached: {reason}."
        case _:
            return f"{server} answers, but not as a WebSocket server: {error}."


def _status_sentence(address: Address, status: int) -> str:
    if status == 401:
        return (
            f"{address.server} wants a password (HTTP 401), or another one. "
            f"Set the one that belongs to {address.identity}."
        )
    if status == 404:
        return (
            f"{address.server} knows no {urlsplit(address.full).path} (HTTP 404). "
            "Check the path in the address and the charger's name."
        )
    return f"{address.server} refused the connection (HTTP {status})."


async def write_texts(
    link: ClientConnection,
    outgoing: asyncio.Queue[str | None],
    on_sent: Callable[[], object],
) -> None:
    """Send what is put into a queue; None closes the connection and ends this.

    Args:
        link: The connection.
        outgoing: What is to be sent.
        on_sent: Told after each text that it has left the queue.
    """
    while True:
        text = await outgoing.get()
        try:
            if text is None:
                await link.close()
                return
            await link.send(text)
        except ConnectionClosed:
            return
        on_sent()
