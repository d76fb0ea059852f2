# SPDX-License-Identifier: Apache-2.0
"""Writing a report on the chargers of a window."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from shiboken6 import isValid

from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.capture.errors import CaptureError
from ocppdesk.gui.dialogs import choose_target
from ocppdesk.gui.work_strip import WorkStrip
from ocppdesk.logs.analysed import UnknownChargerError
from ocppdesk.logs.errors import CancelledError, ConversionError
from ocppdesk.logs.report.making import SUFFIX, make_report
from ocppdesk.notices import Notice, Severity

if TYPE_CHECKING:
    from ocppdesk.gui.window import MainWindow

REDACTED: Final = f".redacted{SUFFIX}"
"""How the name of a report ends in which aliases stand for people and places."""

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
        window.put_above(self.strip)
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
        target = await choose_target(
            window,
            title=self.tr("Report for hand-over"),
            filters=[
                self.tr("Report") + f" (*{SUFFIX})",
                self.tr("Report, redacted: aliases for people and places")
                + f" (*{REDACTED})",
            ],
            suggestion=Path.home() / suggested_name(charger or source.stem),
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
                redact=target.name.lower().endswith(REDACTED),
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
            outcome = Notice("report", Severity.ERROR, text.format(error=error))
        else:
            outcome = self.tr("The report is in {path}").format(path=target)
        if isValid(window):  # it may be closed while the work goes on
            window.commands.report(outcome)


def suggested_name(about: str) -> str:
    """Return a name for a report.

    Args:
        about: An identity or the name of a capture, of any characters.
    """
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    plain = _NOT_IN_NAMES.sub("_", about)[:_LONGEST].strip("._")
    return f"report_{plain or 'charger'}_{day}{SUFFIX}"
