# SPDX-License-Identifier: Apache-2.0
"""The embedded CSMS in a thread of its own, and the one door to it."""

import asyncio
import contextlib
import errno
import logging
import shutil
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.recorder import Recorder
from ocppdesk.core.messages import Message
from ocppdesk.csms.calls import CallFailed, QueuedCall
from ocppdesk.csms.central import Csms, now
from ocppdesk.csms.control import ControlServer
from ocppdesk.csms.listener import Listener, ListenError
from ocppdesk.csms.options import Options
from ocppdesk.csms.port_holder import port_holder
from ocppdesk.csms.room import Room

T = TypeVar("T")
_log = logging.getLogger(__name__)

_TEND_S: Final = 2.0
_STOP_TIMEOUT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class EngineState:
    """How the embedded CSMS is doing; a new value whenever something changed."""

    capture: Path
    """The file that is recorded into."""
    host: str = ""
    """The address that is listened on; empty means all interfaces."""
    port: int = 0
    """The port that is listened on; 0 while there is none."""
    listen_error: ListenError | None = None
    """Why there is none."""
    capture_error: CaptureError | None = None
    """Why nothing can be recorded; the engine has ended then."""
    recording_error: CaptureError | None = None
    """Why writing fails just now; it is tried again by itself."""
    earlier_id: int = 0
    """The number of the newest message that an earlier recording left in it."""
    committed_id: int = 0
    """The number of the newest message in the capture."""
    noted_id: int = 0
    """The newest message that this program put a note on; 0: there is none."""
    free_bytes: int | None = None
    """The free space on the disk with the capture."""
    room_s: int | None = None
    """For how many seconds it will do, as the capture grows now; None: unknown."""
    connected: tuple[str, ...] = ()
    """The identities of the chargers that are connected."""
    calls: tuple[QueuedCall, ...] = ()
    """Our own calls that have no answer yet, those that wait for their turn too."""


def _space(capture: Path) -> tuple[int, int]:
    """Return the bytes that are free beside a capture, and those that it takes."""
    parts = (capture, capture.with_name(f"{capture.name}-wal"))
    size = sum(part.stat().st_size for part in parts if part.exists())
    return shutil.disk_usage(capture.parent).free, size


def _tell_nobody() -> None:
    """Stand in for a watcher."""


class Engine:
    """The embedded CSMS, running in its own thread.

    Args:
        capture: The file to record into; it is made, or continued if it exists.
        options: How to listen and answer.
        on_change: Called from the engine's thread whenever `state` has a new value;
            it must return at once.
        clock: Gives the time, microseconds since 1970; from any thread.
    """

    def __init__(
        self,
        capture: Path,
        options: Options,
        *,
        on_change: Callable[[], None] | None = None,
        clock: Callable[[], int] = now,
    ) -> None:
        self.state = EngineState(capture)
        self.ready: Future[EngineState] = Future()
        """Done when the port is open or known to be taken, or with a `CaptureError`."""
        self._options = options
        self._clock = clock
        self._on_change = on_change or _tell_nobody
        self._thread = threading.Thread(target=self._run, name="csms", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._csms: Csms
        self._listener: Listener

    def start(self) -> None:
        """Start the thread; `ready` tells when it is up."""
        self._thread.start()

    def stop(self) -> None:
        """Close all connections, write what is left, and end the thread."""
        if not self._thread.is_alive():
            return
        with contextlib.suppress(CaptureError):
            self.ready.result()
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(_STOP_TIMEOUT_S)
        # Let go of whoever was told: the last hand on a Qt object must not be that of
        # the thread which waited here.
        self._on_change = _tell_nobody

    def call(
        self,
        charger: str,
        action: str,
        payload: Any,
        *,
        timeout_s: float | None = None,
        on_sent: Callable[[Message], None] | None = None,
    ) -> "Future[Message]":
        """Make a call to a charger; see `Csms.call`. From any thread.

        Cancelling what is returned takes back a call that still waits for its turn, and
        gives up one that is out.
        """

        async def begin() -> Message:
            return await self._csms.call(
                charger, action, payload, timeout_s=timeout_s, on_sent=on_sent
            )

        return self._submit(begin())

    def send_text(self, charger: str, text: str) -> "Future[Message]":
        """Send any text to a charger; see `Csms.send_text`. From any thread."""

        async def begin() -> Message:
            return await self._csms.send_text(charger, text)

        return self._submit(begin())

    def run(self, work: Callable[[Csms], Coroutine[Any, Any, T]]) -> "Future[T]":
        """Run a coroutine of the CSMS in its thread, beside the conversations.

        Args:
            work: Makes the coroutine; it must never hold up the loop.
        """

        async def begin() -> T:
            return await work(self._csms)

        return self._submit(begin())

    def apply(self, options: Options) -> "Future[None]":
        """Take over new options, and listen elsewhere if they say so."""
        return self._submit(self._apply(options))

    def listen(self, host: str, port: int) -> "Future[None]":
        """Listen on an address and a port from now on; the result is in `state`."""
        return self._submit(self._listen(host, port))

    def _submit(self, coroutine: Coroutine[Any, Any, T]) -> "Future[T]":
        if not self._thread.is_alive() or not self.ready.done():
            coroutine.close()
            failed: Future[T] = Future()
            failed.set_exception(CallFailed("The embedded CSMS does not run."))
            return failed
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def _run(self) -> None:
        # Not asyncio.run: before Python 3.12 qasync sets a policy for the whole
        # process, which would build a Qt loop here.
        factory = getattr(asyncio, "ProactorEventLoop", asyncio.SelectorEventLoop)
        try:
            with asyncio.Runner(loop_factory=factory) as runner:
                runner.run(self._main())
        except Exception as error:  # noqa: BLE001 - told to whoever waits or watches
            _log.exception("The engine ended")
            why = CaptureError(self.state.capture, f"{type(error).__name__}: {error}")
            self._publish(capture_error=why, port=0, connected=())
            if not self.ready.done():
                self.ready.set_exception(why)

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        try:
            recorder = Recorder(self.state.capture)
        except CaptureError as error:
            self._publish(capture_error=error)
            self.ready.set_exception(error)
            return
        self._publish(
            earlier_id=recorder.committed_id, committed_id=recorder.committed_id
        )
        self._csms = Csms(
            recorder, self._options, on_change=self._written, clock=self._clock
        )
        self._listener = Listener(self._csms)
        control = ControlServer(self._csms, self.state.capture)
        try:
            await control.open()
            await self._listen(self._options.host, self._options.port)
            self._written()
            self.ready.set_result(self.state)
            await self._live(recorder)
        finally:
            await self._listener.close()
            await control.close()
            self._csms.flush()
            recorder.close()
            self._publish(port=0, connected=())

    async def _live(self, recorder: Recorder) -> None:
        """Tend connections, file and disk until told to stop."""
        checkpointed = recorder.committed_id
        room = Room()
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TEND_S):
                    await self._stopping.wait()
            self._csms.tend()
            if recorder.committed_id != checkpointed:
                checkpointed = recorder.committed_id
                # In another thread: it waits for the disk.
                await asyncio.to_thread(recorder.checkpoint)
                recorder.shorten_log()
            with contextlib.suppress(OSError):
                free, size = await asyncio.to_thread(_space, self.state.capture)
                room_s = room.note(self._loop.time(), size, free)
                self._publish(free_bytes=free, room_s=room_s)

    async def _apply(self, options: Options) -> None:
        before = self._options
        self._options = options
        self._csms.apply(options)
        if (options.host, options.port) != (before.host, before.port):
            await self._listen(options.host, options.port)

    async def _listen(self, host: str, port: int) -> None:
        try:
            if self._listener.port:
                # What works is not given up for what will not.
                self._listener.check(host, port)
                await self._listener.close()
            await self._listener.open(host, port)
        except ListenError as error:
            if error.reason == errno.EADDRINUSE:
                # In another thread: chargers may be connected to the port before.
                error.holder = await asyncio.to_thread(port_holder, error.port)
            self._publish(listen_error=error)
            if not self._listener.port:
                self._publish(host=host, port=0)
        else:
            self._publish(host=host, port=self._listener.port, listen_error=None)

    def _written(self) -> None:
        self._publish(
            committed_id=self._csms.recorder.committed_id,
            noted_id=self._csms.noted_id,
            recording_error=self._csms.failure,
            connected=tuple(self._csms.connections),
            calls=self._csms.calls.queue,
        )

    def _publish(self, **changes: Any) -> None:
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self._on_change()
