# SPDX-License-Identifier: Apache-2.0
"""How a computer and a charger talk over one cable, without a router between them."""

import ipaddress
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtNetwork import QNetworkInterface

from ocppdesk.gui.addresses import Address, classify

CHARGER: Final = "192.168.50.2"
"""The address for a charger that has none of its own: few networks are called so."""

_MASK: Final = "255.255.255.0"
_PREFIX: Final = 24  # what chargers with a fixed address are delivered with
_CONNECTION: Final = "charger-cable"  # what NetworkManager is told to call it


@dataclass(frozen=True, slots=True)
class Plan:
    """The addresses for both ends of a cable, and how this computer gets its one."""

    charger: str
    """The address of the charger."""
    computer: str
    """The address that this computer needs."""
    mask: str
    """The network mask of both."""
    commands: tuple[str, ...]
    """What gives this computer its address, as its shell takes it."""
    way_back: tuple[str, ...]
    """What lets it have automatic addresses again."""
    conflict: str = ""
    """Another interface of this computer in the same network; empty: there is none."""


def plan_for(
    charger: str,
    interface: str,
    others: Iterable[Address] = (),
    *,
    platform: str = sys.platform,
) -> Plan | None:
    """Return the addresses for both ends of a cable.

    Args:
        charger: The charger's address.
        interface: The interface that the cable is in, as the system calls it.
        others: This computer's addresses; those of the interface do not count.
        platform: The system, as in `sys.platform`.

    Returns:
        The plan; None if the text is no IPv4 address that a charger can have.
    """
    try:
        address = ipaddress.IPv4Address(charger.strip())
    except ValueError:
        return None
    network = ipaddress.IPv4Network(f"{address}/{_PREFIX}", strict=False)
    ends = (network.network_address, network.broadcast_address)
    is_odd = address.is_loopback or address.is_multicast or address.is_unspecified
    if is_odd or address in ends:
        return None
    first = network.network_address + 1
    computer = str(first if first != address else first + 1)
    conflict = next(
        (
            other.name
            for other in others
            if other.interface != interface and not other.is_ipv6
            and ipaddress.IPv4Address(other.address) in network
        ),
        "",
    )  # fmt: skip
    commands, way_back = _commands(interface, computer, platform)
    return Plan(str(address), computer, _MASK, commands, way_back, conflict)


def wired_interfaces() -> list[str]:
    """Return the interfaces a cable may be in, those with a cable in them first."""
    flag = QNetworkInterface.InterfaceFlag.IsRunning
    found = []
    for interface in QNetworkInterface.allInterfaces():
        name = interface.humanReadableName() or interface.name()
        kind, is_virtual = classify(name, interface.type())
        is_cable = kind.startswith("Ethernet") and not is_virtual
        if is_cable or (
            not kind and interface.type() == QNetworkInterface.InterfaceType.Ethernet
        ):
            found.append((not interface.flags() & flag, name))
    return [name for _is_idle, name in sorted(found)]


def _commands(
    interface: str, computer: str, platform: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if platform == "win32":
        name = f'name="{interface}"'
        return (
            (f"netsh interface ipv4 set address {name} static {computer} {_MASK}",),
            (f"netsh interface ipv4 set address {name} dhcp",),
        )
    if platform == "darwin":
        return (
            (f'sudo networksetup -setmanual "{interface}" {computer} {_MASK}',),
            (f'sudo networksetup -setdhcp "{interface}"',),
        )
    made = f"nmcli connection add type ethernet ifname {interface}"
    return (
        (
            f"{made} con-name {_CONNECTION} ip4 {computer}/{_PREFIX}",
            f"nmcli connection up {_CONNECTION}",
        ),
        (f"nmcli connection delete {_CONNECTION}",),
    )


def lines(commands: Sequence[str]) -> str:
    """Return commands as they are pasted into a terminal."""
    return "\n".join(commands)
