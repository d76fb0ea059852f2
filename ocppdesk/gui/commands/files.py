# SPDX-License-Identifier: Apache-2.0
"""The commands on files: open, save a copy, export.

Dialogs are imported when they are asked for, so that the window is there sooner.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from ocppdesk.capture.folder import SUFFIX, past_recordings, recordings_folder
from ocppdesk.notices import Notice
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.gui.exporting.exports import Exports
    from ocppdesk.gui.reporting.reports import Reports
    from ocppdesk.gui.window import MainWindow

_OPEN_KINDS: Final = (
    "All files (*)",
    "Captures (*.ocppdesk)",
    "Logs (*.log *.txt *.csv *.tsv *.xlsx *.json *.jsonl *.html *.xml *.zip *.gz "
    "*.pcap *.pcapng)",
)


class FileCommands(QObject):
    """What the menu File does with files.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._exports: Exports | None = None
        self._reports: Reports | None = None

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return what each command does, by its name."""
        return {
            "open": lambda: detach(self._open(), name="open"),
            "open_last": self._open_last,
            "new_recording": lambda: detach(self._record_anew(), name="new recording"),
            "open_pasted": self._open_pasted,
            "save_copy": lambda: detach(self._save_copy(), name="save a copy"),
            "export_shown": lambda: self._export("shown"),
            "export_selected": lambda: self._export("selected"),
            "export_all": lambda: self._export("all"),
            "export_redacted": self._export_redacted,
            "report": self._write_report,
        }

    async def _open(self) -> None:
        from ocppdesk.gui.dialogs import choose_files

        self._window.open_expected.emit()
        files = await choose_files(
            self._window,
            title=self.tr("Open a capture or a log"),
            filters=_OPEN_KINDS,
            folder=recordings_folder(self._window.settings),
        )
        if files:
            self._window.open_requested.emit(files)

    def _open_last(self) -> None:
        reader = self._window.reader
        shown = None if reader is None else reader.path
        found = past_recordings(
            1, recordings_folder(self._window.settings), besides=shown
        )
        if found:
            self._window.open_requested.emit(found)
        else:
            self._window.status.say(self.tr("There is no earlier recording."))

    async def _record_anew(self) -> None:
        from ocppdesk.gui.dialogs import confirm

        window = self._window
        if window.reader is None or not window.reader.last_id():
            window.status.say(self.tr("This recording is still empty."))
            return
        text = self.tr(
            "The recording so far is finished and kept as {name}. Chargers are "
            "disconnected for a moment and come back by themselves."
        )
        is_wanted = await confirm(
            window,
            text=self.tr("Start a new recording?"),
            explanation=text.format(name=window.reader.path.name),
            accept=self.tr("Start a new recording"),
            decline=self.tr("Go on with this one"),
        )
        if is_wanted and isValid(window):
            window.notice_answered.emit("recording", "new")

    def _open_pasted(self) -> None:
        from ocppdesk.gui.logs.dropping import files_in, is_openable

        copied = QGuiApplication.clipboard().mimeData()
        if not is_openable(copied):
            self._window.commands.report(
                self.tr("Copy the lines of a log, or its file, then open them here.")
            )
            return
        self._window.open_requested.emit(files_in(copied, now=datetime.now()))

    async def _save_copy(self) -> None:
        from ocppdesk.gui.background import save_copy
        from ocppdesk.gui.dialogs import choose_target

        reader = self._window.reader
        if reader is None:
            return
        target = await choose_target(
            self._window,
            title=self.tr("Save a copy of the capture"),
            filters=[f"Captures (*{SUFFIX})"],
            suggestion=Path.home() / reader.path.name,
        )
        if target is not None:
            self._report(await save_copy(reader.path, target))

    def _export(self, scope: str) -> None:
        detach(self._exporting().export(scope), name="export")

    def _export_redacted(self) -> None:
        detach(self._exporting().export_redacted(), name="export redacted")

    def _exporting(self) -> "Exports":
        if self._exports is None:
            from ocppdesk.gui.exporting.exports import Exports

            self._exports = Exports(self._window)
        return self._exports

    def _write_report(self) -> None:
        if self._reports is None:
            from ocppdesk.gui.reporting.reports import Reports

            self._reports = Reports(self._window)
        detach(self._reports.report(), name="report")

    def _report(self, outcome: str | Notice) -> None:
        if isValid(self._window):  # it may be closed while the work goes on
            self._window.commands.report(outcome)
