# SPDX-License-Identifier: Apache-2.0
"""What a reader finds, in steps that are short however little or much it finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.found import Found, Frame

_MOST: Final = 500  # finds; some milliseconds of work
_MOST_CHARACTERS: Final = 1 << 20  # of raw texts
_PATIENCE: Final = 1_000  # signs of life without a find


def in_batches(found: Iterator[Found | None], path: Path) -> Iterator[list[Found]]:
    """Gather finds.

    Args:
        found: The finds; None is a sign of life, for long stretches without any.
        path: The file that they are in.

    Yields:
        Lists of finds in the same order; an empty one after many signs of life.

    Raises:
        ConversionError: If the system does not let the file be read.
    """
    try:
        yield from _gathered(found)
    except OSError as error:
        raise ConversionError(path, f"{error.strerror or error}.") from error


def _gathered(found: Iterator[Found | None]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    size = steps = 0
    for each in found:
        steps += 1
        if each is not None:
            batch.append(each)
            if type(each) is Frame:
                size += len(each.raw)
        if len(batch) >= _MOST or size > _MOST_CHARACTERS or steps >= _PATIENCE:
            yield batch
            batch, size, steps = [], 0, 0
    if batch:
        yield batch
