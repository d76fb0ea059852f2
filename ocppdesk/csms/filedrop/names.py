# SPDX-License-Identifier: Apache-2.0
"""Paths in requests, and names that are safe to have on a disk."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote_to_bytes

LONGEST_NAME: Final = 120  # of a file on the disk; systems take 255 bytes
_LONGEST_GIVEN: Final = 255  # of a name that is still a name
_LONGEST_SUFFIX: Final = 20
_SAFE: Final = re.compile(r"[^\w .()+,=@-]")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_FALLBACK: Final = "upload"


class PathError(ValueError):
    """A path or name that is refused; the text says why, as a sentence."""


@dataclass(frozen=True, slots=True)
class WantedPath:
    """The path of a request, taken apart."""

    parts: tuple[str, ...]
    """Its parts, decoded; superfluous slashes are gone."""
    is_folder: bool
    """Whether it ends with a slash."""

    @property
    def name(self) -> str:
        """The last part, empty if the path names a folder."""
        return "" if self.is_folder or not self.parts else self.parts[-1]


def path_of(target: str) -> WantedPath:
    """Take the target of an HTTP request apart.

    Superfluous slashes, a query, and a whole URL in place of a path are put up with.

    Args:
        target: As it stands in the request.

    Raises:
        PathError: If it leads out of its folder or holds what no name has.
    """
    bare = target.partition("#")[0].partition("?")[0]
    if "://" in bare[:8]:
        bare = "/" + bare.partition("://")[2].partition("/")[2]
    parts = [unquote_to_bytes(part).decode("utf-8", "replace") for part in
             bare.split("/")]  # fmt: skip
    # One time only: what is a percent sign after that belongs to the name.
    inner = [part for whole in parts for part in re.split(r"[/\\]", whole)]
    found = tuple(check_name(part) for part in inner if part not in ("", "."))
    return WantedPath(found, inner[-1] in ("", "."))


def check_name(name: str) -> str:
    """Return a part of a path if it is one.

    Raises:
        PathError: If it leads out of its folder or holds what no name has.
    """
    if name.strip() == "..":
        raise PathError("The path leads out of its folder (“..”).")
    if not name.isprintable():
        raise PathError("The name holds control characters.")
    if len(name) > _LONGEST_GIVEN:
        raise PathError(f"The name has {len(name)} characters; 255 are the most.")
    return name


def safe_name(given: str) -> str:
    """Return a name that any system takes and that never hides or means a folder.

    Args:
        given: What the charger called the file, also with folders.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    name = _SAFE.sub("_", name).strip(" .")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"  # devices of Windows
    suffix = PurePosixPath(name).suffix[:_LONGEST_SUFFIX]
    # The limits of file systems count bytes.
    while len(name.encode()) > LONGEST_NAME:
        name = name[: -1 - len(suffix)].rstrip(" .") + suffix
    return name or _FALLBACK


def numbered(name: str, number: int) -> str:
    """Return a name with a number in it, from the second one on.

    `charger.tar.gz` becomes `charger-2.tar.gz`.
    """
    if number == 1:
        return name
    path = PurePosixPath(name)
    inner = PurePosixPath(path.stem).suffix if path.suffix in (".gz", ".gpg") else ""
    suffix = f"{inner}{path.suffix}"
    return f"{name.removesuffix(suffix)}-{number}{suffix}"


def shown(text: str, limit: int = 120) -> str:
    """Return a peer's text so that it can be shown in a line."""
    plain = "".join(c if c.isprintable() else "�" for c in text[: limit + 1])
    return plain if len(plain) <= limit else f"{plain[:limit]}…"
