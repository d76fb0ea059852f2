# SPDX-License-Identifier: Apache-2.0
"""A crowd of chargers that costs little itself: bare sockets, hand-made frames.

`python -m tests.benchmarks.load PORT MESSAGE CONNECTIONS SECONDS RATE` prints one JSON
object: how many calls were answered, in which time, and how long answers took.
"""

import asyncio
import json
import sys
import time
from collections import deque

from tests.benchmarks.processes import MESSAGES

WARM_UP_S = 0.5
_REQUEST = (
    "GET /LOAD-{number} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
    "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n"
)


class Charger(asyncio.Protocol):
    """One connection.

    Args:
        number: Which of the crowd.
        form: The message, with `{id}` and `{value}` to fill in.
        is_closed_loop: Whether it calls again as soon as it is answered.
    """

    def __init__(self, number: int, form: str, *, is_closed_loop: bool) -> None:
        self.times: list[float] = []
        """How long each answer took, in seconds."""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._is_closed_loop = is_closed_loop
        self._sent: deque[float] = deque()
        self._heard = b""
        self._calls = 0
        self._number = number
        self._form = form
        self._transport: asyncio.Transport

    def call(self, due: float) -> None:
        """Send the next call; its answer is timed from when it was due."""
        self._calls += 1
        data = self._form.format(id=f"{self._calls:08d}", value=self._calls).encode()
        if len(data) < 126:
            head = bytes([0x81, 0x80 | len(data)])
        else:
            head = b"\x81\xfe" + len(data).to_bytes(2, "big")
        self._sent.append(due)
        self._transport.write(head + bytes(4) + data)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(_REQUEST.format(number=self._number).encode())

    def data_received(self, data: bytes) -> None:
        """Take in the response, then answers."""
        self._heard += data
        if not self.opened.done():
            head, end, rest = self._heard.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._heard = rest
            self.opened.set_result(None)
        while self._take_frame():
            now = time.perf_counter()
            self.times.append(now - self._sent.popleft())
            if self._is_closed_loop:
                self.call(now)

    def _take_frame(self) -> bool:
        """Remove one whole frame; pings of the server are left unanswered."""
        heard = self._heard
        if len(heard) < 2:
            return False
        size, begin = heard[1], 2
        if size == 126:
            size, begin = int.from_bytes(heard[2:4], "big"), 4
        elif size == 127:
            size, begin = int.from_bytes(heard[2:10], "big"), 10
        if len(heard) < begin + size:
            return False
        self._heard = heard[begin + size :]
        return heard[0] & 0xF == 1 or self._take_frame()


async def run(port: int, form: str, count: int, seconds: float, rate: float) -> None:
    """Call for some seconds after a warm-up, and print what came of it."""
    loop = asyncio.get_running_loop()
    chargers = []
    for number in range(count):
        _, charger = await loop.create_connection(
            lambda number=number: Charger(number, form, is_closed_loop=not rate),
            "127.0.0.1",
            port,
        )
        await charger.opened
        chargers.append(charger)
    pacing = None
    if rate:
        pacing = loop.create_task(_call_at_a_rate(chargers, rate))
    else:
        for charger in chargers:
            charger.call(time.perf_counter())
    await asyncio.sleep(WARM_UP_S)
    for charger in chargers:
        charger.times.clear()
    began, began_at = time.perf_counter(), time.monotonic()
    await asyncio.sleep(seconds)
    times = sorted(value for charger in chargers for value in charger.times)
    elapsed = time.perf_counter() - began
    if pacing is not None:
        pacing.cancel()
    result = {
        "answered": len(times),
        "per_second": len(times) / elapsed,
        "p50_ms": 1000 * times[len(times) // 2],
        "p99_ms": 1000 * times[len(times) * 99 // 100],
        "began_at": began_at,
        "ended_at": time.monotonic(),
    }
    print(json.dumps(result))


async def _call_at_a_rate(chargers: list[Charger], rate: float) -> None:
    due, number = time.perf_counter(), 0
    while True:
        now = time.perf_counter()
        while due <= now:
            chargers[number % len(chargers)].call(due)
            number += 1
            due += 1 / rate
        await asyncio.sleep(due - now)


if __name__ == "__main__":
    _port, _message, _count, _seconds, _rate = sys.argv[1:]
    asyncio.run(
        run(int(_port), MESSAGES[_message], int(_count), float(_seconds), float(_rate))
    )
