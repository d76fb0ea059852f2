# SPDX-License-Identifier: Apache-2.0
"""Writing messages of a window into files."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.gui.background import export_messages
from ocppdesk.gui.dialogs import choose_target, finished
from ocppdesk.gui.exporting.redaction_dialog import (
    ALL,
    SELECTED,
    SHOWN,
    RedactionDialog,
)
from ocppdesk.gui.work_strip import WorkStrip
from ocppdesk.logs.errors import CancelledError, ConversionError
from ocppdesk.logs.redaction.passes import learn_capture, preview_capture
from ocppdesk.logs.redaction.redactor import Redaction, Replacement
from ocppdesk.logs.writing.formats import FORMATS
from ocppdesk.tasks import start

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow

_FIRST = ".jsonl"  # what other programs read most


class Exports(QObject):
    """What a window does to write messages.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.strip = WorkStrip(window.theme)
        """Shows how far an export is."""
        window.put_above(self.strip)
        window.closed.connect(self.strip.end)

    async def export(self, scope: str, redaction: Redaction | None = None) -> None:
        """Ask for a file and write messages into it.

        Args:
            scope: Which: `SHOWN`, `SELECTED` or `ALL`.
            redaction: What to replace; None: nothing.
        """
        window = self._window
        reader = window.reader
        if reader is None:
            return
        if self.strip.is_busy:
            window.commands.report(
                self.tr("One export at a time: wait for the other one, or stop it.")
            )
            return
        ids = self._ids(scope)
        what = scope if redaction is None else f"{scope}_redacted"
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
        target = await choose_target(
            window,
            title=self.tr("Export messages"),
            filters=[
                f"{found.title} (*{found.suffix})"
                for found in sorted(FORMATS, key=lambda each: each.suffix != _FIRST)
                if found.is_available
            ],
            suggestion=Path.home() / f"{reader.path.stem}_{what}_{stamp}{_FIRST}",
        )
        if target is None or not isValid(window):
            return
        outcome = await export_messages(
            reader.path,
            ids,
            target,
            self.strip,
            # In exchanges a row is a call; what is meant is the whole exchange.
            with_answers=window.settings.exchanges,
            redaction=redaction,
        )
        if isValid(window):  # it may be closed while the work goes on
            window.commands.report(outcome)

    async def export_redacted(self) -> None:
        """Show what is replaced, then export if that is wanted."""
        window = self._window
        if window.reader is None:
            return
        messages = window.tab.messages
        dialog = RedactionDialog(
            window.theme,
            counts={
                SHOWN: len(messages.shown_ids()),
                SELECTED: len(messages.selected_ids()),
                ALL: window.reader.last_id(),
            },
            parent=window,
        )
        dialog.message_wanted.connect(messages.select_message)
        preview = _Preview(
            window.reader.path,
            dialog,
            self._ids,
            with_answers=window.settings.exchanges,
        )
        looking = start(preview.look(), name="look through messages")
        dialog.scope_changed.connect(preview.look_again)
        code = await finished(dialog)
        preview.stop()
        await asyncio.wait([looking])
        if not isValid(dialog):
            return
        scope = dialog.scope
        dialog.deleteLater()
        is_wanted = code == RedactionDialog.DialogCode.Accepted.value
        if is_wanted and preview.redaction is not None:
            await self.export(scope, preview.redaction)

    def _ids(self, scope: str) -> Sequence[int] | None:
        messages = self._window.tab.messages
        if scope == SHOWN:
            return messages.shown_ids()
        return messages.selected_ids() if scope == SELECTED else None


class _Preview(QObject):
    """Looks through messages for the dialog, in another thread."""

    _told = Signal(float)

    def __init__(
        self,
        capture: Path,
        dialog: RedactionDialog,
        ids: Callable[[str], Sequence[int] | None],
        *,
        with_answers: bool,
    ) -> None:
        super().__init__(dialog)
        self.redaction: Redaction | None = None
        self._capture = capture
        self._dialog = dialog
        self._ids = ids
        self._with_answers = with_answers
        self._stopping = threading.Event()
        self._wanted = asyncio.Event()
        self._is_over = False
        # Queued: it is emitted from the thread that looks.
        self._told.connect(dialog.show_looking)

    async def look(self) -> None:
        """Tell what is replaced, again each time when something else is chosen."""
        while not self._is_over:
            self._wanted.clear()
            self._stopping.clear()
            self._dialog.show_looking(0.0)
            ids = self._ids(self._dialog.scope)
            try:
                found = await asyncio.to_thread(self._work, ids)
            except CancelledError:
                continue
            except (CaptureError, ConversionError, OSError) as error:
                if not self._is_over:
                    self._dialog.show_failure(str(error))
            else:
                if not self._is_over:
                    self._dialog.show_found(found)
            if not self._is_over:
                await self._wanted.wait()

    def look_again(self) -> None:
        """Look through what is chosen now."""
        self._stopping.set()
        self._wanted.set()

    def stop(self) -> None:
        """End."""
        self._is_over = True
        self.look_again()

    def _work(self, ids: Sequence[int] | None) -> list[Replacement]:
        is_cancelled = self._stopping.is_set
        with contextlib.closing(CaptureReader(self._capture)) as reader:
            if self.redaction is None:
                self.redaction = learn_capture(
                    reader, progress=self._told.emit, is_cancelled=is_cancelled
                )
            chosen: Iterable[int]
            if ids is None:
                chosen = range(1, reader.last_id() + 1)
            else:
                chosen = reader.with_answers(ids) if self._with_answers else ids
            return preview_capture(
                reader,
                chosen,
                self.redaction,
                progress=self._told.emit,
                is_cancelled=is_cancelled,
            )
