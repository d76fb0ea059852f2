# SPDX-License-Identifier: Apache-2.0
"""Reading and changing the settings of chargers that are connected."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.snapshots import SnapshotWriter
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.reports import ACTIONS, ChargerSettings
from ocppdesk.core.configuration.settings import Address
from ocppdesk.core.configuration.steps import Applying, How, Reading
from ocppdesk.core.messages import Direction, Message
from ocppdesk.csms.central import Csms
from ocppdesk.csms.engine import Engine
from ocppdesk.csms.settings_changing import change_settings
from ocppdesk.csms.settings_reading import read_everything, read_named
from ocppdesk.csms.settings_talk import Talk

T = TypeVar("T")
KeepSnapshot = Callable[[Reading], int | None]
"""Keeps a complete reading and returns its number, or raises a `CaptureError`; it may
block."""


def _watch_nothing(_progress: Reading | Applying) -> None:
    """Stand in for a watcher."""


class Configuring:
    """The door to the settings of an engine's chargers, from any thread.

    The work runs in the engine's thread. Each request is recorded before it is sent,
    one at a time goes to each charger, and nothing is ever sent twice by itself. No
    charger is ever rebooted from here. Cancelling a `Future` ends the work at once; an
    answer that still comes is recorded as a late one.

    Args:
        engine: The engine.
        keep: Keeps the first complete reading of each connection, as `keeper` does.
        pause_s: Seconds of rest between two requests, for weak chargers.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        keep: KeepSnapshot | None = None,
        pause_s: float = 0.0,
    ) -> None:
        self._engine = engine
        self._keep = keep
        self._pause_s = pause_s
        self._desk: SettingsDesk | None = None

    def read(
        self,
        charger: str,
        wanted: Sequence[Address] = (),
        *,
        how: How = How.ALL,
        on_progress: Callable[[Reading], None] = _watch_nothing,
    ) -> "Future[Reading]":
        """Read settings of a charger; see `SettingsDesk.read`."""
        return self._run(
            lambda desk: desk.read(charger, wanted, how=how, on_progress=on_progress)
        )

    def apply(
        self,
        charger: str,
        changes: Iterable[Change],
        *,
        stops_on_refusal: bool = True,
        on_progress: Callable[[Applying], None] = _watch_nothing,
    ) -> "Future[Applying]":
        """Write settings, read them back and judge; see `SettingsDesk.apply`."""
        wanted = tuple(changes)
        return self._run(
            lambda desk: desk.apply(
                charger,
                wanted,
                stops_on_refusal=stops_on_refusal,
                on_progress=on_progress,
            )
        )

    def _run(
        self, work: Callable[["SettingsDesk"], Coroutine[Any, Any, T]]
    ) -> "Future[T]":
        def begin(csms: Csms) -> Coroutine[Any, Any, T]:
            if self._desk is None:
                self._desk = SettingsDesk(csms, keep=self._keep, pause_s=self._pause_s)
            return work(self._desk)

        return self._engine.run(begin)


class SettingsDesk:
    """What the CSMS knows of its chargers' settings, and its work on them.

    It lives in the engine's thread and loop.

    Args:
        csms: Who is connected and makes the calls.
        keep: Keeps the first complete reading of each connection.
        pause_s: Seconds of rest between two requests.
    """

    def __init__(
        self, csms: Csms, *, keep: KeepSnapshot | None = None, pause_s: float = 0.0
    ) -> None:
        self._csms = csms
        self._keep = keep
        self._pause_s = pause_s
        self._kept: set[int] = set()
        self._known: dict[str, ChargerSettings] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._talks: dict[str, Talk] = {}
        self.close = csms.watch(self._hear)
        """Ends listening to the chargers."""

    def settings(self, charger: str) -> ChargerSettings:
        """Return what was learned of a charger's settings since this began."""
        return self._known.setdefault(charger, ChargerSettings(charger))

    async def read(
        self,
        charger: str,
        wanted: Sequence[Address] = (),
        *,
        how: How = How.ALL,
        on_progress: Callable[[Reading], None] = _watch_nothing,
    ) -> Reading:
        """Read settings of a charger.

        Args:
            charger: The identity.
            wanted: Which ones; empty for all.
            how: How to ask for all of them.
            on_progress: Told how far it is and, at last, the result; it is called in
                the engine's thread and must return at once.

        Returns:
            The result, with what went wrong in words; a charger that leaves or does not
            answer raises nothing.
        """
        async with self._turn(charger):
            talk = self._talk(charger)
            try:
                if wanted:
                    reading = await read_named(talk, wanted, on_progress=on_progress)
                else:
                    reading = await read_everything(talk, how, on_progress=on_progress)
            finally:
                self._talks.pop(charger, None)
            if not wanted and reading.is_complete:
                reading = await self._kept_as_snapshot(reading)
        on_progress(reading)
        return reading

    async def apply(
        self,
        charger: str,
        changes: Iterable[Change],
        *,
        stops_on_refusal: bool = True,
        on_progress: Callable[[Applying], None] = _watch_nothing,
    ) -> Applying:
        """Write settings one by one, then read them back and judge.

        Args:
            charger: The identity.
            changes: What to write, in this order.
            stops_on_refusal: Whether the first one that is refused or not answered ends
                it; those after it are skipped.
            on_progress: Told about each step and, at last, the result; it is called in
                the engine's thread and must return at once.

        Returns:
            The result, with what became of each change.
        """
        async with self._turn(charger):
            talk = self._talk(charger)
            try:
                return await change_settings(
                    talk,
                    tuple(changes),
                    stops_on_refusal=stops_on_refusal,
                    on_progress=on_progress,
                )
            finally:
                self._talks.pop(charger, None)

    def _turn(self, charger: str) -> asyncio.Lock:
        # Two readings at once would take each other's parts of a report.
        return self._turns.setdefault(charger, asyncio.Lock())

    def _talk(self, charger: str) -> Talk:
        talk = Talk(self._csms, self.settings(charger), pause_s=self._pause_s)
        self._talks[charger] = talk
        return talk

    def _hear(self, message: Message) -> None:
        if message.action in ACTIONS:
            self.settings(message.charger).take(message)
        elif message.direction is not Direction.LINK:
            return
        talk = self._talks.get(message.charger)
        if talk is not None:
            talk.changed.set()

    async def _kept_as_snapshot(self, reading: Reading) -> Reading:
        if self._keep is None or reading.connection in self._kept:
            return reading
        try:
            number = await asyncio.to_thread(self._keep, reading)
        except CaptureError as error:
            # The next reading may do: somebody has made room on the disk.
            return replace(reading, snapshot_trouble=str(error))
        self._kept.add(reading.connection)
        return replace(reading, snapshot_id=number)


def keeper(capture: Path) -> KeepSnapshot:
    """Return what keeps readings as automatic snapshots in a capture."""
    writer = SnapshotWriter(capture)

    def keep(reading: Reading) -> int:
        return writer.add(
            reading.charger,
            reading.entries,
            at=reading.at,
            connection=reading.connection,
        )

    return keep
