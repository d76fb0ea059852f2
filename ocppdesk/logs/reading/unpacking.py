# SPDX-License-Identifier: Apache-2.0
"""The files in an archive, one after the other, in a temporary folder."""

import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.limits import MOST_MEMBERS, check_growth
from ocppdesk.logs.reading.sniffing import HEAD

_BLOCK: Final = 1 << 18
_NOT_FILES: Final = frozenset(("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"))

_DAMAGES: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    name: str
    """Its name with the folders in the archive."""
    size: int
    """Its length unpacked, as the archive says."""


def is_hidden(name: str) -> bool:
    """Tell whether a name is of a file that systems add by themselves."""
    return not _NOT_FILES.isdisjoint(PurePosixPath(name).parts)


def damaged(path: Path, error: Exception) -> ConversionError:
    """Return what to raise where an archive cannot be read."""
    return ConversionError(path, f"the archive is damaged ({error}).")


def zip_members(path: Path) -> list[Member]:
    """Return the files of a zip archive, in its order.

    Raises:
        ConversionError: If it is damaged, protected by a password, or would grow
            beyond all measure.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
    except _DAMAGES as error:
        raise damaged(path, error) from error
    entries = [entry for entry in entries if not is_hidden(entry.filename)]
    if len(entries) > MOST_MEMBERS:
        raise ConversionError(path, f"it has more than {MOST_MEMBERS} files.")
    if any(entry.flag_bits & 1 for entry in entries):
        detail = "a password protects it. Unpack it yourself and open its files."
        raise ConversionError(path, detail)
    check_growth(path, path.stat().st_size, sum(entry.file_size for entry in entries))
    return [Member(entry.filename, entry.file_size) for entry in entries]


def zip_head(path: Path, member: Member) -> bytes:
    """Return the beginning of a file in a zip archive.

    Raises:
        ConversionError: If it is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member.name) as file:
            return file.read(HEAD)
    except _DAMAGES as error:
        raise damaged(path, error) from error


def unpack_zip(path: Path, member: Member, target: Path) -> Iterator[None]:
    """Write a file of a zip archive to a place of its own, in short steps.

    Raises:
        ConversionError: If it is damaged, or grows beyond what it said; what came
            before is written.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member.name) as file:
            yield from _copy(path, file.read, target, path.stat().st_size)
    except _DAMAGES as error:
        raise damaged(path, error) from error


def gzip_head(path: Path) -> bytes:
    """Return the beginning of what is packed with gzip; empty if it is damaged."""
    try:
        with gzip.open(path) as file:
            return file.read(HEAD)
    except _DAMAGES:
        return b""


def unpack_gzip(path: Path, target: Path) -> Iterator[None]:
    """Write what is packed with gzip to a place of its own, in short steps.

    Raises:
        ConversionError: If it is damaged, or grows beyond all measure; what came before
            is written.
    """
    try:
        with gzip.open(path) as file:
            yield from _copy(path, file.read1, target, path.stat().st_size)
    except _DAMAGES as error:
        raise damaged(path, error) from error


def unpack_tar(path: Path, folder: Path) -> Iterator[tuple[str, Path] | None]:
    """Write the files of a tar archive, packed or not, to places of their own.

    Args:
        path: The archive.
        folder: Where to write; each file is the caller's to remove.

    Yields:
        The name of a file in the archive and where it is now; None between.

    Raises:
        ConversionError: If it is damaged or grows beyond all measure.
    """
    total = count = 0
    packed = path.stat().st_size
    try:
        with tarfile.open(path, "r|*") as archive:
            for entry in archive:
                count += 1
                total += entry.size
                check_growth(path, packed, total)
                if count > MOST_MEMBERS:
                    raise ConversionError(path, f"it has over {MOST_MEMBERS} files.")
                file = archive.extractfile(entry) if entry.isfile() else None
                if file is None or is_hidden(entry.name):
                    continue
                # The name in the archive decides on nothing outside of the folder.
                target = folder / f"{count}{PurePosixPath(entry.name).suffix[:20]}"
                for _step in _copy(path, file.read, target, packed):
                    yield None
                yield entry.name, target
    except _DAMAGES as error:
        raise damaged(path, error) from error


def folder_files(path: Path) -> list[Path]:
    """Return the files in a folder and in those within, in the order of their names.

    Raises:
        ConversionError: If there are too many.
    """
    found: list[Path] = []
    for each in path.rglob("*"):
        if is_hidden(each.relative_to(path).as_posix()):
            continue
        if stat.S_ISREG(each.stat(follow_symlinks=False).st_mode):
            found.append(each)
        if len(found) > MOST_MEMBERS:
            raise ConversionError(path, f"it has more than {MOST_MEMBERS} files.")
    return sorted(found)


def _copy(
    path: Path, read: Callable[[int], bytes], target: Path, packed: int
) -> Iterator[None]:
    written = 0
    with target.open("wb") as copy:
        while block := read(_BLOCK):
            written += len(block)
            check_growth(path, packed, written)
            copy.write(block)
            yield None
