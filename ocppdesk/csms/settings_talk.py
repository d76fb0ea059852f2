# SPDX-License-Identifier: Apache-2.0
"""The calls about settings to one charger, and what becomes of them."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ocppdesk.core.configuration.answers import address_payload
from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.reports import ChargerSettings
from ocppdesk.core.configuration.settings import Address, key_address, variable_address
from ocppdesk.core.frames import MessageType, call_text
from ocppdesk.core.messages import Message
from ocppdesk.core.numbers import whole_number
from ocppdesk.core.versions import Version
from ocppdesk.csms.central import CallFailed, now

if TYPE_CHECKING:
    from ocppdesk.csms.central import Csms
    from ocppdesk.csms.connection import ChargerConnection

FEW: Final = 10  # settings in one request to a charger that names no limit
MOST: Final = 50  # and to one that names a great one: answers stay short enough


class Gone(Exception):  # noqa: N818 - what the charger did, not an error of ours
    """The charger has left, or another connection has taken its place."""


class Silent(Exception):  # noqa: N818 - likewise
    """The charger did not answer; the text says so."""


class Talk:
    """The requests of one piece of work, on the connection that is open now.

    Args:
        csms: Who makes the calls.
        settings: What is known of the charger; it grows while messages are recorded.
        pause_s: Seconds of rest between two requests.

    Attributes:
        changed: Set when something came from the charger or it left.
    """

    def __init__(
        self, csms: "Csms", settings: ChargerSettings, *, pause_s: float = 0.0
    ) -> None:
        self.settings = settings
        self.changed = asyncio.Event()
        self._csms = csms
        self._pause_s = pause_s
        self._has_asked = False
        self._connection: ChargerConnection | None = csms.connections.get(
            settings.charger
        )

    @property
    def charger(self) -> str:
        """The identity of the charger."""
        return self.settings.charger

    @property
    def is_connected(self) -> bool:
        """Whether the connection of the beginning is still the open one."""
        here = self._csms.connections.get(self.charger)
        return here is not None and here is self._connection

    @property
    def connection_id(self) -> int:
        """The number of the connection in the capture, 0 if there is none."""
        return 0 if self._connection is None else self._connection.record.id

    @property
    def version(self) -> Version:
        """The OCPP version of the connection."""
        if self._connection is None or self._connection.session is None:
            return Version.V16
        return self._connection.session.version

    @property
    def patience_s(self) -> float:
        """Seconds to wait for the next part of a report."""
        return self._csms.options.call_timeout_s

    @property
    def batch(self) -> int:
        """How many settings the charger takes in one request."""
        if self.version is Version.V16:
            address: Address | None = key_address("GetConfigurationMaxKeys")
        else:
            address = variable_address("DeviceDataCtrlr.ItemsPerMessage[GetVariables]")
        told = self._number(address)
        return FEW if told is None else min(told, MOST)

    def _number(self, address: Address | None) -> int | None:
        """Return the number that the charger told in a setting, if it makes sense."""
        entry = None if address is None else self.settings.entry(address)
        told = None if entry is None else whole_number(entry.value)
        return told if told is not None and told > 0 else None

    def _room(self, action: str) -> int | None:
        """Return how many bytes a request may have, if the charger told (OCPP 2.x)."""
        if self.version is Version.V16:
            return None
        return self._number(
            variable_address(f"DeviceDataCtrlr.BytesPerMessage[{action}]")
        )

    def batches(self, addresses: Sequence[Address]) -> list[list[Address]]:
        """Split settings to be read into requests that the charger can take."""
        room, size = self._room("GetVariables"), self.batch
        found: list[list[Address]] = []
        for address in addresses:
            longer = [*found[-1], address] if found else [address]
            payload = _asked(longer) if room is not None else {}
            fits = room is None or _length("GetVariables", payload) <= room
            if found and len(longer) <= size and fits:
                found[-1] = longer
            else:
                found.append([address])
        return found

    def obstacle(self, change: Change) -> str:
        """Return why the charger takes no request with a change; empty if it may."""
        room = self._room("SetVariables")
        if room is None or _length("SetVariables", _changed(change)) <= room:
            return ""
        return (
            f"Not sent: with this value the request has more than the {room} bytes "
            "that the charger takes (BytesPerMessage)."
        )

    def check(self) -> None:
        """Raise `Gone` if the connection of the beginning is not open any more."""
        if not self.is_connected:
            raise Gone(f"{self.charger} is not connected.")

    async def call(self, action: str, payload: dict[str, Any]) -> Message:
        """Make a call on the connection of the beginning.

        Raises:
            Gone: If the charger is not connected, or leaves instead of answering.
            Silent: If it does not answer in time.
        """
        if self._has_asked and self._pause_s:
            await asyncio.sleep(self._pause_s)
        self._has_asked = True
        self.check()
        try:
            answer = await self._csms.call(self.charger, action, payload)
        except CallFailed as error:
            if not self.is_connected:
                raise Gone(f"{self.charger} disconnected at {action}.") from error
            raise Silent(str(error)) from error
        # It may come before it is recorded, when the disk is slow; twice does no harm.
        self.settings.take(answer)
        return answer

    async def get(self, addresses: Sequence[Address]) -> bool:
        """Ask for some settings at once; returns whether it was answered by a result.

        Raises:
            Gone, Silent: As `call` does.
        """
        if self.version is Version.V16:
            names = [address.name for address in addresses]
            answer = await self.call("GetConfiguration", {"key": names})
        else:
            answer = await self.call("GetVariables", _asked(addresses))
        return answer.type is MessageType.CALLRESULT

    async def set(self, change: Change) -> Message:
        """Write one setting; returns the answer.

        Raises:
            Gone, Silent: As `call` does.
        """
        address, value = change.address, change.value
        if address.is_key:
            payload: dict[str, Any] = {"key": address.name, "value": value}
            return await self.call("ChangeConfiguration", payload)
        return await self.call("SetVariables", _changed(change))

    async def wait(self, seconds: float) -> bool:
        """Wait until something comes or the charger leaves; False: nothing did."""
        try:
            async with asyncio.timeout(seconds):
                await self.changed.wait()
        except TimeoutError:
            return False
        self.changed.clear()
        return True

    @staticmethod
    def now() -> int:
        """Return the time as captures have it."""
        return now()


def _asked(addresses: Sequence[Address]) -> dict[str, Any]:
    return {"getVariableData": [address_payload(address) for address in addresses]}


def _changed(change: Change) -> dict[str, Any]:
    row = {**address_payload(change.address), "attributeValue": change.value}
    return {"setVariableData": [row]}


def _length(action: str, payload: dict[str, Any]) -> int:
    """Return the bytes of a call, with the longest id (OCPP-J 2.0.1, 4.1.4)."""
    return len(call_text("0" * 36, action, payload).encode())
