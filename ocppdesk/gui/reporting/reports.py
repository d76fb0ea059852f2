# SPDX-License-Identifier: Apache-2.0
"""Writing a report on the chargers of a window."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.capture.errors import CaptureError
from ocppdesk.gui.dialogs import choose_target, finished
from ocppdesk.gui.reporting.dialog import ReportDialog
from ocppdesk.gui.work_strip import WorkStrip
from ocppdesk.logs.analysed import UnknownChargerError
from ocppdesk.logs.errors import CancelledError, ConversionError
from ocppdesk.logs.report.making import SUFFIX, make_report
from ocppdesk.notices import Notice, NoticeAction, Severity

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow

REDACTED: Final = f".redacted{SUFFIX}"
"""How the name of a report ends in which aliases stand for people and places."""

_KEY: Final = "report"
_OPEN: Final = "open"
_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 40  # characters of an identity in the name of a file


class Reports(QObject):
    """What a window does to write reports.

    Args:
        window: The window.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.strip = WorkStrip(window.theme)
        """Shows how far a report is."""
        self._written: Path | None = None
        window.put_above(self.strip)
        window.notices.action_triggered.connect(self._answer)
        window.closed.connect(self.strip.end)

    async def report(self) -> None:
        """Ask for a file, and write a report on the chosen charger, or on all."""
        window = self._window
        reader = window.reader
        if reader is None:
            return
        if self.strip.is_busy:
            window.commands.report(
                self.tr("One report at a time: wait for the other one, or stop it.")
            )
            return
        source, charger = reader.path, window.chargers.chosen
        dialog = ReportDialog(
            window.theme,
            charger=charger,
            count=len(window.chargers.identities),
            parent=window,
        )
        is_wanted = await finished(dialog) == QDialog.DialogCode.Accepted
        if not isValid(window):
            return
        is_on_one, is_redacted = dialog.one.isChecked(), dialog.aliases.isChecked()
        dialog.deleteLater()
        if not is_wanted:
            return
        charger = charger if is_on_one else ""
        # A name with the identity in it is none for strangers.
        about = "" if is_redacted else charger or source.stem
        name = suggested_name(about, suffix=REDACTED if is_redacted else SUFFIX)
        target = await choose_target(
            window,
            title=self.tr("Report for hand-over"),
            filters=[self.tr("Report") + f" (*{SUFFIX})"],
            suggestion=Path.home() / name,
        )
        if target is None or not isValid(window):
            return
        thresholds = Thresholds.of(window.settings.values())

        def work(
            tell: Callable[[float], None], is_cancelled: Callable[[], bool]
        ) -> int:
            return make_report(
                source,
                target,
                charger=charger,
                redact=is_redacted,
                overwrite=True,
                thresholds=thresholds,
                progress=tell,
                is_cancelled=is_cancelled,
            )

        outcome: str | Notice
        try:
            await self.strip.do(self.tr("Writing {}…").format(target.name), work)
        except CancelledError as error:
            outcome = str(error)
        except (CaptureError, ConversionError, UnknownChargerError, OSError) as error:
            text = self.tr("The report was not written. {error}")
            outcome = Notice(_KEY, Severity.ERROR, text.format(error=error))
        else:
            text = self.tr("The report is in {path}").format(path=target)
            actions = (NoticeAction(_OPEN, self.tr("Open it")),)
            outcome = Notice(_KEY, Severity.INFO, text, actions=actions)
            self._written = target
        if isValid(window):  # it may be closed while the work goes on
            window.commands.report(outcome)

    def _answer(self, key: str, action: str) -> None:
        """Open the report that was written last, in the browser."""
        if (key, action) == (_KEY, _OPEN) and self._written is not None:
            self._window.notices.remove(_KEY)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))


def suggested_name(about: str, *, suffix: str = SUFFIX) -> str:
    """Return a name for a report.

    Args:
        about: An identity or the name of a capture, of any characters.
        suffix: How it ends.
    """
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    plain = _NOT_IN_NAMES.sub("_", about)[:_LONGEST].strip("._")
    return f"report_{plain or 'charger'}_{day}{suffix}"
