# SPDX-License-Identifier: Apache-2.0
"""Servers to compare with: `python -m tests.benchmarks.servers echo|ocpp`.

Both say their port on standard error and end with SIGINT.
"""

import asyncio
import contextlib
import logging
import sys
from datetime import UTC, datetime

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed


async def echo(connection: ServerConnection) -> None:
    """Send back what comes: the least that a WebSocket server can do."""
    with contextlib.suppress(ConnectionClosed):
        async for message in connection:
            await connection.send(message)


async def ocpp_package(connection: ServerConnection) -> None:
    """Answer as a CSMS made with the `ocpp` package does, without recording."""
    from ocpp.routing import on
    from ocpp.v16 import ChargePoint, call_result

    class Csms(ChargePoint):  # type: ignore[misc]
        @on("Heartbeat")
        def _heartbeat(self) -> call_result.Heartbeat:
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            return call_result.Heartbeat(current_time=now)

        @on("MeterValues")
        def _meter_values(self, **_payload: object) -> call_result.MeterValues:
            return call_result.MeterValues()

    with contextlib.suppress(ConnectionClosed):
        await Csms("LOAD", connection).start()


async def main(kind: str) -> None:
    """Serve on any free port until the process is told to end."""
    handler = {"echo": echo, "ocpp": ocpp_package}[kind]
    logging.disable(logging.CRITICAL)
    async with serve(handler, "127.0.0.1", 0, subprotocols=["ocpp1.6"]) as server:  # type: ignore[list-item]
        port = next(iter(server.sockets)).getsockname()[1]
        sys.stderr.write(f"port {port}\n")
        sys.stderr.flush()
        await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(sys.argv[1]))
