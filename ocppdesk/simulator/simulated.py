# SPDX-License-Identifier: Apache-2.0
"""The simulated charger on a real WebSocket, kept in time and connected."""

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from ocppdesk import tasks
from ocppdesk.core.versions import Version
from ocppdesk.simulator.assembly import assemble
from ocppdesk.simulator.build import Build
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.clock import Clock, RealClock
from ocppdesk.simulator.connector import Fault
from ocppdesk.simulator.files import fetch_file, put_text
from ocppdesk.simulator.link import Address, LinkError, Opening, write_texts
from ocppdesk.simulator.outputs import Close, Download, Send, Upload
from ocppdesk.simulator.physics import Car, Reading


class SimulatedCharger:
    """A charger that connects to a CSMS and lives there; see the package's docstring.

    Args:
        url: The CSMS, without the identity: `ws://host:port/path`.
        identity: The charger's name; percent-encoded and added to the URL.
        version: `1.6`, `2.0.1` or `2.1`.
        connectors: How many outlets it has.
        speed: How many times faster than real a car fills up. Power, energy and time
            in the messages agree with each other whatever the speed.
        seed: Of the noise in its readings.
        settings: Configuration other than that of the factory: keys (1.6) or
            `Component.Variable` (2.x).
        password: For HTTP Basic authentication.
        tls: How to check the server of a `wss://` address.
        clock: Where the time comes from.
        starts_at: What its clock shows at first, seconds since 1970; None for now.
        on_frame: Told each frame: `">"` when sent, `"<"` when received, and its text.
        on_link: Told in a sentence what happens to the connection.

    Raises:
        ValueError: If the address or the version is of no use.
    """

    def __init__(
        self,
        url: str,
        *,
        identity: str = "SIM-1",
        version: str = Version.V16,
        connectors: int = 2,
        speed: float = 1.0,
        seed: int = 1,
        settings: Mapping[str, str] | None = None,
        password: str | bytes | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Clock | None = None,
        starts_at: float | None = None,
        on_frame: Callable[[str, str], None] | None = None,
        on_link: Callable[[str], None] | None = None,
    ) -> None:
        address = Address(url, identity, Version(version))
        self._opening = Opening(address, password=password, tls=tls)
        self._clock = clock or RealClock()
        self._charger = assemble(
            address.version,
            Build(identity, connectors, seed=seed, haste=speed),
            preset=settings,
            now=self._clock.now(),
            clock=time.time() if starts_at is None else starts_at,
        )
        self._on_frame = on_frame or (lambda _mark, _text: None)
        self._on_link = on_link or (lambda _text: None)
        self._wake = asyncio.Event()
        self._changed: list[asyncio.Event] = []
        self._outgoing: asyncio.Queue[str | None] | None = None
        self._group: asyncio.TaskGroup | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_opening = self._is_closing = False

    # What it is doing

    @property
    def charger(self) -> Charger:
        """The charger behind the connection; call `touch` after changing it."""
        return self._charger

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection."""
        return self._charger.outbox.is_open

    @property
    def is_accepted(self) -> bool:
        """Whether the CSMS has accepted its boot."""
        return self._charger.registration == "Accepted"

    @property
    def is_quiet(self) -> bool:
        """Whether all is said and answered, and no time has passed unnoticed.

        While a connection is being opened or closed it is not; without one, what
        waits for it does not count.
        """
        on_its_way = 0 if self._outgoing is None else self._outgoing.qsize()
        late = self._charger.now < self._clock.now()
        is_busy = bool(on_its_way) or self._is_opening or self._is_closing
        outbox = self._charger.outbox
        return (outbox.is_quiet or not outbox.is_open) and not is_busy and not late

    def status(self, connector: int) -> str:
        """Return the status of a connector, in the words of the version."""
        return self._charger.status_of(self._charger.outlet(connector))

    def transaction_id(self, connector: int) -> str | None:
        """Return the id of the transaction on a connector, if one has an id."""
        transaction = self._charger.outlet(connector).transaction
        return None if transaction is None else transaction.id

    def has_transaction(self, connector: int) -> bool:
        """Return whether a transaction runs on a connector."""
        return self._charger.outlet(connector).transaction is not None

    def reading(self, connector: int) -> Reading:
        """Return what the meter of a connector shows."""
        return self._charger.outlet(connector).circuit.reading

    # What people do to it

    def plug_in(self, connector: int, car: Car | None = None) -> None:
        """Connect a car; a usual one if none is given."""
        self._on_time().plug_in(connector, car)
        self.touch()

    def unplug(self, connector: int) -> None:
        """Disconnect the car, whatever it is doing."""
        self._on_time().unplug(connector)
        self.touch()

    def present_card(self, connector: int, id_tag: str) -> None:
        """Hold a card to the reader: it starts, or ends what it has started."""
        self._on_time().present_card(connector, id_tag)
        self.touch()

    def fault(
        self, connector: int, error_code: str, *, info: str = "", vendor_code: str = ""
    ) -> None:
        """Let something break.

        Args:
            connector: Where.
            error_code: As in `ChargePointErrorCode` of 1.6, in any version.
            info: More about it, free text.
            vendor_code: The manufacturer's code for it.
        """
        self._on_time().raise_fault(connector, Fault(error_code, info, vendor_code))
        self.touch()

    def clear_fault(self, connector: int) -> None:
        """Let it be whole again."""
        self._on_time().clear_fault(connector)
        self.touch()

    def _on_time(self) -> Charger:
        """Return the charger, having told it what time it is."""
        self._charger.advance(self._clock.now())
        return self._charger

    def touch(self) -> None:
        """Pass on what the charger has to say; whoever waits for a state looks."""
        for output in self._charger.take():
            match output:
                case Send(text) if self._outgoing is not None:
                    self._on_frame(">", text)
                    self._outgoing.put_nowait(text)
                case Close() if self._outgoing is not None:
                    self._is_closing = True
                    self._outgoing.put_nowait(None)
                case Upload() if self._group is not None:
                    self._group.create_task(self._upload(output))
                case Download() if self._group is not None:
                    self._group.create_task(self._download(output))
                case _:
                    pass  # There is no connection any more.
        self._wake.set()
        for event in self._changed:
            event.set()

    async def _upload(self, upload: Upload) -> None:
        done = await asyncio.to_thread(put_text, upload.url, upload.text)
        upload.on_done(done)
        self.touch()

    async def _download(self, download: Download) -> None:
        size = await asyncio.to_thread(fetch_file, download.url)
        download.on_done(size is not None)
        self.touch()

    # Waiting, for scripts

    async def pause(self, seconds: float) -> None:
        """Wait on the charger's own clock."""
        until = self._clock.now() + seconds
        while self._clock.now() < until:
            await self._clock.wait(asyncio.Event(), until)

    async def until(
        self, condition: Callable[[], bool], *, seconds: float | None = None
    ) -> bool:
        """Wait until something is so.

        Args:
            condition: Looked at whenever something has happened.
            seconds: How long to wait at most, on the charger's own clock.

        Returns:
            Whether it is so in the end.
        """
        limit = float("inf") if seconds is None else self._clock.now() + seconds
        changed = asyncio.Event()
        self._changed.append(changed)
        try:
            while not condition():
                if self._clock.now() >= limit:
                    return False
                changed.clear()
                await changed.wait()
            return True
        finally:
            self._changed.remove(changed)

    # Living

    async def __aenter__(self) -> Self:
        self._task = tasks.start(self.run(), name="simulated charger")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def run(self) -> None:
        """Live until cancelled: connect, keep time, reconnect."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            group.create_task(self._keep_time())
            group.create_task(self._keep_connected())

    async def _keep_time(self) -> None:
        while True:
            due = self._on_time().agenda.next_at
            self.touch()
            self._wake.clear()
            await self._clock.wait(self._wake, float("inf") if due is None else due)

    async def _keep_connected(self) -> None:
        failures = 0
        while True:
            await self.until(lambda: self._charger.wants_link)
            try:
                link = await self._open()
            except LinkError as error:
                seconds = self._opening.wait_s(failures)
                failures += 1
                self._on_link(f"{error} Trying again in {seconds:.0f} s.")
                await self.pause(seconds)
                continue
            failures = 0
            self._on_link(f"Connected to {self._opening.address.full}.")
            try:
                why = await self._talk(link)
            finally:
                await link.close()
            self._on_link(f"The connection is closed: {why}.")
            await self.pause(self._opening.wait_s(0))

    async def _open(self) -> ClientConnection:
        self._is_opening = True
        try:
            return await self._opening.open(self._charger.settings)
        finally:
            self._is_opening = False
            self.touch()

    async def _talk(self, link: ClientConnection) -> str:
        """Talk until the connection is gone; returns why it is."""
        self._outgoing = outgoing = asyncio.Queue[str | None]()
        self._charger.connected()
        self.touch()
        try:
            async with asyncio.TaskGroup() as group:
                writer = group.create_task(write_texts(link, outgoing, self.touch))
                try:
                    async for text in link:
                        self._receive(text)
                except ConnectionClosed:
                    pass
                writer.cancel()
        finally:
            self._outgoing = None
            self._is_closing = False
            self._charger.disconnected()
            self.touch()
        reason = f" ({link.close_reason})" if link.close_reason else ""
        return f"code {link.close_code}{reason}"

    def _receive(self, text: str | bytes) -> None:
        plain = text if isinstance(text, str) else text.decode("utf-8", "replace")
        self._on_frame("<", plain)
        self._on_time().receive(plain)
        self.touch()
