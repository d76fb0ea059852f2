# SPDX-License-Identifier: Apache-2.0
"""From the bytes of a log to its text, in blocks of whole lines.

A block has lines that end with a line feed; escape sequences of terminals, NULs and
carriage returns are gone. Lines that are not UTF-8 are read as Windows-1252, each for
itself, as logs of several programs mix both.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from ocppdesk.logs.errors import MissingError, UnreadableError

LONGEST_LINE: Final = 4 << 20
"""Bytes after which a line is cut, so that a file without line ends is read, too."""
_FIRST_BLOCK: Final = 1 << 16  # small, so that the first messages are there at once
# What becomes of a block fits into the processor's cache.
_BLOCK: Final = 1 << 17
_LARGEST_BLOCK: Final = 1 << 20  # where lines are long
_HEAD: Final = 1 << 16
_ESCAPES: Final = re.compile(
    r"(?:\x1b|#033|\\x1b|\\u001b|\\033|\\e)\[[0-?]{0,20}[ -/]{0,4}[@-~]"
    r"|\x1b\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\)?|\x1b[@-Z\\^_]"
)
_SPELT: Final = re.compile(r"(?:#033|\\x1b|\\u001b|\\033|\\e)\[")
_RETURNS: Final = re.compile(r"\r+\n")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(head: bytes) -> tuple[str, int]:
    """Tell how text begins: its encoding, and how many bytes of a mark to skip."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    sample = head[:2000]
    half = len(sample) // 2
    if half > 3:
        # Text of the West in UTF-16 without a mark: each second byte is NUL.
        if sample[1::2].count(0) > 0.7 * half and not sample[::2].count(0) > 0.2 * half:
            return "utf-16-le", 0
        if sample[::2].count(0) > 0.7 * half and not sample[1::2].count(0) > 0.2 * half:
            return "utf-16-be", 0
    return "utf-8", 0


class Blocks:
    """The text of a file, once, from its beginning.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        """The file's size in bytes, once reading began."""
        self._has_spelt: bool | None = None
        self.read = 0
        """How many bytes were read."""

    def __iter__(self) -> Iterator[str]:
        """Yield blocks of whole lines.

        Raises:
            ConversionError: If the file is missing or cannot be read.
        """
        try:
            with self.path.open("rb") as file:
                self.size = file.seek(0, 2)
                file.seek(0)
                yield from self._blocks(file)
        except FileNotFoundError:
            raise MissingError(self.path) from None
        except OSError as error:
            detail = error.strerror or str(error)
            raise UnreadableError(self.path, detail) from error

    def _blocks(self, file: BinaryIO) -> Iterator[str]:
        head = file.read(_HEAD)
        encoding, skipped = encoding_of(head)
        wide = encoding.startswith("utf-16")
        end = b"\n"
        if wide:
            end = "\n".encode(encoding)
        elif b"\n" not in head and b"\r" in head:
            end = b"\r"
        size = _FIRST_BLOCK
        rest = b""
        data = head[skipped:]
        self.read = len(head)
        while data:
            whole = rest + data
            cut = _last_end(whole, end)
            if cut == 0 and len(whole) >= LONGEST_LINE:
                cut = _safe_cut(whole, encoding)
            rest = whole[cut:]
            if cut:
                yield self._cleaned(_decoded(whole[:cut], encoding, end=end))
            data = file.read(size)
            self.read += len(data)
            size = _BLOCK if cut else min(2 * size, _LARGEST_BLOCK)
        if rest:
            yield self._cleaned(_decoded(rest, encoding, end=end))

    def _cleaned(self, text: str) -> str:
        if self._has_spelt is None:
            # Looked for once: searching for texts takes longer than for characters.
            self._has_spelt = _SPELT.search(text) is not None
        return clean(text, has_spelt_escapes=self._has_spelt)


def clean(text: str, *, has_spelt_escapes: bool = True) -> str:
    """Take away what is no text, and end the last line.

    Args:
        text: The text.
        has_spelt_escapes: Whether the escape character may be spelt, as in `#033`.
    """
    if "\x1b" in text or (has_spelt_escapes and _SPELT.search(text)):
        text = _ESCAPES.sub("", text)
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = _RETURNS.sub("\n", text)
    return text if text.endswith("\n") else f"{text}\n"


def _last_end(data: bytes, end: bytes) -> int:
    index = data.rfind(end)
    # Within UTF-16, the bytes of a line feed may be halves of two characters.
    while len(end) == 2 and index > 0 and index % 2:
        index = data.rfind(end, 0, index + 1)
    return index + len(end) if index >= 0 else 0


def _safe_cut(data: bytes, encoding: str) -> int:
    """Return where to cut a line that is too long, not within a character."""
    cut = len(data)
    if encoding.startswith("utf-16"):
        return cut - cut % 2
    for back in range(1, 5):
        byte = data[cut - back]
        if byte >= 0xC0:
            return cut - back
        if byte < 0x80:
            break
    return cut


def _decoded(data: bytes, encoding: str, *, end: bytes) -> str:
    if encoding != "utf-8":
        return data.decode(encoding, "replace")
    if end == b"\r":
        data = data.replace(b"\r", b"\n")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(_decoded_line(line) for line in data.split(b"\n"))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
