# SPDX-License-Identifier: Apache-2.0
"""Files that a simulated charger fetches and sends, with plain clients.

All of it blocks: run it in a thread.
"""

import ftplib
import io
import urllib.request
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

USER_AGENT: Final = "OCPP Desk simulated charger"
SCHEMES: Final = frozenset({"http", "https", "ftp"})
"""The protocols that a simulated charger speaks."""

_TIMEOUT_S: Final = 10.0
_BLOCK: Final = 2**16
# The errors of urllib are OSErrors; addresses that are none raise a ValueError.
_FAILURES: Final = (OSError, ValueError, EOFError, ftplib.Error)


def put_text(url: str, text: str) -> bool:
    """Send a text as a file, by HTTP PUT or by FTP.

    Args:
        url: Where to, with the file's name.
        text: What to put there.

    Returns:
        Whether the server took it.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "ftp":
            return _store(parts, text.encode())
        request = urllib.request.Request(
            url,
            data=text.encode(),
            method="PUT",
            headers={"Content-Type": "text/plain", "User-Agent": USER_AGENT},
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
            return 200 <= int(response.status) < 300
    except _FAILURES:
        return False


def fetch_file(url: str) -> int | None:
    """Fetch a file, by HTTP or by FTP; it is looked at by nobody.

    Returns:
        How many bytes came, None if it did not work.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "ftp":
            return _retrieve(parts)
        request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT})
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
            size = 0
            while block := response.read(_BLOCK):
                size += len(block)
            # A connection that ends early is no error for `read` with a size.
            told = response.headers.get("Content-Length")
            return None if told is not None and int(told) != size else size
    except _FAILURES:
        return None


def _login(ftp: ftplib.FTP, parts: SplitResult) -> str:
    """Enter a server and the folder; returns the file's name."""
    ftp.connect(parts.hostname or "", parts.port or ftplib.FTP_PORT, _TIMEOUT_S)
    ftp.login(unquote(parts.username or ""), unquote(parts.password or ""))
    path = PurePosixPath(unquote(parts.path))
    if path.parent.name:
        ftp.cwd(str(path.parent))
    return path.name


def _store(parts: SplitResult, data: bytes) -> bool:
    with ftplib.FTP() as ftp:
        name = _login(ftp, parts)
        ftp.storbinary(f"STOR {name}", io.BytesIO(data))
    return True


def _retrieve(parts: SplitResult) -> int:
    sizes = []
    with ftplib.FTP() as ftp:
        name = _login(ftp, parts)
        ftp.retrbinary(f"RETR {name}", lambda block: sizes.append(len(block)))
    return sum(sizes)
