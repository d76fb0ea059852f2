# SPDX-License-Identifier: Apache-2.0
"""Work that takes a while, done beside the window's thread, and how it went."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.notices import Notice, Severity

if TYPE_CHECKING:
    from ocppdesk.gui.work_strip import WorkStrip
    from ocppdesk.logs.redaction.redactor import Redaction


def _tr(text: str) -> str:
    return QCoreApplication.translate("Background", text)


async def save_copy(capture: Path, target: Path) -> str | Notice:
    """Write a clean copy of a capture that may be recorded into meanwhile.

    Returns:
        What to say: a sentence, or a notice if it failed.
    """

    def work() -> None:
        with contextlib.closing(CaptureReader(capture)) as reader:
            reader.save_copy(target)

    try:
        await asyncio.to_thread(work)
    except CaptureError as error:
        return Notice("save_copy", Severity.ERROR, str(error), details=error.detail)
    return _tr("Saved a copy as {path}").format(path=target)


async def export_messages(
    capture: Path,
    ids: Sequence[int] | None,
    target: Path,
    strip: "WorkStrip",
    *,
    with_answers: bool = False,
    redaction: "Redaction | None" = None,
) -> str | Notice:
    """Write messages, the oldest first, in the format of the target's suffix.

    Args:
        capture: Where they are.
        ids: Which; None means all.
        target: The file.
        strip: Shows how far it is.
        with_answers: Whether the answers to these messages go with them.
        redaction: What to replace; None: nothing.

    Returns:
        What to say: a sentence, or a notice if it failed.
    """
    from ocppdesk.logs.errors import CancelledError, ConversionError
    from ocppdesk.logs.export import export

    def work(tell: Callable[[float], None], is_cancelled: Callable[[], bool]) -> int:
        with contextlib.closing(CaptureReader(capture)) as reader:
            chosen: Iterable[int]
            if ids is None:
                chosen = range(1, reader.last_id() + 1)
            else:
                chosen = reader.with_answers(ids) if with_answers else ids
            return export(
                reader,
                chosen,
                target,
                overwrite=True,
                redaction=redaction,
                progress=tell,
                is_cancelled=is_cancelled,
            )

    try:
        count = await strip.do(_tr("Exporting to {}…").format(target.name), work)
    except CancelledError as error:
        return str(error)
    except (CaptureError, ConversionError, OSError) as error:
        text = _tr("The messages were not exported. {error}")
        return Notice("export", Severity.ERROR, text.format(error=error))
    return _tr("Exported {count} messages to {path}").format(count=count, path=target)
