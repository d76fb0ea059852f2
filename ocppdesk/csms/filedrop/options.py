# SPDX-License-Identifier: Apache-2.0
"""Where a file server listens, and its limits."""

import enum
from dataclasses import dataclass

from ocppdesk.settings import Settings


class FileProtocol(enum.StrEnum):
    """How the charger is to fetch or send a file."""

    HTTP = "HTTP"
    FTP = "FTP"


@dataclass(frozen=True, slots=True)
class DropOptions:
    """Where a file server listens, and its limits."""

    protocol: FileProtocol = FileProtocol.HTTP
    """How files go over."""
    host: str = ""
    """The address of this computer that the charger is told; empty takes the one that
    the charger's connection came in on. An address or name of another device, such as
    a router that forwards the ports, may be told too."""
    ports: range | None = None
    """The ports that may be used, for FTP two at least; None takes any free ones."""
    limit_bytes: int = 2 * 2**30
    """The most that one job may receive, all its files together."""
    time_limit_s: float = 3600.0
    """The longest that a job may take."""
    stall_s: float = 120.0
    """Seconds without a byte after which a transfer is given up. Between commands, FTP
    waits five times as long."""
    head_timeout_s: float = 15.0
    """Seconds that a peer may take for the head of its request."""


def drop_options_from(
    settings: Settings,
    *,
    protocol: FileProtocol = FileProtocol.HTTP,
    host: str = "",
) -> DropOptions:
    """Make options of the user's settings.

    Args:
        settings: The settings.
        protocol: How files go over.
        host: The address that the charger is told; see `DropOptions`.
    """
    first, count = settings.file_port, settings.file_port_count
    last = min(first + count, 65536)
    return DropOptions(
        protocol=protocol,
        host=host,
        ports=range(first, last) if first else None,
        limit_bytes=settings.file_limit_mb * 2**20,
        time_limit_s=settings.file_time_limit_min * 60.0,
    )
