# SPDX-License-Identifier: Apache-2.0
"""The chargers of the demo session, living in a thread of their own."""

import asyncio
import threading
from collections.abc import Callable
from typing import Final

from ocppdesk.simulator.command import simulate

SPEED: Final = 120.0  # a whole session within a minute, messages at a human pace

_CAST: Final = (("DEMO-16", "1.6", 2), ("DEMO-201", "2.0.1", 2), ("DEMO-21", "2.1", 1))
"""The chargers: their names, what they speak, and how many outlets they have."""
_STOP_TIMEOUT_S: Final = 5.0


class DemoChargers:
    """A charger of each OCPP version, calling a CSMS until they are stopped.

    Args:
        url: The URL of the CSMS, without identity.
        say: Told what they say, from their thread; None for silence.
    """

    def __init__(self, url: str, *, say: Callable[[str], None] | None = None) -> None:
        self._url = url
        self._say = say or (lambda _line: None)
        self._thread = threading.Thread(target=self._run, name="demo", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._living: asyncio.Task[None] | None = None
        self._is_ready = threading.Event()

    def start(self) -> None:
        """Let them begin."""
        self._thread.start()

    def stop(self) -> None:
        """Let them leave, and wait until they have."""
        self._is_ready.wait(_STOP_TIMEOUT_S)
        if self._loop is not None and self._living is not None:
            self._loop.call_soon_threadsafe(self._living.cancel)
        self._thread.join(_STOP_TIMEOUT_S)

    def _run(self) -> None:
        # Not asyncio.run: before Python 3.12 qasync sets a policy for the whole
        # process, which would build a Qt loop here.
        factory = getattr(asyncio, "ProactorEventLoop", asyncio.SelectorEventLoop)
        with asyncio.Runner(loop_factory=factory) as runner:
            try:
                runner.run(self._live())
            except asyncio.CancelledError:
                return

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._living = asyncio.current_task()
        self._is_ready.set()
        async with asyncio.TaskGroup() as group:
            for identity, version, connectors in _CAST:
                group.create_task(
                    simulate(
                        self._url,
                        version=version,
                        identity=identity,
                        connectors=connectors,
                        speed=SPEED,
                        say=self._say,
                    )
                )
