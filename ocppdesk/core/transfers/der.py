# SPDX-License-Identifier: Apache-2.0
"""The distinguished encoding of ASN.1 (X.690, 8.1), taken apart one level at a time."""

from collections.abc import Iterator
from typing import Final

INTEGER: Final = 0x02
SEQUENCE: Final = 0x30

_LONGEST_LENGTH: Final = 4  # bytes; more would be gigabytes


class CutError(ValueError):
    """There is less than was told, or it is something else."""


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and content of the elements that follow one another.

    Raises:
        CutError: If the last one is not whole.
    """
    at = 0
    while at < len(data):
        tag, content, at = element(data, at)
        yield tag, content


def element(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Return tag and content of an element, and where the next one begins.

    Raises:
        CutError: If it is not whole.
    """
    if at + 2 > len(data):
        raise CutError
    tag, length = data[at], data[at + 1]
    at += 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= _LONGEST_LENGTH or at + count > len(data):
            raise CutError
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    if at + length > len(data):
        raise CutError
    return tag, data[at : at + length], at + length
