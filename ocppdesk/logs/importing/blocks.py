# SPDX-License-Identifier: Apache-2.0
"""What goes through the pipe from the process that reads to the one that writes.

Plain tuples in the `marshal` format, which is several times as quick as pickle and as
safe as the two ends are: the same program at the same version.
"""

import marshal
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from ocppdesk.capture.log_records import LogSummary, log_from, log_values
from ocppdesk.core.hearing import Heard

_LENGTH: Final = struct.Struct("<I")

Item = tuple[
    Heard | None,  # what a frame says by itself; None: a connection came or went
    str,  # the raw text, or what happened
    int,  # when
    str,  # the charger
    str,  # the link
    bool,  # whether the log tells the time; or whether the connection came
    int,  # the log
    int,  # the line
]
"""A frame, or that a connection came or went; each makes one message."""


@dataclass(slots=True)
class Block:
    """Some of what was read."""

    done: float = 0.0
    """How much was read, from 0 to 1."""
    items: list[Item] = field(default_factory=list)
    """What becomes messages, in the order of their numbers."""
    originals: list[tuple[int, str]] = field(default_factory=list)
    """Message and text: as it stands in the log, where that differs."""
    seconds: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Message, log, line, when: where a message stands in a second log."""
    lines: list[tuple[int, int, str, str, str, int | None]] = field(
        default_factory=list
    )
    """Lines without a message: log, line, kind, text, why, message."""
    logs: list[LogSummary] = field(default_factory=list)
    """Logs that have changed."""
    is_whole: bool = False
    """Whether all was read that is there; only what is appended can follow."""
    is_last: bool = False
    """Whether nothing follows."""


def packed(block: Block) -> bytes:
    """Return the bytes of a block, with their number before them."""
    logs = [_plain(log_values(log)) for log in block.logs]
    body = marshal.dumps(
        (
            block.done,
            block.items,
            block.originals,
            block.seconds,
            block.lines,
            logs,
            block.is_whole,
            block.is_last,
        )
    )
    return _LENGTH.pack(len(body)) + body


def read_packed(read: Callable[[int], bytes]) -> bytes | None:
    """Read the bytes of one block; None where the stream ends, or was cut off.

    Args:
        read: Reads so many bytes, fewer only at the end.
    """
    head = read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    [length] = _LENGTH.unpack(head)
    body = read(length)
    return body if len(body) == length else None


def unpacked(body: bytes) -> Block:
    """Return the block of bytes that `read_packed` has read."""
    found: Any = marshal.loads(body)
    done, items, originals, seconds, lines, logs, is_whole, is_last = found
    summaries = [log_from(values) for values in logs]
    return Block(done, items, originals, seconds, lines, summaries, is_whole, is_last)


def _plain(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return values of exactly the types that `marshal` takes."""
    return tuple(str(v) if isinstance(v, str) else v for v in values)
