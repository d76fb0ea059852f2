# SPDX-License-Identifier: Apache-2.0
"""From a path to the readers of the logs in it."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ocppdesk.logs.errors import ConversionError, MissingError
from ocppdesk.logs.reading.foreign import is_binary, kind_of_foreign
from ocppdesk.logs.reading.formats import FORMATS, WORKBOOK
from ocppdesk.logs.reading.found import Assumptions, Format, LogReader
from ocppdesk.logs.reading.sniffing import HEAD, is_gzip, is_tar, is_zip, may_be_own

__all__ = ["FORMATS", "format_of", "open_logs", "own_format"]

_DEEPEST: Final = 1  # archives within an archive


def open_logs(path: Path, assumptions: Assumptions | None = None) -> list[LogReader]:
    """Make ready to read the logs of a file, an archive or a folder.

    Args:
        path: Where it is.
        assumptions: What somebody knows of it. A format is that of the files within.

    Returns:
        One reader for a file, several for an archive or a folder.

    Raises:
        MissingError: If there is no such file.
        ConversionError: If it is nothing that has logs; the text says what it is.
    """
    return _open(path, assumptions or Assumptions(), depth=0)


def own_format(path: Path) -> str | None:
    """Tell whether this program wrote a file, whatever it is called.

    Who wants its marks and notes as well reads it with `ocppdesk.logs.sources`.

    Returns:
        `.ocppdesk`, `.jsonl`, `.csv` or `.parquet`; None for all other files and
        folders, and for text logs, in which not all of a message is.

    Raises:
        ConversionError: If it cannot be read.
    """
    return None if path.is_dir() else _own_suffix(path, _head(path))


def format_of(path: Path, head: bytes) -> Format | None:
    """Return the format that is surest of a file; None if it is no log at all.

    Args:
        path: Its name.
        head: Its first 64 KiB.
    """
    sure = [(each.confidence(path, head), each) for each in FORMATS]
    best, found = max(sure, key=lambda pair: pair[0])
    if best <= 0 or (is_binary(head) and best < 0.9):
        return None
    return found


def _open(path: Path, assumptions: Assumptions, *, depth: int) -> list[LogReader]:
    if path.is_dir():
        from ocppdesk.logs.reading.archives import open_folder

        inner = _opener(assumptions, depth)
        return open_folder(path, inner, assumptions)
    head = _head(path)
    if _own_suffix(path, head) is None:
        foreign = kind_of_foreign(head)
        if foreign is not None:
            raise ConversionError(path, foreign)
    if _is_archive(path, head):
        return _open_archive(path, head, assumptions, depth=depth)
    if assumptions.format is not None:
        return [_named(path, assumptions.format).reader(path, assumptions)]
    found = format_of(path, head)
    if found is None:
        detail = "it holds no text, and is of no kind that is known here."
        raise ConversionError(path, detail)
    return [found.reader(path, assumptions)]


def _open_archive(
    path: Path, head: bytes, assumptions: Assumptions, *, depth: int
) -> list[LogReader]:
    from ocppdesk.logs.reading.archives import (
        is_packed_tar,
        open_gzip,
        open_tar,
        open_zip,
    )

    if depth > _DEEPEST:
        detail = "it is an archive in an archive in an archive. Unpack it first."
        raise ConversionError(path, detail)
    inner = _opener(assumptions, depth + 1)
    if is_zip(head):
        return open_zip(path, inner, assumptions)
    if is_tar(head) or is_packed_tar(path):
        return open_tar(path, inner)
    return open_gzip(path, inner)


def _opener(assumptions: Assumptions, depth: int) -> Callable[[Path], list[LogReader]]:
    return lambda path: _open(path, assumptions, depth=depth)


def _is_archive(path: Path, head: bytes) -> bool:
    is_workbook = WORKBOOK.confidence(path, head) > 0
    return (is_zip(head) and not is_workbook) or is_gzip(head) or is_tar(head)


def _named(path: Path, name: str) -> Format:
    for each in FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise ConversionError(path, f"there is no format {name}; there are: {known}.")


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise MissingError(path)
    with _blamed_on(path), path.open("rb") as file:
        return file.read(HEAD)


def _own_suffix(path: Path, head: bytes) -> str | None:
    if not may_be_own(path, head):
        return None
    from ocppdesk.logs.reading.own_files import own_suffix_of

    with _blamed_on(path):
        return own_suffix_of(path, head)


@contextlib.contextmanager
def _blamed_on(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into a `ConversionError`."""
    try:
        yield
    except OSError as error:
        raise ConversionError(path, f"{error.strerror or error}.") from error
