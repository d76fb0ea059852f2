# SPDX-License-Identifier: Apache-2.0
"""The addresses of this computer, and the URL that a charger needs."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QNetworkInterface

from ocppdesk.capture.records import Connection

translate = QCoreApplication.translate

_Type = QNetworkInterface.InterfaceType
_VPN: Final = re.compile(r"tun|tap|wg|ppp|utun|ipsec|tailscale", re.IGNORECASE)
_VIRTUAL: Final = re.compile(
    r"docker|br-|veth|virbr|vmnet|vboxnet|vethernet|virtualbox|vmware|hyper-v|bridge",
    re.IGNORECASE,
)
_WIFI: Final = re.compile(r"wl|wi-?fi|wireless", re.IGNORECASE)
_USB: Final = re.compile(r"usb|enx", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of this computer."""

    address: str
    """The address, without a zone."""
    prefix: int
    """How many of its bits name the network."""
    interface: str
    """What the system calls the network interface."""
    kind: str = ""
    """What it is in human terms: `Ethernet`, `Wi-Fi`."""
    is_virtual: bool = False
    """Whether no cable and no radio belongs to it: a VPN or a virtual machine's."""

    @property
    def is_ipv6(self) -> bool:
        """Whether it is an IPv6 address."""
        return ":" in self.address

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer itself reaches it."""
        return ipaddress.ip_address(self.address).is_loopback

    @property
    def is_direct(self) -> bool:
        """Whether nobody hands out addresses there, as on a direct cable (RFC 3927)."""
        return ipaddress.ip_address(self.address).is_link_local

    @property
    def name(self) -> str:
        """The interface in human terms, with the system's name where that adds."""
        if not self.kind or self.interface.startswith(self.kind):
            return self.interface
        return f"{self.kind} ({self.interface})"

    def reaches(self, peer: str) -> bool:
        """Return whether another computer's address lies in the same network."""
        try:
            host = ipaddress.ip_address(peer)
        except ValueError:
            return False
        network = ipaddress.ip_network(f"{self.address}/{self.prefix}", strict=False)
        return host in network


def local_addresses() -> tuple[Address, ...]:
    """Return the addresses of this computer, the likeliest for a charger first.

    Left out is what no charger can be told: interfaces that are down, IPv6 addresses
    that are only valid on one link, and those that change by themselves. The other
    IPv6 addresses count where there is no IPv4: they are long to type, and many
    chargers cannot take them.
    """
    found = []
    wanted = (
        QNetworkInterface.InterfaceFlag.IsUp | QNetworkInterface.InterfaceFlag.IsRunning
    )
    for interface in QNetworkInterface.allInterfaces():
        if interface.flags() & wanted != wanted:
            continue
        name = interface.humanReadableName() or interface.name()
        kind, is_virtual = classify(name, interface.type())
        own = []
        for entry in interface.addressEntries():
            text = entry.ip().toString().partition("%")[0]
            prefix = entry.prefixLength()
            if prefix >= 0 and not entry.isTemporary() and _is_useful(text):
                own.append(Address(text, prefix, name, kind, is_virtual))
        found += [address for address in own if not address.is_ipv6] or own
    return tuple(sorted(found, key=_rank))


def classify(name: str, interface_type: QNetworkInterface.InterfaceType) -> (
    tuple[str, bool]
):  # fmt: skip
    """Return what a network interface is in human terms, and whether it is virtual.

    Args:
        name: What the system calls it.
        interface_type: What Qt knows about it; on some systems bridges and tunnels
            pass for Ethernet, so the name counts more.
    """
    if interface_type == _Type.Loopback:
        return translate("addresses", "This computer only"), False
    if _VPN.match(name) or interface_type == _Type.Ppp:
        return translate("addresses", "VPN"), True
    if _VIRTUAL.match(name) or interface_type == _Type.Virtual:
        return translate("addresses", "Virtual network"), True
    if _WIFI.match(name) or interface_type == _Type.Wifi:
        return translate("addresses", "Wi-Fi"), False
    if _USB.match(name):
        return translate("addresses", "Ethernet (USB)"), False
    if interface_type == _Type.Ethernet:
        return translate("addresses", "Ethernet"), False
    return "", False


def recommended(
    addresses: Sequence[Address], attempts: Iterable[Connection]
) -> Address | None:
    """Return the address to type into a charger.

    Args:
        addresses: Those of this computer, the likeliest first.
        attempts: Connections and attempts, the newest first: whoever knocks at one of
            the networks shows where the charger is.

    Returns:
        An address, None if there is none at all.
    """
    outside = [address for address in addresses if not address.is_loopback]
    for attempt in attempts:
        peer = peer_host(attempt.peer)
        for address in outside:
            if address.address != peer and address.reaches(peer):
                return address
    return next(iter([*outside, *addresses]), None)


def peer_host(peer: str) -> str:
    """Return the address out of `address:port` or `[address]:port`."""
    host = peer.rpartition(":")[0]
    return host.strip("[]").partition("%")[0]


def url(address: str, port: int, identity: str = "") -> str:
    """Return the URL that a charger is given (OCPP-J 1.6, 3.1.1).

    Args:
        address: An address of this computer.
        port: The port listened on.
        identity: The charger's identity, if it belongs into the URL.
    """
    host = f"[{address}]" if ":" in address else address
    return f"ws://{host}:{port}/{quote(identity, safe='')}"


def _is_useful(text: str) -> bool:
    address = ipaddress.ip_address(text)
    if address.version == 6:
        return not (address.is_link_local or address.is_loopback)
    return True


def _rank(address: Address) -> tuple[bool, bool, bool, bool]:
    return (
        address.is_loopback,
        address.is_direct,
        address.is_virtual,
        address.is_ipv6,
    )
