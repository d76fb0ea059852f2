# SPDX-License-Identifier: Apache-2.0
"""The file server of one job: up when the job begins, gone when it is over."""

import asyncio
import ipaddress
import secrets
import socket
import string
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ocppdesk.core.transfers.events import FileEvent
from ocppdesk.csms.filedrop.addresses import (
    DropError,
    host_in_url,
    is_own,
    listening_socket,
)
from ocppdesk.csms.filedrop.offers import Offer
from ocppdesk.csms.filedrop.options import DropOptions, FileProtocol
from ocppdesk.csms.filedrop.received import Inbox
from ocppdesk.csms.filedrop.reports import OnEvent

if TYPE_CHECKING:
    from ocppdesk.csms.filedrop.ftp_server import FtpServer
    from ocppdesk.csms.filedrop.http_server import HttpServer

# Letters and digits only: some chargers cannot read anything else in a URL
# (protocol.md 9.1). 62**16 are as many as 95 bits.
_LETTERS: Final = string.ascii_letters + string.digits
_SECRET_LENGTH: Final = 16
_USER_LENGTH: Final = 8


class FileDrop:
    """The file server of one job.

    Args:
        options: Where it listens, and its limits.
        offer: The file that may be fetched.
        inbox: Where files go that are sent; one of the two is given.
        on_event: Told each event, in the thread of the loop; it must return at once.

    Attributes:
        on_event: The same; another one may take its place.
    """

    def __init__(
        self,
        options: DropOptions,
        *,
        offer: Offer | None = None,
        inbox: Inbox | None = None,
        on_event: OnEvent,
    ) -> None:
        if (offer is None) == (inbox is None):
            raise ValueError("A file server either gives a file or takes files.")
        self.url = ""
        """What the charger is told: the URL of the file, or of the folder."""
        self._options = options
        self._offer = offer
        self._inbox = inbox
        self.on_event = on_event
        self._http: HttpServer | None = None
        self._ftp: FtpServer | None = None

    async def open(self, address: str) -> str:
        """Begin to listen.

        Args:
            address: The address of this computer that the charger's connection came
                in on.

        Returns:
            The URL.

        Raises:
            DropError: If that is not possible.
        """
        told = self._options.host or address
        if not told:
            raise DropError(
                "It is not known which address of this computer the charger can "
                "reach. Choose one."
            )
        host = told
        if not await asyncio.to_thread(is_own, told):
            # A router's, say, that forwards to this computer.
            if told == address or not address:
                raise DropError(f"This computer has no address {told}. Choose another.")
            host = address
        ports = self._options.ports
        listening = await asyncio.to_thread(listening_socket, host, ports)
        place = f"{host_in_url(told)}:{listening.getsockname()[1]}"
        name = "" if self._offer is None else quote(self._offer.name)
        if self._options.protocol is FileProtocol.HTTP:
            self.url = f"http://{place}/{await self._open_http(listening)}/{name}"
        else:
            outside = told if told != host and _is_ipv4(told) else None
            who = await self._open_ftp(listening, outside)
            self.url = f"ftp://{who}@{place}/{name}"
        return self.url

    def _tell(self, event: FileEvent) -> None:
        self.on_event(event)

    async def _open_http(self, listening: socket.socket) -> str:
        # Imported here: few sessions move files, and the window starts sooner.
        from ocppdesk.csms.filedrop.http_server import HttpServer

        token = _secret(_SECRET_LENGTH)
        self._http = HttpServer(
            token,
            self._options,
            offer=self._offer,
            inbox=self._inbox,
            on_event=self._tell,
        )
        await self._http.open(listening)
        return token

    async def _open_ftp(self, listening: socket.socket, outside: str | None) -> str:
        from ocppdesk.csms.filedrop.ftp_server import FtpServer

        user, password = _secret(_USER_LENGTH), _secret(_SECRET_LENGTH)
        self._ftp = FtpServer(
            user,
            password,
            options=self._options,
            offer=self._offer,
            inbox=self._inbox,
            on_event=self._tell,
        )
        ports, own = self._options.ports, listening.getsockname()[1]
        others = None if ports is None else [port for port in ports if port != own]
        self._ftp.open(listening, told_address=outside, passive_ports=others or None)
        return f"{user}:{password}"

    async def close(self) -> None:
        """Stop to listen, and cut off whoever is still there."""
        if self._http is not None:
            await self._http.close()
        if self._ftp is not None:
            await self._ftp.close()


def _is_ipv4(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 4
    except ValueError:
        return False


def _secret(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
