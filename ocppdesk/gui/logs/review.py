# SPDX-License-Identifier: Apache-2.0
"""A window on logs: reading them, correcting how, and what is no message in them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.folder import SUFFIX
from ocppdesk.capture.origins import read_logs
from ocppdesk.gui.dialogs import finished
from ocppdesk.gui.logs.columns_dialog import ColumnsDialog
from ocppdesk.gui.logs.correction_dialog import CorrectionDialog
from ocppdesk.gui.logs.lines_dialog import LinesDialog
from ocppdesk.gui.logs.opening import LogOpening
from ocppdesk.gui.logs.strip import LogStrip
from ocppdesk.gui.logs.wording import assumptions_of, inferences_of
from ocppdesk.logs import opened
from ocppdesk.logs.carrying import carry_annotations
from ocppdesk.logs.convert import convert
from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing.control import Import, Phase, Prepared, Progress
from ocppdesk.logs.reading.first_rows import first_rows
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.opening import FORMATS, own_format
from ocppdesk.notices import Notice, Severity
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow

NOTHING_KNOWN: Final = Assumptions()


class LogReview(QObject):
    """What a window does with logs.

    Args:
        window: The window.
        take_prepared: Hands out processes that wait for a log, if there are some.

    Signals:
        merge_wanted: Two logs are to be read again as those of both sides of the same
            conversations: a list of paths.
        read: All was read and put in its place.
    """

    merge_wanted = Signal(list)
    read = Signal()

    def __init__(
        self,
        window: "MainWindow",
        take_prepared: Callable[[], Prepared | None] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._take_prepared = take_prepared
        self.paths: tuple[Path, ...] = ()
        """The logs that are shown."""
        self._opening: LogOpening | None = None
        self._progress: Progress | None = None
        self._shown: Path | None = None
        self._before: Path | None = None
        self._merges = False
        self._is_closed = False
        self.strip = LogStrip(window.theme)
        """What tells of the reading."""
        window.put_above(self.strip)
        window.closed.connect(self.close)
        self.strip.stop_wanted.connect(self._stop)
        self.strip.filter_wanted.connect(lambda text: window.tab.apply_text(text))
        self.strip.lines_wanted.connect(self.show_lines)
        self.strip.correction_wanted.connect(
            lambda: detach(self.correct(), name="correct a log")
        )
        self.strip.columns_wanted.connect(
            lambda: detach(self.choose_columns(), name="choose columns")
        )
        self.strip.merge_wanted.connect(
            lambda: self.merge_wanted.emit(list(self.paths))
        )

    def open(
        self, paths: Sequence[Path], *, follow: bool = False, merge: bool = False
    ) -> None:
        """Show logs; what was read before and did not change is there at once.

        Args:
            paths: The files, archives and folders.
            follow: Whether to go on with what is appended to them.
            merge: Whether the first two are those of both sides of the same
                conversations.
        """
        self.paths = tuple(paths)
        self._merges = merge
        known = None if follow or merge else opened.capture_of(paths)
        if known is not None and self._show_again(known):
            return
        detach(self._begin(follow=follow), name="open logs")

    async def _begin(self, *, follow: bool) -> None:
        """Read what may be read with all that was put on it, else as any log."""
        path = self.paths[0]
        is_export = len(self.paths) == 1 and not follow and await self._is_export(path)
        if self._is_closed:
            return
        if is_export:
            await self._read_export(path)
        else:
            self._read(NOTHING_KNOWN, follow=follow)

    async def _is_export(self, path: Path) -> bool:
        try:
            found = await asyncio.to_thread(own_format, path)
        except (ConversionError, OSError):
            return False  # the import says what is the matter
        return found is not None and path.suffix.lower() in (found, SUFFIX)

    async def _read_export(self, path: Path) -> None:
        """Read what this program exported, with marks, notes and numbers."""
        target = opened.new_capture_of(self.paths)
        try:
            conversion = await asyncio.to_thread(convert, [path], target)
            if self._is_closed:
                return
            self._show(target, None)
        except (CaptureError, ConversionError, OSError) as error:
            if self._is_closed:
                return
            self._tell(Progress(Phase.FAILED, failure=str(error)))
        else:
            if conversion.unreadable_count:
                self._complain(str(conversion))
        self.read.emit()

    def _show_again(self, capture: Path) -> bool:
        """Show what was read before; False if that is not to be had."""
        try:
            self._show(capture, None)
        except CaptureError:
            return False
        reader = self._window.reader
        if reader is not None:
            logs = tuple(read_logs(reader))
            last = reader.last_id()
            self._tell(Progress(Phase.COMPLETE, 1.0, last, True, logs))
        self.read.emit()
        return True

    def _read(self, assumptions: Assumptions, *, follow: bool = False) -> None:
        opened.tidy()
        self._before, self._shown = self._shown, None
        target = opened.new_capture_of(self.paths)
        imported = Import(
            self.paths,
            target,
            assumptions=assumptions,
            follow=follow,
            merge=self._merges,
        )
        opening = self._opening = LogOpening(imported, self)
        opening.progressed.connect(self._on_progress)
        self._window.setWindowTitle(self._title())
        try:
            opening.start(self._take_prepared())
        except ConversionError as error:
            self._opening = None
            self._tell(Progress(Phase.FAILED, failure=str(error)))
        else:
            # Not before it has begun: to make the table takes longer than that.
            self._tell(Progress(Phase.READING))

    def _on_progress(self, progress: Progress) -> None:
        opening = self._opening
        if opening is None:
            return
        target = opening.imported.target
        if progress.is_readable and self._shown is None:
            try:
                self._show(target, progress.committed_id)
            except CaptureError as error:
                progress = replace(progress, phase=Phase.FAILED, failure=str(error))
        elif self._shown is not None:
            self._window.advance(progress.committed_id)
        self._tell(progress)
        if progress.phase.is_over:
            self._window.status.show_file()
            self._opening = None
            opening.deleteLater()
            detach(self._finish(), name="finish a log")

    async def _finish(self) -> None:
        """Take over what was put on the messages before, and let that capture go."""
        before, shown = self._before, self._shown
        self._before = None
        if before is not None and shown is not None:
            try:
                lost = await asyncio.to_thread(carry_annotations, before, shown)
            except CaptureError as error:
                if self._is_closed:
                    return
                self._complain(str(error))
            else:
                if self._is_closed:
                    return
                self._window.tab.messages.reload_annotations()
                if lost:
                    self._complain(
                        self.tr("{n} marks or notes found no place.").format(n=lost)
                    )
                else:
                    await asyncio.to_thread(opened.remove_capture, before)
        if not self._is_closed:
            self.read.emit()

    def _show(self, capture: Path, last_id: int | None) -> None:
        self._window.show_capture(capture, last_id=last_id, title=self._title())
        self._shown = capture

    def _title(self) -> str:
        name = self.paths[0].name
        if len(self.paths) == 1:
            return name
        more = len(self.paths) - 1
        return self.tr("{name} and {n} more").format(name=name, n=more)

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        self._window.complete()
        is_reading = not progress.phase.is_over
        self._window.tab.messages.set_reading(is_reading=is_reading)
        can_merge = len(self.paths) == 2 and not self._merges
        self.strip.show_progress(progress, can_merge=can_merge)

    def _stop(self) -> None:
        if self._opening is not None:
            self._opening.stop()

    def _complain(self, text: str) -> None:
        self._window.notices.show_notice(Notice("log", Severity.WARNING, text))

    def show_lines(self, kind: str) -> None:
        """Show the lines of a kind that are no message."""
        reader = self._window.reader
        if reader is None:
            return
        dialog = LinesDialog(
            self._window.theme,
            reader,
            logs=read_logs(reader),
            kind=kind,
            parent=self._window,
        )
        dialog.message_wanted.connect(self._window.tab.messages.select_message)
        dialog.show()

    async def correct(self) -> None:
        """Let somebody say how the logs are to be read, and read them again."""
        progress = self._progress
        if progress is None or not progress.logs or self._opening is not None:
            return
        log = progress.logs[0]
        dialog = CorrectionDialog(
            self._window.theme,
            name=log.name,
            inferences=inferences_of(log),
            assumptions=assumptions_of(log),
            formats={each.name: each.title for each in FORMATS},
            parent=self._window,
        )
        code = await finished(dialog)
        if code == CorrectionDialog.DialogCode.Accepted.value and isValid(dialog):
            assumptions = dialog.assumptions()
            dialog.deleteLater()
            self._read(assumptions)

    async def choose_columns(self) -> None:
        """Let somebody say what the columns of a table are, and read it again."""
        progress = self._progress
        if progress is None or not progress.logs or self._opening is not None:
            return
        path = self.paths[0]
        assumptions = assumptions_of(progress.logs[0])
        try:
            found = await asyncio.to_thread(first_rows, path, assumptions)
        except (ConversionError, OSError) as error:
            self._complain(str(error))
            return
        if self._is_closed:
            return
        if found is None:
            self._complain(
                self.tr("{name} is no single table. Open the file alone.").format(
                    name=path.name
                )
            )
            return
        dialog = ColumnsDialog(
            self._window.theme,
            name=path.name,
            proposal=found.proposal,
            rows=found.rows,
            parent=self._window,
        )
        code = await finished(dialog)
        if code == ColumnsDialog.DialogCode.Accepted.value and isValid(dialog):
            columns = dialog.columns()
            dialog.deleteLater()
            self._read(
                replace(assumptions, format=progress.logs[0].format, columns=columns)
            )

    def close(self) -> None:
        """End what goes on; what was only half read is not kept."""
        self._is_closed = True
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.close()
