# SPDX-License-Identifier: Apache-2.0
"""Logs in archives and folders, each read by its own format."""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import Final

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.dumps import Dump, DumpsReader, dump_of, is_dump
from ocppdesk.logs.reading.found import (
    LONGEST_LINE,
    Assumptions,
    Found,
    Inferences,
    Kind,
    Line,
    LogReader,
)
from ocppdesk.logs.reading.limits import GrowthError
from ocppdesk.logs.reading.unpacking import (
    Member,
    folder_files,
    gzip_head,
    unpack_gzip,
    unpack_tar,
    unpack_zip,
    zip_head,
    zip_members,
)

Opener = Callable[[Path], list[LogReader]]
"""Gives the readers of a file that was unpacked."""
Unpacked = Iterator[tuple[str, Path] | str | None]
"""Names and places of files; a text tells of damage; None is a sign of life."""

_LONGEST_NAME: Final = 100


class UnpackingReader:
    """Reads what comes out of an archive, one file after the other.

    The files stand in a temporary folder while they are read and no longer. One that
    cannot be read is a `Line` that says why; the others are read all the same.

    Args:
        name: A word for the format.
        title: What is shown for it: the name in the archive, or the kind of archive.
        unpack: Writes files to a folder and yields the name and the place of each, or
            a sentence on damage.
        open_file: Gives the readers of such a file.
    """

    def __init__(
        self,
        name: str,
        title: str,
        *,
        unpack: Callable[[Path], Unpacked],
        open_file: Opener,
    ) -> None:
        self.name = name
        self.title = title
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""
        self._unpack = unpack
        self._open_file = open_file

    def batches(self) -> Iterator[list[Found]]:
        """Unpack and read, in short steps.

        Raises:
            ConversionError: If the archive itself cannot be read.
        """
        advices = []
        with tempfile.TemporaryDirectory(prefix="ocppdesk-") as folder:
            for each in self._unpack(Path(folder)):
                if each is None:
                    yield []
                    continue
                if isinstance(each, str):
                    yield [Line(self.lines + 1, Kind.UNREADABLE, self.title, each)]
                    continue
                name, path = each
                before = self.lines
                for reader in self._readers(name, path):
                    yield from self._read(reader, name, before)
                    before = self.lines
                    advices.append(reader.advice)
                path.unlink(missing_ok=True)
        self.done = 1.0
        if advices and all(advices):
            self.advice = advices[0]

    def _readers(self, name: str, path: Path) -> list[LogReader]:
        try:
            return self._open_file(path)
        except ConversionError as error:
            return [_Unread(name, error.detail)]

    def _read(self, reader: LogReader, name: str, before: int) -> Iterator[list[Found]]:
        try:
            for batch in reader.batches():
                self.done = max(self.done, min(reader.done, 0.99))
                self.lines = before + reader.lines
                yield batch
        except ConversionError as error:
            yield [_unread(name, error.detail)]
        for each in fields(Inferences):
            if getattr(self.inferences, each.name) is None:
                found = getattr(reader.inferences, each.name)
                setattr(self.inferences, each.name, found)


class _Unread:
    """Stands for a file that is no log."""

    name = "none"

    def __init__(self, title: str, why: str) -> None:
        self.title = title
        self.done = 0.0
        self.lines = 0
        self.inferences = Inferences()
        self.advice = ""
        self._why = why

    def batches(self) -> Iterator[list[Found]]:
        """Say why it is not read."""
        self.done = 1.0
        yield [_unread(self.title, self._why)]


def _unread(name: str, why: str) -> Line:
    return Line(1, Kind.UNREADABLE, name[:LONGEST_LINE], f"It was not read: {why}")


def open_zip(
    path: Path, open_file: Opener, assumptions: Assumptions
) -> list[LogReader]:
    """Return the readers of a zip archive, one for each file in it.

    Raises:
        ConversionError: If it is damaged, protected, or would grow beyond all measure.
    """
    members = zip_members(path)
    dumps = [_zipped_dump(path, m) for m in members if is_dump(m.name)]
    readers: list[LogReader] = [DumpsReader(dumps, assumptions)] if dumps else []
    for member in members:
        if not is_dump(member.name):
            readers.append(_member_reader(path, member, open_file))
    return readers


def _zipped_dump(path: Path, member: Member) -> Dump:
    return Dump(member.name, lambda size: zip_head(path, member)[:size])


def _member_reader(path: Path, member: Member, open_file: Opener) -> UnpackingReader:
    def unpack(folder: Path) -> Unpacked:
        target = folder / _file_name(member.name)
        yield from _whole(unpack_zip(path, member, target), member.name, target)

    return UnpackingReader("zip", member.name, unpack=unpack, open_file=open_file)


def open_gzip(path: Path, open_file: Opener) -> list[LogReader]:
    """Return the reader of a file that is packed with gzip."""
    name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name

    def unpack(folder: Path) -> Unpacked:
        target = folder / _file_name(name)
        yield from _whole(unpack_gzip(path, target), name, target)

    return [UnpackingReader("gzip", name, unpack=unpack, open_file=open_file)]


def open_tar(path: Path, open_file: Opener) -> list[LogReader]:
    """Return the one reader of a tar archive, which is read from front to back."""

    def unpack(folder: Path) -> Unpacked:
        count = 0
        try:
            for each in unpack_tar(path, folder):
                count += each is not None
                yield each
        except GrowthError:
            raise
        except ConversionError as error:
            if not count:
                raise
            yield _DAMAGED.format(error.detail)

    title = "Archive (tar)"
    return [UnpackingReader("tar", title, unpack=unpack, open_file=open_file)]


def open_folder(
    path: Path, open_file: Opener, assumptions: Assumptions
) -> list[LogReader]:
    """Return the readers of the files in a folder, and in those within.

    Raises:
        ConversionError: If there are too many, or none.
    """
    files = folder_files(path)
    if not files:
        raise ConversionError(path, "the folder is empty.")
    dumps = [dump_of(file) for file in files if is_dump(file.name)]
    readers: list[LogReader] = [DumpsReader(dumps, assumptions)] if dumps else []
    for file in files:
        if is_dump(file.name):
            continue
        try:
            readers += open_file(file)
        except ConversionError as error:
            readers.append(_Unread(file.name, error.detail))
    return readers


def is_packed_tar(path: Path) -> bool:
    """Tell whether what is packed with gzip is a tar archive."""
    return gzip_head(path)[257:262] == b"ustar"


_DAMAGED: Final = "What comes after this could not be read: {}"


def _whole(steps: Iterator[None], name: str, target: Path) -> Unpacked:
    """Unpack one file; of one that is damaged give what is there, and say so."""
    damage = ""
    try:
        yield from steps
    except GrowthError:
        raise
    except ConversionError as error:
        if not target.is_file() or not target.stat().st_size:
            raise
        damage = _DAMAGED.format(error.detail)
    yield name, target
    if damage:
        yield damage


def _file_name(name: str) -> str:
    """Return the last part of a name as one that every system allows."""
    last = re.sub(r"[^\w.() -]+", "_", PurePosixPath(name.replace("\\", "/")).name)
    return last[-_LONGEST_NAME:].strip(" .") or "member"
