# SPDX-License-Identifier: Apache-2.0
"""Firmware and log jobs: the file server, the call, and what follows from it."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ocppdesk import tasks
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Message
from ocppdesk.core.transfers.events import FileEvent
from ocppdesk.core.transfers.firmware import FirmwareJob
from ocppdesk.core.transfers.job import SECOND, Job
from ocppdesk.core.transfers.logs import LogJob
from ocppdesk.core.transfers.requests import (
    SCHEMES,
    FirmwareWish,
    LogWish,
    firmware_request,
    log_request,
)
from ocppdesk.core.transfers.states import TransferState
from ocppdesk.core.versions import Version
from ocppdesk.csms.central import CallFailed, Csms, now
from ocppdesk.csms.connection import ChargerConnection
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.filedrop.addresses import DropError, local_address
from ocppdesk.csms.filedrop.options import DropOptions

if TYPE_CHECKING:
    from ocppdesk.csms.filedrop.drop import FileDrop

_MOST_IDS: Final = 2**31  # OCPP 2.0.1 part 2: integers have 32 bits


class TransferError(Exception):
    """A job cannot be started; the text says why and what to do."""


@dataclass(slots=True)
class _Running:
    """A job that goes on."""

    number: int
    job: Job
    url: str
    deadline: int
    """When its time is over, microseconds since 1970."""
    limit_s: float
    drop: "FileDrop | None" = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def take(self, message: Message) -> None:
        """Pass on a message."""
        self.job.take(message)
        self.changed.set()

    def take_event(self, event: FileEvent) -> None:
        """Pass on what happened at the file server."""
        self.job.take_event(event)
        self.changed.set()


class Transfers:
    """All jobs of an engine. Its methods may be called from any thread.

    Call `close`, and wait for it, before the engine is stopped.

    Args:
        engine: The embedded CSMS.
        on_change: Called from the engine's thread with each new state of a job; it must
            return at once.
    """

    def __init__(
        self, engine: Engine, *, on_change: Callable[[TransferState], None]
    ) -> None:
        self._engine = engine
        self._on_change = on_change
        self._numbers = itertools.count(1)
        self._running: dict[int, _Running] = {}
        self._states: dict[int, TransferState] = {}

    @property
    def states(self) -> tuple[TransferState, ...]:
        """The jobs of this engine as they are now, the oldest first."""
        return tuple(self._states.values())

    def send_firmware(
        self,
        charger: str,
        source: Path | str,
        *,
        wish: FirmwareWish | None = None,
        options: DropOptions | None = None,
        old_version: str = "",
    ) -> "Future[TransferState]":
        """Start a job that gives a charger new firmware.

        Args:
            charger: The identity of a charger that is connected.
            source: The file; or a URL (http, https, ftp, ftps, sftp) that the charger
                can reach by itself, so that no file server is started.
            wish: What is asked of the charger.
            options: Where the file server listens.
            old_version: The firmware version that the charger has now; looked up in
                the capture if empty.

        Returns:
            The first state of the job, with its number and URL, once the file server is
            up; or a `TransferError`.
        """
        return self._engine.run(
            lambda csms: self._start_firmware(
                csms,
                charger,
                source,
                wish=wish or FirmwareWish(),
                options=options or DropOptions(),
                old_version=old_version,
            )
        )

    def fetch_log(
        self,
        charger: str,
        wish: LogWish | None = None,
        *,
        options: DropOptions | None = None,
    ) -> "Future[TransferState]":
        """Start a job that has a charger send its log; see `send_firmware`."""
        return self._engine.run(
            lambda csms: self._start_log(
                csms, charger, wish or LogWish(), options=options or DropOptions()
            )
        )

    def cancel(self, number: int) -> "Future[None]":
        """End a job here; the charger cannot be told to stop by OCPP.

        The future is done when the file server is closed.
        """
        return self._engine.run(lambda _csms: self._cancel(number))

    def close(self) -> "Future[None]":
        """End all jobs."""

        async def close(_csms: Csms) -> None:
            for number in list(self._running):
                await self._cancel(number)

        return self._engine.run(close)

    def local_address(self, charger: str) -> "Future[str]":
        """Return the address of this computer that a charger's connection came in on.

        It is empty if the charger is not connected.
        """

        async def find(csms: Csms) -> str:
            connection = csms.connections.get(charger)
            return "" if connection is None else local_address(connection.local_address)

        return self._engine.run(find)

    # In the engine's thread.

    async def _start_firmware(
        self,
        csms: Csms,
        charger: str,
        source: Path | str,
        *,
        wish: FirmwareWish,
        options: DropOptions,
        old_version: str,
    ) -> TransferState:
        connection = self._connection_of(csms, charger, FirmwareJob)
        if not old_version:
            old_version = await asyncio.to_thread(
                _known_firmware, csms.recorder.path, charger
            )

        def make(url: str) -> Job:
            request = firmware_request(
                Version(connection.record.version),
                url,
                wish=wish,
                request_id=_request_id(),
                now=time.time(),
            )
            return FirmwareJob(
                charger,
                request,
                old_version=old_version,
                has_server=isinstance(source, Path),
                at=now(),
            )

        drop: FileDrop | None = None
        if isinstance(source, Path):
            drop = await self._open_drop(
                connection, options, charger=charger, source=source
            )
        elif urlsplit(source).scheme.lower() not in SCHEMES:
            raise TransferError(f"The URL begins with one of: {', '.join(SCHEMES)}.")
        url = str(source) if drop is None else drop.url
        # A charger that is to wait until tomorrow is waited for.
        latest = max(wish.retrieve_at or 0.0, wish.install_at or 0.0)
        limit_s = options.time_limit_s + max(0.0, latest - time.time())
        return await self._begin(csms, make, url, drop=drop, limit_s=limit_s)

    async def _start_log(
        self, csms: Csms, charger: str, wish: LogWish, *, options: DropOptions
    ) -> TransferState:
        connection = self._connection_of(csms, charger, LogJob)
        version = Version(connection.record.version)

        def make(url: str) -> Job:
            request = log_request(version, url, wish=wish, request_id=_request_id())
            return LogJob(charger, request, at=now())

        is_old = version is Version.V16 and not wish.uses_get_log
        action = "GetDiagnostics" if is_old else "GetLog"
        drop = await self._open_drop(
            connection, options, charger=charger, action=action
        )
        limit_s = options.time_limit_s
        return await self._begin(csms, make, drop.url, drop=drop, limit_s=limit_s)

    def _connection_of(
        self, csms: Csms, charger: str, kind: type[Job]
    ) -> ChargerConnection:
        connection = csms.connections.get(charger)
        if connection is None:
            raise TransferError(
                f"{charger} is not connected. Wait until it is, and try again."
            )
        self._check_free(charger, kind)
        return connection

    def _check_free(self, charger: str, kind: type[Job]) -> None:
        for running in self._running.values():
            # Their statuses could not be told apart (OCPP 1.6 has no request ids).
            if running.job.charger == charger and isinstance(running.job, kind):
                raise TransferError(
                    f"Job {running.number} of this kind is still going on with "
                    f"{charger}. End it first."
                )

    async def _open_drop(
        self,
        connection: ChargerConnection,
        options: DropOptions,
        *,
        charger: str,
        source: Path | None = None,
        action: str = "",
    ) -> "FileDrop":
        # Imported here: few sessions move files, and the window starts sooner.
        from ocppdesk.csms.filedrop.drop import FileDrop
        from ocppdesk.csms.filedrop.offers import offer_of
        from ocppdesk.csms.filedrop.received import Inbox, received_folder

        try:
            offer = inbox = None
            if source is not None:
                offer = await asyncio.to_thread(offer_of, source)
            else:
                inbox = Inbox(
                    received_folder(self._engine.state.capture),
                    charger=charger,
                    action=action,
                    limit_bytes=options.limit_bytes,
                )
            drop = FileDrop(options, offer=offer, inbox=inbox, on_event=_tell_nobody)
            await drop.open(local_address(connection.local_address))
        except DropError as error:
            raise TransferError(str(error)) from error
        return drop

    async def _begin(
        self,
        csms: Csms,
        make: Callable[[str], Job],
        url: str,
        *,
        drop: "FileDrop | None",
        limit_s: float,
    ) -> TransferState:
        try:
            job = make(url)
            # Another may have begun while the file server was opened.
            self._check_free(job.charger, type(job))
        except (ValueError, TransferError) as error:
            if drop is not None:
                await drop.close()
            raise TransferError(str(error)) from error
        one = _Running(
            number=next(self._numbers),
            job=job,
            url=url,
            deadline=now() + int(limit_s * SECOND),
            limit_s=limit_s,
            drop=drop,
        )
        if drop is not None:
            drop.on_event = one.take_event
        self._running[one.number] = one
        self._publish(one)
        one.task = tasks.start(self._follow(csms, one), name=f"transfer {one.number}")
        return self._states[one.number]

    async def _follow(self, csms: Csms, one: _Running) -> None:
        """Make the call and look after the job until it is over."""
        job = one.job
        end_watching = csms.watch(one.take)
        calling = tasks.start(self._call(csms, one), name=f"call {one.number}")
        try:
            while not job.is_over:
                await self._wait(one)
                at = now()
                job.pass_time(at)
                if at >= one.deadline:
                    job.run_out(at=at, limit_s=one.limit_s)
                if not job.is_over:  # that is told once the file server is closed
                    self._publish(one)
        finally:
            end_watching()
            calling.cancel()
            job.cancel(reason="The program stopped to listen.")
            if one.drop is not None:
                await one.drop.close()
            del self._running[one.number]
            self._publish(one)

    async def _wait(self, one: _Running) -> None:
        """Wait until something happens, or is due."""
        due = one.deadline
        if (next_at := one.job.next_at) is not None:
            due = min(due, next_at)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0, due - now()) / SECOND):
                await one.changed.wait()
        one.changed.clear()

    async def _call(self, csms: Csms, one: _Running) -> None:
        job = one.job
        try:
            await csms.call(job.charger, job.request.action, job.request.payload)
        except CallFailed as error:
            # What was recorded in the same turn is told first.
            await asyncio.sleep(0)
            job.call_failed(str(error), at=now())
            one.changed.set()

    async def _cancel(self, number: int) -> None:
        one = self._running.get(number)
        if one is None or one.task is None:
            return
        one.job.cancel()
        one.changed.set()
        await asyncio.wait([one.task])

    def _publish(self, one: _Running) -> None:
        state = replace(one.job.state, number=one.number, url=one.url)
        if state != self._states.get(one.number):
            self._states[one.number] = state
            self._on_change(state)


def _tell_nobody(_event: FileEvent) -> None:
    """Stand in for a job: nobody knows the URL before there is one."""


def _known_firmware(capture: Path, charger: str) -> str:
    """Return the firmware version that a charger's last boot told."""
    with contextlib.closing(CaptureReader(capture)) as reader:
        return next(
            (one.firmware for one in reader.chargers() if one.identity == charger), ""
        )


def _request_id() -> int:
    # Not one of an earlier job, also after a restart of this program.
    return (time.time_ns() // 1_000_000) % _MOST_IDS
