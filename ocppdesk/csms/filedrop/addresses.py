# SPDX-License-Identifier: Apache-2.0
"""Which address of this computer a charger can reach, and free ports on it."""

import errno
import socket
from collections.abc import Iterable
from typing import Any, Final

_BACKLOG: Final = 16


class DropError(Exception):
    """The file server cannot listen; the text says why and what to do."""


def local_address(sockname: tuple[Any, ...] | None) -> str:
    """Return the address of this computer that a connection came in on.

    A charger that has reached it once reaches it again. It is empty if the system does
    not tell.

    Args:
        sockname: What the socket says about its own end.
    """
    if not sockname:
        return ""
    return str(sockname[0]).partition("%")[0].removeprefix("::ffff:")


def host_in_url(address: str) -> str:
    """Return an address as URLs have it."""
    return f"[{address}]" if ":" in address else address


def listening_socket(host: str, ports: range | None) -> socket.socket:
    """Listen on the first port that is free.

    Args:
        host: An address of this computer; empty means all of them.
        ports: The ports that may be used; None takes any.

    Raises:
        DropError: If none can be listened on.
    """
    tried: Iterable[int] = (0,) if ports is None else ports
    for port in tried:
        try:
            return _listen(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise DropError(_sentence(host, port, error)) from error
        except OverflowError as error:
            raise DropError(f"There is no port {port}.") from error
    if not ports:
        raise DropError("No port may be used for files. Change that in the settings.")
    raise DropError(
        f"All ports from {ports[0]} to {ports[-1]} are in use. Allow more of them in "
        "the settings, or end other jobs."
    )


def is_own(host: str) -> bool:
    """Return whether this computer has an address, so that it can listen there."""
    try:
        _listen(host, 0).close()
    except OSError:
        return False
    return True


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would share the port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(_BACKLOG)
        found.setblocking(False)
    except BaseException:
        found.close()
        raise
    return found


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EACCES:
        return (
            f"This user may not listen on port {port}: ports below 1024 belong to the "
            "system. Use higher ones."
        )
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"This computer has no address {host}. Choose one that it has."
    reason = error.strerror or str(error)
    return f"Files cannot be served on {host}, port {port}: {reason}."
