# SPDX-License-Identifier: Apache-2.0
"""What HTTP requests for files say, without I/O (RFC 9110)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_RANGE: Final = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.I)
_FILENAME: Final = re.compile(r";\s*filename\s*=\s*(?:\"((?:\\.|[^\"])*)\"|([^;\s]+))")
_FILENAME_EXTENDED: Final = re.compile(r";\s*filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)")
_BOUNDARY: Final = re.compile(
    r";\s*boundary\s*=\s*(?:\"([^\"]{1,70})\"|([^;\s]{1,70}))", re.IGNORECASE
)


class UnsatisfiableError(ValueError):
    """The range begins behind the end of the file."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file."""

    begin: int
    """The first byte."""
    end: int
    """The one behind the last byte."""
    is_whole: bool = False
    """Whether no part was asked for."""


def span_of(headers: Mapping[str, str], *, size: int, etag: str, modified: str) -> Span:
    """Return which part of a file is asked for.

    What is no range, or several, asks for the whole file: a server may ignore a range
    (RFC 9110, 14.2).

    Args:
        headers: Those of the request, their names in lower case.
        size: The length of the file.
        etag: The validator of the file.
        modified: Its Last-Modified.

    Raises:
        UnsatisfiableError: If the range begins behind the end.
    """
    whole = Span(0, size, True)
    found = _RANGE.fullmatch(headers.get("range", ""))
    if found is None or not any(found.groups()):
        return whole
    if headers.get("if-range", etag) not in (etag, modified):
        return whole  # the peer has the beginning of another file
    first, last = found.groups()
    if not first:  # the last so many bytes
        if int(last) == 0:
            raise UnsatisfiableError
        return Span(max(0, size - int(last)), size)
    begin, end = int(first), min(int(last) + 1 if last else size, size)
    if begin >= size:
        raise UnsatisfiableError
    return whole if end <= begin else Span(begin, end)


def filename_of(disposition: str) -> str:
    """Return the file name in a Content-Disposition, empty if there is none."""
    extended = _FILENAME_EXTENDED.search(disposition)
    if extended is not None:
        return unquote(extended[1])
    found = _FILENAME.search(disposition)
    if found is None:
        return ""
    if found[1] is None:
        return found[2]
    # Windows' paths come with backslashes that quote nothing.
    return re.sub(r'\\(["\\])', r"\1", found[1])


def boundary_of(content_type: str) -> str | None:
    """Return the boundary of a multipart body, None if it is none."""
    if not content_type.lower().lstrip().startswith("multipart/"):
        return None
    found = _BOUNDARY.search(content_type)
    return None if found is None else found[1] or found[2]


def length_of(headers: Mapping[str, str]) -> int | None:
    """Return the length of a body, None if it is not told beforehand."""
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() else None


def has_body(headers: Mapping[str, str]) -> bool:
    """Return whether a request says that a body follows, or that it is empty."""
    return "content-length" in headers or "transfer-encoding" in headers
