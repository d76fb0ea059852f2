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
from ocppdesk.filters.local_time import local_offset
from ocppdesk.filters.values import Context
from ocppdesk.gui.findings.signs import level_word
from ocppdesk.gui.messages.cells import FINDING_SIGNS, MARK_SIGN, NOTE_SIGN, Cells
from ocppdesk.gui.messages.color_rules import ColorRule
from ocppdesk.gui.messages.columns import Column
from ocppdesk.gui.messages.times import (
    DeltaMode,
    TimeMode,
    delta,
    exact_delta,
    iso_local,
    local_date,
    local_time,
    since,
    utc,
)

_SECOND: Final = 1_000_000
_TIMED: Final = frozenset(
    {
        Column.TIME,
        Column.DELTA,
        Column.LATENCY,
        Column.RECEIVED,
        Column.CHARGER_TIME,
        Column.CLOCK_OFFSET,
    }
)


def _now() -> int:
    return time.time_ns() // 1000


def _tr(text: str) -> str:
    return QCoreApplication.translate("RowTexts", text)


class RowTexts:
    """How rows are worded now.

    Attributes:
        clock: Gives the time now, microseconds since 1970; calls wait by it.
        mode: How times are written.
        delta_mode: Since what the column Δ counts.
        zero: The instant that times count from, microseconds since 1970.
        patience_s: For how long a call is waiting before it has no answer.
        slow_ms: An answer that takes longer stands out.
        very_slow_ms: One that takes longer stands out more.
    """

    def __init__(self) -> None:
        self.clock: Callable[[], int] = _now
        self.mode = TimeMode.LOCAL
        self.delta_mode = DeltaMode.ROW
        self.zero = 0
        self.patience_s = 30
        self.slow_ms = 2_000
        self.very_slow_ms = 10_000

    def context(self) -> Context:
        """Return what filters on rows go by now."""
        now = self.clock()
        return Context(
            now=now,
            latest=now,
            patience_us=self.patience_s * _SECOND,
            slow_us=self.slow_ms * 1000,
            offset_at=local_offset,
        )

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
        """Return the time since an older row."""
        span = _span(cells, before)
        return "" if span is None else delta(span)

    def charger_time(self, cells: Cells) -> str:
        """Return the time that the charger wrote into the message."""
        at = cells.charger_at
        if at is None:
            return ""
        return utc(at) if self.mode is TimeMode.UTC else local_date(at)

    def clock_offset(self, cells: Cells) -> str:
        """Return how far the charger's time is ahead of this computer's."""
        at = cells.charger_at
        return "" if at is None else delta(at - cells.at)

    def result(self, cells: Cells) -> str:
        """Return what was answered, or for how long the call has been waiting."""
        if not cells.is_waiting:
            return cells.texts[Column.RESULT]
        if self._is_given_up(cells):
            return _tr("⌛ no answer")
        waited = self.clock() - cells.at
        return _tr("⏳ {n} s waiting").format(n=waited // _SECOND)

    def rule(self, cells: Cells) -> ColorRule | None:
        """Return what colours a row now."""
        is_late = cells.is_waiting and self._is_given_up(cells)
        return cells.late_rule if is_late else cells.rule

    def slowness(self, cells: Cells) -> str:
        """Return the name of the colour for how slow an answer is; empty if it is not.

        A call that waits is as slow as it has been waiting.
        """
        latency = cells.latency_ms
        if cells.is_waiting:
            latency = (self.clock() - cells.at) / 1000
        if latency is None or latency <= self.slow_ms:
            return ""
        return "very_slow" if latency > self.very_slow_ms else "slow"

    def _is_given_up(self, cells: Cells) -> bool:
        return not 0 <= self.clock() - cells.at < self.patience_s * _SECOND

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
            if cells.is_answer:
                shown = _tr("Answer to {call}").format(call=shown)
            rule = self.rule(cells)
            return shown if rule is None else f"{shown}, {rule.name}"
        if column == Column.MARKS:
            signs = {sign: level_word(level) for level, sign in FINDING_SIGNS.items()}
            signs |= {MARK_SIGN: _tr("Marked"), NOTE_SIGN: _tr("Note")}
            found = [signs[sign] for sign in shown.split()]
            return ", ".join(found) + (f": {cells.note}" if cells.note else "")
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

    def tip(self, cells: Cells, before: Cells | None, column: int) -> str:
        """Return the tool tip of a cell, as markup; empty if it has none.

        Args:
            cells: The row.
            before: The row that is older by one, if there is any.
            column: The column.
        """
        if column in _TIMED:
            return self.all_times(cells, before)
        if column == Column.MARKS:
            note = f"<p style='white-space: pre-wrap'>{escape(cells.note)}</p>"
            return _findings_tip(cells) + (note if cells.note else "")
        if column == Column.DIRECTION and (rule := self.rule(cells)) is not None:
            words = _tr("Colour rule: {name}").format(name=rule.name)
            return f"<p>{escape(words)}</p>"
        return ""

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
        if cells.charger_at is not None:
            ahead = exact_delta(cells.charger_at - cells.at)
            lines += [
                (_tr("Charger's timestamp"), iso_local(cells.charger_at)),
                (_tr("Clock offset, charger to this computer"), ahead),
            ]
        if cells.latency_ms is not None:
            number = QLocale().toString(cells.latency_ms, "f", 3)
            lines.append((_tr("Answered after"), f"{number} ms"))
        rows = "".join(
            f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"
            for name, value in lines
        )
        return f"<table>{rows}</table>"


def _findings_tip(cells: Cells) -> str:
    """Return what was found, a line each."""
    if not cells.findings:
        return ""
    from ocppdesk.analysis.findings.guide import guide

    titles = {rule.id: rule.title for rule in guide()}
    lines = [
        f"{level_word(each.level)}: {titles.get(each.rule, '')} ({each.rule})"
        for each in cells.findings
    ]
    return f"<p>{'<br>'.join(escape(line) for line in lines)}</p>"


def _span(cells: Cells, before: Cells | None) -> int | None:
    if before is None or not (cells.is_readable and before.is_readable):
        return None
    return cells.at - before.at
