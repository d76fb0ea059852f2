# SPDX-License-Identifier: Apache-2.0
"""Writing chosen messages of a capture into a file for somebody else."""

import itertools
from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.errors import CancelledError
from ocppdesk.logs.numbering import Numbering
from ocppdesk.logs.records import entry_of
from ocppdesk.logs.redaction.redactor import Redaction
from ocppdesk.logs.sources import blamed_on
from ocppdesk.logs.writing.formats import format_of
from ocppdesk.logs.writing.redacted import RedactedTarget
from ocppdesk.logs.writing.targets import open_target

_BLOCK: Final = 200  # messages read at a time


def export(
    reader: CaptureReader,
    ids: Iterable[int],
    target: Path,
    *,
    overwrite: bool = False,
    redaction: Redaction | None = None,
    progress: Callable[[float], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write some messages of a capture with their marks and notes, the oldest first.

    In most formats they keep their numbers, so that both sides speak of the same
    message. In a new capture they are numbered anew and bring their connections.

    Args:
        reader: The capture; it is used in the calling thread.
        ids: The numbers of the messages, in any order.
        target: The file to write; its suffix decides the format.
        overwrite: Whether a file of that name may be replaced.
        redaction: What to replace, as `learn_capture` found it; None: nothing.
        progress: Told now and then how much is done, from 0 to 1.
        is_cancelled: Asked now and then whether to stop.

    Returns:
        How many messages were written; fewer than chosen where the format has no room
        for some.

    Raises:
        ConversionError: If it cannot be written there, the capture is damaged, or it
            was cancelled; the target is as it was before.
        CaptureError: The same, where the target is a capture.
    """
    numbers = array("q", sorted(set(ids)))
    is_capture = format_of(target).is_capture
    message_numbers = itertools.count(1)
    connection_numbers = itertools.count(1)
    numbering = Numbering(
        lambda: next(message_numbers), lambda: next(connection_numbers)
    )
    used: set[int] = set()
    count = 0
    with blamed_on(reader.path):
        annotations = reader.annotations()
    with open_target(target, overwrite=overwrite) as whole:
        out = whole if redaction is None else RedactedTarget(whole, redaction)
        for start in range(0, len(numbers), _BLOCK):
            if is_cancelled():
                raise CancelledError(target)
            with blamed_on(reader.path):
                found = reader.messages(numbers[start : start + _BLOCK])
            for message in found:
                count += 1
                entry = entry_of(message, annotations)
                if not is_capture:
                    out.add(entry)
                    continue
                if message.connection not in used:
                    used.add(message.connection)
                    numbering.know(reader.connection(message.connection))
                out.add(replace(entry, message=numbering.renumbered(message)))
            if progress is not None:
                progress(min(1.0, (start + _BLOCK) / len(numbers)))
        for connection in numbering.connections():
            out.put_connection(connection)
    return count - out.left_out
