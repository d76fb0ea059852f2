# SPDX-License-Identifier: Apache-2.0
"""Trying a connection and the port: how long a ping takes, and who can connect."""

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING

from ocppdesk.csms.calls import CallFailed

if TYPE_CHECKING:
    from ocppdesk.csms.central import Csms

_PING_S = 10.0
_REACH_S = 3.0


async def ping(csms: "Csms", charger: str, *, timeout_s: float = _PING_S) -> float:
    """Send a WebSocket ping to a charger, and wait for its pong (RFC 6455, 5.5.2).

    Returns:
        The round trip in seconds.

    Raises:
        CallFailed: If the charger is not connected or no pong comes in time.
    """
    connection = csms.connection_of(charger)
    try:
        pong = await connection.ping()
        async with asyncio.timeout(timeout_s):
            return await pong
    except TimeoutError:
        raise CallFailed(f"No pong came within {timeout_s:g} s.") from None
    except Exception as error:
        raise CallFailed(f"The connection ended before a pong came: {error}") from error


async def round_trips(csms: "Csms", charger: str) -> tuple[float, ...]:
    """Return the last round trips of pings on the charger's connection, in seconds.

    The oldest comes first; none if the charger is not connected.
    """
    connection = csms.connections.get(charger)
    return () if connection is None else tuple(connection.round_trips)


async def reach(
    csms: "Csms", address: str, port: int, *, timeout_s: float = _REACH_S
) -> str:
    """Connect to an address of this computer, as a charger would connect to it.

    It leaves no trace in the capture, and never raises: what the system says is what
    is wanted. It does not tell whether others are let in.

    Args:
        csms: Who listens.
        address: An address of this computer.
        port: The port that is listened on.
        timeout_s: How long to try, in seconds.

    Returns:
        Why it cannot be reached, as the system says it; empty if it can.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    loop = asyncio.get_running_loop()
    own = None
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setblocking(False)
            # Bound before it connects: the listener must know it when it comes.
            probe.bind((address, 0))
            own = probe.getsockname()[:2]
            csms.own_peers.add(own)
            async with asyncio.timeout(timeout_s):
                await loop.sock_connect(probe, (address, port))
                # The listener hangs up on us: so it is this program that answered.
                with contextlib.suppress(ConnectionError):
                    await loop.sock_recv(probe, 1)
    except TimeoutError:
        return f"nothing answered within {timeout_s:g} s"
    except OSError as error:
        return error.strerror or str(error)
    finally:
        csms.own_peers.discard(own)
    return ""
