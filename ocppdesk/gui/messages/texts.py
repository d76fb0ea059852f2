# SPDX-License-Identifier: Apache-2.0
"""The texts of a row that depend on the time, on the row before it, or on the reader.

The rest does not change and is in `cells`.
"""

import time
from collections.abc import Callable
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from ocppdesk.core.messages import Direction
from ocppdesk.gui.messages.cells import Cells, RowKind
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.times import (
    TimeMode,
    delta,
    exact_delta,
    iso_local,
    local_date,
    local_time,
    since,
    utc,
)

SLOW_MS: Final = 2_000
"""An answer slower than this stands out."""
VERY_SLOW_MS: Final = 10_000
"""An answer slower than this stands out more."""

_SECOND: Final = 1_000_000


def _now() -> int:
    return time.time_ns() // 1000


def _tr(text: str) -> str:
    return QCoreApplication.translate("RowTexts", text)


class RowTexts:
    """How rows are worded now.

    Attributes:
        clock: Gives the time now, microseconds since 1970; calls wait by it.
        mode: How times are written.
        zero: The instant that times count from, microseconds since 1970.
        patience_s: For how long a call is waiting before it has no answer.
    """

    def __init__(self) -> None:
        self.clock: Callable[[], int] = _now
        self.mode = TimeMode.LOCAL
        self.zero = 0
        self.patience_s = 30

    def time(self, cells: Cells, before: Cells | None) -> str:
        """Return what the column Time shows.

        Args:
            cells: The row.
            before: The row that is older by one, if there is any.
        """
        if not cells.is_readable:
            return ""
        if self.mode is TimeMode.LOCAL:
            return local_time(cells.at)
        if self.mode is TimeMode.LOCAL_DATE:
            return local_date(cells.at)
        if self.mode is TimeMode.UTC:
            return utc(cells.at)
        if self.mode is TimeMode.ZERO:
            return since(cells.at - self.zero)
        span = _span(cells, before)
        return "" if span is None else exact_delta(span)

    def delta(self, cells: Cells, before: Cells | None) -> str:
        """Return the time since the row that is older by one."""
        span = _span(cells, before)
        return "" if span is None else delta(span)

    def result(self, cells: Cells) -> str:
        """Return what was answered, or for how long the call has been waiting."""
        if not cells.is_waiting:
            return cells.texts[Column.RESULT]
        waited = self.clock() - cells.at
        if not 0 <= waited < self.patience_s * _SECOND:
            return _tr("⌛ no answer")
        return _tr("⏳ {n} s waiting").format(n=waited // _SECOND)

    def kind(self, cells: Cells) -> RowKind:
        """Return how a row is tinted."""
        # A call that was made just now is not remarkable yet.
        late = cells.is_waiting and self.clock() - cells.at >= SLOW_MS * 1000
        return RowKind.WAITING if late else cells.kind

    def in_words(self, cells: Cells, column: int, shown: str) -> str:
        """Return a cell for somebody who hears it: signs as words.

        Args:
            cells: The row.
            column: The column.
            shown: What the cell shows.
        """
        if column == Column.DIRECTION:
            words = {
                Direction.IN: _tr("From the charger"),
                Direction.OUT: _tr("To the charger"),
                Direction.LINK: _tr("Connection event"),
            }
            return "" if cells.direction is None else words[cells.direction]
        if column == Column.MESSAGE:
            shown = shown.replace(" ✗ ", _tr(" failed with "))
            return (
                _tr("Answer to {call}").format(call=shown) if cells.is_answer else shown
            )
        if column == Column.RESULT:
            if cells.is_refused:
                return _tr("Refused: {text}").format(text=shown.removeprefix("✗ "))
            if shown == "✓":
                return _tr("Answered")
            return shown.lstrip("✓⏳⌛— ") or _tr("No result")
        if column == Column.PROBLEM:
            return _tr("Problem: {word}").format(word=shown) if shown else _tr("None")
        if column == Column.LATENCY and shown:
            return _tr("{n} milliseconds").format(n=shown)
        return shown

    def all_times(self, cells: Cells, before: Cells | None) -> str:
        """Return a row's time in every way of writing it, as markup for a tool tip."""
        if not cells.is_readable:
            return ""
        lines = [
            (_tr("Local"), iso_local(cells.at)),
            (_tr("UTC"), utc(cells.at)),
            (_tr("Since time zero"), since(cells.at - self.zero)),
        ]
        span = _span(cells, before)
        if span is not None:
            lines.append((_tr("Since the row before"), exact_delta(span)))
        if cells.latency_ms is not None:
            number = QLocale().toString(cells.latency_ms, "f", 3)
            lines.append((_tr("Answered after"), f"{number} ms"))
        rows = "".join(
            f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"
            for name, value in lines
        )
        return f"<table>{rows}</table>"


def _span(cells: Cells, before: Cells | None) -> int | None:
    if before is None or not (cells.is_readable and before.is_readable):
        return None
    return cells.at - before.at
